"""A play: what a move does, what is refused, what a browser sees, and that nothing random breaks it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from xblocks.common.findings import AttemptClosed, MalformedAnswer, ModelError, NewerSchemaError, PlayError, StaleStep
from xblocks.scenario_sim import play as p
from xblocks.scenario_sim.story import Story

from .stories import DEMO, story_data

NOW = "2026-11-21T08:00:00Z"


def begin(data=DEMO) -> tuple[Story, p.Play]:
    """A play that shows choices as authored, so that tests can name them by their place."""
    story = Story.from_json({**data, "shuffle": False})
    return story, p.start(story, play_id="0" * 32, number=1, now=NOW)


def walk(story: Story, play: p.Play, *choices: str) -> p.Play:
    for choice in choices:
        play = p.choose(story, play, step=play.step + 1, choice=choice, now=NOW).play
    return play


def test_a_move_tells_feedback_signs_and_what_it_changed():
    story, play = begin()
    outcome = p.choose(story, play, step=1, choice="1", now=NOW)
    assert outcome.feedback == "Hãy cẩn thận."
    assert [(c.message, c.quote) for c in outcome.cues] == [(0, "Anh đang bị điều tra")]
    assert [(c.label, c.before, c.after) for c in outcome.changes] == [("Tiền trong tài khoản", 100, 70)]
    assert outcome.item == "cuoc-goi.nghe"
    assert outcome.play.visits == {"cuoc-goi": 2}
    assert play.step == 0


def test_a_choice_hidden_by_its_condition_cannot_be_taken():
    story, play = begin()
    assert [c["text"] for c in p.scene_view(story, play)["choices"]] == ["Nghe tiếp", "Cúp máy"]
    with pytest.raises(p.UnknownChoice):
        p.choose(story, play, step=1, choice="3", now=NOW)
    assert walk(story, play, "1", "3").ending == "ket-xau"


def test_a_message_with_a_condition_appears_when_it_holds():
    story, play = begin()
    assert len(p.scene_view(story, play)["messages"]) == 1
    outcome = p.choose(story, walk(story, play, "1"), step=2, choice="2", now=NOW)
    assert [(c.message, c.quote) for c in outcome.cues] == [(0, "Anh đang bị điều tra"), (1, "chần chừ")]


def test_meters_stay_within_their_bounds():
    story, play = begin()
    play = walk(story, play, "1", "1", "1", "1", "1")
    assert play.meters == {"tien": 0}


@pytest.mark.parametrize(
    ("step", "choice"), [("1", "1"), (1.0, "1"), (True, "1"), (1, 1), (1, None), (None, "1"), (1, ["1"])]
)
def test_wrong_types_are_refused(step, choice):
    story, play = begin()
    with pytest.raises(MalformedAnswer):
        p.choose(story, play, step=step, choice=choice, now=NOW)


@pytest.mark.parametrize("choice", ["0", "3", "-1", "１", "01", "", "cup-may", "9" * 5000])
def test_only_offered_public_ids_are_taken(choice):
    story, play = begin()
    with pytest.raises(p.UnknownChoice):
        p.choose(story, play, step=1, choice=choice, now=NOW)


def test_a_repeat_tells_the_same_and_changes_nothing():
    story, play = begin()
    first = p.choose(story, play, step=1, choice="1", now=NOW)
    later = walk(story, first.play, "1", "2")
    again = p.choose(story, later, step=1, choice="1", now="2027-01-01T00:00:00Z")
    assert again.repeat
    assert again.play is later
    assert (again.feedback, again.cues, again.changes) == (first.feedback, first.cues, first.changes)


def test_another_choice_for_an_old_step_and_a_step_too_far_are_stale():
    story, play = begin()
    play = walk(story, play, "1")
    for step, choice in ((1, "2"), (3, "1"), (0, "1"), (-1, "1")):
        with pytest.raises(StaleStep):
            p.choose(story, play, step=step, choice=choice, now=NOW)


def test_an_ended_play_is_closed_but_still_repeats():
    story, play = begin()
    ended = walk(story, play, "2")
    assert (ended.status, ended.ending, ended.finished) == ("ended", "ket-tot", NOW)
    assert p.choose(story, ended, step=1, choice="2", now=NOW).repeat
    with pytest.raises(AttemptClosed):
        p.choose(story, ended, step=2, choice="1", now=NOW)


def test_a_play_in_circles_ends_kindly():
    story, play = begin()
    play = walk(story, play, *["1"] * p.MAX_MOVES)
    assert (play.status, play.ending) == ("ended", None)
    with pytest.raises(p.TooLong) as refused:
        p.choose(story, play, step=p.MAX_MOVES + 1, choice="2", now=NOW)
    assert "bắt đầu lại" in refused.value.vi
    assert p.score(story, play).fraction == 0
    assert len(json.dumps(play.to_json())) < 32_000


def test_another_version_of_the_story_is_refused():
    _, play = begin()
    other = Story.from_json({**DEMO, "intro": "Khác"})
    with pytest.raises(p.ContentChanged):
        p.choose(other, play, step=1, choice="1", now=NOW)


def test_times_must_know_their_zone():
    story = Story.from_json(DEMO)
    with pytest.raises(ValueError, match="zone"):
        p.start(story, play_id="0" * 32, number=1, now=datetime(2026, 11, 21))  # noqa: DTZ001
    play = p.start(story, play_id="0" * 32, number=1, now=datetime(2026, 11, 21, 8, tzinfo=UTC))
    assert play.started == NOW


@pytest.mark.parametrize(
    ("by", "moves", "expected"),
    [
        ("ending", "2", 1.0),
        ("ending", "13", 0.0),
        ("choices", "12", 0.5),
        ("choices", "1112", 0.5),
        ("meters", "12", 0.7),
    ],
)
def test_the_score_follows_the_scoring(by, moves, expected):
    story, play = begin({**DEMO, "scoring": {"by": by}})
    assert p.score(story, walk(story, play, *moves[:-1])).fraction == 0
    card = p.score(story, walk(story, play, *moves))
    assert card.fraction == pytest.approx(expected)
    assert card.passed(expected)
    assert not card.passed(expected + 0.01)


def test_competencies_are_scored_from_the_choices_taken():
    story, play = begin()
    card = p.score(story, walk(story, play, "1", "1", "2"))
    assert card.by_competency == (p.CompetencyScore("tt02-2025:4.2", 1.0, 2.0),)


def test_a_play_survives_storage_and_a_newer_one_is_refused():
    story, play = begin()
    play = walk(story, play, "1", "2")
    stored = play.to_json()
    assert p.Play.from_json(stored) == play
    assert p.Play.from_json(json.dumps(stored)) == play
    with pytest.raises(NewerSchemaError):
        p.Play.from_json({**stored, "schema": 2})


@pytest.mark.parametrize(
    "change", [{"schema": 0}, {"step": 5}, {"path": [["a"]]}, {"meters": []}, {"visits": {"a": "b"}}, {"status": "x"}]
)
def test_damaged_storage_is_refused(change):
    _, play = begin()
    with pytest.raises(ModelError):
        p.Play.from_json({**play.to_json(), **change})


def test_recorded_moves_bring_a_lost_state_back():
    story, play = begin()
    ended = walk(story, play, "1", "3")
    assert p.replay(story, play, [(2, "chuyen"), (1, "nghe")], now=NOW) == ended
    assert p.replay(story, play, [(1, "chuyen")], now=NOW) == play


def test_a_mended_story_judges_the_same_path_anew():
    story, play = begin()
    ended = walk(story, play, "1", "2")
    data = json.loads(story.to_json())
    data["scenes"][0]["choices"][0]["score"] = 0.5
    mended = Story.from_json(data)
    moved, scores = p.rescore(mended, ended)
    assert scores == {1: 0.5, 2: 1.0}
    assert moved.content == mended.digest
    assert p.score(mended, moved).by_competency[0].earned == 1.5
    del data["scenes"][0]["choices"][0]
    shorter = Story.from_json(data)
    assert p.rescore(shorter, ended) == (ended, {2: 1.0})


def test_the_view_has_the_shape_of_the_contract():
    story, play = begin()
    view = p.play_view(story, walk(story, play, "1", "2"), show_correctness=True, titles={"tt02-2025:4.2": "An toàn"})
    assert set(view) == {"id", "number", "status", "step", "scene", "meters", "debrief"}
    assert set(view["scene"]) == {"title", "channel", "channel_info", "text", "messages", "choices", "ending"}
    assert view["meters"] == [
        {"label": "Tiền trong tài khoản", "value": 70, "min": 0, "max": 100, "unit": "%", "good": "high"}
    ]
    assert [step["score"] for step in view["debrief"]["path"]] == [0.0, 1.0]
    assert view["debrief"]["actions"] == [
        {"text": "Gọi 156", "fact": "Số 156", "source": "https://example.vn/156", "checked_on": "2026-11-01"}
    ]
    result = view["debrief"]["result"]
    assert (result["percent"], result["passed"], result["competencies"][0]["title"]) == (100, True, "An toàn")


def test_without_correctness_nothing_tells_right_from_wrong():
    story, play = begin()
    ended = walk(story, play, "1", "3")
    view = p.play_view(story, ended, show_correctness=False)
    assert view["scene"]["ending"]["kind"] == "mixed"
    assert view["debrief"]["result"] is None
    assert view["debrief"]["path"][0] == {
        "scene": "Cuộc gọi lạ",
        "choice": "Nghe tiếp",
        "feedback": "",
        "score": None,
        "cues": [],
    }
    told = p.choose(story, ended, step=1, choice="1", now=NOW).view(show_correctness=False)
    assert (told["feedback"], told["cues"]) == ("", [])


@given(story_data(), st.data())
@settings(max_examples=150)
def test_nothing_authored_about_unvisited_scenes_reaches_the_browser(data, draw):
    story = Story.from_json(data)
    play = p.start(story, play_id="0" * 32, number=1, now=NOW)
    visited = {play.scene}
    for _ in range(4):
        offered = p.scene_view(story, play)["choices"]
        if not offered:
            break
        play = walk(story, play, draw.draw(st.sampled_from(offered))["id"])
        visited.add(play.scene)
    text = json.dumps(p.play_view(story, play, show_correctness=True), ensure_ascii=False)
    for scene in story.scenes:
        if scene.id not in visited:
            assert f"bí mật {scene.id}" not in text
    for flag in story.flags:
        assert flag not in text
    assert '"to"' not in text
    if play.status == "open":
        assert "Lời bàn" not in text
        assert '"score"' not in text
        assert '"why"' not in text


class Browsers(RuleBasedStateMachine):
    """Several careless browsers of one learner: duplicated, stale, reordered and made-up requests."""

    @initialize(data=story_data())
    def begin(self, data):
        self.story = Story.from_json(data)
        self.play = p.start(self.story, play_id="0" * 32, number=1, now=NOW)
        self.done: list[tuple[int, str, p.Outcome]] = []
        self.snapshots = [self.play]

    @rule(index=st.integers(0, 3))
    def move(self, index):
        offered = p.scene_view(self.story, self.play)["choices"]
        if not offered:
            return
        choice = offered[index % len(offered)]["id"]
        outcome = p.choose(self.story, self.play, step=self.play.step + 1, choice=choice, now=NOW)
        assert not outcome.repeat
        assert outcome.play.step == self.play.step + 1
        self.play = outcome.play
        self.done.append((outcome.step, choice, outcome))
        self.snapshots.append(self.play)

    @rule(index=st.integers(0, 50))
    def send_again(self, index):
        if not self.done:
            return
        step, choice, first = self.done[index % len(self.done)]
        again = p.choose(self.story, self.play, step=step, choice=choice, now="later")
        assert again.repeat
        assert again.play == self.play
        assert again.view() == first.view()
        assert again.item == first.item

    @rule(index=st.integers(0, 50), choice=st.sampled_from(["1", "2", "3"]))
    def arrive_at_an_old_state(self, index, choice):
        """Of two concurrent requests the second meets the state that the first left: it must be a repeat or stale."""
        if not self.done:
            return
        step, taken, _ = self.done[index % len(self.done)]
        if choice == taken:
            return
        with pytest.raises(StaleStep):
            p.choose(self.story, self.play, step=step, choice=choice, now=NOW)

    @rule(step=st.integers(-2, 8), choice=st.text(max_size=3) | st.sampled_from(["1", "2", "3"]))
    def make_something_up(self, step, choice):
        try:
            outcome = p.choose(self.story, self.play, step=step, choice=choice, now=NOW)
        except PlayError:
            return
        if outcome.repeat:
            assert outcome.play == self.play
        else:
            assert step == self.play.step + 1
            self.play = outcome.play
            self.done.append((step, choice, outcome))
            self.snapshots.append(self.play)

    @rule()
    def store_and_load(self):
        self.play = p.Play.from_json(json.dumps(self.play.to_json()))

    @rule(lost=st.integers(0, 5))
    def lose_state_and_replay(self, lost):
        old = self.snapshots[max(0, len(self.snapshots) - 1 - lost)]
        recorded = [(step, outcome.choice.id) for step, _, outcome in self.done]
        assert p.replay(self.story, old, recorded, now=NOW) == self.play

    @invariant()
    def stays_in_the_graph_and_in_bounds(self):
        if not hasattr(self, "play"):
            return
        assert self.play.scene in self.story.scene_of
        assert self.play.step == len(self.play.path) <= p.MAX_MOVES
        assert sum(self.play.visits.values()) == self.play.step + 1
        for meter in self.story.meters:
            assert meter.min <= self.play.meters[meter.id] <= meter.max
        card = p.score(self.story, self.play)
        assert 0 <= card.fraction <= 1
        assert all(0 <= c.earned <= c.possible for c in card.by_competency)
        view = p.play_view(self.story, self.play, show_correctness=True)
        assert bool(view["scene"]["choices"]) == (self.play.status == "open")
        assert (view["debrief"] is None) == (self.play.status == "open")
        json.dumps(view, allow_nan=False)


Browsers.TestCase.settings = settings(max_examples=60, stateful_step_count=25)
TestBrowsers = Browsers.TestCase


@given(story_data(), st.lists(st.integers(0, 2), max_size=12))
def test_walking_back_over_the_path_gives_the_state_that_is_stored(data, picks):
    story, play = Story.from_json(data), None
    play = p.start(story, play_id="0" * 32, number=1, now=NOW)
    for pick in picks:
        offered = p.scene_view(story, play)["choices"]
        if not offered:
            break
        play = walk(story, play, offered[pick % len(offered)]["id"])
    state = p.first_state(story)
    for before, choice in p.steps(story, play):
        state = p.after(story, before, choice)
    assert replace(play, scene=state.scene, meters=state.meters, visits=state.visits) == play
    assert set(play.flags) == set(state.flags)
