"""The order in which a play shows choices: its own, steady, and telling nothing of what is safe."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xblocks.common.findings import StaleStep
from xblocks.scenario_sim import play as p
from xblocks.scenario_sim.story import Story

from .stories import DEMO, INBOX, story_data

NOW = "2026-11-21T08:00:00Z"
IDS = st.integers(0, 2**128 - 1).map(lambda n: f"{n:032x}")


def begin(story: Story, play_id: str) -> p.Play:
    return p.start(story, play_id=play_id, number=1, now=NOW)


def shown(story: Story, play: p.Play) -> list[str]:
    return [choice["text"] for choice in p.scene_view(story, play)["choices"]]


@given(story_data(), IDS, st.lists(st.integers(0, 5), max_size=8))
@settings(max_examples=120)
def test_what_is_shown_is_a_permutation_and_stays_on_another_phone(data, play_id, picks):
    story = Story.from_json(data)
    play = begin(story, play_id)
    for pick in picks:
        authored = p.visible_choices(story, play)
        offered = p.offered_choices(story, play)
        assert sorted(offered, key=authored.index) == list(authored)
        elsewhere = Story.from_json(json.loads(story.to_json()))
        assert p.offered_choices(elsewhere, p.Play.from_json(json.dumps(play.to_json()))) == offered
        if not offered:
            break
        number = pick % len(offered)
        outcome = p.choose(story, play, step=play.step + 1, choice=str(number + 1), now=NOW)
        assert outcome.choice == offered[number]
        play = outcome.play


@given(IDS)
@settings(max_examples=30)
def test_a_scene_met_again_shows_its_choices_where_they_were_and_new_ones_between(play_id):
    story = Story.from_json(DEMO)
    play = begin(story, play_id)
    before = shown(story, play)
    listen = str(before.index("Nghe tiếp") + 1)
    again = p.choose(story, play, step=1, choice=listen, now=NOW).play
    after = shown(story, again)
    assert [text for text in after if text in before] == before
    assert set(after) - set(before) == {"Chuyển tiền"}


def test_over_many_plays_every_place_is_as_likely():
    story = Story.from_json(DEMO)
    last = Counter(shown(story, begin(story, f"{n:032x}"))[-1] for n in range(600))
    assert 250 < last["Cúp máy"] < 350


def test_an_author_may_keep_the_order():
    story = Story.from_json({**DEMO, "shuffle": False})
    assert {tuple(shown(story, begin(story, f"{n:032x}"))) for n in range(40)} == {("Nghe tiếp", "Cúp máy")}


def test_a_play_begun_before_there_was_an_order_keeps_the_authored_one_to_its_end():
    """Its page is open on a phone: the second choice there must stay the second choice here."""
    story = Story.from_json(DEMO)
    for n in range(20):
        old = begin(story, f"{n:032x}").to_json()
        del old["drawn"]
        play = p.Play.from_json(old)
        assert shown(story, play) == ["Nghe tiếp", "Cúp máy"]
        moved = p.choose(story, play, step=1, choice="1", now=NOW).play
        assert p.choose(story, moved, step=1, choice="1", now=NOW).repeat
        with pytest.raises(StaleStep):
            p.choose(story, moved, step=1, choice="2", now=NOW)
        assert "drawn" not in moved.to_json()


def test_nothing_in_a_scene_tells_which_choice_is_the_way_out():
    story, box = Story.from_json(DEMO), Story.from_json(INBOX)
    for view in (p.scene_view(story, begin(story, "0" * 32)), p.scene_view(box, begin(box, "0" * 32))):
        for choice in view["choices"]:
            assert not set(choice) - {"id", "text", "verdict"}


@given(story_data(), IDS, IDS)
@settings(max_examples=60)
def test_recorded_moves_lead_the_same_way_in_another_order(data, one, other):
    story = Story.from_json(data)
    play, recorded = begin(story, one), []
    for step in range(1, 6):
        if not p.offered_choices(story, play):
            break
        outcome = p.choose(story, play, step=step, choice="1", now=NOW)
        recorded.append((step, outcome.choice.id))
        play = outcome.play
    again = p.replay(story, begin(story, other), recorded, now=NOW)
    assert [(m.scene, m.choice) for m in again.path] == [(m.scene, m.choice) for m in play.path]
    assert replace(again, id=play.id, path=play.path) == play
