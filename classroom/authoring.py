"""Changes that authors make to blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from opaque_keys.edx.keys import UsageKey

from classroom.grading import compute
from classroom.models import Block, Course
from classroom.runtime.state import GONE
from classroom.structure import CONTAINERS, tree_of


class BlockWriter:
    """Writes authored fields of one course. Every write makes a new version of the course's structure."""

    def __init__(self, course: Course) -> None:
        self.course = course

    def write(self, key: UsageKey, settings: Mapping[str, Any], content: Mapping[str, Any]) -> None:
        """Set or remove fields of the block. Fields that did not change make no new version."""
        with transaction.atomic():
            row = Block.objects.select_for_update().get(course=self.course, usage_key=key)
            before = (dict(row.settings), dict(row.content))
            for column, changes in ((row.settings, settings), (row.content, content)):
                for name, value in changes.items():
                    if value is GONE:
                        column.pop(name, None)
                    else:
                        column[name] = value
            if (row.settings, row.content) == before:
                return
            worth = self._worth(key)
            row.save(update_fields=["settings", "content", "modified"])
            touch(self.course)
            if self._worth(key) != worth:
                compute.refresh_all(self.course)

    def _worth(self, key: UsageKey) -> Any:
        """What the block's part in the grades hangs on: its points, or what is inherited from it."""
        tree = tree_of(self.course)
        node = tree.node(key)
        if node.type in CONTAINERS:
            return {name: node.settings.get(name) for name in ("graded", "format", "weight", "grading_policy")}
        found = compute.scorables(self.course, tree).get(key)
        return found and (found.weight, found.possible)


def touch(course: Course) -> None:
    """The course's content has changed: its next reader gets a fresh structure."""
    Course.objects.filter(pk=course.pk).update(version=F("version") + 1)
    course.refresh_from_db(fields=["version"])
