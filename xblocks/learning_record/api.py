"""The one way in which blocks write records of learning.

Every function is safe to call again with the same arguments. User ids are integers of ``settings.AUTH_USER_MODEL``,
keys are strings, times are handed in, aware and UTC. MySQL and MariaDB are meant at READ COMMITTED, Django's default.
Counts of queries in the docstrings are without the no-op UPDATE by which SQLite, which has no ``FOR UPDATE``, locks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connections, router, transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, StrIndex
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from xblocks.common import jsonform
from xblocks.common.findings import AttemptClosed, PlayError

from . import signals
from .insert import insert_once
from .models import Attempt, ContentVersion, Learner, Response, new_pseudonym

AttemptRow = Attempt
ResponseRow = Response

_STAFF_ENDS = (Attempt.Status.RESET, Attempt.Status.VOID)


class NotYours(PlayError):
    """An attempt that belongs to another learner or another block."""

    def __init__(self) -> None:
        super().__init__(
            "not-yours",
            "Lượt làm này không phải của bạn. Hãy tải lại trang để mở lượt của bạn.",
            "This attempt is not yours. Reload the page to open your own.",
        )


class Unknown(PlayError):
    """An attempt that has no row."""

    def __init__(self) -> None:
        super().__init__(
            "unknown-attempt",
            "Không tìm thấy lượt làm này. Hãy tải lại trang.",
            "This attempt was not found. Reload the page.",
        )


def keep_content(kind: str, schema: int, body: str) -> str:
    """Keep ``body`` (canonical JSON text) for good and return its digest; 1 query when it is known, else 2.

    ``schema`` is the number of the model that ``body`` is written in; the model, not this app, refuses a newer one.
    """
    digest = jsonform.digest(body)
    if not ContentVersion.objects.filter(digest=digest).exists():
        insert_once(ContentVersion(digest=digest, kind=_fit("kind", kind, 32), schema=schema, body=body))
    return digest


def get_content(digest: str) -> str | None:
    """The canonical JSON text kept under ``digest``, or None; 1 query."""
    return ContentVersion.objects.filter(digest=digest).values_list("body", flat=True).first()


def open_attempt(
    *,
    user_id: int,
    course_key: str,
    usage_key: str,
    attempt_id: str,
    number: int,
    kind: str,
    digest: str,
    plan: Any,
    now: datetime,
) -> tuple[AttemptRow, bool]:
    """Open attempt ``number`` of this learner in this block; returns ``(row, created)``.

    Of two concurrent starts the second gets the first's row and False: go on with *its* ``id``, ``content_id`` and
    ``plan``. After a reset or a deletion of state, numbers may start again at 1. ``digest`` must have been kept.
    2 queries; 1 more for the first attempt of a learner, 1 more for the loser of a race.
    Raises ``ValueError`` for a key that is too long and for an ``attempt_id`` that another attempt has.
    """
    with transaction.atomic(savepoint=False):
        learner, generation = _learner_and_generation(user_id, usage_key)
        row = Attempt(
            id=_fit("attempt_id", attempt_id, 32),
            learner=learner,
            course_key=_fit("course_key", course_key, 255),
            usage_key=_fit("usage_key", usage_key, 255),
            number=number,
            generation=generation,
            kind=_fit("kind", kind, 32),
            content_id=_fit("digest", digest, 64),
            plan=plan,
            started=now,
        )
        if insert_once(row):
            return row, True
        first = _winner(
            Attempt.objects.filter(learner=learner, usage_key=usage_key, number=number, generation=generation)
        )
        if first is None:
            raise ValueError(f"attempt id {attempt_id!r} is taken, or its content {digest!r} was not kept")
        return first, False


def lock_attempt(attempt_id: str, *, user_id: int, usage_key: str) -> AttemptRow:
    """The attempt's row, held until the transaction ends: steps of one attempt come one after the other.

    1 query. Make it the first statement of the transaction (SQLite cannot turn a reader into a writer while another
    writes). Raises ``Unknown`` without such a row, ``NotYours`` for another learner's or another block's, and
    ``TransactionManagementError`` outside a transaction. The row may be finished, reset or void: look at ``status``.
    """
    if not _connection().in_atomic_block:
        raise TransactionManagementError("lock_attempt needs a transaction: wrap it in transaction.atomic()")
    row = _held(Attempt.objects.filter(pk=attempt_id)).annotate(owner_id=F("learner__user_id")).first()
    if row is None:
        raise Unknown
    if row.owner_id is None or row.owner_id != user_id or row.usage_key != usage_key:
        raise NotYours
    return row


def record_response(
    attempt: AttemptRow,
    *,
    step: int,
    item_id: str,
    answer: Any,
    score: float | None,
    competencies: Sequence[str],
    now: datetime,
) -> tuple[ResponseRow, bool]:
    """Record step ``step`` of ``attempt``; returns ``(row, created)``.

    ``answer`` is JSON in the content's own ids; ``score`` is 0..1 or None (not scored); ``competencies`` are
    ``framework:code`` ids. The same step again returns the row that was there first, and False: compare its ``item_id``
    and ``answer``. 1 query, 2 with evidence; a repeat 2. No savepoint.
    Raises ``AttemptClosed`` for a step that is new to an attempt that is not open, ``ValueError`` out of range.
    """
    if step < 1:
        raise ValueError(f"step {step} is not 1 or more")
    if score is not None and not 0 <= score <= 1:
        raise ValueError(f"score {score} is not within 0..1")
    row = Response(
        attempt=attempt,
        step=step,
        item_id=_fit("item_id", item_id, 130),
        answer=answer,
        score=score,
        competencies=list(competencies),
        digest=attempt.content_id,
        created=now,
    )
    with transaction.atomic(savepoint=False):
        is_open = attempt.status == Attempt.Status.OPEN
        if is_open and insert_once(row):
            signals.response_recorded.send(sender=Attempt, attempt=attempt, responses=[row])
            return row, True
        first = _winner(Response.objects.filter(attempt=attempt, step=step))
    if first is None:
        if is_open:
            raise ValueError(f"attempt {attempt.pk} has no row to answer to")
        raise AttemptClosed
    return first, False


def responses(attempt_id: str) -> list[ResponseRow]:
    """The attempt's responses in step order, without voided ones; 1 query."""
    return list(Response.objects.filter(attempt_id=attempt_id, voided_at=None).order_by("step"))


def close_attempt(attempt: AttemptRow, *, earned: float, possible: float, now: datetime) -> bool:
    """Finish an open attempt with its points; True if this call closed it. 1 query, and those of the receivers.

    Closing again, or closing what staff has reset or voided meanwhile, changes nothing.
    """
    last = Response.objects.filter(attempt_id=OuterRef("pk")).order_by("-step").values("step")[:1]
    with transaction.atomic(savepoint=False):
        changed = Attempt.objects.filter(pk=attempt.pk, status=Attempt.Status.OPEN).update(
            status=Attempt.Status.FINISHED,
            finished=now,
            earned=earned,
            possible=possible,
            step=Coalesce(Subquery(last), 0),
        )
        if not changed:
            return False
        attempt.status, attempt.finished = Attempt.Status.FINISHED, now
        attempt.earned, attempt.possible = earned, possible
        _send_with_all(signals.attempt_closed, attempt)
    return True


def rescore_attempt(
    attempt: AttemptRow, scores: Mapping[int, float | None], earned: float, possible: float, now: datetime
) -> bool:
    """Give the steps in ``scores`` (``{step: 0..1 or None}``) their new score and the attempt its new points.

    Steps that are not named keep theirs. Evidence follows; a score override by staff must not come here. Returns False
    for a void attempt, which keeps what it had. 2 queries, 1 more where scores change, and those of the receivers.
    """
    wrong = {step: score for step, score in scores.items() if score is not None and not 0 <= score <= 1}
    if wrong:
        raise ValueError(f"scores {wrong} are not within 0..1")
    with transaction.atomic(savepoint=False):
        changed = (
            Attempt.objects.filter(pk=attempt.pk)
            .exclude(status=Attempt.Status.VOID)
            .update(earned=earned, possible=possible, rescored_at=now)
        )
        if not changed:
            return False
        attempt.earned, attempt.possible, attempt.rescored_at = earned, possible, now
        rows = responses(attempt.pk)
        different = [row for row in rows if row.step in scores and row.score != scores[row.step]]
        for row in different:
            row.score = scores[row.step]
        if different:
            Response.objects.bulk_update(different, ["score"], batch_size=500)
        signals.attempt_rescored.send(sender=Attempt, attempt=attempt, responses=rows)
    return True


def attempt_counts(usage_key: str) -> tuple[int, int, int]:
    """How many attempts on a block are open, how many have finished and count, and how many have finished that never
    count (practice, rehearsals); resets and voided ones left out. 1 query."""
    # Canonical text: between quotes inside a string there would be a backslash.
    practice = StrIndex(F("plan"), Value('"practice":true', output_field=TextField()))
    rows = Attempt.objects.filter(usage_key=usage_key).annotate(practice=practice).order_by()
    found = rows.aggregate(
        open=Count("pk", filter=Q(status=Attempt.Status.OPEN)),
        ended=Count("pk", filter=Q(status=Attempt.Status.FINISHED)),
        practised=Count("pk", filter=Q(status=Attempt.Status.FINISHED, practice__gt=0)),
    )
    return found["open"], found["ended"] - found["practised"], found["practised"]


def mark_reset(user_id: int, usage_key: str, now: datetime) -> int:
    """Staff gave this learner fresh attempts: open and finished ones are marked ``reset``, all rows and evidence kept.

    Returns how many were marked (0 the second time). 1 query.
    """
    return (
        Attempt.objects.filter(learner__user_id=user_id, usage_key=usage_key)
        .exclude(status__in=_STAFF_ENDS)
        .update(status=Attempt.Status.RESET, ended_by_staff_at=now)
    )


def void_state(user_id: int, usage_key: str, reason: str, now: datetime) -> int:
    """This learner's state in this block is gone: attempts and responses become void, never deleted; evidence follows.

    ``reason`` is a short stable word (``state-deleted``). Returns how many attempts were voided (0 the second time).
    4 queries, and those of the receivers.
    """
    with transaction.atomic():
        mine = Attempt.objects.filter(learner__user_id=user_id, usage_key=usage_key)
        attempts = list(_held(mine.exclude(status=Attempt.Status.VOID)).order_by("started", "pk"))
        if not attempts:
            return 0
        ids = [attempt.pk for attempt in attempts]
        rows = list(Response.objects.filter(attempt_id__in=ids, voided_at=None).order_by("step"))
        reason = _fit("reason", reason, 64)
        Response.objects.filter(attempt_id__in=ids, voided_at=None).update(voided_at=now, void_reason=reason)
        Attempt.objects.filter(pk__in=ids).update(status=Attempt.Status.VOID, ended_by_staff_at=now)
        for row in rows:
            row.voided_at, row.void_reason = now, reason
        for attempt in attempts:
            attempt.status, attempt.ended_by_staff_at = Attempt.Status.VOID, now
            own = [row for row in rows if row.attempt_id == attempt.pk]
            signals.responses_voided.send(sender=Attempt, attempt=attempt, responses=own)
    return len(attempts)


def retire_user(user_id: int, now: datetime | None = None) -> bool:
    """Cut the tie between a person and the records: all totals stay, nobody can be found behind them. 1 query.

    The pseudonym changes too, so that older files cannot be joined. True if there was a tie. ``now``: the present.
    """
    return bool(
        Learner.objects.filter(user_id=user_id).update(
            user=None, pseudonym=new_pseudonym(), retired_at=now or timezone.now()
        )
    )


def _connection() -> Any:
    return connections[router.db_for_write(Attempt)]


def _fit(name: str, value: str, most: int) -> str:
    if not value or len(value) > most:
        raise ValueError(f"{name} has {len(value)} characters; 1 to {most} fit")
    return value


def _held(rows: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """``rows`` under a lock. A database that cannot lock rows locks itself by a write that changes nothing."""
    features = _connection().features
    if not features.has_select_for_update:
        rows.update(step=F("step"))
        return rows
    return rows.select_for_update(of=("self",) if features.has_select_for_update_of else ())


def _learner_and_generation(user_id: int, usage_key: str) -> tuple[Learner, int]:
    """The learner's row (made if missing) and the generation that a new attempt of theirs in this block belongs to."""
    mine = Attempt.objects.filter(learner=OuterRef("pk"), usage_key=usage_key).order_by("-generation")
    found = Learner.objects.filter(user_id=user_id)
    if not _connection().features.has_select_for_update:
        found.update(user_id=F("user_id"))
    found = found.annotate(
        latest=Subquery(mine.values("generation")[:1]),
        ended=Subquery(mine.filter(status__in=_STAFF_ENDS).values("generation")[:1]),
    )
    learner = found.first()
    if learner is None:
        fresh = Learner(user_id=user_id)
        if insert_once(fresh):
            return fresh, 0
        learner = _winner(found)
        if learner is None:
            raise ValueError(f"no row could be made for user {user_id}")
    latest = learner.latest or 0
    return learner, latest if learner.ended is None else max(latest, learner.ended + 1)


def _winner(rows: QuerySet[Any]) -> Any:
    """The row that was there first, after an INSERT lost against it.

    A plain read, for several losers that all asked for the lock would deadlock on MySQL (each holds a shared one); only
    a transaction that cannot see the winner yet (REPEATABLE READ) asks for the row as it stands now.
    """
    return rows.first() or rows.select_for_update().first()


def _send_with_all(signal: Any, attempt: Attempt) -> None:
    """Send ``signal`` with all responses of ``attempt``, read only if a receiver looks at them."""
    signal.send(sender=Attempt, attempt=attempt, responses=SimpleLazyObject(lambda: responses(attempt.pk)))
