"""Numbers and findings in words, the same way on every page."""

from __future__ import annotations

import math

import pandas as pd

from experiments.analysis.discovery import Box
from experiments.analysis.effects import Effect
from experiments.analysis.intervals import Interval
from experiments.analysis.judging import Expected
from experiments.analysis.verdicts import Verdict

SMALLEST = 5e-7
MANY = 10_000
LARGE = ((1e12, "trn"), (1e9, "bn"), (1e6, "m"))


def told(value: float, unit: str = "") -> str:
    """A number with its unit, to three digits."""
    if not math.isfinite(value):
        return "undefined"
    size, word = next(((s, w) for s, w in LARGE if abs(value) >= s), (1.0, ""))
    return " ".join(part for part in (digits(value / size), word, unit) if part)


def digits(value: float) -> str:
    """Three digits that count, never as a power of ten."""
    if abs(value) < SMALLEST:
        return "0"
    places = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{round(value, places):,.{min(places, 6)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(value: float, unit: str = "") -> str:
    """A difference, with its sign."""
    return ("+" if value >= SMALLEST else "") + told(value, unit)


def percent(share: float) -> str:
    """A share in whole per cent; not nought or all where it is not."""
    if not math.isfinite(share):
        return "undefined"
    if 0 < share < 0.005:
        return "below 1 %"
    if 0.995 < share < 1:
        return "over 99 %"
    return f"{100 * share:.0f} %"


def interval(one: Interval, unit: str = "", sign: bool = True) -> str:
    """A mean with its 95 % interval in brackets."""
    first = signed if sign else told
    if not math.isfinite(one.low):
        return first(one.mean, unit)
    size, word = next(((s, w) for s, w in LARGE if abs(one.mean) >= s), (1.0, ""))
    numbers = f"{first(one.mean / size)} [{digits(one.low / size)}, {digits(one.high / size)}]"
    return " ".join(part for part in (numbers, word, unit) if part)


def band(ends: tuple[float, float], unit: str = "") -> str:
    """From here to there."""
    if not all(map(math.isfinite, ends)):
        return "undefined"
    size, word = next(((s, w) for s, w in LARGE if max(map(abs, ends)) >= s), (1.0, ""))
    return " ".join(part for part in (f"{digits(ends[0] / size)} to {digits(ends[1] / size)}", word, unit) if part)


def bounds(expected: Expected, unit: str) -> str:
    """What was expected, as bounds."""
    if expected.above is None:
        return f"below {told(expected.below, unit)}"
    if expected.below is None:
        return f"above {told(expected.above, unit)}"
    return band((expected.above, expected.below), unit)


def found(verdict: Verdict) -> str:
    """What came out for one sentence: the mean, the band, and the share of futures in which it holds."""
    one = verdict.effect
    if not one.mean.count:
        return "undefined in every future"
    sign = verdict.expected.on != "level"
    told_mean = interval(one.mean, one.pairs.unit, sign)
    unit = "luck" if one.pairs.by == "seeds" else "futures"
    spread = f"; {band(one.band, one.pairs.unit)} in nine of ten {unit}" if one.mean.count > 1 else ""
    missing = f"; undefined in {one.pairs.undefined:,} pairs" if one.pairs.undefined else ""
    median = f", median {(signed if sign else told)(one.median, one.pairs.unit)}" if one.mean.count > 1 else ""
    return f"{told_mean}{median}{spread}{missing}"


def share(verdict: Verdict) -> str:
    """In what share of futures the sentence holds, with its interval."""
    one = verdict.share
    return f"{percent(one.mean)} [{100 * one.low:.0f}, {100 * one.high:.0f}]"


def only_if(verdict: Verdict) -> str:
    """Where a sentence holds that does not hold everywhere; empty where that is not in question."""
    if verdict.word != "only if":
        return ""
    return f"It holds {where(verdict.box)}"


def where(box: Box | None) -> str:
    """A box in words, with how well it does on futures it has not seen."""
    if box is None:
        return "in too few (or too many) futures for a box to be looked for."
    if not box.limits:
        return "in futures that no box tells from the others."
    conditions = " and ".join(limit.words for limit in box.limits)
    tried = f"{percent(box.held_out.density)} of the futures there, and {percent(box.held_out.coverage)} of those in which it happens"
    doubt = "" if box.holds_up else " That is hardly better than chance: take the box as a hint."
    return f"mostly where {conditions} (on futures held out: {tried}; {percent(box.happens)} of all).{doubt}"


def matters(verdict: Verdict, count: int = 3) -> str:
    """The unknowns that a number hangs on."""
    table = verdict.matters
    if table.empty:
        return "Nothing was varied but luck."
    named = [f"`{one.uncertainty}` ({one.rank_correlation:+.2f})" for one in table.head(count).itertuples() if one.beyond_chance]
    if not named:
        first = table.iloc[0]
        return (
            f"No single unknown beyond what the best of {len(table)} shows by chance in so many futures "
            f"(the first is `{first['uncertainty']}`, rank correlation {first['rank_correlation']:+.2f})."
        )
    return f"{', '.join(named)} (rank correlation over futures)."


def luck(one: Effect) -> str:
    """How much of the spread is luck."""
    return "" if not math.isfinite(one.luck) else f"{percent(one.luck)} of the spread of pairs is luck within a future"


def runs(count: float) -> str:
    """How many more to run, as far as a count still says something."""
    return f"over {MANY:,}" if count > MANY else f"{count:,.0f}"


def between(counts: pd.Series) -> str:
    """The smallest and the largest of some counts of runs."""
    low, high = runs(counts.min()), runs(counts.max())
    return low if low == high else f"{low} to {high}"
