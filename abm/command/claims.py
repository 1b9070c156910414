"""`surge claims`: how far the model's main claims hold, over draws of its parameters and under other structures."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from abm.command.document import plain, version
from abm.command.output import check_file, spinner, target_folder, write_json
from abm.facts.problems import BadInput, nearest, shown
from abm.judgement.claims import CLAIMS, Claim
from abm.judgement.robustness import CENTRAL_SEEDS, CONFIDENCE, Trial, median, try_claims
from abm.judgement.structures import STRUCTURES


@dataclass(frozen=True)
class Request:
    """What the user asked for, word for word."""

    names: tuple[str, ...] = ()
    draws: int = 200
    out: str | None = None
    json: str | None = None


def carry_out(request: Request) -> None:
    """Try what was asked; everything is looked at before anything runs, and runs before anything is written."""
    claims = meant_claims(request.names)
    folder = target_folder(request.out)
    check_file(request.json)
    began = time.perf_counter()
    with spinner(f"Trying {len(claims)} claims in {request.draws} draws ..."):
        trials = try_claims(claims, request.draws)
    seconds = time.perf_counter() - began

    if folder is not None:
        from abm.command.claims_folder import write_claims

        with spinner(f"Writing {folder} ..."):
            write_claims(folder, trials)
        print(f"Tables and manifest are in {folder}", file=sys.stderr)
    if request.json is not None:
        write_json(request.json, claims_document(trials))
    else:
        from abm.command.claims_screen import show_claims

        show_claims(trials, seconds)


def meant_claims(names: Sequence[str]) -> list[Claim]:
    """The claims of these names, each once, in the order in which they are declared; all where none is named."""
    for name in names:
        if name not in CLAIMS:
            raise BadInput(f"unknown claim {shown(name)}{nearest(name, CLAIMS)}")
    return [one for name, one in CLAIMS.items() if not names or name in names]


def claims_document(trials: Sequence[Trial]) -> dict[str, Any]:
    """Every claim with its share, interval and effect, and how it fares under each structure; what is undefined is null."""
    return {
        "draws": len(trials[0].parameters),
        "seeds": CENTRAL_SEEDS,
        "confidence": CONFIDENCE,
        "version": version(),
        "structures": {one.title: one.about for one in STRUCTURES},
        "claims": {trial.claim.name: _told(trial) for trial in trials},
    }


def _told(trial: Trial) -> dict[str, Any]:
    claim, separator = trial.claim, trial.separator
    return {
        "sentence": claim.sentence,
        "meaning": claim.meaning,
        "unit": claim.unit,
        "above": _number(claim.above),
        "below": _number(claim.below),
        "would_flip": claim.flips,
        "share": trial.share,
        "low": trial.interval[0],
        "high": trial.interval[1],
        "effect": _number(median(trial.seen.effect)),
        "told": {name: _number(median(values)) for name, values in trial.seen.told.items()},
        "central": {
            "effect": _number(median(trial.central.effect)),
            "told": {name: _number(median(values)) for name, values in trial.central.told.items()},
        },
        "structures": {title: trial.share_under(title) for title in trial.structures},
        "flips_under": trial.flipping,
        "flips_where": None
        if separator is None
        else {"parameter": separator.parameter, "high": separator.high, "sureness": separator.sureness},
    }


def _number(value: float) -> float | None:
    return plain(np.array([value]))[0]
