"""The course of one world in Live: what it opened with, what was changed on the way, and how far it has come. It is the address."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from abm.facts.events import EVENTS, Event, Loan, Loss
from abm.facts.load import load_facts
from abm.facts.parameters import PARAMETERS
from abm.facts.problems import BadInput, nearest, shown
from abm.facts.scenario import DEFAULT, Scenario, load_scenario
from abm.facts.validation import validate
from abm.model.simulate import base_of
from pages.explore.chosen import LONGEST_SETTING, TODAY, known_mix, known_scenario, parts_of
from pages.live.story import subject_of

LARGEST_SEED = 9999
MOST_CHANGES = 60
SPREAD = (Loss, Loan)
"""Events whose amount is spread evenly over their months: cut short, they would have been another event from the start."""


@dataclass(frozen=True)
class Course:
    """A scenario under rules with the luck of one seed, the changes made on the way, and the month reached.

    rules: (month, mix) from which other rules were in force; added: (month, event) for events added when that month was the coming one;
    ended: (month, place) for events called off or ended from that month on, `place` counts the scenario's own events, then those added.
    story: whose story is read beside it, or "".
    """

    scenario: str = DEFAULT
    mix: str = TODAY
    seed: int = 0
    month: int = 0
    rules: tuple[tuple[int, str], ...] = ()
    added: tuple[tuple[int, Event], ...] = ()
    ended: tuple[tuple[int, int], ...] = ()
    story: str = ""

    @functools.cached_property
    def opening(self) -> Scenario:
        """The scenario as it was chosen."""
        return shipped(self.scenario)

    @functools.cached_property
    def events(self) -> tuple[Event | None, ...]:
        """The scenario's events and those added, each as it came about; None where it was called off before its first month."""
        found: list[Event | None] = [*self.opening.events, *(event for _, event in self.added)]
        for month, place in self.ended:
            found[place] = self._cut(found[place], month)
        return tuple(found)

    @functools.cached_property
    def played(self) -> Scenario:
        """The scenario with all that was changed in what befalls us."""
        content = {name: getattr(self.opening, name) for name in Scenario.model_fields}
        kept = tuple(event for event in self.events if event is not None)
        return Scenario(**content | {"events": kept})

    def _cut(self, event: Event | None, month: int) -> Event | None:
        """An event as it is where it ends before this month."""
        opens = event.opens(self.opening.start) if event else month
        return event.model_copy(update={"months": month - opens}) if event and opens < month else None

    def afresh(self) -> Course:
        """The same scenario, rules and luck before the first month, with nothing changed."""
        return Course(self.scenario, self.mix, self.seed)

    # What can be changed in the month reached.

    def under_rules(self, mix: str) -> Course:
        """With other rules in force from the coming month on."""
        before = tuple(one for one in self.rules if one[0] < self.month)
        now = before[-1][1] if before else self.mix
        return replace(self, rules=before if known_mix(mix) == now else (*before, (self.month, mix)))

    def with_event(self, event: Event) -> Course:
        """With one event more, which begins in the coming month or later; raises `BadInput` where it cannot be."""
        return replace(self, added=(*self.added, (self.month, event))).checked()

    def ends(self, place: int) -> tuple[bool, str]:
        """Whether an event can be ended or called off now, and in what words."""
        event, opens = self.events[place], self.opens(place)
        if event is None or opens + event.months <= self.month or self.month >= self.opening.months:
            return False, ""
        if opens >= self.month:
            return True, "Take back" if place >= len(self.opening.events) else "Call off"
        return not isinstance(event, SPREAD), "End now"

    def without(self, place: int) -> Course:
        """With an event ended from the coming month on, or taken back where it has not begun; raises `BadInput` where that cannot be."""
        if not 0 <= place < len(self.events) or not self.ends(place)[0]:
            raise BadInput("this event cannot be ended now")
        own = place - len(self.opening.events)
        if own >= 0 and self.opens(place) >= self.month:  # it has changed nothing yet: as if it had never been added
            later = tuple((month, one - (one > place)) for month, one in self.ended if one != place)
            return replace(self, added=(*self.added[:own], *self.added[own + 1 :]), ended=later)
        return replace(self, ended=(*self.ended, (self.month, place)))

    def opens(self, place: int) -> int:
        """First month of an event, counted from the scenario's start."""
        written = [*self.opening.events, *(event for _, event in self.added)][place]
        return written.opens(self.opening.start)

    def checked(self) -> Course:
        """The course itself; raises `BadInput` where something in it cannot have been."""
        months = self.opening.months
        _within("month", self.month, months)
        if len(self.rules) + len(self.added) + len(self.ended) > MOST_CHANGES:
            raise BadInput(f"expected at most {MOST_CHANGES} changes on the way")
        for month in (*(one for one, _ in self.rules), *(one for one, _ in self.added), *(one for one, _ in self.ended)):
            _within("month of a change", month, self.month)
        if list(self.rules) != sorted(dict(self.rules).items()):
            raise BadInput("expected changes of rules in the order of their months, one a month")
        for place, (month, event) in enumerate(self.added, start=len(self.opening.events)):
            if not month <= self.opens(place) < months:
                raise BadInput(f"an event of month {month} starts in {shown(event.start)}: expected a month from then to {months - 1}")
        self._check_ends()
        self.played.check(load_facts(), PARAMETERS)
        if self.story:
            subject_of(self.story, base_of(self.opening))
        return self

    def _check_ends(self) -> None:
        for count, (month, place) in enumerate(self.ended):
            before = replace(self, month=month, ended=self.ended[:count])
            if not 0 <= place < len(before.events) or not before.ends(place)[0]:
                raise BadInput(f"event {place} cannot end in month {month}: it is not there, is over, or is spread evenly over its months")


@functools.cache
def shipped(scenario: str) -> Scenario:
    """A shipped scenario, read once."""
    return load_scenario(known_scenario(scenario))


def to_address(course: Course) -> str:
    """The query that leads back to exactly this world in this month; empty for the opening one."""
    usual, said = Course(), []
    for name in ("scenario", "mix", "seed", "month", "story"):
        if getattr(course, name) != getattr(usual, name):
            said.append((name, getattr(course, name)))
    said += [("rules", f"{month}:{mix}") for month, mix in course.rules]
    said += [("event", f"{month}:{_written(event)}") for month, event in course.added]
    said += [("end", f"{month}:{place}") for month, place in course.ended]
    return urlencode(said)


def from_address(query: str) -> Course:
    """The course that an address means; raises `BadInput` where it means none."""
    said, opening = parts_of(query)
    if opening.own_scenario:
        raise BadInput("Live plays the scenarios of the list only: look at your own in Explore")
    changes = {name: [_change(one) for one in said.get(name, [])[: MOST_CHANGES + 1]] for name in ("rules", "event", "end")}
    return Course(
        opening.scenario,
        known_mix(said.get("mix", [TODAY])[-1]),
        _within("seed", _whole("seed", said.get("seed", ["0"])[-1]), LARGEST_SEED),
        _whole("month", said.get("month", ["0"])[-1]),
        tuple((month, known_mix(mix)) for month, mix in changes["rules"]),
        tuple((month, _read(text)) for month, text in changes["event"]),
        tuple((month, _whole("place of an event", place)) for month, place in changes["end"]),
        said.get("story", [""])[-1][:200],
    ).checked()


def event_of(content: dict[str, Any]) -> Event:
    """The event that these plain values describe; raises `BadInput` where they describe none."""
    kind = content.get("kind")
    if kind not in EVENTS:
        raise BadInput(f"unknown kind of event {shown(kind)}{nearest(kind, EVENTS)}")
    return validate(EVENTS[kind], content)


def _written(event: Event) -> str:
    content = {"kind": event.kind} | event.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False)


def _read(text: str) -> Event:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise BadInput(f"event {shown(text)}: expected an event as this page writes it")
    return event_of(content)


def _change(text: str) -> tuple[int, str]:
    if len(text) > LONGEST_SETTING:
        raise BadInput(f"this address holds a change of more than {LONGEST_SETTING:,} characters")
    month, _, what = text.partition(":")
    return _whole("month of a change", month), what


def _whole(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 6:
        raise BadInput(f"{name} {shown(text)}: expected a whole number")
    return int(text)


def _within(name: str, number: int, most: int) -> int:
    if not 0 <= number <= most:
        raise BadInput(f"{name} {number}: expected 0 to {most}")
    return number
