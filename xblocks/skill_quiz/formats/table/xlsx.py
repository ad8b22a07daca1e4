"""XLSX (ECMA-376) with the standard library: the first sheet in; inline strings, which are never formulas, out."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from lxml import etree

from xblocks.common import safexml
from xblocks.common.findings import Finding, ModelError

from ..archive import Archive, pack
from ..exchange import Losses
from .grid import MAX_COLUMNS, Cell, Grid, name_of
from .guide import CHOICES, GUIDE, WIDTHS

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_N = {"m": _MAIN, "r": f"{_PACKAGE}/relationships"}
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_CONTROL = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: Excel holds no more in a cell.
MAX_CELL = 32_767


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
    wanted = None if sheet is None else sheet.get(f"{{{_REL}}}id")
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
    return _CONTROL.sub(_uncontrolled, "".join(parts)).replace("\r\n", "\n").replace("\r", "\n")


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
        return Cell(_CONTROL.sub(_uncontrolled, value))
    try:
        number = float(value)
    except ValueError:
        return Cell(value)
    if _int(node.get("s"), -1) in dates:
        vi = "bị Excel đổi thành ngày tháng; hãy định dạng ô là Văn bản (Text) rồi gõ lại"
        return Cell(problem=("date", vi, "was turned into a date by Excel; format the cell as Text and type it again"))
    return Cell(f"{number:.15g}", number)


# -- out ------------------------------------------------------------------------------------------------------------

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write(lines: Sequence[Sequence[str | float]], losses: Losses) -> bytes:
    """A workbook of two sheets: the questions, whose first line is the header, and the instructions."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{kinds}.{kind}+xml"/>'
        for name, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("worksheets/sheet2", "worksheet"),
            ("styles", "styles"),
        )
    )
    defaults = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
        )
    )
    relations = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    files = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>',
        "_rels/.rels": f'{relations}<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
        '<sheet name="Câu hỏi" sheetId="1" r:id="rId1"/><sheet name="Hướng dẫn" sheetId="2" r:id="rId2"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_REL}/{kind}" Target="{target}.xml"/>'
            for n, (kind, target) in enumerate(
                (("worksheet", "worksheets/sheet1"), ("worksheet", "worksheets/sheet2"), ("styles", "styles")), start=1
            )
        )
        + "</Relationships>",
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": _sheet(lines, losses, question_sheet=True),
        "xl/worksheets/sheet2.xml": _sheet(GUIDE, losses, question_sheet=False),
    }
    return pack({name: text.encode() for name, text in files.items()})


#: 0: text that Excel leaves as it is (format "@", quotePrefix) and wraps; 1: header; 2: number.
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Arial"/></font>'
    '<font><b/><sz val="11"/><name val="Arial"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE3EEF9"/></patternFill></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="49" quotePrefix="1" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="0" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs></styleSheet>'
)


def _sheet(lines: Sequence[Sequence[str | float]], losses: Losses, *, question_sheet: bool) -> str:
    header = [str(word) for word in lines[0]] if lines else []
    parts = [f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">']
    parts.append('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>')
    parts.append("<cols>")
    for n, word in enumerate(header, start=1):
        parts.append(f'<col min="{n}" max="{n}" width="{WIDTHS.get(word, 34)}" style="0" customWidth="1"/>')
    parts.append("</cols><sheetData>")
    for row, line in enumerate(lines, start=1):
        cells = "".join(_write_cell(row, column, cell, losses) for column, cell in enumerate(line, start=1))
        parts.append(f'<row r="{row}">{cells}</row>')
    parts.append("</sheetData>")
    rules = [(name_of(1, n)[:-1], CHOICES[word]) for n, word in enumerate(header, start=1) if word in CHOICES]
    if question_sheet and rules:
        parts.append(f'<dataValidations count="{len(rules)}">')
        for letters, words in rules:
            listed = escape(",".join(words))
            parts.append(
                f'<dataValidation type="list" allowBlank="1" sqref="{letters}2:{letters}1000">'
                f'<formula1>"{listed}"</formula1></dataValidation>'
            )
        parts.append("</dataValidations>")
    return "".join([*parts, "</worksheet>"])


def _write_cell(row: int, column: int, cell: str | float, losses: Losses) -> str:
    name = name_of(row, column)
    if not isinstance(cell, str):
        return f'<c r="{name}" s="2"><v>{cell!r}</v></c>'
    if not cell:
        return ""
    text = _CONTROL.sub(lambda m: f"_x005F{m[0]}", cell)
    if len(text) > MAX_CELL or column > MAX_COLUMNS:
        losses.say(
            name,
            f"Ô {name}: nội dung dài hơn 32.767 ký tự hoặc quá nhiều cột nên không ghi được vào bảng.",
            f"Cell {name}: longer than 32,767 characters or beyond the last column; not written.",
        )
        return ""
    style = 1 if row == 1 else 0
    return f'<c r="{name}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
