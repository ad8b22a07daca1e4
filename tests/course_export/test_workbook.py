"""The workbook of completions: typed by column, whatever stands in the cells, in batches."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

from course_export.records.completions import FIXED, TITLES
from course_export.records.writers import write_csv, write_xlsx
from xblocks.common.workbook import Sheet
from xblocks.skill_quiz.formats.table import xlsx


def test_numbers_and_times_are_such_and_names_stay_as_they_are() -> None:
    columns = [("Tên đăng nhập", "text"), ("Điểm (%)", "number"), ("Đạt lúc", "moment")]
    rows = [["0912345678", "66.7", "2026-11-21 08:30:00"], ["=1+1", "", ""], ["12345", "n/a", "hôm qua"]]
    stream = io.BytesIO()
    count, digest = write_xlsx(stream, "Kết quả", columns, iter(rows))
    assert (count, digest) == (3, hashlib.sha256(stream.getvalue()).hexdigest())
    grid = xlsx.read(stream.getvalue())
    assert [grid.get(row, 1).text for row in (1, 2, 3, 4)] == ["Tên đăng nhập", "0912345678", "=1+1", "12345"]
    assert [grid.get(row, 1).number for row in (2, 4)] == [None, None]
    assert (grid.get(2, 2).number, grid.get(3, 2).text, grid.get(4, 2).text) == (66.7, "", "n/a")
    assert grid.get(2, 3).problem is not None, "a time, not a text (which the table of questions refuses)"
    assert grid.get(4, 3).text == "hôm qua"


def test_many_rows_are_written_as_they_come() -> None:
    written: list[int] = []

    def rows() -> Iterator[list[str]]:
        for number in range(2000):
            written.append(stream.tell())
            yield [str(number)]

    stream = io.BytesIO()
    assert write_xlsx(stream, "a", [("n", "number")], rows())[0] == 2000
    assert written[-1] > written[0], "memory does not hold them all"
    assert xlsx.read(stream.getvalue()).get(2001, 1).number == 1999


def test_nobody_gives_a_workbook_with_the_header_alone() -> None:
    stream = io.BytesIO()
    assert write_xlsx(stream, "a", [("n", "text")], [])[0] == write_csv(io.BytesIO(), ["n"], [])[0] == 0
    assert xlsx.read(stream.getvalue()).rows == [1]


def test_every_fixed_column_says_what_it_holds() -> None:
    kinds = {column.name: column.kind for column in FIXED}
    assert {name for name, kind in kinds.items() if kind == "moment"} == {
        name for name in kinds if name.endswith("_at")
    }
    assert {name for name, kind in kinds.items() if kind == "number"} == {
        "grade_percent",
        "modules_completed",
        "modules_total",
    }
    for title in TITLES.values():
        Sheet(title, (), ())
