"""Random numbers keyed by (seed, process, month, row): no draw depends on how many others were made, or by whom.

The generator is Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"), written out here because the
draws are made inside compiled loops; tests hold it to the authors' known answers.
"""

from __future__ import annotations

import zlib

import numpy as np

from abm.state.compiled import entry, within

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _SHIFT = np.uint64(0xFFFFFFFF), np.uint64(32)


def process(name: str) -> int:
    """Key of a named process, the same on every machine."""
    return zlib.crc32(name.encode())


STOPPAGE, EXIT, BUILD, WAR = (process(name) for name in ("stoppage", "exit", "build", "war"))


@within
def philox(c0, c1, c2, c3, k0, k1):
    """First two of the four 32-bit words of Philox4x32-10 for a counter and a key, all as uint64 below 2**32."""
    for _ in range(10):
        p0, p1 = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (p1 >> _SHIFT) ^ c1 ^ k0, p1 & _LOW, (p0 >> _SHIFT) ^ c3 ^ k1, p0 & _LOW
        k0, k1 = (k0 + _W0) & _LOW, (k1 + _W1) & _LOW
    return c0, c1


@within
def uniform(seed, kind, month, row, turn=0):
    """One draw in (0, 1) for this seed, process, month, row and turn."""
    high, low = philox(
        np.uint64(row) & _LOW, np.uint64(month), np.uint64(turn), np.uint64(0), np.uint64(seed) & _LOW, np.uint64(kind) & _LOW
    )
    return (float(high >> np.uint64(5)) * 67108864.0 + float(low >> np.uint64(6)) + 0.5) / 9007199254740992.0


@entry
def normal(seed, kind, month, row):
    """One standard normal draw, by Box and Muller's transform of two keyed uniforms."""
    radius = np.sqrt(-2.0 * np.log(uniform(seed, kind, month, row)))
    return radius * np.cos(2.0 * np.pi * uniform(seed, kind, month, row, 1))
