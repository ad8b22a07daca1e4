"""Workbooks for a spreadsheet, whole and in pieces, read back by the table's reader and by zipfile."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from xblocks.common import workbook, zipped
from xblocks.common.workbook import Mark, Pieces, Sheet
from xblocks.skill_quiz.formats.table import xlsx

SHEET = Sheet("Câu trả lời", ("Tên", "Điểm"), (20, 8), filtered=True)
N = {"m": workbook.MAIN}


def in_pieces(sheet: Sheet, lines: list, sizes: list[int]) -> bytes:
    """The file as a page joins it: so many lines in each request, every request with an object of its own."""
    mark, data, rest = Mark(), b"", list(lines)
    for size in sizes:
        part, mark = Pieces(sheet).write(Mark.read(list(mark)), rest[:size], last=False)
        data, rest = data + part, rest[size:]
    return data + Pieces(sheet).write(mark, rest, last=True)[0]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def sheet_of(data: bytes) -> etree._Element:
    return etree.fromstring(parts(data)["xl/worksheets/sheet1.xml"])


def texts(data: bytes) -> list[list[str]]:
    grid = xlsx.read(data)
    wide = max(column for _row, column in grid.cells)
    return [[grid.get(row, column).text for column in range(1, wide + 1)] for row in grid.rows]


@given(
    st.lists(st.tuples(st.text(max_size=8), st.integers(-(10**6), 10**6)), max_size=12),
    st.lists(st.integers(0, 4), max_size=4),
)
def test_pieces_hold_what_the_whole_workbook_holds(lines, sizes):
    whole, joined = parts(workbook.write([(SHEET, lines)])), parts(in_pieces(SHEET, lines, sizes))
    assert joined == whole


def test_the_same_lines_in_the_same_pieces_are_the_same_bytes():
    lines = [("Lan", 1), ("An", 2), ("Bình", 3)]
    assert in_pieces(SHEET, lines, [1, 1]) == in_pieces(SHEET, lines, [1, 1])
    assert workbook.write([(SHEET, lines)]) == workbook.write([(SHEET, lines)])


@pytest.mark.parametrize(
    "text", ["=1+1", "+84 912", "-5", "@lan", '=HYPERLINK("http://x")', "\t=1", "00123456789", "1e9"]
)
def test_what_people_wrote_is_text_as_they_wrote_it_and_no_formula(text):
    data = workbook.write([(SHEET, [(text, 1)])])
    sheet = sheet_of(data)
    assert sheet.find(".//m:f", N) is None
    cell = sheet.find(".//m:c[@r='A2']", N)
    assert (cell.get("t"), cell.get("s")) == ("inlineStr", "0")
    assert cell.findtext("m:is/m:t", None, N) == text
    style = etree.fromstring(parts(data)["xl/styles.xml"]).find("m:cellXfs/m:xf", N)
    assert (style.get("quotePrefix"), style.get("numFmtId")) == ("1", "49"), "stays text where somebody types in it"


def test_numbers_are_numbers_and_times_are_times_by_their_own_clock():
    at = datetime(2026, 11, 22, 8, 30, 15, 999, tzinfo=timezone(timedelta(hours=7)))
    sheet = sheet_of(
        workbook.write([(SHEET, [(at, 0.8), (None, -2), ("", 12_345_678_901_234_567), (float("nan"), True)])])
    )
    found = {
        cell.get("r"): (cell.get("t"), cell.get("s"), cell.findtext("m:v", None, N))
        for cell in sheet.iter(f"{{{workbook.MAIN}}}c")
    }
    assert found["B2"] == (None, "2", "0.8")
    assert found["B3"] == (None, "2", "-2")
    assert found["B4"][0] == "inlineStr", "a spreadsheet keeps 15 digits only"
    assert found["A5"][0] == found["B5"][0] == "inlineStr"
    assert "A3" not in found
    assert "A4" not in found
    kind, style, days = found["A2"]
    assert (kind, style) == (None, "3")
    shown = datetime(1899, 12, 30, tzinfo=at.tzinfo) + timedelta(days=float(days))
    assert abs(shown - at) < timedelta(milliseconds=10)


def test_the_header_stays_in_sight_with_buttons_to_sort_by_and_columns_are_wide_enough():
    sheet = sheet_of(in_pieces(SHEET, [("Lan", 1), ("An", 2)], [1]))
    assert sheet.find("m:sheetViews/m:sheetView/m:pane", N).get("state") == "frozen"
    assert sheet.find("m:autoFilter", N).get("ref") == "A1:B3"
    assert [col.get("width") for col in sheet.iterfind("m:cols/m:col", N)] == ["20", "8"]


@pytest.mark.parametrize(
    "text", ["a\x00b\x0bc", "ok\ud800", "dòng 1\r\ndòng 2\rdòng 3", "_x0041_", "<b>&amp;</b>", "\ufffe", "👵🏽"]
)
def test_any_characters_give_a_file_that_can_be_read(text):
    found = texts(workbook.write([(SHEET, [(text, 1)])]))[1][0]
    wanted = re.sub("[\x00\x0b\ud800\ufffe]", "", text).replace("\r\n", "\n").replace("\r", "\n")
    assert found == wanted


@pytest.mark.parametrize("letter", ["a", "👵"])
def test_a_text_that_no_cell_holds_is_cut_with_a_sign_that_it_was(letter):
    found = texts(workbook.write([(SHEET, [(letter * (workbook.MAX_CELL + 1), 1)])]))[1][0]
    assert found.endswith("…")
    assert workbook.fits(found)
    assert found.rstrip("…") == letter * ((workbook.MAX_CELL - 1) // (len(letter.encode("utf-16-le")) // 2))


def test_more_rows_than_a_sheet_holds_are_refused():
    with pytest.raises(OverflowError):
        Pieces(SHEET).write(Mark(workbook.MAX_ROWS), [("Lan", 1)], last=True)


@pytest.mark.parametrize(
    "data", [None, [], [1, 2, 3], [1, 2, 3, -1], [1, 2, 3, 2**32], [1, 2, 3, True], [1, 2, 3, "4"], {}]
)
def test_a_mark_that_is_none_is_refused(data):
    with pytest.raises(ValueError, match="no mark"):
        Mark.read(data)


@pytest.mark.parametrize("name", ["", "a" * 32, "a/b", "a:b", "a'b"])
def test_no_sheet_has_a_name_that_excel_does_not_open(name):
    with pytest.raises(ValueError, match="no name"):
        Sheet(name, (), ())


def test_an_archive_in_pieces_lists_files_before_and_after_the_large_one():
    made = zipped.Pieces({"a.txt": b"truoc" * 50}, "b.txt", {"c.txt": b"sau"})
    done = zipped.Sum()
    data = made.begin()
    for piece in (b"mot ", b"", b"hai"):
        part, done = made.add(done, piece)
        data += part
    assert parts(data + made.end(done)) == {"a.txt": b"truoc" * 50, "b.txt": b"mot hai", "c.txt": b"sau"}
