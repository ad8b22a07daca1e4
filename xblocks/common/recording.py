"""The bridge from a block to the ``learning_record`` app: everything is written down, or nothing where it must not be.

A block asks :func:`recorder_for`; it gets a recorder that writes rows, or one that does nothing (app not installed,
preview, masquerade, no account, library). Both have the same methods, so that the blocks have one way through.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.apps import apps
from django.db import transaction

from .handlers import Refusal
from .identity import identify

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Row:
    """An attempt as the records have it. ``plan`` is its JSON form when it began."""

    id: str
    number: int
    digest: str
    status: str
    plan: Mapping[str, Any]
    handle: Any
    #: Whether staff have had it graded again since it began.
    regraded: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """A response as the records have it; ``answer`` is in authored ids."""

    step: int
    item_id: str
    answer: Any
    score: float | None


class Recorder(Protocol):
    """What a block asks of the records. All calls are made inside one transaction of the handler."""

    active: bool

    def together(self) -> AbstractContextManager[Any]:
        """The transaction of a step: its rows and the learner's state are written together, or not at all."""

    def content(self, digest: str) -> str | None:
        """The content with that digest, or None."""

    def keep(self, body: str) -> None:
        """Keeps a content version for good."""

    def open(self, attempt: Mapping[str, Any], *, number: int, body: str, digest: str, now: datetime) -> Row | None:
        """The row of a new attempt; the row of another one if a concurrent request was first; None if nothing is
        kept."""

    def lock(self, attempt_id: str) -> Row | None:
        """The attempt's row, locked until the transaction ends; None if unknown. Refuses another learner's."""

    def respond(
        self,
        row: Row,
        *,
        step: int,
        item_id: str,
        answer: Any,
        score: float | None,
        competencies: Sequence[str],
        now: datetime,
    ) -> bool:
        """True if this was the first response for that step."""

    def responses(self, row: Row) -> list[Recorded]:
        """The attempt's responses in step order."""

    def close(self, row: Row, *, earned: float, possible: float, now: datetime) -> None:
        """The attempt has ended with that score."""

    def regrade(
        self, attempt_id: str, scores: Mapping[int, float], earned: float, possible: float, now: datetime
    ) -> None:
        """New scores by step after a rescore; evidence follows."""

    def reset(self, now: datetime) -> None:
        """Staff reset the attempts: they are kept, marked."""


class NoRecorder:
    """Keeps nothing."""

    active = False

    def together(self) -> AbstractContextManager[Any]:
        return nullcontext()  # a step writes the learner's state only, with one save

    def content(self, digest: str) -> str | None:
        return None

    def keep(self, body: str) -> None:
        return None

    def open(self, attempt: Mapping[str, Any], *, number: int, body: str, digest: str, now: datetime) -> Row | None:
        return None

    def lock(self, attempt_id: str) -> Row | None:
        return None

    def respond(
        self,
        row: Row,
        *,
        step: int,
        item_id: str,
        answer: Any,
        score: float | None,
        competencies: Sequence[str],
        now: datetime,
    ) -> bool:
        return True

    def responses(self, row: Row) -> list[Recorded]:
        return []

    def close(self, row: Row, *, earned: float, possible: float, now: datetime) -> None:
        return None

    def regrade(
        self, attempt_id: str, scores: Mapping[int, float], earned: float, possible: float, now: datetime
    ) -> None:
        return None

    def reset(self, now: datetime) -> None:
        return None


def _not_yours() -> Refusal:
    return Refusal(
        403,
        "not-yours",
        "Lượt làm này là của người khác. Hãy tải lại trang để làm lượt của bạn.",
        "This attempt belongs to somebody else. Reload the page to do your own.",
    )


class AppRecorder:
    """Writes to the ``learning_record`` app."""

    active = True

    def __init__(self, *, kind: str, user_id: int, course_key: str, usage_key: str) -> None:
        from xblocks.learning_record import api  # only where the app is installed

        self._api = api
        self._kind = kind
        self._user = user_id
        self._course = course_key
        self._usage = usage_key

    def together(self) -> AbstractContextManager[Any]:
        return transaction.atomic()

    @staticmethod
    def _row(found: Any) -> Row:
        return Row(
            id=found.id,
            number=found.number,
            digest=found.content_id,
            status=found.status,
            plan=found.plan,
            handle=found,
            regraded=found.rescored_at is not None,
        )

    def content(self, digest: str) -> str | None:
        found: str | None = self._api.get_content(digest)
        return found

    def keep(self, body: str) -> None:
        self._api.keep_content(self._kind, SCHEMA, body)

    def open(self, attempt: Mapping[str, Any], *, number: int, body: str, digest: str, now: datetime) -> Row | None:
        self.keep(body)
        found, _created = self._api.open_attempt(
            user_id=self._user,
            course_key=self._course,
            usage_key=self._usage,
            attempt_id=str(attempt["id"]),
            number=number,
            kind=self._kind,
            digest=digest,
            plan=dict(attempt),
            now=now,
        )
        return self._row(found)

    def lock(self, attempt_id: str) -> Row | None:
        try:
            found = self._api.lock_attempt(attempt_id, user_id=self._user, usage_key=self._usage)
        except self._api.NotYours as error:
            raise _not_yours() from error
        except self._api.Unknown:
            return None
        return self._row(found)

    def respond(
        self,
        row: Row,
        *,
        step: int,
        item_id: str,
        answer: Any,
        score: float | None,
        competencies: Sequence[str],
        now: datetime,
    ) -> bool:
        _response, created = self._api.record_response(
            row.handle,
            step=step,
            item_id=item_id,
            answer=answer,
            score=score,
            competencies=list(competencies),
            now=now,
        )
        return bool(created)

    def responses(self, row: Row) -> list[Recorded]:
        return [Recorded(r.step, r.item_id, r.answer, r.score) for r in self._api.responses(row.id)]

    def close(self, row: Row, *, earned: float, possible: float, now: datetime) -> None:
        self._api.close_attempt(row.handle, earned=earned, possible=possible, now=now)

    def regrade(
        self, attempt_id: str, scores: Mapping[int, float], earned: float, possible: float, now: datetime
    ) -> None:
        row = self.lock(attempt_id)
        if row is not None:
            self._api.rescore_attempt(row.handle, dict(scores), earned=earned, possible=possible, now=now)

    def reset(self, now: datetime) -> None:
        self._api.mark_reset(self._user, self._usage, now)


def recorder_for(block: Any) -> Recorder:
    """The recorder for ``block`` and the person before it."""
    who = identify(block)
    if not who.records or who.user_id is None or not apps.is_installed("xblocks.learning_record"):
        return NoRecorder()
    return AppRecorder(
        kind=block.kind, user_id=who.user_id, course_key=str(block.context_key), usage_key=str(block.usage_key)
    )


def recorder_of(block: Any, user_id: int) -> Recorder:
    """The recorder for ``block`` and the learner ``user_id``, for acts of staff."""
    if not apps.is_installed("xblocks.learning_record"):
        return NoRecorder()
    return AppRecorder(
        kind=block.kind, user_id=user_id, course_key=str(block.context_key), usage_key=str(block.usage_key)
    )


def competency_titles(ids: Sequence[str], lang: str) -> dict[str, str]:
    """Titles of competencies where the ``competency`` app is installed; the rest stay without."""
    if not ids or not apps.is_installed("xblocks.competency"):
        return {}
    from xblocks.competency import api  # only where the app is installed

    found: dict[str, str] = api.titles(ids, lang)
    return found
