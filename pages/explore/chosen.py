"""What a visitor has chosen: a scenario, rules, and what was moved in both since; it is the address, and it makes world and mix."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from abm.facts.parameters import PARAMETERS, parameter_values
from abm.facts.problems import BadInput, nearest, shown
from abm.facts.scenario import DEFAULT, Scenario, list_scenarios, load_scenario
from abm.rules.instrument import Instrument, instruments
from abm.rules.mix import Mix, apply_setting, list_mixes, load_mix
from pages.answering import either
from pages.explore.own import Own, unpacked

TODAY = "today"
MOST_SETTINGS, LONGEST_SETTING, LONGEST_ADDRESS = 200, 2000, 20_000


@dataclass(frozen=True)
class Chosen:
    """A scenario, a preset, the levers moved since, as `surge --set` reads them, the instruments put out of force, and parameters changed.

    A file of the visitor's own takes the place of the scenario, or of the preset.
    """

    scenario: str = DEFAULT
    preset: str = TODAY
    settings: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    parameters: tuple[tuple[str, float], ...] = ()
    own_scenario: Own | None = None
    own_rules: Own | None = None

    def world(self) -> Scenario:
        """The scenario this is run in, with the parameters changed since."""
        return _world(self.scenario, self.own_scenario, self.parameters)

    def rules(self) -> Mix:
        """The rules before a lever is moved: the visitor's own, or the preset."""
        return self.own_rules.mix() if self.own_rules else preset(self.preset)

    def bare(self) -> Chosen:
        """The same scenario and rules with nothing moved since."""
        return replace(self, settings=(), dropped=(), parameters=())

    def opening(self) -> Chosen:
        """The choice on which a page opens in this scenario."""
        return Chosen().within(self.scenario, self.own_scenario)

    def within(self, scenario: str, own: Own | None = None) -> Chosen:
        """The same rules and parameters in another shipped scenario, or in one of the visitor's own."""
        return replace(self, scenario=scenario, own_scenario=own)

    def under(self, preset: str, own: Own | None = None) -> Chosen:
        """The same world under a preset, or under rules of the visitor's own, with no lever moved."""
        return replace(self, preset=preset, own_rules=own, settings=(), dropped=())

    def mix(self) -> Mix:
        """The rules this makes; raises `BadInput` where a setting cannot be."""
        full = self._with_all()
        kept = tuple(one for one, place in zip(full, places(full), strict=True) if place not in self.dropped)
        return Mix(full.name if not self.settings and not self.dropped else "custom", full.title, full.question, kept)

    def _with_all(self) -> Mix:
        """The mix before anything is put out of force: the places of its instruments stay what they are."""
        mix = self.rules()
        for setting in self.settings:
            mix = _moved(mix, setting)
        return mix

    def moved(self, lever: str, value: Any) -> Chosen:
        """With a lever (`ExportLicensing[1].days`) at this value; one that is back where the preset has it is no longer listed."""
        others = tuple(setting for setting in self.settings if setting.partition("=")[0] != lever)
        plain = replace(self, settings=others)
        changed = replace(self, settings=(*others, f"{lever}={json.dumps(value, ensure_ascii=False)}"))
        changed = replace(changed, dropped=tuple(one for one in self.dropped if one != lever.partition(".")[0]))
        if len(changed.settings) > MOST_SETTINGS:
            raise BadInput(f"expected at most {MOST_SETTINGS} levers moved from a preset")
        same = changed.mix().hash == plain.mix().hash
        return plain if same else changed

    def put_back(self, what: str) -> Chosen:
        """With one lever, or all that was done to one instrument (`ExportLicensing[1]`), as the preset has it."""
        return replace(
            self,
            settings=tuple(one for one in self.settings if one.partition("=")[0] != what and one.partition(".")[0] != what),
            dropped=tuple(one for one in self.dropped if one != what),
        )

    def without(self, place: str) -> Chosen:
        """With one instrument out of force."""
        return replace(self, dropped=(*(one for one in self.dropped if one != place), place))

    def parameter(self, name: str) -> float:
        """The value of a parameter in this world."""
        return self.world().parameters.get(name, PARAMETERS[name].value)

    def with_parameter(self, name: str, value: Any) -> Chosen:
        """With a parameter of the model at this value; one that is back where the scenario has it is no longer listed."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise BadInput(f"parameter {shown(name)} = {shown(value)}: expected a number")
        parameter_values({name: float(value)})
        plain = self.without_parameter(name)
        return plain if plain.parameter(name) == value else replace(plain, parameters=(*plain.parameters, (name, float(value))))

    def without_parameter(self, name: str) -> Chosen:
        """With a parameter as the scenario has it."""
        return replace(self, parameters=tuple(one for one in self.parameters if one[0] != name))

    def listed(self) -> list[dict[str, Any]]:
        """Every instrument with its place, its levers and whether it is in force: those chosen, then the rest at their defaults."""
        full = self._with_all()
        rows = [
            {"place": place, "kind": type(one).__name__, "levers": plain(one), "held": True, "off": place in self.dropped}
            for one, place in zip(full, places(full), strict=True)
        ]
        held = {row["kind"] for row in rows}
        rest = [kind for name, kind in instruments().items() if name not in held]
        return rows + [
            {"place": f"{kind.__name__}[1]", "kind": kind.__name__, "levers": plain(kind()), "held": False, "off": False} for kind in rest
        ]


@functools.lru_cache(maxsize=64)
def _world(name: str, own: Own | None, parameters: tuple[tuple[str, float], ...]) -> Scenario:
    scenario = own.scenario() if own else load_scenario(name)
    return with_parameters(scenario, dict(scenario.parameters) | dict(parameters)) if parameters else scenario


def with_parameters(scenario: Scenario, parameters: dict[str, float]) -> Scenario:
    """The same future with exactly these numbers of behaviour off their defaults."""
    return Scenario(**{name: getattr(scenario, name) for name in Scenario.model_fields} | {"parameters": parameters})


@functools.cache
def preset(name: str) -> Mix:
    """A shipped mix, read once."""
    return load_mix(name)


def places(mix: Mix) -> list[str]:
    """Where each instrument of a mix stands among its like: `CoProduction[2]`."""
    seen: dict[str, int] = {}
    found = []
    for one in mix:
        kind = type(one).__name__
        seen[kind] = seen.get(kind, 0) + 1
        found.append(f"{kind}[{seen[kind]}]")
    return found


def plain(instrument: Instrument) -> dict[str, Any]:
    """An instrument's levers as JSON values."""
    return instrument.model_dump(mode="json")


def known_scenario(name: str) -> str:
    """The name of a shipped scenario (never a path); raises `BadInput` where it is none."""
    if name not in list_scenarios():
        raise BadInput(f"unknown scenario {shown(name)}{nearest(name, list_scenarios())}")
    return name


def known_mix(name: str) -> str:
    """The name of a shipped mix (never a path); raises `BadInput` where it is none."""
    if name not in list_mixes():
        raise BadInput(f"unknown policy mix {shown(name)}{nearest(name, list_mixes())}")
    return name


def to_address(chosen: Chosen, baseline: Chosen) -> str:
    """The query that leads back to exactly this choice against exactly this baseline; empty for the opening one."""
    return urlencode(told_scenario(chosen) + told(chosen, "", TODAY) + told(baseline, "base.", TODAY))


def side_by_side(sides: Sequence[Chosen]) -> str:
    """The query that leads to these choices in Compare, the first as the one to which the others are held."""
    said = told_scenario(sides[0]) if sides else []
    for place, one in enumerate(sides, start=1):
        said += told(one, f"{place}.")
    return urlencode(said)


def told_scenario(chosen: Chosen) -> list[tuple[str, str]]:
    """The part of an address that says the scenario; the usual one is left out."""
    if chosen.own_scenario:
        return [("own.scenario", chosen.own_scenario.packed())]
    return [("scenario", chosen.scenario)] if chosen.scenario != DEFAULT else []


def told(chosen: Chosen, before: str, usual: str = "") -> list[tuple[str, str]]:
    """The parts of an address that say a choice, each name after `before`; a preset that is the usual one is left out."""
    said = [(f"{before}mix", chosen.preset)] if chosen.preset != usual else []
    if chosen.own_rules:
        said = [(f"{before}own.mix", chosen.own_rules.packed())]
    said += [(f"{before}set", setting) for setting in chosen.settings]
    said += [(f"{before}param", f"{name}:{value!r}") for name, value in chosen.parameters]
    return said + [(f"{before}drop", place) for place in chosen.dropped]


def from_address(query: str, refused: list[str] | None = None) -> tuple[Chosen, Chosen]:
    """The choice and the baseline that an address means; raises `BadInput` where it means none.

    With a list to note them in, parts that cannot be are left out, and the rest is kept.
    """
    said, opening = parts_of(query, refused)
    return read(said, opening, "", refused), read(said, opening, "base.", refused)


def parts_of(query: str, refused: list[str] | None = None) -> tuple[dict[str, list[str]], Chosen]:
    """The parts of an address by name, and the opening choice in its scenario; raises `BadInput` where it is too long or names none."""
    if len(query) > LONGEST_ADDRESS:
        raise BadInput(f"this address is {len(query):,} characters long: expected at most {LONGEST_ADDRESS:,}")
    try:
        said = parse_qs(query.lstrip("?"), max_num_fields=3 * MOST_SETTINGS)
    except ValueError:
        raise BadInput(f"this address has too many parts: expected at most {3 * MOST_SETTINGS}") from None
    return said, either(lambda: _scenario_of(said), Chosen(), refused)


def _scenario_of(said: dict[str, list[str]]) -> Chosen:
    if "own.scenario" in said:
        opening = Chosen(own_scenario=unpacked(said["own.scenario"][-1]))
        opening.world()
        return opening
    return Chosen(known_scenario(said.get("scenario", [DEFAULT])[-1]))


def read(said: dict[str, list[str]], opening: Chosen, before: str, refused: list[str] | None = None) -> Chosen:
    """The choice that the parts of an address mean whose names begin with `before`; raises `BadInput` where they mean none."""
    settings, changes, dropped = (tuple(said.get(f"{before}{part}", ())) for part in ("set", "param", "drop"))
    by_form = f"{before}param."  # a plain form, as on the Model page, says a number under a name of its own
    changes += tuple(f"{part.removeprefix(by_form)}:{said[part][-1]}" for part in said if part.startswith(by_form))
    if max(len(settings), len(changes)) > MOST_SETTINGS or any(len(one) > LONGEST_SETTING for one in (*settings, *changes, *dropped)):
        raise BadInput(f"this address holds more than {MOST_SETTINGS} settings, or one that is too long")
    chosen = either(lambda: _rules_of(said, opening, before), opening.under(TODAY), refused)
    chosen = replace(chosen, settings=_that_can_be(chosen.rules(), settings, refused), dropped=dropped)
    for change in changes:
        chosen = either(lambda so_far=chosen, one=change: so_far.with_parameter(*_named_number(one)), chosen, refused)
    chosen.mix()
    return chosen


def _rules_of(said: dict[str, list[str]], opening: Chosen, before: str) -> Chosen:
    if own := said.get(f"{before}own.mix"):
        chosen = opening.under(TODAY, unpacked(own[-1]))
        chosen.rules()
        return chosen
    return opening.under(known_mix(said.get(f"{before}mix", [TODAY])[-1]))


def _moved(mix: Mix, setting: str) -> Mix:
    """The mix with a lever moved; a refusal names the lever and not the option of a command."""
    try:
        return apply_setting(mix, setting)
    except BadInput as problem:
        raise BadInput(problem.message.removeprefix("--set ")) from None


def _that_can_be(mix: Mix, settings: tuple[str, ...], refused: list[str] | None) -> tuple[str, ...]:
    """The settings that can be made, one after the other."""
    kept = []
    for setting in settings:
        made = either(lambda so_far=mix, one=setting: _moved(so_far, one), None, refused)
        if made is not None:
            mix = made
            kept.append(setting)
    return tuple(kept)


def _named_number(change: str) -> tuple[str, float]:
    name, _, number = change.partition(":")
    try:
        return name[:100], float(number)
    except ValueError:
        raise BadInput(f"param {shown(change)}: expected NAME:NUMBER") from None
