"""Numbers on their way to the browser arrive as they were sent."""

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from pages.explore.block import pack, unpack

FLOATS = arrays(np.float32, array_shapes(max_dims=3, max_side=5), elements=st.floats(width=32))


@given(st.dictionaries(st.text(max_size=8), FLOATS, max_size=4))
def test_every_array_arrives_bit_for_bit(sent):
    got, said = unpack(pack(sent, serial=7))
    assert said == {"serial": 7}
    assert got.keys() == sent.keys()
    for name, values in sent.items():
        assert np.array_equal(got[name], values, equal_nan=True)
        assert got[name].shape == values.shape


def test_the_head_is_text_that_any_browser_reads():
    block = pack({"surge": np.array([[1.0, np.nan]])}, stage="first")
    assert json.loads(block["head"]) == {"stage": "first", "arrays": {"surge": {"shape": [1, 2], "start": 0}}}
    assert len(block["data"]) == 8
