"""Each part on the left is matched with one on the right."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from xblocks.common import richtext
from xblocks.common.findings import Finding

from .base import Answer, Feedback, Grade, Item, Order, QuestionType, Shape
from .choice import without_feedback
from .faults import check_texts, missing_text, same_twice, too_few, unique
from .fields import Fields
from .sides import SCORINGS, Pairs, join_sides, pairs_in, read_pairs, share, show_pairs, split_sides


@dataclass(frozen=True, slots=True)
class Pair:
    """What belongs together; ``left``, ``right`` and ``feedback`` are rich. The id names either side."""

    id: str
    left: str
    right: str
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Distractor:
    """A right side that belongs to no left one; ``text`` is rich."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingItem(Item):
    """Several pairs may have the same right side: it is shown once. ``scoring`` is one of ``SCORINGS``."""

    type: ClassVar[str] = "matching"

    pairs: tuple[Pair, ...]
    distractors: tuple[Distractor, ...] = ()
    scoring: str = "partial"

    def rights(self) -> dict[str, str]:
        """Id -> text of every right side, each text once (the first pair that has it gives the id)."""
        by_text: dict[str, str] = {}
        for one, text in [(p.id, p.right) for p in self.pairs] + [(d.id, d.text) for d in self.distractors]:
            by_text.setdefault(text, one)
        return {one: text for text, one in by_text.items()}


class Matching(QuestionType[MatchingItem]):
    """Answer: sorted pairs (id of the left side, id of the right one); raw: the same as an object of public ids. The
    left side stands in authored order, the right one in drawn order."""

    name = "matching"
    shape = Shape(
        rows={
            "pairs": ("pair", Shape(rich=frozenset({"left", "right", "feedback"}))),
            "distractors": ("distractor", Shape(rich=frozenset({"text"}))),
        }
    )

    def _load(self, common: dict[str, Any], fields: Fields) -> MatchingItem:
        seen: set[str] = set()
        pairs, distractors = [], []
        for row in fields.rows("pairs"):
            one = unique(row, row.slug("id"), seen)
            pairs.append(Pair(one, row.text("left"), row.text("right"), row.text("feedback")))
            row.done()
        for row in fields.rows("distractors"):
            distractors.append(Distractor(unique(row, row.slug("id"), seen), row.text("text")))
            row.done()
        scoring = fields.choice("scoring", SCORINGS, "partial")
        return MatchingItem(**common, pairs=tuple(pairs), distractors=tuple(distractors), scoring=scoring)

    def _dump(self, item: MatchingItem) -> dict[str, Any]:
        return {
            "pairs": [{"id": p.id, "left": p.left, "right": p.right, "feedback": p.feedback} for p in item.pairs],
            "distractors": [{"id": d.id, "text": d.text} for d in item.distractors],
            "scoring": item.scoring,
        }

    def _check(self, item: MatchingItem, where: str) -> Iterator[Finding]:
        if len(item.pairs) < 2:
            vi = "ít nhất hai cặp; hãy viết thêm dòng “- [x] … → …”"
            yield too_few(where, item.id, "too-few-pairs", vi, "at least two pairs; add a line “- [x] … → …”")
        elif len(item.rights()) < 2:
            vi = "ít nhất hai vế phải khác nhau; hãy thêm cặp hoặc một vế phải thừa “- [ ] …”"
            en = "at least two different right sides; add a pair, or a right side too many “- [ ] …”"
            yield too_few(where, item.id, "one-right-side", vi, en)
        lefts = [(p.id, p.left, p.left) for p in item.pairs]
        yield from check_texts(f"{where}.pairs", item.id, lefts, "vế trái", "left side")
        for number, pair in enumerate(item.pairs, start=1):
            path = f"{where}.pairs.{pair.id}"
            if not pair.right:
                yield missing_text(path, item.id, f"vế phải thứ {number}", f"right side {number}")
            if not pair.feedback:
                yield without_feedback(path, item.id, f"cặp thứ {number}", f"pair {number}")
        taken = {p.right for p in item.pairs}
        for number, one in enumerate(item.distractors, start=1):
            path = f"{where}.distractors.{one.id}"
            if not one.text:
                yield missing_text(path, item.id, f"vế phải thừa thứ {number}", f"extra right side {number}")
            elif one.text in taken:
                yield same_twice(path, item.id, f"vế phải thừa thứ {number}", f"extra right side {number}")
            taken.add(one.text)

    def order(self, item: MatchingItem, rng: random.Random) -> Order:
        rights = list(item.rights())
        rng.shuffle(rights)
        return join_sides([p.id for p in item.pairs], rights)

    def _public(self, item: MatchingItem, order: Order, lang: str) -> dict[str, Any]:
        near, far = split_sides(order)
        lefts, rights = {p.id: p.left for p in item.pairs}, _rights(item)
        return {
            "left": [{"id": str(n), "text": lefts[i]} for n, i in enumerate(near, start=1) if i in lefts],
            "right": [{"id": str(n), "text": rights[i]} for n, i in enumerate(far, start=1) if i in rights],
        }

    def read(self, item: MatchingItem, order: Order, raw: Any) -> Pairs:
        return read_pairs(order, raw)

    def show(self, item: MatchingItem, order: Order, answer: Answer) -> dict[str, str]:
        return show_pairs(order, answer)

    def grade(self, item: MatchingItem, answer: Answer) -> Grade:
        """``partial``: the share of the left sides that have their right one (any with the same words); a left side
        without an answer is wrong. Feedback of every left side that was matched."""
        given, (hits, _) = pairs_in(answer), self.parts_right(item, answer)
        feedback = tuple(Feedback(p.id, p.feedback) for p in item.pairs if p.id in given and p.feedback)
        score = share(hits, len(item.pairs), item.scoring)
        return Grade(score, hits == len(item.pairs), feedback)

    def parts_right(self, item: MatchingItem, answer: Answer) -> tuple[int, int]:
        given, rights = pairs_in(answer), _rights(item)
        hits = sum(p.id in given and rights.get(given[p.id]) == p.right for p in item.pairs)
        return hits, len(item.pairs)

    def key(self, item: MatchingItem, order: Order) -> dict[str, str]:
        far = split_sides(order)[1]
        rights = _rights(item)
        found = {p.id: next((i for i in far if rights.get(i) == p.right), "") for p in item.pairs}
        return show_pairs(order, tuple(found.items()))

    def _describe(self, item: MatchingItem, answer: Answer) -> str:
        lefts, rights = {p.id: p.left for p in item.pairs}, _rights(item)
        return ", ".join(
            f"{richtext.plain(lefts.get(left, left))} → {richtext.plain(rights.get(right, right))}"
            for left, right in pairs_in(answer).items()
        )


def _rights(item: MatchingItem) -> dict[str, str]:
    """Id -> text of every right side, shown or not."""
    return {p.id: p.right for p in item.pairs} | {d.id: d.text for d in item.distractors}


TYPE = Matching()
