"""What one learner did before, elsewhere in the same course."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from .models import Attempt

#: So many of the latest are looked at: nobody waits for a search through years.
LATEST = 40


def finished_before(
    *, user_id: int, course_key: str, kind: str, before: datetime, but: str, holding: str
) -> Iterator[tuple[Attempt, str]]:
    """This learner's finished attempts in the course, latest first, each with the digest of its content: those of
    ``kind`` that ended before ``before`` (aware, UTC), in other blocks than ``but``, and whose content has the text
    ``holding`` (some databases do not tell capitals apart). Resets and voided ones are left out; at most ``LATEST``.
    1 query; the plan is fetched when it is asked for.
    """
    rows = (
        Attempt.objects.filter(
            learner__user_id=user_id,
            course_key=course_key,
            kind=kind,
            status=Attempt.Status.FINISHED,
            finished__lte=before,
            content__body__contains=holding,
        )
        .exclude(usage_key=but)
        .order_by("-finished", "-started", "pk")
        .defer("plan")
    )
    for row in rows[:LATEST]:
        yield row, row.content_id
