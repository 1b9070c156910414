"""Large arrays in memory that is used again: fresh memory from the system can cost more than a month of the model."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import numpy as np

WORTH_KEEPING = 1 << 17
"""Bytes below which memory is left to NumPy."""

MOST_KEPT = 1 << 29
"""Bytes of unused memory kept at any time; what was given back longest ago goes first."""

_spare: OrderedDict[int, tuple[int, np.ndarray]] = OrderedDict()
_lock = Lock()


class _Loan:
    """Memory lent to one array and all views of it; given back when the last of them is gone."""

    def __init__(self, block: np.ndarray):
        self.block = block
        self.__array_interface__ = block.__array_interface__

    def __del__(self):
        if _lock is None:  # Python is leaving, and has taken this module apart
            return
        with _lock:
            _spare[id(self.block)] = (self.block.nbytes, self.block)
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
        fit = next((key for key, (spare, _) in reversed(_spare.items()) if spare == size), None)
        block = _spare.pop(fit)[1] if fit is not None else None
    return np.asarray(_Loan(np.empty(size // 8) if block is None else block)).reshape(shape)
