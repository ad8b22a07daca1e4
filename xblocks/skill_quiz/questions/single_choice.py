"""Exactly one option is right, and exactly one is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from xblocks.common.findings import Finding, MalformedAnswer

from .base import Answer, Grade, Order
from .choice import ChoiceItem, ChoiceType
from .fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleChoiceItem(ChoiceItem):
    """A question with one right option."""

    type: ClassVar[str] = "single_choice"


class SingleChoice(ChoiceType[SingleChoiceItem]):
    """Answer: the id of an option; raw: its public id."""

    name = "single_choice"

    def _load(self, common: dict[str, Any], fields: Fields) -> SingleChoiceItem:
        return SingleChoiceItem(**common, options=self.load_options(fields), shuffle=fields.flag("shuffle", True))

    def _check(self, item: SingleChoiceItem, where: str) -> Iterator[Finding]:
        yield from super()._check(item, where)
        if sum(o.correct for o in item.options) > 1:
            yield Finding(
                "error",
                "several-right-options",
                where,
                f"Câu “{item.id}” chỉ được có một lựa chọn đúng; hãy bỏ bớt dấu [x] hoặc đổi loại câu.",
                f"Question “{item.id}” may have one right option only; unmark the others or make it multiple_choice.",
            )

    def read(self, item: SingleChoiceItem, order: Order, raw: Any) -> str:
        return self.real_id(order, raw)

    def show(self, item: SingleChoiceItem, order: Order, answer: Answer) -> str:
        return self.public_id(order, answer) if isinstance(answer, str) else ""

    def grade(self, item: SingleChoiceItem, answer: Answer) -> Grade:
        if not isinstance(answer, str):
            raise MalformedAnswer
        correct = any(o.correct and o.id == answer for o in item.options)
        return Grade(1.0 if correct else 0.0, correct, self.feedback(item, frozenset({answer})))


TYPE = SingleChoice()
