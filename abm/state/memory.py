"""Large arrays in memory that is used again: fresh memory from the system can cost more than a month of the model."""

from __future__ import annotations

from collections import OrderedDict, deque
from threading import Lock

import numpy as np

WORTH_KEEPING = 1 << 17
"""Bytes below which memory is left to NumPy."""

MOST_KEPT = 1 << 29
"""Bytes of unused memory kept at any time; what was given back longest ago goes first."""

_returned: deque[np.ndarray] = deque()
"""Blocks given back and not yet put with the spare ones."""

_spare: OrderedDict[int, tuple[int, np.ndarray]] = OrderedDict()
_lock = Lock()
"""Held by whoever looks at or changes `_spare`."""


class _Loan:
    """Memory lent to one array and all views of it; given back when the last of them is gone."""

    def __init__(self, block: np.ndarray):
        self.block = block
        self.__array_interface__ = block.__array_interface__

    def __del__(self):
        if _lock is None:  # Python is leaving, and has taken this module apart
            return
        _returned.append(self.block)
        # The collector may come by in the midst of `empty`, on a thread that holds the lock: never wait for it here.
        if _lock.acquire(blocking=False):
            try:
                _sort_in()
            finally:
                _lock.release()


def _sort_in() -> None:
    """Put what was given back with the spare blocks, and let go of what is more than is kept."""
    while _returned:
        block = _returned.popleft()
        _spare[id(block)] = (block.nbytes, block)
    kept = sum(size for size, _ in _spare.values())
    while kept > MOST_KEPT:
        kept -= _spare.popitem(last=False)[1][0]


def zeros(shape: int | tuple[int, ...]) -> np.ndarray:
    """An array of zeros."""
    array = empty(shape)
    array.fill(0.0)
    return array


def empty(shape: int | tuple[int, ...]) -> np.ndarray:
    """An array with anything in it, in memory that an array of the same size gave back where there is such."""
    size = int(np.prod(shape)) * 8
    if size < WORTH_KEEPING:
        return np.empty(shape)
    with _lock:
        _sort_in()
        fit = next((key for key, (spare, _) in reversed(_spare.items()) if spare == size), None)
        block = _spare.pop(fit)[1] if fit is not None else None
    return np.asarray(_Loan(np.empty(size // 8) if block is None else block)).reshape(shape)
