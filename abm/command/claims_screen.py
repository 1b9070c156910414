"""The claims on one readable screen, those that flip told as such."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from abm.facts.parameters import PARAMETERS
from abm.judgement.claims import Claim
from abm.judgement.robustness import CENTRAL_SEEDS, CONFIDENCE, Trial, median
from abm.judgement.structures import AS_IT_IS

ROBUST, FRAGILE = 0.9, 0.5


def show_claims(trials: Sequence[Trial], seconds: float, console: Console | None = None) -> None:
    """Print one row for each claim, and a word on where those that flip do so."""
    console = console or Console()
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("claim", ratio=1)
    for head in ("holds in draws", "effect", "as it is"):
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("flips under")
    for trial in trials:
        table.add_row(
            Text(trial.claim.sentence),
            Text(share_words(trial), style="" if trial.share >= ROBUST else "yellow" if trial.share >= FRAGILE else "red"),
            Text(amount(median(trial.seen.effect), trial.claim.unit)),
            Text(f"{trial.share_under(AS_IT_IS.title):.0%}"),
            Text(", ".join(trial.flipping) or "none"),
        )
    console.print(table)
    console.print()
    for trial in trials:
        if 0.0 < trial.share < 1.0:
            console.print(Text(f"{trial.claim.sentence}: {flip_words(trial)}."))
    console.print()
    draws = len(trials[0].parameters)
    console.print(
        Text(
            f"Share of {draws} draws from the ranges of all {len(PARAMETERS)} parameters, with its {CONFIDENCE:.0%} interval; median "
            f"effect; share of {CENTRAL_SEEDS} seeds in the model as it is, at central parameters; other structures under which half of "
            f"those seeds come out the other way. {seconds:.1f} s"
        ),
        style="dim",
    )


def share_words(trial: Trial) -> str:
    """The share of draws in which it holds, and its interval."""
    low, high = trial.interval
    return f"{trial.share:.0%} [{100 * low:.0f}, {100 * high:.0f}]"


def flip_words(trial: Trial) -> str:
    """Where in the ranges of the parameters it flips, in words."""
    found = trial.separator
    if found is None:
        return "no single parameter tells where it flips"
    about = PARAMETERS[found.parameter]
    return f"flips mostly where {found.parameter} is {'high' if found.high else 'low'} ({about.meaning}; {found.sureness:.2f})"


def bounds_words(claim: Claim) -> str:
    """The bounds between which its effect must lie."""
    words = [f"{side} {bound:g} {claim.unit}" for side, bound in (("above", claim.above), ("below", claim.below)) if np.isfinite(bound)]
    return " and ".join(words)


def amount(value: float, unit: str) -> str:
    """A number with its unit, in three figures."""
    if not np.isfinite(value):
        return "undefined"
    near = 0.0 if abs(value) < 0.005 else value  # no more figures than the model can tell
    return f"{near:,.0f} {unit}" if abs(near) >= 1000 else f"{near:.3g} {unit}"
