"""Ordering, matching and grouping in Markdown: one line per step, pair or thing, marked with what it belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from xblocks.common import richtext

from ...questions.fields import one_line
from ...questions.grouping import Group, GroupingItem
from ...questions.matching import MatchingItem
from ...questions.ordering import OrderingItem
from ..source import Grammar, ItemSource, OptionSource, fold, has_id, write_option, write_section
from .base import MarkdownAdapter, Report
from .choice import option_id
from .plain import refuse_feedback

SCORING_KEY = ("cách chấm", "scoring")
_SCORING_WORDS = {"tất cả": "all_or_nothing", "từng phần": "partial"}


def read_scoring(source: ItemSource, values: Mapping[str, tuple[str, int]]) -> dict[str, str]:
    """The field ``scoring`` if it is given."""
    if "scoring" not in values:
        return {}
    word, source.lines["scoring"] = values["scoring"]
    return {"scoring": _SCORING_WORDS.get(fold(word), word.strip())}


def write_scoring(scoring: str) -> dict[str, str]:
    """The key of a scoring that is not the usual one."""
    return {} if scoring == "partial" else {SCORING_KEY[0]: scoring}


def id_of(option: OptionSource, position: int) -> str:
    """The id of a part, its own or by position (from 0)."""
    return option.id or option_id(position)


def explicit_id(own: str, position: int, text: str) -> str:
    """The id to write after the Markdown ``text``: "" where the position gives it."""
    return "" if own == option_id(position) and not has_id(text) else own


class OrderingMarkdown(MarkdownAdapter):
    """``- [1] Gọi nhà mạng``"""

    words = ("sắp xếp", "sắp thứ tự", "ordering", "order")
    keys = {"scoring": SCORING_KEY}
    grammar = Grammar(
        mark=r"[0-9]{1,3}\.?",
        sections={"feedback_right": ("khi đúng", "when right"), "feedback_wrong": ("khi sai", "when wrong")},
    )

    def fits(self, source: ItemSource) -> bool:
        return False

    def read(self, source: ItemSource, values: Mapping[str, tuple[str, int]], report: Report) -> dict[str, Any]:
        steps = []
        placed: dict[int, int] = {}
        for position, option in enumerate(source.options):
            one, place = id_of(option, position), int(option.mark.rstrip("."))
            source.lines[f"steps.{one}"] = source.lines[f"steps.{position + 1}"] = option.line
            refuse_feedback(
                option, report, "“**Khi đúng:**” hoặc “**Khi sai:**”", "“**When right:**” or “**When wrong:**”"
            )
            if place in placed:
                report(
                    "same-place-twice",
                    option.line,
                    f"hai bước cùng có số {place} (dòng {placed[place]}); hãy đánh số lại",
                    f"two steps have the number {place} (line {placed[place]}); number them anew",
                )
            placed[place] = option.line
            steps.append((place, {"id": one, "text": richtext.from_markdown(option.text)}))
        told = {name: richtext.from_markdown(source.sections.get(name, "")) for name in self.grammar.sections}
        rows = [row for _, row in sorted(steps, key=lambda step: step[0])]
        return {"steps": rows, **told, **read_scoring(source, values)}

    def write(self, item: OrderingItem) -> tuple[dict[str, str], list[str]]:
        lines: list[str] = []
        for position, step in enumerate(item.steps):
            text = richtext.to_markdown(step.text)
            lines += write_option(str(position + 1), explicit_id(step.id, position, text), text, "")
        lines += write_section("Khi đúng", richtext.to_markdown(item.feedback_right), self.grammar)
        lines += write_section("Khi sai", richtext.to_markdown(item.feedback_wrong), self.grammar)
        return write_scoring(item.scoring), lines


_ARROWS = ("→", "->", "=>")
_ARROW = re.compile(r"→|[-=]>")
_GUARDED = {"→": "&rarr;", "->": "-&gt;", "=>": "=&gt;"}


class MatchingMarkdown(MarkdownAdapter):
    """``- [x] 113 → Công an``, and ``- [ ] …`` for a right side too many."""

    words = ("ghép đôi", "nối", "matching")
    keys = {"scoring": SCORING_KEY}

    def fits(self, source: ItemSource) -> bool:
        return False

    def read(self, source: ItemSource, values: Mapping[str, tuple[str, int]], report: Report) -> dict[str, Any]:
        pairs: list[dict[str, Any]] = []
        distractors: list[dict[str, Any]] = []
        for position, option in enumerate(source.options):
            one = id_of(option, position)
            name, rows = ("pairs", pairs) if option.marked else ("distractors", distractors)
            source.lines[f"{name}.{one}"] = source.lines[f"{name}.{len(rows) + 1}"] = option.line
            if not option.marked:
                refuse_feedback(option, report, "phản hồi của các cặp", "the feedback of the pairs")
                rows.append({"id": one, "text": richtext.from_markdown(option.text)})
                continue
            left, right = _halves(option.text)
            if right is None:
                report(
                    "no-arrow",
                    option.line,
                    "thiếu mũi tên giữa hai vế; hãy viết “- [x] vế trái → vế phải” (hoặc ->)",
                    "has no arrow between its sides; write “- [x] left → right” (or ->)",
                )
            rows.append(
                {
                    "id": one,
                    "left": richtext.from_markdown(left),
                    "right": richtext.from_markdown(right or ""),
                    "feedback": richtext.from_markdown(option.feedback),
                }
            )
        return {"pairs": pairs, "distractors": distractors, **read_scoring(source, values)}

    def write(self, item: MatchingItem) -> tuple[dict[str, str], list[str]]:
        lines: list[str] = []
        for position, pair in enumerate(item.pairs):
            text = _joined(richtext.to_markdown(pair.left), richtext.to_markdown(pair.right))
            lines += write_option(True, explicit_id(pair.id, position, text), text, richtext.to_markdown(pair.feedback))
        for position, one in enumerate(item.distractors, start=len(item.pairs)):
            text = richtext.to_markdown(one.text)
            lines += write_option(False, explicit_id(one.id, position, text), text, "")
        return write_scoring(item.scoring), lines


def _halves(text: str) -> tuple[str, str | None]:
    """Both sides: cut at the line that is an arrow, else at the first arrow."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if line.strip() in _ARROWS and len(lines) > 1:
            return "\n".join(lines[:place]), "\n".join(lines[place + 1 :])
    left, *right = _ARROW.split(text, maxsplit=1)
    return left, right[0] if right else None


def _joined(left: str, right: str) -> str:
    """Both sides on one line if they are simple, else with an arrow on a line of its own."""
    simple = all(
        side and "\n" not in side and not _ARROW.search(side) and not re.match(r"> ?|- |1\. ", side)
        for side in (left, right)
    )
    if simple and not has_id(left):
        return f"{left} → {right}"
    lines = [_GUARDED.get(line.strip(), line) for line in left.split("\n")]
    return "\n".join([*lines, "", "→", "", *right.split("\n")])


_GROUP = re.compile(r"((?:[^\\;]|\\.|\\$)*)(?:;|$)")
_GROUP_ID = re.compile(r"(.*?)\s*\{#([^{}\s]*)\}\s*")


class GroupingMarkdown(MarkdownAdapter):
    """``nhóm: Lừa đảo; Tin thật`` and ``- [Lừa đảo] …``"""

    words = ("xếp nhóm", "phân nhóm", "grouping", "groups")
    keys = {"groups": ("nhóm", "groups"), "scoring": SCORING_KEY}
    grammar = Grammar(mark=r"[^\[\]]{1,80}")

    def fits(self, source: ItemSource) -> bool:
        return False

    def read(self, source: ItemSource, values: Mapping[str, tuple[str, int]], report: Report) -> dict[str, Any]:
        groups = _read_groups(values["groups"][0]) if "groups" in values else []
        if not groups:
            titles = dict.fromkeys(one_line(option.mark) for option in source.options)
            groups = [Group(option_id(position), title) for position, title in enumerate(titles)]
        by_mark = {fold(g.title): g.id for g in reversed(groups)} | {g.title: g.id for g in reversed(groups)}
        by_mark |= {f"#{g.id}": g.id for g in groups}
        for group in groups:
            source.lines[f"groups.{group.id}"] = values["groups"][1] if "groups" in values else source.line
        things = []
        for position, option in enumerate(source.options):
            one, mark = id_of(option, position), one_line(option.mark)
            source.lines[f"things.{one}"] = source.lines[f"things.{position + 1}"] = option.line
            group_id = by_mark.get(mark) or by_mark.get(fold(mark))
            if group_id is None:
                listed = ", ".join(g.title for g in groups)
                report(
                    "unknown-group",
                    option.line,
                    f"không có nhóm “{mark}”; các nhóm là: {listed}",
                    f"there is no group “{mark}”; the groups are: {listed}",
                )
            things.append(
                {
                    "id": one,
                    "text": richtext.from_markdown(option.text),
                    "group": group_id or (groups[0].id if groups else ""),
                    "feedback": richtext.from_markdown(option.feedback),
                }
            )
        rows = [{"id": g.id, "title": g.title} for g in groups]
        return {"groups": rows, "things": things, **read_scoring(source, values)}

    def write(self, item: GroupingItem) -> tuple[dict[str, str], list[str]]:
        marks = {
            g.id: g.title if re.fullmatch(self.grammar.mark, g.title) and g.title[0] != "#" else f"#{g.id}"
            for g in item.groups
        }
        lines: list[str] = []
        for position, thing in enumerate(item.things):
            text = richtext.to_markdown(thing.text)
            lines += write_option(
                marks[thing.group],
                explicit_id(thing.id, position, text),
                text,
                richtext.to_markdown(thing.feedback),
            )
        written = [_write_group(group, position) for position, group in enumerate(item.groups)]
        return {self.keys["groups"][0]: "; ".join(written), **write_scoring(item.scoring)}, lines


def _read_groups(written: str) -> list[Group]:
    groups: list[Group] = []
    for match in _GROUP.finditer(written):
        title, own = one_line(match[1]), ""
        if named := _GROUP_ID.fullmatch(title):
            title, own = named[1], named[2]
        title = one_line(re.sub(r"\\(.)", r"\1", title))
        if title or own:
            groups.append(Group(own or option_id(len(groups)), title))
    return groups


def _write_group(group: Group, position: int) -> str:
    title = re.sub(r"([\\;])", r"\\\1", group.title)
    plain = group.id == option_id(position) and not _GROUP_ID.fullmatch(title)
    return title if plain else f"{title} {{#{group.id}}}"
