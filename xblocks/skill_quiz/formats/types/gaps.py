"""Gaps in Markdown: ``[[1]]`` in the passage, and below it ``[[1]]: chọn`` with what may go into the gap."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from xblocks.common import richtext

from ...questions.gaps import MARK, GapsItem
from ..source import Grammar, ItemSource, fold, guard_labels, write_option, write_section
from .base import MarkdownAdapter, Report
from .plain import read_plain, write_plain
from .sorting import SCORING_KEY, explicit_id, id_of, read_scoring, write_scoring

MODES = {"chọn": "choose", "choose": "choose", "gõ": "type", "type": "type"}
FLAGS = {
    "phân biệt hoa thường": "case_sensitive",
    "case sensitive": "case_sensitive",
    "không cần dấu": "ignore_diacritics",
    "ignore diacritics": "ignore_diacritics",
}
ESCAPED = re.compile(r"\\\[\\\[([a-z0-9][a-z0-9-]{0,63})\\\]\\\]")


class GapsMarkdown(MarkdownAdapter):
    """The passage stands under ``**Đoạn văn:**``; without that label it begins at the first paragraph with a gap."""

    words = ("điền chỗ trống", "điền khuyết", "gaps", "fill in the gaps", "cloze")
    keys = {"scoring": SCORING_KEY}
    grammar = Grammar(
        sections={"body": ("đoạn văn", "passage")},
        head=rf"{MARK.pattern.replace('(', '(?P<name>', 1)}[ \t]*:[ \t]*(?P<rest>(?:{'|'.join(MODES)})\b.*)",
    )

    def fits(self, source: ItemSource) -> bool:
        return False

    def read(self, source: ItemSource, values: Mapping[str, tuple[str, int]], report: Report) -> dict[str, Any]:
        text, body = source.text, source.sections.get("body", "")
        if "body" not in source.sections:
            text, body = cut(source.text)
        gaps: dict[str, dict[str, Any]] = {}
        for head in source.heads:
            source.lines.setdefault(f"gaps.{head.name}", head.line)
            if head.name in gaps:
                report(
                    "gap-twice",
                    head.line,
                    f"chỗ trống “{head.name}” được viết hai lần; hãy gộp lại",
                    f"the gap “{head.name}” is written twice; join them",
                )
            gaps.setdefault(head.name, {"id": head.name, "options": [], **_read_words(head.rest, head.line, report)})
        for option in source.options:
            if option.head not in gaps:
                report(
                    "option-without-gap",
                    option.line,
                    "dòng này chưa thuộc chỗ trống nào; hãy viết dòng “[[1]]: chọn” phía trên",
                    "this line belongs to no gap; write a line “[[1]]: choose” above it",
                )
                continue
            rows = gaps[option.head]["options"]
            one = id_of(option, len(rows))
            path = f"gaps.{option.head}.options"
            source.lines[f"{path}.{one}"] = source.lines[f"{path}.{len(rows) + 1}"] = option.line
            rows.append(
                {
                    "id": one,
                    "text": read_plain(option.text),
                    "correct": option.marked,
                    "feedback": richtext.from_markdown(option.feedback),
                }
            )
        return {
            "text": richtext.from_markdown(text),
            "body": richtext.from_markdown(body),
            "gaps": list(gaps.values()),
            **read_scoring(source, values),
        }

    def write(self, item: GapsItem) -> tuple[dict[str, str], list[str]]:
        lines = write_section("Đoạn văn", self._body(item), self.grammar) or ["", "**Đoạn văn:**"]
        for gap in item.gaps:
            words = ["gõ" if gap.mode == "type" else "chọn"]
            words += ["phân biệt hoa thường"] * gap.case_sensitive + ["không cần dấu"] * gap.ignore_diacritics
            lines += ["", f"[[{gap.id}]]: {', '.join(words)}", ""]
            for position, option in enumerate(gap.options):
                text = write_plain(option.text)
                own = explicit_id(option.id, position, text)
                lines += write_option(option.correct, own, text, richtext.to_markdown(option.feedback))
        return write_scoring(item.scoring), lines

    def _body(self, item: GapsItem) -> str:
        """The passage with its gaps unescaped, where that reads as the same passage."""
        careful = richtext.to_markdown(item.body)
        lines = []
        for line in careful.split("\n"):
            bare = ESCAPED.sub(r"[[\1]]", line)
            lines.append(line if self.grammar.heads(bare) else bare)
        readable = "\n".join(lines)
        guarded = guard_labels(readable, self.grammar)
        return readable if richtext.from_markdown(guarded) == item.body else careful


def cut(text: str) -> tuple[str, str]:
    """Question and passage: the passage begins with the paragraph that has the first gap."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if MARK.search(line):
            while place and lines[place - 1].strip():
                place -= 1
            return "\n".join(lines[:place]), "\n".join(lines[place:])
    return text, ""


def _read_words(written: str, line: int, report: Report) -> dict[str, Any]:
    first, *more = (fold(word) for word in written.split(","))
    data: dict[str, Any] = {"mode": MODES.get(first, first)}
    for word in filter(None, more):
        if word in FLAGS:
            data[FLAGS[word]] = True
        else:
            report(
                "bad-value",
                line,
                f"“{word[:40]}” không phải là cách điền; hãy viết: chọn; gõ; gõ, không cần dấu",
                f"“{word[:40]}” is no way of filling a gap; write: choose; type; type, ignore diacritics",
            )
    return data
