"""Due dates, as the platform hands them to a block: it closes nothing at the handler, so we do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import formats, timezone


def closes_at(block: Any) -> datetime | None:
    """Due date plus grace period, aware; None if there is none. Individual extensions arrive through ``due``."""
    due = getattr(block, "due", None)
    if not isinstance(due, datetime):
        return None
    if due.tzinfo is None:
        due = due.replace(tzinfo=UTC)
    grace = getattr(block, "graceperiod", None)
    return due + grace if isinstance(grace, timedelta) else due


def is_past_due(block: Any, now: datetime) -> bool:
    """True once ``now`` is after due date plus grace period."""
    end = closes_at(block)
    return end is not None and now > end


def due_text(block: Any) -> str | None:
    """The due date for a person, in the active time zone (the server formats dates: browsers lack Khmer); None
    without one."""
    due = getattr(block, "due", None)
    if not isinstance(due, datetime):
        return None
    if due.tzinfo is None:
        due = due.replace(tzinfo=UTC)
    return formats.date_format(timezone.localtime(due), "H:i d/m/Y")
