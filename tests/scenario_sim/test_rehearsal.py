"""Trying again from a decision, and the map of where a learner has been: pure parts, over random stories and plays."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from xblocks.common.findings import PlayError, StaleStep
from xblocks.common.richtext import plain
from xblocks.scenario_sim import play as p
from xblocks.scenario_sim.rehearsal import rehearse
from xblocks.scenario_sim.story import Story
from xblocks.scenario_sim.visited import scene_map

from .stories import ASKING, DEMO, INBOX, story_data

NOW = "2026-11-21T08:00:00Z"
LATER = "2026-11-22T08:00:00Z"
IDS = st.integers(0, 2**128 - 1).map(lambda n: f"{n:032x}")
PICKS = st.lists(st.integers(0, 5), max_size=14)
ANSWERS = ("1", "2", "3", "bậy")


def moved(story: Story, play: p.Play, pick: int) -> p.Play | None:
    """``play`` after one of the moves that are open to it, of whatever kind; None if the pick names none."""
    offered = p.offered_choices(story, play)
    kinds = [{"choice": str(n)} for n in range(1, len(offered) + 1)]
    kinds += [{"typed": "không"}, {"typed": "vâng ạ"}, *({"answer": a} for a in ANSWERS)]
    for turn in range(len(kinds)):
        try:
            return p.choose(story, play, step=play.step + 1, now=NOW, **kinds[(pick + turn) % len(kinds)]).play
        except PlayError:
            continue
    return None


def played(story: Story, play: p.Play, picks: list[int]) -> list[p.Play]:
    """Every state of a play that makes the moves that ``picks`` name."""
    states = [play]
    for pick in picks:
        after = None if states[-1].status != "open" else moved(story, states[-1], pick)
        if after is None:
            break
        states.append(after)
    return states


def ended(story: Story, states: list[p.Play]) -> p.Play:
    """The last state as one that has ended, as after ``MAX_MOVES``."""
    last = states[-1]
    return last if last.status == "ended" else replace(last, status="ended", finished=NOW)


@given(story_data(asking=True), IDS, IDS, PICKS, PICKS)
@settings(max_examples=200)
def test_a_rehearsal_from_any_step_equals_the_play_before_it_and_goes_on_in_the_story(data, one, other, picks, more):
    story = Story.from_json(data)
    states = played(story, p.start(story, play_id=one, number=1, now=NOW), picks)
    origin = ended(story, states)
    for step in range(1, origin.step + 1):
        again = rehearse(story, origin, step=step, play_id=other, number=2, now=LATER)
        before = states[step - 1]
        assert (again.practice, again.taken, again.step, again.number, again.id) == (True, step - 1, step - 1, 2, other)
        assert [(m.scene, m.choice) for m in again.path] == [(m.scene, m.choice) for m in before.path]
        same = {"id": one, "number": 1, "started": NOW, "practice": False, "taken": 0, "path": before.path}
        assert replace(again, **same) == before
        assert p.Play.from_json(json.dumps(again.to_json())) == again
        assert p.play_view(story, again, show_correctness=True)["practice"] is True
        for state in played(story, again, more):
            assert state.practice
            assert state.scene in story.scene_of
            assert 0 <= p.score(story, state).fraction <= 1
            json.dumps(p.play_view(story, state, show_correctness=True), allow_nan=False)


@given(story_data(asking=True), IDS, PICKS, st.integers(-3, 20))
@settings(max_examples=80)
def test_a_step_that_was_not_taken_and_a_play_that_goes_on_are_stale(data, play_id, picks, step):
    story = Story.from_json(data)
    states = played(story, p.start(story, play_id=play_id, number=1, now=NOW), picks)
    origin = ended(story, states)
    make = {"play_id": "f" * 32, "number": 2, "now": LATER}
    if not 1 <= step <= origin.step:
        with pytest.raises(StaleStep):
            rehearse(story, origin, step=step, **make)
    assume(states[-1].status == "open")
    with pytest.raises(StaleStep):
        rehearse(story, states[-1], step=1, **make)


def test_a_rehearsal_of_a_rehearsal_keeps_what_both_took_over():
    story = Story.from_json({**DEMO, "shuffle": False})
    play = played(story, p.start(story, play_id="0" * 32, number=1, now=NOW), [0, 0, 1])[-1]
    assert play.ending == "ket-tot"
    second = rehearse(story, play, step=3, play_id="1" * 32, number=2, now=LATER)
    assert (second.taken, second.meters, second.visits) == (2, {"tien": 40}, {"cuoc-goi": 3})
    lost = p.choose(story, second, step=3, choice="3", now=LATER).play
    assert lost.ending == "ket-xau"
    third = rehearse(story, lost, step=2, play_id="2" * 32, number=3, now=LATER)
    assert (third.taken, third.meters, third.finished) == (1, {"tien": 70}, None)


def test_the_story_that_was_changed_meanwhile_is_refused():
    story = Story.from_json(DEMO)
    play = ended(story, played(story, p.start(story, play_id="0" * 32, number=1, now=NOW), [0, 1]))
    other = Story.from_json({**DEMO, "intro": "Khác"})
    with pytest.raises(p.ContentChanged):
        rehearse(other, play, step=1, play_id="1" * 32, number=2, now=LATER)


def test_an_inbox_is_judged_again_as_a_whole_or_not_at_all():
    box = Story.from_json(INBOX)
    play = p.start(box, play_id="0" * 32, number=1, now=NOW)
    while play.status == "open":
        play = p.choose(box, play, step=play.step + 1, choice="1", now=NOW).play
    again = rehearse(box, play, step=1, play_id="1" * 32, number=2, now=LATER)
    assert (again.practice, again.taken, again.step, again.status) == (True, 0, 0, "open")
    for step in (0, 2, play.step):
        with pytest.raises(StaleStep):
            rehearse(box, play, step=step, play_id="1" * 32, number=2, now=LATER)


# -- the map ----------------------------------------------------------------------------------------------------------


@given(story_data(asking=True), st.lists(PICKS, min_size=1, max_size=4), st.booleans())
@settings(max_examples=150)
def test_the_map_holds_exactly_what_was_visited_and_counts_every_move_once(data, all_picks, shown):
    story = Story.from_json(data)
    plays = [
        played(story, p.start(story, play_id=f"{n:032x}", number=n, now=NOW), picks)[-1]
        for n, picks in enumerate(all_picks, start=1)
    ]
    found = scene_map(story, plays, show_correctness=shown)
    visited = {move.scene for play in plays for move in play.path} | {play.scene for play in plays}
    assert len(found["scenes"]) == len(visited)
    titles = sorted(story.scene_of[name].title or "" for name in visited)
    own = sorted(scene["title"] for scene in found["scenes"])
    assert own == titles or all(story.scene_of[name].ending for name in visited if not story.scene_of[name].title)
    assert sum(move["count"] for move in found["moves"]) == sum(play.step for play in plays)
    places = range(len(found["scenes"]))
    assert all(move["from"] in places and move["to"] in places for move in found["moves"])
    assert [scene["here"] for scene in found["scenes"]].count(True) == 1
    if not shown:
        assert {scene["kind"] for scene in found["scenes"]} <= {None, "mixed"}
    text = json.dumps(found, ensure_ascii=False)
    for scene in story.scenes:
        if scene.id not in visited:
            assert f"bí mật {scene.id}" not in text
        for way in scene.ways:
            if way.text and not any((scene.id, way.id) == (m.scene, m.choice) for play in plays for m in play.path):
                assert plain(way.text) not in [move["text"] for move in found["moves"] if way.text.endswith(scene.id)]


def test_what_a_rehearsal_took_over_is_not_counted_again():
    story = Story.from_json({**DEMO, "shuffle": False})
    play = played(story, p.start(story, play_id="0" * 32, number=1, now=NOW), [0, 1])[-1]
    again = rehearse(story, play, step=2, play_id="1" * 32, number=2, now=LATER)
    again = p.choose(story, again, step=2, choice="3", now=LATER).play
    assert scene_map(story, [play, again]) == {
        "scenes": [
            {"title": "Cuộc gọi lạ", "kind": None, "here": False},
            {"title": story.scene_of["ket-tot"].title, "kind": "good", "here": False},
            {"title": story.scene_of["ket-xau"].title, "kind": "bad", "here": True},
        ],
        "moves": [
            {"from": 0, "to": 0, "text": "Nghe tiếp", "count": 1},
            {"from": 0, "to": 1, "text": "Cúp máy", "count": 1},
            {"from": 0, "to": 2, "text": "Chuyển tiền", "count": 1},
        ],
    }


def test_a_play_that_the_story_no_longer_has_is_left_out():
    story = Story.from_json({**DEMO, "shuffle": False})
    play = played(story, p.start(story, play_id="0" * 32, number=1, now=NOW), [0, 1])[-1]
    gone = replace(play, path=(p.Move("cuoc-goi", "khong-con", "1"), *play.path[1:]))
    assert scene_map(story, [gone]) == {"scenes": [], "moves": []}
    assert scene_map(story, [gone, play]) == scene_map(story, [play])


def test_typed_replies_and_questions_have_names_on_the_map():
    story = Story.from_json(ASKING)
    play = p.start(story, play_id="0" * 32, number=1, now=NOW)
    play = p.choose(story, play, step=1, typed="gì đó", now=NOW).play
    found = scene_map(story, [play])
    assert len(found["moves"]) == 1
    assert "gì đó" not in json.dumps(found, ensure_ascii=False)
