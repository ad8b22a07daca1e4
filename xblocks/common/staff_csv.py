"""Tables for a spreadsheet: UTF-8 with BOM, comma, CRLF, and no cell that a spreadsheet would run or spoil."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from . import cells

BOM = "\ufeff"
_FIGURE = re.compile(r"-?\d{1,9}([.,]\d+)?")


def cell(value: object) -> str:
    """``value`` as a cell of text; figures stay figures, also negative ones, a time is one that sorts, and
    None is empty."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # 4.0 is forty to a spreadsheet whose decimals have a comma
    text = str(value)
    if _FIGURE.fullmatch(text) and not cells.LONG_NUMBER.fullmatch(text):
        return text
    return cells.text(text)


def lines(rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return buffer.getvalue()
