"""Reading YAML 1.2 from outside: bounded, never executed, and every value remembers its line and column."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from abm.facts.problems import BadInput, shown

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_NODES = 50_000
MAX_DIGITS = 30

Place = tuple[int, int]
Path_ = tuple[str | int, ...]

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
ENDLESS = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


@dataclass(frozen=True)
class Document:
    """What a YAML file said: plain values, and where each key and value stands (lines and columns from one)."""

    value: dict[str, Any]
    path: str
    keys: dict[Path_, Place] = field(default_factory=dict, repr=False)
    values: dict[Path_, Place] = field(default_factory=dict, repr=False)

    def problem(self, message: str, loc: Path_ = (), at_key: bool = False) -> BadInput:
        """A refusal pointing at `loc`, or at the nearest enclosing value that was written down."""
        loc = self.written(loc)
        places = self.keys if at_key and loc in self.keys else self.values
        return BadInput(message, self.path, *places.get(loc, (None, None)))

    def written(self, loc: Path_) -> Path_:
        """`loc` without the steps that exist only in the schema (the kind of an event) or were never written."""
        found: Path_ = ()
        for step in loc:
            if (*found, step) in self.values:
                found = (*found, step)
        return found


def read_file(path: str | Path) -> Document:
    """Read one YAML file, refusing folders, huge files and anything that is not UTF-8."""
    shown_path = str(path)
    try:
        with Path(path).open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise BadInput("this is a folder: expected a YAML file", shown_path) from None
    except FileNotFoundError:
        raise BadInput("no such file", shown_path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a usable path"
        raise BadInput(f"cannot be read ({reason})", shown_path) from None
    if len(raw) > MAX_BYTES:
        raise BadInput(f"larger than {MAX_BYTES // 1_000_000} MB: expected a small YAML file", shown_path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadInput("not UTF-8 text", shown_path, line) from None
    return read_text(text, shown_path)


def read_text(text: str, name: str) -> Document:
    """Read one YAML mapping from text (an upload, a URL, an option); `name` stands for the file in messages."""
    document = _document(text, name)
    if document.value is None:
        raise BadInput("empty: expected keys and values", name)
    if not isinstance(document.value, dict):
        raise BadInput(f"expected keys and values, found {shown(document.value)}", name, 1, 1)
    return document


def read_value(text: str, name: str) -> Any:
    """Read one value as it would stand after a colon in a file (`0.3`, `true`, `[JPN, AUS]`)."""
    return _document(text, name).value


def _document(text: str, name: str) -> Document:
    if len(text) > MAX_BYTES:
        raise BadInput(f"larger than {MAX_BYTES // 1_000_000} MB: expected a small YAML text", name)
    if not _is_text(text):
        raise BadInput("not UTF-8 text", name)
    try:
        return _Builder(name).build(text)
    except BadInput:
        raise
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"not YAML: {error.problem or error.context or 'cannot be understood'}"
        raise BadInput(message, name, *_place(mark)) from None
    except YAMLError as error:
        raise BadInput(f"not YAML: {_first_line(error)}", name) from None
    except (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
        # The parser itself trips over a few malformed texts; to the user they are simply not YAML.
        raise BadInput(f"not YAML: {_first_line(error)}", name) from None


def _is_text(words: str) -> bool:
    return words.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in words)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__


def _place(mark: Any) -> tuple[int | None, int | None]:
    return (None, None) if mark is None else (mark.line + 1, mark.column + 1)


class _Builder:
    """Builds plain values from parser events, so that no limit can be passed before it is noticed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.keys: dict[Path_, Place] = {}
        self.values: dict[Path_, Place] = {}
        self.open: list[dict | list] = []
        self.path: list[str | int] = []
        self.pending_key: list[str | None] = []
        self.root: Any = None

    def build(self, text: str) -> Document:
        documents = nodes = 0
        for event in YAML(typ="safe", pure=True).parse(text):
            if isinstance(event, DocumentStartEvent):
                documents += 1
                self._check_document(event, documents)
            elif isinstance(event, NodeEvent):
                nodes += 1
                if nodes > MAX_NODES:
                    raise self._problem(f"more than {MAX_NODES:,} values", event)
                self._take(event)
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                self._close()
        return Document(self.root, self.name, self.keys, self.values)

    def _check_document(self, event: DocumentStartEvent, documents: int) -> None:
        if documents > 1:
            raise self._problem("a second document starts here: expected one", event)
        if event.tags or event.version not in (None, (1, 2)):
            raise self._problem("directives (%YAML, %TAG) are not used here", event)

    def _problem(self, message: str, event: Any) -> BadInput:
        return BadInput(message, self.name, *_place(event.start_mark))

    def _take(self, event: NodeEvent) -> None:
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise self._problem("anchors and aliases (&, *) are not used here: write the value out", event)
        if _tag(event) is not None:
            raise self._problem(f"tags ({shown(str(_tag(event)))}) are not used here", event)
        if isinstance(event, ScalarEvent) and not _is_text(event.value):
            raise self._problem("half a character (a lone surrogate): expected text", event)
        if self.open and isinstance(self.open[-1], dict) and self.pending_key[-1] is None:
            self._take_key(event)
            return
        if isinstance(event, ScalarEvent):
            self._put(self._scalar(event), event)
            return
        if len(self.open) >= MAX_DEPTH:
            raise self._problem(f"nested more than {MAX_DEPTH} deep", event)
        inside: dict | list = {} if isinstance(event, MappingStartEvent) else []
        self._put(inside, event)
        self.open.append(inside)
        self.pending_key.append(None)

    def _take_key(self, event: NodeEvent) -> None:
        if not isinstance(event, ScalarEvent):
            raise self._problem("a key must be a plain name", event)
        name = event.value
        if name in self.open[-1]:
            raise self._problem(f"duplicate key {shown(name)}", event)
        if event.style is None and name == "<<":
            raise self._problem("merge keys (<<) are not used here: write the values out", event)
        self.pending_key[-1] = name
        self.keys[(*self._here(), name)] = (event.start_mark.line + 1, event.start_mark.column + 1)

    def _here(self) -> Path_:
        return tuple(self.path[: max(len(self.open) - 1, 0)])

    def _put(self, value: Any, event: NodeEvent) -> None:
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        if not self.open:
            self.root = value
            self.values[()] = place
            return
        holder = self.open[-1]
        if isinstance(holder, dict):
            step: str | int = self.pending_key[-1] or ""
            holder[step] = value
            self.pending_key[-1] = None
        else:
            step = len(holder)
            holder.append(value)
        loc = (*self._here(), step)
        self.path[len(self.open) - 1 :] = [step]
        self.values[loc] = place

    def _close(self) -> None:
        self.open.pop()
        self.pending_key.pop()
        del self.path[len(self.open) :]

    def _scalar(self, event: ScalarEvent) -> Any:
        """One plain word by the YAML 1.2 core schema: `NO` is a name (Norway), `2026-01` is text."""
        word = event.value
        if event.style is not None:
            return word
        if word in NULLS:
            return None
        if word in TRUTHS:
            return TRUTHS[word]
        if ENDLESS.fullmatch(word):
            raise self._problem(f"{word} is not a number that can be used", event)
        if WHOLE.fullmatch(word):
            if len(word) > MAX_DIGITS:
                raise self._problem(f"number of {len(word)} digits: expected at most {MAX_DIGITS}", event)
            return int(word, 0) if word[:2] in ("0o", "0x") else int(word)
        if DECIMAL.fullmatch(word):
            number = float(word)
            if not math.isfinite(number):
                raise self._problem(f"{shown(word)} is too large a number", event)
            return number
        return word


def _tag(event: NodeEvent) -> object:
    """The explicit tag of a node, if any; sequences and mappings carry it under another name than scalars."""
    tag = getattr(event, "ctag", None) or getattr(event, "tag", None)
    return None if tag is None or str(tag) in ("", "None", "!") else tag
