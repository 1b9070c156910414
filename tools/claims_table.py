"""Write docs/claims.md: the model's main claims, and how far each holds.

`python tools/claims_table.py` tries every claim in 200 draws and runs the worlds of the scoreboard's rows that are shown beside them
(some minutes on an idle machine).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from abm.command.claims_screen import amount, bounds_words, flip_words, share_words
from abm.command.validating import points_met, span, with_spread
from abm.facts.parameters import PARAMETERS
from abm.facts.scenario import load_scenario
from abm.judgement.claims import CLAIMS
from abm.judgement.must_come_out import STATEMENTS
from abm.judgement.robustness import CENTRAL_SEEDS, CONFIDENCE, Trial, median, try_claims
from abm.judgement.structures import AS_IT_IS, STRUCTURES
from abm.judgement.validation.misses import why_missed
from abm.judgement.validation.scoreboard import Score, scoreboard
from abm.judgement.validation.verdicts import INSIDE
from abm.model.simulate import base_of

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "claims.md"
DRAWS = 200
HALF = 0.5
"""Share of draws below which a claim is told as one that does not hold."""


def text(trials: Sequence[Trial], scores: Sequence[Score]) -> str:
    """The whole document."""
    parts = [_opening(trials), _overview(trials), _must_come_out(trials, scores), *(_section(one) for one in trials), _structures()]
    return "\n\n".join(parts) + "\n"


def _opening(trials: Sequence[Trial]) -> str:
    return f"""# How robust the main claims are

Written by `python tools/claims_table.py`; do not edit. `surge claims [NAME...]` tries them anew.

Each claim is a sentence about the world that a run can prove wrong. It is tried in {len(trials[0].parameters)} draws from the
ranges of all {len(PARAMETERS)} parameters (a Latin hypercube; what a scenario itself says of a parameter stands), each draw with luck of
its own, both sides of a comparison with the same luck and parameters. Beside the share of draws in which it holds stands its
{CONFIDENCE:.0%} interval (Wilson), which tells of the number of draws only. Ranges are taken as even and independent, which they are not;
figures of the public record are not varied. Read a share as how much the claim leans on our choice of numbers, never as the
probability that it is true of the world.

A claim that does not hold is left standing as one that does not."""


def _overview(trials: Sequence[Trial]) -> str:
    rows = (
        (
            f"[{one.claim.sentence}](#{one.claim.name})",
            share_words(one),
            amount(median(one.seen.effect), one.claim.unit),
            f"{one.share_under(AS_IT_IS.title):.0%}",
            ", ".join(one.flipping) or "none",
        )
        for one in trials
    )
    return _table(("claim", "holds in draws", "median effect", f"holds as it is, of {CENTRAL_SEEDS} seeds", "flips under"), rows)


def _must_come_out(trials: Sequence[Trial], scores: Sequence[Score]) -> str:
    rows, missed, minded = [], [], []
    by_claim, by_row = {one.claim.name: one for one in trials}, {one.row.id: one for one in scores}
    for statement in STATEMENTS:
        words = statement.words
        for name in statement.rows:
            score = by_row[name]
            rows.append((words, name, *_found(score), "`surge check --validation`"))
            words = ""
            if score.verdict != INSIDE:
                missed.append((name, score.fault or why_missed(name)))
        for name in statement.claims:
            trial = by_claim[name]
            found = amount(median(trial.central.effect), trial.claim.unit)
            held = f"{trial.share:.0%} of draws, {trial.share_under(AS_IT_IS.title):.0%} of seeds"
            rows.append((words, f"[{trial.claim.sentence}](#{name})", found, bounds_words(trial.claim), held, f"`surge claims {name}`"))
            words = ""
            if trial.share < HALF:
                missed.append((name, _why_not(trial)))
        if statement.mind:
            minded.append((statement.words, statement.mind))
    return f"""## What the sources say must come out

Each sentence of the sources behind the project with what reads it: rows of the scoreboard ([validation.md](validation.md): median of
its seeds, with the 5th to 95th percentile where they differ; inside, near or outside the range of the record) and claims (median of
{CENTRAL_SEEDS} seeds in the model as it is, and the shares of all draws and of these seeds in which it holds). Each command gives the
figure anew.

{_table(("the sources say", "read by", "found", "wanted", "holds", "command"), rows)}
What is not inside, or does not hold in half of all draws, and why as far as it is understood:

{_table(("row or claim", "why not"), dict.fromkeys(missed))}
What to mind:

{_table(("the sources say", "but"), minded)}"""


def _found(score: Score) -> tuple[str, str, str]:
    said = score.verdict or f"not computed: {score.fault}"
    if len(score.found) != 1:
        return points_met(score), f"each within its range, {score.unit}", said
    (found,) = score.found
    return with_spread(found, score.unit), f"{span(found.low, found.high, score.unit)} {score.unit}", said


def _why_not(trial: Trial) -> str:
    return trial.claim.missed or f"{flip_words(trial)}; {trial.claim.flips}"


def _section(trial: Trial) -> str:
    claim = trial.claim
    whole = trial.share in (0.0, 1.0)
    where = "It comes out alike in every draw." if whole else f"{_capital(flip_words(trial))}."
    rows = [("**effect**", *(amount(median(seen.effect), claim.unit) for seen in (trial.central, trial.seen)))]
    rows += [(name, *(amount(median(seen.told[name]), "").strip() for seen in (trial.central, trial.seen))) for name in trial.seen.told]
    why = f" Why it mostly does not: {claim.missed}." if claim.missed and trial.share < HALF else ""
    under = ", ".join(f"{title} {trial.share_under(title):.0%}" for title in trial.structures)
    return f"""<a id="{claim.name}"></a>

## {claim.sentence}

{claim.meaning} It holds where that is {bounds_words(claim)}. What would flip it: {claim.flips}.{why}

{_table(("median", "as it is", "over the draws"), rows)}
{where} Seeds in which it holds, by structure: {under}."""


def _structures() -> str:
    links = len(base_of(load_scenario("indo-pacific-2026")).net.link_firm)
    rows = ((one.title, one.about) for one in STRUCTURES)
    return f"""## The structures

{_table(("structure", "what it means"), rows)}
Each is tried with {CENTRAL_SEEDS} seeds at central parameters; a claim flips where half of them or more come out the other way. All
are made from what goes into the model: the record, the rules, or parameters beyond their range.

Two are told only as nearly as that allows. *Linear*: where several parts lack at once, the worst of them counts instead of their sum.
*First come*: an order book is one amount for each buyer, of which the same part falls due in each part of a month; no order in it has
an age, so nobody overtakes, but among those who wait each unit has the same chance, whenever it was ordered. Service strictly by age
would need every buyer's orders by the month in which they were placed, up to 120 amounts for each of {links:,} links, in the
innermost loop of the model."""


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def main() -> int:
    """Write the document."""
    scores = scoreboard({name for statement in STATEMENTS for name in statement.rows})
    DOCUMENT.write_text(text(try_claims(CLAIMS.values(), DRAWS), scores), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
