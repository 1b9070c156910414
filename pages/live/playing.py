"""One world as a visitor plays it: stepped month by month, its rules and events changed on the way, never its past."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from abm import AllianceModel
from abm.facts.events import Event
from abm.rules.mix import load_mix
from pages.live.course import Course
from pages.live.deciding import Opening
from pages.live.moment import Moment, moment_of
from pages.live.story import Teller, subject_of

Watcher = Callable[[AllianceModel, Opening], None]
"""What looks on at the end of each month, with what the month's decisions could see."""


class Playback:
    """One world of one scenario under one mix, stepped as the visitor likes; `course` says how it came to where it is."""

    def __init__(self, course: Course):
        """Play a world anew as far as its course says."""
        self._lock, self._teller = threading.Lock(), None
        self._carry(course)
        facts = self.model.base.facts
        self._listen()
        self.names = {one: figure.name for one, figure in facts.products.items()}
        self.nations = {one: facts.nations[one].name for one in self.model.base.nations}

    def take_up(self, mix: str) -> Moment:
        """Put other rules in force from the coming month on; what is under way stays under way."""
        with self._lock:
            self.course = self.course.under_rules(mix)
            _rule(self.model, mix)
            return self._now()

    def befall(self, event: Event) -> Moment:
        """Add an event that begins in the coming month or later."""
        return self._changed(lambda course: course.with_event(event))

    def end(self, place: int) -> Moment:
        """End an event, or take one back that has not begun."""
        return self._changed(lambda course: course.without(place))

    def advance(self, months: int) -> Moment:
        """Play so many months, or to the end, and say where the world then stands."""
        with self._lock:
            for _ in range(min(months, self.model.run.months - self.model.month)):
                self._opening = Opening.of(self.model)
                self.model.step()
                if self._teller:
                    self._teller.note(self.model, self._opening)
            self.course = replace(self.course, month=self.model.month)
            return self._now()

    def tell(self, subject: str) -> Moment:
        """Tell the story of a nation, a system, a line or a link beside the run, so far and from now on; "" ends it."""
        with self._lock:
            self.course = replace(self.course, story=subject).checked()
            self._listen()
            return self._now()

    def _listen(self) -> None:
        """Hear the story so far from the same world played anew: nothing of any other is kept."""
        self._teller = Teller(subject_of(self.course.story, self.model.base)) if self.course.story else None
        if self._teller:
            carried(self.course, self._teller.note)

    def _changed(self, change: Callable[[Course], Course]) -> Moment:
        with self._lock:
            self._carry(change(self.course))
            return self._now()

    def _carry(self, course: Course) -> None:
        """Play anew from the start: a world sees no event before its first month, so that its past comes out the same, bit for bit."""
        self.model, self._opening = carried(course)
        self.course = course

    def _now(self) -> Moment:
        story = self._teller.story(self.model.base) if self._teller else None
        return moment_of(self.model, self.course, self._opening, story)


def carried(course: Course, watcher: Watcher = lambda model, opening: None) -> tuple[AllianceModel, Opening | None]:
    """A world played along a course to its month, and what the decisions of the last month could see."""
    model, opening = AllianceModel(course.played, course.mix, course.seed), None
    for until, mix in (*course.rules, (course.month, None)):
        while model.month < until:
            opening = Opening.of(model)
            model.step()
            watcher(model, opening)
        if mix is not None:
            _rule(model, mix)
    return model, opening


def _rule(model: AllianceModel, mix: str) -> None:
    model.mix = load_mix(mix)
    model.run.take_up([tuple(model.mix)])
