"""A mapping that cannot change once made, so that what holds it can be hashed, shared and kept as a key."""

from __future__ import annotations

from typing import Any, NoReturn


class Fixed(dict):
    """A dictionary to read only; equal contents hash alike, whatever order they were written in."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this mapping is fixed: make a new one instead")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:
        """Follow the contents, as equality does."""
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple:
        """Copy and travel between processes by its contents."""
        return type(self), (dict(self),)
