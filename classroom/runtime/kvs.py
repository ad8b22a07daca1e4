"""From a field's scope to the place where its value lies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Protocol

from opaque_keys.edx.keys import UsageKey
from xblock.exceptions import InvalidScopeError
from xblock.fields import BlockScope, Scope, UserScope
from xblock.runtime import KeyValueStore

from classroom.models import ScopedValue
from classroom.structure import CourseTree

from .mixins import INHERITABLE
from .state import GONE, StateStore

STRUCTURE = (Scope.children, Scope.parent)


class AuthoredWriter(Protocol):
    """Takes changes of authored fields, where the place allows any."""

    def write(self, key: UsageKey, settings: Mapping[str, Any], content: Mapping[str, Any]) -> None:
        """Set the fields, or remove those whose value is ``GONE``."""


class ClassroomStore(KeyValueStore):
    """Authored fields from the course's structure, learners' fields from a :class:`StateStore`, the rest from
    ``ScopedValue``.

    ``overrides`` maps a usage id to authored fields that differ for this learner; those of inheritable fields hold
    for everything below. Writing authored fields raises ``InvalidScopeError`` unless there is a ``writer``, as in the
    LMS.
    """

    def __init__(
        self,
        tree: CourseTree,
        state: StateStore,
        *,
        overrides: Mapping[str, Mapping[str, Any]] | None = None,
        writer: AuthoredWriter | None = None,
    ) -> None:
        self.tree = tree
        self.state = state
        self.overrides = overrides or {}
        self.writer = writer
        self._drafts: dict[tuple[UsageKey, str], Any] = {}

    def _override(self, key: KeyValueStore.Key) -> tuple[bool, Any]:
        if not self.overrides or key.scope != Scope.settings:
            return False, None
        own = self.overrides.get(str(key.block_scope_id), {})
        if key.field_name in own:
            return True, own[key.field_name]
        if key.field_name in INHERITABLE:
            for node in self.tree.lineage(key.block_scope_id):
                found = self.overrides.get(str(node.key), {})
                if key.field_name in found:
                    return True, found[key.field_name]
        return False, None

    def _authored(self, key: KeyValueStore.Key) -> Mapping[str, Any]:
        if key.block_scope_id not in self.tree:
            return {}
        node = self.tree.node(key.block_scope_id)
        if key.scope == Scope.children:
            return {"children": [str(child) for child in node.children]} if node.children else {}
        if key.scope == Scope.parent:
            return {} if node.parent is None else {"parent": str(node.parent)}
        return node.content if key.scope == Scope.content else node.settings

    def get(self, key: KeyValueStore.Key) -> Any:
        if _is_authored(key):
            drafted = self._drafts.get((key.block_scope_id, key.field_name), GONE)
            if drafted is not GONE:
                return drafted
            found, value = self._override(key)
            # A copy: structures are shared between requests, and a block may change what it was given.
            return deepcopy(value if found else self._authored(key)[key.field_name])
        if key.scope == Scope.user_state:
            return self.state.read(key.block_scope_id)[key.field_name]
        row = _scoped(key).first()
        if row is None:
            raise KeyError(key.field_name)
        return json.loads(row.value)

    def has(self, key: KeyValueStore.Key) -> bool:
        if _is_authored(key):
            if (key.block_scope_id, key.field_name) in self._drafts:
                return self._drafts[key.block_scope_id, key.field_name] is not GONE
            return self._override(key)[0] or key.field_name in self._authored(key)
        if key.scope == Scope.user_state:
            return key.field_name in self.state.read(key.block_scope_id)
        return _scoped(key).exists()

    def default(self, key: KeyValueStore.Key) -> Any:
        if key.scope == Scope.settings and key.field_name in INHERITABLE and key.block_scope_id in self.tree:
            return deepcopy(self.tree.inherited(key.block_scope_id, key.field_name))
        raise KeyError(key.field_name)

    def set(self, key: KeyValueStore.Key, value: Any) -> None:
        self.set_many({key: value})

    def delete(self, key: KeyValueStore.Key) -> None:
        self.set_many({key: GONE})

    def set_many(self, update_dict: Mapping[KeyValueStore.Key, Any]) -> None:
        """One write per block, whatever the number of fields."""
        state: dict[UsageKey, dict[str, Any]] = {}
        authored: dict[UsageKey, tuple[dict[str, Any], dict[str, Any]]] = {}
        for key, value in update_dict.items():
            if key.scope == Scope.user_state:
                state.setdefault(key.block_scope_id, {})[key.field_name] = value
            elif _is_authored(key):
                if self.writer is None or key.scope in STRUCTURE:
                    raise InvalidScopeError(key)
                pair = authored.setdefault(key.block_scope_id, ({}, {}))
                pair[1 if key.scope == Scope.content else 0][key.field_name] = value
            else:
                _write_scoped(key, value)
        for usage, (settings, content) in authored.items():
            assert self.writer is not None  # noqa: S101  # checked above
            self.writer.write(usage, settings, content)
            for name, value in {**settings, **content}.items():
                self._drafts[usage, name] = value
        for usage, changes in state.items():
            self.state.write(usage, changes)


def _is_authored(key: KeyValueStore.Key) -> bool:
    return key.scope in STRUCTURE or (
        key.scope.user == UserScope.NONE and key.scope.block in (BlockScope.USAGE, BlockScope.DEFINITION)
    )


def _address(key: KeyValueStore.Key) -> dict[str, Any]:
    scope = key.scope
    return {
        "scope": getattr(scope, "name", None) or f"{scope.user}-{scope.block}"[:24],
        "owner": "" if key.block_scope_id is None else str(key.block_scope_id),
        "user_id": key.user_id if scope.user == UserScope.ONE else None,
        "field_name": key.field_name,
    }


def _scoped(key: KeyValueStore.Key) -> Any:
    address = _address(key)
    if address["user_id"] is None:
        del address["user_id"]
        address["user__isnull"] = True
        if key.scope.user == UserScope.ONE:
            return ScopedValue.objects.none()
    return ScopedValue.objects.filter(**address)


def _write_scoped(key: KeyValueStore.Key, value: Any) -> None:
    if key.scope.user == UserScope.ONE and key.user_id is None:
        return  # a visitor's preference has no owner
    if value is GONE:
        _scoped(key).delete()
        return
    text = json.dumps(value, ensure_ascii=False)
    if not _scoped(key).update(value=text):
        ScopedValue.objects.create(**_address(key), value=text)
