"""Number and short text in Markdown: one line per answer, marked [x], [ ] or with the share it is worth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xblocks.common import richtext

from ...questions.fields import as_json_number
from ...questions.number import NumberItem
from ...questions.numbers import readings, write_number
from ...questions.short_text import ShortTextItem
from ..source import Grammar, ItemSource, OptionSource, write_option, write_section
from .base import MarkdownAdapter, Report, read_flag
from .plain import SCORE_MARK, read_plain, read_score, refuse_id, write_plain, write_score

_OTHER = {"feedback_other": ("câu trả lời khác", "other answers")}
_GRAMMAR = Grammar(mark=SCORE_MARK, sections=_OTHER)
_TOLERANCE = re.compile(r"±|\+/-|\+-")


class _TypedMarkdown(MarkdownAdapter):
    grammar = _GRAMMAR

    def fits(self, source: ItemSource) -> bool:
        return False  # its lines look like those of a choice: the author names the type

    def _rows(self, source: ItemSource, report: Report) -> list[tuple[OptionSource, dict[str, Any]]]:
        rows = []
        for number, option in enumerate(source.options, start=1):
            source.lines[f"alternatives.{number}"] = option.line
            refuse_id(option, report)
            row = {"score": read_score(option.mark), "feedback": richtext.from_markdown(option.feedback)}
            rows.append((option, row))
        return rows

    def _other(self, source: ItemSource) -> str:
        return richtext.from_markdown(source.sections.get("feedback_other", ""))

    def _write_other(self, html: str) -> list[str]:
        return write_section("Câu trả lời khác", richtext.to_markdown(html), self.grammar)


class ShortTextMarkdown(_TypedMarkdown):
    """``- [x] mã xác thực``"""

    words = ("trả lời ngắn", "short text", "short answer")
    keys = {
        "case_sensitive": ("phân biệt hoa thường", "case sensitive", "case_sensitive"),
        "ignore_diacritics": ("không cần dấu", "ignore diacritics", "ignore_diacritics"),
    }

    def read(self, source: ItemSource, values: Mapping[str, tuple[str, int]], report: Report) -> dict[str, Any]:
        rows = [{"text": read_plain(option.text), **row} for option, row in self._rows(source, report)]
        flags = {name: read_flag(values[name], report) for name in self.keys if name in values}
        return {"alternatives": rows, "feedback_other": self._other(source), **flags}

    def write(self, item: ShortTextItem) -> tuple[dict[str, str], list[str]]:
        lines: list[str] = []
        for one in item.alternatives:
            lines += write_option(write_score(one.score), "", write_plain(one.text), richtext.to_markdown(one.feedback))
        keys = {words[0]: "có" for name, words in self.keys.items() if getattr(item, name)}
        return keys, [*lines, *self._write_other(item.feedback_other)]


class NumberMarkdown(_TypedMarkdown):
    """``- [x] 12,5 ± 0,5``"""

    words = ("số", "số học", "numeric")
    keys = {"unit": ("đơn vị", "unit")}

    def read(self, source: ItemSource, values: Mapping[str, tuple[str, int]], report: Report) -> dict[str, Any]:
        unit = values["unit"][0].strip() if "unit" in values else ""
        rows = []
        for option, row in self._rows(source, report):
            value, _, tolerance = _TOLERANCE.sub("±", read_plain(option.text)).partition("±")
            row["value"] = _read_number(value, unit, option.line, report)
            if tolerance:
                row["tolerance"] = _read_number(tolerance, unit, option.line, report)
            rows.append(row)
        return {"alternatives": rows, "unit": unit, "feedback_other": self._other(source)}

    def write(self, item: NumberItem) -> tuple[dict[str, str], list[str]]:
        lines: list[str] = []
        for one in item.alternatives:
            tolerance = f" ± {write_number(one.tolerance)}" if one.tolerance else ""
            text = f"{write_number(one.value)}{tolerance}"
            lines += write_option(write_score(one.score), "", text, richtext.to_markdown(one.feedback))
        return ({self.keys["unit"][0]: item.unit} if item.unit else {}), [
            *lines,
            *self._write_other(item.feedback_other),
        ]


def _read_number(text: str, unit: str, line: int, report: Report) -> float:
    """The number in ``text``; an author has to say which one is meant."""
    found = readings(text.strip(), unit)
    if len(found) == 1:
        return _json_number(found[0])
    if found:
        low, high = sorted(found, key=abs)
        report(
            "ambiguous-number",
            line,
            f"“{text.strip()[:40]}” có thể đọc theo hai cách; hãy viết {high} hoặc {write_number(float(low))}",
            f"“{text.strip()[:40]}” may be read in two ways; write {high} or {write_number(float(low))}",
        )
    else:
        report(
            "not-a-number",
            line,
            f"“{text.strip()[:40]}” không phải là một con số; hãy viết như 12, 12,5 hoặc 12,5 ± 0,5",
            f"“{text.strip()[:40]}” is no number; write it like 12, 12.5 or 12.5 ± 0.5",
        )
    return 0


def _json_number(value: Decimal) -> float:
    return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else as_json_number(float(value))
