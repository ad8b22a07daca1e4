"""Things are sorted into groups."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from xblocks.common import richtext
from xblocks.common.findings import Finding

from .base import Answer, Feedback, Grade, Item, Order, QuestionType, Shape
from .choice import without_feedback
from .faults import check_texts, too_few, unique
from .fields import Fields
from .sides import SCORINGS, Pairs, join_sides, pairs_in, read_pairs, share, show_pairs, split_sides


@dataclass(frozen=True, slots=True)
class Group:
    """A group; ``title`` is one plain line."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What is sorted: rich ``text``, the id of the ``group`` to which it belongs, rich ``feedback``."""

    id: str
    text: str
    group: str
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupingItem(Item):
    """``scoring`` is one of ``SCORINGS``."""

    type: ClassVar[str] = "grouping"

    groups: tuple[Group, ...]
    things: tuple[Thing, ...]
    scoring: str = "partial"


class Grouping(QuestionType[GroupingItem]):
    """Answer: sorted pairs (thing id, group id); raw: the same as an object of public ids. Groups stand in authored
    order, things in drawn order."""

    name = "grouping"
    shape = Shape(
        rows={
            "groups": ("group", Shape()),
            "things": ("thing", Shape(rich=frozenset({"text", "feedback"}))),
        }
    )

    def _load(self, common: dict[str, Any], fields: Fields) -> GroupingItem:
        seen_groups: set[str] = set()
        seen_things: set[str] = set()
        groups, things = [], []
        for row in fields.rows("groups"):
            groups.append(Group(unique(row, row.slug("id"), seen_groups), row.line("title")))
            row.done()
        for row in fields.rows("things"):
            one = unique(row, row.slug("id"), seen_things)
            group = row.string("group")
            if group not in seen_groups:
                row.error(
                    "unknown-group",
                    "group",
                    "phải là mã của một nhóm trong câu",
                    "must be the id of a group of the question",
                )
            things.append(Thing(one, row.text("text"), group, row.text("feedback")))
            row.done()
        scoring = fields.choice("scoring", SCORINGS, "partial")
        return GroupingItem(**common, groups=tuple(groups), things=tuple(things), scoring=scoring)

    def _dump(self, item: GroupingItem) -> dict[str, Any]:
        return {
            "groups": [{"id": g.id, "title": g.title} for g in item.groups],
            "things": [{"id": t.id, "text": t.text, "group": t.group, "feedback": t.feedback} for t in item.things],
            "scoring": item.scoring,
        }

    def _check(self, item: GroupingItem, where: str) -> Iterator[Finding]:
        if len(item.groups) < 2:
            vi = "ít nhất hai nhóm; hãy viết “nhóm: Tên một; Tên hai” dưới mã câu"
            yield too_few(
                where, item.id, "too-few-groups", vi, "at least two groups; write “groups: One; Two” below its id"
            )
        if len(item.things) < 2:
            vi = "ít nhất hai thứ để xếp; hãy viết thêm dòng “- [Tên nhóm] …”"
            yield too_few(where, item.id, "too-few-things", vi, "at least two things to sort; add a line “- [Group] …”")
        titles = [(g.id, g.title, g.title.casefold()) for g in item.groups]
        yield from check_texts(f"{where}.groups", item.id, titles, "nhóm", "group")
        texts = [(t.id, t.text, t.text) for t in item.things]
        yield from check_texts(f"{where}.things", item.id, texts, "thứ cần xếp", "thing")
        used = {t.group for t in item.things}
        for group in item.groups:
            if group.id not in used:
                yield Finding(
                    "warning",
                    "empty-group",
                    f"{where}.groups.{group.id}",
                    f"Câu “{item.id}”, nhóm “{group.title}” không có gì thuộc về nó; hãy thêm hoặc bỏ nhóm.",
                    f"Question “{item.id}”, nothing belongs to the group “{group.title}”; add something or remove it.",
                )
        for number, thing in enumerate(item.things, start=1):
            if not thing.feedback:
                path = f"{where}.things.{thing.id}"
                yield without_feedback(path, item.id, f"thứ cần xếp số {number}", f"thing {number}")

    def order(self, item: GroupingItem, rng: random.Random) -> Order:
        things = [t.id for t in item.things]
        rng.shuffle(things)
        return join_sides(things, [g.id for g in item.groups])

    def _public(self, item: GroupingItem, order: Order, lang: str) -> dict[str, Any]:
        near, far = split_sides(order)
        titles, texts = {g.id: g.title for g in item.groups}, {t.id: t.text for t in item.things}
        return {
            "groups": [{"id": str(n), "title": titles[i]} for n, i in enumerate(far, start=1) if i in titles],
            "things": [{"id": str(n), "text": texts[i]} for n, i in enumerate(near, start=1) if i in texts],
        }

    def read(self, item: GroupingItem, order: Order, raw: Any) -> Pairs:
        return read_pairs(order, raw)

    def show(self, item: GroupingItem, order: Order, answer: Answer) -> dict[str, str]:
        return show_pairs(order, answer)

    def grade(self, item: GroupingItem, answer: Answer) -> Grade:
        """``partial``: the share of the things that lie in their group; one that was not sorted is wrong. Feedback of
        every thing that was sorted."""
        given, (hits, _) = pairs_in(answer), self.parts_right(item, answer)
        feedback = tuple(Feedback(t.id, t.feedback) for t in item.things if t.id in given and t.feedback)
        return Grade(share(hits, len(item.things), item.scoring), hits == len(item.things), feedback)

    def parts_right(self, item: GroupingItem, answer: Answer) -> tuple[int, int]:
        given = pairs_in(answer)
        return sum(given.get(t.id) == t.group for t in item.things), len(item.things)

    def key(self, item: GroupingItem, order: Order) -> dict[str, str]:
        return show_pairs(order, tuple((t.id, t.group) for t in item.things))

    def _describe(self, item: GroupingItem, answer: Answer) -> str:
        titles = {g.id: g.title for g in item.groups}
        texts = {t.id: richtext.plain(t.text) for t in item.things}
        given = pairs_in(answer).items()
        return ", ".join(f"{texts.get(thing, thing)} → {titles.get(group, group)}" for thing, group in given)


TYPE = Grouping()
