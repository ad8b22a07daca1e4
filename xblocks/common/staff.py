"""The panel for course staff below a block: one learner's work, fresh attempts, regrading, files.

It is drawn for staff only and fetches everything on demand. Each handler refuses learners; those that change something
are safe to send again and leave a line in the log ``hocvuso.staff`` (who, what, to whom by id) and an event
``hocvuso.staff`` on the runtime.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils import formats, timezone

from . import staff_csv, staff_people, staff_records
from .handlers import Refusal, staff_act_handler, staff_handler, text_of
from .hooks import EngineHooks
from .identity import identify
from .progress import Progress
from .recording import recorder_for, recorder_of
from .staff_binding import NoAccess, Unbindable, bound, can_bind
from .staff_people import Person
from .staff_records import Kept
from .staterow import state_rows

log = logging.getLogger("hocvuso.staff")
T = TypeVar("T")

#: Learners shown by one search.
FOUND = 20
#: Of one request for all learners: at most so many are regraded, in at most so many seconds (a request stays short).
REGRADED, SECONDS = 10, 4.0
#: Rows looked through for them.
LOOKED_THROUGH = 200
#: Learners whose answers one request puts into the file.
IN_FILE = 50


class StaffMixin(EngineHooks):
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
        user_id = _account(data, "learner")
        with _state_kept():
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
        with _state_kept():
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
        with _state_kept():
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
                    "percent": _percent(row[2], row[3]) if row else None,
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
                "percent": _percent(row["grade"], row["max_grade"]),
            },
            "extra_time": fields.get("extra_time") or 1.0,
            "newest": _newest(fields),
            "can_regrade": can_bind(self) and any(map(_is_graded, kept)),
            "attempts": [self._attempt_line(one) for one in reversed(kept)],
        }

    def _attempt_line(self, kept: Kept) -> dict[str, Any]:
        percent = _percent(kept.earned, kept.possible)
        return {
            "id": kept.id,
            "number": kept.number,
            "status": kept.status,
            "started": _said(kept.started),
            "finished": _said(kept.finished),
            "earned": None if kept.earned is None else round(kept.earned, 2),
            "possible": kept.possible,
            "percent": percent,
            "passed": None if percent is None or not kept.possible else _share(kept) >= self.pass_mark - 1e-9,
            "regraded": _said(kept.rescored),
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
        rows = [row | {"at": _said(row.get("at"), seconds=True)} for row in self.told(model, kept)]
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

    # --- regrading --------------------------------------------------------------------------------------------------

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
        after, higher = _account(data, "after"), data.get("only_if_higher") is True
        until = time.monotonic() + SECONDS
        counts = {"regraded": 0, "skipped": 0}
        changes: list[tuple[int, dict[str, Any]]] = []
        closed: list[int] = []
        with _state_kept():
            rows = list(
                state_rows(self)
                .filter(student_id__gt=after)
                .order_by("student_id")
                .values_list("student_id", "state")[:LOOKED_THROUGH]
            )
        last = after
        for user_id, text in rows:
            if counts["regraded"] >= REGRADED or time.monotonic() > until:
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
        return None if found is None else _percent(*found)

    # --- files ------------------------------------------------------------------------------------------------------

    @staff_handler
    def staff_download(self, data: dict[str, Any]) -> dict[str, Any]:
        """A part of a file as text: ``what`` is ``answers`` (every answer of every learner, a few learners in each
        request; the page asks on with ``next`` until it is null) or ``statistics`` (all at once)."""
        what = text_of(data, "what", limit=20)
        if what == "statistics":
            self.audit("download", what=what)
            table = self.statistics_file(data)
            text, rows = staff_csv.BOM + staff_csv.lines(table), len(table) - 1
            return {"name": self._file_name(what), "text": text, "rows": rows, "next": None, "left": 0}
        if what != "answers":
            raise Refusal(400, "malformed", "Không có tệp này.", "There is no such file.")
        after = _account(data, "after")
        with _state_kept():
            left_out = staff_people.excluded(self, demo=data.get("demo") is True)
            ids, left = staff_records.learner_ids(self, after, IN_FILE, left_out)
        people = staff_people.by_id(ids)
        by_learner = staff_records.of_learners(self, ids)
        models = staff_records.contents(self, {kept.digest for some in by_learner.values() for kept in some})
        lines: list[Sequence[object]] = []
        for user_id in ids:
            for kept in by_learner[user_id]:
                lines += self._file_rows(people.get(user_id), kept, models.get(kept.digest))
        self.audit("download", what=what, learners=len(ids), rows=len(lines))
        text = staff_csv.lines(lines)
        if not after:
            text = staff_csv.BOM + staff_csv.lines([self._file_head()]) + text
        return {
            "name": self._file_name(what),
            "text": text,
            "rows": len(lines),
            "next": ids[-1] if left else None,
            "left": left,
        }

    def _file_name(self, what: str) -> str:
        key = self.usage_key
        course = getattr(key, "course_key", None)
        parts = [getattr(course, name, "") or "" for name in ("org", "course", "run")]
        return "-".join(part for part in [*parts, getattr(key, "block_id", ""), what] if part) + ".csv"

    def _file_head(self) -> list[str]:
        return [
            self.tr("User name"),
            self.tr("Name"),
            self.tr("Attempt"),
            self.tr("State"),
            self.tr("Started at"),
            self.tr("Finished at"),
            self.tr("Points"),
            self.tr("Out of"),
            self.tr("Question or scene"),
            self.tr("Answer or choice"),
            self.tr("Score in percent"),
            self.tr("Time"),
        ]

    def _file_rows(self, person: Person | None, kept: Kept, model: Any) -> list[Sequence[object]]:
        states = {
            "open": self.tr("open"),
            "finished": self.tr("finished"),
            "reset": self.tr("reset by staff"),
            "void": self.tr("deleted by staff"),
        }
        head = [
            person.username if person else "",
            person.name if person else "",
            kept.number,
            states.get(kept.status, kept.status),
            _sortable(kept.started),
            _sortable(kept.finished),
            None if kept.earned is None else round(kept.earned, 4),
            kept.possible,
        ]
        told = self.told(model, kept)
        if not told:
            return [[*head, "", "", "", ""]]
        return [[*head, row["question"], row["answer"] or "", row["percent"], _sortable(row.get("at"))] for row in told]

    def statistics_file(self, data: Mapping[str, Any]) -> list[Sequence[object]]:
        """The rows of the file of statistics, the head line first."""
        raise NotImplementedError


class _state_kept:
    """Says in a sentence that no learners' state is kept here (workbench, Studio)."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, _trace: Any) -> None:
        if isinstance(error, LookupError) and not isinstance(error, KeyError | IndexError):
            raise Refusal(
                409, "no-state", "Ở đây không lưu kết quả của người học.", "No learners' state is kept here."
            ) from None


def _account(data: Mapping[str, Any], name: str) -> int:
    """The id of an account in ``data[name]``, 0 for none; :class:`Refusal` 400 for anything that is no id. A platform
    may have more than a million of them."""
    value = data.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise Refusal(
            400,
            "malformed",
            f"Mục “{name}” thiếu hoặc không đúng dạng. Hãy tải lại trang rồi thử lại.",
            f"The field “{name}” is missing or has the wrong form. Reload the page and try again.",
        )
    return value


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


def _newest(fields: Mapping[str, Any]) -> str:
    """The id of the attempt under way, or of the last one; "" where no attempt counts."""
    if not fields.get("attempts"):
        return ""
    found = Progress.from_json(fields.get("state"))
    if found.current is not None:
        return str(found.current["id"])
    return next((past.id for past in reversed(found.past) if not past.reset), "")


def _has_ended(fields: Mapping[str, Any]) -> bool:
    if not fields.get("attempts"):
        return False
    found = Progress.from_json(fields.get("state"))
    return bool(found.counted()) or found.ended() is not None


def _is_graded(kept: Kept) -> bool:
    return kept.ended and kept.status == "finished" and not kept.data.get("practice")


def _share(kept: Kept) -> float:
    return (kept.earned or 0.0) / kept.possible if kept.possible else 0.0


def _percent(earned: float | None, possible: float | None) -> int | None:
    return None if earned is None or not possible else round(100 * earned / possible)


def _said(at: datetime | None, *, seconds: bool = False) -> str | None:
    if at is None:
        return None
    return formats.date_format(timezone.localtime(at), "H:i:s d/m/Y" if seconds else "H:i d/m/Y")


def _sortable(at: datetime | None) -> str:
    return "" if at is None else timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")
