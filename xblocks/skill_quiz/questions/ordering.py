"""Steps are put into the right order."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from xblocks.common import richtext
from xblocks.common.findings import Finding, MalformedAnswer

from .base import Answer, Feedback, Grade, Item, Order, QuestionType, Shape
from .faults import check_texts, no_whole_feedback, too_few, unique
from .fields import Fields
from .sides import SCORINGS


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``text`` is rich."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderingItem(Item):
    """``steps`` stand in the right order; ``scoring`` is ``partial`` or ``all_or_nothing``."""

    type: ClassVar[str] = "ordering"

    steps: tuple[Step, ...]
    feedback_right: str = ""
    feedback_wrong: str = ""
    scoring: str = "partial"


class Ordering(QuestionType[OrderingItem]):
    """Answer: ids of all steps as the learner put them; raw: their public ids."""

    name = "ordering"
    shape = Shape(
        rich=frozenset({"feedback_right", "feedback_wrong"}),
        rows={"steps": ("step", Shape(rich=frozenset({"text"})))},
    )

    def _load(self, common: dict[str, Any], fields: Fields) -> OrderingItem:
        steps = []
        seen: set[str] = set()
        for row in fields.rows("steps"):
            steps.append(Step(unique(row, row.slug("id"), seen), row.text("text")))
            row.done()
        return OrderingItem(
            **common,
            steps=tuple(steps),
            feedback_right=fields.text("feedback_right"),
            feedback_wrong=fields.text("feedback_wrong"),
            scoring=fields.choice("scoring", SCORINGS, "partial"),
        )

    def _dump(self, item: OrderingItem) -> dict[str, Any]:
        return {
            "steps": [{"id": s.id, "text": s.text} for s in item.steps],
            "feedback_right": item.feedback_right,
            "feedback_wrong": item.feedback_wrong,
            "scoring": item.scoring,
        }

    def _check(self, item: OrderingItem, where: str) -> Iterator[Finding]:
        if len(item.steps) < 2:
            vi = "ít nhất hai bước; hãy viết thêm dòng “- [1] …”, “- [2] …”"
            yield too_few(where, item.id, "too-few-steps", vi, "at least two steps; add lines “- [1] …”, “- [2] …”")
        rows = [(s.id, s.text, s.text) for s in item.steps]
        yield from check_texts(f"{where}.steps", item.id, rows, "bước", "step")
        if not item.feedback_right:
            yield no_whole_feedback(where, item.id, "feedback_right", "Khi đúng", "When right")
        if not item.feedback_wrong:
            yield no_whole_feedback(where, item.id, "feedback_wrong", "Khi sai", "When wrong")

    def order(self, item: OrderingItem, rng: random.Random) -> Order:
        ids = [s.id for s in item.steps]
        rng.shuffle(ids)
        return tuple(ids)

    def _public(self, item: OrderingItem, order: Order, lang: str) -> dict[str, Any]:
        texts = {s.id: s.text for s in item.steps}
        return {"options": [{"id": self.public_id(order, i), "text": texts[i]} for i in order if i in texts]}

    def read(self, item: OrderingItem, order: Order, raw: Any) -> tuple[str, ...]:
        if not isinstance(raw, list) or len(raw) != len(order):
            raise MalformedAnswer
        given = tuple(self.real_id(order, public) for public in raw)
        if len(set(given)) != len(order):
            raise MalformedAnswer
        return given

    def show(self, item: OrderingItem, order: Order, answer: Answer) -> list[str]:
        return [self.public_id(order, one) for one in answer if isinstance(one, str)] if order else []

    def grade(self, item: OrderingItem, answer: Answer) -> Grade:
        """Score of an order of n steps. ``partial``: (L − 1) / (n − 1), where L is the length of the longest part of
        the answer, not necessarily adjacent, that stands in the right order: so one step in a wrong place costs one
        share wherever it went, and the reverse order gets 0. Moodle's ordering question calls this grading type
        "longest ordered subset" (it divides L by n, which gives points for any answer). Steps that the item no longer
        has are passed over.
        """
        places = {s.id: place for place, s in enumerate(item.steps)}
        given = [places[one] for one in _ids(answer) if one in places]
        correct = bool(places) and given == list(range(len(places)))
        if correct:
            score = 1.0
        elif item.scoring == "partial" and len(places) > 1:
            score = max(0, _longest_rise(given) - 1) / (len(places) - 1)
        else:
            score = 0.0
        html = item.feedback_right if correct else item.feedback_wrong
        return Grade(score, correct, (Feedback("", html),) if html else ())

    def parts_right(self, item: OrderingItem, answer: Answer) -> tuple[int, int]:
        """Steps that stand in their place."""
        given = _ids(answer)
        return sum(one == step.id for one, step in zip(given, item.steps, strict=False)), len(item.steps)

    def key(self, item: OrderingItem, order: Order) -> list[str]:
        return [self.public_id(order, s.id) for s in item.steps if s.id in order]

    def words(self, item: OrderingItem) -> Mapping[str, str]:
        return {s.id: richtext.plain(s.text) for s in item.steps}


def _ids(answer: Answer) -> list[str]:
    if isinstance(answer, str) or not all(isinstance(one, str) for one in answer):
        raise MalformedAnswer
    ids = [one for one in answer if isinstance(one, str)]
    if len(set(ids)) != len(ids):
        raise MalformedAnswer
    return ids


def _longest_rise(places: Sequence[int]) -> int:
    """The length of the longest strictly rising subsequence (patience sorting)."""
    tails: list[int] = []
    for place in places:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    return len(tails)


TYPE = Ordering()
