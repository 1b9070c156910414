"""A batch: some cases of one scenario, run in blocks of worlds by whoever is asked to; only the few numbers that are kept come back."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from abm.facts.parameters import PARAMETERS
from abm.facts.problems import BadInput
from abm.facts.scenario import Scenario
from abm.judgement.outcome import Outcome as Records
from abm.model.simulate import WORLDS_AT_ONCE, Run, base_of
from abm.rules.instrument import Instrument
from experiments.plan import without_events
from experiments.readings import Reading
from experiments.version import model_hash

LONGEST_REASON = 500


@dataclass(frozen=True)
class Case:
    """One world to run: its name, which of the batch's mixes holds, the value of every parameter, and its luck."""

    case_id: str
    mix: int
    parameters: tuple[float, ...]
    seed: int


@dataclass(frozen=True)
class Batch:
    """Cases that share a scenario, and what is to be read of them; whole in itself, so that any machine can run it.

    `tries`: how many workers have died over it.
    """

    model: str
    scenario: Scenario
    mixes: tuple[tuple[Instrument, ...], ...]
    cases: tuple[Case, ...]
    outcomes: tuple[Reading, ...]
    series: tuple[Reading, ...] = ()
    tries: int = 0


@dataclass(frozen=True)
class Answer:
    """What came of a batch: numbers of the cases that ran, in their order, and why the others did not.

    `outcomes` [case, outcome], `series` [case, month, series], `seconds` [case].
    """

    ids: tuple[str, ...]
    outcomes: np.ndarray
    series: np.ndarray
    seconds: np.ndarray
    failures: dict[str, str] = field(default_factory=dict)


class OtherModel(BadInput):
    """A worker holds another version of the model than the study was planned with."""


def run_batch(batch: Batch) -> Answer:
    """Run every case; where a block of them fails, each is tried alone, so that one bad case costs only itself."""
    if batch.model != model_hash():
        raise OtherModel(f"this worker has version {model_hash()} of the model: expected {batch.model}")
    base_of(without_events(batch.scenario))  # laid out once, and not counted as anybody's time
    ids: list[str] = []
    failures: dict[str, str] = {}
    read: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for block in blocks_of(batch.cases):
        for cases, found in _tried(batch, block):
            if isinstance(found, str):
                failures[cases[0].case_id] = found
            else:
                ids += [case.case_id for case in cases]
                read.append(found)
    months = batch.scenario.months if batch.series else 0
    nothing = (np.zeros((0, len(batch.outcomes))), np.zeros((0, months, len(batch.series)), np.float32), np.zeros(0))
    outcomes, series, seconds = (np.concatenate(parts) for parts in zip(nothing, *read, strict=True))
    return Answer(tuple(ids), outcomes, series, seconds, failures)


def blocks_of(cases: Sequence[Case]) -> list[Sequence[Case]]:
    """Cases in blocks of at most as many worlds as share a block of columns."""
    return [cases[i : i + WORLDS_AT_ONCE] for i in range(0, len(cases), WORLDS_AT_ONCE)]


Found = tuple[np.ndarray, np.ndarray, np.ndarray] | str


def _tried(batch: Batch, block: Sequence[Case]) -> Iterator[tuple[Sequence[Case], Found]]:
    """What came of a block, or of each of its cases alone where together they fail."""
    try:
        yield block, read_block(batch, block)
        return
    except Exception as error:
        if len(block) == 1:
            yield block, f"{type(error).__name__}: {' '.join(str(error).split())}"[:LONGEST_REASON]
            return
    for case in block:
        yield from _tried(batch, [case])


def read_block(batch: Batch, block: Sequence[Case]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Run a block of worlds to the end: outcomes [case, outcome], series [case, month, series], seconds [case]."""
    began = time.perf_counter()
    parameters = [dict(zip(PARAMETERS, case.parameters, strict=True)) for case in block]
    mixes, seeds = [batch.mixes[case.mix] for case in block], [case.seed for case in block]
    run = Run(batch.scenario, mixes, seeds, parameters, base=base_of(without_events(batch.scenario))).advance()
    records = Records([run])
    outcomes = np.column_stack([reading.of(records) for reading in batch.outcomes])
    months = batch.scenario.months if batch.series else 0
    series = np.zeros((len(block), months, len(batch.series)), np.float32)
    for place, reading in enumerate(batch.series):
        series[:, :, place] = reading.by_month(records).T
    if np.isinf(outcomes).any():
        raise FloatingPointError("an outcome is infinite")
    return outcomes, series, np.full(len(block), (time.perf_counter() - began) / len(block))
