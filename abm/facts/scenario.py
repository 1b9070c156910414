"""A scenario: what happens to us. When and how long, who takes part, and the events that befall them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr
from ruamel.yaml import YAML

from abm.facts.catalogue import Facts
from abm.facts.events import MAX_MONTHS, AnyEvent, CalendarMonth, Loan, Loc, Names, Word
from abm.facts.fixed import Fixed
from abm.facts.history import HELD, as_of, holders, working
from abm.facts.problems import BadInput, nearest, shown
from abm.facts.reading import Document, read_file, read_text
from abm.facts.validation import digest, validate

FOLDER = Path(__file__).resolve().parents[1] / "scenarios"
DEFAULT = "indo-pacific-2026"
MAX_FLOW_STEPS, MAX_LINES = 31, 200_000
GROWN = "scale-"
WORDS = {"name", "title", "question", "sources"}
FIELDED = ("system", "service", "platform")


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


Sentence = Annotated[str, Field(max_length=2000)]
Made = Annotated[float, Field(gt=0, le=1e9)]
Held = Annotated[float, Field(ge=0, le=1e9)]


def _by_nation(number: Any) -> Any:
    row = Annotated[dict[Word, number], Field(min_length=1, max_length=300), AfterValidator(Fixed)]
    return Annotated[dict[Word, row], Field(max_length=300), AfterValidator(Fixed)]


def _units(meaning: str, unit: str) -> Any:
    return Field(Fixed(), description=meaning, json_schema_extra={"unit": unit})


class Scenario(BaseModel):
    """One future, read from one YAML file: fixed, hashed, and the same object wherever it is used."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    name: Word
    title: Annotated[str, Field(min_length=1, max_length=200)] = Field(description="what it is called on screens and in tables")
    question: Sentence = Field("", description="what it is meant to answer")
    start: CalendarMonth = Field("2026-01", description="calendar month of the first month")
    months: Annotated[int, Field(ge=1, le=MAX_MONTHS)] = Field(120, description="how long it runs")
    flow_steps: Annotated[int, Field(ge=1, le=MAX_FLOW_STEPS)] = Field(
        4, description="parts of a month in which goods flow; 4 is about a week"
    )
    nations: Names = Field("all", description="who takes part: all, or a list of nations (surge data nations)")
    products: Names = Field("all", description="which systems and services are followed: all, or a list (surge data products)")
    parts: Names = Field("all", description="which parts and materials are followed: all, or a list; the others count as plentiful")
    lines: Annotated[int, Field(ge=1, le=MAX_LINES)] | None = Field(
        None, description="production lines to which the sub-tier is grown; empty leaves the public record as it is"
    )
    stocks: Literal["public", "sustained"] = Field(
        "public", description="what magazines hold at the start: public (as on record), or sustained (what today's rates keep up)"
    )
    rates: _by_nation(Made) = _units("what each nation's lines made at the start, by product; empty means as on record", "unit/year")
    orders: _by_nation(Held) = _units(
        "what each nation bought in peace; otherwise as much less as all lines of the product made", "unit/year"
    )
    stocks_of: _by_nation(Held) = _units("what each nation held at the start", "unit")
    requirements: _by_nation(Held) = _units("what each nation planned to hold at the start", "unit")
    uses: _by_nation(Held) = _units("what each nation fires at full intensity", "unit/day")
    parameters: Annotated[dict[Word, float], Field(max_length=500), AfterValidator(Fixed)] = Field(
        Fixed(), description="numbers of behaviour that are to differ from their defaults, by name"
    )
    events: Annotated[tuple[AnyEvent, ...], Field(max_length=500), BeforeValidator(_tuple)] = Field((), description="what befalls us")
    sources: Annotated[tuple[Sentence, ...], Field(max_length=200), BeforeValidator(_tuple)] = Field(
        (), description="where the figures and assumptions come from, for the reader"
    )

    _document: Document | None = PrivateAttr(None)

    @cached_property
    def hash(self) -> str:
        """A short name for everything that can change a number; titles, questions, notes and sources cannot."""
        content = self.model_dump(mode="json", exclude=WORDS)
        for event, written in zip(self.events, content["events"], strict=True):
            written["start"] = event.opens(self.start)
            del written["note"]
        return digest(content)

    def __eq__(self, other: object) -> bool:
        """Equal when every field is, wherever each was read from."""
        return isinstance(other, Scenario) and self.model_dump() == other.model_dump()

    def __hash__(self) -> int:
        """Follow the contents."""
        return hash((self.name, self.hash))

    def varied(self, months: int | None = None, flow_steps: int | None = None) -> Scenario:
        """The same future seen for longer or shorter, or in finer parts; events after its end are left out."""
        changes: dict[str, Any] = {}
        if months is not None and months != self.months:
            kept = tuple(event for event in self.events if event.opens(self.start) < months)
            changes |= {"months": months, "events": kept}
        if flow_steps is not None:
            changes["flow_steps"] = flow_steps
        varied = Scenario(**{name: getattr(self, name) for name in type(self).model_fields} | changes)
        varied._document = self._document if varied.events == self.events else None
        return varied

    def with_event(self, *events: AnyEvent) -> Scenario:
        """The same future, and one event more, or several."""
        return Scenario(**{name: getattr(self, name) for name in type(self).model_fields} | {"events": (*self.events, *events)})

    def to_yaml(self) -> str:
        """The scenario as the text of a file that reads back as the same object (its name is the file's)."""
        content = self.model_dump(mode="json", exclude={"name"}, exclude_defaults=True)
        if self.events:
            kinds = ({"kind": event.kind} for event in self.events)
            content["events"] = [kind | written for kind, written in zip(kinds, content["events"], strict=True)]
        yaml = YAML(typ="safe", pure=True)
        yaml.default_flow_style, yaml.sort_base_mapping_type_on_output, yaml.width = False, False, 10_000
        yaml.allow_unicode = True
        yaml.representer.ignore_aliases = lambda *_: True
        text = StringIO()
        yaml.dump(content, text)
        return text.getvalue()

    def problem(self, message: str, loc: Loc = (), at_key: bool = False) -> BadInput:
        """A refusal that points into the file the scenario was read from, if it was."""
        document = self._document or Document({}, f"scenario {self.name}")
        return document.problem(message, loc, at_key)

    def check(self, facts: Facts, parameters: Mapping[str, Any] = Fixed()) -> Scenario:
        """Refuse names that lead nowhere and values out of a parameter's range; return the scenario itself."""
        takes_part = set(facts.nations) if self.nations == "all" else set(self.nations)
        known = {
            "nation": set(facts.nations),
            "system": {name for name, product in facts.products.items() if product.kind in FIELDED},
            "product": set(facts.products),
            "part": {name for name, product in facts.products.items() if product.kind not in FIELDED},
            "theatre": {nation.theatre for nation in facts.nations.values()},
        }
        for loc, kind, name in self._named():
            if name not in known[kind]:
                raise self.problem(f"unknown {kind} {shown(name)}{nearest(name, known[kind])}", loc, loc[-1] == name)
            if kind == "nation" and name not in takes_part:
                raise self.problem(f"nation {shown(name)} takes no part here: add it to nations", loc, loc[-1] == name)
        self._check_history(facts)
        self._check_parameters(parameters)
        return self

    def followed(self, facts: Facts) -> Facts:
        """The public record as of the scenario's start, with only the parts it follows; every other part counts as plentiful."""
        facts = as_of(facts, self.rates, {name: getattr(self, name) for name in HELD})
        if self.parts == "all":
            return facts
        return replace(facts, recipes=tuple(row for row in facts.recipes if row.input in self.parts))

    def _named(self) -> Iterator[tuple[Loc, str, str]]:
        for field, kind in (("nations", "nation"), ("products", "system"), ("parts", "part")):
            listed: Iterable[str] = () if getattr(self, field) == "all" else getattr(self, field)
            yield from (((field, place), kind, name) for place, name in enumerate(listed))
        for field in ("rates", *HELD):
            for product, row in getattr(self, field).items():
                yield (field, product), "product" if field == "rates" else "system", product
                yield from (((field, product, nation), "nation", nation) for nation in row)
        for place, event in enumerate(self.events):
            yield from ((("events", place, *loc), kind, name) for loc, kind, name in event.named())

    def _check_history(self, facts: Facts) -> None:
        held = holders(facts)
        for field in ("rates", *HELD):
            for product, row in getattr(self, field).items():
                for nation in row:
                    loc = (field, product, nation)
                    if field == "rates" and not working(facts, product, nation):
                        raise self.problem(f"{nation} has no working line of {product}: expected a nation that makes it today", loc, True)
                    if field != "rates" and (product, nation) not in held:
                        raise self.problem(f"{nation} has no magazine of {product}: expected a nation that holds it", loc, True)
        for place, event in enumerate(self.events):
            if isinstance(event, Loan):
                self._check_loan(event, ("events", place), held)

    def _check_loan(self, loan: Loan, loc: Loc, held: set[tuple[str, str]]) -> None:
        if self.products != "all" and loan.product not in self.products:
            raise self.problem(f"{loan.product} is not followed here: add it to products", (*loc, "product"))
        for role in ("lender", "borrower"):
            nation = getattr(loan, role)
            if (loan.product, nation) not in held:
                message = f"{nation} has no magazine of {loan.product}: expected a nation that holds it"
                raise self.problem(message, (*loc, role))

    def _check_parameters(self, parameters: Mapping[str, Any]) -> None:
        for name, value in self.parameters.items():
            loc = ("parameters", name)
            if name not in parameters:
                raise self.problem(f"unknown parameter {shown(name)}{nearest(name, parameters)}", loc, at_key=True)
            low, high = getattr(parameters[name], "low", None), getattr(parameters[name], "high", None)
            if (low is not None and value < low) or (high is not None and value > high):
                unit = getattr(parameters[name], "unit", "")
                raise self.problem(f"{name} = {value:g}: expected {low:g} to {high:g} {unit}".rstrip(), loc)


def list_scenarios() -> list[str]:
    """The scenarios that are shipped, by name."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load_scenario(name_or_path: str | Path) -> Scenario:
    """A shipped scenario by name (`scale-5000` grows the default to 5,000 lines), or any scenario file by its path."""
    if isinstance(name_or_path, Scenario):
        return name_or_path
    path = shipped(name_or_path, FOLDER)
    if path is not None:
        return read_scenario(read_file(path), Path(path).stem)
    name = str(name_or_path)
    size = name.removeprefix(GROWN)
    if name.startswith(GROWN) and size.isascii() and size.isdigit() and len(size) < 10:
        return _grown(int(size))
    raise BadInput(f"unknown scenario {shown(name)}{nearest(name, list_scenarios())}")


def shipped(name_or_path: str | Path, folder: Path) -> Path | None:
    """The file meant: anything that looks like a path is one; a bare name is looked up in `folder`."""
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or "/" in text or "\\" in text or text.endswith((".yaml", ".yml")):
        return Path(text)
    return next((path for path in folder.glob("*.yaml") if path.stem == text), None)


def parse_scenario(text: str, name: str) -> Scenario:
    """A scenario from the text of a file (an upload, a URL)."""
    return read_scenario(read_text(text, f"{name}.yaml"), name)


def read_scenario(document: Document, name: str) -> Scenario:
    """A scenario from a document that has been read; the file's name is the scenario's."""
    if "name" in document.value:
        raise document.problem('unknown key "name": a scenario is named by its file', ("name",), at_key=True)
    scenario = validate(Scenario, {**document.value, "name": name[:100] or "unnamed"}, document)
    scenario._document = document
    for place, event in enumerate(scenario.events):
        opens = event.opens(scenario.start)
        if not 0 <= opens < scenario.months:
            horizon = f"{scenario.start} and {scenario.months} months on"
            message = f"start = {shown(event.start)}: expected a month within the scenario, between {horizon}"
            raise document.problem(message, ("events", place, "start"))
    return scenario


def _grown(lines: int) -> Scenario:
    """The default scenario with its sub-tier grown to `lines` production lines."""
    if not 1 <= lines <= MAX_LINES:
        raise BadInput(f"scenario {GROWN}{lines}: expected {GROWN}1 to {GROWN}{MAX_LINES}")
    scenario = load_scenario(DEFAULT)
    content = {name: getattr(scenario, name) for name in Scenario.model_fields}
    return Scenario(**content | {"name": f"{GROWN}{lines}", "lines": lines})
