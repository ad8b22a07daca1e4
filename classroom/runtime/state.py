"""Where a learner's state of a block lives: the database, a session (previews, masquerading), or nowhere (visitors)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import IntegrityError, transaction
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey, UsageKey

from classroom.models import StudentModule

GONE = object()
"""In a set of changes: the field goes back to its default."""


class StateStore(Protocol):
    """What the key-value store asks of a place for state."""

    def read(self, key: UsageKey) -> Mapping[str, Any]:
        """The block's stored fields (field JSON)."""

    def write(self, key: UsageKey, changes: Mapping[str, Any]) -> None:
        """Set fields, or remove those whose value is :data:`GONE`."""

    def score(self, key: UsageKey) -> tuple[float, float] | None:
        """(earned, possible) or None."""

    def set_score(self, key: UsageKey, earned: float | None, possible: float | None) -> None:
        """Store a score; None, None removes it."""


@dataclass(slots=True)
class _Row:
    pk: int | None
    state: dict[str, Any]
    grade: float | None
    max_grade: float | None
    modified: datetime | None


class DatabaseState:
    """State in ``StudentModule``: one query to read a block, one to write it.

    Writing is optimistic: if the row changed since it was read, it is read again and only the changed fields are laid
    over it, as the platform does on every write.
    """

    def __init__(self, user_id: int, course_key: CourseKey) -> None:
        self.user_id = user_id
        self.course_key = course_key
        self._rows: dict[UsageKey, _Row] = {}

    def prefetch(self, keys: Iterable[UsageKey]) -> None:
        """Read several blocks with one query."""
        wanted = [key for key in keys if key not in self._rows]
        if not wanted:
            return
        for key in wanted:
            self._rows[key] = _Row(None, {}, None, None, None)
        found = StudentModule.objects.filter(
            student_id=self.user_id, course_id=self.course_key, module_state_key__in=wanted
        ).values_list("module_state_key", "pk", "state", "grade", "max_grade", "modified")
        for key, pk, state, grade, max_grade, modified in found:
            self._rows[key] = _Row(pk, _loads(state), grade, max_grade, modified)

    def _row(self, key: UsageKey) -> _Row:
        if key not in self._rows:
            self.prefetch([key])
        return self._rows[key]

    def read(self, key: UsageKey) -> Mapping[str, Any]:
        return self._row(key).state

    def score(self, key: UsageKey) -> tuple[float, float] | None:
        row = self._row(key)
        return None if row.grade is None or row.max_grade is None else (row.grade, row.max_grade)

    def write(self, key: UsageKey, changes: Mapping[str, Any]) -> None:
        def change(row: _Row) -> dict[str, Any]:
            for name, value in changes.items():
                if value is GONE:
                    row.state.pop(name, None)
                else:
                    row.state[name] = value
            return {"state": json.dumps(row.state, ensure_ascii=False, separators=(",", ":"))}

        self._store(key, change)

    def set_score(self, key: UsageKey, earned: float | None, possible: float | None) -> None:
        def change(row: _Row) -> dict[str, Any]:
            row.grade, row.max_grade = earned, possible
            return {"grade": earned, "max_grade": possible}

        self._store(key, change)

    def _store(self, key: UsageKey, change: Any) -> None:
        row = self._row(key)
        columns = change(row)
        now = timezone.now()
        mine = {"student_id": self.user_id, "course_id": self.course_key, "module_state_key": key}
        if row.pk is None:
            try:
                with transaction.atomic():
                    made = StudentModule.objects.create(
                        **mine, module_type=key.block_type, modified=now, **{"state": "{}", **columns}
                    )
                row.pk, row.modified = made.pk, now
                return
            except IntegrityError:
                pass  # another request was first: its row is read below
        elif StudentModule.objects.filter(pk=row.pk, modified=row.modified).update(modified=now, **columns):
            row.modified = now
            return
        with transaction.atomic():
            fresh = StudentModule.objects.select_for_update().filter(**mine).first()
            if fresh is None:  # deleted by staff meanwhile: what is being written now is a new beginning
                fresh = StudentModule(**mine, module_type=key.block_type, state="{}")
            row.state = _loads(fresh.state)
            row.grade, row.max_grade = fresh.grade, fresh.max_grade
            for name, value in change(row).items():
                setattr(fresh, name, value)
            fresh.modified = now
            fresh.save()
        row.pk, row.modified = fresh.pk, now


class SessionState:
    """State in the session: previews of authors, and changes while staff look as a learner (``base`` is that
    learner's real state)."""

    def __init__(self, session: Any, name: str, base: DatabaseState | None = None) -> None:
        self.session = session
        self.name = f"state:{name}"
        self.base = base

    def read(self, key: UsageKey) -> Mapping[str, Any]:
        own: dict[str, Any] = self.session.get(self.name, {}).get(str(key), {})
        if self.base is None:
            return own
        merged = {**self.base.read(key), **own.get("set", {})}
        for name in own.get("gone", ()):
            merged.pop(name, None)
        return merged

    def write(self, key: UsageKey, changes: Mapping[str, Any]) -> None:
        everything = dict(self.session.get(self.name, {}))
        own = dict(everything.get(str(key), {}))
        if self.base is None:
            own.update({name: value for name, value in changes.items() if value is not GONE})
            for name, value in changes.items():
                if value is GONE:
                    own.pop(name, None)
        else:
            gone = set(own.get("gone", ())) - set(changes)
            own = {
                "set": {**own.get("set", {}), **{n: v for n, v in changes.items() if v is not GONE}},
                "gone": sorted(gone | {n for n, v in changes.items() if v is GONE}),
            }
        everything[str(key)] = own
        self.session[self.name] = everything

    def score(self, key: UsageKey) -> tuple[float, float] | None:
        return self.base.score(key) if self.base is not None else None

    def set_score(self, key: UsageKey, earned: float | None, possible: float | None) -> None:
        return None

    def clear(self) -> None:
        """Forget everything that was tried out."""
        self.session.pop(self.name, None)


class NoState:
    """A visitor has no state, and gets none."""

    def read(self, key: UsageKey) -> Mapping[str, Any]:
        return {}

    def write(self, key: UsageKey, changes: Mapping[str, Any]) -> None:
        return None

    def score(self, key: UsageKey) -> tuple[float, float] | None:
        return None

    def set_score(self, key: UsageKey, earned: float | None, possible: float | None) -> None:
        return None


def _loads(text: str | None) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
