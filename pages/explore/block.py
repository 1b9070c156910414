"""How numbers travel to the browser: named arrays as one run of float32, with a head that says what stands where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

Block = dict[str, Any]
"""`head`, a JSON text, and `data`, little-endian float32."""


def pack(arrays: Mapping[str, np.ndarray], **said: Any) -> Block:
    """These arrays and whatever else is to be said of them; the head gives each array's shape and where it begins."""
    places, parts, start = {}, [], 0
    for name, values in arrays.items():
        flat = np.ascontiguousarray(values, "<f4")
        places[name] = {"shape": list(flat.shape), "start": start}
        parts.append(flat.ravel())
        start += flat.size
    data = np.concatenate(parts).tobytes() if parts else b""
    return {"head": json.dumps(said | {"arrays": places}, allow_nan=False), "data": data}


def unpack(block: Block) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The arrays of a block and what was said with them: what the browser reads, in Python."""
    said = json.loads(block["head"])
    values = np.frombuffer(block["data"], "<f4")
    arrays = {}
    for name, place in said.pop("arrays").items():
        size = int(np.prod(place["shape"], dtype=int))
        arrays[name] = values[place["start"] : place["start"] + size].reshape(place["shape"])
    return arrays, said
