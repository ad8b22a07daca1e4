"""Counts of choices, endings and falls, beside a second, plain way of counting the same plays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xblocks.scenario_sim import play as p
from xblocks.scenario_sim.counts import ENOUGH, Walk, chosen, counts, end_of
from xblocks.scenario_sim.story import Story

from .stories import story_data

NOW = "2026-11-21T08:00:00Z"


def walk(story: Story, picks: list[int], person: int, number: int = 1) -> Walk:
    """A play of ``story`` that takes those of the ways on, as far as they go."""
    state = p.start(story, play_id="0" * 32, number=number, now=NOW)
    path: list[tuple[str, str]] = []
    for pick in picks:
        offered = p.visible_choices(story, state) if state.status == "open" else ()
        if not offered:
            break
        taken = offered[pick % len(offered)]
        path.append((state.scene, taken.id))
        state = p.replay(story, state, [(state.step + 1, taken.id)], now=NOW)
    return Walk(person, (0, number), tuple(path), p.score(story, state).fraction)


@given(story_data(), st.lists(st.lists(st.integers(0, 3), max_size=8), max_size=8))
@settings(max_examples=120)
def test_every_move_is_counted_once_where_it_was_made(data, all_picks):
    story = Story.from_json(data)
    walks = [walk(story, picks, person) for person, picks in enumerate(all_picks)]
    found = counts(story, walks)
    moves = [move for one in walks for move in one.path]
    for key, scene in found["scenes"].items():
        for way in scene["ways"]:
            assert way["n"] == moves.count((key, way["id"]))
        left = sum(way["n"] for way in scene["ways"])
        ended = sum(end_of(story, one.path) is not None and end_of(story, one.path).id == key for one in walks)
        assert scene["visits"] == left + ended
        assert scene["plays"] <= found["plays"] == len(walks)
    assert sum(end["n"] for end in found["endings"]) + found["unended"] == len(walks)
    assert found["gone"] == 0
    for fall in found["falls"]:
        took = [one for one in walks if (fall["scene"], fall["way"]) in one.path]
        bad = [one for one in took if end_of(story, one.path) and end_of(story, one.path).ending.kind == "bad"]
        assert (fall["n"], fall["bad"]) == (len(took), len(bad))
        assert len(took) >= ENOUGH
        assert len(bad) / len(took) > found["bad"]["n"] / len(walks)


@given(story_data(), story_data(), st.lists(st.integers(0, 3), max_size=8))
@settings(max_examples=60)
def test_plays_of_another_version_never_raise_and_nothing_is_lost(before, now, picks):
    old, new = Story.from_json(before), Story.from_json(now)
    one = walk(old, picks, 1)
    found = counts(new, [one])
    drawn = sum(way["n"] for scene in found["scenes"].values() for way in scene["ways"])
    assert drawn + found["gone"] == len(one.path)


def made(person: int, number: int, share: float) -> Walk:
    return Walk(person, (0, number), (("a", str(number)),), share)


@pytest.mark.parametrize(
    ("which", "numbers"), [("first", [1, 1]), ("last", [3, 1]), ("best", [2, 1]), ("all", [1, 2, 3, 1])]
)
def test_which_plays_count(which: str, numbers: list[int]):
    walks = [made(1, 3, 0.5), made(1, 1, 0.0), made(1, 2, 0.5), made(2, 1, 0.0)]
    assert [one.order[1] for one in chosen(walks, which)] == numbers


def test_another_choice_is_an_error():
    with pytest.raises(ValueError, match="worst"):
        chosen([], "worst")


def bad_story(*ends: str) -> Story:
    """One scene with a way to each ending."""
    scene: dict[str, Any] = {"id": "a", "choices": [{"id": f"w{n}", "text": e, "to": e} for n, e in enumerate(ends)]}
    endings = [{"id": kind, "ending": {"kind": kind, "score": 0}} for kind in dict.fromkeys(ends)]
    return Story.from_json({"schema": 1, "start": "a", "scenes": [scene, *endings]})


def test_a_way_without_another_beside_it_is_no_fall():
    found = counts(bad_story("bad"), [Walk(n, (0,), (("a", "w0"),), 0) for n in range(9)])
    assert found["bad"] == {"n": 9, "percent": 100}
    assert found["falls"] == []


def test_with_few_plays_nothing_is_said():
    story = bad_story("bad", "good")
    few = [Walk(n, (0,), (("a", "w0"),), 0) for n in range(ENOUGH - 1)]
    others = [Walk(n, (0,), (("a", "w1"),), 1) for n in range(50, 60)]
    assert counts(story, few + others)["falls"] == []
    one_more = Walk(99, (0,), (("a", "w0"),), 0)
    assert [fall["way"] for fall in counts(story, [*few, one_more, *others])["falls"]] == ["w0"]
