"""Memory that is lent out again: only when nobody looks at it any more, and clean."""

import gc
import threading
from collections import OrderedDict

import numpy as np

from abm.state import memory

LARGE = memory.WORTH_KEEPING // 8 + 5


def test_memory_comes_back_once_no_view_of_it_is_left():
    whole = memory.zeros(LARGE)
    place, view = whole.ctypes.data, whole[3:][:7]
    del whole
    gc.collect()
    other = memory.zeros(LARGE)
    assert other.ctypes.data != place
    del view
    gc.collect()
    assert memory.zeros(LARGE).ctypes.data == place


def test_used_memory_is_handed_out_clean():
    dirty = memory.zeros((5, LARGE))
    dirty[:] = 7.0
    del dirty
    gc.collect()
    assert not memory.zeros((5, LARGE)).any()


def test_no_more_is_kept_than_promised(monkeypatch):
    monkeypatch.setattr(memory, "MOST_KEPT", 3 * 8 * LARGE)
    rows = [memory.empty(LARGE) for _ in range(6)]
    assert len({row.ctypes.data for row in rows}) == 6
    rows.clear()
    gc.collect()
    assert sum(size for size, _ in memory._spare.values()) <= 3 * 8 * LARGE


def test_small_arrays_are_left_to_numpy():
    assert isinstance(memory.empty(3), np.ndarray)
    assert memory.empty((2, 3)).shape == (2, 3)


def test_the_collector_may_come_by_in_the_midst_of_lending(monkeypatch):
    class WhenItComesBy(OrderedDict):
        def items(self):
            gc.collect()
            return super().items()

    def leave_and_lend():
        circle = [memory.empty(LARGE)]
        circle.append(circle)
        del circle
        memory.empty(LARGE)

    monkeypatch.setattr(memory, "_spare", WhenItComesBy())
    lending = threading.Thread(target=leave_and_lend, daemon=True)
    gc.disable()
    try:
        lending.start()
        lending.join(10.0)
    finally:
        gc.enable()
    assert not lending.is_alive()
