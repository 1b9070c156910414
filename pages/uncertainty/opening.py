"""One run of a study, told in full, and the way to it in Explore: its rules and its unknowns as an address."""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from abm.facts.parameters import PARAMETERS
from abm.facts.problems import BadInput
from abm.facts.reading import read_value
from abm.facts.scenario import list_scenarios, load_scenario
from abm.rules.mix import SETTING, Mix, list_mixes
from experiments.again import plan_of
from experiments.analysis.choices import unit_of
from experiments.factors import Factor
from experiments.plan import Plan
from experiments.report.words import told
from experiments.results import Results
from experiments.version import model_hash
from pages.explore.chosen import Chosen, plain, to_address
from pages.explore.running import SEEDS


def opened(results: Results, row: int, seed: int) -> dict[str, Any]:
    """One run for the browser: outcomes, levers and unknowns with units, its address in Explore, the command that runs it again."""
    case = _case(results, row, seed)
    plan = _plan(results)
    address, doubts = way(results, plan, case)
    events = f", events {case['events']}" if len(results.manifest["scenarios"]) > 1 else ""
    return {
        "row": row,
        "seed": seed,
        "title": f"Row {row}, seed {seed}: {case['mix']}{events}",
        "failed": case["reason"],
        "outcomes": [[name, told(float(case[name]), unit_of(results, name))] for name in results.outcomes],
        "levers": [[name, str(case[name])] for name in results.levers],
        "unknowns": [_unknown(name, float(case[name])) for name in results.uncertainties],
        "address": address,
        "doubts": doubts,
        "command": f"surge study rerun {results.folder.name} {row}" + (f" --seed {seed}" if seed else ""),
    }


def rules_of(results: Results, row: int, seed: int) -> tuple[str, str]:
    """The rules of one run as a mix file: its name and its text."""
    mix = _rules(_plan(results), _case(results, row, seed))
    return f"{results.manifest['study']}-row-{row}", mix.to_yaml()


def way(results: Results, plan: Plan, case: pd.Series) -> tuple[str, list[str]]:
    """The address in Explore of one run, empty where an address cannot hold it; and what is not as it was in the study, or why not."""
    study, arm = results.study, next(one for one in results.study.mixes if one.name == case["mix"])
    if study.scenario not in list_scenarios():
        return "", ["The study's scenario is a file of its own, which Explore does not know by name."]
    if arm.base not in list_mixes():
        return "", ["The run's mix is a file of its own: keep its rules, and choose them in Explore."]
    settings = [one for factor in plan.factors if factor.name in results.levers for one in _settings(factor, plan, case)]
    chosen = Chosen(study.scenario, arm.base, (*map(_as_explore_writes, arm.set), *settings))
    if not _same(chosen, _rules(plan, case)):
        return "", ["An address cannot hold the rules of this run: keep them, and choose them in Explore."]
    for name in results.uncertainties:
        chosen = chosen.with_parameter(name, float(case[name]))
    usual = replace(chosen.opening(), parameters=chosen.parameters)  # so that what is shown beside it differs by the rules alone
    return f"/?{to_address(chosen, usual)}", _doubts(results, plan, case)


def _doubts(results: Results, plan: Plan, case: pd.Series) -> list[str]:
    shipped, there = load_scenario(results.study.scenario), plan.scenarios[case["events"]]
    here, seed = shipped.varied(results.study.months), int(case["seed"])
    found = []
    if len(there.events) > len(here.events):
        found.append(f"The study adds the events {case['events']}, which Explore does not: its curves are those without them.")
    elif there.hash != here.hash:
        found.append("The scenario has changed since the study ran: its curves are those of the scenario as it is now.")
    if there.months != shipped.months:
        found.append(f"The study ran {there.months} months of it; Explore runs {shipped.months}.")
    if results.manifest["model"] != model_hash():
        found.append("The study ran on another version of the model: numbers may differ.")
    luck = f"this run is seed {seed} of them" if seed in SEEDS else f"seed {seed} is not among them"
    return [*found, f"Explore shows it for {len(SEEDS)} courses of luck; {luck}."]


def _settings(factor: Factor, plan: Plan, case: pd.Series) -> list[str]:
    """A lever where the run has it, as Explore's settings; an instrument switched on is said lever by lever."""
    cell = case[factor.name]
    if factor.of is None:
        return [_as_explore_writes(f"{factor.name}={json.dumps(_value(factor, cell), ensure_ascii=False)}")]
    if not cell:
        return []
    source = [one for one in factor.of if type(one).__name__ == factor.name]
    return [
        f"{factor.name}[{place}].{lever}={json.dumps(value, ensure_ascii=False)}"
        for place, one in enumerate(source, 1)
        for lever, value in plain(one).items()
    ]


def _as_explore_writes(setting: str) -> str:
    """A setting with the place of its instrument and its value in JSON, so that moving the lever in Explore takes its place."""
    said = SETTING.fullmatch(setting)
    value = read_value(said["value"], setting)
    return f"{said['kind']}[{said['place'] or 1}].{said['field']}={json.dumps(value, ensure_ascii=False)}"


def _value(factor: Factor, cell: Any) -> Any:
    if factor.values is not None:
        return next(value for value in factor.values if factor.cell(value) == cell)
    return int(cell) if factor.whole else float(cell)


def _same(chosen: Chosen, rules: Mix) -> bool:
    """Whether a choice in Explore means exactly these rules, in whatever order they stand."""
    try:
        mix = chosen.mix()
    except BadInput:
        return False
    first, second = (sorted(json.dumps(one, sort_keys=True) for one in found.content()) for found in (mix, rules))
    return first == second


def _plan(results: Results) -> Plan:
    return _plan_there(results.folder, results.manifest["made"])


@functools.lru_cache(maxsize=4)
def _plan_there(folder: Path, made: str) -> Plan:
    """The plan of what is stored there since then, made once for all its runs that are looked at."""
    return plan_of(Results(folder))


def _rules(plan: Plan, case: pd.Series) -> Mix:
    return plan.rules_of(pd.DataFrame([case]))[0]


def _unknown(name: str, value: float) -> list[str]:
    parameter = PARAMETERS.get(name)
    if parameter is None:
        return [name, told(value), "", ""]
    return [name, told(value, parameter.unit), told(parameter.value, parameter.unit), parameter.meaning]


def has_run(results: Results, row: int, seed: int) -> bool:
    """Whether anything has come of a case of the design yet; raises `BadInput` where the design has none such."""
    return _case(results, row, seed)["status"] != "missing"


def _case(results: Results, row: int, seed: int) -> pd.Series:
    """One case of the design, whether it has run or not."""
    runs = results.runs
    found = runs[(runs["row"] == row) & (runs["seed"] == seed)]
    if found.empty:
        raise BadInput(f"row {row}, seed {seed}: expected rows 0 to {runs['row'].max()}, seeds 0 to {runs['seed'].max()}")
    return found.iloc[0]
