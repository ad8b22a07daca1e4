"""Makers of users, attempts and responses for the tests of the records."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xblocks.common import jsonform
from xblocks.learning_record import api

COURSE = "course-v1:hocvuso+ATS+2026"
QUIZ = "block-v1:hocvuso+ATS+2026+type@skill_quiz+block@q1"
SIM = "block-v1:hocvuso+ATS+2026+type@scenario_sim+block@s1"
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
BODY = jsonform.canonical({"schema": 1, "items": [{"id": "goi-video"}]})


def later(minutes: float) -> datetime:
    """``minutes`` after ``NOW``."""
    return NOW + timedelta(minutes=minutes)


def new_user(name: str = "lan") -> Any:
    """A user of that name, found or made."""
    return get_user_model().objects.get_or_create(username=name)[0]


def new_attempt(user: Any, usage_key: str = QUIZ, number: int = 1, **more: Any) -> tuple[api.AttemptRow, bool]:
    """Open an attempt with a fresh id."""
    return api.open_attempt(
        **{
            "user_id": user.pk,
            "course_key": COURSE,
            "usage_key": usage_key,
            "attempt_id": uuid.uuid4().hex,
            "number": number,
            "kind": "scenario_sim" if "scenario_sim" in usage_key else "skill_quiz",
            "digest": api.keep_content("skill_quiz", 1, BODY),
            "plan": {"schema": 1, "items": [["goi-video", ["b", "a"]]]},
            "now": NOW,
            **more,
        }
    )


def respond(attempt: api.AttemptRow, step: int = 1, **more: Any) -> tuple[api.ResponseRow, bool]:
    """Record a step with evidence for one competency."""
    return api.record_response(
        attempt,
        **{
            "step": step,
            "item_id": f"cau-{step}",
            "answer": ["a"],
            "score": 1.0,
            "competencies": ["tt02-2025:4.2"],
            "now": later(step),
            **more,
        },
    )


class Queries(CaptureQueriesContext):
    """The statements of the block, told apart."""

    def __init__(self) -> None:
        super().__init__(connection)

    def _all(self) -> list[str]:
        return [query["sql"] for query in self.captured_queries]

    @property
    def frame(self) -> list[str]:
        """Statements that open and close transactions and savepoints."""
        words = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
        return [sql for sql in self._all() if sql.upper().startswith(words)]

    @property
    def lock(self) -> list[str]:
        """SQLite's stand-in for FOR UPDATE: a write that changes nothing."""
        held = ('SET "step" = "hocvuso', 'SET "user_id" = "hocvuso')
        return [sql for sql in self._all() if any(words in sql for words in held)]

    @property
    def real(self) -> list[str]:
        """All others."""
        return [sql for sql in self._all() if sql not in self.frame and sql not in self.lock]
