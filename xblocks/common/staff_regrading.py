"""Regrading by course staff: one learner, or everybody in short requests."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from . import staff_people, staff_records
from .findings import ModelError
from .handlers import Refusal, author_handler, staff_act_handler
from .hooks import EngineHooks
from .identity import identify
from .recording import recorder_for
from .staff_binding import NoAccess, Unbindable, bound
from .staff_words import account_of, percent_of, state_kept
from .staterow import state_rows

log = logging.getLogger("hocvuso.staff")

#: Of one request for all learners: at most so many are regraded, in at most so many seconds (a request stays short).
REGRADED, SECONDS = 10, 4.0
#: Rows looked through for them.
LOOKED_THROUGH = 200


class RegradeMixin(EngineHooks):
    """Handlers ``staff_regrade``, ``staff_regrade_all`` and ``studio_regrade_all``."""

    @staff_act_handler
    def staff_regrade(self, data: dict[str, Any]) -> dict[str, Any]:
        """Grades one learner's attempts by the present content; grade book and evidence follow."""
        person = self.person_of(data)
        try:
            change = self._regrade(person.id, only_if_higher=data.get("only_if_higher") is True)
        except NoAccess:
            raise Refusal(
                409,
                "no-access",
                "Người học này không còn mở được bài, nên không chấm lại được.",
                "This learner can no longer open the activity, so it cannot be graded again.",
            ) from None
        return {"regraded": change is not None, "change": change, **self._learner_view(person)}

    @staff_act_handler
    def staff_regrade_all(self, data: dict[str, Any]) -> dict[str, Any]:
        """Grades again the learners after the account ``after``, a few in each request: the page asks on with ``next``
        until it is null. Asking again from any place gives the same grades."""
        return self._regrade_some(data)

    def may_regrade_from_studio(self) -> bool:
        """Whether the author before the editor may have ended attempts graded by what was saved: course staff, in a
        course whose runtime hands out the learners' blocks (the classroom; Studio keeps no learners' state)."""
        who = identify(self)
        return (
            who.author
            and who.staff
            and not who.masquerading
            and bool(getattr(self.context_key, "is_course", False))
            and getattr(self.runtime, "block_for_learner", None) is not None
        )

    @author_handler
    def studio_regrade_all(self, data: dict[str, Any]) -> dict[str, Any]:
        """``staff_regrade_all`` from the editor, after changed content was saved. Authors who are not course staff are
        refused, and so is Studio, which has no learners."""
        if not self.may_regrade_from_studio():
            raise Refusal(
                403,
                "not-here",
                "Từ đây không chấm lại được. Người phụ trách khóa học mở bài này trong khóa học và chấm lại ở cuối "
                "trang.",
                "Regrading does not work from here. Course staff can open this activity in the course and regrade "
                "below it.",
            )
        return self._regrade_some(data)

    def _regrade_some(self, data: dict[str, Any]) -> dict[str, Any]:
        after, higher = account_of(data, "after"), data.get("only_if_higher") is True
        until = time.monotonic() + SECONDS
        counts = {"regraded": 0, "skipped": 0}
        changes: list[tuple[int, dict[str, Any]]] = []
        closed: list[int] = []
        with state_kept():
            rows = list(
                state_rows(self)
                .filter(student_id__gt=after)
                .order_by("student_id")
                .values_list("student_id", "state")[:LOOKED_THROUGH]
            )
        last = after
        for user_id, text in rows:
            if last > after and (counts["regraded"] >= REGRADED or time.monotonic() > until):
                break
            last = user_id
            if not _has_ended(staff_records.fields_of(text)):
                counts["skipped"] += 1
                continue
            try:
                change = self._regrade(user_id, only_if_higher=higher)
            except NoAccess:
                closed.append(user_id)
                continue
            except ModelError:  # written by a newer version of this software: the others need not wait for it
                log.warning("block=%s learner=%s not regraded: the state cannot be read", self.usage_key, user_id)
                change = None
            counts["regraded" if change is not None else "skipped"] += 1
            if change is not None and change["from"] != change["to"]:
                changes.append((user_id, change))
        left = state_rows(self).filter(student_id__gt=last).count()
        names = staff_people.by_id([*closed, *(key for key, _ in changes)])
        return {
            **counts,
            "changed": [{**names[key].view(), **change} for key, change in changes if key in names],
            "closed": [names[key].view() for key in closed if key in names],
            "next": last if left else None,
            "left": left,
        }

    def _regrade(self, user_id: int, *, only_if_higher: bool) -> dict[str, Any] | None:
        """What changed in the grade book, in percent; None where there was nothing to grade. Raises
        :class:`NoAccess`."""
        before = self._in_grade_book(user_id)
        try:
            with bound(self, user_id) as block:
                done = _grade_again(block, only_if_higher)
        except Unbindable:
            raise Refusal(
                409,
                "no-regrade-here",
                "Ở đây không chấm lại được từ trang này. Hãy dùng chức năng chấm lại của nền tảng: "
                "Giảng viên → Quản lý học viên → Chấm lại (Rescore).",
                "Regrading from this page does not work here. Use the platform's own rescoring: "
                "Instructor → Student Admin → Rescore.",
            ) from None
        if not done:
            return None
        after = self._in_grade_book(user_id)
        self.act_done("regrade", user_id, before=before, after=after)
        return {"from": before, "to": after}

    def _in_grade_book(self, user_id: int) -> int | None:
        found = state_rows(self).filter(student_id=user_id).values_list("grade", "max_grade").first()
        return None if found is None else percent_of(*found)


def _grade_again(block: Any, only_if_higher: bool) -> bool:
    """Rescores ``block``, which is bound to the learner; False where nothing has ended. Requests of the learner wait
    for it, or it for them."""
    with transaction.atomic():
        recorder = recorder_for(block)
        current = block.progress().current
        if current is not None:
            recorder.lock(str(current["id"]))
            block.catch_up_state(recorder)
        if not block.has_submitted_answer():
            return False
        block.rescore(only_if_higher)
        block.save()
    return True


def _has_ended(fields: Mapping[str, Any]) -> bool:
    if not fields.get("attempts"):
        return False
    found = staff_records.progress_of(fields)
    return found is not None and (bool(found.counted()) or found.ended() is not None)
