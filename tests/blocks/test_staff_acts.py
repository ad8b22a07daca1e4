"""Every row of the platform table "what support staff do": grade, completion, responses, evidence after each act.

Both blocks go through the same acts. What the platform does in each is done here by hand, as the platform does it.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone
from xblock.scorable import Score

from tests.platform_standin.models import StudentModule
from xblocks.competency.models import Evidence
from xblocks.learning_record import api
from xblocks.learning_record.models import Attempt, Learner, Response

from . import samples
from .lms import Course
from .samples import RIGHT, WRONG
from .test_quiz_flow import begin, play, send


def finish_story(course: Course, story: Any, user: Any, *choices: str) -> dict[str, Any]:
    """Plays ``choices`` (texts); returns the last reply."""
    _, reply = course.post(story, user, "start_attempt", {"after": 0})
    view = reply["state"]["play"]
    for step, text in enumerate(choices, start=1):
        choice = next(c["id"] for c in view["scene"]["choices"] if c["text"] == text)
        status, reply = course.post(story, user, "choose", {"play": view["id"], "step": step, "choice": choice})
        assert status == 200, reply
        view = reply["play"]
    return reply


def reset_attempts(usage: Any, user: Any) -> None:
    """Instructor task ``reset_attempts``: writes 0 into the state row, touches nothing else."""
    row = StudentModule.objects.get(student=user, module_state_key=usage)
    state = json.loads(row.state)
    assert state["attempts"] > 0
    state["attempts"] = 0
    row.state = json.dumps(state)
    row.save()


@pytest.mark.parametrize("kind", ["skill_quiz", "scenario_sim"])
class TestActs:
    """The acts, for both blocks."""

    @pytest.fixture
    def usage(self, kind, quiz, story):
        return quiz if kind == "skill_quiz" else story

    @pytest.fixture
    def done(self, course, usage, learner, kind):
        """The learner has ended one attempt with a full score."""
        if kind == "skill_quiz":
            play(course, usage, learner, [RIGHT, RIGHT, RIGHT])
        else:
            finish_story(course, usage, learner, "Cúp máy")
        assert StudentModule.objects.get(student=learner).grade == 1.0

    def state(self, course: Course, usage: Any, user: Any) -> dict[str, Any]:
        """The learner's state as the page gets it, with the quiz's names."""
        _, reply = course.post(usage, user, "current")
        state = reply["state"]
        return {
            "used": state.get("attempts_used", state.get("plays_used")),
            "attempt": state.get("attempt", state.get("play")),
            "can_start": state["can_start"],
        }

    def test_reset_attempts_gives_a_fresh_one_and_keeps_the_old_one_marked(self, course, usage, learner, done):
        responses, evidence = Response.objects.count(), Evidence.objects.count()
        reset_attempts(usage, learner)
        state = self.state(course, usage, learner)
        assert (state["used"], state["attempt"], state["can_start"]) == (0, None, True)
        status, _reply = course.post(usage, learner, "start_attempt", {"after": 0})
        assert status == 200
        assert sorted(Attempt.objects.values_list("status", flat=True)) == ["open", "reset"]
        assert Response.objects.filter(voided_at=None).count() == responses
        assert Evidence.objects.filter(voided_at=None).count() == evidence
        assert StudentModule.objects.get(student=learner).grade == 1.0  # the platform leaves the grade alone

    @pytest.mark.parametrize("bulk", [False, True])
    def test_deleted_state_voids_responses_and_evidence_and_lets_one_begin_anew(
        self, course, usage, learner, done, bulk
    ):
        rows = StudentModule.objects.filter(student=learner, module_state_key=usage)
        if bulk:
            rows.delete()
        else:
            rows.get().delete()
        assert not Response.objects.filter(voided_at=None).exists()
        assert not Evidence.objects.filter(voided_at=None).exists()
        assert Response.objects.exists()
        state = self.state(course, usage, learner)
        assert (state["used"], state["attempt"]) == (0, None)
        assert course.post(usage, learner, "start_attempt", {"after": 0})[0] == 200
        assert Attempt.objects.filter(status="open").count() == 1

    def test_an_override_changes_the_grade_and_no_evidence(self, course, usage, learner, done):
        before = list(Evidence.objects.values_list("score", flat=True))
        block = course.block(usage, learner)
        block.set_score(Score(raw_earned=0.25, raw_possible=1.0))
        block.publish_grade()
        block.save()
        assert StudentModule.objects.get(student=learner).grade == 0.25
        assert list(Evidence.objects.values_list("score", flat=True)) == before

    def test_an_extension_is_honoured(self, course, usage, learner, done):
        block = course.block(usage)
        block.due = timezone.now() - timezone.timedelta(days=1)
        block.save()
        assert self.state(course, usage, learner)["can_start"] is False
        mine = course.block(usage, learner)
        mine.due = timezone.now() + timezone.timedelta(days=1)  # arrives through the inherited field
        assert course.post(usage, learner, "start_attempt", {"after": 1}, block=mine)[0] == 200

    def test_masquerading_as_that_learner_records_nothing(self, course, usage, learner, kind):
        session: dict[str, Any] = {}
        runtime = {"masquerade": True, "session": session, "staff": True}
        _, reply = course.post(usage, learner, "start_attempt", {"after": 0}, **runtime)
        view = reply["state"].get("attempt") or reply["state"]["play"]
        assert view["status"] == "open"
        assert session, "the platform keeps the state in the session"
        assert not Attempt.objects.exists()
        assert not StudentModule.objects.exists()

    def test_a_preview_in_studio_records_nothing(self, course, usage, learner, kind):
        session: dict[str, Any] = {}
        status, _reply = course.post(usage, learner, "start_attempt", {"after": 0}, author=True, session=session)
        assert status == 200
        assert not Attempt.objects.exists()
        assert not StudentModule.objects.exists()

    def test_a_preview_sends_neither_grade_nor_completion(self, course, usage, learner, kind):
        session: dict[str, Any] = {}
        _, reply = course.post(usage, learner, "start_attempt", {"after": 0}, author=True, session=session)
        if kind == "skill_quiz":
            attempt = reply["state"]["attempt"]
            for step, item in enumerate(attempt["items"], start=1):
                block = course.block(usage, learner, author=True, session=session)
                data = {"attempt": attempt["id"], "step": step, "item": item["id"], "answer": samples.pick(item, RIGHT)}
                course.post(usage, learner, "answer", data, block=block)
        else:
            view = reply["state"]["play"]
            block = course.block(usage, learner, author=True, session=session)
            course.post(usage, learner, "choose", {"play": view["id"], "step": 1, "choice": "1"}, block=block)
        assert block.runtime.events == []
        assert not Response.objects.exists()

    def test_a_retired_learner_leaves_totals_without_a_person(self, course, usage, learner, done):
        evidence = Evidence.objects.count()
        api.retire_user(learner.pk)
        assert Learner.objects.get().user_id is None
        assert Evidence.objects.filter(voided_at=None).count() == evidence

    def test_a_rerun_has_new_keys_and_the_same_item_ids(self, course, usage, learner, done, kind):
        original = course.block(usage)
        copy = course.add(kind, "rerun", content=original.content)
        if kind == "skill_quiz":
            play(course, copy, learner, [RIGHT, RIGHT, RIGHT])
        else:
            finish_story(course, copy, learner, "Cúp máy")
        items = Evidence.objects.values_list("usage_key", "item_id")
        first = {item for key, item in items if key == str(usage)}
        second = {item for key, item in items if key == str(copy)}
        assert first == second


def test_a_rescore_follows_the_corrected_key_into_grade_and_evidence(course, quiz, learner):
    play(course, quiz, learner, [RIGHT, RIGHT, WRONG])
    data = samples.quiz_data()
    for item in data["items"]:
        for option in item["options"]:
            option["correct"] = option["id"] == "sai"
    author = course.block(quiz)
    author.content = samples.quiz(items=data["items"]).to_json()
    author.save()
    block = course.block(quiz, learner)
    assert round(block.calculate_score().raw_earned, 4) == 0.3333
    block.rescore(only_if_higher=False)
    block.save()
    assert round(StudentModule.objects.get().grade, 4) == 0.3333
    assert sorted(Evidence.objects.values_list("score", flat=True)) == [0, 0, 1]
    assert sorted(Response.objects.values_list("score", flat=True)) == [0, 0, 1]


def test_a_rescore_only_if_higher_leaves_a_better_grade(course, quiz, learner):
    play(course, quiz, learner, [RIGHT, RIGHT, RIGHT])
    data = samples.quiz_data()
    for item in data["items"]:
        for option in item["options"]:
            option["correct"] = option["id"] == "sai"
    author = course.block(quiz)
    author.content = samples.quiz(items=data["items"]).to_json()
    author.save()
    block = course.block(quiz, learner)
    block.rescore(only_if_higher=True)
    assert StudentModule.objects.get().grade == 1.0


def test_a_rescore_of_a_simulation_follows_the_new_scores(course, story, learner):
    finish_story(course, story, learner, "Nghe tiếp", "Hỏi con")
    data = samples.story_data()
    data["scenes"][2]["ending"]["score"] = 0.5
    data["scenes"][0]["choices"][1]["score"] = 0.25
    author = course.block(story)
    author.content = json.dumps(data)
    author.save()
    block = course.block(story, learner)
    block.rescore(only_if_higher=False)
    block.save()
    assert StudentModule.objects.get().grade == 0.5
    assert sorted(Response.objects.values_list("score", flat=True)) == [0.25, 1]


def test_course_staff_view_as_a_generic_learner_with_their_own_state(course, quiz, other):
    """Their rows exist like anybody's; reports leave staff out (see the records)."""
    attempt = begin(course, quiz, other)
    assert send(course, quiz, other, attempt, 1, RIGHT)[0] == 200
    assert Learner.objects.get().user_id == other.pk


def test_rescoring_without_an_ended_attempt_is_refused(course, quiz, learner):
    begin(course, quiz, learner)
    with pytest.raises(ValueError, match=r".+"):
        course.block(quiz, learner).rescore(only_if_higher=False)
