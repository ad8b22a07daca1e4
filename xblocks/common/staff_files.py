"""Files for course staff: CSV, in parts that the page joins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from . import staff_csv, staff_people, staff_records
from .handlers import Refusal, staff_handler, text_of
from .hooks import EngineHooks
from .staff_people import Person
from .staff_records import Kept
from .staff_words import account_of, sortable, state_kept

#: Learners whose answers one request puts into the file.
IN_FILE = 50


class FilesMixin(EngineHooks):
    """Handler ``staff_download``."""

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
        after = account_of(data, "after")
        with state_kept():
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
            sortable(kept.started),
            sortable(kept.finished),
            None if kept.earned is None else round(kept.earned, 4),
            kept.possible,
        ]
        told = self.told(model, kept)
        if not told:
            return [[*head, "", "", "", ""]]
        return [[*head, row["question"], row["answer"] or "", row["percent"], sortable(row.get("at"))] for row in told]

    def statistics_file(self, data: Mapping[str, Any]) -> list[Sequence[object]]:
        """The rows of the file of statistics, the head line first."""
        raise NotImplementedError
