"""A study: one question, and everything that is varied to answer it, read from one YAML file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr

from abm.facts.events import MAX_MONTHS, AnyEvent, Word
from abm.facts.problems import BadInput, nearest, shown
from abm.facts.reading import Document, read_file, read_text
from abm.facts.scenario import DEFAULT, Sentence, shipped
from abm.facts.validation import validate

FOLDER = Path(__file__).resolve().parent / "studies"
MAX_SEEDS, MAX_SAMPLES, MAX_TRAJECTORIES = 10_000, 1 << 20, 100_000
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")

KINDS = ("factorial", "latin-hypercube", "sobol", "saltelli", "morris", "one-at-a-time", "table")
REDUCE = ("sum", "mean", "max", "min", "first", "last")
ACROSS = ("sum", "mean", "max", "min")


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _words(value: Any) -> Any:
    value = (value,) if isinstance(value, str) else _tuple(value)
    if not isinstance(value, tuple) or not value or not all(isinstance(one, str) and one for one in value):
        raise ValueError("expected a name, or a list of names")
    return value


def _arm(value: Any) -> Any:
    return {"name": Path(value).stem or value, "base": value} if isinstance(value, str) else value


def _lever(value: Any) -> Any:
    if isinstance(value, list):
        return {"values": tuple(value)}
    if isinstance(value, dict) and value:
        return value
    raise ValueError("expected a list of values, {low: , high: }, or {from: MIX}")


def _uncertain(value: Any) -> Any:
    if value in ("all", "none"):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return dict.fromkeys(value)
    if isinstance(value, dict):
        return value
    raise ValueError("expected all, none, a list of parameters, or parameters with {low: , high: }")


def _some(value: Any) -> Any:
    # Not by the length that the schema allows: that would be told of a list whose only entry is wrong.
    if value is not None and not value:
        raise ValueError("expected at least one")
    return value


def _column(value: Any) -> Any:
    if not isinstance(value, str) or NAME.fullmatch(value) is None:
        raise ValueError("expected a name of letters, digits and _, that begins with a letter")
    return value


Some = AfterValidator(_some)
Column = Annotated[str, BeforeValidator(_column)]
Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Number = Annotated[float, Field(ge=-1e12, le=1e12)]


class Part(BaseModel):
    """What all parts of a study file have in common: fixed once read, and nothing in them that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, populate_by_name=True)


class Arm(Part):
    """One policy mix of the study: a mix by name or file, perhaps with some levers moved."""

    name: Word = Field(description="what it is called in tables")
    base: Word = Field(description="the mix it is made from, by name or file")
    set: Annotated[tuple[Word, ...], BeforeValidator(_tuple)] = Field((), description="levers moved, as in BuyNational.price_factor=0.3")


class Lever(Part):
    """One lever that is varied in every mix: over some values, over a range, or an instrument put in or left as it is."""

    values: Annotated[tuple[Any, ...], BeforeValidator(_tuple), Field(max_length=1000), Some] | None = None
    low: Number | None = None
    high: Number | None = None
    of: Word | None = Field(None, alias="from", description="the mix from which the whole instrument is taken where it is switched on")


class Range(Part):
    """The part of a parameter's own range that the study looks at."""

    low: Number
    high: Number


class EventSet(Part):
    """Events added to those of the scenario."""

    name: Word
    events: Annotated[tuple[AnyEvent, ...], Field(max_length=500), BeforeValidator(_tuple)] = ()


class Design(Part):
    """How the space of levers and uncertainties is covered; mixes and events are always crossed with all of it.

    factorial: every value of every lever, each under the same `samples` futures (one, at the central values, if none).
    latin-hypercube, sobol (the sequence, a power of 2, which can be extended): levers and uncertainties drawn together.
    saltelli, morris: what Sobol' indices and elementary effects are computed from. one-at-a-time: each to its ends.
    table: rows of a CSV file, or a DataFrame given in Python.
    """

    kind: Literal["factorial", "latin-hypercube", "sobol", "saltelli", "morris", "one-at-a-time", "table"] = "latin-hypercube"
    samples: Annotated[int, Field(ge=1, le=MAX_SAMPLES)] | None = Field(None, description="points of the sample")
    trajectories: Annotated[int, Field(ge=2, le=MAX_TRAJECTORIES)] = Field(10, description="walks through the space (morris)")
    levels: Annotated[int, Field(ge=2, le=100)] = Field(4, description="steps of the grid (morris), or values of a range (factorial)")
    second_order: bool = Field(False, description="whether indices of pairs are wanted too (saltelli)")
    dummy: bool = Field(False, description="whether an input that does nothing is added, to see what counts as nothing")
    file: Word | None = Field(None, description="the CSV file (table)")
    seed: Annotated[int, Field(ge=0, le=2**31)] = Field(0, description="seed of the sampler; runs have seeds of their own")


class Series(Part):
    """A metric by month, for some systems, nations or the like."""

    name: Column = Field(description="the column in which it stands")
    metric: Word = Field(description="which metric (surge list metrics)")
    over: Annotated[dict[Word, Words], Field(max_length=10)] = Field({}, description="which rows of it: system: X, nation: [Y, Z]")
    across: Literal["sum", "mean", "max", "min"] | None = Field(None, description="how the rows that are left are made one")


class Outcome(Series):
    """One number a case: a metric, for some systems, nations or the like, over some months."""

    months: Annotated[tuple[int, int], BeforeValidator(_tuple)] | None = Field(
        None, description="first and last month that count, from 0; all from `since` on if none"
    )
    since: Literal["onset", "start"] = Field("onset", description="whether months count from the first of war or from the scenario's start")
    reduce: Literal["sum", "mean", "max", "min", "first", "last"] | None = Field(None, description="how months are made one number")
    meaning: Sentence = Field("", description="what it says of the world, for tables; told by the metric if empty")


def _series(value: Any) -> Any:
    return {"name": value, "metric": value} if isinstance(value, str) else value


class Study(Part):
    """One question, a prediction written before anything ran, and everything that is varied to answer it."""

    name: Word
    title: Annotated[str, Field(min_length=1, max_length=200)]
    question: Sentence = ""
    prediction: Sentence = Field("", description="what we expect and why, written before running")
    scenario: Word = Field(DEFAULT, description="by name or file")
    months: Annotated[int, Field(ge=1, le=MAX_MONTHS)] | None = Field(None, description="how long, instead of the scenario's own length")
    mixes: Annotated[tuple[Annotated[Arm, BeforeValidator(_arm)], ...], Field(max_length=500), BeforeValidator(_tuple), Some] = (
        Arm(name="today", base="today"),
    )
    levers: Annotated[dict[Word, Annotated[Lever, BeforeValidator(_lever)]], Field(max_length=200)] = {}
    uncertainties: Annotated[Any, BeforeValidator(_uncertain)] = Field("all", description="parameters of the model that we do not know")
    events: Annotated[tuple[EventSet, ...], Field(max_length=500), BeforeValidator(_tuple)] = ()
    design: Design = Design()
    seeds: Annotated[int, Field(ge=1, le=MAX_SEEDS)] = Field(1, description="repetitions of every row, numbered from 0")
    outcomes: Annotated[tuple[Outcome, ...], Field(max_length=500), BeforeValidator(_tuple), Some]
    series: Annotated[tuple[Annotated[Series, BeforeValidator(_series)], ...], Field(max_length=100), BeforeValidator(_tuple)] = ()

    _document: Document | None = PrivateAttr(None)

    def problem(self, message: str, *loc: str | int, at_key: bool = False) -> BadInput:
        """A refusal that points into the file the study was read from, if it was."""
        document = self._document or Document({}, f"study {self.name}")
        return document.problem(message, loc, at_key)

    def resized(self, samples: int | None = None, seeds: int | None = None) -> Study:
        """The same study at another size: points of its sample (trajectories, for morris), repetitions of each row."""
        design = self.design
        if samples is not None:
            size = "trajectories" if design.kind == "morris" else "samples"
            design = validate(Design, design.model_dump(mode="json") | {size: samples})
        if seeds is not None and not 1 <= seeds <= MAX_SEEDS:
            raise BadInput(f"--seeds {seeds}: expected 1 to {MAX_SEEDS}")
        other = self.model_copy(update={"design": design, "seeds": self.seeds if seeds is None else seeds})
        other._document = self._document
        return other

    @property
    def text(self) -> str | None:
        """The file as it was read; None for a study made in Python."""
        return self._text

    _text: str | None = PrivateAttr(None)


def list_studies() -> list[str]:
    """The studies that are shipped, by name."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load_study(name_or_path: str | Path | Study) -> Study:
    """A shipped study by name, or any study file by its path."""
    if isinstance(name_or_path, Study):
        return name_or_path
    path = shipped(name_or_path, FOLDER)
    if path is None:
        raise BadInput(f"unknown study {shown(str(name_or_path))}{nearest(name_or_path, list_studies())}")
    return read_study(read_file(path), Path(path).stem, Path(path))


def parse_study(text: str, name: str) -> Study:
    """A study from the text of a file."""
    study = read_study(read_text(text, f"{name}.yaml"), name)
    study._text = text
    return study


def read_study(document: Document, name: str, path: Path | None = None) -> Study:
    """A study from a document that has been read; the file's name is the study's."""
    if "name" in document.value:
        raise document.problem('unknown key "name": a study is named by its file', ("name",), at_key=True)
    study = validate(Study, {**document.value, "name": name[:100] or "unnamed"}, document)
    study._document = document
    if path is not None:
        study._text = path.read_text(encoding="utf-8-sig")
    return study
