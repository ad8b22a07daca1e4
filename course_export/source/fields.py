"""Reading the fields of a YAML mapping, collecting findings instead of stopping at the first mistake."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Any

from course_export.says import FileFinding
from course_export.source.yamltext import Document, Path

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class Fields:
    """One mapping of a document. Every getter returns a value of its type, a harmless default after a finding."""

    def __init__(self, document: Document, file: str, findings: list[FileFinding], path: Path = ()) -> None:
        self.document, self.file, self.findings, self.path = document, file, findings, path
        data: Any = document.data
        for step in path:
            data = data[step]
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.error(
                "not-a-mapping",
                (),
                "Phần này phải gồm các dòng “tên: giá trị”.",
                "This part must consist of lines “key: value”.",
            )

    def where(self, *path: str | int) -> str:
        """The dotted path of a field."""
        return ".".join(str(step) for step in (*self.path, *path))

    def line(self, *path: str | int) -> int | None:
        """The line of a field, or of the part that should hold it."""
        return self.document.line(*self.path, *path)

    def error(self, code: str, path: Path, vi: str, en: str) -> None:
        """Note an error at ``path`` inside this mapping."""
        self.findings.append(FileFinding("error", code, self.where(*path), vi, en, self.line(*path), self.file))

    def only(self, known: Iterable[str]) -> None:
        """Note every key that is not in ``known``, with the nearest known one: a misspelt key would be lost
        silently."""
        names = sorted(known)
        for key in self.data:
            if key not in names:
                near = difflib.get_close_matches(key, names, 1)
                self.error(
                    "unknown-key",
                    (key,),
                    f"Không có mục nào tên “{key}”"
                    + (f"; có phải “{near[0]}” không?" if near else "; hãy xóa hoặc sửa tên."),
                    f"There is no key “{key}”" + (f"; did you mean “{near[0]}”?" if near else "; remove or rename it."),
                )

    def _missing(self, key: str) -> None:
        self.error("missing-key", (key,), f"Thiếu mục “{key}”; hãy thêm vào.", f"The key “{key}” is missing; add it.")

    def _wrong(self, key: str, vi: str, en: str) -> None:
        self.error("wrong-type", (key,), f"Mục “{key}” phải là {vi}.", f"“{key}” must be {en}.")

    def text(self, key: str, *, required: bool = False) -> str:
        """A text; numbers and dates that YAML made of it come back as text."""
        value = self.data.get(key)
        if value is None or value == "":
            if required:
                self._missing(key)
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self._wrong(key, "một đoạn chữ", "text")
            return ""
        return str(value).strip()

    def slug(self, key: str, default: str = "") -> str:
        """An id: lower-case letters a-z, digits and hyphens, at most 64."""
        value = self.text(key) or default
        if not value:
            self._missing(key)
        elif not SLUG.fullmatch(value):
            self.error(
                "bad-id",
                (key,),
                f"Mã “{value}” chỉ được gồm chữ thường không dấu a-z, số và dấu gạch nối, tối đa 64 ký tự.",
                f"The id “{value}” may hold only a-z, digits and hyphens, at most 64 characters.",
            )
            return ""
        return value

    def number(self, key: str, *, low: float, high: float, default: float, required: bool = False) -> float:
        """A number from ``low`` to ``high``, both included."""
        value = self.data.get(key)
        if value is None:
            if required:
                self._missing(key)
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self._wrong(key, f"một số từ {low:g} đến {high:g}", f"a number from {low:g} to {high:g}")
            return default
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self.data.get(key)
        if value is None:
            if required:
                self._missing(key)
            return ()
        if not isinstance(value, list) or any(
            isinstance(v, bool) or not isinstance(v, str | int | float) for v in value
        ):
            self._wrong(key, "một danh sách", "a list of texts")
            return ()
        return tuple(str(v).strip() for v in value)

    def mappings(self, key: str) -> list[Fields]:
        """A list of mappings, each as :class:`Fields`."""
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(key, "một danh sách", "a list")
            return []
        items = [Fields(self.document, self.file, self.findings, (*self.path, key, i)) for i in range(len(value))]
        return [item for item in items if item.data]

    def mapping(self, key: str) -> Fields:
        """A mapping inside this one; a missing one reads as empty."""
        if self.data.get(key) is None:
            self._missing(key)
            return Fields(Document({}, {(): self.line(key) or 1}), self.file, self.findings)
        return Fields(self.document, self.file, self.findings, (*self.path, key))
