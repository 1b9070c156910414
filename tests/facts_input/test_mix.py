import pytest
from hypothesis import given
from hypothesis import strategies as st

import abm.rules.mix
from abm.facts.problems import BadInput
from abm.rules.instrument import Instrument, lever
from abm.rules.mix import apply_setting, list_mixes, load_mix, parse_mix


class Toll(Instrument):
    """A made-up rule with one lever of every type."""

    rate: float = lever(0.0, meaning="charge on every crossing", unit="share", low=0, high=2)
    days: int = lever(0, meaning="days at the gate", unit="day", low=0, high=400)
    open: bool = lever(True, meaning="whether anyone passes")
    members: tuple[str, ...] = lever((), meaning="who passes free")


class Ferry(Instrument):
    """A second made-up rule."""

    boats: int = lever(0, meaning="boats", low=0, high=9)


@pytest.fixture(autouse=True)
def two_instruments():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(abm.rules.mix, "instruments", lambda: {"Toll": Toll, "Ferry": Ferry})
        yield


MIX = """title: Two tolls
instruments:
  Toll:
    - {rate: 0.5, members: [JPN, AUS]}
    - {rate: 1, start: 36}
  Ferry: {boats: 2}
"""


def test_a_mix_is_read_in_order_and_an_instrument_may_come_twice():
    mix = parse_mix(MIX, "mine")
    assert mix.instruments == (Toll(rate=0.5, members=("JPN", "AUS")), Toll(rate=1.0, start=36), Ferry(boats=2))


def test_a_mix_reads_back_from_its_own_text():
    mix = parse_mix(MIX, "mine")
    again = parse_mix(mix.to_yaml(), "mine")
    assert again == mix
    assert (again.hash, hash(again)) == (mix.hash, hash(mix))


def test_only_the_levers_make_the_hash():
    mix = parse_mix(MIX, "mine")
    assert parse_mix(MIX.replace("Two tolls", "Deux"), "other").hash == mix.hash
    assert parse_mix(MIX.replace("0.5", "0.6"), "mine").hash != mix.hash


def test_the_empty_mix_is_shipped_and_empty():
    assert "none" in list_mixes()
    assert load_mix("none").instruments == ()
    assert parse_mix("title: Nothing\ninstruments:\n", "x").instruments == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Ferry:", "Fery:", 'mine.yaml:6:3: unknown instrument "Fery" (did you mean Ferry?)'),
        ("boats: 2", "boat: 2", 'mine.yaml:6:11: unknown key "boat" (did you mean boats?)'),
        ("boats: 2", "boats: 99", "mine.yaml:6:18: boats = 99: expected 0 to 9"),
        ("rate: 0.5", "rate: 7", "mine.yaml:4:14: rate = 7: expected 0 to 2 share"),
        ("rate: 1", "rate: a lot", 'mine.yaml:5:14: rate = "a lot": expected a number'),
        ("start: 36", "start: true", "mine.yaml:5:24: start = true: expected a whole number"),
        ("start: 36", "start: -1", "mine.yaml:5:24: start = -1: expected 0 to 600 month"),
        ("[JPN, AUS]", "JPN", 'mine.yaml:4:28: members = "JPN": expected a list such as [USA, JPN]'),
        ("title:", "titel:", 'mine.yaml:1:1: unknown key "titel" (did you mean title?)'),
        ("Two tolls", "[1]", "mine.yaml:1:8: title = [1]: expected text"),
        ("{boats: 2}", "3", "mine.yaml:6:10: "),
    ],
)
def test_a_mistake_in_a_mix_is_told_with_its_place(before, after, said):
    with pytest.raises(BadInput) as refusal:
        parse_mix(MIX.replace(before, after, 1), "mine")
    assert str(refusal.value).startswith(said)


def test_a_setting_moves_one_lever_and_adds_an_instrument_that_is_not_there():
    mix = parse_mix("title: x\ninstruments: {Toll: {rate: 0.5, days: 9}}", "mine")
    assert apply_setting(mix, "Toll.rate=0.25").instruments == (Toll(rate=0.25, days=9),)
    assert apply_setting(mix, "Toll.members=[JPN, NO]").instruments[0].members == ("JPN", "NO")
    assert apply_setting(mix, " Ferry.boats = 3 ").instruments[1:] == (Ferry(boats=3),)
    assert apply_setting(mix, "Toll.stop=").instruments == mix.instruments


def test_a_setting_says_which_of_several_is_meant():
    mix = parse_mix(MIX, "mine")
    assert apply_setting(mix, "Toll[2].rate=2").instruments[1].rate == 2
    for setting in ("Toll.rate=2", "Toll[3].rate=2", "Toll[0].rate=2"):
        with pytest.raises(BadInput):
            apply_setting(mix, setting)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("", "expected Instrument.field=value"),
        ("Toll.rate", "expected Instrument.field=value"),
        ("Tol.rate=1", "did you mean Toll?"),
        ("Toll.rat=1", "did you mean rate?"),
        ("Toll.rate=9", "--set Toll.rate = 9: expected 0 to 2 share"),
        ("Toll.rate=.nan", "number"),
        ("Toll.days=1.5", "a whole number"),
        ("Toll.rate=[", "not YAML"),
        ("Toll.rate=&a 1", "anchors"),
    ],
)
def test_a_setting_that_cannot_be_is_told_plainly(setting, said):
    with pytest.raises(BadInput) as refusal:
        apply_setting(load_mix("none"), setting)
    assert said in str(refusal.value)
    assert str(refusal.value).startswith("--set")


@given(st.text() | st.builds("Toll.{}={}".format, st.sampled_from([*Toll.model_fields]), st.text()))
def test_any_setting_is_applied_or_refused_in_one_line(setting):
    try:
        apply_setting(load_mix("none"), setting)
    except BadInput as problem:
        assert "\n" not in str(problem)


@given(start=st.integers(0, len(MIX)), length=st.integers(0, 40), put=st.text(max_size=8))
def test_a_damaged_mix_is_read_or_refused_in_one_line(start, length, put):
    try:
        parse_mix(MIX[:start] + put + MIX[start + length :], "x")
    except BadInput as problem:
        assert "\n" not in str(problem)
