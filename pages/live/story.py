"""The story of one nation, system, line or link in the run shown: month by month, in plain words, what happened to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from abm import AllianceModel
from abm.facts.problems import BadInput, nearest, shown
from abm.state.base import Base
from pages.live import telling
from pages.live.deciding import Opening

KINDS = ("nation", "system", "line", "link")
FOUNDED = "NEW."
"""How lines are named that nobody runs today."""


@dataclass(frozen=True)
class Subject:
    """Whose story: its kind, its row in that kind's table (for a system, its product), and the words that name it in an address."""

    kind: str
    row: int
    words: str


@dataclass(frozen=True)
class Told:
    """What happened in one month, a sentence each."""

    month: int
    said: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """A story so far, newest month first; `ways` are the stories one can go on to, as pairs of an address word and a name."""

    subject: str
    title: str
    months: tuple[Told, ...]
    ways: tuple[tuple[str, str], ...]


def subject_of(words: str, base: Base) -> Subject:
    """Whom `nation:JPN`, `system:PAC3_MSE`, `line:F001.PAC3_MSE` or `link:F001.PAC3_MSE>JPN` means; raises `BadInput` at others.

    A link leads from a line to the magazine of a nation, or to a line that it supplies.
    """
    kind, _, name = words.partition(":")
    if kind not in KINDS:
        raise BadInput(f"story of {shown(words)}: expected one of {', '.join(KINDS)}, such as nation:JPN")
    known = {
        "nation": lambda: {one: row for row, one in enumerate(base.nations)},
        "system": lambda: {base.products[row]: int(row) for row in base.systems},
        "line": lambda: {one: row for row, one in enumerate(base.firms)},
        "link": lambda: {link_name(base, row): row for row in range(len(base.net.link_firm))},
    }[kind]()
    if name not in known:
        raise BadInput(f"story of {shown(words)}: no such {kind} here{nearest(name, list(known)[:500])}")
    return Subject(kind, known[name], words)


def link_name(base: Base, link: int) -> str:
    """A link as an address says it: the line, and the nation or the line that it fills."""
    store = base.net.link_store[link]
    to = base.nations[base.net.link_to[link]] if store >= base.net.first else base.firms[base.net.store_firm[store]]
    return f"{base.firms[base.net.link_firm[link]]}>{to}"


class Teller:
    """Listens to one world and keeps the story of one subject."""

    def __init__(self, subject: Subject):
        """Nothing has happened yet."""
        self.subject, self.months, self._bars = subject, [], telling.Bars()

    def note(self, model: AllianceModel, opening: Opening) -> None:
        """Keep what happened in the month just past."""
        say: Callable[..., list[str]] = {
            "nation": telling.of_nation,
            "system": telling.of_system,
            "line": telling.of_line,
            "link": lambda *about: telling.of_link(*about, self._bars),
        }[self.subject.kind]
        self.months.append(Told(model.month - 1, tuple(say(model, opening, self.subject.row))))

    def story(self, base: Base) -> Story:
        """What has been kept so far."""
        return Story(self.subject.words, title_of(self.subject, base), tuple(reversed(self.months)), ways_from(self.subject, base))


def title_of(subject: Subject, base: Base) -> str:
    """Whose story, in full names."""
    if subject.kind == "nation":
        return telling.nation_name(base, subject.row)
    if subject.kind == "system":
        return telling.product_name(base, subject.row)
    if subject.kind == "line":
        return telling.line_name(base, subject.row)
    return _link_title(base, subject.row)


def _link_title(base: Base, link: int) -> str:
    net, store = base.net, base.net.link_store[link]
    buyer = telling.nation_name(base, net.link_to[link])
    to = f"{buyer}'s magazines" if store >= net.first else telling.line_name(base, net.store_firm[store])
    return f"{telling.line_name(base, net.link_firm[link])}, to {to}"


def ways_from(subject: Subject, base: Base) -> tuple[tuple[str, str], ...]:
    """Stories beside this one: of a nation and a system their lines, of a line its links, of a link its ends."""
    net = base.net
    if subject.kind in ("nation", "system"):
        column = net.firm_nation if subject.kind == "nation" else net.firm_product
        rows = [row for row in range(len(base.firms)) if column[row] == subject.row]
        return _named("line", [(base.firms[row], telling.line_name(base, row)) for row in rows])
    if subject.kind == "line":
        links = [row for row in range(len(net.link_firm)) if net.link_firm[row] == subject.row]
        return (
            *_ends(base, subject.row),
            *_named("link", [(link_name(base, row), f"what it sends to {_link_title(base, row).partition(', to ')[2]}") for row in links]),
        )
    maker, store = net.link_firm[subject.row], net.link_store[subject.row]
    user = [] if store >= net.first else [(f"line:{base.firms[net.store_firm[store]]}", telling.line_name(base, net.store_firm[store]))]
    buyer = net.link_to[subject.row]
    return (
        (f"line:{base.firms[maker]}", telling.line_name(base, maker)),
        *user,
        (f"nation:{base.nations[buyer]}", telling.nation_name(base, buyer)),
    )


def _ends(base: Base, line: int) -> tuple[tuple[str, str], ...]:
    nation, product = base.net.firm_nation[line], base.net.firm_product[line]
    system = [(f"system:{base.products[product]}", telling.product_name(base, product))] if product in set(base.systems) else []
    return ((f"nation:{base.nations[nation]}", telling.nation_name(base, nation)), *system)


def _named(kind: str, rows: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """By name; lines that may be founded one day stand after those on record."""
    return tuple((f"{kind}:{one}", words) for one, words in sorted(rows, key=lambda row: (row[0].startswith(FOUNDED), row[1].casefold())))
