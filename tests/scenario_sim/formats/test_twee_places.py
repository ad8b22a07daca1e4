"""Places of passages in Twine: ours there and back, other people's drawn apart, nothing where nothing was arranged."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xblocks.scenario_sim.formats import markdown, twee
from xblocks.scenario_sim.layout import clean, dump
from xblocks.scenario_sim.story import Story

from ..stories import story_data
from ..test_tryout import INBOX, TALE


def test_what_was_arranged_comes_back():
    layout = clean({"dau": [30, 25], "giua": [400, 900], "het": [25, 25]}, TALE)
    text = twee.write(TALE, {"title": "Chuyện", "layout": layout})
    assert ":: giua [channel-narration] {" in text
    assert '{"position":"400,900","size":"100,100"}' in text
    assert twee.read(text).settings == {"title": "Chuyện", "layout": layout}


@settings(max_examples=50, deadline=None)
@given(story_data().map(Story.from_json), st.data())
def test_any_arrangement_of_any_story_comes_back(story, data):
    number = st.integers(0, 5000)
    some = data.draw(
        st.dictionaries(st.sampled_from([s.id for s in story.scenes]), st.tuples(number, number), min_size=1)
    )
    layout = dump(some)
    read = twee.read(twee.write(story, {"layout": layout}))
    assert read.model == story
    assert read.settings.get("layout", "") in (layout, "")
    if read.settings.get("layout") is None:  # arranged just as Twine's grid is
        assert twee.write(story, {"layout": layout}) == twee.write(story, {}) or len(some) < len(story.scenes)


def test_what_nobody_arranged_stays_so():
    for story in (TALE, INBOX):
        assert "layout" not in twee.read(twee.write(story, {})).settings


def test_a_picture_that_reaches_beyond_twines_page_is_moved_as_a_whole():
    text = twee.write(TALE, {"layout": {"dau": [-100, 0], "giua": [100, -50]}})
    assert json.loads(twee.read(text).settings["layout"]) == {"dau": [25, 75], "giua": [225, 25]}
    assert ":: het [ending-good]\n" in text


def test_other_peoples_boxes_are_drawn_apart():
    text = ':: Start {"position":"100,100"}\n[[Đi->Nhà]]\n\n:: Nhà {"position":"250.4,300"}\nHết.\n'
    assert json.loads(twee.read(text).settings["layout"]) == {"nha": [501, 375], "start": [200, 125]}


@pytest.mark.parametrize("place", ["", "1", "a,b", "1,2,3", "nan,1", "1e99,1", 7, None])
def test_places_that_are_none_are_passed_over(place):
    meta = json.dumps({"position": place})
    text = f":: Start {meta}\n[[Đi->Nhà]]\n\n:: Nhà {meta}\nHết.\n"
    assert "layout" not in twee.read(text).settings


def test_markdown_knows_no_places():
    assert "layout" not in markdown.write(TALE, {})
