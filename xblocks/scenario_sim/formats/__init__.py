"""Texts and files to a story and back; each format is one module, and one line in :data:`FORMATS` if a program or a
person outside uses it (docs/authors/exchange.md). OLX stands apart: it is written into an element."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

from xblocks.common.findings import Finding

from ..story import Story
from . import h5p, markdown, twee, twine_html
from .losses import CODE as NOT_CARRIED
from .markdown import ReadResult


class Write(Protocol):
    """Writes a story (and the settings of its block, where the format has a place for them)."""

    def __call__(
        self, model: Story, settings: Mapping[str, Any] | None = None
    ) -> tuple[bytes, tuple[Finding, ...]]: ...


@dataclass(frozen=True)
class Format:
    """A format for import and export, of the shape of those of the quiz.

    ``read(data)`` and ``write(story, settings)`` raise nothing; None where that way is not offered. ``endings`` are
    those of its files, the first is written; ``vi`` and ``en`` are its name.
    """

    name: str
    vi: str
    en: str
    endings: tuple[str, ...]
    media_type: str
    read: Callable[[bytes], ReadResult] | None
    write: Write | None


def _told(result: ReadResult) -> ReadResult:
    """``result``, where the file was no story at all with that alone instead of all that follows from it."""
    codes = {f.code for f in result.findings}
    if "wrong-kind" in codes:
        vi = "Tệp này là một bài câu hỏi, không phải tình huống mô phỏng; hãy nhập nó ở nơi soạn câu hỏi."
        en = "This file is a quiz, not a simulation; import it into a quiz."
        return ReadResult(None, {}, (Finding("error", "wrong-kind", "kind", vi, en),))
    if "no-scene" in codes:
        vi = "Không thấy cảnh nào trong tệp này; hãy xem lại đã chọn đúng tệp và đúng định dạng chưa."
        en = "No scene in this file; see whether it is the right file, and the right format."
        return ReadResult(None, {}, (Finding("error", "no-scene", "file", vi, en),))
    return result


def _reads(read: Callable[[str], ReadResult]) -> Callable[[bytes], ReadResult]:
    def decode(data: bytes) -> ReadResult:
        try:
            return _told(read(data.decode("utf-8-sig")))
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            vi = "Tệp không phải chữ UTF-8; hãy lưu lại với bảng mã UTF-8."
            en = "The file is no UTF-8 text; save it again as UTF-8."
            return ReadResult(None, {}, (Finding("error", "not-utf-8", f"line {line}", vi, en, line),))

    return decode


def _writes(write: Callable[[Story, Mapping[str, Any]], str]) -> Write:
    def encode(model: Story, settings: Mapping[str, Any] | None = None) -> tuple[bytes, tuple[Finding, ...]]:
        return write(model, settings or {}).encode("utf-8"), ()

    return encode


def _write_h5p(model: Story, settings: Mapping[str, Any] | None = None) -> tuple[bytes, tuple[Finding, ...]]:
    data, losses = h5p.write(model, settings)
    return data, tuple(losses)


_ALL = (
    Format(
        "markdown", "Markdown", "Markdown", (".md",), "text/markdown", _reads(markdown.read), _writes(markdown.write)
    ),
    Format(
        "twee",
        "Twee 3 (Twine)",
        "Twee 3 (Twine)",
        (".twee", ".tw"),
        "text/plain",
        _reads(twee.read),
        _writes(twee.write),
    ),
    Format(
        "twine",
        "Trang Twine (HTML)",
        "Twine page (HTML)",
        (".html", ".htm"),
        "text/html",
        lambda data: _told(twine_html.read(data)),
        None,
    ),
    Format(
        "h5p", "H5P Branching Scenario", "H5P Branching Scenario", (".h5p",), "application/zip", h5p.read, _write_h5p
    ),
)

#: Name -> format, in the order in which an editor lists them.
FORMATS: Mapping[str, Format] = MappingProxyType({one.name: one for one in _ALL})

__all__ = ["FORMATS", "NOT_CARRIED", "Format", "ReadResult"]
