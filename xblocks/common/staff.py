"""The panel for course staff below a block: one learner's work, fresh attempts, regrading, files.

It is drawn for staff only and fetches everything on demand. Each handler refuses learners; those that change something
are safe to send again and leave a line in the log ``hocvuso.staff`` (who, what, to whom by id) and an event
``hocvuso.staff`` on the runtime.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from . import staff_people, staff_records
from .handlers import Refusal, staff_act_handler, staff_handler, text_of
from .identity import identify
from .recording import recorder_of
from .staff_binding import can_bind
from .staff_files import FilesMixin
from .staff_people import Person
from .staff_records import Kept
from .staff_regrading import RegradeMixin
from .staff_words import account_of, percent_of, said, state_kept
from .staterow import state_rows

log = logging.getLogger("hocvuso.staff")
T = TypeVar("T")

#: Learners shown by one search.
FOUND = 20


class StaffMixin(RegradeMixin, FilesMixin):
    """Handlers ``staff_find``, ``staff_learner``, ``staff_attempt``, ``staff_reset``, ``staff_regrade``,
    ``staff_regrade_all`` and ``staff_download``."""

    def shows_staff_panel(self) -> bool:
        """Whether the person before the block is course staff, as themselves, in a course."""
        who = identify(self)
        return who.staff and who.records and not who.author and who.user_id is not None

    def staff_attributes(self) -> str:
        """Attributes of the panel's element: ``data-trial`` where synthetic learners are marked as such."""
        return ' data-trial="1"' if staff_people.knows_demo() else ""

    # --- what handlers share ----------------------------------------------------------------------------------------

    def audit(self, act: str, learner: int | None = None, **more: Any) -> None:
        """Writes down who did ``act`` to whom."""
        who = identify(self).user_id
        detail = " ".join(f"{name}={value}" for name, value in sorted(more.items()))
        log.info("user=%s act=%s learner=%s block=%s %s", who, act, learner, self.usage_key, detail)

    def act_done(self, act: str, learner: int | None = None, **more: Any) -> None:
        """Writes down an act that has changed something, also where the runtime keeps events."""
        self.audit(act, learner, **more)
        self.runtime.publish(self, "hocvuso.staff", {"act": act, "learner": learner, **more})

    def person_of(self, data: Mapping[str, Any]) -> Person:
        """The learner that a request names. Raises :class:`Refusal` 404 for anybody outside the course."""
        user_id = account_of(data, "learner")
        with state_kept():
            found = staff_people.of_course(self, user_id)
        if found is None:
            raise Refusal(
                404,
                "no-such-learner",
                "Không tìm thấy người học này trong khóa học.",
                "This learner was not found in the course.",
            )
        return found

    def figures(
        self, data: Mapping[str, Any], compute: Callable[[list[Any]], T], n: Callable[[T], int]
    ) -> tuple[T, str]:
        """What ``compute`` makes of the attempts, without those of the accounts that it is handed; and ``trial``:
        synthetic learners are ``counted``, ``left-out``, or ``absent`` where accounts have no such mark.

        ``demo`` of the request says whether they count; where it says nothing they do only if nobody else has ended an
        attempt (``n`` of what was computed is 0), so that a trial run shows what figures look like.
        """
        asked = data.get("demo")
        with state_kept():
            found = compute(staff_people.excluded(self, demo=asked is True))
            if not staff_people.knows_demo():
                return found, "absent"
            if asked is None and not n(found):
                again = compute(staff_people.excluded(self, demo=True))
                if n(again):
                    return again, "counted"
        return found, "counted" if asked is True else "left-out"

    # --- one learner ------------------------------------------------------------------------------------------------

    @staff_handler
    def staff_find(self, data: dict[str, Any]) -> dict[str, Any]:
        """Learners by user name, name or e-mail; without a word, those who were here last."""
        query = text_of(data, "query").strip()
        with state_kept():
            rows = state_rows(self)
            if query:
                found, more = staff_people.find(self, query, FOUND)
            else:
                latest = list(rows.order_by("-modified").values_list("student_id", flat=True)[: FOUND + 1])
                known = staff_people.by_id(latest[:FOUND])
                found, more = [known[key] for key in latest[:FOUND] if key in known], len(latest) > FOUND
            names = ("student_id", "state", "grade", "max_grade")
            there = {row[0]: row for row in rows.filter(student_id__in=[one.id for one in found]).values_list(*names)}
        learners = []
        for one in found:
            row = there.get(one.id)
            fields = staff_records.fields_of(row[1]) if row else {}
            learners.append(
                {
                    **one.view(),
                    "attempts": int(fields.get("attempts") or 0),
                    "percent": percent_of(row[2], row[3]) if row else None,
                }
            )
        return {"learners": learners, "more": more}

    @staff_handler
    def staff_learner(self, data: dict[str, Any]) -> dict[str, Any]:
        """One learner's attempts, newest first, and grade."""
        person = self.person_of(data)
        self.audit("look", person.id)
        return self._learner_view(person)

    def _learner_view(self, person: Person) -> dict[str, Any]:
        row = state_rows(self).filter(student_id=person.id).values("state", "grade", "max_grade").first()
        fields = staff_records.fields_of(row["state"]) if row else {}
        kept = staff_records.of_learner(self, person.id, fields)
        return {
            "learner": person.view(),
            "grade": None
            if row is None or row["grade"] is None
            else {
                "earned": round(row["grade"], 2),
                "possible": row["max_grade"],
                "percent": percent_of(row["grade"], row["max_grade"]),
            },
            "extra_time": fields.get("extra_time") or 1.0,
            "newest": _newest(fields),
            "can_regrade": can_bind(self) and any(map(_is_graded, kept)),
            "attempts": [self._attempt_line(one) for one in reversed(kept)],
        }

    def _attempt_line(self, kept: Kept) -> dict[str, Any]:
        percent = percent_of(kept.earned, kept.possible)
        return {
            "id": kept.id,
            "number": kept.number,
            "status": kept.status,
            "started": said(kept.started),
            "finished": said(kept.finished),
            "earned": None if kept.earned is None else round(kept.earned, 2),
            "possible": kept.possible,
            "percent": percent,
            "passed": None if percent is None or not kept.possible else _share(kept) >= self.pass_mark - 1e-9,
            "regraded": said(kept.rescored),
            **({"practice": True} if kept.data.get("practice") else {}),
        }

    @staff_handler
    def staff_attempt(self, data: dict[str, Any]) -> dict[str, Any]:
        """What a learner did in one attempt, step by step, in the words that the learner met."""
        person, attempt_id = self.person_of(data), text_of(data, "attempt", limit=64)
        fields: dict[str, Any] = {}
        if not staff_records.has_records():
            text = state_rows(self).filter(student_id=person.id).values_list("state", flat=True).first()
            fields = staff_records.fields_of(text)
        kept, void = staff_records.one_of_learner(self, person.id, attempt_id, fields)
        if kept is None:
            raise Refusal(404, "no-such-attempt", "Không tìm thấy lượt làm này.", "This attempt was not found.")
        self.audit("look", person.id, attempt=attempt_id)
        model = staff_records.contents(self, [kept.digest]).get(kept.digest)
        rows = [row | {"at": said(row.get("at"), seconds=True)} for row in self.told(model, kept)]
        return {"attempt": self._attempt_line(kept), "void": void, "rows": rows, **self.told_end(model, kept)}

    @staff_act_handler
    def staff_reset(self, data: dict[str, Any]) -> dict[str, Any]:
        """Gives a learner fresh attempts; the old ones are kept, marked. ``newest`` is the attempt that staff saw: a
        request that comes again, or late, does not take away what was begun since. The grade stays until a new attempt
        has ended, as with the platform's own reset."""
        person, seen = self.person_of(data), text_of(data, "newest", limit=64)
        now, recorder = self.now(), recorder_of(self, person.id)
        done = False
        with transaction.atomic():
            if recorder.active and seen:
                recorder.lock(seen)  # in the order in which the learner's own requests lock
            row = state_rows(self).select_for_update().filter(student_id=person.id).first()
            fields = staff_records.fields_of(row.state) if row is not None else {}
            newest = _newest(fields)
            if newest and newest != seen:
                raise Refusal(
                    409,
                    "changed",
                    "Người học vừa bắt đầu một lượt khác. Hãy xem lại rồi quyết định.",
                    "The learner has begun another attempt meanwhile. Look again, then decide.",
                    **self._learner_view(person),
                )
            if row is not None and newest:
                row.state = json.dumps(fields | {"attempts": 0}, ensure_ascii=False)
                row.modified = timezone.now()  # the classroom tells by it that the row was changed
                row.save()
                recorder.reset(now)
                done = True
                self.act_done("reset", person.id, attempt=seen)
        return {"reset": done, **self._learner_view(person)}


def _newest(fields: Mapping[str, Any]) -> str:
    """The id of the attempt under way, or of the last one; "" where no attempt counts."""
    if not fields.get("attempts"):
        return ""
    found = staff_records.progress_of(fields)
    if found is None:
        return ""
    if found.current is not None:
        return str(found.current["id"])
    return next((past.id for past in reversed(found.past) if not past.reset), "")


def _is_graded(kept: Kept) -> bool:
    return kept.ended and kept.status == "finished" and not kept.data.get("practice")


def _share(kept: Kept) -> float:
    return (kept.earned or 0.0) / kept.possible if kept.possible else 0.0
