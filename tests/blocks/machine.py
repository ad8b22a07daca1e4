"""What the state machines of both blocks stand on: one learner at one block, a clock, and a transaction that is rolled
back after each run."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from tests.platform_standin.models import StudentModule
from xblocks.common import steps
from xblocks.learning_record.models import Response

from .lms import Course, post

BEGAN = datetime(2026, 11, 21, 8, tzinfo=UTC)


class BlockMachine(RuleBasedStateMachine):
    """One learner and a block of the class ``kind``, whose key is ``usage`` once a subclass has added it."""

    kind: Any
    usage: Any

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.patch = pytest.MonkeyPatch()
        self.now = BEGAN
        self.patch.setattr(self.kind, "now", lambda block: self.now)
        # Orders are drawn from the ids of attempts: the same in every run of an example.
        ids = (f"{number:032x}" for number in count(1))
        self.patch.setattr(steps, "secrets", SimpleNamespace(token_hex=lambda size: next(ids)))
        self.course = Course()
        self.learner = get_user_model().objects.create_user("hocvien")
        self.due: datetime | None = None
        #: Requests that a browser has sent: handler and body.
        self.sent: list[tuple[str, dict[str, Any]]] = []
        #: Blocks whose state was read at some earlier moment: a slow request goes on with one of them.
        self.early: list[Any] = []
        self.was_reset = False
        #: Attempts whose state staff have deleted.
        self.voided: set[str] = set()

    def teardown(self) -> None:
        self.patch.undo()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def _block(self) -> Any:
        block = self.course.block(self.usage, self.learner)
        block.due = self.due
        return block

    def _be_slow_later(self) -> None:
        """A request that has read the state by now, and goes on some time later."""
        block = self._block()
        assert block.state is not None
        assert block.attempts is not None
        self.early = [*self.early[-3:], block]

    def _state(self) -> dict[str, Any]:
        status, reply = post(self._block(), "current")
        assert status == 200, reply
        return dict(reply["state"])

    def _stored(self) -> dict[str, Any]:
        row = StudentModule.objects.filter(student=self.learner).first()
        return {} if row is None else dict(json.loads(row.state or "{}"))

    def _rows(self) -> dict[tuple[str, int], Response]:
        return {(r.attempt_id, r.step): r for r in Response.objects.filter(voided_at=None)}
