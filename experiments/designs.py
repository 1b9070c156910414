"""Designs: which points of the space of factors are run. Samplers are libraries'; turning places into values is ours."""

from __future__ import annotations

import csv
import itertools
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from abm.facts.parameters import PARAMETERS
from abm.facts.problems import BadInput, nearest, shown
from experiments.factors import DUMMY, LEVER, Factor
from experiments.study import Design, Study

DEFAULT_SAMPLES = {"latin-hypercube": 128, "sobol": 128, "saltelli": 64, "factorial": 1}
MAX_POINTS = 4_000_000
SPREAD_OUT, AXES = 512, 20
"""Points and axes up to which a Latin hypercube is also spread out by exchanging coordinates; beyond, that takes long and gains little."""

Points = tuple[list[str], list[list[Any]], list[int]]
"""Names of factors, their values point by point, and which future each point lies in."""


def points_of(study: Study, factors: list[Factor], table: pd.DataFrame | None = None) -> pd.DataFrame:
    """All points of a design: `point`, `future`, and a column for each factor; a table may also name `mix` and `events`.

    Points with the same `future` differ in what we choose only, and may be compared.
    """
    design = study.design
    if design.kind == "table":
        return _given(study, factors, table)
    if table is not None:
        raise BadInput(f"design {design.kind}: a table was given: expected kind: table")
    if design.dummy:
        factors = [*factors, Factor("dummy", DUMMY, kept=0.5)]
    _check_size(study, factors)
    if design.kind == "factorial":
        return _factorial(study, factors)
    if design.kind == "one-at-a-time":
        rows = _one_at_a_time(factors)
    else:
        _need_factors(study, factors)
        cube = unit_cube(design, len(factors))
        rows = list(zip(*(factor.at(cube[:, i]) for i, factor in enumerate(factors)), strict=True))
    return _frame(factors, rows, range(len(rows)))


def unit_cube(design: Design, dimensions: int) -> np.ndarray:
    """Places of all points [point, factor] in 0..1, the same for the same design whenever it is asked for."""
    from scipy.stats import qmc

    size = samples_of(design)
    if design.kind == "latin-hypercube":
        spread = "random-cd" if 1 < size <= SPREAD_OUT and dimensions <= AXES else None
        return qmc.LatinHypercube(dimensions, optimization=spread, rng=design.seed).random(size)
    if design.kind == "sobol":
        return qmc.Sobol(dimensions, rng=design.seed).random(size)
    problem = {"num_vars": dimensions, "names": [str(i) for i in range(dimensions)], "bounds": [[0.0, 1.0]] * dimensions}
    try:
        if design.kind == "morris":
            from SALib.sample import morris

            return morris.sample(problem, N=design.trajectories, num_levels=design.levels, seed=design.seed)
        from SALib.sample import sobol

        return sobol.sample(problem, size, calc_second_order=design.second_order, seed=design.seed)
    except ModuleNotFoundError:
        raise BadInput(f"design {design.kind} needs SALib: pip install 'alliance-surge[study]'") from None


def samples_of(design: Design) -> int:
    """Points of the sample before it is multiplied by anything."""
    return design.samples or DEFAULT_SAMPLES.get(design.kind, 1)


def count_points(study: Study, factors: list[Factor]) -> int:
    """How many points a design will have, known before any is made."""
    design, size, d = study.design, samples_of(study.design), len(factors)
    if design.kind == "factorial":
        return size * math.prod(len(f.ends(design.levels)) for f in factors if f.kind == LEVER)
    if design.kind == "saltelli":
        return size * (2 * d + 2 if design.second_order else d + 2)
    if design.kind == "morris":
        return design.trajectories * (d + 1)
    return 1 + sum(len(f.ends(3)) for f in factors) if design.kind == "one-at-a-time" else size


def _check_size(study: Study, factors: list[Factor]) -> None:
    design, size = study.design, samples_of(study.design)
    if design.kind in ("sobol", "saltelli") and size & (size - 1):
        raise study.problem(f"samples = {size}: expected a power of 2, such as {1 << (size.bit_length() - 1)}", "design", "samples")
    if design.kind == "morris" and design.levels % 2:
        raise study.problem(f"levels = {design.levels}: expected an even number", "design", "levels")
    if (points := count_points(study, factors)) > MAX_POINTS:
        raise study.problem(f"{points:,} points: expected at most {MAX_POINTS:,}", "design")


def _need_factors(study: Study, factors: list[Factor]) -> None:
    if not any(factor.kind != DUMMY for factor in factors):
        raise study.problem(f"design {study.design.kind}: nothing is varied: expected levers or uncertainties", "design")


def _factorial(study: Study, factors: list[Factor]) -> pd.DataFrame:
    """Every combination of levers under the same futures, future by future."""
    size, uncertain = samples_of(study.design), [f for f in factors if f.kind != LEVER]
    levers = [f for f in factors if f.kind == LEVER]
    combinations = list(itertools.product(*(f.ends(study.design.levels) for f in levers)))
    if size > 1 and not uncertain:
        raise study.problem(f"samples = {size}: nothing is uncertain: expected uncertainties, or no samples", "design", "samples")
    if size > 1:
        cube = unit_cube(study.design.model_copy(update={"kind": "latin-hypercube"}), len(uncertain))
        futures = list(zip(*(f.at(cube[:, i]) for i, f in enumerate(uncertain)), strict=True))
    else:
        futures = [tuple(f.kept for f in uncertain)]
    rows = [(*chosen, *future) for future in futures for chosen in combinations]
    return _frame([*levers, *uncertain], rows, [i for i in range(len(futures)) for _ in combinations])


def _one_at_a_time(factors: list[Factor]) -> list[tuple[Any, ...]]:
    """Everything where it is kept, then each factor alone to each of its values, or to both ends of its range."""
    kept = tuple(factor.kept for factor in factors)
    rows = [kept]
    for i, factor in enumerate(factors):
        rows += [(*kept[:i], value, *kept[i + 1 :]) for value in factor.ends(2) if value != factor.kept]
    return rows


def _frame(factors: list[Factor], rows: Any, futures: Any) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) or [() for _ in factors]
    values = {f.name: [f.cell(value) for value in column] for f, column in zip(factors, columns, strict=True)}
    return pd.DataFrame({"point": np.arange(len(rows)), "future": np.array(futures, int), **values})


def _given(study: Study, factors: list[Factor], table: pd.DataFrame | None) -> pd.DataFrame:
    """The rows of a table that was given; what it does not name is kept where it stands, and every value is held to its range."""
    name = study.design.file or "table"
    if table is None:
        if study.design.file is None:
            raise study.problem("design table: expected file: FILE.csv, or a DataFrame given in Python", "design")
        table = read_csv(Path(study.design.file))
    if not len(table):
        raise BadInput("no rows: expected at least one", name)
    known = {factor.name: factor for factor in factors} | dict.fromkeys(("mix", "events"))
    for column in map(str, table.columns):
        if column not in known:
            raise BadInput(f"unknown column {shown(column)}{nearest(column, known)}", name, 1)
    values = {f.name: _column(f, table, name) if f.name in table else [f.cell(f.kept)] * len(table) for f in factors}
    frame = pd.DataFrame({"point": np.arange(len(table)), **{c: table[c].astype(str) for c in ("mix", "events") if c in table}, **values})
    uncertain = [f.name for f in factors if f.name in PARAMETERS]
    futures = frame.groupby(uncertain, sort=False).ngroup() if uncertain else np.zeros(len(frame), int)
    frame.insert(1, "future", futures)
    return frame


def _column(factor: Factor, table: pd.DataFrame, name: str) -> list[Any]:
    """The values of one factor, as the study declares them; a word in a CSV file may mean a number, a truth or a list."""
    allowed = {str(factor.cell(value)).lower(): factor.cell(value) for value in factor.values or ()}
    found = []
    for place, written in enumerate(table[factor.name]):
        if factor.values is not None:
            value = allowed.get(str(written).lower())
            expected = f"one of {', '.join(map(str, allowed.values()))}"
        else:
            value = _number(written, factor)
            expected = f"{factor.low:g} to {factor.high:g}"
        if value is None:
            raise BadInput(f"{factor.name} = {shown(str(written))}: expected {expected}", name, place + 2)
        found.append(value)
    return found


def _number(written: Any, factor: Factor) -> float | int | None:
    try:
        value = float(written)
    except (TypeError, ValueError):
        return None
    if not factor.low <= value <= factor.high or (factor.whole and not value.is_integer()):
        return None
    return int(value) if factor.whole else value


def read_csv(path: Path) -> pd.DataFrame:
    """A table of words, refused in one line where it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file, strict=True) if row]
    except (OSError, ValueError, csv.Error) as error:
        raise BadInput(f"cannot be read as CSV ({getattr(error, 'strerror', None) or error})", path) from None
    if not rows:
        raise BadInput("empty: expected a row of names and rows of values", path)
    head = rows[0]
    if twice := next((name for i, name in enumerate(head) if name in head[:i]), None):
        raise BadInput(f"column {shown(twice)} stands there twice", path, 1)
    for place, row in enumerate(rows[1:], 2):
        if len(row) != len(head):
            raise BadInput(f"{len(row)} values: expected {len(head)}", path, place)
    return pd.DataFrame(rows[1:], columns=head)
