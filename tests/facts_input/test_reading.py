import pytest
from hypothesis import given
from hypothesis import strategies as st

from abm.facts.problems import BadInput, nearest, shown
from abm.facts.reading import MAX_DEPTH, MAX_NODES, read_file, read_text, read_value


def refused(text, *words):
    with pytest.raises(BadInput) as refusal:
        read_text(text, "file.yaml")
    said = str(refusal.value)
    assert "\n" not in said
    for word in words:
        assert word in said
    return refusal.value


def test_norway_is_a_nation_and_not_a_falsehood():
    assert read_text("nations: [NO, NOR, on, yes]", "x").value == {"nations": ["NO", "NOR", "on", "yes"]}


def test_a_month_stays_text_and_numbers_become_numbers():
    value = read_text("a: 2026-01\nb: 2026-01-01\nc: 07\nd: -1.5e3\ne: true\nf: ~\ng: '3'\nh: 0x1F", "x").value
    assert value == {"a": "2026-01", "b": "2026-01-01", "c": 7, "d": -1500.0, "e": True, "f": None, "g": "3", "h": 31}


def test_every_value_remembers_its_line_and_column():
    document = read_text("a: 1\nb:\n  - x: [1, 2]\n    y: 3\n", "x")
    assert document.values["b", 0, "x", 1] == (3, 12)
    assert document.keys["b", 0, "y"] == (4, 5)
    assert str(document.problem("wrong", ("b", 0, "no such key"))) == "x:3:5: wrong"


@pytest.mark.parametrize(
    ("text", "place", "word"),
    [
        ("a: 1\na: 2", (2, 1), "duplicate"),
        ("a: &x 1\nb: *x", (1, 4), "anchors"),
        ("a: !!python/object/apply:os.system [ls]", (1, 4), "tags"),
        ("a: !mine {b: 1}", (1, 4), "tags"),
        ("a: .nan", (1, 4), "number"),
        ("a: -.inf", (1, 4), "number"),
        ("a: 1e999", (1, 4), "large"),
        ("a: " + "9" * 5000, (1, 4), "digits"),
        ("- a\n- b", (1, 1), "keys and values"),
        ("a: 1\n---\nb: 2", (2, 1), "second document"),
        ("%YAML 1.1\n---\na: 1", (2, 1), "directives"),
        ("a:\n\tb: 1", (2, 1), "not YAML"),
        ("a: b: c", (1, 5), "not YAML"),
        ("? [a, b]\n: 1", (1, 3), "key"),
        ("<<: {a: 1}", (1, 1), "merge"),
        ('a: "\\ud800"', (1, 4), ""),
    ],
)
def test_what_is_not_plain_yaml_is_refused_where_it_stands(text, place, word):
    problem = refused(text, word)
    assert (problem.line, problem.column) == place


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\ufeff", "a: \x00", "a: \ud800", "{", "'"])
def test_empty_and_broken_texts_are_refused(text):
    refused(text)


def test_a_text_too_deep_too_long_or_too_full_is_refused():
    refused("a: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "deep")
    refused("a: [" + "1," * MAX_NODES + "]", "more than")
    refused("a: " + "x" * 1_000_001, "larger")


def test_a_bomb_of_aliases_does_not_go_off():
    rows = ["a: &a [x, x]"] + [f"{new}: &{new} [*{old}, *{old}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    refused("\n".join(rows), "anchors")


def test_files_that_cannot_be_read_are_told_plainly(tmp_path):
    (tmp_path / "latin.yaml").write_bytes(b"a: 1\nb: caf\xe9\n")
    (tmp_path / "huge.yaml").write_bytes(b"#" * 1_000_001)
    told = {"latin.yaml": "latin.yaml:2: not UTF-8", "huge.yaml": "larger", "none.yaml": "no such file", "": "folder"}
    for name, words in told.items():
        with pytest.raises(BadInput, match=words):
            read_file(tmp_path / name)
    for odd in ("a\0b", "x" * 5000, str(tmp_path / "latin.yaml" / "inside")):
        with pytest.raises(BadInput):
            read_file(odd)


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path):
    (tmp_path / "bom.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert read_file(tmp_path / "bom.yaml").value == {"a": 1, "b": 2}


@given(st.text())
def test_any_text_at_all_is_read_or_refused_in_one_line(text):
    for read in (read_text, read_value):
        try:
            read(text, "x")
        except BadInput as problem:
            assert "\n" not in str(problem)


@given(st.text(alphabet="ab:-[]{}#&*!|>'\"%@`,? \n\t0.1eE~\\\ufeff\x85\u2028"))
def test_any_text_of_yaml_signs_is_read_or_refused_in_one_line(text):
    try:
        read_text(text, "x")
    except BadInput as problem:
        assert str(problem).isprintable()


def test_a_mistyped_name_is_answered_with_the_nearest_or_the_few_known():
    assert nearest("taiwn", ["Taiwan", "Japan"]) == " (did you mean Taiwan?)"
    assert nearest("zzz", ["Taiwan", "Japan"]) == " (known: Japan, Taiwan)"
    assert nearest("zzz", [f"name{i}" for i in range(99)]).startswith(" (99 are known, such as ")
    assert nearest("zzz", []) == " (none is known here)"
    assert len(nearest("x" * 10**6, ["a"])) < 100


def test_a_value_is_quoted_back_short_and_on_one_line():
    assert shown("a\nb") == '"a\nb"'
    assert len(shown("x" * 10**6)) == 60
    assert (shown(None), shown(True), shown([1, "a"])) == ("nothing", "true", '[1, "a"]')
    assert str(BadInput("a\nb\x1b[31m", "p", 3)) == "p:3: a b\ufffd[31m"
