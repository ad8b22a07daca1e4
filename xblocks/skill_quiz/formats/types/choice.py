"""Single and multiple choice in Markdown: ``- [x]`` and ``- [ ]`` lines, each with its quoted feedback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xblocks.common import richtext

from ...questions.choice import ChoiceItem
from ...questions.multiple_choice import MultipleChoiceItem
from ..source import ItemSource, fold, has_id, write_option
from .base import MarkdownAdapter, Report, read_flag

_SHUFFLE = ("trộn", "shuffle")
_SCORING_WORDS = {"tất cả": "all_or_nothing", "từng phần": "partial", "đúng trừ sai": "right_minus_wrong"}


def option_id(position: int) -> str:
    """The id of the option at ``position`` (from 0): a … z, then aa, ab …"""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


class _ChoiceMarkdown(MarkdownAdapter):
    keys = {"shuffle": _SHUFFLE}

    def read(self, source: ItemSource, values: Mapping[str, tuple[str, int]], report: Report) -> dict[str, Any]:
        rows = []
        for position, option in enumerate(source.options):
            one = option.id or option_id(position)
            source.lines[f"options.{one}"] = option.line
            source.lines[f"options.{position + 1}"] = option.line
            rows.append(
                {
                    "id": one,
                    "text": richtext.from_markdown(option.text),
                    "correct": option.marked,
                    "feedback": richtext.from_markdown(option.feedback),
                }
            )
        return {"options": rows, "shuffle": read_flag(values["shuffle"], report) if "shuffle" in values else True}

    def write(self, item: ChoiceItem) -> tuple[dict[str, str], list[str]]:
        lines: list[str] = []
        for position, option in enumerate(item.options):
            text = richtext.to_markdown(option.text)
            explicit = "" if option.id == option_id(position) and not has_id(text) else option.id
            lines.extend(write_option(option.correct, explicit, text, richtext.to_markdown(option.feedback)))
        return ({} if item.shuffle else {_SHUFFLE[0]: "không"}), lines


class SingleChoiceMarkdown(_ChoiceMarkdown):
    """The last resort: whatever has options, or none yet."""

    words = ("một lựa chọn", "single choice", "single")

    def fits(self, source: ItemSource) -> bool:
        return True


class MultipleChoiceMarkdown(_ChoiceMarkdown):
    """Several options are marked, or the key of the scoring is there."""

    words = ("nhiều lựa chọn", "multiple choice", "multiple")
    keys = {"shuffle": _SHUFFLE, "scoring": ("cách chấm", "scoring")}

    def fits(self, source: ItemSource) -> bool:
        return sum(o.marked for o in source.options) > 1 or not source.keys.keys().isdisjoint(self.keys["scoring"])

    def read(self, source: ItemSource, values: Mapping[str, tuple[str, int]], report: Report) -> dict[str, Any]:
        data = super().read(source, values, report)
        if "scoring" in values:
            word, source.lines["scoring"] = values["scoring"]
            data["scoring"] = _SCORING_WORDS.get(fold(word), word.strip())
        return data

    def write(self, item: ChoiceItem) -> tuple[dict[str, str], list[str]]:
        keys, lines = super().write(item)
        if isinstance(item, MultipleChoiceItem) and item.scoring != "all_or_nothing":
            keys[self.keys["scoring"][0]] = item.scoring
        return keys, lines
