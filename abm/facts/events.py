"""What can happen in a scenario: one class for each kind of event, found here by its `kind`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from abm.facts.fixed import Fixed
from abm.facts.problems import shown

MAX_MONTHS = 600
MATERIALS = "all materials"
"""Every product that the record calls a material, in one word."""

MONTH = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])")

Loc = tuple[str | int, ...]
LooseEnd = tuple[Loc, str, str]
"""A name to look up: where it stands, what kind of thing it should be, and the name."""


def is_month(value: Any) -> bool:
    """Whether this is a calendar month such as 2026-01."""
    return isinstance(value, str) and MONTH.fullmatch(value) is not None


def month_number(month: str) -> int:
    """Months since year nought, so that two calendar months can be subtracted."""
    year, number = month.split("-")
    return 12 * int(year) + int(number) - 1


def _calendar(value: Any) -> Any:
    if not is_month(value):
        raise ValueError("expected a month such as 2026-01")
    return value


def _moment(value: Any) -> Any:
    if is_month(value) or (type(value) is int and 0 <= value < MAX_MONTHS):
        return value
    raise ValueError(f"expected a month such as 2030-01, or a month of the scenario from 0 to {MAX_MONTHS - 1}")


def names(value: Any) -> Any:
    """`all`, or a tuple of names each written once."""
    if value == "all":
        return value
    if not isinstance(value, list | tuple) or not value or not all(isinstance(one, str) and one for one in value):
        raise ValueError("expected all, or a list such as [USA, JPN]")
    if len(value) > 300:
        raise ValueError("expected at most 300 names")
    twice = next((one for place, one in enumerate(value) if one in value[:place]), None)
    if twice is not None:
        raise ValueError(f"expected each name once, {shown(twice)} stands there twice")
    return tuple(value)


def _goods(value: Any) -> Any:
    return value if value == MATERIALS else names(value)


Word = Annotated[str, Field(min_length=1, max_length=100)]
Share = Annotated[float, Field(ge=0, le=1)]
CalendarMonth = Annotated[str, BeforeValidator(_calendar)]
Moment = Annotated[int | str, BeforeValidator(_moment)]
Names = Annotated[tuple[str, ...] | Literal["all"], BeforeValidator(names)]
Goods = Annotated[tuple[str, ...] | Literal["all", "all materials"], BeforeValidator(_goods)]
Shares = Annotated[dict[Word, Share], Field(min_length=1, max_length=300), AfterValidator(Fixed)]


NAMING = {
    "theatre": "theatre", "nation": "nation", "nations": "nation", "lender": "nation", "borrower": "nation",
    "product": "product", "products": "product", "budget_products": "product",
}  # fmt: skip
"""Fields of events that name things on record, and the kind of thing."""

ONE = ("theatre", "nation", "lender", "borrower", "product")
"""Those that name one thing; the others list several, or say `all`."""


class Event(BaseModel):
    """Something that befalls us from `start`, for some months."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    kind: str
    start: Moment = Field(description="first month: a calendar month, or a number counted from the scenario's start")
    months: Annotated[int, Field(ge=1, le=MAX_MONTHS)] = Field(description="how long it lasts", json_schema_extra={"unit": "months"})
    note: Annotated[str, Field(max_length=2000)] = ""

    def opens(self, scenario_start: str) -> int:
        """The first month of the event, counted from the scenario's start."""
        if isinstance(self.start, int):
            return self.start
        return month_number(self.start) - month_number(scenario_start)

    def named(self) -> Iterator[LooseEnd]:
        """The nations, products and theatres the event names, to be looked up before anything runs; words such as `all` name nothing."""
        for field, kind in NAMING.items():
            value = getattr(self, field, ())
            if field in ONE and value:
                yield (field,), kind, value
            elif isinstance(value, dict):
                yield from (((field, name), kind, name) for name in value)
            elif isinstance(value, tuple):
                yield from (((field, place), kind, name) for place, name in enumerate(value))


class Conflict(Event):
    """War in one theatre: the nations drawn in use rounds at war rates, and their munitions money grows."""

    kind: Literal["conflict"] = "conflict"
    theatre: Word = Field(description="where it is fought")
    nations: Shares = Field(description="share of its own full war use that each nation fires")
    intensity: Annotated[float, Field(ge=0, le=3)] = Field(1.0, description="war use as a multiple of the planning rate")
    budget_factor: Annotated[float, Field(ge=1, le=10)] = Field(
        1.0, description="munitions money of the nations drawn in, as a multiple of peacetime"
    )
    budget_lag: Annotated[int, Field(ge=0, le=60)] = Field(
        6, description="months from the first shot until that money is there", json_schema_extra={"unit": "months"}
    )
    budget_products: Names = Field(
        "all", description="what the money beyond peacetime is voted for: a list, or all; peacetime money is spent as before"
    )


class Budget(Event):
    """Munitions money rises or falls in some nations: an emergency vote, or a lean year."""

    kind: Literal["budget"] = "budget"
    nations: Names = Field("all", description="whose money")
    factor: Annotated[float, Field(ge=0, le=10)] = Field(description="money as a multiple of what it would have been")
    products: Names = Field("all", description="what added money is voted for: a list, or all; a list only where money rises")

    @model_validator(mode="after")
    def _cut_for_all(self) -> Budget:
        if self.products != "all" and self.factor < 1.0:
            raise ValueError("expected products: all where money falls (factor below 1)")
        return self


class Disruption(Event):
    """A share of one nation's output of one product is lost for a while; never a named plant."""

    kind: Literal["disruption"] = "disruption"
    nation: Word = Field(description="where output is lost")
    product: Word = Field(description="the system, component, material or service")
    share: Share = Field(description="share of that nation's output of it that is lost")


class Embargo(Event):
    """Some nations stop sending some products abroad; what they make for themselves goes on."""

    kind: Literal["embargo"] = "embargo"
    nations: Names = Field(description="who stops exporting")
    products: Goods = Field("all materials", description="what no longer crosses their borders: a list, all materials, or all")


class Blockade(Event):
    """The sea routes of a theatre are contested: voyages between its nations, to them and from them take longer."""

    kind: Literal["blockade"] = "blockade"
    theatre: Word = Field(description="whose routes")
    factor: Annotated[float, Field(ge=1, le=5)] = Field(
        description="time under way as a multiple of the usual passage", json_schema_extra={"unit": "ratio"}
    )


class MindChange(Event):
    """Governments change their mind, after an election or in a quarrel over money: firms trust their contracts less."""

    kind: Literal["mind_change"] = "mind_change"
    nations: Names = Field("all", description="whose contracts")
    factor: Share = Field(description="how far they are still taken at their word: 1 as before, 0 not at all")


class Loss(Event):
    """A share of what some nations keep near the fighting is lost; never a named depot."""

    kind: Literal["loss"] = "loss"
    nations: Names = Field("all", description="whose forward stocks")
    share: Share = Field(description="share of them lost by the end, evenly over the months")


class Loan(Event):
    """A nation hands rounds from its magazine to another's, as their governments agreed; what is given back is another loan."""

    kind: Literal["loan"] = "loan"
    lender: Word = Field(description="whose magazine it leaves")
    borrower: Word = Field(description="whose magazine it reaches, in the same month: voyages of loans are not followed")
    product: Word = Field(description="the system")
    units: Annotated[float, Field(gt=0, le=1e9)] = Field(
        description="how many in all, evenly over the months, as far as the lender holds them", json_schema_extra={"unit": "units"}
    )

    @model_validator(mode="after")
    def _between_two(self) -> Loan:
        if self.lender == self.borrower:
            raise ValueError("expected a borrower other than the lender")
        return self


EVENTS: dict[str, type[Event]] = {kind.model_fields["kind"].default: kind for kind in Event.__subclasses__()}
AnyEvent = Annotated[Union[tuple(EVENTS.values())], Field(discriminator="kind")]  # noqa: UP007 - built from what is above
