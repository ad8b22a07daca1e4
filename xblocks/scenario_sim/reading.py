"""Typed reading of untrusted JSON: every mistake becomes a finding with its place, and reading goes on."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from xblocks.common import richtext
from xblocks.common.findings import Finding

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
COMPETENCY = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}:[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
#: Characters that neither XML 1.0 nor UTF-8 can carry: a text with one of them could not be exported.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MEDIA = re.compile(r"(/static/|https://)[^\s\"'<>\\]{1,500}")
WEB = re.compile(r"https?://[^\s\"'<>\\]{1,1000}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Figures beyond this are a slip of the keyboard.
LARGEST = 1_000_000_000

Number = int | float


def tidy(value: Number) -> Number:
    """``value`` to six decimals, as an ``int`` where it is whole, so that equal figures are written alike."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def one_line(text: str) -> str:
    """``text`` with every run of white space as one space."""
    return " ".join(text.split())


def position_id(index: int) -> str:
    """The id of the ``index``-th (from 0) part without one of its own: a … z, aa, ab …"""
    letters = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return letters


class Reader:
    """Collects findings while a model is read. Each method returns a usable value even where the data is wrong."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def error(self, code: str, where: str, vi: str, en: str) -> None:
        """Note an error at ``where``."""
        self.findings.append(Finding("error", code, where, vi, en))

    def record(self, value: Any, where: str, known: Collection[str]) -> dict[str, Any]:
        """``value`` as an object that has only ``known`` keys."""
        if not isinstance(value, dict):
            self.error(
                "not-an-object",
                where,
                f"Phần “{where}” phải là một nhóm “tên: giá trị”.",
                f"“{where}” must be a group of “name: value” pairs.",
            )
            return {}
        for key in value:
            if key not in known:
                place = f"{where}.{key}"
                self.error(
                    "unknown-field",
                    place,
                    f"Không có mục nào tên “{key}” ở “{where}”; hãy sửa tên hoặc xoá đi.",
                    f"There is no field “{key}” in “{where}”; correct its name or remove it.",
                )
        return value

    def records(self, data: dict[str, Any], key: str, where: str) -> Iterator[tuple[int, Any]]:
        """The members of the list ``data[key]`` with their positions; nothing if it is absent."""
        value = data.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            place = f"{where}.{key}" if where else key
            self.error("not-a-list", place, f"“{place}” phải là một danh sách.", f"“{place}” must be a list.")
            return
        yield from enumerate(value)

    def string(self, data: dict[str, Any], key: str, where: str, *, required: bool = False, line: bool = True) -> str:
        """``data[key]`` as plain text, "" if absent; with ``line`` white space is put right for one line."""
        value = data.get(key)
        place = f"{where}.{key}" if where else key
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.error("not-a-text", place, f"“{place}” phải là chữ.", f"“{place}” must be a text.")
            return ""
        text = one_line(value) if line else value
        if required and not text:
            self._empty(place)
        return text

    def rich(self, data: dict[str, Any], key: str, where: str, *, required: bool = False) -> str:
        """``data[key]`` as a sanitised fragment of HTML, "" if absent."""
        text = richtext.clean(self.string(data, key, where, line=False))
        if required and not text:
            self._empty(f"{where}.{key}" if where else key)
        return text

    def _empty(self, place: str) -> None:
        self.error("empty", place, f"“{place}” còn trống; hãy viết vào.", f"“{place}” is empty; write something.")

    def slug(self, data: dict[str, Any], key: str, where: str, default: str = "") -> str:
        """``data[key]`` as an id, ``default`` if absent."""
        value = data.get(key, default)
        if not isinstance(value, str) or not SLUG.fullmatch(value):
            place = f"{where}.{key}" if where else key
            shown = value if isinstance(value, str) and value else "…"
            self.error(
                "bad-id",
                place,
                f"Mã “{shown}” ở “{place}” không hợp lệ: chỉ dùng chữ thường không dấu, số và gạch nối, "
                "ví dụ: cuoc-goi.",
                f"The id “{shown}” at “{place}” is not valid: use only a-z, 0-9 and hyphens, like phone-call.",
            )
            return default or "x"
        return value

    def unique(self, seen: set[str], value: str, where: str) -> None:
        """Note an error if ``value`` was ``seen`` before; then remember it."""
        if value in seen:
            self.error(
                "duplicate-id",
                where,
                f"Mã “{value}” bị dùng hai lần ở “{where}”; hãy đổi một trong hai.",
                f"The id “{value}” is used twice at “{where}”; change one of them.",
            )
        seen.add(value)

    def number(
        self,
        data: dict[str, Any],
        key: str,
        where: str,
        default: Number,
        low: Number = -LARGEST,
        high: Number = LARGEST,
    ) -> Number:
        """``data[key]`` as a finite number from ``low`` to ``high``, ``default`` if absent."""
        return self.figure(data.get(key, default), f"{where}.{key}" if where else key, default, low, high)

    def figure(self, value: Any, place: str, default: Number, low: Number = -LARGEST, high: Number = LARGEST) -> Number:
        """``value`` as a finite number from ``low`` to ``high``, else ``default`` and an error."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not math.isfinite(value) or not low <= value <= high:
            self.error(
                "bad-number",
                place,
                f"“{place}” phải là số từ {low} đến {high}.",
                f"“{place}” must be a number from {low} to {high}.",
            )
            return default
        return tidy(value)

    def yes(self, data: dict[str, Any], key: str, where: str, default: bool = False) -> bool:
        """``data[key]`` as true or false, ``default`` if absent."""
        value = data.get(key, default)
        if not isinstance(value, bool):
            place = f"{where}.{key}" if where else key
            self.error(
                "not-yes-or-no",
                place,
                f"“{place}” phải là có hoặc không (true, false).",
                f"“{place}” must be true or false.",
            )
            return default
        return value

    def one_of(self, data: dict[str, Any], key: str, where: str, allowed: tuple[str, ...], default: str) -> str:
        """``data[key]`` as one of ``allowed``, ``default`` if absent."""
        value = data.get(key, default)
        if not isinstance(value, str) or value not in allowed:
            place = f"{where}.{key}" if where else key
            choices = ", ".join(allowed)
            self.error(
                "bad-value",
                place,
                f"“{place}” phải là một trong các từ: {choices}.",
                f"“{place}” must be one of: {choices}.",
            )
            return default
        return value

    def competencies(self, data: dict[str, Any], where: str) -> tuple[str, ...]:
        """The texts of ``data["competencies"]``, each once, in order. Whether they are well formed is a check's
        business."""
        found: dict[str, None] = {}
        for index, value in self.records(data, "competencies", where):
            text = one_line(value) if isinstance(value, str) else ""
            if not text or re.search(r"[\s,;]", text):
                place = f"{where}.competencies.{index + 1}"
                self.error(
                    "bad-competency",
                    place,
                    f"“{place}” phải có dạng “khung:mã”, ví dụ tt02-2025:4.2.",
                    f"“{place}” must look like “framework:code”, for example tt02-2025:4.2.",
                )
                continue
            found[text] = None
        return tuple(found)

    def address(self, data: dict[str, Any], key: str, where: str, pattern: re.Pattern[str], code: str) -> str:
        """``data[key]`` as an address that ``pattern`` allows, "" if absent."""
        value = self.string(data, key, where)
        if value and not pattern.fullmatch(value):
            place = f"{where}.{key}"
            begin = "/static/… hoặc https://…" if pattern is MEDIA else "https://…"
            self.error(
                code,
                place,
                f"“{place}” phải là địa chỉ bắt đầu bằng {begin}",
                f"“{place}” must be an address that begins with {begin.replace('hoặc', 'or')}",
            )
            return ""
        return value

    def day(self, data: dict[str, Any], key: str, where: str) -> str:
        """``data[key]`` as a day in ISO form, "" if absent."""
        value = self.string(data, key, where)
        if value:
            try:
                if not DAY.fullmatch(value):
                    raise ValueError(value)
                date.fromisoformat(value)
            except ValueError:
                place = f"{where}.{key}"
                self.error(
                    "bad-date",
                    place,
                    f"“{place}” phải là ngày dạng năm-tháng-ngày, ví dụ 2026-11-21.",
                    f"“{place}” must be a date like 2026-11-21.",
                )
                return ""
        return value


def illegal_characters(value: Any, where: str = "") -> Iterator[Finding]:
    """A finding for each text in ``value`` (JSON types) with a character that no file can carry."""
    if isinstance(value, str):
        if ILLEGAL.search(value):
            yield Finding(
                "error",
                "control-character",
                where or "content",
                f"Chữ ở “{where}” có ký tự điều khiển không lưu được; hãy gõ lại đoạn đó.",
                f"The text at “{where}” holds a control character that cannot be stored; type it again.",
            )
    elif isinstance(value, dict):
        for key, member in value.items():
            shown = ILLEGAL.sub("?", str(key))
            yield from illegal_characters(key, where) if isinstance(key, str) else ()
            yield from illegal_characters(member, f"{where}.{shown}" if where else shown)
    elif isinstance(value, list | tuple):
        for index, member in enumerate(value):
            yield from illegal_characters(member, f"{where}.{index + 1}" if where else str(index + 1))
