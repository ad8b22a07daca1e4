"""What staff set for one learner in one block, in that learner's own state row.

The platform has no way to do this from a block: staff who look as a learner write into their session. So the row is
written as the platform's own tasks for staff (reset of attempts) write it.
"""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone


def set_for_learner(block: Any, user_id: int, field: str, value: Any) -> None:
    """Stores ``value`` in the user-state field ``field`` of ``block`` for the account ``user_id``.

    The row is made if the learner has none yet; other fields stay. Raises ``LookupError`` where there is no state
    table (Studio, workbench).
    """
    model = apps.get_model(getattr(settings, "HOCVUSO_STATE_MODEL", "courseware.StudentModule"))
    names = {"student_id": user_id, "module_state_key": block.usage_key, "course_id": block.context_key}
    with transaction.atomic():
        row, _created = model.objects.select_for_update().get_or_create(
            **names, defaults={"state": "{}", "module_type": block.kind}
        )
        row.state = json.dumps(json.loads(row.state or "{}") | {field: value}, ensure_ascii=False)
        row.modified = timezone.now()  # the classroom tells by it that the row was changed
        row.save()
