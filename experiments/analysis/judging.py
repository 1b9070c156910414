"""How a study is judged: what was expected of it, as sentences that numbers can prove wrong, and which analyses its report shows.

It stands in a file beside the study, written before the study ran: `experiments/judging/NAME.yaml` for a shipped study, or any file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from abm.facts.reading import Document, read_file, read_text
from abm.facts.scenario import Sentence, shipped
from abm.facts.validation import validate
from experiments.study import Number, Part, Word, _tuple

FOLDER = Path(__file__).resolve().parents[1] / "judging"

Arm = dict[Word, Any]


class Expected(Part):
    """One sentence that the study can prove wrong, and what decides it: a number for each future, and the bounds it should keep to.

    The number is `of`, in the arm `where`, held against the arm `against` on a scale; less the same for `beyond`, where that is named.
    For a pair of levers it is their contrast, in per cent of the outcome with every lever off.
    """

    says: Sentence
    of: Word = Field(description="the outcome")
    where: Arm = Field({}, description="the arm: mix, events or levers")
    against: Arm | None = Field(None, description="the arm it is held against")
    scale: Literal["level", "difference", "percent", "ratio"] | None = Field(None, description="percent if none, level without `against`")
    beyond: Word | None = Field(None, description="another outcome, whose number is taken off")
    pair: Annotated[tuple[Word, Word], BeforeValidator(_tuple)] | None = Field(None, description="two levers, for their contrast")
    above: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Expected:
        if self.above is None and self.below is None:
            raise ValueError("expected above, below, or both")
        return self

    @property
    def on(self) -> str:
        """The scale."""
        return self.scale or ("percent" if self.against is not None else "level")


class Discover(Part):
    """When something happens: the box of futures (and shocks) in which an outcome is beyond a bound."""

    says: Sentence = Field(description="what happens there, in words")
    of: Word
    where: Arm = Field({})
    below: Number | None = None
    above: Number | None = None
    shocks: bool = Field(False, description="whether names of event sets such as `minerals+sea` are taken apart into shocks of their own")


class Robust(Part):
    """Which arm is robust in one outcome."""

    of: Word
    enough: Number | None = Field(None, description="what satisfies")


class Sensitive(Part):
    """Which inputs one outcome hangs on; the design must be `morris` or `saltelli`."""

    of: Word
    where: Arm = Field({})


Names = Annotated[tuple[Word, ...], BeforeValidator(_tuple)]


class Judging(Part):
    """What was expected, which way is better, and what the report shows."""

    expected: Annotated[tuple[Expected, ...], BeforeValidator(_tuple)] = ()
    better: dict[Word, Literal["more", "less"]] = Field({}, description="which way is better, by outcome; more if not told")
    against: Arm | None = Field(None, description="the arm that all others are held against; the study's first mix if none")
    arms: Annotated[tuple[Arm, ...], BeforeValidator(_tuple)] = Field((), description="the arms shown; all mixes if none")
    points: Names = Field((), description="outcomes whose effects are told as differences instead of per cent")
    half: Annotated[float, Field(gt=0)] = Field(0.5, description="half-width wanted of a mean effect, in per cent, that says when to stop")
    discover: Annotated[tuple[Discover, ...], BeforeValidator(_tuple)] = ()
    robustness: Annotated[tuple[Robust, ...], BeforeValidator(_tuple)] = ()
    front: Names = Field((), description="objectives of the Pareto front")
    interactions: Names = Field((), description="outcomes for which pairs of levers are contrasted")
    sensitivity: Annotated[tuple[Sensitive, ...], BeforeValidator(_tuple)] = ()
    figure: Literal["verdicts", "effects", "curves", "boxes", "front", "interactions", "sensitivity"] = "verdicts"
    leaves_out: Sentence = ""

    _document: Document | None = PrivateAttr(None)

    def more(self, outcome: str) -> bool:
        """Whether more of an outcome is better."""
        return self.better.get(outcome, "more") == "more"


def load_judging(name_or_path: str | Path) -> Judging | None:
    """The judging of a shipped study by name, or any file by its path; None where a shipped study has none."""
    path = shipped(name_or_path, FOLDER)
    if path is None or not Path(path).exists():
        return None
    return _read(read_file(path))


def parse_judging(text: str, name: str = "judging") -> Judging:
    """A judging from the text of a file."""
    return _read(read_text(text, f"{name}.yaml"))


def _read(document: Document) -> Judging:
    judging = validate(Judging, document.value, document)
    judging._document = document
    return judging
