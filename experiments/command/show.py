"""What `surge study` prints: the shelf of studies, one study, how far one is, what came of it, and whether a case is still the same."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import numpy as np

from abm.facts.problems import BadInput
from experiments.command.progress import in_words
from experiments.factors import LEVER
from experiments.plan import AS_IT_IS, plan_study
from experiments.results import Results, open_study
from experiments.store import DONE, FAILED, Standing
from experiments.study import list_studies, load_study

WIDTH = 100
FAILURES_SHOWN = 5
CASE = re.compile(r"[0-9a-f]{16}")


def list_text() -> str:
    """The shipped studies: name, title, question."""
    found = [load_study(name) for name in list_studies()]
    width = max((len(one.name) for one in found), default=0)
    lines = [f"  {one.name:<{width}}  {one.title}\n  {'':<{width}}  {one.question}" for one in found]
    return "\n".join(["Studies", *lines, "", "More about one: surge study show NAME; run it: surge study run NAME"])


def study_text(name: str) -> str:
    """One study in words."""
    plan = plan_study(load_study(name))
    study, design = plan.study, plan.study.design
    scenario = next(iter(plan.scenarios.values()))
    levers = [f"{f.name}: {_span(f)}" for f in plan.factors if f.kind == LEVER]
    events = [one for one in plan.scenarios if one != AS_IT_IS or len(plan.scenarios) > 1]
    size = {"morris": f"{design.trajectories} trajectories"}.get(design.kind, f"{design.samples} samples" if design.samples else "")
    told = {
        "question": study.question,
        "prediction": study.prediction,
        "scenario": f"{scenario.name}, {scenario.months} months from {scenario.start}",
        "mixes": ", ".join(plan.mixes),
        "levers": "; ".join(levers),
        "uncertain": f"{len(plan.uncertainties)} parameters" if len(plan.uncertainties) > 6 else ", ".join(plan.uncertainties),
        "events": ", ".join(events),
        "design": ", ".join(word for word in (design.kind, size, f"{study.seeds} seeds a row") if word),
        "cases": f"{plan.size:,}",
        "outcomes": "; ".join(f"{one.name} ({one.unit})" for one in plan.outcomes),
        "series": ", ".join(one.name for one in plan.series),
    }
    return "\n".join([f"{study.name}: {study.title}", *(_wrapped(name, text) for name, text in told.items() if text)])


def _span(factor) -> str:
    if factor.of is not None:
        return f"as it is, or as in {factor.of.name}"
    return ", ".join(str(factor.cell(v)) for v in factor.values) if factor.values is not None else f"{factor.low:g} to {factor.high:g}"


def _wrapped(name: str, text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=f"  {name:<11}", subsequent_indent=" " * 13)


def results_text(results: Results, seconds: float) -> str:
    """What came of a study in short: each outcome's mean and 5-95 % band by mix."""
    standing, runs = results.standing, results.runs
    lines = [f"{results.manifest['title']}", f"  {_standing_text(standing)} in {results.folder} ({in_words(seconds)})"]
    done = runs[runs["status"] == DONE]
    if len(done):
        lines += ["", f"  {'mean (5 to 95 % of cases)':<28}" + "".join(f"{mix[:30]:>34}" for mix in results.mixes)]
        units = {one["name"]: one["unit"] for one in results.manifest["outcomes"]}
        for name in results.outcomes:
            cells = [_band(done.loc[done["mix"] == mix, name].to_numpy(float)) for mix in results.mixes]
            lines.append(f"  {f'{name}, {units[name]}':<28}" + "".join(f"{cell:>34}" for cell in cells))
    return "\n".join([*lines, *_failures_text(results)])


def _band(values: np.ndarray) -> str:
    known = values[np.isfinite(values)]
    if not len(known):
        return "undefined"
    low, high = np.quantile(known, (0.05, 0.95))
    return f"{known.mean():.4g} ({low:.3g} to {high:.3g})"


def _standing_text(standing: Standing) -> str:
    failed = f", {standing.failed:,} failed" if standing.failed else ""
    missing = f", {standing.missing:,} missing" if standing.missing else ""
    return f"{standing.stored:,} of {standing.design:,} cases stored{failed}{missing}"


def _failures_text(results: Results) -> list[str]:
    runs = results.runs
    failed = runs[runs["status"] == FAILED].drop_duplicates("case_id")
    if failed.empty:
        return []
    shown = [f"  row {one.row}, seed {one.seed} ({one.mix}): {one.reason}" for one in failed.head(FAILURES_SHOWN).itertuples()]
    more = [f"  ... and {len(failed) - FAILURES_SHOWN:,} more"] if len(failed) > FAILURES_SHOWN else []
    return ["", f"Failed, with reasons in {results.folder / 'failures.csv'}", *shown, *more]


def opened(folder: str) -> Results:
    """The folder of a study, or results/NAME where a study's name is given."""
    path = Path(folder)
    if not path.exists() and (Path("results") / folder).is_dir():
        path = Path("results") / folder
    return open_study(path)


def tell_status(folder: str) -> int:
    """Print how far a study is; returns the exit code that says the same."""
    results = opened(folder)
    told, standing = results.manifest, results.standing
    print(f"{told['study']}: {told['title']}\n  {_standing_text(standing)} in {results.folder}")
    print(f"  model {told['model']}, commit {told['commit'][:12] or 'none'}, made {told['made']}")
    for visit in told["history"]:
        print(f"  {_visit_text(visit)}")
    print("\n".join(_failures_text(results)), end="\n" if standing.failed else "")
    return standing.code


def _visit_text(visit: dict) -> str:
    """One run at a folder in a line."""
    if "ended" not in visit:
        return f"{visit['began']} did not end, or runs; {visit['engine']} on {visit['host']}"
    aside = f"; {visit['set_aside']} files that could not be read are in set-aside" if visit["set_aside"] else ""
    cases = f"{visit['stored_before']:,} to {visit['stored_after']:,} cases"
    return f"{visit['began']} to {visit['ended']}, {cases}; {visit['engine']} on {visit['host']}{aside}"


def tell_rerun(folder: str, which: str, seed: int) -> int:
    """Print whether a case gives the same bits again; returns 0 where it does, 1 where not."""
    from experiments.again import rerun

    if not which.isascii() or not (CASE.fullmatch(which) or which.isdigit()):
        raise BadInput(f"{which!r}: expected the number of a row, or a case's id of 16 digits and letters")
    again = rerun(opened(folder).folder, which if CASE.fullmatch(which) else int(which), seed)
    print(f"case {again.case_id} (row {again.row}, seed {again.seed}): {'the same, bit for bit' if again.equal else 'NOT the same'}")
    for name in again.now.index:
        mark = "" if again.stored[name] == again.now[name] or (np.isnan(again.stored[name]) and np.isnan(again.now[name])) else "   <-"
        print(f"  {name:<28} stored {float(again.stored[name])!r:>22}   now {float(again.now[name])!r:>22}{mark}")
    if not again.same_model:
        print("  this is another version of the model than the one that was stored")
    for name, (then, here) in again.other_versions.items():
        print(f"  {name} was {then}, is {here}")
    return 0 if again.equal else 1
