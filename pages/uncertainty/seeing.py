"""The cases that one visitor has before them, and what is shown of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from experiments.analysis.judging import Judging
from experiments.report.contents import by_design
from experiments.report.own import judging_of
from experiments.results import Results
from pages.uncertainty.drawing import dots, heat, in_cell
from pages.uncertainty.looking import Look, cases_seen, checked, inputs, settled
from pages.uncertainty.opening import has_run, opened
from pages.uncertainty.sofar import effects, standing


class Seeing:
    """The latest cases of a study, how they are usually looked at, and what is told of them, numbered in the order it is told."""

    def __init__(self):
        self.results: Results | None = None
        self.cases = self.number = 0
        self._usual: dict[Look, Look] = {}
        self._judging: Judging | None = None

    def forget(self) -> None:
        """Another study, or a new start: nothing is before them."""
        self.results, self.cases, self._usual, self._judging = None, 0, {}, None

    def read(self, results: Results) -> None:
        """Read and count what is stored, which takes longest; kept by the results themselves."""
        _ = results.standing

    def take(self, results: Results) -> None:
        """These are the cases now. Inputs that were chosen for few cases are chosen anew once all are there."""
        told = results.standing
        self.results, self.cases = results, told.stored + told.failed
        self._judging = self._judging or judging_of(results) or by_design(results)
        if told.complete:
            self._usual = {}

    def checked(self, look: Look) -> Look:
        """The look, with its names looked up where there are cases yet."""
        return look if self.results is None else checked(self.results, look)

    def told(self, look: Look, running: bool = False) -> dict[str, Any]:
        """Everything that is drawn of the cases, for this look; effects only while a study runs, as its report has them afterwards."""
        results, look = self.results, self.look(look)
        offered = inputs(results)
        self.number += 1
        seen = cases_seen(results, look)
        return {
            "number": self.number,
            "standing": standing(results),
            "offered": {
                "outcome": results.outcomes,
                "across": offered,
                "up": offered,
                "mix": results.mixes,
                "events": list(results.manifest["scenarios"]),
                "against": results.mixes,
            },
            "look": {name: getattr(look, name) for name in ("outcome", "across", "up", "mix", "events", "against", "row", "seed")},
            "dots": dots(results, look, seen) if look.across else None,
            "heat": heat(results, look, seen) if look.across != look.up else None,
            "effects": effects(results, self._judging, look.outcome) if running else None,
            "opened": opened(results, look.row, look.seed) if look.row >= 0 and has_run(results, look.row, look.seed) else None,
        }

    def listed(self, look: Look, place: tuple[int, int]) -> dict[str, Any]:
        """The cases of a cell, for the browser."""
        if self.results is None:
            return {"x": place[0], "y": place[1], "cases": []}
        return {"x": place[0], "y": place[1], "cases": in_cell(self.results, self.look(look), place)}

    def look(self, look: Look) -> Look:
        """The look with its gaps filled; what was filled in once for the same numbers stays so while the same study runs on."""
        numbers = Look(outcome=look.outcome, mix=look.mix, events=look.events, against=look.against)
        if numbers not in self._usual:
            self._usual[numbers] = settled(self.results, numbers)
        usual = self._usual[numbers]
        look = replace(look, outcome=usual.outcome, across=look.across or usual.across, up=look.up or usual.up)
        return settled(self.results, look)
