"""What is said to a user whose input cannot be used: where it is, what it is, what was expected."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable

LISTED_IN_FULL = 8


class BadInput(ValueError):
    """An input from outside (a file, an option, a row of data) that cannot be used, said in one plain line."""

    def __init__(self, message: str, path: object = None, line: int | None = None, column: int | None = None) -> None:
        """Keep the message and where it points; lines and columns count from one, as editors do."""
        self.message = " ".join(_printable(message).split())
        self.path = None if path is None else _printable(str(path))
        self.line = line
        self.column = column
        super().__init__(str(self))

    def __str__(self) -> str:
        """`path:line:column: message`, leaving out what is not known."""
        known = [self.path, self.line, self.column if self.line is not None else None]
        place = ":".join(str(part) for part in known if part is not None)
        return f"{place}: {self.message}" if place else self.message

    def __reduce__(self) -> tuple:
        """Travel whole between processes (a sweep worker reports the same line as a single run)."""
        return type(self), (self.message, self.path, self.line, self.column)


def nearest(name: object, known: Iterable[object]) -> str:
    """Help for a mistyped name: ` (did you mean X?)`, or the known names when they are few, or their number."""
    names = sorted({str(one) for one in known})
    if not names:
        return " (none is known here)"
    by_folded = {one.casefold(): one for one in names}
    close = difflib.get_close_matches(str(name)[:80].casefold(), by_folded, n=1, cutoff=0.55)
    if close:
        return f" (did you mean {by_folded[close[0]]}?)"
    if len(names) <= LISTED_IN_FULL:
        return f" (known: {', '.join(names)})"
    return f" ({len(names)} are known, such as {', '.join(names[:3])})"


def shown(value: object, limit: int = 60) -> str:
    """A value as it is quoted back to the user: printable, on one line, and never long."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        text = f'"{_printable(value[: limit + 1])}"'
    else:
        text = _printable(json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() or letter.isspace() else "\ufffd" for letter in text)
