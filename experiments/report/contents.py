"""What stands in a study's report, gathered once for every form it takes: sentences, tables and figures, all from the stored numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from experiments.analysis.choices import group_size, picked, unit_of
from experiments.analysis.contrasts import interactions
from experiments.analysis.discovery import Box, discover
from experiments.analysis.front import pareto
from experiments.analysis.judging import Discover, Judging, Robust
from experiments.analysis.matters import unknowns_of
from experiments.analysis.robust import robustness
from experiments.analysis.sensitivity import morris_effects, sobol_indices
from experiments.analysis.verdicts import Verdict, judge
from experiments.report import words
from experiments.report.effects import effects_table
from experiments.report.figures import box, curves, effects, front, sensitivity, verdict
from experiments.report.figures import interactions as pairs_figure
from experiments.report.figures.drawn import Drawn, report_style
from experiments.report.looking import cases_to_look_at
from experiments.results import Results


@dataclass(frozen=True)
class Section:
    """One part of a report: which analysis it is, its title, what it says, and a figure or a table or both."""

    kind: str
    title: str
    sentences: tuple[str, ...] = ()
    figure: Drawn | None = None
    table: pd.DataFrame | None = None


@dataclass(frozen=True)
class Contents:
    """A study's results, how they were judged, and the parts of its report in their order."""

    results: Results
    judging: Judging
    verdicts: list[Verdict]
    sections: list[Section] = field(default_factory=list)

    def first(self, kind: str) -> Section | None:
        """The first part of a kind."""
        return next((one for one in self.sections if one.kind == kind and one.figure is not None), None)


def contents_of(results: Results, judging: Judging | None = None) -> Contents:
    """Everything the judging asks for; without one, what the design itself can answer."""
    judging = judging or by_design(results)
    verdicts = judge(results, judging)
    with report_style():
        sections = [
            *_predictions(verdicts),
            *_effects(results, judging),
            *_curves(results, judging),
            *(_box(results, one, place) for place, one in enumerate(judging.discover)),
            *_front(results, judging),
            *(_robust(results, judging, one) for one in judging.robustness),
            *_pairs(results, judging),
            *_sensitive(results, judging),
            *_words(results),
            *_cases(results, judging),
        ]
    return Contents(results, judging, verdicts, sections)


def by_design(results: Results) -> Judging:
    """What a report shows where nobody has said: effects of mixes, and the indices or pairs that the design was made for."""
    kind = results.manifest["design"]["kind"]
    first = {"mix": results.mixes[0], "events": next(iter(results.manifest["scenarios"]))}
    asked = {}
    if kind in ("morris", "saltelli"):
        asked["sensitivity"] = [{"of": outcome, "where": first} for outcome in results.outcomes]
    from experiments.analysis.contrasts import two_valued

    if kind == "factorial" and len(two_valued(results)) > 1:
        asked["interactions"] = results.outcomes
    return Judging.model_validate(asked)


def _predictions(verdicts: list[Verdict]) -> list[Section]:
    return [Section("verdicts", "What was expected, and what came out", (), verdict.draw(verdicts))] if verdicts else []


def _effects(results: Results, judging: Judging) -> list[Section]:
    base, table = effects_table(results, judging)
    if table.empty or not table["mean"].notna().any():
        return []
    drawn = effects.draw(table, base)
    more = table["more"].dropna()
    sure = []
    if len(more):
        short = int((more > 0).sum())
        by = table["by"].iloc[0]
        sure.append(
            f"All mean effects are known to within ±{judging.half:g} %: no more runs are needed for that."
            if not short
            else f"{len(more) - short} of {len(more)} mean effects are known to within ±{judging.half:g} %; the others need "
            f"about {words.between(more[more > 0])} more {by}."
        )
    shown = pd.DataFrame(
        {
            "outcome": table["outcome"], "arm": table["arm"],
            f"mean effect over {base}": table["told"], "nine of ten futures": table["band"],
            "median": [words.signed(m, u) for m, u in zip(table["median"], table["unit"], strict=True)],
            "rises in": [words.percent(one) for one in table["rising"]],
            "luck": [words.percent(one) if np.isfinite(one) else "" for one in table["luck"]],
            "more to run": ["" if pd.isna(one) else words.runs(one) for one in table["more"]],
        }
    )  # fmt: skip
    return [Section("effects", drawn.title, (drawn.sentence, *sure), drawn, shown)]


def _curves(results: Results, judging: Judging) -> list[Section]:
    events = (judging.against or {}).get("events", next(iter(results.manifest["scenarios"])))
    drawn = [curves.draw(results, one["name"], events) for one in results.manifest["series"]]
    return [Section("curves", one.title, (one.sentence,), one) for one in drawn]


def _box(results: Results, asked: Discover, place: int) -> Section:
    unknowns, happens = cases_of(results, asked)
    found = discover(unknowns, happens, picked(results, asked.where)["future"].to_numpy() // group_size(results))
    told = f"{asked.says[0].upper()}{asked.says[1:]} in {words.percent(float(happens.mean()))} of {len(happens):,} cases."
    if found is None:
        return Section("boxes", "When it happens", (f"{told} That is too seldom, or too often, for a box to be looked for.",))
    if not found.limits:
        return Section("boxes", f"When {asked.says}", (told, "No box tells these cases from the others."))
    drawn = box.draw(f"box_{place + 1}", asked.says, unknowns, happens, found)
    return Section("boxes", f"When {asked.says}", (told, drawn.sentence), drawn, _limits(found))


def cases_of(results: Results, asked: Discover) -> tuple[pd.DataFrame, np.ndarray]:
    """What is unknown in each case of the arm [case, unknown], shocks taken apart if wanted, and where it happens."""
    runs = picked(results, asked.where)
    value = runs[asked.of].to_numpy(float)
    happens = (value < (np.inf if asked.below is None else asked.below)) & (value > (-np.inf if asked.above is None else asked.above))
    unknowns = unknowns_of(results).loc[runs["future"]].reset_index(drop=True)
    if asked.shocks:
        parts = [set(str(name).split("+")) for name in runs["events"]]
        for shock in sorted(set().union(*parts) - {"none"}):
            unknowns[shock] = [float(shock in part) for part in parts]
    return unknowns, happens


def _limits(found: Box) -> pd.DataFrame:
    return pd.DataFrame(
        {"limit": [one.words for one in found.limits], "chance alone would do as well": [f"{one.by_chance:.2g}" for one in found.limits]}
    )


def _front(results: Results, judging: Judging) -> list[Section]:
    if not judging.front:
        return []
    objectives = {name: judging.more(name) for name in judging.front}
    table = pareto(results, objectives)
    units = {name: unit_of(results, name) for name in objectives}
    drawn = front.draw(table, objectives, units)
    shown = pd.DataFrame(
        {"mix": table["arm"]}
        | {name: [words.told(one, units[name]) for one in table[name]] for name in objectives}
        | {"on the front": ["yes" if one else "" for one in table["on_front"]], "in": [words.percent(one) for one in table["front_share"]]}
    ).rename(columns={"in": "on the front in (of futures)"})
    return [Section("front", drawn.title, (drawn.sentence,), drawn, shown)]


def _robust(results: Results, judging: Judging, asked: Robust) -> Section:
    found = robustness(results, asked.of, judging.more(asked.of), asked.enough)
    unit = unit_of(results, asked.of)
    shown = pd.DataFrame({"arm": found.table["arm"]} | {
        name: [words.told(one, unit) for one in found.table[column]]
        for name, column in (("mean", "mean"), ("worst future", "worst"), ("regret, 90th percentile", "regret_90"))
    })  # fmt: skip
    if "satisfied" in found.table:
        shown[f"futures with {words.told(asked.enough, unit)} or {'more' if judging.more(asked.of) else 'less'}"] = [
            words.percent(one) for one in found.table["satisfied"]
        ]
    names = {"mean": "the mean", "worst": "the worst future", "regret_90": "regret", "satisfied": "how often it is enough"}
    if found.agreed:
        told = f"All measures agree on {found.best['mean']}."
    else:
        told = "The measures disagree: " + ", ".join(f"{arm} by {names[measure]}" for measure, arm in found.best.items()) + "."
    return Section("robustness", f"Which arm is robust in {asked.of}", (told,), None, shown)


def _pairs(results: Results, judging: Judging) -> list[Section]:
    found = [interactions(results, outcome, judging.more(outcome)) for outcome in judging.interactions]
    drawn = [pairs_figure.draw(one) for one in found]
    return [Section("interactions", one.title, (one.sentence,), one) for one in drawn]


def _sensitive(results: Results, judging: Judging) -> list[Section]:
    analyse = morris_effects if results.manifest["design"]["kind"] == "morris" else sobol_indices
    sections = []
    for one in judging.sensitivity:
        found = analyse(results, one.of, one.where)
        drawn = sensitivity.draw(found, unit_of(results, one.of))
        sections.append(Section("sensitivity", drawn.title, (drawn.sentence,), drawn))
    return sections


def _words(results: Results) -> list[Section]:
    told = results.manifest["outcomes"]
    table = pd.DataFrame({"outcome": [o["name"] for o in told], "unit": [o["unit"] for o in told], "meaning": [o["meaning"] for o in told]})
    return [Section("words", "What the outcomes mean", (), None, table)]


def _cases(results: Results, judging: Judging) -> list[Section]:
    table = cases_to_look_at(results, judging)
    if table.empty:
        return []
    outcome = table.columns[-1]
    table = table.assign(**{outcome: [words.told(one, unit_of(results, outcome)) for one in table[outcome]]})
    told = f"Any row can be run again alone, to the same bits: surge study rerun {results.manifest['study']} ROW --seed SEED."
    return [Section("cases", "Cases to look at", (told,), None, table)]
