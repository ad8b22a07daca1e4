"""Playing from any scene: the rules of the play engine, worked out again from the moves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xblocks.scenario_sim import play as engine
from xblocks.scenario_sim.state import offered_choices
from xblocks.scenario_sim.story import Story
from xblocks.scenario_sim.tryout import UnknownStart, beginning_at, hidden_choices, try_out

from .stories import story_data

NOW = "2026-11-21T00:00:00Z"

TALE = Story.from_json(
    {
        "schema": 1,
        "start": "dau",
        "meters": [{"id": "tien", "label": "Tiền", "start": 100, "min": 0, "max": 100}],
        "flags": ["tin"],
        "scenes": [
            {
                "id": "dau",
                "title": "Đầu",
                "choices": [
                    {"id": "di", "text": "Đi", "to": "giua", "effects": [{"meter": "tien", "add": -40}]},
                    {"id": "dung", "text": "Dừng", "to": "het"},
                ],
            },
            {
                "id": "giua",
                "title": "Giữa",
                "choices": [
                    {"id": "lui", "text": "Lùi", "to": "dau", "effects": [{"flag": "tin", "set": True}]},
                    {"id": "an", "text": "Ẩn", "to": "het", "when": ["flag", "tin"]},
                ],
                "input": {
                    "prompt": "Nói gì?",
                    "replies": [{"id": "khong", "patterns": ["không"], "to": "het"}],
                    "fallback": {"id": "khac", "to": "dau"},
                },
            },
            {"id": "het", "title": "Hết", "ending": {"kind": "good", "score": 1, "title": "Xong", "text": ""}},
        ],
    }
)
INBOX = Story.from_json(
    {
        "schema": 1,
        "mode": "triage",
        "triage": {
            "shuffle": True,
            "items": [
                {"id": name, "channel": "sms", "messages": [{"id": "m", "from": "A", "text": name}], "genuine": False}
                for name in ("mot", "hai", "ba")
            ],
        },
    }
)


def test_a_play_begins_where_it_is_told_with_meters_and_flags_at_their_start():
    tried = try_out(TALE, at="giua", moves=[], now=NOW)
    assert tried.play.scene == "giua"
    assert (tried.play.meters, tried.play.flags, tried.play.visits) == ({"tien": 100}, (), {"giua": 1})
    assert [one.id for one in hidden_choices(tried.story, tried.play)] == ["an"]
    assert try_out(TALE, at="", moves=[], now=NOW).play.scene == "dau"


def test_moves_are_given_back_so_that_they_mean_the_same_after_a_choice_was_added():
    plain = replace(TALE, shuffle=False)
    tried = try_out(plain, at="dau", moves=[{"choice": "1"}, {"typed": "thế à"}], now=NOW)
    assert tried.moves == ({"way": "di"}, {"typed": "thế à"})
    assert [move.choice for move in tried.play.path] == ["di", "khac"]
    first = plain.scenes[0]
    more = replace(first, choices=(replace(first.choices[1], id="moi"), *first.choices))
    edited = replace(plain, scenes=(more, *plain.scenes[1:]))
    again = try_out(edited, at="dau", moves=tried.moves, now=NOW)
    assert again.trouble is None
    assert [move.choice for move in again.play.path] == ["di", "khac"]


def test_a_way_that_is_gone_ends_the_way_back_with_a_sentence():
    first = TALE.scenes[0]
    edited = replace(TALE, scenes=(replace(first, choices=first.choices[1:]), *TALE.scenes[1:]))
    tried = try_out(edited, at="dau", moves=[{"way": "di"}, {"way": "lui"}], now=NOW)
    assert tried.play.scene == "dau"
    assert tried.moves == ()
    assert tried.trouble is not None
    assert "di" in tried.trouble.vi


@pytest.mark.parametrize(
    "move", [{}, {"choice": "9"}, {"choice": 1}, {"way": 3}, {"typed": ""}, {"choice": "1", "typed": "a"}]
)
def test_a_move_that_cannot_be_made_changes_nothing_and_says_why(move):
    tried = try_out(TALE, at="giua", moves=[move], now=NOW)
    assert (tried.play.step, tried.moves, tried.outcome) == (0, (), None)
    assert tried.trouble is not None


def test_an_unknown_scene_is_refused():
    for story in (TALE, INBOX):
        with pytest.raises(UnknownStart):
            beginning_at(story, "khong-co")


def test_an_inbox_is_judged_from_the_message_that_was_asked_for():
    tried = try_out(INBOX, at="hai", moves=[{"choice": "2"}], now=NOW)
    assert [move.scene for move in tried.play.path] == ["hai"]
    assert tried.play.scene == "ba"
    again = try_out(INBOX, at="hai", moves=[*tried.moves, {"choice": "1"}, {"choice": "2"}], now=NOW)
    assert [move.scene for move in again.play.path] == ["hai", "ba", "mot"]
    assert again.play.status == "ended"


def test_an_ending_can_be_looked_at():
    tried = try_out(TALE, at="het", moves=[], now=NOW)
    assert tried.play.status == "ended"
    assert engine.debrief(tried.story, tried.play)["path"] == []


@settings(max_examples=60, deadline=None)
@given(story_data().map(Story.from_json), st.data())
def test_every_scene_of_every_story_can_be_played_from_and_goes_the_same_way_again(story, data):
    at = data.draw(st.sampled_from([scene.id for scene in story.scenes]))
    moves = []
    for _ in range(8):
        tried = try_out(story, at=at, moves=moves, now=NOW)
        assert tried.trouble is None
        if tried.play.status != "open":
            break
        offered = len(offered_choices(tried.story, tried.play))
        if not offered:
            break
        moves = [*tried.moves, {"choice": str(data.draw(st.integers(1, offered)))}]
    tried = try_out(story, at=at, moves=moves, now=NOW)
    again = try_out(story, at=at, moves=tried.moves, now=NOW)
    assert again.play == tried.play
    assert again.moves == tried.moves
    engine.play_view(again.story, again.play, show_correctness=True)
