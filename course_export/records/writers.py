"""Rows into files. Today CSV; other formats are one more function here."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from xblocks.common import cells

_BATCH = 500


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


def _batches(first: list[Sequence[str]], rows: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    batch = first
    for row in rows:
        batch.append(row)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
