"""What the parts of the panel for course staff share: reading requests, and saying figures and times."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import formats, timezone

from .handlers import Refusal
from .shares import percent


class state_kept:
    """Says in a sentence that no learners' state is kept here (workbench, Studio)."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, _trace: Any) -> None:
        if isinstance(error, LookupError) and not isinstance(error, KeyError | IndexError):
            raise Refusal(
                409, "no-state", "Ở đây không lưu kết quả của người học.", "No learners' state is kept here."
            ) from None


def account_of(data: Mapping[str, Any], name: str) -> int:
    """The id of an account in ``data[name]``, 0 for none; :class:`Refusal` 400 for anything that is no id. A platform
    may have more than a million of them."""
    value = data.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise Refusal(
            400,
            "malformed",
            f"Mục “{name}” thiếu hoặc không đúng dạng. Hãy tải lại trang rồi thử lại.",
            f"The field “{name}” is missing or has the wrong form. Reload the page and try again.",
        )
    return value


def percent_of(earned: float | None, possible: float | None) -> int | None:
    return None if earned is None or not possible else percent(earned / possible)


def said(at: datetime | None, *, seconds: bool = False) -> str | None:
    if at is None:
        return None
    return formats.date_format(timezone.localtime(at), "H:i:s d/m/Y" if seconds else "H:i d/m/Y")


def local(at: datetime | None) -> datetime | None:
    """A time by the clock of the place, as files show it."""
    return None if at is None else timezone.localtime(at)
