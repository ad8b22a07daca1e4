"""Attempts and responses: who was first, what is kept, what is refused, and what it costs."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from tests.learning_record.helpers import (
    BODY,
    COURSE,
    NOW,
    QUIZ,
    SIM,
    Queries,
    later,
    new_attempt,
    new_user,
    respond,
)  # fmt: skip
from xblocks.common import jsonform
from xblocks.common.findings import AttemptClosed
from xblocks.learning_record import api, signals
from xblocks.learning_record.insert import insert_once
from xblocks.learning_record.models import Attempt, ContentVersion, Learner, Response

pytestmark = pytest.mark.django_db


def test_content_is_kept_once_under_its_digest_with_its_schema_number() -> None:
    first = api.keep_content("skill_quiz", 1, BODY)
    assert api.keep_content("skill_quiz", 1, BODY) == first == jsonform.digest(BODY)
    assert api.get_content(first) == BODY
    assert ContentVersion.objects.get().schema == 1
    assert api.get_content("0" * 64) is None


def test_the_first_start_makes_the_attempt_and_the_learner() -> None:
    user = new_user()
    row, created = new_attempt(user)
    assert created
    assert (row.status, row.number, row.generation, row.course_key) == ("open", 1, 0, COURSE)
    stored = Attempt.objects.get()
    assert stored.learner.user_id == user.pk
    assert stored.plan == {"schema": 1, "items": [["goi-video", ["b", "a"]]]}
    assert len(stored.learner.pseudonym) == 32


def test_a_second_start_of_the_same_number_gets_the_first_ones_row() -> None:
    user = new_user()
    first, _ = new_attempt(user)
    second, created = new_attempt(user, plan={"schema": 1, "items": []})
    assert not created
    assert second.pk == first.pk
    assert second.plan == first.plan


def test_two_learners_and_two_blocks_have_attempts_of_their_own() -> None:
    rows = [new_attempt(new_user(name), key)[1] for name in ("lan", "minh") for key in (QUIZ, SIM)]
    assert rows == [True] * 4
    assert Learner.objects.count() == 2


def test_an_attempt_id_that_another_attempt_has_is_refused() -> None:
    taken, _ = new_attempt(new_user("lan"))
    with pytest.raises(ValueError, match="taken"):
        new_attempt(new_user("minh"), attempt_id=taken.pk)


def test_a_key_that_is_too_long_is_refused_before_a_database_may_cut_it() -> None:
    with pytest.raises(ValueError, match="usage_key"):
        new_attempt(new_user(), usage_key="k" * 256)


def test_a_lock_is_given_to_the_owner_in_the_right_block_only() -> None:
    user = new_user()
    row, _ = new_attempt(user)
    assert api.lock_attempt(row.pk, user_id=user.pk, usage_key=QUIZ).pk == row.pk
    with pytest.raises(api.NotYours) as refused:
        api.lock_attempt(row.pk, user_id=new_user("minh").pk, usage_key=QUIZ)
    assert refused.value.code == "not-yours"
    with pytest.raises(api.NotYours):
        api.lock_attempt(row.pk, user_id=user.pk, usage_key=SIM)
    with pytest.raises(api.Unknown):
        api.lock_attempt("f" * 32, user_id=user.pk, usage_key=QUIZ)


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused_on_every_database() -> None:
    user = new_user()
    row, _ = new_attempt(user)
    with pytest.raises(TransactionManagementError):
        api.lock_attempt(row.pk, user_id=user.pk, usage_key=QUIZ)


def test_a_response_is_recorded_once_and_a_repeat_gets_the_first_row() -> None:
    attempt, _ = new_attempt(new_user())
    first, created = respond(attempt, 1)
    assert created
    assert first.pk is not None
    again, created = respond(attempt, 1, answer=["b"], score=0.0, now=later(60))
    assert not created
    assert (again.pk, again.answer, again.score) == (first.pk, ["a"], 1.0)
    assert Response.objects.count() == 1


def test_a_response_names_the_content_it_answered() -> None:
    attempt, _ = new_attempt(new_user())
    respond(attempt, 1, answer={"chọn": "b"}, score=None, competencies=[])
    [row] = api.responses(attempt.pk)
    assert row.digest == jsonform.digest(BODY)
    assert row.answer == {"chọn": "b"}
    assert row.competencies == []
    assert row.score is None
    assert row.created == later(1)
    assert timezone.is_aware(row.created)


def test_responses_come_in_the_order_of_their_steps() -> None:
    attempt, _ = new_attempt(new_user())
    for step in (2, 1, 3):
        respond(attempt, step)
    assert [row.step for row in api.responses(attempt.pk)] == [1, 2, 3]


@pytest.mark.parametrize(
    "wrong", [{"step": 0}, {"score": 1.01}, {"score": -0.1}, {"item_id": ""}, {"item_id": "a" * 131}]
)
def test_values_out_of_range_are_refused_and_nothing_is_kept(wrong: dict[str, object]) -> None:
    attempt, _ = new_attempt(new_user())
    with pytest.raises(ValueError, match=r"score|step|item_id"):
        respond(attempt, **wrong)  # type: ignore[arg-type]
    assert not Response.objects.exists()


def test_closing_keeps_the_points_and_the_last_step_and_happens_once() -> None:
    attempt, _ = new_attempt(new_user())
    respond(attempt, 1)
    respond(attempt, 2)
    assert api.close_attempt(attempt, earned=2, possible=3, now=later(9))
    assert not api.close_attempt(attempt, earned=0, possible=3, now=later(10))
    stored = Attempt.objects.get()
    assert (stored.status, stored.earned, stored.possible, stored.step, stored.finished) == (
        "finished",
        2,
        3,
        2,
        later(9),
    )
    assert attempt.status == "finished"


def test_closing_an_attempt_without_answers_has_step_zero() -> None:
    attempt, _ = new_attempt(new_user())
    assert api.close_attempt(attempt, earned=0, possible=3, now=later(9))
    assert Attempt.objects.get().step == 0


def test_a_closed_attempt_answers_repeats_and_refuses_new_steps() -> None:
    attempt, _ = new_attempt(new_user())
    first, _ = respond(attempt, 1)
    api.close_attempt(attempt, earned=1, possible=1, now=later(2))
    assert respond(attempt, 1) == (first, False)
    with pytest.raises(AttemptClosed):
        respond(attempt, 2)


def test_listeners_hear_of_each_change_with_the_attempt_and_its_responses() -> None:
    heard: list[tuple[str, str, list[int]]] = []

    def listener(name: str):  # type: ignore[no-untyped-def]
        return lambda attempt, responses, **_: heard.append((name, attempt.pk, [row.step for row in responses]))

    receivers = {
        name: listener(name) for name in ("response_recorded", "attempt_closed", "attempt_rescored", "responses_voided")
    }
    for name, receiver in receivers.items():
        getattr(signals, name).connect(receiver)
    try:
        user = new_user()
        attempt, _ = new_attempt(user)
        respond(attempt, 1)
        respond(attempt, 1)
        respond(attempt, 2)
        api.close_attempt(attempt, earned=1, possible=2, now=later(3))
        api.rescore_attempt(attempt, {1: 0.5}, 1.5, 2, later(4))
        api.void_state(user.pk, QUIZ, "state-deleted", later(5))
    finally:
        for name, receiver in receivers.items():
            getattr(signals, name).disconnect(receiver)
    pk = attempt.pk
    assert heard == [
        ("response_recorded", pk, [1]),
        ("response_recorded", pk, [2]),
        ("attempt_closed", pk, [1, 2]),
        ("attempt_rescored", pk, [1, 2]),
        ("responses_voided", pk, [1, 2]),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_fails_undoes_the_response() -> None:
    attempt, _ = new_attempt(new_user())

    def broken(**_: object) -> None:
        raise RuntimeError("evidence could not be written")

    signals.response_recorded.connect(broken)
    try:
        with pytest.raises(RuntimeError):
            respond(attempt, 1)
    finally:
        signals.response_recorded.disconnect(broken)
    assert not Response.objects.exists()
    assert respond(attempt, 1)[1]


def test_insert_once_tells_the_first_from_the_second() -> None:
    assert insert_once(Learner(user_id=7))
    assert not insert_once(Learner(user_id=7))
    assert insert_once(Learner(user_id=None))
    assert insert_once(Learner(user_id=None))


def test_what_each_step_costs() -> None:
    user = new_user()
    with Queries() as queries:
        digest = api.keep_content("skill_quiz", 1, BODY)
    assert len(queries.real) == 2
    with Queries() as queries:
        api.keep_content("skill_quiz", 1, BODY)
    assert len(queries.real) == 1

    with Queries() as queries:
        attempt = api.open_attempt(
            user_id=user.pk, course_key=COURSE, usage_key=QUIZ, attempt_id="1" * 32, number=1, kind="skill_quiz",
            digest=digest, plan={}, now=NOW,
        )[0]  # fmt: skip
    assert (len(queries.real), queries.frame) == (3, [])
    with Queries() as queries:
        api.open_attempt(
            user_id=user.pk, course_key=COURSE, usage_key=QUIZ, attempt_id="2" * 32, number=2, kind="skill_quiz",
            digest=digest, plan={}, now=NOW,
        )  # fmt: skip
    assert (len(queries.real), queries.frame) == (2, [])
    with Queries() as queries:
        api.open_attempt(
            user_id=user.pk, course_key=COURSE, usage_key=QUIZ, attempt_id="3" * 32, number=2, kind="skill_quiz",
            digest=digest, plan={}, now=NOW,
        )  # fmt: skip
    assert (len(queries.real), queries.frame) == (3, [])
    with Queries() as queries, transaction.atomic(savepoint=False):
        api.lock_attempt(attempt.pk, user_id=user.pk, usage_key=QUIZ)
    assert (len(queries.real), len(queries.lock)) == (1, int(not connection.features.has_select_for_update))
    with Queries() as queries:
        respond(attempt, 1, competencies=[])
    assert (len(queries.real), queries.frame) == (1, [])
    with Queries() as queries:
        respond(attempt, 1, competencies=[])
    assert (len(queries.real), queries.frame) == (2, [])
