"""Tables for a spreadsheet: UTF-8 with BOM, comma, CRLF, and no cell that a spreadsheet would run or spoil."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
#: A cell that begins with one of these may be run as a formula (OWASP, "CSV Injection").
STARTERS = ("=", "+", "-", "@", "\t", "\r")
#: A leading zero would be lost, more than nine digits shown in scientific form: identity and phone numbers.
_LONG_NUMBER = re.compile(r"0\d+|\d{10,}")
_FIGURE = re.compile(r"-?\d{1,9}([.,]\d+)?")
#: Where a spreadsheet set to another separator (Vietnamese: the semicolon) begins a new cell inside one of ours.
_INSIDE = re.compile(r"([;\t\r\n][\s\"]*)(?=[=+\-@])")


def cell(value: object) -> str:
    """``value`` as a cell of text; figures stay figures, also negative ones, and None is empty."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # 4.0 is forty to a spreadsheet whose decimals have a comma
    text = "".join(c for c in str(value) if (c >= " " or c in "\t\r\n") and c != "\x7f")
    if _FIGURE.fullmatch(text) and not _LONG_NUMBER.fullmatch(text):
        return text
    text = _INSIDE.sub(r"\1'", text)
    if text.startswith((*STARTERS, "'")) or _LONG_NUMBER.fullmatch(text) or text.lstrip().startswith(STARTERS):
        return "'" + text
    return text


def lines(rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return buffer.getvalue()
