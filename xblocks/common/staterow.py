"""A learner's state row in the platform's own table, past the runtime.

A runtime reads a learner's state once per request and never again, and staff who look as a learner write into their
session. So the row is read here when another request may have changed it, and written as the platform's own tasks for
staff (reset of attempts) write it.
"""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone


def _model() -> Any:
    return apps.get_model(getattr(settings, "HOCVUSO_STATE_MODEL", "courseware.StudentModule"))


def state_rows(block: Any) -> Any:
    """The rows of all learners of ``block``, as a query. Raises ``LookupError`` where there is no state table."""
    return _model().objects.filter(module_state_key=block.usage_key, course_id=block.context_key)


def _place(block: Any, user_id: int) -> tuple[Any, dict[str, Any]]:
    return _model().objects, {
        "student_id": user_id,
        "module_state_key": block.usage_key,
        "course_id": block.context_key,
    }


def stored_fields(block: Any, user_id: int) -> dict[str, Any] | None:
    """The stored user-state fields of ``block`` for the account ``user_id``; None without a row. One query.

    Raises ``LookupError`` where there is no state table (Studio, workbench).
    """
    rows, names = _place(block, user_id)
    text = rows.filter(**names).values_list("state", flat=True).first()
    return None if text is None else dict(json.loads(text or "{}"))


def set_for_learner(block: Any, user_id: int, field: str, value: Any) -> None:
    """Stores ``value`` in the user-state field ``field`` of ``block`` for the account ``user_id``.

    The row is made if the learner has none yet; other fields stay. Raises ``LookupError`` where there is no state
    table (Studio, workbench).
    """
    rows, names = _place(block, user_id)
    with transaction.atomic():
        row, _created = rows.select_for_update().get_or_create(
            **names, defaults={"state": "{}", "module_type": block.kind}
        )
        row.state = json.dumps(json.loads(row.state or "{}") | {field: value}, ensure_ascii=False)
        row.modified = timezone.now()  # the classroom tells by it that the row was changed
        row.save()
