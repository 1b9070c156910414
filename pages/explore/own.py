"""A visitor's own rules or scenario: a small file, read as data by the core's own reader, and packed so that an address can hold it."""

from __future__ import annotations

import base64
import binascii
import functools
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from abm.facts.load import load_facts
from abm.facts.parameters import PARAMETERS
from abm.facts.problems import BadInput, shown
from abm.facts.scenario import Scenario, parse_scenario
from abm.model.simulate import base_of
from abm.rules.mix import Mix, parse_mix

MOST_BYTES = 64_000
MOST_LINES, MOST_MONTHS = 1_000, 240
"""Worlds larger than this are for `surge run`: a page runs 32 of them at once for whoever asks."""

NAME = re.compile(r"(?P<name>[^\W_][^/\\:<>\"|?*\x00-\x1f\x7f]{0,79})\.ya?ml")
BROKEN = "the file in this address cannot be read back"


@dataclass(frozen=True)
class Own:
    """A file of a visitor's own: its name without the ending, and its text."""

    name: str
    text: str

    def mix(self) -> Mix:
        """The rules it holds; raises `BadInput` as the core does."""
        return _mix(self)

    def scenario(self) -> Scenario:
        """The scenario it holds; raises `BadInput` as the core does, and where it is too large to be run for a page."""
        return _scenario(self)

    def packed(self) -> str:
        """The file as one word of an address."""
        return base64.urlsafe_b64encode(zlib.compress(f"{self.name}\n{self.text}".encode(), 9)).decode().rstrip("=")


def own_rules(name: Any, text: Any, size: Any = None) -> Own:
    """Rules that a visitor has handed over, kept as the core writes them; raises `BadInput` with the file's name, line and column."""
    return _as_written(Own.mix, name, text, size)


def own_scenario(name: Any, text: Any, size: Any = None) -> Own:
    """A scenario that a visitor has handed over, kept as the core writes it; raises `BadInput` with the file's name, line and column."""
    return _as_written(Own.scenario, name, text, size)


def unpacked(word: str) -> Own:
    """The file that a word of an address holds; raises `BadInput` where it holds none, or too large a one."""
    try:
        raw = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
        opening = zlib.decompressobj()
        plain = opening.decompress(raw, MOST_BYTES + 1000)
        name, mark, text = plain.decode().partition("\n")
    except (binascii.Error, zlib.error, ValueError):
        raise BadInput(BROKEN) from None
    if not opening.eof or not mark:
        raise BadInput(BROKEN)
    return _received(f"{name}.yaml", text)


def _received(name: Any, text: Any, size: Any = None) -> Own:
    match = NAME.fullmatch(name) if isinstance(name, str) else None
    if match is None:
        raise BadInput(f"file name {shown(name)}: expected a plain name of at most 80 letters that ends in .yaml or .yml")
    large = len(text.encode("utf-8", "replace")) if isinstance(text, str) else size
    if isinstance(large, int) and large > MOST_BYTES:
        raise BadInput(f"larger than {MOST_BYTES // 1000} kB: expected a small YAML file", name)
    if not isinstance(text, str):
        raise BadInput("not UTF-8 text", name)
    return Own(match["name"], text.removeprefix("\ufeff"))


def _as_written(read: Callable[[Own], Mix | Scenario], *given: Any) -> Own:
    try:
        own = _received(*given)
        return Own(own.name, read(own).to_yaml())
    except BadInput as problem:
        raise BadInput(str(problem)) from None  # a page shows the message alone: the place belongs to it


@functools.lru_cache(maxsize=64)
def _mix(own: Own) -> Mix:
    return parse_mix(own.text, own.name)


@functools.lru_cache(maxsize=64)
def _scenario(own: Own) -> Scenario:
    scenario = parse_scenario(own.text, own.name).check(load_facts(), PARAMETERS)
    for name, most in (("lines", MOST_LINES), ("months", MOST_MONTHS)):
        value = getattr(scenario, name)
        if value is not None and value > most:
            raise scenario.problem(f"{name} = {value}: expected at most {most} on a page; surge run takes more", (name,))
    try:
        base_of(scenario)
    except BadInput as problem:  # names that are each known and together make no world
        raise scenario.problem(problem.message) from None
    return scenario
