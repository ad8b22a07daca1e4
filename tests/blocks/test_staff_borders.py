"""Where the panel for course staff ends: people of other courses, and states that this software cannot read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from tests.platform_standin.models import StudentModule
from xblocks.common import staff_people, staff_regrading

from .samples import RIGHT, WRONG
from .test_quiz_flow import play
from .test_staff_panel import PlatformTable

ATTEMPT = {"schema": 99, "id": "0" * 32, "number": 1, "content": "", "status": "finished"}


def test_time_is_given_to_nobody_outside_the_course(quiz, learner, other, ask, monkeypatch):
    table = PlatformTable(learner.pk)
    monkeypatch.setattr(staff_people, "installed", lambda name: table if name == "student.CourseEnrollment" else None)
    assert ask(quiz, "set_extra_time", username=learner.username, factor=2)[0] == 200
    outside = ask(quiz, "set_extra_time", username=other.username, factor=2)
    nobody = ask(quiz, "set_extra_time", username="ai-do", factor=2)
    assert (outside[0], outside[1]["code"]) == (404, "no-such-learner")
    assert outside[1]["error"].replace(other.username, "") == nobody[1]["error"].replace("ai-do", "")
    assert not StudentModule.objects.filter(student=other).exists()


def test_time_is_given_to_somebody_who_has_left_the_course_but_worked_here(course, quiz, other, ask, monkeypatch):
    play(course, quiz, other, [RIGHT, RIGHT, WRONG])
    monkeypatch.setattr(
        staff_people, "installed", lambda name: PlatformTable() if name == "student.CourseEnrollment" else None
    )
    assert ask(quiz, "set_extra_time", username=other.username, factor=2)[0] == 200


class TestUnreadable:
    """One learner's state was written by a newer version of this software."""

    @pytest.fixture(params=[{"schema": 99}, {"current": ATTEMPT}], ids=["state", "attempt"])
    def broken(self, request, db, course, quiz) -> Any:
        users = [get_user_model().objects.create_user(name) for name in ("mot", "hai", "ba")]
        for user in users:
            play(course, quiz, user, [RIGHT, RIGHT, WRONG])
        row = StudentModule.objects.get(student=users[1])
        row.state = json.dumps(json.loads(row.state) | {"state": request.param})
        row.save()
        return users[1]

    def test_all_others_are_regraded(self, quiz, ask, broken):
        status, reply = ask(quiz, "staff_regrade_all", after=0)
        assert status == 200, reply
        assert (reply["regraded"], reply["skipped"], reply["next"]) == (2, 1, None)

    def test_the_learner_is_found_and_shown(self, quiz, ask, broken):
        assert ask(quiz, "staff_find", query="")[0] == 200
        status, reply = ask(quiz, "staff_learner", learner=broken.pk)
        assert status == 200, reply
        assert [one["percent"] for one in reply["attempts"]] == [66]

    def test_the_file_holds_everybody(self, quiz, ask, broken):
        status, reply = ask(quiz, "staff_download", what="answers", after=0)
        assert (status, reply["rows"]) == (200, 9)


def test_a_slow_machine_regrades_at_least_one_in_each_request(course, quiz, learner, other, ask, monkeypatch):
    for user in (learner, other):
        play(course, quiz, user, [RIGHT, RIGHT, WRONG])
    monkeypatch.setattr(staff_regrading, "SECONDS", -1.0)
    first = ask(quiz, "staff_regrade_all", after=0)[1]
    assert (first["regraded"], first["next"]) == (1, learner.pk)
    assert ask(quiz, "staff_regrade_all", after=first["next"])[1]["next"] is None
