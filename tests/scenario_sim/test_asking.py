"""Typed answers and questions inside a scene: what they mean, what is kept, and what never reaches a browser."""

from __future__ import annotations

import copy
import json
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xblocks.common.findings import MalformedAnswer, ModelError, PlayError, StaleStep
from xblocks.scenario_sim import play as p
from xblocks.scenario_sim.checks import check_story
from xblocks.scenario_sim.formats import markdown
from xblocks.scenario_sim.replies import MAX_TYPED, tokens
from xblocks.scenario_sim.search import explore
from xblocks.scenario_sim.state import open_input, open_question, ways_on
from xblocks.scenario_sim.story import Story

from .stories import ASKING, DEMO, story_data

NOW = datetime(2026, 11, 21, tzinfo=UTC)
#: Digest of the demo story in the first release of schema 1.
DEMO_DIGEST = "264750117a9a4ccb5e6cfd2ccf5ae92cb20c779b869da7f37e8e383490d51a41"


def begin(data: dict[str, Any] = ASKING) -> tuple[Story, p.Play]:
    story = Story.from_json(data)
    return story, p.start(story, play_id="0" * 32, number=1, now=NOW)


def say(story: Story, play: p.Play, typed: str) -> p.Outcome:
    return p.choose(story, play, step=play.step + 1, typed=typed, now=NOW)


def option(story: Story, play: p.Play, text: str) -> str:
    options = p.scene_view(story, play)["question"]["options"]
    return next(o["id"] for o in options if o["text"] == text)


def test_stories_without_the_new_parts_keep_their_digest():
    assert Story.from_json(DEMO).digest == DEMO_DIGEST
    scene = json.loads(Story.from_json(DEMO).to_json())["scenes"][0]
    assert "input" not in scene
    assert "question" not in scene


MODULES = sorted((Path(__file__).parents[2] / "content" / "modules").glob("*/scenario.md"))
#: The fields of scenes, and of whole stories, in the first release of schema 1.
FIRST_SCENE = {"id", "title", "channel", "channel_info", "text", "messages", "choices", "ending"}
FIRST_STORY = {"schema", "intro", "start", "meters", "flags", "scenes", "scoring", "debrief", "facts"}
FIRST_CHOICE = {"id", "text", "feedback", "to", "score", "exit", "when", "effects", "competencies"}
FIRST_MESSAGE = {"id", "from", "side", "text", "when", "audio", "transcript", "genuine", "cues"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.parent.name)
def test_stories_of_the_first_release_are_written_as_they_were(path):
    story = markdown.read(path.read_text(encoding="utf-8")).model
    assert story is not None
    if story.triage is not None or any(scene.input or scene.question for scene in story.scenes):
        pytest.skip("uses what came later")
    data = json.loads(story.to_json())
    assert set(data) == FIRST_STORY
    for scene in data["scenes"]:
        assert set(scene) == FIRST_SCENE
        assert all(set(choice) == FIRST_CHOICE for choice in scene["choices"])
        assert all(set(message) == FIRST_MESSAGE for message in scene["messages"])


def test_json_loses_nothing():
    story = Story.from_json(ASKING)
    assert Story.from_json(story.to_json()) == story
    assert Story.from_json(story.to_json()).to_json() == story.to_json()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Không!", "tu-choi"),
        ("KHONG đâu", "tu-choi"),
        ("Tôi sẽ  gọi lại, nhé", "tu-choi"),
        ("vâng không", "tu-choi"),
        ("Dạ vâng ạ", "dong-y"),
        ("duoc", "dong-y"),
        ("khôngg", "other"),
        ("tôi sẽ mai gọi lại", "other"),
        ("???", "other"),
    ],
)
def test_what_is_typed_is_known_by_whole_words(typed, meant):
    story, play = begin()
    for form in ("NFC", "NFD"):
        assert say(story, play, unicodedata.normalize(form, typed)).choice.id == meant


def test_accents_count_where_the_author_wants_them_to():
    data = copy.deepcopy(ASKING)
    data["scenes"][0]["input"]["ignore_diacritics"] = False
    story, play = begin(data)
    assert say(story, play, "khong").choice.id == "other"
    assert say(story, play, "KHÔNG").choice.id == "tu-choi"


def test_patterns_are_words_not_regular_expressions():
    data = copy.deepcopy(ASKING)
    data["scenes"][0]["input"]["replies"][0]["patterns"] = [".*", "(a+)+$"]
    with pytest.raises(ModelError) as refused:
        Story.from_json(data)
    assert {f.code for f in refused.value.findings} == {"bad-pattern"}
    data["scenes"][0]["input"]["replies"][0]["patterns"] = ["(a+)+$"]
    assert say(*begin(data), "aaaaaaaaaaaaaaa!").choice.id == "other"


def test_the_path_keeps_what_was_meant_and_not_what_was_typed():
    story, play = begin()
    outcome = say(story, play, "Không, số thẻ của tôi là 9704")
    kept = json.dumps(outcome.play.to_json(), ensure_ascii=False)
    assert "9704" not in kept
    assert outcome.play.to_json()["path"] == [["nhan-tin", "tu-choi", "typed"]]
    assert (outcome.item, outcome.choice.score) == ("nhan-tin.tu-choi", 1.0)
    assert outcome.view()["feedback"] == "Tốt."


def test_typing_the_same_again_is_a_repeat_and_anything_else_is_stale():
    story, play = begin()
    first = say(story, play, "không")
    again = p.choose(story, first.play, step=1, typed="KHONG", now="later")
    assert (again.repeat, again.play, again.view()) == (True, first.play, first.view())
    for other in ({"typed": "vâng"}, {"choice": "1"}, {"choice": "typed"}, {"answer": "1"}):
        with pytest.raises(StaleStep):
            p.choose(story, first.play, step=1, now=NOW, **other)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"typed": "  "}, "empty-reply"),
        ({"typed": "a" * (MAX_TYPED + 1)}, "reply-too-long"),
        ({"typed": 3}, "malformed"),
        ({}, "malformed"),
        ({"typed": "a", "choice": "1"}, "malformed"),
        ({"answer": "1"}, "unknown-choice"),
        ({"choice": "1"}, "unknown-choice"),
    ],
)
def test_what_is_not_asked_is_refused(given, code):
    story, play = begin()
    with pytest.raises(PlayError) as refused:
        p.choose(story, play, step=1, now=NOW, **given)
    assert refused.value.code == code


def test_text_of_the_greatest_length_is_taken():
    assert say(*begin(), "không " * 50).choice.id == "tu-choi"


def test_a_browser_sees_the_prompt_and_never_the_patterns():
    story, play = begin()
    view = p.play_view(story, play, show_correctness=True)
    assert view["scene"]["input"] == {"prompt": "Bạn nhắn lại thế nào?", "max_length": 300}
    assert view["scene"]["choices"] == []
    text = json.dumps(view, ensure_ascii=False)
    for secret in ("gọi lại", "tu-choi", "Từ chối", "hoi-ma", "fallback"):
        assert secret not in text


def test_a_question_is_answered_as_a_step():
    story, play = begin()
    play = say(story, play, "không").play
    shown = p.scene_view(story, play)["question"]
    assert sorted(o["id"] for o in shown["options"]) == ["1", "2", "3"]
    assert "correct" not in json.dumps(shown)
    assert "explanation" not in shown
    assert p.scene_view(story, play)["question"] == shown
    wrong = p.choose(story, play, step=2, answer=option(story, play, "Ngân hàng"), now=NOW)
    assert (wrong.play.scene, wrong.choice.score) == ("hoi-ma", 0.0)
    judged = wrong.view()["question"]
    assert (judged["correct"], judged["key"], judged["explanation"]) == (False, None, None)
    assert judged["feedback"][0]["html"] == "Ngân hàng không hỏi."
    right = p.choose(story, wrong.play, step=3, answer=option(story, play, "Chỉ mình tôi"), now=NOW)
    assert (right.play.ending, right.choice.competencies) == ("an-toan", ("tt02-2025:4.1",))
    assert right.view()["question"]["explanation"] == "Chỉ mình bạn."
    assert "question" not in right.view(show_correctness=False)
    with pytest.raises(MalformedAnswer):
        p.choose(story, play, step=2, answer="9", now=NOW)
    path = p.play_view(story, right.play, show_correctness=True)["debrief"]["path"]
    assert [(s.get("by"), s["choice"], s.get("correct")) for s in path] == [
        ("typed", "Từ chối", None),
        ("answer", "Ai được biết mã OTP của bạn?", False),
        ("answer", "Ai được biết mã OTP của bạn?", True),
    ]
    card = p.score(story, right.play)
    assert {c.id: (c.earned, c.possible) for c in card.by_competency} == {
        "tt02-2025:4.2": (1.0, 1.0), "tt02-2025:4.1": (1.0, 2.0),
    }  # fmt: skip


def test_without_correctness_a_path_does_not_tell_right_from_wrong():
    story, play = begin()
    play = say(story, play, "không").play
    play = p.choose(story, play, step=2, answer=option(story, play, "Chỉ mình tôi"), now=NOW).play
    path = p.play_view(story, play, show_correctness=False)["debrief"]["path"]
    assert "correct" not in path[1]


def test_staff_see_what_was_meant():
    story, play = begin()
    play = say(story, play, "được ạ").play
    assert p.describe(story, play) == [{"step": 1, "scene": "Tin nhắn", "choice": "vâng", "score": 0.0}]


def test_recorded_moves_are_played_again_without_the_text():
    story, play = begin()
    done = say(story, play, "gì cơ").play
    done = say(story, done, "không").play
    done = p.choose(story, done, step=3, answer=option(story, done, "Công an"), now=NOW).play
    recorded = [(n, m.choice) for n, m in enumerate(done.path, start=1)]
    assert p.replay(story, play, recorded, now=NOW) == done
    assert p.rescore(story, done) == (done, {2: 1.0, 3: 0.0})


def test_without_a_fallback_nothing_can_be_typed():
    data = copy.deepcopy(ASKING)
    data["scenes"][0]["input"]["fallback"] = None
    story, play = begin(data)
    assert play.status == "ended"
    codes = {f.code for f in check_story(story, today=date(2026, 11, 21))}
    assert {"input-without-fallback", "dead-end"} <= codes


def test_a_good_story_with_questions_has_no_findings_but_its_flag_and_the_exit_that_its_question_lacks():
    codes = [(f.code, f.where) for f in check_story(Story.from_json(ASKING), today=date(2026, 11, 21))]
    assert codes == [
        ("unknown-flag", "scenes.nhan-tin.input.replies.dong-y.effects.1"),
        ("scene-without-exit", "scenes.hoi-ma"),
    ]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("question", "item", "type"), "essay", "unknown-question-type"),
        (("question", "item", "options"), 3, "wrong-type"),
        (("question", "right", "to"), None, "bad-id"),
        (("question", "right", "id"), "wrong", "duplicate-id"),
        (("question", "right", "score"), 1, "unknown-field"),
        (("input", "prompt"), "", "empty"),
        (("input", "fallback", "when"), ["flag", "a"], "unknown-field"),
        (("input", "replies", 0, "id"), "dong-y", "duplicate-id"),
        (("input", "replies", 0, "patterns"), [], "reply-without-pattern"),
        (("ending",), {"kind": "good", "score": 1}, "ending-with-choices"),
    ],
)
def test_what_has_not_the_form_is_refused_with_its_place(path, value, code):
    data = copy.deepcopy(ASKING)
    part: Any = data["scenes"][1 if path[0] == "question" else 0]
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    with pytest.raises(ModelError) as refused:
        Story.from_json(data)
    assert code in {f.code for f in refused.value.findings}
    assert all(f.where.startswith("scenes.") for f in refused.value.findings)


TYPED = st.sampled_from(["có", "KHONG", "vâng ạ", "gì", "x" * 300]) | st.text(max_size=20)


@given(story_data(asking=True), st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), TYPED), max_size=15))
@settings(max_examples=200, deadline=None)
def test_random_play_stays_in_the_graph_and_can_be_played_again(data, moves):
    story = Story.from_json(data)
    first = play = p.start(story, play_id="0" * 32, number=1, now=NOW)
    known = explore(story)
    for kind, index, text in moves:
        before = play
        given = [{"choice": str(index + 1)}, {"typed": text}, {"answer": str(index + 1)}][kind]
        try:
            outcome = p.choose(story, play, step=play.step + 1, now=NOW, **given)
        except PlayError:
            assert play == before
            continue
        play = outcome.play
        assert outcome.choice.id in {way.id for way in ways_on(story, before)}
        again = p.choose(story, play, step=play.step, now="later", **given)
        assert (again.repeat, again.play, again.view()) == (True, play, outcome.view())
        assert p.Play.from_json(json.dumps(play.to_json())) == play
    assert all(state.scene in known.scenes for state, _ in p.steps(story, play)) or not known.complete
    recorded = [(n, m.choice) for n, m in enumerate(play.path, start=1)]
    assert p.replay(story, first, recorded, now=NOW) == play
    view = p.play_view(story, play, show_correctness=True)
    asks = bool(view["scene"]["choices"]) or "input" in view["scene"] or "question" in view["scene"]
    assert asks == (play.status == "open")
    assert ("input" in view["scene"]) == (play.status == "open" and open_input(story, play) is not None)
    assert ("question" in view["scene"]) == (play.status == "open" and open_question(story, play) is not None)
    text = json.dumps(view, ensure_ascii=False)
    visited = {state.scene for state, _ in p.steps(story, play)} | {play.scene}
    assert not any(f"bí mật {scene.id}" in text for scene in story.scenes if scene.id not in visited)
    assert 0 <= p.score(story, play).fraction <= 1


@given(story_data(asking=True))
@settings(max_examples=60, deadline=None)
def test_json_of_random_stories_loses_nothing(data):
    story = Story.from_json(data)
    assert Story.from_json(story.to_json()) == story


@given(st.text(max_size=60))
def test_folding_is_stable_and_blind_to_the_form_of_letters(text):
    for ignore in (True, False):
        words = tokens(text, ignore)
        assert tokens(unicodedata.normalize("NFD", text), ignore) == words
        assert tokens(" ".join(words), ignore) == words
