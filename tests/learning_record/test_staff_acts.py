"""What support staff does to a learner's state, and what must then be true of the records."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from opaque_keys.edx.keys import CourseKey, UsageKey

from tests.learning_record.helpers import COURSE, QUIZ, SIM, Queries, later, new_attempt, new_user, respond
from tests.platform_standin.models import StudentModule
from xblocks.competency.models import Evidence
from xblocks.learning_record import api, receivers
from xblocks.learning_record.models import Attempt, Learner, Response

pytestmark = pytest.mark.django_db

PROBLEM = "block-v1:hocvuso+ATS+2026+type@problem+block@p1"


def new_state(user: object, usage_key: str = QUIZ) -> StudentModule:
    """The platform's row of this learner's state."""
    return StudentModule.objects.create(
        student=user, module_state_key=UsageKey.from_string(usage_key), course_id=CourseKey.from_string(COURSE)
    )


def finished(user: object, usage_key: str = QUIZ, number: int = 1) -> Attempt:
    """An attempt with one response, closed."""
    attempt, _ = new_attempt(user, usage_key, number)
    respond(attempt, 1)
    api.close_attempt(attempt, earned=1, possible=1, now=later(5))
    return attempt


def test_a_reset_marks_all_attempts_and_keeps_all_rows() -> None:
    user = new_user()
    finished(user)
    open_one, _ = new_attempt(user, number=2)
    respond(open_one, 1)
    with Queries() as queries:
        assert api.mark_reset(user.pk, QUIZ, later(10)) == 2
    assert len(queries.real) == 1
    assert api.mark_reset(user.pk, QUIZ, later(11)) == 0
    assert set(Attempt.objects.values_list("status", "ended_by_staff_at")) == {("reset", later(10))}
    assert Response.objects.filter(voided_at=None).count() == 2
    assert Evidence.objects.filter(voided_at=None).count() == 2


def test_after_a_reset_numbers_start_again_beside_the_old_attempts() -> None:
    user = new_user()
    old = finished(user)
    api.mark_reset(user.pk, QUIZ, later(10))
    fresh, created = new_attempt(user)
    assert created
    assert (fresh.number, fresh.generation) == (1, 1)
    assert fresh.pk != old.pk
    assert new_attempt(user) == (fresh, False)
    api.mark_reset(user.pk, QUIZ, later(20))
    api.void_state(user.pk, QUIZ, "state-deleted", later(21))
    assert new_attempt(user)[0].generation == 2


def test_a_reset_touches_neither_other_blocks_nor_other_learners() -> None:
    lan, minh = new_user("lan"), new_user("minh")
    finished(lan)
    finished(lan, SIM)
    finished(minh)
    api.mark_reset(lan.pk, QUIZ, later(10))
    left = Attempt.objects.filter(status="finished").values_list("learner__user__username", "usage_key")
    assert set(left) == {("lan", SIM), ("minh", QUIZ)}


def test_voiding_keeps_every_row_with_its_time_and_reason() -> None:
    user = new_user()
    attempt = finished(user)
    with Queries() as queries:
        assert api.void_state(user.pk, QUIZ, "state-deleted", later(10)) == 1
    assert len(queries.real) == 9
    assert api.void_state(user.pk, QUIZ, "state-deleted", later(11)) == 0
    assert Attempt.objects.get().status == "void"
    row = Response.objects.get()
    assert (row.voided_at, row.void_reason) == (later(10), "state-deleted")
    assert api.responses(attempt.pk) == []
    assert Evidence.objects.get().voided_at == later(10)


def test_a_late_answer_to_a_void_attempt_is_refused() -> None:
    user = new_user()
    attempt, _ = new_attempt(user)
    api.void_state(user.pk, QUIZ, "state-deleted", later(10))
    row = api.lock_attempt(attempt.pk, user_id=user.pk, usage_key=QUIZ)
    with pytest.raises(ValueError, match="ended"):
        respond(row, 1)
    assert not api.close_attempt(row, earned=1, possible=1, now=later(12))
    assert not api.rescore_attempt(row, {}, 1, 1, later(12))
    assert Attempt.objects.get().earned is None


def test_deleting_one_learners_state_voids_it() -> None:
    lan, minh = new_user("lan"), new_user("minh")
    for user in (lan, minh):
        finished(user)
    new_state(lan).delete()
    assert Attempt.objects.get(learner__user=lan).status == "void"
    assert Response.objects.get(attempt__learner__user=lan).void_reason == "state-deleted"
    assert Attempt.objects.get(learner__user=minh).status == "finished"


def test_deleting_states_in_bulk_voids_each() -> None:
    for name in ("lan", "minh", "hoa"):
        new_state(new_user(name))
        finished(new_user(name))
    StudentModule.objects.filter(module_state_key=UsageKey.from_string(QUIZ)).delete()
    assert set(Attempt.objects.values_list("status", flat=True)) == {"void"}
    assert Evidence.objects.count() == 3
    assert not Evidence.objects.filter(voided_at=None).exists()


def test_deleting_the_state_of_another_block_type_costs_nothing() -> None:
    user = new_user()
    finished(user)
    state = new_state(user, PROBLEM)
    with Queries() as queries:
        receivers.on_state_deleted(StudentModule, state)
    assert queries.real == []
    state.delete()
    assert Attempt.objects.get().status == "finished"


def test_a_state_row_with_the_key_as_text_is_understood() -> None:
    user = new_user()
    finished(user)
    for key in ("no key at all", QUIZ):
        assert Attempt.objects.get().status == "finished"
        receivers.on_state_deleted(StudentModule, SimpleNamespace(student_id=user.pk, module_state_key=key))
    assert Attempt.objects.get().status == "void"


def test_deleting_a_user_is_a_retirement_and_voids_nothing() -> None:
    user = new_user()
    finished(user)
    new_state(user)
    user.delete()
    assert Attempt.objects.get().status == "finished"
    learner = Learner.objects.get()
    assert learner.user_id is None
    assert learner.retired_at is not None
    get_user_model().objects.filter(username="lan").delete()


def test_deleting_users_in_bulk_is_their_retirement() -> None:
    finished(new_user())
    new_state(new_user())
    get_user_model().objects.filter(username="lan").delete()
    assert Attempt.objects.get().status == "finished"
    assert Learner.objects.get().retired_at is not None


def test_retirement_cuts_the_tie_changes_the_pseudonym_and_keeps_the_totals() -> None:
    user = new_user()
    attempt = finished(user)
    pseudonym = Learner.objects.get().pseudonym
    with Queries() as queries:
        assert api.retire_user(user.pk, later(10))
    assert len(queries.real) == 1
    assert not api.retire_user(user.pk, later(11))
    learner = Learner.objects.get()
    assert (learner.user_id, learner.retired_at) == (None, later(10))
    assert learner.pseudonym != pseudonym
    assert Attempt.objects.filter(status="finished", learner=learner).count() == 1
    with pytest.raises(api.NotYours):
        api.lock_attempt(attempt.pk, user_id=user.pk, usage_key=QUIZ)


def test_two_retired_learners_can_stand_beside_each_other_and_the_account_can_begin_anew() -> None:
    for name in ("lan", "minh"):
        finished(new_user(name))
        api.retire_user(new_user(name).pk)
    assert Learner.objects.filter(user=None).count() == 2
    assert new_attempt(new_user())[1]


def test_the_platforms_retirement_signals_lead_to_a_retirement() -> None:
    user = new_user()
    finished(user)
    receivers.on_user_retired(sender=None, user=user)
    receivers.on_user_retired(sender=None, user=user)
    receivers.on_user_retired(sender=None)
    assert Learner.objects.get().user_id is None


def test_a_rescore_changes_named_steps_only_and_dates_the_attempt() -> None:
    user = new_user()
    attempt, _ = new_attempt(user)
    respond(attempt, 1, score=1.0)
    respond(attempt, 2, score=0.0)
    assert api.rescore_attempt(attempt, {2: 0.5}, 1.5, 2, later(10))
    assert [row.score for row in api.responses(attempt.pk)] == [1.0, 0.5]
    stored = Attempt.objects.get()
    assert (stored.earned, stored.possible, stored.rescored_at, stored.status) == (1.5, 2, later(10), "open")
    with pytest.raises(ValueError, match=r"0\.\.1"):
        api.rescore_attempt(attempt, {2: 2.0}, 1, 2, later(11))
