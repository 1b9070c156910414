"""Whatever a study file or an option says, it is taken or refused in one line."""

import contextlib
import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from abm.command import answer
from abm.facts.problems import BadInput
from experiments import plan_study
from tests.experiments.small_study import TEXT, small

KEYS = [line.split(":")[0] for line in TEXT.strip().split("\n") if not line.startswith(" ")] + ["levers", "events"]
KNOWN = ["all", "none", "today", "overtime", "BuyNational.price_factor", "landed", "sum", "kind", "name", "low", "high"]
WORDS = st.text() | st.sampled_from(KNOWN)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


def plain(call):
    """Whether it is taken, or refused in one line."""
    try:
        call()
    except BadInput as problem:
        return "\n" not in str(problem)
    return True


@given(st.sampled_from(KEYS), VALUES)
@settings(max_examples=60)
def test_any_value_of_any_key_is_taken_or_refused_in_one_line(key, value):
    assert plain(lambda: plan_study(small(**{key: json.dumps(value)})))


@given(st.sampled_from(KEYS), st.text())
@settings(max_examples=50)
def test_any_text_after_any_key_is_taken_or_refused_in_one_line(key, text):
    assert plain(lambda: plan_study(small(**{key: text.replace("\n", " ")})))


@given(st.text(), st.sampled_from(["--samples", "--seeds", "--workers"]))
@settings(max_examples=30)
def test_any_option_is_taken_or_refused_in_one_line(value, option):
    with contextlib.redirect_stderr(io.StringIO()) as said, contextlib.redirect_stdout(io.StringIO()):
        code = answer(["study", "run", "nowhere", option, value])
    assert code == 2
    assert said.getvalue().count("\n") == 1
