"""CSV, with the separator that is there and cells that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from xblocks.common import cells

from ..exchange import ReadResult, decode, refused
from .grid import Cell, Grid


def read(data: bytes) -> Grid | ReadResult:
    """The cells, or why there are none."""
    text = decode(data)
    if isinstance(text, ReadResult):
        return text
    first = text.split("\n", 1)[0]
    if first.startswith("sep=") and len(first) == 5:
        separator, text = first[4], text[6:]
    else:
        separator = max((first.count(sign), sign) for sign in ",;\t")[1]
    grid = Grid()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row, line in enumerate(reader, start=1):
            for column, word in enumerate(line, start=1):
                grid.put(row, column, Cell(cells.plain(word)))
    except csv.Error:
        line_number = reader.line_num
        return refused(
            "bad-csv",
            "file",
            f"Dòng {line_number} của tệp CSV không đọc được; hãy kiểm tra dấu ngoặc kép ở gần đó.",
            f"Line {line_number} of the CSV file cannot be read; check the quotation marks near it.",
            line_number,
        )
    return grid


def write(lines: Sequence[Sequence[str | float]]) -> bytes:
    """UTF-8 with BOM, comma, CRLF: what Excel opens without asking."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    for line in lines:
        writer.writerow([cells.text(cell) if isinstance(cell, str) else cell for cell in line])
    return target.getvalue().encode("utf-8-sig")
