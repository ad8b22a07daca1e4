"""Writing and checking the log of exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction

from course_export.records.models import ExportLog
from xblocks.common.jsonform import canonical, digest

FIRST = "0" * 64


def row_hash(row: ExportLog) -> str:
    """SHA-256 over the canonical JSON of every column but ``id`` and ``chained``; times in UTC to the microsecond."""
    return digest(
        canonical(
            {
                "created": row.created.astimezone(dt.UTC).isoformat(timespec="microseconds"),
                "actor": row.actor,
                "subject": row.subject,
                "format": row.format,
                "filters": row.filters,
                "purpose": row.purpose,
                "recipient": row.recipient,
                "rows": row.rows,
                "file_digest": row.file_digest,
                "previous": row.previous,
            }
        )
    )


def append(*, now: dt.datetime, **columns: Any) -> ExportLog:
    """Add one export to the log. ``columns`` are those of :class:`ExportLog` but ``created`` and the hashes.

    Two exports at the same moment both get in, one after the other.
    """
    for attempt in range(20):
        row = ExportLog(created=now, previous=_last() or FIRST, **columns)
        row.chained = row_hash(row)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            if attempt == 19:
                raise
            continue
        return row
    raise AssertionError("unreachable")


def _last() -> str | None:
    """The hash of the newest row."""
    return ExportLog.objects.order_by("-id").values_list("chained", flat=True).first()


def broken_rows() -> Iterator[ExportLog]:
    """Rows that were changed, or whose predecessor was removed; nothing if the log is whole."""
    previous = FIRST
    for row in ExportLog.objects.order_by("id").iterator(chunk_size=1000):
        if row.previous != previous or row.chained != row_hash(row):
            yield row
        previous = row.chained
