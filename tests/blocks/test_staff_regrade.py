"""Regrading by staff, of one learner or of all: it reaches that learner's grade and evidence and nobody else's."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.platform_standin.models import StudentModule
from xblocks.common import recording, staff_regrading
from xblocks.competency.models import Evidence
from xblocks.learning_record.models import Attempt, Response

from . import samples
from .lms import Course
from .samples import RIGHT, WRONG
from .test_quiz_flow import begin, play, send
from .test_staff_acts import finish_story, reset_attempts


def correct(course: Course, quiz: Any, right: str) -> None:
    """The author makes ``right`` the right option of every question."""
    data = samples.quiz_data()
    for item in data["items"]:
        for option in item["options"]:
            option["correct"] = option["id"] == right
    author = course.block(quiz)
    author.content = samples.quiz(items=data["items"]).to_json()
    author.save()


class TestRegrade:
    """By the block bound to that very learner."""

    def test_reaches_the_learners_grade_and_evidence_and_not_the_staff_members(
        self, course, quiz, learner, teacher, ask, platform
    ):
        play(course, quiz, learner, [RIGHT, RIGHT, WRONG])
        correct(course, quiz, "sai")
        status, reply = ask(quiz, "staff_regrade", learner=learner.pk)
        assert (status, reply["change"]) == (200, {"from": 66, "to": 33})
        row = StudentModule.objects.get()
        assert (row.student_id, round(row.grade, 4)) == (learner.pk, 0.3333)
        assert json.loads(row.state)["earned"] == pytest.approx(1 / 3)
        assert sorted(Response.objects.values_list("score", flat=True)) == [0, 0, 1]
        assert sorted(Evidence.objects.values_list("score", flat=True)) == [0, 0, 1]
        assert reply["attempts"][0]["percent"] == 33
        assert reply["attempts"][0]["regraded"] is not None
        assert platform.bound == [learner.pk, teacher.pk], "the staff member's block is theirs again"
        assert platform.transactions == ["edx.grades.problem.rescored"]
        assert not StudentModule.objects.filter(student=teacher).exists()

    def test_again_it_changes_nothing(self, course, quiz, learner, ask):
        play(course, quiz, learner, [RIGHT, RIGHT, WRONG])
        correct(course, quiz, "sai")
        ask(quiz, "staff_regrade", learner=learner.pk)
        before = StudentModule.objects.values_list("state", "grade").get()
        assert ask(quiz, "staff_regrade", learner=learner.pk)[1]["change"] == {"from": 33, "to": 33}
        assert StudentModule.objects.values_list("state", "grade").get() == before

    def test_only_if_higher_leaves_a_better_grade(self, course, quiz, learner, ask):
        play(course, quiz, learner, [RIGHT, RIGHT, RIGHT])
        correct(course, quiz, "sai")
        reply = ask(quiz, "staff_regrade", learner=learner.pk, only_if_higher=True)[1]
        assert reply["change"] == {"from": 100, "to": 100}
        assert StudentModule.objects.get().grade == 1.0

    def test_nothing_ended_is_nothing_to_grade(self, course, quiz, learner, ask):
        begin(course, quiz, learner)
        reply = ask(quiz, "staff_regrade", learner=learner.pk)[1]
        assert (reply["regraded"], reply["change"]) == (False, None)

    def test_a_simulation_too(self, course, story, learner, ask):
        finish_story(course, story, learner, "Nghe tiếp", "Hỏi con")
        data = samples.story_data()
        data["scenes"][2]["ending"]["score"] = 0.5
        author = course.block(story)
        author.content = json.dumps(data)
        author.save()
        assert ask(story, "staff_regrade", learner=learner.pk)[1]["change"] == {"from": 100, "to": 50}
        assert StudentModule.objects.get().grade == 0.5

    def test_a_learner_who_may_not_open_it_any_more_is_named(self, course, quiz, learner, ask, platform):
        play(course, quiz, learner, [RIGHT, RIGHT, WRONG])
        platform.closed.add(learner.pk)
        status, reply = ask(quiz, "staff_regrade", learner=learner.pk)
        assert (status, reply["code"]) == (409, "no-access")

    def test_where_no_other_learners_block_can_be_had_a_sentence_says_what_to_do(self, course, quiz, learner, teacher):
        play(course, quiz, learner, [RIGHT, RIGHT, WRONG])
        data = {"learner": learner.pk}
        _, shown = course.post(quiz, teacher, "staff_learner", data, staff=True)
        assert shown["can_regrade"] is False
        status, reply = course.post(quiz, teacher, "staff_regrade", data, staff=True)
        assert (status, reply["code"]) == (409, "no-regrade-here")
        assert "Rescore" in reply["error"]
        assert round(StudentModule.objects.get().grade, 4) == 0.6667


class TestRegradeAll:
    """A few learners in each request, on from where the last one stopped."""

    @pytest.fixture
    def many(self, db, course, quiz):
        users = [get_user_model().objects.create_user(f"ban{number:02}") for number in range(7)]
        for number, user in enumerate(users):
            if number == 3:
                begin(course, quiz, user)
            else:
                play(course, quiz, user, [RIGHT, RIGHT, WRONG] if number % 2 else [WRONG, WRONG, RIGHT])
        return users

    def grades(self) -> dict[int, float]:
        rows = StudentModule.objects.exclude(grade=None).values_list("student_id", "grade")
        return {key: round(grade, 2) for key, grade in rows}

    def run(self, ask, usage, **more) -> list[dict[str, Any]]:
        replies = [ask(usage, "staff_regrade_all", after=0, **more)[1]]
        while replies[-1]["next"] is not None:
            replies.append(ask(usage, "staff_regrade_all", after=replies[-1]["next"], **more)[1])
        return replies

    def test_in_batches_with_what_is_left(self, course, quiz, many, ask, monkeypatch):
        monkeypatch.setattr(staff_regrading, "REGRADED", 2)
        correct(course, quiz, "sai")
        replies = self.run(ask, quiz)
        assert [r["regraded"] for r in replies] == [2, 2, 2]
        assert [r["left"] for r in replies] == [5, 2, 0]
        assert sum(r["skipped"] for r in replies) == 1
        changed = [one for r in replies for one in r["changed"]]
        assert {one["username"]: (one["from"], one["to"]) for one in changed} == {
            user.username: (66, 33) if number % 2 else (33, 66) for number, user in enumerate(many) if number != 3
        }
        once = self.grades()
        assert [r["changed"] for r in self.run(ask, quiz)] == [[], [], []]
        assert self.grades() == once

    def test_a_request_ends_when_its_time_is_over(self, course, quiz, many, ask, monkeypatch):
        moments = iter(range(100))
        monkeypatch.setattr(staff_regrading.time, "monotonic", lambda: next(moments) * 3.0)
        reply = ask(quiz, "staff_regrade_all", after=0)[1]
        assert reply["regraded"] == 1
        assert reply["left"] == 6

    def test_one_who_cannot_open_it_stops_nobody_else(self, course, quiz, many, ask, platform):
        platform.closed.add(many[1].pk)
        correct(course, quiz, "sai")
        replies = self.run(ask, quiz)
        assert [one["username"] for r in replies for one in r["closed"]] == ["ban01"]
        assert sum(r["regraded"] for r in replies) == 5

    def test_each_learner_costs_the_same(self, course, quiz, many, ask, monkeypatch):
        costs = []
        for most in (1, 2, 3):
            monkeypatch.setattr(staff_regrading, "REGRADED", most)
            with CaptureQueriesContext(connection) as queries:
                ask(quiz, "staff_regrade_all", after=0)
            costs.append(len(queries))
        assert costs[2] - costs[1] == costs[1] - costs[0] <= 28


def test_a_learners_request_waits_for_a_regrade_and_loses_nothing(course, quiz, learner, ask, monkeypatch):
    """The learner hands in between the platform's reading of the state and the regrade: the answer stays."""
    attempt = begin(course, quiz, learner)
    for step in (1, 2):
        send(course, quiz, learner, attempt, step, RIGHT)
    play_before = recording.AppRecorder.lock
    answered = []

    def late(self: Any, attempt_id: str) -> Any:
        if not answered:
            answered.append(True)
            send(course, quiz, learner, attempt, 3, RIGHT)
        return play_before(self, attempt_id)

    monkeypatch.setattr(recording.AppRecorder, "lock", late)
    reply = ask(quiz, "staff_regrade", learner=learner.pk)[1]
    assert reply["change"] == {"from": None, "to": 100}
    state = json.loads(StudentModule.objects.get().state)
    assert len(state["state"]["current"]["answers"]) == 3
    assert Attempt.objects.get().status == "finished"


@pytest.mark.parametrize("next_request", ["answer", "start_attempt"])
def test_a_request_that_read_the_state_before_a_regrade_does_not_undo_it(course, quiz, learner, ask, next_request):
    """The learner goes on with a state that was read a moment before: what the regrade has written stays."""
    play(course, quiz, learner, [RIGHT, RIGHT, WRONG])
    body: dict[str, Any] = {"after": 1}
    if next_request == "answer":
        attempt = begin(course, quiz, learner, 1)
        send(course, quiz, learner, attempt, 1, RIGHT)
        item = attempt["items"][1]
        body = {"attempt": attempt["id"], "step": 2, "item": item["id"], "answer": samples.pick(item, RIGHT)}
    correct(course, quiz, "sai")
    slow = course.block(quiz, learner)
    assert slow.state
    assert slow.attempts
    assert ask(quiz, "staff_regrade", learner=learner.pk)[1]["change"] == {"from": 66, "to": 33}
    assert course.post(quiz, learner, next_request, body, block=slow)[0] == 200
    state = json.loads(StudentModule.objects.get().state)["state"]
    assert state["past"][0]["earned"] == 1, "of the attempt before"
    scores = {(r.attempt_id, r.step): r.score for r in Response.objects.all()}
    for sheet in (state["past"][0]["data"], state["current"]):
        assert [scores[sheet["id"], a["step"]] for a in sheet["answers"]] == [a["score"] for a in sheet["answers"]]


def test_a_request_that_read_the_state_before_a_reset_begins_no_second_attempt(course, quiz, learner):
    play(course, quiz, learner, [RIGHT, RIGHT, WRONG])
    slow = course.block(quiz, learner)
    assert slow.state
    assert slow.attempts == 1
    reset_attempts(quiz, learner)
    fresh = begin(course, quiz, learner)
    status, reply = course.post(quiz, learner, "start_attempt", {"after": 1}, block=slow)
    assert status == 200
    assert reply["state"]["attempt"]["id"] == fresh["id"]
    assert Attempt.objects.get(status="open").pk == fresh["id"]
