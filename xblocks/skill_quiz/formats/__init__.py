"""Texts and files to a quiz and back; each format is one module, and one line in :data:`FORMATS` if a program or a
person outside uses it (see ``docs/authors/formats.md``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from xblocks.common.findings import Finding

from ..model import Quiz
from . import aiken, gift, markdown, moodle_xml, qti, table
from .exchange import NOT_CARRIED, ReadResult, decode, refused


@dataclass(frozen=True)
class Format:
    """A format for import and export.

    ``read(data)`` and ``write(quiz)`` raise nothing; None where that way is not offered. ``endings`` are those of its
    files, the first is written; ``vi`` and ``en`` are its name.
    """

    name: str
    vi: str
    en: str
    endings: tuple[str, ...]
    media_type: str
    read: Callable[[bytes], ReadResult] | None
    write: Callable[[Quiz], tuple[bytes, tuple[Finding, ...]]] | None


def _read_markdown(data: bytes) -> ReadResult:
    text = decode(data)
    if isinstance(text, ReadResult):
        return text
    result = markdown.read(text)
    if any(f.code == "wrong-kind" for f in result.findings):
        vi = "Tệp này là một tình huống mô phỏng, không phải bài câu hỏi; hãy nhập nó ở nơi soạn tình huống."
        return refused("wrong-kind", "kind", vi, "This file is a simulation, not a quiz; import it into a simulation.")
    if result.model is not None and not result.model.items:
        vi = "Không thấy câu hỏi nào trong tệp này; mỗi câu bắt đầu bằng một dòng “## mã-câu”."
        return refused(
            "no-questions", "file", vi, "No question in this file; each begins with a line “## question-id”."
        )
    return ReadResult(result.model, result.findings, settings=result.settings)


def _write_markdown(quiz: Quiz) -> tuple[bytes, tuple[Finding, ...]]:
    return markdown.write(quiz, {}).encode(), ()


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ALL = (
    Format("markdown", "Markdown", "Markdown", (".md",), "text/markdown", _read_markdown, _write_markdown),
    Format("xlsx", "Bảng Excel", "Excel table", (".xlsx",), _XLSX, table.read, table.write_xlsx),
    Format("csv", "Bảng CSV", "CSV table", (".csv",), "text/csv", table.read, table.write_csv),
    Format("gift", "GIFT (Moodle)", "GIFT (Moodle)", (".gift", ".txt"), "text/plain", gift.read, gift.write),
    Format("aiken", "Aiken", "Aiken", (".aiken", ".txt"), "text/plain", aiken.read, aiken.write),
    Format("moodle_xml", "Moodle XML", "Moodle XML", (".xml",), "application/xml", moodle_xml.read, moodle_xml.write),
    Format("qti", "QTI 2.2 (gói zip)", "QTI 2.2 (zip package)", (".zip",), "application/zip", qti.read, qti.write),
    Format("qti3", "QTI 3.0 (gói zip)", "QTI 3.0 (zip package)", (".zip",), "application/zip", qti.read, qti.write_3),
)

#: Name -> format, in the order in which an editor lists them.
FORMATS: Mapping[str, Format] = MappingProxyType({one.name: one for one in _ALL})

__all__ = ["FORMATS", "NOT_CARRIED", "Format", "ReadResult"]
