"""A policy mix: what we choose. An ordered set of instruments, read from one YAML file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from abm.facts.load import load_facts
from abm.facts.problems import BadInput, nearest, shown
from abm.facts.reading import Document, read_file, read_text, read_value
from abm.facts.scenario import shipped
from abm.facts.validation import digest, validate
from abm.rules.instrument import Instrument, instruments, loose_name

FOLDER = Path(__file__).resolve().parents[1] / "mixes"
MAX_INSTRUMENTS = 200
WORDS = {"title": 200, "question": 2000}
SETTING = re.compile(r"\s*(?P<kind>\w+)(\[(?P<place>\d{1,4})\])?\.(?P<field>\w+)\s*=(?P<value>.*)", re.DOTALL)


@dataclass(frozen=True)
class Mix:
    """The instruments a government or an alliance puts in force together; the empty mix is the baseline."""

    name: str
    title: str = ""
    question: str = ""
    instruments: tuple[Instrument, ...] = ()

    def __iter__(self) -> Iterator[Instrument]:
        """The instruments, as they stand."""
        return iter(self.instruments)

    def __len__(self) -> int:
        """How many instruments are in the mix."""
        return len(self.instruments)

    def __bool__(self) -> bool:
        """A mix is a mix, even an empty one."""
        return True

    @cached_property
    def hash(self) -> str:
        """A short name for everything that can change a number: the instruments and their levers."""
        return digest(self.content())

    def content(self) -> list[list[Any]]:
        """Each instrument's name and every one of its levers, as plain values."""
        return [[type(one).__name__, _plain(one)] for one in self.instruments]

    def to_yaml(self) -> str:
        """The mix as the text of a file that reads back as the same mix (its name is the file's)."""
        listed = [{name: levers} for name, levers in self.content()]
        content = {word: getattr(self, word) for word in WORDS if getattr(self, word)}
        yaml = YAML(typ="safe", pure=True)
        yaml.default_flow_style, yaml.sort_base_mapping_type_on_output, yaml.width = False, False, 10_000
        yaml.allow_unicode = True
        yaml.representer.ignore_aliases = lambda *_: True
        text = StringIO()
        yaml.dump(content | {"instruments": listed}, text)
        return text.getvalue()


def _plain(instrument: Instrument) -> dict[str, Any]:
    """The levers as JSON values; sets in sorted order, so that the same mix always has the same hash."""
    return {
        name: sorted(value) if isinstance(getattr(instrument, name), frozenset | set) else value
        for name, value in instrument.model_dump(mode="json").items()
    }


def list_mixes() -> list[str]:
    """The mixes that are shipped, by name."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load_mix(name_or_path: str | Path | Mix) -> Mix:
    """A shipped mix by name, or any mix file by its path."""
    if isinstance(name_or_path, Mix):
        return name_or_path
    path = shipped(name_or_path, FOLDER)
    if path is None:
        raise BadInput(f"unknown policy mix {shown(str(name_or_path))}{nearest(name_or_path, list_mixes())}")
    return read_mix(read_file(path), path.stem)


def parse_mix(text: str, name: str) -> Mix:
    """A mix from the text of a file (an upload, a URL)."""
    return read_mix(read_text(text, f"{name}.yaml"), name)


def read_mix(document: Document, name: str) -> Mix:
    """A mix from a document that has been read; the file's name is the mix's."""
    known = (*WORDS, "instruments")
    for key in document.value:
        if key not in known:
            raise document.problem(f"unknown key {shown(key)}{nearest(key, known)}", (key,), at_key=True)
    words = {word: _words(document, word, limit) for word, limit in WORDS.items()}
    found = tuple(_instruments(document))
    if len(found) > MAX_INSTRUMENTS:
        raise document.problem(f"{len(found)} instruments: expected at most {MAX_INSTRUMENTS}", ("instruments",))
    return Mix(name=name[:100] or "unnamed", instruments=found, **words)


def apply_setting(mix: Mix, setting: str) -> Mix:
    """The mix with one lever moved, as in `BuyNational.price_factor=0.3`.

    An instrument the mix does not hold is added with its other levers at their defaults; `BuyNational[2].start=36`
    means the second of several.
    """
    match = SETTING.fullmatch(setting)
    if match is None:
        raise BadInput(f"--set {shown(setting)}: expected Instrument.field=value")
    return _moved(mix, match, setting, lambda: read_value(match["value"], f"--set {shown(setting)}"))


def with_lever(mix: Mix, lever: str, value: Any) -> Mix:
    """The mix with one lever, named as in `BuyNational.price_factor`, at a value that is no text any more: for sweeps of many."""
    match = SETTING.fullmatch(f"{lever}=")
    if match is None:
        raise BadInput(f"{shown(lever)}: expected Instrument.field")
    return _moved(mix, match, lever, lambda: value)


def _moved(mix: Mix, match: re.Match, setting: str, read: Callable[[], Any]) -> Mix:
    kind, field = _kind(match["kind"], f"--set {shown(setting)}"), match["field"]
    if field not in kind.model_fields:
        known = nearest(field, kind.model_fields)
        raise BadInput(f"--set {shown(setting)}: {match['kind']} has no field {shown(field)}{known}")
    value = read()
    held = list(mix.instruments)
    place = _place(held, kind, match["place"], setting)
    if place == len(held):
        held.append(kind())
    try:
        held[place] = validate(kind, _plain(held[place]) | {field: value})
    except BadInput as problem:
        raise BadInput(f"--set {match['kind']}.{problem.message}") from None
    if loose := loose_name(held[place], load_facts()):
        raise BadInput(f"--set {match['kind']}.{loose[0]}: {loose[1]}")
    return Mix(mix.name, mix.title, mix.question, tuple(held))


def _place(held: list[Instrument], kind: type[Instrument], wanted: str | None, setting: str) -> int:
    """Where the instrument meant stands in the mix, or one past the end if it is not there yet."""
    places = [place for place, one in enumerate(held) if type(one) is kind]
    name, last = kind.__name__, max(len(places), 1)
    if wanted is None and last > 1:
        raise BadInput(f"--set {shown(setting)}: {name} stands {last} times in the mix: say which, as {name}[1]")
    number = int(wanted or 1)
    if not 1 <= number <= last:
        raise BadInput(f"--set {shown(setting)}: the mix has {len(places)} {name}: expected [1] to [{last}]")
    return places[number - 1] if places else len(held)


def _words(document: Document, word: str, limit: int) -> str:
    value = document.value.get(word, "")
    if not isinstance(value, str) or len(value) > limit:
        raise document.problem(f"{word} = {shown(value)}: expected text of at most {limit} characters", (word,))
    return value


def _instruments(document: Document) -> Iterator[Instrument]:
    """Instruments by class name: a mapping, where one name may hold a list, or a list of one-name mappings."""
    listed = document.value.get("instruments")
    parts = listed if isinstance(listed, list) else [listed or {}]
    for number, part in enumerate(parts):
        start = ("instruments", number) if isinstance(listed, list) else ("instruments",)
        if not isinstance(part, dict):
            raise document.problem(f"{shown(part)}: expected the name of an instrument and its fields", start)
        for name, written in part.items():
            kind = _document_kind(document, name, (*start, name))
            for place, levers in enumerate(written if isinstance(written, list) else [written]):
                loc = (*start, name, place) if isinstance(written, list) else (*start, name)
                instrument = validate(kind, {} if levers is None else levers, document, loc)
                if loose := loose_name(instrument, load_facts()):
                    raise document.problem(loose[1], (*loc, loose[0]))
                yield instrument


def _document_kind(document: Document, name: str, loc: tuple[str | int, ...]) -> type[Instrument]:
    try:
        return _kind(name, "")
    except BadInput as problem:
        raise document.problem(problem.message, loc, at_key=True) from None


def _kind(name: str, before: str) -> type[Instrument]:
    if name not in instruments():
        said = f"unknown instrument {shown(name)}{nearest(name, instruments())}"
        raise BadInput(f"{before}: {said}" if before else said)
    return instruments()[name]
