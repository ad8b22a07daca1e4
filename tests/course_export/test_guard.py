"""Cells: whatever somebody wrote into a name stays text in a spreadsheet, and comes back."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_export.records.writers import write_csv
from xblocks.common import cells as guard

cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formula_starters_are_kept_as_text(start):
    assert guard.text(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("number", ["001085001234", "0912345678", "12345678901", "007"])
def test_numbers_that_a_spreadsheet_would_spoil_stay_text(number):
    assert guard.text(number) == f"'{number}"


@pytest.mark.parametrize("value", ["Nguyễn Thị Ánh", "85", "66.7", "2026-11-21 08:00:00", ""])
def test_ordinary_values_are_left_alone(value):
    assert guard.text(value) == value


@given(cells)
def test_no_cell_begins_with_a_starter_and_every_value_comes_back(value):
    cell = guard.text(value)
    assert not cell.lstrip(" ").startswith(guard.STARTERS)
    kept = "".join(c for c in value if c >= " " or c in "\t\r\n").replace("\x7f", "")
    assert guard.plain(cell) == kept


@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=8))
def test_a_csv_file_reads_back_cell_by_cell(rows):
    stream = io.BytesIO()
    count, digest = write_csv(stream, ["a", "b", "c"], iter(rows))
    data = stream.getvalue()
    assert data.startswith(b"\xef\xbb\xbf")
    assert count == len(rows)
    assert len(digest) == 64
    back = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert back == [["a", "b", "c"], *([guard.text(cell) for cell in row] for row in rows)]


def test_rows_are_taken_while_writing_not_gathered_first():
    written: list[int] = []

    class Stream(io.BytesIO):
        def write(self, data):
            written.append(produced)
            return super().write(data)

    produced = 0

    def rows():
        nonlocal produced
        for produced in range(1, 2001):
            yield [str(produced)]

    assert write_csv(Stream(), ["n"], rows())[0] == 2000
    assert len(set(written)) > 3


@pytest.mark.parametrize("value", ["Lan;=1+1", "Lan;\t =1+1", "Lan\n@SUM(A1)", 'Lan;"-1', "a;=1;+2"])
def test_no_formula_begins_where_a_spreadsheet_of_semicolons_cuts_the_row(value: str) -> None:
    cell = guard.text(value)
    for part in re.split(r"[;\t\r\n]", cell):
        assert not part.lstrip(' "').startswith(guard.STARTERS)
    assert guard.plain(cell) == value


@given(st.text(alphabet=";\t\n\"'=+-@a 1"))
def test_a_guarded_cell_of_marks_only_gives_its_value_back(value: str) -> None:
    cell = guard.text(value)
    assert guard.plain(cell) == value
    for part in re.split(r"[;\t\r\n]", cell)[1:]:
        assert not part.lstrip(' "').startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("value", ["'Xin chào' là gì?", "'a", "'", "a;=1"])
def test_a_cell_that_nobody_guarded_is_its_own_value(value: str) -> None:
    assert guard.plain(value) == value
