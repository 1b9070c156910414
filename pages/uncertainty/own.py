"""A visitor's own study, taken from a browser: data only, bounded, checked by the core, and never a way to any file."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

from abm.facts.problems import BadInput, shown
from abm.facts.scenario import list_scenarios
from abm.rules.mix import list_mixes
from experiments.plan import plan_study
from experiments.study import Study, parse_study
from pages.explore.own import MOST_BYTES

MOST_CASES = 50_000
"""Cases of such a study; larger ones are for the command line."""
MOST = {"mixes": 24, "levers": 24, "events": 24, "outcomes": 60, "series": 24}
"""Parts of such a study, so that checking it takes a moment."""
MOST_VALUES = 100
FILE = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9_-]{0,59})\.ya?ml")


def received(name: str, size: int, data: str) -> tuple[str, str]:
    """Name and text of a study file as a browser hands it over (`data` in base 64), checked; raises `BadInput` in one line."""
    match = FILE.fullmatch(name)
    if match is None:
        raise BadInput(f"{shown(name)}: expected a file of at most 60 letters, digits, - and _ whose name ends in .yaml")
    if size > MOST_BYTES or len(data) > 2 * MOST_BYTES:
        raise BadInput(f"{name} is larger than {MOST_BYTES // 1000} kB: expected a study file, which is small")
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput(f"{name} did not arrive whole: choose it again") from None
    if len(raw) > MOST_BYTES:
        raise BadInput(f"{name} is larger than {MOST_BYTES // 1000} kB: expected a study file, which is small")
    try:
        text = raw.decode("utf-8-sig")
        own_study(text, match["name"])
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{name}:{line}: not UTF-8 text") from None
    except BadInput as problem:
        raise BadInput(str(problem)) from None  # with its line in the file
    return match["name"], text


def own_study(text: str, name: str) -> Study:
    """The study of an uploaded text, every name of it looked up among what is shipped."""
    study = parse_study(text, name)
    _check_names(study)
    _check_parts(study)
    if study.design.kind == "table":
        raise study.problem("a table stands in a file of its own, which a browser cannot hand over: run it on the command line", "design")
    plan = plan_study(study)
    if plan.size > MOST_CASES:
        raise study.problem(f"{plan.size:,} cases: expected at most {MOST_CASES:,} here; run more on the command line", "design")
    return study


def folder_name(name: str, text: str) -> str:
    """What its results are called: the same text always the same, another text another."""
    return f"{name}-{hashlib.blake2b(text.encode(), digest_size=4).hexdigest()}"


def _check_names(study: Study) -> None:
    """Refuse whatever would lead to a file of this machine."""
    named = [("scenario", study.scenario, list_scenarios(), ("scenario",))]
    named += [("policy mix", arm.base, list_mixes(), ("mixes", place)) for place, arm in enumerate(study.mixes)]
    named += [("policy mix", lever.of, list_mixes(), ("levers", name)) for name, lever in study.levers.items() if lever.of is not None]
    for what, name, known, loc in named:
        if name not in known:
            raise study.problem(f"{shown(name)}: expected a shipped {what} by name (files of this machine are not read)", *loc)
    if study.design.file is not None:
        raise study.problem("files of this machine are not read", "design", "file")


def _check_parts(study: Study) -> None:
    """Refuse a study that would take long only to be checked."""
    for part, most in MOST.items():
        if len(getattr(study, part)) > most:
            raise study.problem(f"{len(getattr(study, part))} {part}: expected at most {most} here", part)
    for name, lever in study.levers.items():
        if len(lever.values or ()) > MOST_VALUES:
            raise study.problem(f"{len(lever.values)} values: expected at most {MOST_VALUES} here", "levers", name)
