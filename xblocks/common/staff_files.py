"""Files for course staff, in parts that the page joins: a workbook (XLSX), or CSV for other programs.

A Vietnamese Excel takes the semicolon for the separator and puts a CSV file into one column; a workbook it opens as it
is.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import staff_csv, staff_people, staff_records
from .handlers import Refusal, staff_handler, text_of
from .hooks import EngineHooks
from .staff_people import Person
from .staff_records import Kept
from .staff_words import account_of, local, state_kept
from .workbook import Mark, Pieces, Sheet

#: Learners whose answers one request puts into the file.
IN_FILE = 50


@dataclass(frozen=True, slots=True)
class Table:
    """A file for staff: ``title`` names its sheet (at most 31 characters), ``columns`` are (header, width in
    characters), ``rows`` hold numbers, texts, aware times, None."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[object]]


class FilesMixin(EngineHooks):
    """Handler ``staff_download``."""

    @staff_handler
    def staff_download(self, data: dict[str, Any]) -> dict[str, Any]:
        """A part of a file: ``what`` is ``answers`` (every answer of every learner, a few learners in each request; the
        page asks on with ``next`` and ``mark`` until ``next`` is null) or ``statistics`` (all at once). ``form`` is
        ``csv`` (``text`` to be joined) or ``xlsx`` (``data``: base64 of bytes to be joined)."""
        what, form = text_of(data, "what", limit=20), text_of(data, "form", limit=10) if "form" in data else "csv"
        if what not in ("answers", "statistics") or form not in ("csv", "xlsx"):
            raise Refusal(400, "malformed", "Không có tệp này.", "There is no such file.")
        if what == "statistics":
            table, after, following, left = self.statistics_file(data), 0, None, 0
            self.audit("download", what=what, form=form)
        else:
            after = account_of(data, "after")
            table, following, left = self._answers(data, after, form)
        said = {"name": self._file_name(what, form), "rows": len(table.rows), "next": following, "left": left}
        if form == "xlsx":
            return said | _piece(table, data.get("mark"), first=not after, last=following is None)
        text = staff_csv.lines(table.rows)
        if not after:
            text = staff_csv.BOM + staff_csv.lines([[header for header, _width in table.columns]]) + text
        return said | {"text": text}

    def _answers(self, data: Mapping[str, Any], after: int, form: str) -> tuple[Table, int | None, int]:
        """The answers of the next learners above ``after``, the ``after`` of the next part, and how many follow."""
        with state_kept():
            left_out = staff_people.excluded(self, demo=data.get("demo") is True)
            ids, left = staff_records.learner_ids(self, after, IN_FILE, left_out)
        people = staff_people.by_id(ids)
        by_learner = staff_records.of_learners(self, ids)
        models = staff_records.contents(self, {kept.digest for some in by_learner.values() for kept in some})
        rows: list[Sequence[object]] = []
        for user_id in ids:
            for kept in by_learner[user_id]:
                rows += self._file_rows(people.get(user_id), kept, models.get(kept.digest))
        self.audit("download", what="answers", form=form, learners=len(ids), rows=len(rows))
        return Table(self.tr("Answers"), self._file_columns(), rows), ids[-1] if left else None, left

    def _file_name(self, what: str, form: str) -> str:
        """The course and the block in a name for a file."""
        key = self.usage_key
        course = getattr(key, "course_key", None)
        parts = [getattr(course, name, "") or "" for name in ("org", "course", "run")]
        return "-".join(part for part in [*parts, getattr(key, "block_id", ""), what] if part) + "." + form

    def _file_columns(self) -> list[tuple[str, int]]:
        return [
            (self.tr("User name"), 18),
            (self.tr("Name"), 26),
            (self.tr("Attempt"), 8),
            (self.tr("State"), 16),
            (self.tr("Started at"), 20),
            (self.tr("Finished at"), 20),
            (self.tr("Points"), 8),
            (self.tr("Out of"), 8),
            (self.tr("Question or scene"), 50),
            (self.tr("Answer or choice"), 40),
            (self.tr("Score in percent"), 12),
            (self.tr("Time"), 20),
        ]

    def _file_rows(self, person: Person | None, kept: Kept, model: Any) -> list[Sequence[object]]:
        states = {
            "open": self.tr("open"),
            "finished": self.tr("finished"),
            "reset": self.tr("reset by staff"),
            "void": self.tr("deleted by staff"),
        }
        state = states.get(kept.status, kept.status)
        if kept.data.get("practice"):
            state = self.tr("{state}, not counted (practice)").format(state=state)
        head = [
            person.username if person else "",
            person.name if person else "",
            kept.number,
            state,
            local(kept.started),
            local(kept.finished),
            None if kept.earned is None else round(kept.earned, 4),
            kept.possible,
        ]
        told = self.told(model, kept)
        if not told:
            return [[*head, "", "", "", ""]]
        return [[*head, row["question"], row["answer"] or "", row["percent"], local(row.get("at"))] for row in told]

    def statistics_file(self, data: Mapping[str, Any]) -> Table:
        """The file of statistics that a request asks for."""
        raise NotImplementedError


def _piece(table: Table, mark: object, *, first: bool, last: bool) -> dict[str, Any]:
    """The next piece of the workbook, and the mark to send with the request for the one after it."""
    sheet = Sheet(
        table.title, [name for name, _width in table.columns], [width for _name, width in table.columns], filtered=True
    )
    try:
        done = Mark() if first else Mark.read(mark)
        data, done = Pieces(sheet).write(done, table.rows, last=last)
    except ValueError:
        raise Refusal(
            400,
            "malformed",
            "Phần tiếp của tệp không khớp với phần trước. Hãy tải lại từ đầu.",
            "This part of the file does not fit the one before. Download it again from the beginning.",
        ) from None
    except OverflowError:
        raise Refusal(
            409,
            "too-long",
            "Tệp có nhiều dòng hơn một trang tính Excel chứa được. Hãy tải tệp CSV.",
            "The file has more rows than a sheet of Excel holds. Download the CSV file.",
        ) from None
    return {"data": base64.b64encode(data).decode("ascii"), **({} if last else {"mark": list(done)})}
