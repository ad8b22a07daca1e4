"""Rows into files: CSV for programs, a workbook (XLSX) for an office. Other formats are one more function here."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, Literal

from xblocks.common import cells, workbook

_BATCH = 500
#: What a column holds: a workbook has numbers as numbers and times as times.
Kind = Literal["text", "number", "moment"]
_WIDTHS: dict[Kind, int] = {"text": 24, "number": 12, "moment": 20}
_NUMBER = re.compile(r"-?\d{1,9}(\.\d+)?")


def write_csv(stream: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[int, str]:
    """Write UTF-8 with BOM, comma, CRLF (what Excel opens without asking); every cell guarded.

    Rows are taken one by one and written in batches: memory does not grow with their number. Returns (rows, SHA-256
    hex).
    """
    sha = hashlib.sha256()
    count = 0

    def put(data: bytes) -> None:
        sha.update(data)
        stream.write(data)

    put(b"\xef\xbb\xbf")
    for lines in _batches([header], rows):
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\r\n")
        for line in lines:
            writer.writerow([cells.text(cell) for cell in line])
        count += len(lines)
        put(buffer.getvalue().encode("utf-8", "replace"))
    return count - 1, sha.hexdigest()


def write_xlsx(
    stream: BinaryIO, title: str, columns: Sequence[tuple[str, Kind]], rows: Iterable[Sequence[str]]
) -> tuple[int, str]:
    """Write a workbook of one sheet called ``title``; ``columns`` are (header, what it holds). Text is never a formula
    and stands as it is; what does not fit its column stays text. Rows are taken and written as in :func:`write_csv`.

    Returns (rows, SHA-256 hex). Raises ``OverflowError`` beyond 1,048,575 rows.
    """
    sha = hashlib.sha256()
    kinds = [kind for _header, kind in columns]
    header = [name for name, _kind in columns]
    sheet = workbook.Sheet(title, header, [_WIDTHS[kind] for kind in kinds], filtered=True)
    pieces, mark = workbook.Pieces(sheet), workbook.Mark()

    def put(lines: Iterable[Sequence[str]], *, last: bool) -> None:
        nonlocal mark
        held = [[_value(cell, kind) for cell, kind in zip(line, kinds, strict=True)] for line in lines]
        data, mark = pieces.write(mark, held, last=last)
        sha.update(data)
        stream.write(data)

    for lines in _batches([], rows):
        put(lines, last=False)
    put([], last=True)
    return mark.rows - 1, sha.hexdigest()


def _value(cell: str, kind: Kind) -> object:
    if kind == "number" and _NUMBER.fullmatch(cell):
        return float(cell) if "." in cell else int(cell)
    if kind == "moment" and cell:
        try:
            return dt.datetime.strptime(cell, "%Y-%m-%d %H:%M:%S").replace(tzinfo=dt.UTC)
        except ValueError:
            return cell
    return cell


def _batches(first: list[Sequence[str]], rows: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    batch = first
    for row in rows:
        batch.append(row)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
