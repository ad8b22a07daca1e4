"""Where learners' state lies, also when two requests come at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import usage
from opaque_keys.edx.keys import UsageKey
from xblock.fields import Scope
from xblock.runtime import KeyValueStore

from classroom.models import Course, ScopedValue, StudentModule
from classroom.runtime import ClassroomRuntime, Mode
from classroom.runtime.kvs import ClassroomStore
from classroom.runtime.state import GONE, DatabaseState, NoState, SessionState
from classroom.structure import tree_of

K1 = UsageKey.from_string(usage("counter", "k1"))


def stored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(StudentModule.objects.get().state)
    return found


def test_two_first_writes_both_arrive(learner: Any, course: Course) -> None:
    one, two = DatabaseState(learner.pk, course.key), DatabaseState(learner.pk, course.key)
    assert one.read(K1) == two.read(K1) == {}
    one.write(K1, {"a": 1, "b": 1})
    two.write(K1, {"b": 2, "c": 2})
    assert stored() == {"a": 1, "b": 2, "c": 2}


def test_a_late_write_changes_its_own_fields_only(learner: Any, course: Course) -> None:
    DatabaseState(learner.pk, course.key).write(K1, {"a": 0, "b": 0})
    one, two = DatabaseState(learner.pk, course.key), DatabaseState(learner.pk, course.key)
    one.read(K1), two.read(K1)
    one.write(K1, {"a": 1})
    two.write(K1, {"b": 2})
    two.set_score(K1, 1, 2)
    one.write(K1, {"a": GONE})
    assert stored() == {"b": 2}
    row = StudentModule.objects.get()
    assert (row.grade, row.max_grade) == (1, 2)
    assert one.score(K1) == (1, 2)


def test_state_that_staff_deleted_meanwhile_begins_anew(learner: Any, course: Course) -> None:
    state = DatabaseState(learner.pk, course.key)
    state.write(K1, {"a": 1})
    StudentModule.objects.all().delete()
    state.write(K1, {"b": 2})
    assert stored() == {"b": 2}


def test_damaged_state_reads_as_none(learner: Any, course: Course) -> None:
    DatabaseState(learner.pk, course.key).write(K1, {"a": 1})
    StudentModule.objects.update(state="[1, 2")
    assert DatabaseState(learner.pk, course.key).read(K1) == {}


def test_session_lies_over_the_learners_own_state(learner: Any, course: Course) -> None:
    base = DatabaseState(learner.pk, course.key)
    base.write(K1, {"a": 1, "b": 1})
    session: dict[str, Any] = {}
    over = SessionState(session, "x", base)
    over.write(K1, {"a": 2, "b": GONE})
    over.set_score(K1, 9, 9)
    json.dumps(session)
    assert SessionState(session, "x", base).read(K1) == {"a": 2}
    over.write(K1, {"b": 3})
    assert over.read(K1) == {"a": 2, "b": 3}
    assert DatabaseState(learner.pk, course.key).read(K1) == {"a": 1, "b": 1}
    over.clear()
    assert over.read(K1) == {"a": 1, "b": 1}


def test_authored_values_are_copies(course: Course) -> None:
    """A block that changes a list it was given must not change it for the next request."""
    tree = tree_of(course)
    runtime = ClassroomRuntime(course, tree, None, Mode.PUBLIC, NoState())
    block = runtime.get_block(K1)
    block.user_partitions.append("mine")
    assert runtime.get_block(K1).user_partitions == []


@pytest.mark.parametrize("scope", [Scope.user_state_summary, Scope.preferences, Scope.user_info])
def test_other_scopes_keep_their_values(scope: Any, learner: Any, course: Course) -> None:
    store = ClassroomStore(tree_of(course), NoState())
    owner = {"preferences": "counter", "user_info": None}.get(scope.name, K1)
    person = None if scope is Scope.user_state_summary else learner.pk
    key = KeyValueStore.Key(scope, person, owner, "f", "xblock.v1")
    assert not store.has(key)
    with pytest.raises(KeyError):
        store.get(key)
    store.set(key, {"ă": 1})
    store.set(key, {"ă": 2})
    assert store.get(key) == {"ă": 2}
    assert ScopedValue.objects.count() == 1
    store.delete(key)
    assert not store.has(key)


def test_a_visitors_preference_goes_nowhere(course: Course) -> None:
    store = ClassroomStore(tree_of(course), NoState())
    key = KeyValueStore.Key(Scope.preferences, None, "counter", "f", "xblock.v1")
    store.set(key, 1)
    assert not store.has(key)
    assert not ScopedValue.objects.exists()
