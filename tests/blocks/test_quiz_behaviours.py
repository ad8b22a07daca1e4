"""Several tries, practice, certainty, keeping what was right, and limited time, by the block's handlers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from xblock.scorable import Score

from tests.platform_standin.models import StudentModule
from xblocks.competency.models import Evidence
from xblocks.learning_record.models import Attempt, Response
from xblocks.skill_quiz.block import SkillQuizBlock

from . import samples
from .lms import Course, init_data
from .samples import RIGHT, WRONG, pick
from .test_quiz_flow import begin, play, send
from .test_staff_acts import reset_attempts

BEGAN = datetime(2026, 11, 21, 8, tzinfo=UTC)


class Clock:
    """The server's clock."""

    def __init__(self) -> None:
        self.now = BEGAN

    def wait(self, **more: float) -> None:
        """Time passes."""
        self.now += timedelta(**more)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands still until it is moved."""
    found = Clock()
    monkeypatch.setattr(SkillQuizBlock, "now", lambda self: found.now)
    return found


def add(course: Course, name: str = "b2", *, items: int = 3, draw: int | None = None, **fields: Any) -> Any:
    """A quiz with ``items`` questions and the settings ``fields``."""
    rows = [samples.quiz_data()["items"][0] | {"id": f"q{n}", "explanation": f"GIẢI THÍCH q{n}"} for n in range(items)]
    pools = [] if draw is None else [{"id": "p", "draw": draw, "pick": {"all": True}, "shuffle": True}]
    return course.add("skill_quiz", name, content=samples.quiz(items=rows, pools=pools).to_json(), **fields)


def give(course: Course, usage: Any, user: Any, attempt: Any, step: int, item: int, text: str, **more: Any) -> Any:
    """Answers the ``item``-th question of ``attempt`` at ``step``."""
    view = attempt["items"][item]
    data = {"attempt": attempt["id"], "step": step, "item": view["id"], "answer": pick(view, text)}
    return course.post(usage, user, "answer", data | more)


def edit(course: Course, usage: Any, **fields: Any) -> None:
    """The author changes settings."""
    block = course.block(usage)
    for name, value in fields.items():
        setattr(block, name, value)
    block.save()


class TestTries:
    """``behaviour='tries'``."""

    def test_responses_carry_the_score_after_the_penalty_and_evidence_is_the_last(self, course, learner):
        usage = add(course, behaviour="tries")
        attempt = begin(course, usage, learner)
        assert [i["tries_left"] for i in attempt["items"]] == [3, 3, 3]
        _, first = give(course, usage, learner, attempt, 1, 0, WRONG)
        assert (first["result"]["correct"], first["result"]["key"], first["tries_left"]) == (False, None, 2)
        assert first["result"]["feedback"][0]["html"] == "PHẢN HỒI sai"
        _, second = give(course, usage, learner, attempt, 2, 0, RIGHT)
        assert (second["result"]["correct"], second["tries_left"]) == (True, 0)
        assert second["result"]["key"]
        assert list(Response.objects.order_by("step").values_list("score", flat=True)) == pytest.approx([0, 2 / 3])
        assert Evidence.objects.get().score == pytest.approx(2 / 3)

    def test_the_grade_is_what_is_left_after_penalties(self, course, learner):
        usage = add(course, behaviour="tries", tries=2, penalty=0.5)
        attempt = begin(course, usage, learner)
        acts = [(0, WRONG), (0, RIGHT), (1, WRONG), (1, WRONG), (2, RIGHT)]
        for step, (item, text) in enumerate(acts, start=1):
            status, reply = give(course, usage, learner, attempt, step, item, text)
            assert status == 200
        assert reply["attempt"]["status"] == "finished"
        assert StudentModule.objects.get().grade == pytest.approx(0.5)

    def test_a_repeated_try_gets_the_same_reply(self, course, learner):
        usage = add(course, behaviour="tries")
        attempt = begin(course, usage, learner)
        first = give(course, usage, learner, attempt, 1, 0, WRONG)
        assert give(course, usage, learner, attempt, 1, 0, WRONG) == first
        give(course, usage, learner, attempt, 2, 0, RIGHT)
        _, late = give(course, usage, learner, attempt, 1, 0, WRONG)
        assert (late["result"]["correct"], late["result"]["score"]) == (False, 0)
        assert Response.objects.count() == 2

    def test_a_rescore_keeps_the_penalty_in_grade_responses_and_evidence(self, course, learner):
        usage = add(course, behaviour="tries", items=1)
        attempt = begin(course, usage, learner)
        give(course, usage, learner, attempt, 1, 0, WRONG)
        give(course, usage, learner, attempt, 2, 0, RIGHT)
        block = course.block(usage, learner)
        block.rescore(only_if_higher=False)
        block.save()
        assert StudentModule.objects.get().grade == pytest.approx(2 / 3)
        assert Evidence.objects.get().score == pytest.approx(2 / 3)

    def test_where_correctness_is_hidden_there_is_one_try(self, course, learner):
        usage = add(course, behaviour="tries", show_correctness="never")
        attempt = begin(course, usage, learner)
        _, reply = give(course, usage, learner, attempt, 1, 0, WRONG)
        assert (reply["result"], reply["tries_left"]) == (None, 0)
        status, reply = give(course, usage, learner, attempt, 2, 0, RIGHT)
        assert (status, reply["code"]) == (409, "stale-step")

    def test_values_out_of_range_from_another_hand_do_not_stop_a_learner(self, course, learner):
        usage = add(course, behaviour="tries", tries=99, penalty=-3.0, time_limit=-5.0)
        assert begin(course, usage, learner)["items"][0]["tries_left"] == 10


class TestPractice:
    """``behaviour='practice'``."""

    def test_it_leaves_responses_and_completion_but_no_grade_and_no_evidence(self, course, learner):
        usage = add(course, behaviour="practice")
        attempt = begin(course, usage, learner)
        for step in (1, 2, 3):
            block = course.block(usage, learner)
            view = attempt["items"][step - 1]
            data = {"attempt": attempt["id"], "step": step, "item": view["id"], "answer": pick(view, RIGHT)}
            _, reply = course.post(usage, learner, "answer", data, block=block)
        assert block.runtime.events == [("completion", {"completion": 1.0})]
        assert (reply["best"], reply["attempt"]["result"]["percent"]) == (None, 100)
        assert StudentModule.objects.get().grade is None
        assert not Evidence.objects.exists()
        assert list(Response.objects.values_list("score", flat=True)) == [1, 1, 1]
        assert course.block(usage, learner).max_score() == 0

    def test_it_has_no_limit_of_attempts_and_no_due_date(self, course, learner):
        usage = add(course, behaviour="practice", max_attempts=1, due=BEGAN - timedelta(days=300))
        for after in range(4):
            play(course, usage, learner, [RIGHT, WRONG, RIGHT], after)
        rules = init_data(course.block(usage, learner).student_view())["rules"]
        assert (rules["attempts_allowed"], rules["due"], rules["past_due"], rules["graded"]) == (0, None, False, False)

    def test_each_time_the_items_are_new_and_then_those_met_longest_ago(self, course, learner):
        usage = add(course, items=6, draw=2, behaviour="practice")
        drawn = []
        for after in range(6):
            drawn.append({i["id"] for i in begin(course, usage, learner, after)["items"]})
            play(course, usage, learner, [RIGHT, WRONG], after)
        assert set.union(*drawn[:3]) == set.union(*drawn[3:]) == {f"q{n}" for n in range(6)}

    def test_it_never_counts_also_when_the_author_changes_the_behaviour(self, course, learner):
        usage = add(course, behaviour="practice", max_attempts=1)
        for after in range(3):
            play(course, usage, learner, [RIGHT, RIGHT, RIGHT], after)
        edit(course, usage, behaviour="immediate")
        state = course.post(usage, learner, "current")[1]["state"]
        assert (state["best"], state["can_start"]) == (None, True)
        assert not course.block(usage, learner).has_submitted_answer()
        reply = play(course, usage, learner, [RIGHT, WRONG, WRONG], 3)
        assert reply["can_start"] is False
        assert round(StudentModule.objects.get().grade, 4) == 0.3333

    def test_it_uses_up_no_attempt_that_the_page_says_is_left(self, course, learner):
        usage = add(course, behaviour="practice", max_attempts=2)
        for after in range(3):
            play(course, usage, learner, [RIGHT, RIGHT, RIGHT], after)
        edit(course, usage, behaviour="immediate")
        for used in (0, 1, 2):
            init = course.block(usage, learner).init_data("learn")
            assert init["rules"]["attempts_allowed"] - init["state"]["attempts_used"] == 2 - used
            assert init["state"]["can_start"] is (used < 2)
            if used < 2:
                play(course, usage, learner, [RIGHT, WRONG, WRONG], 3 + used)

    def test_without_a_limit_practice_makes_none(self, course, learner):
        usage = add(course, behaviour="practice")
        play(course, usage, learner, [RIGHT, RIGHT, RIGHT])
        edit(course, usage, behaviour="immediate")
        assert course.block(usage, learner).init_data("learn")["rules"]["attempts_allowed"] == 0

    def test_an_attempt_begun_for_a_grade_is_not_graded_while_the_quiz_is_practice(self, course, learner):
        usage = add(course)
        attempt = begin(course, usage, learner)
        edit(course, usage, behaviour="practice")
        for step in (1, 2, 3):
            assert send(course, usage, learner, attempt, step, RIGHT)[0] == 200
        assert StudentModule.objects.get().grade is None


class TestCertainty:
    """``certainty='on'``."""

    def test_it_is_stored_and_reported(self, course, learner):
        usage = add(course, certainty="on")
        attempt = begin(course, usage, learner)
        for step, (text, sure) in enumerate([(WRONG, "1"), (RIGHT, "2"), (WRONG, "3")], start=1):
            _, reply = give(course, usage, learner, attempt, step, step - 1, text, certainty=sure)
        assert [row["why"] for row in reply["attempt"]["result"]["again"]] == ["sure-and-wrong", "wrong"]
        assert Response.objects.get(step=3).answer == {"answer": "sai", "certainty": "3"}
        state = course.post(usage, learner, "current")[1]["state"]
        assert [i["certainty"] for i in state["attempt"]["items"]] == ["1", "2", "3"]

    def test_it_survives_two_answers_at_the_same_moment(self, course, learner):
        usage = add(course, certainty="on")
        attempt = begin(course, usage, learner)
        stale = course.block(usage, learner)
        assert stale.state
        give(course, usage, learner, attempt, 1, 0, RIGHT, certainty="3")
        view = attempt["items"][1]
        data = {"attempt": attempt["id"], "step": 2, "item": view["id"], "answer": pick(view, RIGHT), "certainty": "1"}
        assert course.post(usage, learner, "answer", data, block=stale)[0] == 200
        state = course.post(usage, learner, "current")[1]["state"]
        assert [i["certainty"] for i in state["attempt"]["items"]] == ["3", "1", None]

    def test_another_value_is_malformed(self, course, learner):
        usage = add(course, certainty="on")
        attempt = begin(course, usage, learner)
        status, reply = give(course, usage, learner, attempt, 1, 0, RIGHT, certainty=3)
        assert (status, reply["code"]) == (400, "malformed")
        assert not Response.objects.exists()


class TestKeepRight:
    """``keep_right=True``."""

    def test_a_retry_asks_only_the_rest_and_its_score_counts_in_full(self, course, learner):
        usage = add(course, keep_right=True)
        play(course, usage, learner, [RIGHT, WRONG, RIGHT])
        attempt = begin(course, usage, learner, 1)
        assert [i.get("kept") for i in attempt["items"]] == [True, None, True]
        status, reply = give(course, usage, learner, attempt, 1, 1, RIGHT)
        assert (status, reply["attempt"]["status"]) == (200, "finished")
        assert reply["attempt"]["result"]["percent"] == 100
        assert StudentModule.objects.get().grade == 1.0
        assert Response.objects.count() == 4

    @pytest.mark.parametrize("rule", ["never", "never_but_include_grade"])
    def test_nothing_is_kept_where_the_platform_hides_what_was_right(self, course, learner, rule):
        usage = add(course, keep_right=True, show_correctness=rule)
        play(course, usage, learner, [RIGHT, WRONG, RIGHT])
        attempt = begin(course, usage, learner, 1)
        assert not any("kept" in i or i["answer"] for i in attempt["items"])
        assert "keep_right" not in init_data(course.block(usage, learner).student_view())["rules"]

    def test_nothing_is_kept_after_a_reset(self, course, learner):
        usage = add(course, keep_right=True)
        play(course, usage, learner, [RIGHT, WRONG, RIGHT])
        reset_attempts(usage, learner)
        assert not any("kept" in i for i in begin(course, usage, learner)["items"])

    def test_a_rescore_reaches_what_was_kept(self, course, learner):
        usage = add(course, keep_right=True, items=2, grade_method="last")
        play(course, usage, learner, [RIGHT, WRONG])
        attempt = begin(course, usage, learner, 1)
        give(course, usage, learner, attempt, 1, 1, RIGHT)
        assert StudentModule.objects.get().grade == 1.0
        data = samples.quiz_data()
        items = [data["items"][0] | {"id": f"q{n}"} for n in range(2)]
        items[0]["options"] = [o | {"correct": o["id"] == "sai"} for o in items[0]["options"]]
        edit(course, usage, content=samples.quiz(items=items).to_json())
        block = course.block(usage, learner)
        block.rescore(only_if_higher=False)
        block.save()
        assert StudentModule.objects.get().grade == 0.5


class TestTimeLimit:
    """``time_limit`` in minutes."""

    def test_the_page_learns_how_many_seconds_are_left(self, course, learner, clock):
        usage = add(course, time_limit=10.0)
        attempt = begin(course, usage, learner)
        assert attempt["seconds_left"] == 600
        clock.wait(seconds=90)
        _, reply = give(course, usage, learner, attempt, 1, 0, RIGHT)
        assert reply["attempt"]["seconds_left"] == 510
        init = init_data(course.block(usage, learner).student_view())
        assert init["rules"]["time_limit"] == 10
        assert init["state"]["attempt"]["seconds_left"] == 510

    def test_a_late_answer_is_refused_and_what_was_answered_counts(self, course, learner, clock):
        usage = add(course, time_limit=10.0)
        attempt = begin(course, usage, learner)
        give(course, usage, learner, attempt, 1, 0, RIGHT)
        clock.wait(minutes=10, seconds=31)
        for _ in range(2):
            status, reply = give(course, usage, learner, attempt, 2, 1, RIGHT)
            assert (status, reply["code"]) == (409, "time-up")
            assert reply["state"]["attempt"]["status"] == "finished"
        assert give(course, usage, learner, attempt, 1, 0, RIGHT)[0] == 200  # a repeat is no new answer
        assert round(StudentModule.objects.get().grade, 4) == 0.3333
        assert Attempt.objects.get().status == "finished"
        assert Response.objects.count() == 1

    def test_an_answer_within_the_grace_counts(self, course, learner, clock):
        usage = add(course, time_limit=10.0)
        attempt = begin(course, usage, learner)
        clock.wait(minutes=10, seconds=29)
        status, reply = give(course, usage, learner, attempt, 1, 0, RIGHT)
        assert (status, reply["attempt"]["seconds_left"]) == (200, 0)

    @pytest.mark.parametrize("handler", ["current", "start_attempt", "finish"])
    def test_the_next_request_ends_an_attempt_that_is_over(self, course, learner, clock, handler):
        usage = add(course, time_limit=10.0)
        attempt = begin(course, usage, learner)
        give(course, usage, learner, attempt, 1, 0, RIGHT)
        clock.wait(hours=1)
        status, reply = course.post(usage, learner, handler, {"after": 0, "attempt": attempt["id"]})
        assert (status, reply["state"]["attempt"]["status"]) == (200, "finished")
        assert "seconds_left" not in reply["state"]["attempt"]
        assert round(StudentModule.objects.get().grade, 4) == 0.3333

    def test_a_start_after_the_time_begins_the_next_attempt(self, course, learner, clock):
        usage = add(course, time_limit=10.0)
        begin(course, usage, learner)
        clock.wait(hours=1)
        attempt = begin(course, usage, learner, 1)
        assert (attempt["number"], attempt["status"], attempt["seconds_left"]) == (2, "open", 600)
        assert sorted(Attempt.objects.values_list("status", flat=True)) == ["finished", "open"]

    def test_a_view_writes_nothing(self, course, learner, clock):
        usage = add(course, time_limit=10.0)
        begin(course, usage, learner)
        clock.wait(hours=1)
        block = course.block(usage, learner)
        init = init_data(block.student_view())
        assert (init["state"]["attempt"]["status"], init["state"]["attempt"]["seconds_left"]) == ("open", 0)
        assert block.runtime.state_store.writes == 0

    def test_staff_give_a_learner_more_time_also_under_way(self, course, learner, other, clock):
        usage = add(course, time_limit=10.0)
        attempt = begin(course, usage, learner)
        clock.wait(minutes=9)
        give = {"username": learner.username, "factor": 1.5}
        status, reply = course.post(usage, other, "set_extra_time", give, staff=True)
        assert (status, reply) == (200, {"username": learner.username, "factor": 1.5})
        state = course.post(usage, learner, "current")[1]["state"]
        assert state["attempt"]["seconds_left"] == 360
        clock.wait(minutes=5)
        assert send(course, usage, learner, attempt, 1, RIGHT)[0] == 200
        assert course.post(usage, learner, "current")[1]["state"]["attempt"]["seconds_left"] == 60
        assert init_data(course.block(usage, learner).student_view())["rules"]["time_limit"] == 15
        assert init_data(course.block(usage, other).student_view())["rules"]["time_limit"] == 10

    def test_a_request_that_read_the_state_before_ends_nothing_after_more_time_was_given(
        self, course, learner, other, clock
    ):
        usage = add(course, time_limit=10.0)
        attempt = begin(course, usage, learner)
        slow = course.block(usage, learner)
        assert (slow.state["current"]["status"], slow.extra_time) == ("open", 1.0)
        course.post(usage, other, "set_extra_time", {"username": learner.username, "factor": 2}, staff=True)
        clock.wait(minutes=15)
        body = {"attempt": attempt["id"], "step": 1, "item": attempt["items"][0]["id"], "answer": "1"}
        assert course.post(usage, learner, "answer", body, block=slow)[0] == 200
        state = course.post(usage, learner, "current")[1]["state"]["attempt"]
        assert (state["status"], state["step"], state["seconds_left"]) == ("open", 1, 300)

    def test_extra_time_can_be_given_before_the_learner_has_begun(self, course, learner, other, clock):
        usage = add(course, time_limit=10.0)
        course.post(usage, other, "set_extra_time", {"username": learner.username, "factor": 2}, staff=True)
        assert begin(course, usage, learner)["seconds_left"] == 1200

    def test_learners_cannot_give_time(self, course, learner, clock):
        usage = add(course, time_limit=10.0)
        data = {"username": learner.username, "factor": 2}
        status, reply = course.post(usage, learner, "set_extra_time", data)
        assert (status, reply["code"]) == (403, "not-staff")
        assert not StudentModule.objects.exists()

    @pytest.mark.parametrize("factor", [0, 0.5, 11, "2", None, True, float("nan")])
    def test_a_factor_out_of_range_is_refused(self, course, learner, other, clock, factor):
        usage = add(course, time_limit=10.0)
        data = {"username": learner.username, "factor": factor}
        status, reply = course.post(usage, other, "set_extra_time", data, staff=True)
        assert (status, reply["code"]) == (400, "malformed")

    def test_an_unknown_learner_is_named(self, course, other, clock):
        usage = add(course, time_limit=10.0)
        status, reply = course.post(usage, other, "set_extra_time", {"username": "ai-do", "factor": 2}, staff=True)
        assert (status, reply["code"]) == (404, "no-such-learner")
        assert "ai-do" in reply["error"]

    def test_a_limit_set_by_the_author_does_not_touch_an_attempt_under_way(self, course, learner, clock):
        usage = add(course)
        attempt = begin(course, usage, learner)
        edit(course, usage, time_limit=1.0)
        clock.wait(minutes=30)
        assert send(course, usage, learner, attempt, 1, RIGHT)[0] == 200

    def test_two_requests_after_the_time_end_it_once(self, course, learner, clock):
        usage = add(course, time_limit=10.0)
        attempt = begin(course, usage, learner)
        stale = course.block(usage, learner)
        assert stale.state
        give(course, usage, learner, attempt, 1, 0, RIGHT)
        clock.wait(hours=1)
        course.post(usage, learner, "current")
        course.post(usage, learner, "current", block=stale)
        assert round(StudentModule.objects.get().grade, 4) == 0.3333
        state = course.post(usage, learner, "current")[1]["state"]
        assert state["attempt"]["items"][0]["answer"] is not None


def test_handing_in_with_a_state_read_too_early_loses_no_answer(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    stale = course.block(quiz, learner)
    assert stale.state
    send(course, quiz, learner, attempt, 1, RIGHT)
    status, reply = course.post(quiz, learner, "finish", {"attempt": attempt["id"]}, block=stale)
    assert (status, reply["state"]["attempt"]["result"]["percent"]) == (200, 33)
    assert round(StudentModule.objects.get().grade, 4) == 0.3333


def test_an_answer_with_a_state_read_too_early_is_taken(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    stale = course.block(quiz, learner)
    assert stale.state
    send(course, quiz, learner, attempt, 1, RIGHT)
    item = attempt["items"][1]
    data = {"attempt": attempt["id"], "step": 2, "item": item["id"], "answer": pick(item, RIGHT)}
    assert course.post(quiz, learner, "answer", data, block=stale)[0] == 200
    state = course.post(quiz, learner, "current")[1]["state"]
    assert [i["answer"] is not None for i in state["attempt"]["items"]] == [True, True, False]


def test_a_score_by_hand_stays_with_a_quiz_that_became_practice(course, quiz, learner):
    play(course, quiz, learner, [RIGHT, WRONG, WRONG])
    block = course.block(quiz, learner)
    block.set_score(Score(raw_earned=0.5, raw_possible=1.0))
    block.publish_grade()
    block.save()
    edit(course, quiz, behaviour="practice")
    block = course.block(quiz, learner)
    block.rescore(only_if_higher=False)
    block.save()
    assert StudentModule.objects.get().grade == 0.5
