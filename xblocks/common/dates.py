"""Due dates, as the platform hands them to a block: it closes nothing at the handler, so we do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import formats, timezone


def due_of(block: Any) -> datetime | None:
    """The block's due date, aware; None without one.

    Also None where ``due`` is no field: the stock workbench hangs the present moment on every block.
    """
    due = getattr(block, "due", None) if "due" in block.fields else None
    if not isinstance(due, datetime):
        return None
    return due.replace(tzinfo=UTC) if due.tzinfo is None else due


def closes_at(block: Any) -> datetime | None:
    """Due date plus grace period, aware; None if there is none. Individual extensions arrive through ``due``."""
    due = due_of(block)
    grace = getattr(block, "graceperiod", None)
    return due + grace if due is not None and isinstance(grace, timedelta) else due


def is_past_due(block: Any, now: datetime) -> bool:
    """True once ``now`` is after due date plus grace period."""
    end = closes_at(block)
    return end is not None and now > end


def due_text(block: Any) -> str | None:
    """The due date for a person, in the active time zone (the server formats dates: browsers lack Khmer); None
    without one."""
    due = due_of(block)
    if due is None:
        return None
    return formats.date_format(timezone.localtime(due), "H:i d/m/Y")
