"""A learner's way through a quiz block, by its handlers."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.platform_standin.models import StudentModule
from xblocks.competency.models import Evidence
from xblocks.learning_record.models import Attempt, Response

from .lms import Course
from .samples import RIGHT, WRONG, pick


def begin(course: Course, quiz: Any, user: Any, after: int = 0) -> dict[str, Any]:
    """Starts an attempt; returns its view."""
    status, reply = course.post(quiz, user, "start_attempt", {"after": after})
    assert status == 200, reply
    return reply["state"]["attempt"]


def send(
    course: Course, quiz: Any, user: Any, attempt: dict[str, Any], step: int, text: str, **more: Any
) -> tuple[int, Any]:
    """Answers the question at ``step`` with the option ``text``."""
    item = attempt["items"][step - 1]
    data = {"attempt": attempt["id"], "step": step, "item": item["id"], "answer": pick(item, text)}
    return course.post(quiz, user, "answer", data | more)


def play(course: Course, quiz: Any, user: Any, texts: list[str], after: int = 0) -> dict[str, Any]:
    """A whole attempt; returns the last reply."""
    attempt = begin(course, quiz, user, after)
    reply: dict[str, Any] = {}
    for step, text in enumerate(texts, start=1):
        status, reply = send(course, quiz, user, attempt, step, text)
        assert status == 200, reply
    return reply


def test_an_answer_gets_feedback_and_leaves_a_response_and_evidence(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    status, reply = send(course, quiz, learner, attempt, 1, WRONG)
    assert status == 200
    assert reply["result"]["correct"] is False
    assert reply["result"]["feedback"][0]["html"] == "PHẢN HỒI sai"
    assert Response.objects.get().answer == "sai"
    assert Evidence.objects.get().score == 0


def test_the_last_answer_ends_the_attempt_with_grade_and_completion(course, quiz, learner):
    reply = play(course, quiz, learner, [RIGHT, RIGHT, WRONG])
    assert reply["attempt"]["status"] == "finished"
    assert reply["attempt"]["result"]["percent"] == 66
    assert reply["best"]["passed"] is True
    row = StudentModule.objects.get()
    assert (round(row.grade, 4), row.max_grade) == (0.6667, 1.0)
    assert Attempt.objects.get().status == "finished"


def test_grade_and_completion_are_published_once_per_attempt(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    events = []
    for step in (1, 2, 3):
        block = course.block(quiz, learner)
        item = attempt["items"][step - 1]
        course.post(
            quiz,
            learner,
            "answer",
            {"attempt": attempt["id"], "step": step, "item": item["id"], "answer": pick(item, RIGHT)},
            block=block,
        )
        events.append([name for name, _ in block.runtime.events])
    assert events == [[], [], ["grade", "completion"]]


def test_the_same_answer_sent_again_gets_the_same_reply_and_changes_nothing(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    first = send(course, quiz, learner, attempt, 1, RIGHT)
    again = send(course, quiz, learner, attempt, 1, RIGHT)
    assert first == again
    assert Response.objects.count() == 1


def test_another_answer_to_an_answered_step_is_refused_with_the_state(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    send(course, quiz, learner, attempt, 1, RIGHT)
    status, reply = send(course, quiz, learner, attempt, 1, WRONG)
    assert (status, reply["code"]) == (409, "stale-step")
    assert "tải lại trang" in reply["error"]
    assert reply["state"]["attempt"]["step"] == 1
    assert Response.objects.count() == 1


def test_starting_twice_gives_the_same_attempt(course, quiz, learner):
    assert begin(course, quiz, learner)["id"] == begin(course, quiz, learner)["id"]
    assert Attempt.objects.count() == 1


def test_two_starts_at_the_same_moment_give_one_attempt(course, quiz, learner):
    one, two = course.block(quiz, learner), course.block(quiz, learner)
    assert (one.attempts, two.attempts) == (0, 0)  # both have read the state
    first = course.post(quiz, learner, "start_attempt", {"after": 0}, block=one)[1]
    second = course.post(quiz, learner, "start_attempt", {"after": 0}, block=two)[1]
    assert first["state"]["attempt"] == second["state"]["attempt"]
    assert Attempt.objects.count() == 1


def test_two_answers_at_the_same_moment_keep_the_first_and_tell_the_second(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    item = attempt["items"][0]
    one, two = course.block(quiz, learner), course.block(quiz, learner)
    assert one.state == two.state
    data = {"attempt": attempt["id"], "step": 1, "item": item["id"]}
    status, _ = course.post(quiz, learner, "answer", data | {"answer": pick(item, RIGHT)}, block=one)
    assert status == 200
    status, reply = course.post(quiz, learner, "answer", data | {"answer": pick(item, WRONG)}, block=two)
    assert (status, reply["code"]) == (409, "stale-step")
    assert Response.objects.get().answer == "dung"


def test_the_same_answer_twice_at_the_same_moment_gets_the_same_reply(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    item = attempt["items"][0]
    data = {"attempt": attempt["id"], "step": 1, "item": item["id"], "answer": pick(item, RIGHT)}
    one, two = course.block(quiz, learner), course.block(quiz, learner)
    assert one.state == two.state
    assert course.post(quiz, learner, "answer", data, block=one) == course.post(
        quiz, learner, "answer", data, block=two
    )
    assert Response.objects.count() == 1


def test_somebody_elses_attempt_is_refused(course, quiz, learner, other):
    attempt = begin(course, quiz, learner)
    begin(course, quiz, other)
    status, reply = send(course, quiz, other, attempt, 1, RIGHT)
    assert (status, reply["code"]) == (403, "not-yours")
    assert not Response.objects.exists()


def test_a_state_that_was_lost_is_mended_from_the_records(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    before = StudentModule.objects.get().state
    send(course, quiz, learner, attempt, 1, RIGHT)
    StudentModule.objects.update(state=before)  # the platform dropped the write
    status, reply = send(course, quiz, learner, attempt, 1, RIGHT)
    assert (status, reply["attempt"]["step"]) == (200, 1)
    assert send(course, quiz, learner, attempt, 2, RIGHT)[0] == 200
    assert Response.objects.count() == 2


def test_attempts_are_limited(course, quiz, learner):
    usage = course.add("skill_quiz", "einmal", content=course.block(quiz).content, max_attempts=1)
    reply = play(course, usage, learner, [RIGHT, WRONG, WRONG])
    assert reply["can_start"] is False
    status, refused = course.post(usage, learner, "start_attempt", {"after": 1})
    assert (status, refused["code"]) == (409, "no-attempts")


def test_the_best_of_several_attempts_counts(course, quiz, learner):
    play(course, quiz, learner, [RIGHT, RIGHT, RIGHT])
    play(course, quiz, learner, [WRONG, WRONG, WRONG], after=1)
    assert StudentModule.objects.get().grade == 1.0


def test_after_the_due_date_answers_are_refused_and_what_was_answered_counts(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    send(course, quiz, learner, attempt, 1, RIGHT)
    late = course.block(quiz)
    late.due = timezone.now() - timezone.timedelta(minutes=1)
    late.save()
    status, reply = send(course, quiz, learner, attempt, 2, RIGHT)
    assert (status, reply["code"]) == (409, "past-due")
    assert send(course, quiz, learner, attempt, 1, RIGHT)[0] == 200  # a repeat is no new answer
    status, reply = course.post(quiz, learner, "finish", {"attempt": attempt["id"]})
    assert reply["state"]["attempt"]["result"]["percent"] == 33
    assert round(StudentModule.objects.get().grade, 4) == 0.3333


def test_the_grace_period_is_honoured(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    block = course.block(quiz, learner)
    block.due = timezone.now() - timezone.timedelta(minutes=1)
    block.graceperiod = timezone.timedelta(minutes=5)
    item = attempt["items"][0]
    data = {"attempt": attempt["id"], "step": 1, "item": item["id"], "answer": pick(item, RIGHT)}
    assert course.post(quiz, learner, "answer", data, block=block)[0] == 200


def test_hidden_correctness_shows_neither_result_nor_feedback(course, quiz, learner):
    hidden = course.block(quiz)
    hidden.show_correctness = "never"
    hidden.save()
    reply = play(course, quiz, learner, [RIGHT, WRONG, WRONG])
    assert reply["result"] is None
    assert reply["attempt"]["result"] is None
    assert reply["best"] is None


def test_an_attempt_goes_on_in_the_version_in_which_it_began(course, quiz, learner):
    from .samples import quiz as make_quiz
    from .samples import quiz_data

    attempt = begin(course, quiz, learner)
    changed = course.block(quiz)
    data = quiz_data()
    data["items"] = data["items"][:1]
    data["items"][0]["text"] = "Câu hỏi mới?"
    changed.content = make_quiz(items=data["items"]).to_json()
    changed.save()
    assert send(course, quiz, learner, attempt, 1, RIGHT)[0] == 200
    _, reply = course.post(quiz, learner, "current")
    assert [i["text"] for i in reply["state"]["attempt"]["items"]] == [i["text"] for i in attempt["items"]]


def test_a_block_without_content_says_so(course, learner):
    usage = course.add("skill_quiz", "leer")
    status, reply = course.post(usage, learner, "start_attempt", {"after": 0})
    assert (status, reply["code"]) == (409, "no-content")


def test_a_quiz_without_questions_cannot_be_begun(course, learner):
    usage = course.add("skill_quiz", "leer", content='{"facts":[],"intro":"","items":[],"pools":[],"schema":1}')
    status, reply = course.post(usage, learner, "start_attempt", {"after": 0})
    assert (status, reply["code"]) == (409, "no-content")
    assert not Attempt.objects.exists()


def test_content_of_a_newer_version_is_refused_politely(course, learner):
    usage = course.add("skill_quiz", "neu", content='{"schema":99}')
    status, reply = course.post(usage, learner, "start_attempt", {"after": 0})
    assert (status, reply["code"]) == (409, "newer-schema")
    assert "nâng cấp" in reply["error"]
    course.block(usage, learner).student_view()


def test_state_of_a_newer_version_is_refused_politely(course, quiz, learner):
    begin(course, quiz, learner)
    row = StudentModule.objects.get()
    row.state = row.state.replace('"schema": 1', '"schema": 99')
    row.save()
    status, reply = course.post(quiz, learner, "current")
    assert (status, reply["code"]) == (422, "invalid-content")
    assert "nâng cấp" in reply["error"]


def test_a_due_date_that_is_no_field_of_the_block_closes_nothing(course, quiz, learner, monkeypatch):
    """The stock workbench hangs the present moment on every block as ``due``."""
    from datetime import datetime, timedelta

    from xblocks.common import dates

    class Block:
        fields: dict[str, object] = {}
        due = datetime(2000, 1, 1)  # noqa: DTZ001  as the workbench does
        graceperiod = timedelta(0)

    assert dates.closes_at(Block()) is None
    assert dates.due_text(Block()) is None
    assert dates.is_past_due(Block(), timezone.now()) is False
