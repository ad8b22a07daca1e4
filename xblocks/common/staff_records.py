"""What learners did in a block, as its staff read it: from the records where they are kept, else from the state rows.

Both give the same :class:`Kept`, so that the panel has one way through.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.apps import apps

from .findings import ModelError
from .progress import Progress
from .staterow import state_rows

#: Rows of the state table read at a time.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Step:
    """One answer or move: ``item`` is a question or scene, ``answer`` in authored ids (with certainty where it was
    asked), ``score`` 0..1 or None where it is not scored or not known, ``at`` aware or None."""

    number: int
    item: str
    answer: Any
    score: float | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """One attempt. ``order`` sorts a learner's attempts by time; ``status`` is ``open``, ``finished``, ``reset`` or
    ``void``; ``ended``: it was finished, whatever staff did since; ``data`` is its JSON form (from the records: as it
    began); ``learner`` is None for somebody who has left."""

    id: str
    learner: int | None
    person: int | str
    number: int
    order: tuple[int, ...]
    status: str
    ended: bool
    digest: str
    started: datetime | None
    finished: datetime | None
    earned: float | None
    possible: float | None
    rescored: datetime | None
    data: Mapping[str, Any]
    steps: tuple[Step, ...] = field(default=())


def has_records() -> bool:
    """Whether the app that keeps records is installed."""
    return apps.is_installed("xblocks.learning_record")


def of_learner(block: Any, user_id: int, state: Mapping[str, Any] | None) -> list[Kept]:
    """The attempts of one learner, oldest first, without their steps; 1 query with records, else none. ``state`` are
    the learner's stored fields."""
    if not has_records():
        return _from_state(block, user_id, state)
    from xblocks.learning_record.models import Attempt

    rows = Attempt.objects.filter(learner__user_id=user_id, usage_key=str(block.usage_key))
    return [_of_row(row, user_id, ()) for row in rows.order_by("started", "generation", "number")]


def one_of_learner(
    block: Any, user_id: int, attempt_id: str, state: Mapping[str, Any] | None
) -> tuple[Kept | None, bool]:
    """The attempt ``attempt_id`` of this learner with its steps (also voided ones), or None; and whether the steps are
    void. At most 2 queries."""
    if not has_records():
        found = next((one for one in _from_state(block, user_id, state) if one.id == attempt_id), None)
        return found, False
    from xblocks.learning_record.models import Attempt, Response

    mine = Attempt.objects.filter(pk=attempt_id, learner__user_id=user_id, usage_key=str(block.usage_key))
    row = mine.first()
    if row is None:
        return None, False
    given = list(Response.objects.filter(attempt_id=attempt_id).order_by("step"))
    steps = [Step(one.step, one.item_id, one.answer, one.score, one.created) for one in given]
    return _of_row(row, user_id, steps), any(one.voided_at is not None for one in given)


def finished(block: Any, without: Iterable[Any]) -> Iterator[Kept]:
    """Every finished attempt of the block with its steps, also of learners whose attempts were reset later; nothing
    void. ``without``: queries of ids of accounts to leave out. With records 2 queries for 500 attempts, else 1 for 500
    learners."""
    left_out = list(without)
    if has_records():
        from xblocks.learning_record import reading

        for row, given in reading.finished_attempts(str(block.usage_key), without=left_out):
            steps = [Step(one.step, one.item_id, one.answer, one.score, None) for one in given]
            yield _of_row(row, None, steps)
        return
    rows = state_rows(block)
    for accounts in left_out:
        rows = rows.exclude(student_id__in=accounts)
    last = 0
    while True:
        page = list(rows.filter(student_id__gt=last).order_by("student_id").values_list("student_id", "state")[:BATCH])
        for user_id, text in page:
            last = user_id
            yield from (one for one in _from_state(block, user_id, fields_of(text)) if one.ended)
        if len(page) < BATCH:
            return


def of_learners(block: Any, ids: Sequence[int]) -> dict[int, list[Kept]]:
    """All attempts of these learners with their steps, oldest first; 2 queries with records, else 1."""
    found: dict[int, list[Kept]] = {key: [] for key in ids}
    if not has_records():
        for user_id, text in state_rows(block).filter(student_id__in=ids).values_list("student_id", "state"):
            found[user_id] = _from_state(block, user_id, fields_of(text))
        return found
    from django.db.models import F

    from xblocks.learning_record.models import Attempt, Response

    rows = Attempt.objects.filter(learner__user_id__in=ids, usage_key=str(block.usage_key))
    attempts = list(rows.annotate(owner=F("learner__user_id")).order_by("started", "generation", "number"))
    given: dict[str, list[Step]] = {}
    for one in Response.objects.filter(attempt_id__in=[row.pk for row in attempts]).order_by("attempt_id", "step"):
        given.setdefault(one.attempt_id, []).append(Step(one.step, one.item_id, one.answer, one.score, one.created))
    for row in attempts:
        found[row.owner].append(_of_row(row, row.owner, given.get(row.pk, [])))
    return found


def learner_ids(block: Any, after: int, most: int, without: Iterable[Any]) -> tuple[list[int], int]:
    """The ids of the next ``most`` accounts above ``after`` that have attempts here, and how many follow; 2 queries."""
    if has_records():
        from xblocks.learning_record.models import Learner

        rows = Learner.objects.filter(attempts__usage_key=str(block.usage_key), user_id__gt=after)
        for accounts in without:
            rows = rows.exclude(user_id__in=accounts)
        ids = rows.order_by("user_id").values_list("user_id", flat=True).distinct()
    else:
        rows = state_rows(block).filter(student_id__gt=after)
        for accounts in without:
            rows = rows.exclude(student_id__in=accounts)
        ids = rows.order_by("student_id").values_list("student_id", flat=True)
    found = list(ids[:most])
    return found, max(0, ids.count() - len(found))


def contents(block: Any, digests: Iterable[str]) -> dict[str, Any]:
    """The models of those content versions that can be had, by digest; 1 query with records, else the present one."""
    wanted = set(digests)
    found: dict[str, Any] = {}
    now = block.model_or_none()
    if now is not None and now.digest in wanted:
        found[now.digest] = now
    rest = wanted - set(found)
    if rest and has_records():
        from xblocks.learning_record import reading

        for digest, body in reading.contents(rest).items():
            try:
                found[digest] = block.load_content(body)
            except ModelError:  # written by a newer version of this software: its ids are shown
                continue
    return found


def progress_of(fields: Mapping[str, Any]) -> Progress | None:
    """The learner's progress in their stored ``fields``; None where a newer version of this software wrote it."""
    try:
        return Progress.from_json(fields.get("state"))
    except ModelError:
        return None


def fields_of(text: str | None) -> dict[str, Any]:
    """The user-state fields in the column ``state``; nothing for what cannot be read."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def moment(text: Any) -> datetime | None:
    """The aware time in an ISO text; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _of_row(row: Any, user_id: int | None, steps: Iterable[Step]) -> Kept:
    return Kept(
        id=row.pk,
        learner=user_id,
        person=row.learner_id,
        number=row.number,
        order=(row.generation, row.number),
        status=row.status,
        ended=row.finished is not None and row.status in ("finished", "reset"),
        digest=row.content_id,
        started=row.started,
        finished=row.finished,
        earned=None if row.status == "open" else row.earned,  # a regrade leaves points there, too
        possible=None if row.status == "open" else row.possible,
        rescored=row.rescored_at,
        data=row.plan,
        steps=tuple(steps),
    )


def _from_state(block: Any, user_id: int, state: Mapping[str, Any] | None) -> list[Kept]:
    """The attempts in a learner's state; those of which only the score is kept have no data."""
    found = progress_of(state or {})
    if found is None:
        return []
    was_reset = not (state or {}).get("attempts")
    kept = []
    for place, past in enumerate(found.past):
        data = past.data or {"id": past.id, "number": past.number, "content": "", "practice": past.practice}
        status = "reset" if past.reset or was_reset else "finished"
        ended = past.data is None or data.get("status") != "open"
        kept.append(_of_data(block, user_id, data, place, status, ended, past.earned, past.possible))
    if found.current is not None:
        is_open = found.current.get("status") == "open"
        status = "reset" if was_reset else "open" if is_open else "finished"
        kept.append(_of_data(block, user_id, found.current, len(kept), status, not is_open, None, None))
    return kept


def _of_data(
    block: Any,
    user_id: int,
    data: Mapping[str, Any],
    place: int,
    status: str,
    ended: bool,
    earned: float | None,
    possible: float | None,
) -> Kept:
    if earned is None and ended:
        card = block._card_of(data)
        earned, possible = (card.earned, card.possible) if card is not None else (None, None)
    return Kept(
        id=str(data["id"]),
        learner=user_id,
        person=user_id,
        number=int(data["number"]),
        order=(place,),
        status=status,
        ended=ended,
        digest=str(data.get("content", "")),
        started=moment(data.get("started")),
        finished=moment(data.get("finished")),
        earned=earned,
        possible=possible,
        rescored=None,
        data=data,
        steps=tuple(block.steps_of(data)),
    )
