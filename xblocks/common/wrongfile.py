"""What a file is that could not be imported, told to somebody who chose the wrong one.

Sources: PDF, ISO 32000-1 7.5.2; compound files, [MS-CFB] 2.2; ZIP, APPNOTE 6.3 4.3; Office Open XML, ISO/IEC 29500-2;
packages of QTI, IMS Content Packaging 1.2; H5P, its specification of packages.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any, Final

from .findings import Finding
from .mediafiles import kind_of, recording_of

#: Part of the name of a file in an archive -> the sort of archive.
_INSIDE: Final = {"word/": "word", "ppt/": "slides", "xl/": "excel", "h5p.json": "h5p", "imsmanifest.xml": "package"}
_NAMES: Final = {
    "picture": ("một tấm ảnh", "a picture"),
    "recording": ("một đoạn ghi âm", "a recording"),
    "pdf": ("một tệp PDF", "a PDF file"),
    "word": ("một tệp Word", "a Word document"),
    "slides": ("một tệp PowerPoint", "a PowerPoint file"),
    "excel": ("một bảng Excel", "an Excel table"),
    "h5p": ("một tệp H5P", "an H5P file"),
    "package": ("một gói bài học (zip)", "a package of a course (zip)"),
    "zip": ("một tệp nén (zip)", "a compressed file (zip)"),
    "old-office": ("một tệp Word hoặc Excel kiểu cũ", "an old Word or Excel file"),
}
#: Sort of file -> the formats that are such files.
_ARE: Final = {"excel": ("xlsx", "csv"), "h5p": ("h5p",), "package": ("qti", "qti3"), "zip": ("qti", "qti3")}
#: By what a text shows itself to be in a format, wherever it was cut off or spoiled; the surest first.
_SIGNS: Final = {
    "moodle_xml": re.compile(rb"<quiz[\s>]"),
    "qti": re.compile(rb"<(?:assessmentItem|qti-assessment-item)[\s>]"),
    "twine": re.compile(rb"<tw-storydata[\s>]"),
    "markdown": re.compile(rb"\A(?:\xef\xbb\xbf)?---\s*\n|^## \S", re.MULTILINE),
    "aiken": re.compile(rb"^ANSWER: *[A-Z] *\r?$", re.MULTILINE),
    "twee": re.compile(rb"^:: *[^:\s]", re.MULTILINE),
    "gift": re.compile(rb"^::[^\n]*?::|\{\s*(?:[=~#]|T(?:RUE)?[}#\s]|F(?:ALSE)?[}#\s])", re.MULTILINE),
}
#: So much of a file is looked at.
_BEGINNING: Final = 200_000


def sort_of(data: bytes) -> str | None:
    """What ``data`` is, by what it holds; None for text and for what nobody recognises."""
    if kind_of(data):
        return "picture"
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "old-office"
    if data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            return None
        return next((sort for part, sort in _INSIDE.items() if any(n.startswith(part) for n in names)), "zip")
    return "recording" if recording_of(data) else None


def format_of(data: bytes, formats: Mapping[str, Any]) -> str:
    """The name of the one of ``formats`` that ``data``, whole or damaged, shows itself to be in; else ""."""
    sort = sort_of(data)
    if sort is not None:
        return next((name for name in _ARE.get(sort, ()) if name in formats and sort != "zip"), "")
    found = next((name for name, sign in _SIGNS.items() if name in formats and sign.search(data, 0, _BEGINNING)), "")
    # A table has no sign but its first row of names.
    table = formats.get("csv")
    return found or ("csv" if table is not None and content_of(table.read(data)) is not None else "")


def explain(data: bytes, chosen: Any, formats: Mapping[str, Any]) -> tuple[Finding, str] | None:
    """Why ``chosen`` (one of ``formats``) finds nothing in ``data``, and the name of the format that would, or "";
    None where the file may well be such a file, and what its reader says is worth more."""
    other = formats.get(format_of(data, formats))
    if other is not None:
        if other.read is chosen.read:
            return None
        vi = f"Tệp này không phải {chosen.vi} mà là {other.vi}. Bạn chọn định dạng “{other.vi}” rồi đọc lại nhé."
        en = f"This file is not {chosen.en} but {other.en}. Choose the format “{other.en}” and read it again."
        return Finding("error", "other-format", "file", vi, en), other.name
    sort = sort_of(data)
    if sort is None or chosen.name in _ARE.get(sort, ()):
        return None
    vi, en = _NAMES[sort]
    vi, en = f"Tệp này là {vi}, không phải {chosen.vi}", f"This file is {en}, not {chosen.en}"
    if sort == "old-office" and "xlsx" in formats:
        vi = f"{vi}. Nếu là Excel, bạn mở tệp, lưu lại dạng .xlsx, rồi nhập tệp mới."
        en = f"{en}. If it is Excel, open it, save it as .xlsx, and import the new file."
        return Finding("error", "wrong-file", "file", vi, en), ""
    return Finding("error", "wrong-file", "file", f"{vi}. Bạn chọn tệp khác nhé.", f"{en}. Choose another file."), ""


def content_of(read: Any) -> Any:
    """The content in the result of a format, under either of its names; None where there is none."""
    found = getattr(read, "model", None)
    return getattr(read, "quiz", None) if found is None else found
