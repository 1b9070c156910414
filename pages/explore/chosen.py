"""What a visitor has chosen: a scenario, a preset of rules and the levers moved since; it is the address, and it makes the mix."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from abm.facts.problems import BadInput, nearest, shown
from abm.facts.scenario import DEFAULT, list_scenarios
from abm.rules.instrument import Instrument, instruments
from abm.rules.mix import Mix, apply_setting, list_mixes, load_mix

TODAY = "today"
MOST_SETTINGS, LONGEST_SETTING, LONGEST_ADDRESS = 200, 2000, 20_000


@dataclass(frozen=True)
class Chosen:
    """A scenario, a preset, the levers moved since, as `surge --set` reads them, and the instruments put out of force."""

    scenario: str = DEFAULT
    preset: str = TODAY
    settings: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    def mix(self) -> Mix:
        """The rules this makes; raises `BadInput` where a setting cannot be."""
        full = self._with_all()
        kept = tuple(one for one, place in zip(full, places(full), strict=True) if place not in self.dropped)
        return Mix(full.name if not self.settings and not self.dropped else "custom", full.title, full.question, kept)

    def _with_all(self) -> Mix:
        """The mix before anything is put out of force: the places of its instruments stay what they are."""
        mix = preset(self.preset)
        for setting in self.settings:
            mix = apply_setting(mix, setting)
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


def differences(chosen: Chosen, baseline: Chosen) -> list[dict[str, str]]:
    """What sets a choice apart from the baseline, one chip each: what it is, from what to what, and what takes it back."""
    chips = []
    if chosen.scenario != baseline.scenario:
        chips.append({"what": "Scenario", "from": baseline.scenario, "to": chosen.scenario, "undo": "scenario"})
    if chosen.preset != baseline.preset:
        chips.append({"what": "Rules", "from": preset(baseline.preset).title, "to": preset(chosen.preset).title, "undo": "preset"})
    before = Chosen(chosen.scenario, chosen.preset)
    if chosen.preset == baseline.preset:
        before = replace(baseline, scenario=chosen.scenario)
    was, now = ({row["place"]: row for row in one.listed()} for one in (before, chosen))
    for place, row in now.items():
        held = was.get(place, row)
        if row["off"] != held["off"]:
            words = ("in force", "not in force")
            chips.append({"what": place, "from": words[held["off"]], "to": words[row["off"]], "undo": place})
        for lever, value in row["levers"].items():
            old = held["levers"][lever]
            if old != value:
                chips.append({"what": f"{place}.{lever}", "from": worded(old), "to": worded(value), "undo": f"{place}.{lever}"})
    return chips


def worded(value: Any) -> str:
    """A lever's value as a reader would write it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return str(value) or "none"


def moved_words(chosen: Chosen) -> list[str]:
    """What sets a choice apart from its preset, a few words each."""
    return [f"{chip['what']}: {chip['from']} → {chip['to']}" for chip in differences(chosen, Chosen(chosen.scenario, chosen.preset))]


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
    said: list[tuple[str, str]] = []
    for before, one, other in (("", chosen, Chosen()), ("base.", baseline, Chosen(chosen.scenario))):
        if one.scenario != other.scenario and not before:
            said.append(("scenario", one.scenario))
        said += told(one, before, other.preset)
    return urlencode(said)


def told(chosen: Chosen, before: str, usual: str = TODAY) -> list[tuple[str, str]]:
    """The parts of an address that say a choice, each name after `before`; a preset that is the usual one is left out."""
    said = [(f"{before}mix", chosen.preset)] if chosen.preset != usual else []
    said += [(f"{before}set", setting) for setting in chosen.settings]
    return said + [(f"{before}drop", place) for place in chosen.dropped]


def from_address(query: str) -> tuple[Chosen, Chosen]:
    """The choice and the baseline that an address means; raises `BadInput` where it means none."""
    said, scenario = parts_of(query)
    return read(said, scenario, ""), read(said, scenario, "base.")


def parts_of(query: str) -> tuple[dict[str, list[str]], str]:
    """The parts of an address by name, and its scenario; raises `BadInput` where it is too long or names no scenario."""
    if len(query) > LONGEST_ADDRESS:
        raise BadInput(f"this address is {len(query):,} characters long: expected at most {LONGEST_ADDRESS:,}")
    try:
        said = parse_qs(query.lstrip("?"), max_num_fields=3 * MOST_SETTINGS)
    except ValueError:
        raise BadInput(f"this address has too many parts: expected at most {3 * MOST_SETTINGS}") from None
    return said, known_scenario(said.get("scenario", [DEFAULT])[-1])


def read(said: dict[str, list[str]], scenario: str, before: str) -> Chosen:
    """The choice that the parts of an address mean whose names begin with `before`; raises `BadInput` where they mean none."""
    rules = known_mix(said.get(f"{before}mix", [TODAY])[-1])
    settings, dropped = tuple(said.get(f"{before}set", ())), tuple(said.get(f"{before}drop", ()))
    if len(settings) > MOST_SETTINGS or any(len(one) > LONGEST_SETTING for one in (*settings, *dropped)):
        raise BadInput(f"this address holds more than {MOST_SETTINGS} settings, or one that is too long")
    chosen = Chosen(scenario, rules, settings, dropped)
    chosen.mix()
    return chosen
