"""The arranged picture: canonical, bounded, of known scenes only; whatever is sent, nothing raises."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.scenario_sim.layout import FARTHEST, clean, dump, places

from .test_tryout import INBOX, TALE


def test_places_of_unknown_scenes_are_left_out_and_the_rest_is_canonical():
    raw = json.dumps({"giua": [10.6, -3], "la": [1, 2], "dau": [0, 1e9]})
    assert clean(raw, TALE) == f'{{"dau":[0,{FARTHEST}],"giua":[11,-3]}}'
    assert clean({"giua": (1, 2)}, TALE) == '{"giua":[1,2]}'
    assert clean(raw, INBOX) == ""


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "x",
        "[]",
        "7",
        None,
        7,
        [],
        {"dau": 1},
        {"dau": [1]},
        {"dau": ["1", 2]},
        {"dau": [True, 2]},
        '{"dau":[NaN,1]}',
        '{"dau":[Infinity,1]}',
        "[" * 5000,
        {1: [1, 2]},
    ],
)
def test_what_is_no_layout_is_an_empty_one(raw):
    assert clean(raw, TALE) == ""


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_cleaning_twice_is_cleaning_once(raw):
    once = dump(places(raw))
    assert dump(places(once)) == once
    assert dump(places(json.dumps(raw))) == once
