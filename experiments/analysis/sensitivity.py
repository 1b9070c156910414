"""Which inputs an outcome hangs on: Morris's elementary effects first, then Sobol' indices; a library's, behind a guard of ours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from abm.facts.problems import BadInput
from experiments.analysis.choices import Choice, axes_of, check_outcome, group_size, named, picked
from experiments.analysis.intervals import CONFIDENCE
from experiments.results import Results

WIDEST = 0.1
"""Half-width of a total index above which inputs are not ranked."""
TOP = 5
SEED = 1
"""Of the intervals' draws; SALib takes a seed of nought for none."""


@dataclass(frozen=True)
class Sensitivity:
    """A line for each input, strongest first, and why they may not be ranked; empty where they may."""

    outcome: str
    table: pd.DataFrame
    refusal: str = ""

    @property
    def counting(self) -> list[str]:
        """Inputs that do more than one that does nothing; none where they may not be ranked."""
        return [] if self.refusal else list(self.table.loc[self.table["beyond_noise"], "input"])


def problem_of(results: Results) -> dict:
    """The inputs of the design in SALib's words: names and bounds; listed values stand for their places in the list."""
    ranges = results.manifest["ranges"]
    bounds = [[0.0, 1.0] if name == "dummy" else _bounds(name, results, ranges[name]) for name in axes_of(results)]
    return {"num_vars": len(bounds), "names": axes_of(results), "bounds": bounds}


def _bounds(name: str, results: Results, told: list) -> list[float]:
    listed = results.study.levers.get(name)
    if listed is not None and listed.low is None:
        return [0.0, float(len(told) - 1)]
    return [float(told[0]), float(told[1])]


def inputs_and_outcome(results: Results, outcome: str, where: Choice) -> tuple[np.ndarray, np.ndarray]:
    """Inputs [point, input] and outcome [point], the mean over seeds, point by point; refused where a point is missing or undefined.

    One number that is no number would make every index nought without a word.
    """
    check_outcome(results, outcome)
    runs = picked(results, where)
    if runs.groupby("point")[["mix", "events"]].nunique().max(axis=None) > 1:
        raise BadInput(f"outcome {outcome} of {named(where)}: expected one mix and one set of events")
    mean = runs.groupby("point")[outcome].apply(lambda values: values.mean(skipna=False))
    points = results.design["point"].nunique()
    lacking, undefined = points - len(mean), int((~np.isfinite(mean)).sum())
    if lacking or undefined:
        told = f"{lacking} of {points} points are missing" if lacking else f"{outcome} is undefined at {undefined} of {points} points"
        raise BadInput(f"{told}: expected a number at every point")
    once = results.design.drop_duplicates("point").set_index("point").loc[mean.index]
    columns = [_places(name, results, once[name]) for name in axes_of(results)]
    return np.column_stack(columns), mean.to_numpy(float)


def _places(name: str, results: Results, column: pd.Series) -> np.ndarray:
    listed = results.study.levers.get(name)
    if listed is None or listed.low is not None:
        return column.to_numpy(float)
    known = [False, True] if listed.of is not None else results.manifest["ranges"][name]
    return np.array([known.index(value) for value in column], float)


def morris_effects(results: Results, outcome: str, where: Choice) -> Sensitivity:
    """Mean absolute elementary effect of each input (mu_star), its 95 % half-width, and how far it bends or interacts (sigma)."""
    _need(results, "morris")
    from SALib.analyze import morris

    x, y = inputs_and_outcome(results, outcome, where)
    levels = results.manifest["design"]["levels"]
    if np.ptp(y) == 0:
        found = {
            "mu_star": np.zeros(x.shape[1]),
            "mu_star_conf": np.zeros(x.shape[1]),
            "sigma": np.zeros(x.shape[1]),
            "mu": np.zeros(x.shape[1]),
        }
    else:
        found = morris.analyze(problem_of(results), x, y, num_levels=levels, conf_level=CONFIDENCE, seed=SEED)
    table = pd.DataFrame(
        {"input": axes_of(results), **{key: np.asarray(found[key], float) for key in ("mu_star", "mu_star_conf", "mu", "sigma")}}
    )
    noise = _noise(table, "mu_star", "mu_star_conf")
    table["beyond_noise"] = table["mu_star"] - table["mu_star_conf"] > noise
    return Sensitivity(outcome, _sorted(table, "mu_star"))


def sobol_indices(results: Results, outcome: str, where: Choice) -> Sensitivity:
    """First (S1) and total (ST) index of each input with 95 % half-widths; not ranked where the sample is too small to say."""
    _need(results, "saltelli")
    _, y = inputs_and_outcome(results, outcome, where)
    if np.ptp(y) == 0:
        raise BadInput(f"outcome {outcome} is the same at every point: expected one that varies")
    table = _indices(results, y)
    groups = len(y) // group_size(results)
    half = _indices(results, y[: groups // 2 * group_size(results)]) if groups >= 4 else None
    return Sensitivity(outcome, _sorted(table, "ST"), _refusal(table, half))


def _indices(results: Results, y: np.ndarray) -> pd.DataFrame:
    from SALib.analyze import sobol

    second = bool(results.manifest["design"].get("second_order"))
    found = sobol.analyze(problem_of(results), y, calc_second_order=second, conf_level=CONFIDENCE, seed=SEED)
    table = pd.DataFrame({"input": axes_of(results), **{key: np.asarray(found[key], float) for key in ("S1", "S1_conf", "ST", "ST_conf")}})
    table["beyond_noise"] = table["ST"] - table["ST_conf"] > _noise(table, "ST", "ST_conf")
    return table


def _refusal(table: pd.DataFrame, half: pd.DataFrame | None) -> str:
    """Why the inputs may not be ranked: intervals too wide, or other inputs at the top than half of the sample has there."""
    if not np.isfinite(table["ST"]).all():
        return "an index is no number"
    widest = table["ST_conf"].max()
    if not widest <= WIDEST:
        return f"the widest interval of a total index is ±{widest:.2g}, more than ±{WIDEST:g}: expected a larger sample"
    if half is None:
        return "the sample is too small to be halved"
    now = _top(table)
    before = _top(half)[: len(now)]
    if set(before) != set(now):
        return f"the first {len(now)} inputs are others than on half of the sample: expected a larger sample"
    return ""


def _top(table: pd.DataFrame) -> list[str]:
    """The first five of the inputs that count."""
    ranked = _sorted(table, "ST")
    count = min(TOP, int(table["beyond_noise"].sum()))
    return list(ranked["input"].head(max(count, 1)))


def _noise(table: pd.DataFrame, of: str, half: str) -> float:
    """What an input that does nothing seems to do: the dummy's value with its half-width; nought without a dummy."""
    dummy = table[table["input"] == "dummy"]
    return 0.0 if dummy.empty else float(dummy[of].iloc[0] + dummy[half].iloc[0])


def _sorted(table: pd.DataFrame, by: str) -> pd.DataFrame:
    return table.sort_values(by, ascending=False, kind="stable", ignore_index=True)


def _need(results: Results, kind: str) -> None:
    have = results.manifest["design"]["kind"]
    if have != kind:
        raise BadInput(f"design {have}: these indices need design: {{kind: {kind}}}")
    try:
        import SALib  # noqa: F401
    except ModuleNotFoundError:
        raise BadInput("sensitivity needs SALib: pip install 'alliance-surge[study]'") from None
