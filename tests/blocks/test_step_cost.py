"""What a step reads and writes, and in which version of the content it is taken."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xblocks.common import base, recording

from . import samples
from .lms import post
from .samples import RIGHT, pick
from .test_quiz_flow import begin, send

_LOCK = re.compile(r'UPDATE "hocvuso_learning_record_attempt" SET "step" = "hocvuso_learning_record_attempt"."step"')
PLATFORM = {"due", "graceperiod", "show_correctness"}


def read_by(block: Any) -> set[str]:
    """The block's own fields that it has read from its store so far."""
    return set(block._field_data_cache) - PLATFORM


def answer(block: Any, attempt: dict[str, Any], step: int, **more: Any) -> tuple[int, dict[str, Any]]:
    """The right answer to the ``step``-th item."""
    item = attempt["items"][step - 1]
    data = {"attempt": attempt["id"], "step": step, "item": item["id"], "answer": pick(item, RIGHT), **more}
    return post(block, "answer", data)


@pytest.fixture
def no_records(monkeypatch):
    """The platform without our apps."""
    monkeypatch.setattr(recording.apps, "is_installed", lambda name: False)


@pytest.mark.parametrize(
    ("fields", "more"),
    [
        ({}, set()),
        ({"behaviour": "deferred"}, set()),
        ({"behaviour": "tries"}, {"tries", "penalty"}),
        ({"time_limit": 10.0}, {"time_limit", "extra_time"}),
    ],
)
def test_an_answer_reads_the_state_and_the_settings_that_count_for_it(course, quiz, learner, fields, more):
    usage = course.add("skill_quiz", "phi", content=course.block(quiz).content, **fields)
    attempt = begin(course, usage, learner)
    block = course.block(usage, learner)
    status, reply = answer(block, attempt, 1)
    assert status == 200
    assert read_by(block) == {"state", "attempts", "behaviour", "show_answer"} | more
    assert {"best", "can_start", "why_not"}.isdisjoint(reply)


def test_a_certainty_is_read_only_where_an_answer_brings_one(course, quiz, learner):
    usage = course.add("skill_quiz", "chac", content=course.block(quiz).content, certainty="on")
    attempt = begin(course, usage, learner)
    block = course.block(usage, learner)
    assert answer(block, attempt, 1, certainty="3")[0] == 200
    assert "certainty" in read_by(block)
    assert block.state["current"]["answers"][0]["certainty"] == "3"


def test_the_answer_that_ends_an_attempt_brings_the_standing(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    for step in range(1, len(attempt["items"]) + 1):
        _, reply = send(course, quiz, learner, attempt, step, RIGHT)
        assert ("best" in reply) == (step == len(attempt["items"])) == ("can_start" in reply)
    assert reply["best"]["passed"] is True
    again = send(course, quiz, learner, attempt, len(attempt["items"]), RIGHT)[1]
    assert again == reply


def test_a_move_reads_the_state_only(course, story, learner):
    _, reply = course.post(story, learner, "start_attempt", {"after": 0})
    play = reply["state"]["play"]
    on = next(choice["id"] for choice in play["scene"]["choices"] if choice["text"] == "Nghe tiếp")
    block = course.block(story, learner)
    status, reply = post(block, "choose", {"play": play["id"], "step": 1, "choice": on})
    assert status == 200
    assert (reply["play"]["status"], read_by(block)) == ("open", {"state", "attempts"})


def test_a_scored_move_with_records_and_evidence_takes_at_most_six_queries(course, story, learner):
    """Once the frameworks are known to the process; among them the platform's three on the learner's state."""
    view = course.post(story, learner, "start_attempt", {"after": 0})[1]["state"]["play"]
    costs = []
    for number in range(2):
        on = next(choice["id"] for choice in view["scene"]["choices"] if choice["text"] == "Nghe tiếp")
        block = course.block(story, learner)
        with CaptureQueriesContext(connection) as queries:
            status, _ = post(block, "choose", {"play": view["id"], "step": 1, "choice": on})
        assert status == 200
        # SQLite has no SELECT … FOR UPDATE: the lock is an UPDATE that changes nothing, a query of its own.
        said = [q["sql"] for q in queries.captured_queries]
        costs.append([sql for sql in said if "SAVEPOINT" not in sql and not _LOCK.search(sql)])
        if not number:
            assert course.post(story, learner, "choose", {"play": view["id"], "step": 2, "choice": "1"})[0] == 200
            view = course.post(story, learner, "start_attempt", {"after": 1})[1]["state"]["play"]
    assert any("competency_evidence" in sql for sql in costs[1])
    assert len(costs[1]) <= 6, costs[1]


def test_without_records_a_step_writes_once_and_needs_no_transaction(course, quiz, learner, no_records):
    attempt = begin(course, quiz, learner)
    block = course.block(quiz, learner)
    with CaptureQueriesContext(connection) as queries:
        status, _ = answer(block, attempt, 1)
    assert status == 200
    assert block.runtime.state_store.writes == 1
    assert all("courseware_studentmodule" in q["sql"] or "SAVEPOINT" in q["sql"] for q in queries.captured_queries)


@pytest.fixture
def edited(course, quiz, learner, no_records):
    """An attempt under way in a quiz whose author has saved other content since, and no records to keep the old."""
    attempt = begin(course, quiz, learner)
    changed = course.block(quiz)
    items = samples.quiz_data()["items"]
    items[0]["text"] = "Câu hỏi mới?"
    changed.content = samples.quiz(items=items).to_json()
    changed.save()
    return attempt


def test_without_records_a_step_goes_on_in_a_version_that_the_process_still_knows(course, quiz, learner, edited):
    assert send(course, quiz, learner, edited, 1, RIGHT)[0] == 200
    _, reply = course.post(quiz, learner, "current")
    assert reply["state"]["attempt"] is None  # a page goes by the present content: a kind restart
    _, reply = course.post(quiz, learner, "start_attempt", {"after": 1})
    assert "Câu hỏi mới?" in [item["text"] for item in reply["state"]["attempt"]["items"]]
    assert reply["state"]["attempts_used"] == 1


def test_without_records_a_version_that_nobody_knows_ends_in_a_kind_restart(course, quiz, learner, edited):
    base._versions.clear()
    status, reply = send(course, quiz, learner, edited, 1, RIGHT)
    assert (status, reply["code"]) == (409, "content-changed")


def test_a_version_is_not_kept_alive_by_those_who_look_for_it(course, learner):
    usage = course.add("skill_quiz", "tam", content=samples.quiz(intro="Tạm.").to_json())
    attempt = begin(course, usage, learner)
    digest = course.block(usage, learner).state["current"]["content"]
    assert ("skill_quiz", digest) in base._versions
    from xblocks.skill_quiz import model

    model._cache.clear()
    assert ("skill_quiz", digest) not in base._versions
    assert send(course, usage, learner, attempt, 1, RIGHT)[0] == 200


def test_a_reset_by_staff_is_noticed_at_the_next_step(course, quiz, learner):
    from .test_staff_acts import reset_attempts

    attempt = begin(course, quiz, learner)
    assert send(course, quiz, learner, attempt, 1, RIGHT)[0] == 200
    reset_attempts(quiz, learner)
    status, reply = send(course, quiz, learner, attempt, 2, RIGHT)
    assert (status, reply["code"], reply["state"]["attempt"]) == (409, "closed", None)
