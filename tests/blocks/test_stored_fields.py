"""Fields that are read with one look into the store behave as XBlock's own in everything else."""

from __future__ import annotations

from typing import Any

import pytest
from xblock.core import XBlock
from xblock.exceptions import InvalidScopeError
from xblock.field_data import DictFieldData
from xblock.fields import Dict, Integer, Scope, ScopeIds, String
from xblock.runtime import DictKeyValueStore, KvsFieldData
from xblock.test.tools import TestRuntime

from xblocks.common.storedfields import StoredInteger, StoredObject, StoredText


class Plain(XBlock):
    """XBlock's fields."""

    text = String(default="none", scope=Scope.content, enforce_type=True)
    count = Integer(default=0, scope=Scope.user_state, enforce_type=True)
    data = Dict(default={}, scope=Scope.user_state, enforce_type=True)


class Stored(XBlock):
    """Ours."""

    text = StoredText(default="none", scope=Scope.content, enforce_type=True)
    count = StoredInteger(default=0, scope=Scope.user_state, enforce_type=True)
    data = StoredObject(default={}, scope=Scope.user_state, enforce_type=True)


class Counting(DictKeyValueStore):
    """Counts what it is asked."""

    def __init__(self) -> None:
        super().__init__({})
        self.asked: list[str] = []

    def get(self, key: Any) -> Any:
        self.asked.append(f"get {key.field_name}")
        return super().get(key)

    def has(self, key: Any) -> bool:
        self.asked.append(f"has {key.field_name}")
        return super().has(key)

    def set_many(self, update_dict: Any) -> None:
        self.asked.extend(f"set {key.field_name}" for key in update_dict)
        super().set_many(update_dict)


def block(kind: type[XBlock], store: Any) -> Any:
    """A block on ``store``."""
    data = store if isinstance(store, DictFieldData) else KvsFieldData(store)
    return kind(TestRuntime(services={"field-data": data}), scope_ids=ScopeIds("u", "t", "d", "i"))


@pytest.mark.parametrize("name", ["text", "count", "data"])
@pytest.mark.parametrize("kind", [Plain, Stored])
def test_defaults_values_and_saving_are_those_of_xblock(kind, name):
    store = Counting()
    first = block(kind, store)
    default = {"text": "none", "count": 0, "data": {}}[name]
    value = {"text": "chào", "count": 3, "data": {"a": [1]}}[name]
    assert getattr(first, name) == default
    assert not first.fields[name].is_set_on(first)
    setattr(first, name, value)
    assert getattr(first, name) == value
    first.save()
    again = block(kind, store)
    assert getattr(again, name) == value
    assert again.fields[name].is_set_on(again)
    again.save()
    assert store.asked.count(f"set {name}") == 1  # what was only read is not written
    delattr(again, name)
    assert getattr(block(kind, store), name) == default


def test_a_field_costs_one_look_whether_it_is_set_or_not():
    store = Counting()
    one = block(Stored, store)
    assert (one.text, one.count, one.data, one.text, one.count, one.data) == ("none", 0, {}) * 2
    assert store.asked == ["get text", "get count", "get data"]
    one.data = {"a": 1}
    one.save()
    store.asked.clear()
    assert block(Stored, store).data == {"a": 1}
    assert store.asked == ["get data"]


def test_types_are_enforced():
    one = block(Stored, Counting())
    one.count = "4"
    assert one.count == 4
    with pytest.raises(TypeError):
        one.data = [1]


def test_an_object_is_not_copied_on_reading():
    one = block(Stored, Counting())
    one.data = {"a": {}}
    one.save()
    assert one.data is one.data


def test_a_default_of_the_runtime_is_used():
    class Inheriting(DictFieldData):
        def default(self, block: Any, name: str) -> Any:
            return {"text": "from above"}[name]

    assert block(Stored, Inheriting({})).text == "from above"
    assert block(Stored, Inheriting({})).count == 0


def test_a_store_that_has_nothing_of_a_learner_gives_defaults():
    """Studio's module store, for a block that is bound to nobody: it says that it has no such scope."""

    class NobodysStore(DictKeyValueStore):
        def get(self, key: Any) -> Any:
            if key.scope is Scope.user_state:
                raise InvalidScopeError(key)
            return super().get(key)

        def has(self, key: Any) -> bool:
            return key.scope is not Scope.user_state and super().has(key)

    for kind in (Plain, Stored):
        one = block(kind, NobodysStore({}))
        assert (one.text, one.count, one.data) == ("none", 0, {})
