"""A statement that is true or false."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from xblocks.common.findings import Finding, MalformedAnswer

from .base import Answer, Feedback, Grade, Item, Order, QuestionType, Shape
from .choice import without_feedback
from .fields import Fields

_ORDER = ("true", "false")
_WORDS = {"vi": ("Đúng", "Sai"), "en": ("True", "False"), "km": ("ត្រូវ", "ខុស")}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalseItem(Item):
    """``answer`` says whether the statement is true; the feedbacks belong to the two choices of the learner."""

    type: ClassVar[str] = "true_false"

    answer: bool
    feedback_true: str = ""
    feedback_false: str = ""


class TrueFalse(QuestionType[TrueFalseItem]):
    """Answer: "true" or "false"; raw: "1" (true) or "2" (false), in every attempt."""

    name = "true_false"
    shape = Shape(rich=frozenset({"feedback_true", "feedback_false"}), flags=frozenset({"answer"}))

    def _load(self, common: dict[str, Any], fields: Fields) -> TrueFalseItem:
        return TrueFalseItem(
            **common,
            answer=fields.flag("answer"),
            feedback_true=fields.text("feedback_true"),
            feedback_false=fields.text("feedback_false"),
        )

    def _dump(self, item: TrueFalseItem) -> dict[str, Any]:
        return {
            "answer": item.answer,
            "feedback_true": item.feedback_true,
            "feedback_false": item.feedback_false,
        }

    def _check(self, item: TrueFalseItem, where: str) -> Iterator[Finding]:
        if not item.feedback_true:
            yield without_feedback(f"{where}.feedback_true", item.id, "lựa chọn “Đúng”", "the option “True”")
        if not item.feedback_false:
            yield without_feedback(f"{where}.feedback_false", item.id, "lựa chọn “Sai”", "the option “False”")

    def order(self, item: TrueFalseItem, rng: random.Random) -> Order:
        return _ORDER

    def _public(self, item: TrueFalseItem, order: Order, lang: str) -> dict[str, Any]:
        words = _WORDS.get(lang[:2], _WORDS["en"])
        return {"options": [{"id": "1", "text": words[0]}, {"id": "2", "text": words[1]}]}

    def read(self, item: TrueFalseItem, order: Order, raw: Any) -> str:
        return self.real_id(_ORDER, raw)

    def show(self, item: TrueFalseItem, order: Order, answer: Answer) -> str:
        return self.public_id(_ORDER, answer) if isinstance(answer, str) else ""

    def grade(self, item: TrueFalseItem, answer: Answer) -> Grade:
        if answer not in _ORDER or not isinstance(answer, str):
            raise MalformedAnswer
        said = answer == "true"
        html = item.feedback_true if said else item.feedback_false
        feedback = (Feedback(answer, html),) if html else ()
        correct = said == item.answer
        return Grade(1.0 if correct else 0.0, correct, feedback)

    def public_id(self, order: Order, part: str) -> str:
        return super().public_id(_ORDER, part)

    def key(self, item: TrueFalseItem, order: Order) -> list[str]:
        return ["1" if item.answer else "2"]


TYPE = TrueFalse()
