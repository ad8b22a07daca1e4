"""The way of an attempt: begun, gone on with, ended. Every handler's transaction, order and refusals are here."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from . import dates
from .findings import AttemptClosed, PlayError, StaleStep
from .handlers import Refusal, int_of, learner_handler
from .hooks import EngineHooks
from .identity import Identity, identify
from .progress import Progress
from .recording import Recorder, Row, recorder_for
from .staterow import stored_fields


class StepsMixin(EngineHooks):
    """Handlers ``current`` and ``start_attempt``, and what ``answer``, ``finish`` and ``choose`` share."""

    @learner_handler
    def current(self, data: dict[str, Any]) -> dict[str, Any]:
        """Where the learner stands."""
        who, recorder = identify(self), recorder_for(self)
        self.settle_overtime(who, recorder)
        return {"state": self.learner_state(who, self.progress(), recorder)}

    @learner_handler
    def start_attempt(self, data: dict[str, Any]) -> dict[str, Any]:
        """Begins the next attempt when the page knows of all used ones and none is open; else says where one stands."""
        after = int_of(data, "after")
        who, recorder, now = identify(self), recorder_for(self), self.now()
        self.settle_overtime(who, recorder)
        with transaction.atomic():
            if after != self.attempts or self._was_touched(recorder):
                self.catch_up_state(recorder)
            found = self.progress()
            was_reset = not self.attempts and found != Progress.from_json(self.state)
            if after == self.attempts and not self._is_open(found, recorder):
                self._refuse_start(found, now)
                if was_reset:
                    recorder.reset(now)
                if self._start(found, recorder, now):
                    self.save()
            return {"state": self.learner_state(who, self.progress(), recorder)}

    def _was_touched(self, recorder: Recorder) -> bool:
        """Whether staff have had the last attempt graded again or set aside, perhaps since the state was read. Locks
        its row, so that a regrade under way is waited for."""
        last = self.progress().current
        try:
            row = None if last is None else recorder.lock(str(last["id"]))
        except Refusal:  # its record is no longer this learner's, as after a retirement: that hinders no new attempt
            return False
        return row is not None and (row.regraded or row.status in ("reset", "void"))

    def _is_open(self, found: Progress, recorder: Recorder) -> bool:
        current = found.current
        return current is not None and current["status"] == "open" and self.model_for(current, recorder) is not None

    def _start(self, found: Progress, recorder: Recorder, now: datetime) -> bool:
        """Puts the new attempt into the state; False if another request of this learner has done so."""
        model = self.model()
        used = self.attempts
        if found.current is not None:
            if found.current["status"] == "open":
                # Its content is gone (no records app): a kind restart that costs no attempt.
                used = max(0, used - 1)
                found = Progress(None, found.past, found.seen)
            else:
                card = self._card_of(found.current)
                found = found.shelve(card.earned if card else self.earned, card.possible if card else self.possible)
        number = used + 1
        attempt = self.begin(
            model, attempt_id=secrets.token_hex(16), number=number, now=now.isoformat(), seen=found.seen
        )
        row = recorder.open(
            self.dump_attempt(attempt), number=number, body=self.canonical_content(), digest=attempt.content, now=now
        )
        if row is not None and row.id != attempt.id:
            # Another request of this learner was first: its attempt is the attempt.
            if self.catch_up_state(recorder) and self.attempts >= number:
                return False
            attempt = self.replay(
                self.model_for(row.plan, recorder), self.read_attempt(row.plan), recorder.responses(row)
            )
        self.state = found.with_current(self.dump_attempt(attempt), self.seen_items(attempt)).to_json()
        self.attempts = number
        return True

    def _refuse_start(self, found: Progress, now: datetime) -> None:
        why = self._why_not(found, now)
        if why is not None:
            raise Refusal(409, *why)

    def _why_not(self, found: Progress, now: datetime) -> tuple[str, str, str] | None:
        """Why no further attempt may begin: code, Vietnamese, English."""
        if not self.is_graded():
            return None
        if dates.is_past_due(self, now):
            return self._past_due()
        if self.max_attempts and self.attempts - found.practised() >= self.max_attempts:
            return (
                "no-attempts",
                "Bạn đã dùng hết số lượt làm. Kết quả của bạn đã được lưu.",
                "You have used all your attempts. Your result is saved.",
            )
        return None

    def _past_due(self) -> tuple[str, str, str]:
        due = dates.due_text(self) or ""
        return (
            "past-due",
            f"Hạn làm bài đã qua ({due}). Những câu đã trả lời trước hạn vẫn được tính.",
            f"The due date has passed ({due}). What you answered before it still counts.",
        )

    def locked_attempt(
        self, attempt_id: str, recorder: Recorder, *, fresh: bool = False
    ) -> tuple[Progress, Any, Any, Row | None]:
        """Progress, model, attempt and row of ``attempt_id``, which must be the current one.

        The row is locked first. State that the runtime read before another request of this learner, or a regrade by
        staff, was done is read again where the row tells so, and always with ``fresh``; responses that it still lacks
        are replayed. Raises ``StaleStep`` or ``AttemptClosed`` when it is not current, :class:`Refusal` when somebody
        else's.
        """
        row = recorder.lock(attempt_id)
        found = self.progress()
        current = found.current
        here = current is not None and current["id"] == attempt_id
        ended = row is not None and row.status != "open" and current is not None and current["status"] == "open"
        if fresh or not here or ended or (row is not None and row.regraded):
            self.catch_up_state(recorder)
            found = self.progress()
        if found.current is None or found.current["id"] != attempt_id:
            if any(p.id == attempt_id for p in found.past):
                raise AttemptClosed()
            raise StaleStep()
        model = self.version_of(found.current, recorder)
        if model is None:
            raise Refusal(
                409,
                "content-changed",
                "Nội dung đã được cập nhật nên lượt này bắt đầu lại, không tính vào số lượt. Hãy tải lại trang.",
                "The content was updated, so this attempt starts again and does not count. Reload the page.",
            )
        attempt = self.read_attempt(found.current)
        if row is not None and row.status in ("reset", "void") and attempt.status == "open":
            raise AttemptClosed()  # staff reset the attempts, or deleted the state, while this request was on its way
        if fresh and row is not None and attempt.status == "open":
            attempt = self.replay(model, attempt, recorder.responses(row))
        if recorder.active and row is None:
            # The records app came later than this attempt: it is written down from here on.
            row = recorder.open(
                self.dump_attempt(attempt),
                number=attempt.number,
                body=recorder.content(attempt.content) or self.canonical_content(),
                digest=attempt.content,
                now=self.now(),
            )
        return found, model, attempt, row

    def keep_step(
        self, found: Progress, model: Any, attempt: Any, row: Row | None, recorder: Recorder, who: Identity
    ) -> Progress:
        """Stores ``attempt`` after a step; when it has ended: closes it, grade and completion. One save."""
        found = found.with_current(self.dump_attempt(attempt))
        self.state = found.to_json()
        if attempt.status == "open":
            self.save()
            return found
        with transaction.atomic(savepoint=False):
            if row is not None:
                card = self.scorecard(model, attempt)
                recorder.close(row, earned=card.earned, possible=card.possible, now=self.now())
            self._publish_result(who, found)
            self.save()
        return found

    def catch_up_state(self, recorder: Recorder) -> bool:
        """Takes over the stored state if another request of this learner has changed it since this one read it."""
        user_id = identify(self).user_id
        if not recorder.active or user_id is None:
            return False  # kept elsewhere: in a session, in a preview
        try:
            stored = stored_fields(self, user_id)
        except LookupError:
            return False
        if stored is None:
            return False
        changed = False
        for name, default in self.shared_state:
            value = stored.get(name, default)
            if getattr(self, name) != value:
                setattr(self, name, value)
                changed = True
        if changed:
            self._clear_dirty_fields()  # it is stored: writing it again could overwrite something newer still
        return changed

    def settle_overtime(self, who: Identity, recorder: Recorder) -> None:
        """Ends an open attempt whose time is up, in a transaction of its own, so that it stays ended when the request
        itself is refused."""
        current = self.progress().current
        if current is None or current["status"] != "open" or self.overtime_end(self.read_attempt(current)) is None:
            return
        if self.model_for(current, recorder) is None:
            return
        with transaction.atomic():
            try:
                found, model, attempt, row = self.locked_attempt(current["id"], recorder, fresh=True)
            except PlayError:
                return  # another request has ended it, and begun the next
            end = self.overtime_end(attempt)
            if attempt.status == "open" and end is not None:
                attempt = self.ended_by_time(attempt, end)
                self.keep_step(found, model, attempt, row, recorder, who)

    def refuse_late(self) -> None:
        """Raises :class:`Refusal` 409 after due date and grace period; practice goes on."""
        if dates.is_past_due(self, self.now()) and self.is_graded():
            raise Refusal(409, *self._past_due())
