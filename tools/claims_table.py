"""Write docs/claims.md: the model's main claims, and how far each holds.

`python tools/claims_table.py` tries every claim in 200 draws (a minute or two on an idle machine).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from abm.command.claims_screen import amount, bounds_words, flip_words, share_words
from abm.facts.parameters import PARAMETERS
from abm.judgement.claims import CLAIMS
from abm.judgement.robustness import CENTRAL_SEEDS, CONFIDENCE, Trial, median, try_claims
from abm.judgement.structures import AS_IT_IS, STRUCTURES

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "claims.md"
DRAWS = 200


def text(trials: Sequence[Trial]) -> str:
    """The whole document."""
    return "\n\n".join([_opening(trials), _overview(trials), *(_section(one) for one in trials), _structures()]) + "\n"


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


def _section(trial: Trial) -> str:
    claim = trial.claim
    whole = trial.share in (0.0, 1.0)
    where = "It comes out alike in every draw." if whole else f"{_capital(flip_words(trial))}."
    rows = [("**effect**", *(amount(median(seen.effect), claim.unit) for seen in (trial.central, trial.seen)))]
    rows += [(name, *(amount(median(seen.told[name]), "").strip() for seen in (trial.central, trial.seen))) for name in trial.seen.told]
    under = ", ".join(f"{title} {trial.share_under(title):.0%}" for title in trial.structures)
    return f"""<a id="{claim.name}"></a>

## {claim.sentence}

{claim.meaning} It holds where that is {bounds_words(claim)}. What would flip it: {claim.flips}.

{_table(("median", "as it is", "over the draws"), rows)}
{where} Seeds in which it holds, by structure: {under}."""


def _structures() -> str:
    rows = ((one.title, one.about) for one in STRUCTURES)
    return f"""## The structures

{_table(("structure", "what it means"), rows)}
Each is tried with {CENTRAL_SEEDS} seeds at central parameters; a claim flips where half of them or more come out the other way. All
are made from what goes into the model: the record, the rules, or parameters beyond their range. Two that would need a switch in the
model are left out: a linear production function, in which a part in plenty makes up for one that lacks, and service in the order of
requests."""


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def main() -> int:
    """Write the document."""
    DOCUMENT.write_text(text(try_claims(CLAIMS.values(), DRAWS)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
