"""What staff pages read of the records, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.learning_record.helpers import QUIZ, SIM, Queries, later, new_attempt, new_user, respond
from xblocks.common import jsonform
from xblocks.learning_record import api, reading
from xblocks.learning_record.models import Attempt, Response

pytestmark = pytest.mark.django_db


def finish(user: Any, number: int = 1, key: str = QUIZ) -> api.AttemptRow:
    """A finished attempt with two responses."""
    row, _ = new_attempt(user, key, number)
    for step in (1, 2):
        respond(row, step)
    api.close_attempt(row, earned=2, possible=2, now=later(5))
    return row


def ids(**more: Any) -> set[str]:
    return {row.pk for row, _ in reading.finished_attempts(QUIZ, **more)}


def test_finished_attempts_of_the_block_come_with_their_responses_in_step_order() -> None:
    lan, minh = new_user("lan"), new_user("minh")
    mine = {finish(lan).pk, finish(lan, 2).pk, finish(minh).pk}
    finish(minh, key=SIM)
    respond(new_attempt(minh, QUIZ, 2)[0])
    found = list(reading.finished_attempts(QUIZ))
    assert {row.pk for row, _ in found} == mine
    assert all([one.step for one in given] == [1, 2] for _, given in found)


def test_what_was_reset_counts_and_what_was_voided_does_not() -> None:
    lan, minh = new_user("lan"), new_user("minh")
    kept = finish(lan)
    api.mark_reset(lan.pk, QUIZ, later(6))
    finish(minh)
    api.void_state(minh.pk, QUIZ, "state-deleted", later(6))
    open_one, _ = new_attempt(lan, QUIZ, 1)
    api.mark_reset(lan.pk, QUIZ, later(7))
    assert ids() == {kept.pk}
    assert open_one.pk not in ids()


def test_a_voided_response_is_left_out() -> None:
    row = finish(new_user())
    Response.objects.filter(attempt=row, step=1).update(voided_at=later(9))
    assert [[one.step for one in given] for _, given in reading.finished_attempts(QUIZ)] == [[2]]


def test_members_of_staff_are_left_out_and_retired_learners_stay() -> None:
    boss, lan = new_user("quang"), new_user("lan")
    boss.is_staff = True
    boss.save()
    finish(boss)
    kept = finish(lan)
    api.retire_user(lan.pk)
    assert ids() == {kept.pk}


def test_pages_are_whole_and_cost_two_queries_each() -> None:
    everyone = {finish(new_user(f"hv{n}")).pk for n in range(7)}
    for batch in (1, 3, 7, 100):
        assert ids(batch=batch) == everyone
    with Queries() as few:
        assert len(ids(batch=100)) == 7
    assert len(few.real) == 2
    with Queries() as paged:
        ids(batch=3)
    assert len(paged.real) == 6


def test_counting_reads_no_field_later() -> None:
    finish(new_user())
    found = list(reading.finished_attempts(QUIZ))
    with Queries() as none:
        assert [(one.item_id, one.answer, one.score, one.attempt_id) for _, given in found for one in given]
    assert none.real == []


def test_contents_are_read_in_one_query_and_unknown_ones_left_out() -> None:
    bodies = [jsonform.canonical({"schema": 1, "items": [], "intro": str(n)}) for n in range(3)]
    digests = [api.keep_content("skill_quiz", 1, body) for body in bodies]
    with Queries() as one:
        assert reading.contents([*digests, "0" * 64, digests[0]]) == dict(zip(digests, bodies, strict=True))
    assert len(one.real) == 1
    assert reading.contents([]) == {}


def test_no_attempt_is_no_query_for_responses() -> None:
    with Queries() as found:
        assert list(reading.finished_attempts(QUIZ)) == []
        assert reading.responses_of([]) == {}
    assert len(found.real) == 1
    assert not Attempt.objects.exists()
