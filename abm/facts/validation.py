"""From what a file says to a checked object; every refusal names the place, the value and what was expected."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from abm.facts.problems import BadInput, nearest, shown
from abm.facts.reading import Document, Path_

Model = TypeVar("Model", bound=BaseModel)

EXPECTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_type": "text",
    "tuple_type": "a list such as [USA, JPN]",
    "list_type": "a list such as [USA, JPN]",
    "frozen_set_type": "a list such as [USA, JPN]",
    "set_type": "a list such as [USA, JPN]",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
    "finite_number": "a finite number",
}


def validate(model: type[Model], data: Any, document: Document | None = None, loc: Path_ = ()) -> Model:
    """Make a `model` of `data`, which stands at `loc` in `document`; the first fault (top of the file) is refused.

    Checked as strict JSON: a list may become a tuple, a whole number a decimal one, and nothing else is coerced.
    """
    try:
        return model.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        document = document or Document({}, "")
        faults = error.errors(include_url=False)
        # A mistyped key is told before the key it leaves missing.
        worst = [fault for fault in faults if fault["type"] == "extra_forbidden"] or faults
        refusals = [_refusal(model, fault, document, loc) for fault in worst]
        raise min(refusals, key=lambda refusal: (refusal.line or 0, refusal.column or 0)) from None
    except RecursionError:
        raise BadInput("nested too deep") from None


def digest(content: Any) -> str:
    """A short name for exactly this content: 16 hexadecimal digits, the same on every machine and run."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.blake2b(canonical.encode(), digest_size=8).hexdigest()


def _refusal(model: type[BaseModel], fault: Any, document: Document, start: Path_) -> BadInput:
    loc: Path_ = fault["loc"]
    kind, value, context = fault["type"], fault["input"], fault.get("ctx", {})
    owner, info = _field_at(model, loc)
    here = (*start, *loc)
    if kind == "extra_forbidden":
        key = str(loc[-1])
        return document.problem(f"unknown key {shown(key)}{nearest(key, owner.model_fields)}", here, at_key=True)
    if kind == "missing":
        return document.problem(f"{shown(str(loc[-1]))} is missing", here[:-1])
    if kind == "union_tag_not_found":
        return document.problem('"kind" is missing: expected the kind of event', here)
    if kind == "union_tag_invalid":
        tag = context.get("tag")
        tags = [known.strip(" '") for known in str(context.get("expected_tags", "")).split(",")]
        return document.problem(f"kind = {shown(tag)}: unknown{nearest(tag, tags)}", (*here, "kind"))
    return document.problem(f"{_named(loc, owner)} = {shown(value)}: expected {_expectation(fault, info)}", here)


def _named(loc: Path_, owner: type[BaseModel]) -> str:
    """`nations.JPN` or `months`: the steps from the owning object down to the value."""
    names = [step for step in loc if step != "[key]"]
    while len(names) > 1 and str(names[0]) not in owner.model_fields:
        names = names[1:]
    words = ""
    for step in names:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if words else str(step)
    return words or "this"


def _expectation(fault: Any, info: FieldInfo | None) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        return bounds(info) or _one_bound(context)
    if kind == "literal_error":
        return str(context.get("expected", "a known word"))
    if kind == "string_too_long":
        return f"at most {context['max_length']} characters"
    if kind == "string_too_short":
        return "some text"
    if kind in ("too_long", "too_short"):
        wanted = "at most" if kind == "too_long" else "at least"
        return f"{wanted} {context.get('max_length', context.get('min_length'))} entries"
    if kind == "value_error":
        return str(context.get("error", fault["msg"])).removeprefix("expected ")
    return EXPECTED.get(kind, fault["msg"])


def _one_bound(context: dict[str, Any]) -> str:
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    return next((f"{words[key]} {limit:g}" for key, limit in context.items() if key in words), "another value")


def bounds(info: FieldInfo | None) -> str:
    """`0 to 1`, with its unit where the field declares one; empty when the field has no full range."""
    if info is None:
        return ""
    declared = {key: getattr(part, key, None) for part in metadata(info) for key in ("ge", "le") if hasattr(part, key)}
    low, high = declared.get("ge"), declared.get("le")
    if low is None or high is None:
        return ""
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    unit = str(extra.get("unit", ""))
    return f"{low:g} to {high:g} {unit}".rstrip()


def metadata(info: FieldInfo) -> Iterator[Any]:
    """Everything declared beside a field's type: its own constraints and those of the values inside it."""
    yield from info.metadata
    yield from _inside(info.annotation)


def _inside(annotation: Any) -> Iterator[Any]:
    for part in getattr(annotation, "__metadata__", ()):
        yield from getattr(part, "metadata", ()) or (part,)
    for part in get_args(annotation):
        yield from _inside(part)


def _field_at(model: type[BaseModel], loc: Path_) -> tuple[type[BaseModel], FieldInfo | None]:
    """The class that owns the value at `loc`, and its field there; steps naming an event's kind choose the class."""
    owner, info, here = model, None, [model]
    for step in loc:
        by_kind = {one.model_fields["kind"].default: one for one in here if "kind" in one.model_fields}
        holder = next((one for one in here if step in one.model_fields), None)
        if step in by_kind:
            owner, info, here = by_kind[step], None, [by_kind[step]]
        elif holder is not None:
            owner, info = holder, holder.model_fields[str(step)]
            here = list(_classes(info.annotation))
        elif isinstance(step, str) and here:
            owner = here[0]
    return owner, info


def _classes(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _classes(part)
