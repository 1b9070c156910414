"""`surge new`: a commented scenario or policy mix that runs as it stands; every comment is told by the field it stands beside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from abm.command.shelves import default_text, lever_range, own_levers, told_source
from abm.facts.events import EVENTS, Event
from abm.facts.parameters import PARAMETERS
from abm.facts.problems import BadInput, nearest, shown
from abm.facts.scenario import Scenario, list_scenarios, load_scenario
from abm.facts.validation import bounds
from abm.rules.instrument import Instrument, instruments
from abm.rules.mix import list_mixes, load_mix

NAME = re.compile(r"\w[\w.-]{0,99}")
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
NOT_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
PATTERN = "classroom"
"""The scenario whose values a new one opens with: small enough to run at once."""
RULES = "today"
"""The mix whose instruments a new one opens with."""


def write_new(kind: str, name: str, out: str | None) -> Path:
    """Write the file and return where it is; nothing that exists is touched."""
    writers = {"scenario": (scenario_text, list_scenarios), "mix": (mix_text, list_mixes)}
    if kind not in writers:
        raise BadInput(f"new {shown(kind)}: expected scenario or mix{nearest(kind, writers)}")
    write, shipped = writers[kind]
    name = name.removesuffix(".yaml")
    if NAME.fullmatch(name) is None:
        raise BadInput(f"new {kind} {shown(name)}: expected a name of letters, digits, dots and dashes")
    if out is None and name in shipped():
        raise BadInput(f"new {kind} {shown(name)}: a {kind} of this name is shipped: expected another name, or --out FILE")
    path = Path(f"{name}.yaml" if out is None else out)
    if path.suffix not in (".yaml", ".yml") or "\0" in str(path):
        raise BadInput(f"--out {shown(str(path))}: expected a file that ends in .yaml")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(write(name))
    except FileExistsError:
        raise BadInput(f"{path}: this file exists and is left as it is: expected a new file") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror or error})") from None
    return path


def scenario_text(name: str) -> str:
    """A small war with every field of a scenario, and every kind of event, explained."""
    pattern = load_scenario(PATTERN)
    lines = [
        "# A scenario: what happens to us. It runs as it stands; change what you like.",
        "# A field that is left out stands at its default. The file's name is the scenario's.",
    ]
    for field, info in Scenario.model_fields.items():
        if field == "name":
            continue
        value = getattr(pattern, field)
        value = {"title": f"{name}: a war in the Indo-Pacific", "question": ""}.get(field, value)
        beside = "; the kinds not used here stand below as comments" if field == "events" else ""
        lines += ["", *_comment((info.description or "") + beside, _default(info), bounds(info))]
        if field == "events":
            lines += ["events:", *(line for event in value for line in _event_lines(type(event), event))]
            used = {type(event) for event in value}
            lines += [f"#{line}" for kind in EVENTS.values() if kind not in used for line in ("", *_event_lines(kind))]
        elif field == "parameters":
            example = next(iter(PARAMETERS.values()))
            told = f"such as {example.name}: {example.value:g} ({example.low:g} to {example.high:g} {example.unit}, {example.meaning})"
            lines += [f"# {told}", f"{field}: {_inline(value)}"]
        else:
            lines.append(f"# {field}:" if value is None else f"{field}: {_inline(value)}")
    return "\n".join(lines) + "\n"


def mix_text(name: str) -> str:
    """Today's rules, and every other instrument beside them as a comment, each lever explained."""
    rules = load_mix(RULES)
    lines = [
        "# A policy mix: what we choose. It runs as it stands; change what you like.",
        "# Instruments write in this order; a lever that is left out stands at its default. The file's name is the mix's.",
        "",
        f"title: {_inline(name)}",
        f"question: {_inline('')}",
        "",
        "instruments:",
    ]
    for instrument in rules:
        lines += [*_instrument_lines(type(instrument), instrument), ""]
    held = {type(instrument) for instrument in rules}
    for kind in (kind for kind in instruments().values() if kind not in held):
        lines += [f"#{line}" for line in _instrument_lines(kind)] + [""]
    return "\n".join(lines[:-1]) + "\n"


def _comment(meaning: str, *about: str) -> list[str]:
    told = "; ".join(word for word in about if word)
    return [f"# {meaning}" + (f" ({told})" if told else "")]


def _default(info: FieldInfo) -> str:
    return "" if info.is_required() else f"default {default_text(info)}"


def _instrument_lines(kind: type[Instrument], held: Instrument | None = None) -> Iterator[str]:
    """One instrument with every lever, at the values it is held with or at its defaults."""
    yield f"  # {(kind.__doc__ or '').strip().splitlines()[0]}"
    yield f"  - {kind.__name__}:"
    own = own_levers(kind)
    for field, info in (own | {name: kind.model_fields[name] for name in Instrument.model_fields}).items():
        value = getattr(held, field) if held is not None else info.get_default(call_default_factory=True)
        about = "; ".join(word for word in (lever_range(info), told_source(info)) if word)
        yield f"      {field}: {_inline(value)}".ljust(34) + f" # {info.description}" + (f" ({about})" if about else "")


def _event_lines(kind: type[Event], held: Event | None = None) -> Iterator[str]:
    """One event with every field, at the values it is held with or at its defaults."""
    yield f"  # {(kind.__doc__ or '').strip().splitlines()[0]}"
    yield f"  - kind: {kind.model_fields['kind'].default}"
    for field, info in kind.model_fields.items():
        if field == "kind":
            continue
        default = None if info.is_required() else info.get_default(call_default_factory=True)
        value = getattr(held, field) if held is not None else default
        about = "; ".join(word for word in (bounds(info), _default(info)) if word)
        meaning = info.description or "for the reader"
        yield f"    {field}: {_inline(value)}".ljust(34) + f" # {meaning}" + (f" ({about})" if about else "")


def _inline(value: Any) -> str:
    """A value as it stands after a colon in a YAML file, on one line."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_inline(key)}: {_inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple | frozenset | set):
        return "[" + ", ".join(_inline(one) for one in (sorted(value) if isinstance(value, frozenset | set) else value)) + "]"
    if isinstance(value, str) and PLAIN.fullmatch(value) and value.lower() not in NOT_WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)
