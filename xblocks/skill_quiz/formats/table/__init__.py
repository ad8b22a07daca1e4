"""The table for bulk entry, one row a question: Excel (XLSX) and CSV. Texts are Markdown, as in the authors' format."""

from __future__ import annotations

from xblocks.common.findings import Finding, ModelError

from ...model import Quiz
from ..exchange import Losses, ReadResult
from . import comma, xlsx
from .rows import read as read_rows
from .rows import write as write_rows


def read(data: bytes) -> ReadResult:
    """The quiz in an XLSX or CSV file, whichever it is. Every error names its cell."""
    try:
        grid = xlsx.read(data) if data[:2] == b"PK" else comma.read(data)
    except ModelError as refused:
        return ReadResult(None, refused.findings)
    return grid if isinstance(grid, ReadResult) else read_rows(grid)


def write_xlsx(quiz: Quiz) -> tuple[bytes, tuple[Finding, ...]]:
    """An XLSX file with a sheet of instructions. An empty quiz gives the empty template."""
    losses = Losses()
    return xlsx.write(write_rows(quiz, losses), losses), losses.report()


def write_csv(quiz: Quiz) -> tuple[bytes, tuple[Finding, ...]]:
    """A CSV file (UTF-8 with BOM, comma) whose cells no spreadsheet takes for formulas."""
    losses = Losses()
    return comma.write(write_rows(quiz, losses)), losses.report()


__all__ = ["read", "write_csv", "write_xlsx"]
