"""XLSX (ECMA-376) with the standard library: the first sheet in; inline strings, which are never formulas, out."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from lxml import etree

from xblocks.common import safexml, workbook
from xblocks.common.findings import Finding, ModelError

from ..archive import Archive
from ..exchange import Losses
from .grid import MAX_COLUMNS, Cell, Grid
from .guide import CHOICES, GUIDE, WIDTHS

_N = {"m": workbook.MAIN, "r": f"{workbook.PACKAGE}/relationships"}
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


# -- in -------------------------------------------------------------------------------------------------------------


def read(data: bytes) -> Grid:
    """The cells of the first sheet. Raises :class:`ModelError`."""
    archive = Archive(data)
    if "xl/workbook.xml" not in archive:
        raise _refused("không phải là sổ tính Excel (.xlsx)", "is no Excel workbook (.xlsx)")
    sheet = safexml.parse(archive.read(_first_sheet(archive)), where="sheet1.xml")
    strings = _strings(archive)
    dates = _date_styles(archive)
    grid = Grid()
    row = 0
    for line in sheet.iterfind("m:sheetData/m:row", _N):
        row = _int(line.get("r"), row + 1)
        column = 0
        for node in line.iterfind("m:c", _N):
            place = _REFERENCE.fullmatch(node.get("r", ""))
            column = _column(place[1]) if place else column + 1
            grid.put(row, column, _cell(node, strings, dates))
    return grid


def _refused(vi: str, en: str) -> ModelError:
    return ModelError(
        [
            Finding(
                "error",
                "bad-workbook",
                "file",
                f"Tệp này {vi}; hãy lưu lại từ Excel.",
                f"This file {en}; save it again.",
            )
        ]
    )


def _int(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,7}", text) else default


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _first_sheet(archive: Archive) -> str:
    book = safexml.parse(archive.read("xl/workbook.xml"), where="workbook.xml")
    sheet = book.find("m:sheets/m:sheet", _N)
    wanted = None if sheet is None else sheet.get(f"{{{workbook.REL}}}id")
    if "xl/_rels/workbook.xml.rels" in archive:
        relations = safexml.parse(archive.read("xl/_rels/workbook.xml.rels"), where="workbook.xml.rels")
        for relation in relations.iterfind("r:Relationship", _N):
            if relation.get("Id") == wanted:
                target = relation.get("Target", "")
                name = posixpath.normpath(posixpath.join("xl", target)) if target[:1] != "/" else target[1:]
                if name in archive:
                    return name
    raise _refused("không có trang tính nào đọc được", "has no sheet that can be read")


def _strings(archive: Archive) -> list[str]:
    if "xl/sharedStrings.xml" not in archive:
        return []
    root = safexml.parse(archive.read("xl/sharedStrings.xml"), where="sharedStrings.xml")
    return [_text(node) for node in root.iterfind("m:si", _N)]


def _text(node: etree._Element) -> str:
    """The words of a string, with or without formatted runs; phonetic help (``rPh``) is none of them."""
    parts = [t.text or "" for t in node.iterfind("m:t", _N)] + [t.text or "" for t in node.iterfind("m:r/m:t", _N)]
    return workbook.CODED.sub(_uncontrolled, "".join(parts)).replace("\r\n", "\n").replace("\r", "\n")


def _uncontrolled(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "\ufffd" if 0xD800 <= code <= 0xDFFF or code == 0 else chr(code)


def _date_styles(archive: Archive) -> set[int]:
    """The styles that show a number as a day or a time."""
    if "xl/styles.xml" not in archive:
        return set()
    root = safexml.parse(archive.read("xl/styles.xml"), where="styles.xml")
    custom = {
        _int(node.get("numFmtId"), -1): re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", node.get("formatCode", "").lower())
        for node in root.iterfind("m:numFmts/m:numFmt", _N)
    }
    dates = {n for n, code in custom.items() if re.search("[dyhs]", code) and "general" not in code}
    dates |= {*range(14, 23), *range(45, 48)} - custom.keys()
    return {n for n, xf in enumerate(root.iterfind("m:cellXfs/m:xf", _N)) if _int(xf.get("numFmtId"), 0) in dates}


def _cell(node: etree._Element, strings: Sequence[str], dates: set[int]) -> Cell:
    kind = node.get("t", "n")
    if kind == "inlineStr":
        inline = node.find("m:is", _N)
        return Cell("" if inline is None else _text(inline))
    value = node.findtext("m:v", None, _N)
    if value is None:
        if node.find("m:f", _N) is None:
            return Cell()
        vi = "là công thức chưa có kết quả; hãy mở bằng Excel, lưu lại, hoặc gõ thẳng nội dung"
        return Cell(problem=("formula", vi, "is a formula without a result; save it in Excel, or type the text"))
    if kind == "s":
        index = _int(value, -1)
        return Cell(strings[index] if 0 <= index < len(strings) else "")
    if kind == "e":
        return Cell(problem=("cell-error", f"có lỗi {value[:20]}; hãy sửa", f"holds the error {value[:20]}; mend it"))
    if kind == "b":
        return Cell("Đúng" if value == "1" else "Sai")
    if kind != "n":
        return Cell(workbook.CODED.sub(_uncontrolled, value))
    try:
        number = float(value)
    except ValueError:
        return Cell(value)
    if _int(node.get("s"), -1) in dates:
        vi = "bị Excel đổi thành ngày tháng; hãy định dạng ô là Văn bản (Text) rồi gõ lại"
        return Cell(problem=("date", vi, "was turned into a date by Excel; format the cell as Text and type it again"))
    return Cell(f"{number:.15g}", number)


# -- out ------------------------------------------------------------------------------------------------------------


def write(lines: Sequence[Sequence[str | float]], losses: Losses) -> bytes:
    """A workbook of two sheets: the questions, whose first line is the header, and the instructions."""
    header = [str(word) for word in lines[0]]
    choices = {n: CHOICES[word] for n, word in enumerate(header, start=1) if word in CHOICES}
    guide = [str(word) for word in GUIDE[0]]
    held = [
        [_held(row, n, cell, losses) for n, cell in enumerate(line, start=1)] for row, line in enumerate(lines[1:], 2)
    ]
    return workbook.write(
        [
            (workbook.Sheet("Câu hỏi", header, _widths(header), choices), held),
            (workbook.Sheet("Hướng dẫn", guide, _widths(guide)), GUIDE[1:]),
        ]
    )


def _widths(header: Sequence[str]) -> list[int]:
    return [WIDTHS.get(word, 34) for word in header]


def _held(row: int, column: int, cell: str | float, losses: Losses) -> str | float:
    """The cell, or an empty one that the loss report names: half a text would be another question."""
    if not isinstance(cell, str) or (workbook.fits(cell) and column <= MAX_COLUMNS):
        return cell
    name = workbook.place(row, column)
    losses.say(
        name,
        f"Ô {name}: nội dung dài hơn 32.767 ký tự hoặc quá nhiều cột nên không ghi được vào bảng.",
        f"Cell {name}: longer than 32,767 characters or beyond the last column; not written.",
    )
    return ""
