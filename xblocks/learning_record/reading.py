"""What staff pages read. Writing stays with ``api.py``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from .models import Attempt, ContentVersion, Response

#: So many ids fit into one query on every database that the platform runs on.
BATCH = 500


def finished_attempts(
    usage_key: str, *, batch: int = BATCH, without: Iterable[Any] = ()
) -> Iterator[tuple[Attempt, list[Response]]]:
    """Every finished attempt at a block with its responses in step order: 2 queries for each ``batch`` attempts.

    ``without``: queries (or lists) of ids of accounts whose attempts do not come.

    Attempts that were reset later count (the learner did answer); those that are open or void do not, nor do voided
    responses and the attempts of members of staff, who try things out. Attempts come by id, in no order of time, one
    page after the other, so that memory does not grow with the class. Only ``attempt_id``, ``step``, ``item_id``,
    ``answer`` and ``score`` of a response are read.
    """
    rows = (
        Attempt.objects.filter(
            usage_key=usage_key, status__in=(Attempt.Status.FINISHED, Attempt.Status.RESET), finished__isnull=False
        )
        .exclude(learner__user__is_staff=True)
        .order_by("pk")
    )
    for accounts in without:
        rows = rows.exclude(learner__user_id__in=accounts)
    last = ""
    while True:
        page = list(rows.filter(pk__gt=last)[:batch])
        if page:
            last = page[-1].pk
            given = responses_of([row.pk for row in page], brief=True)
            for row in page:
                yield row, given.get(row.pk, [])
        if len(page) < batch:
            return


def responses_of(attempt_ids: Sequence[str], *, brief: bool = False) -> dict[str, list[Response]]:
    """The responses of these attempts by attempt, in step order, without voided ones; 1 query per ``BATCH`` attempts.

    ``brief``: only what a count needs, see :func:`finished_attempts`.
    """
    found: dict[str, list[Response]] = {}
    for ids in _batches(attempt_ids):
        rows = Response.objects.filter(attempt_id__in=ids, voided_at=None).order_by("attempt_id", "step")
        for row in rows.only("attempt_id", "step", "item_id", "answer", "score") if brief else rows:
            found.setdefault(row.attempt_id, []).append(row)
    return found


def contents(digests: Iterable[str]) -> dict[str, str]:
    """The canonical JSON texts kept under ``digests``, by digest; unknown ones are left out. 1 query per ``BATCH``."""
    found: dict[str, str] = {}
    for some in _batches(sorted(set(digests))):
        found.update(ContentVersion.objects.filter(digest__in=some).values_list("digest", "body"))
    return found


def _batches(values: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(values)
    while some := list(islice(rest, BATCH)):
        yield some
