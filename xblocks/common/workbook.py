"""Workbooks for a spreadsheet (XLSX, ECMA-376), with the standard library: text stays text and is never a formula,
numbers are numbers, times are times. The same cells give the same bytes.

Whole (:func:`write`), or the rows of one sheet piece by piece (:class:`Pieces`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from . import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
#: Excel holds no more: characters (UTF-16) in a cell, rows in a sheet.
MAX_CELL = 32_767
MAX_ROWS = 1_048_576
#: How a cell writes a character by its number.
CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_NAME = re.compile(r"[\[\]:*?/\\']")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DAY_0 = datetime(1899, 12, 30, tzinfo=UTC)
_SHEET_1 = "xl/worksheets/sheet1.xml"

#: 0: text that Excel leaves as it is (format "@", quotePrefix) and wraps; 1: header; 2: number; 3: day and time.
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Arial"/></font>'
    '<font><b/><sz val="11"/><name val="Arial"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE3EEF9"/></patternFill></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="49" quotePrefix="1" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="0" applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf numFmtId="164" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True)
class Sheet:
    """A sheet without its rows: ``name`` (at most 31 characters), the words of its first line, which stays in sight,
    and the width of each column in characters. ``choices``: words that a column offers (number from 1 -> words);
    ``filtered``: the header has buttons to sort and filter by."""

    name: str
    header: Sequence[str]
    widths: Sequence[float]
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    filtered: bool = False

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for a name that Excel does not open."""
        if not 0 < len(self.name) <= 31 or _NO_NAME.search(self.name):
            raise ValueError(f"no name of a sheet: {self.name!r}")

    def opening(self) -> str:
        """The XML up to the first line, which it holds."""
        columns = "".join(
            f'<col min="{n}" max="{n}" width="{width}" style="0" customWidth="1"/>'
            for n, width in enumerate(self.widths, start=1)
        )
        return (
            f'{_HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f"<cols>{columns}</cols><sheetData>{line(1, self.header)}"
        )

    def closing(self, rows: int) -> str:
        """The XML after the last of ``rows`` lines."""
        parts = ["</sheetData>"]
        if self.filtered and self.header:
            parts.append(f'<autoFilter ref="A1:{place(rows, len(self.header))}"/>')
        if self.choices:
            parts.append(f'<dataValidations count="{len(self.choices)}">')
            for column, words in self.choices.items():
                letters, listed = place(1, column)[:-1], escape(",".join(words))
                parts.append(
                    f'<dataValidation type="list" allowBlank="1" sqref="{letters}2:{letters}1000">'
                    f'<formula1>"{listed}"</formula1></dataValidation>'
                )
            parts.append("</dataValidations>")
        return "".join([*parts, "</worksheet>"])


def place(row: int, column: int) -> str:
    """``C7`` for row 7, column 3."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def fits(text: str) -> bool:
    """Whether a cell holds ``text`` whole."""
    return len(text) <= MAX_CELL // 2 or len(text.encode("utf-16-le", "surrogatepass")) <= 2 * MAX_CELL


def line(row: int, values: Iterable[object]) -> str:
    """A line of cells: numbers, times (as the clock of their own zone shows them), text for anything else."""
    cells = "".join(_cell(place(row, column), value, row == 1) for column, value in enumerate(values, start=1))
    return f'<row r="{row}">{cells}</row>'


def _cell(name: str, value: object, header: bool) -> str:
    if isinstance(value, datetime):
        days = (value.replace(tzinfo=UTC, microsecond=0) - _DAY_0).total_seconds() / 86_400
        return f'<c r="{name}" s="3"><v>{days:.10f}</v></c>'
    # A spreadsheet keeps 15 digits of a number.
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15 and math.isfinite(value):
        return f'<c r="{name}" s="2"><v>{value!r}</v></c>'
    text = "" if value is None else _NO_XML.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n")
    if not text:
        return ""
    if not fits(text):
        short = text.encode("utf-16-le")[: 2 * (MAX_CELL - 1)]
        text = short.decode("utf-16-le", "ignore") + "…"
    written = escape(CODED.sub(lambda found: f"_x005F{found[0]}", text))
    style = 1 if header else 0
    return f'<c r="{name}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'


def _frame(count: int) -> dict[str, bytes]:
    """The files that are the same for every workbook of ``count`` sheets."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    sheets = [f"worksheets/sheet{n}" for n in range(1, count + 1)]
    parts = [("workbook", "sheet.main"), *((name, "worksheet") for name in sheets), ("styles", "styles")]
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{kinds}.{kind}+xml"/>' for name, kind in parts
    )
    relations = f'{_HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{REL}/{kind}" Target="{target}.xml"/>'
        for n, (kind, target) in enumerate([*(("worksheet", name) for name in sheets), ("styles", "styles")], start=1)
    )
    files = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'{relations}<Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/_rels/workbook.xml.rels": f"{relations}{inner}</Relationships>",
        "xl/styles.xml": _STYLES,
    }
    return {name: text.encode() for name, text in files.items()}


def _book(sheets: Sequence[Sheet]) -> dict[str, bytes]:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" r:id="rId{n}"/>' for n, sheet in enumerate(sheets, start=1)
    )
    text = f'{_HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{listed}</sheets></workbook>'
    return {"xl/workbook.xml": text.encode()}


def write(sheets: Sequence[tuple[Sheet, Sequence[Sequence[object]]]]) -> bytes:
    """A workbook of ``sheets``, each with the lines below its header."""
    files = _frame(len(sheets)) | _book([sheet for sheet, _lines in sheets])
    for n, (sheet, lines) in enumerate(sheets, start=1):
        rows = "".join(line(row, values) for row, values in enumerate(lines, start=2))
        files[f"xl/worksheets/sheet{n}.xml"] = f"{sheet.opening()}{rows}{sheet.closing(1 + len(lines))}".encode()
    return zipped.pack(files)


class Mark(NamedTuple):
    """Where a workbook that comes in pieces stands: lines written (the header is one), and what the archive has to know
    of them. Whole numbers, so that a page may carry them from one request to the next: wrong ones spoil that page's own
    file and nothing else."""

    rows: int = 0
    crc: int = 0
    size: int = 0
    packed: int = 0

    @classmethod
    def read(cls, data: object) -> Mark:
        """The inverse of ``list(mark)``. Raises ``ValueError`` for anything else."""
        if not isinstance(data, list) or len(data) != 4:
            raise ValueError("no mark")
        if not all(type(one) is int and 0 <= one <= zipped.LIMIT for one in data):
            raise ValueError("no mark")
        return cls(*data)


class Pieces:
    """The workbook of one sheet, written as its lines come; the pieces joined in order are the file."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._zip = zipped.Pieces(_frame(1), _SHEET_1, _book([sheet]))

    def write(self, mark: Mark, lines: Iterable[Sequence[object]], *, last: bool) -> tuple[bytes, Mark]:
        """The next piece. ``mark`` is ``Mark()`` for the first, then what came with the piece before. Raises
        ``OverflowError`` where a sheet holds no more lines."""
        done = zipped.Sum(mark.crc, mark.size, mark.packed)
        data, texts, rows = b"", [], mark.rows
        if not rows:
            data, rows = self._zip.begin(), 1
            texts.append(self._sheet.opening())
        for values in lines:
            rows += 1
            texts.append(line(rows, values))
        if rows > MAX_ROWS:
            raise OverflowError("a sheet holds no more rows")
        if last:
            texts.append(self._sheet.closing(rows))
        packed, done = self._zip.add(done, "".join(texts).encode())
        data += packed
        if last:
            data += self._zip.end(done)
        return data, Mark(rows, done.crc, done.size, done.packed)
