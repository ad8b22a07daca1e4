"""What happens elsewhere on the platform and must follow here: deleted state, retired and deleted users."""

from __future__ import annotations

import logging
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models.signals import post_delete, pre_delete
from django.utils import timezone
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import UsageKey

from . import api

log = logging.getLogger(__name__)

BLOCK_TYPES = frozenset({"skill_quiz", "scenario_sim"})
STATE_DELETED = "state-deleted"


def connect() -> None:
    """Connect to the state model that the settings name (absent in Studio) and to the user model."""
    name = getattr(settings, "HOCVUSO_STATE_MODEL", "courseware.StudentModule")
    try:
        model = apps.get_model(name)
    except LookupError:
        log.debug("No state model %s here: nothing to listen to.", name)
    else:
        post_delete.connect(on_state_deleted, sender=model, dispatch_uid="hocvuso.learning_record.state_deleted")
    pre_delete.connect(on_user_deleted, sender=get_user_model(), dispatch_uid="hocvuso.learning_record.user_deleted")


def on_state_deleted(sender: type[models.Model], instance: Any, origin: Any = None, **_: Any) -> None:
    """A learner's state row was deleted by support staff: void our records of it, and set the completion to 0.

    Rows of other block types are left alone. Rows that go because their *user* is deleted are no act on the learning:
    that is a retirement (``on_user_deleted``), and totals stay.
    """
    started_at = origin.model if isinstance(origin, models.QuerySet) else type(origin)
    if origin is not None and not issubclass(started_at, sender):
        return
    key = instance.module_state_key
    if getattr(key, "block_type", None) is None:
        key = _parsed(str(key))
    if key is None or key.block_type not in BLOCK_TYPES:
        return
    with transaction.atomic():
        api.void_state(instance.student_id, str(key), STATE_DELETED, timezone.now())
        _uncomplete(instance.student_id, key)


def on_user_deleted(sender: type[models.Model], instance: Any, **_: Any) -> None:
    """A user's row is about to go: the records stay, tied to nobody."""
    api.retire_user(instance.pk)


def on_user_retired(sender: Any, user: Any = None, **_: Any) -> None:
    """The platform retires ``user``; both of its signals lead here, the second one changes nothing."""
    if user is not None and user.pk is not None:
        api.retire_user(user.pk)


def _parsed(text: str) -> UsageKey | None:
    try:
        return UsageKey.from_string(text)
    except InvalidKeyError:
        return None


def _uncomplete(user_id: int, key: UsageKey) -> None:
    """Completion of ``key`` back to 0, if the platform tracks completion and this learner has a row.

    With custom completion the platform leaves it at 1. The row is saved, not updated: aggregators listen to its save.
    """
    if not apps.is_installed("completion"):
        return
    completions = apps.get_model("completion", "BlockCompletion").objects
    for row in completions.filter(user_id=user_id, block_key=key).exclude(completion=0.0):
        row.completion = 0.0
        row.save()
