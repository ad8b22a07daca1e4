"""How long an attempt may take. The server's clock alone counts; the browser is told how many seconds are left."""

from __future__ import annotations

from datetime import datetime, timedelta

from .policy import Rules
from .sheet import Attempt

#: Answers sent at the last second are taken this much later, because networks are slow.
GRACE = timedelta(seconds=30)


def ends_at(attempt: Attempt, rules: Rules, extra: float = 1.0) -> datetime | None:
    """When the time of ``attempt`` is up; None without a limit.

    ``extra`` is this learner's factor (1 or more). The limit is the one under which the attempt began; a later one
    counts only where it is longer, or gone: a change by the author never shortens an attempt under way.
    """
    if not rules.time_limit or not attempt.limit:
        return None
    minutes = max(rules.time_limit, attempt.limit) * max(1.0, extra)
    return datetime.fromisoformat(attempt.started) + timedelta(minutes=minutes)


def is_up(attempt: Attempt, rules: Rules, now: datetime, extra: float = 1.0) -> bool:
    """Whether ``attempt`` takes no more answers because its time and the grace for slow networks are over."""
    end = ends_at(attempt, rules, extra)
    return end is not None and now > end + GRACE


def seconds_left(attempt: Attempt, rules: Rules, now: datetime, extra: float = 1.0) -> int | None:
    """Whole seconds until the time is up, 0 from then on; None without a limit and for a finished attempt."""
    end = None if attempt.is_finished else ends_at(attempt, rules, extra)
    return None if end is None else max(0, int((end - now).total_seconds()))
