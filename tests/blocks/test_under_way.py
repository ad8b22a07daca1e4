"""A play under way while its author edits and staff regrade: a number on the learner's page keeps its meaning."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.platform_standin.models import StudentModule
from tests.scenario_sim.stories import INBOX
from xblocks.scenario_sim.story import Story

from . import samples
from .lms import Course
from .samples import RIGHT, WRONG
from .test_quiz_flow import begin, play, send
from .test_rehearsals import again
from .test_staff_acts import finish_story


def with_another_choice(course: Course, usage: Any) -> None:
    """The author puts a bad choice before all others of the first scene."""
    data = samples.story_data()
    new = {**data["scenes"][0]["choices"][1], "id": "doc-ma", "text": "Đọc mã", "to": "ket-xau"}
    data["scenes"][0]["choices"].insert(0, new)
    author = course.block(usage)
    author.content = Story.from_json(data).to_json()
    author.save()


@pytest.mark.parametrize("practice", [False, True], ids=["counted", "rehearsal"])
def test_a_regrade_leaves_an_open_play_in_the_story_in_which_it_began(course, story, learner, ask, practice):
    done = finish_story(course, story, learner, "Nghe tiếp", "Hỏi con")["play"]
    if practice:
        view = again(course, story, learner, done, 1)[1]["state"]["play"]
    else:
        view = course.post(story, learner, "start_attempt", {"after": 1})[1]["state"]["play"]
    with_another_choice(course, story)
    assert ask(story, "staff_regrade", learner=learner.pk)[0] == 200
    number = next(c["id"] for c in view["scene"]["choices"] if c["text"] == "Cúp máy")
    status, reply = course.post(story, learner, "choose", {"play": view["id"], "step": 1, "choice": number})
    assert status == 200, reply
    assert reply["play"]["scene"]["ending"]["title"] == "KẾT tốt"


def test_a_regrade_leaves_an_open_inbox_as_it_is(course, learner, ask):
    usage = course.add("scenario_sim", content=Story.from_json(INBOX).to_json(), display_name="Hộp thư")
    view = course.post(usage, learner, "start_attempt", {"after": 0})[1]["state"]["play"]
    while view["status"] == "open":
        body = {"play": view["id"], "step": view["step"] + 1, "choice": "1"}
        view = course.post(usage, learner, "choose", body)[1]["play"]
    view = course.post(usage, learner, "start_attempt", {"after": 1})[1]["state"]["play"]
    data = json.loads(Story.from_json(INBOX).to_json())
    data["triage"]["items"][0]["genuine"] = not data["triage"]["items"][0]["genuine"]
    author = course.block(usage)
    author.content = Story.from_json(data).to_json()
    author.save()
    before = json.loads(StudentModule.objects.get().state)["state"]["current"]
    assert before["status"] == "open"
    assert ask(usage, "staff_regrade", learner=learner.pk)[0] == 200
    assert json.loads(StudentModule.objects.get().state)["state"]["current"] == before


def test_a_rehearsal_begun_by_a_page_that_is_older_than_a_regrade_does_not_undo_it(course, story, learner, ask):
    done = finish_story(course, story, learner, "Nghe tiếp", "Hỏi con")["play"]
    data = samples.story_data()
    data["scenes"][2]["ending"]["score"] = 0.5
    author = course.block(story)
    author.content = Story.from_json(data).to_json()
    author.save()
    slow = course.block(story, learner)
    assert slow.state
    assert slow.attempts
    assert ask(story, "staff_regrade", learner=learner.pk)[1]["change"] == {"from": 100, "to": 50}
    assert again(course, story, learner, done, 1, block=slow)[0] == 200
    past = json.loads(StudentModule.objects.get().state)["state"]["past"][0]
    assert past["earned"] / past["possible"] == 0.5


def test_a_regrade_gives_no_points_to_what_has_not_ended(course, quiz, learner, ask):
    play(course, quiz, learner, [RIGHT, RIGHT, WRONG])
    attempt = begin(course, quiz, learner, 1)
    send(course, quiz, learner, attempt, 1, RIGHT)
    shown = ask(quiz, "staff_regrade", learner=learner.pk)[1]["attempts"]
    assert [(one["status"], one["earned"], one["percent"], one["passed"]) for one in shown] == [
        ("open", None, None, None),
        ("finished", 2, 66, True),
    ]
    for step in (2, 3):
        send(course, quiz, learner, attempt, step, RIGHT)
    assert ask(quiz, "staff_learner", learner=learner.pk)[1]["attempts"][0]["percent"] == 100
