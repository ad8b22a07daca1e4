"""Dates as authors write them."""

from __future__ import annotations

import datetime as dt


def moment(text: str) -> dt.datetime | None:
    """An ISO date or date-time as an aware moment (a bare one counts in Viet Nam's time, UTC+7); None if it is
    neither."""
    try:
        value = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return value if value.tzinfo else value.replace(tzinfo=dt.timezone(dt.timedelta(hours=7)))
