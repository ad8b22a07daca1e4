"""The live look of one scene for its author: everything that stands in it, and nothing that a browser may not see."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xblocks.scenario_sim.partview import part_view
from xblocks.scenario_sim.story import Story

from .rich_stories import rich_stories

NOW = "2026-11-21T00:00:00+00:00"


@settings(max_examples=60, deadline=None)
@given(rich_stories())
def test_every_scene_of_any_story_can_be_looked_at_with_all_its_choices_in_order(story: Story):
    for scene in story.scenes:
        view = part_view(story, scene.id, NOW)
        assert view is not None
        assert [choice["text"] for choice in view["choices"]] == [choice.text for choice in scene.choices]
        assert [message["text"] for message in view["messages"]] == [message.text for message in scene.messages]
        assert (view["ending"] is None) == (scene.ending is None)


@settings(max_examples=30, deadline=None)
@given(rich_stories(), st.text(max_size=8))
def test_a_scene_that_is_not_there_has_no_look(story: Story, part: str):
    assert (part_view(story, part, NOW) is None) == (part not in story.scene_of)


def test_parts_with_conditions_are_shown_and_no_target_score_or_sign_is_told():
    when = ["meter", "tien", "<", 0]
    story = Story.from_json(
        {
            "schema": 1,
            "start": "dau",
            "meters": [{"id": "tien", "label": "Tiền", "start": 100, "min": 0, "max": 100, "unit": "", "good": "high"}],
            "scenes": [
                {"id": "dau", "choices": [{"id": "di", "text": "Đi", "to": "bi-mat-dich"}]},
                {
                    "id": "bi-mat-dich",
                    "messages": [
                        {
                            "id": "m1",
                            "text": "Chỉ khi hết tiền",
                            "when": when,
                            "cues": [{"id": "c", "quote": "hết", "why": "lo-ra"}],
                        }
                    ],
                    "choices": [{"id": "ve-lai", "text": "Về", "to": "dau", "score": 0.25, "when": when}],
                    "input": {
                        "prompt": "Nói gì?",
                        "replies": [{"id": "khong-he", "patterns": ["mat-khau"], "to": "dau", "when": when}],
                        "fallback": {"id": "other", "to": "dau"},
                    },
                },
            ],
        }
    )
    view = part_view(story, "bi-mat-dich", NOW)
    assert view is not None
    assert view["messages"][0]["text"] == "Chỉ khi hết tiền"
    assert view["choices"] == [{"id": "1", "text": "Về"}]
    assert view["input"]["prompt"] == "Nói gì?"
    told = json.dumps(view, ensure_ascii=False)
    for secret in ("bi-mat-dich", "ve-lai", "0.25", "lo-ra", "mat-khau", "khong-he"):
        assert secret not in told


@pytest.mark.parametrize("genuine", [True, False])
def test_a_message_of_an_inbox_looks_the_same_whatever_it_is(genuine: bool):
    item = {
        "id": "tin",
        "title": "Họp",
        "channel": "chat",
        "messages": [{"id": "m1", "text": "Tối nay họp"}],
        "genuine": genuine,
        "why": "vì-sao",
    }
    story = Story.from_json(
        {"schema": 1, "mode": "triage", "triage": {"items": [{**item, "id": "khac", "title": "Khác"}, item]}}
    )
    view = part_view(story, "tin", NOW)
    assert view is not None
    assert view["title"] == "Họp"
    assert [choice["verdict"] for choice in view["choices"]] == ["genuine", "fraud"]
    assert "vì-sao" not in json.dumps(view, ensure_ascii=False)
