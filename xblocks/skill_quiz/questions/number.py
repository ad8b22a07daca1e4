"""A number is typed; the author says how far off it may be."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from xblocks.common.findings import Finding, MalformedAnswer, PlayError

from .base import Answer, Feedback, Grade, Item, Order, QuestionType, Shape
from .fields import Fields, as_json_number
from .numbers import exact, readings, write_number
from .typed import check_expected, read_typed

#: Values lie within ± this.
LIMIT = 10**15 - 1
#: Decimals of a value, at most: a number that nobody could type would have no right answer.
MAX_DECIMALS = 12


class NotANumber(MalformedAnswer):
    """What was typed is no number; the learner may type again."""

    km = "សំណួរនេះត្រូវការលេខមួយ ឧទាហរណ៍ 12 ឬ 12,5។ សូមវាយម្តងទៀត។"

    def __init__(self) -> None:
        PlayError.__init__(
            self,
            "malformed",
            "Câu này cần một con số, ví dụ 12 hoặc 12,5. Bạn hãy gõ lại nhé.",
            "This question asks for a number, such as 12 or 12.5. Please type it again.",
        )


@dataclass(frozen=True, slots=True)
class NumberAnswer:
    """A foreseen answer: every number in ``value`` ± ``tolerance`` gets ``score`` (0..1) and the rich ``feedback``."""

    value: float
    tolerance: float = 0
    score: float = 1
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberItem(Item):
    """A question for a number in ``unit`` (may be ""); ``feedback_other`` is for answers that nobody foresaw."""

    type: ClassVar[str] = "number"

    alternatives: tuple[NumberAnswer, ...]
    unit: str = ""
    feedback_other: str = ""


class Number(QuestionType[NumberItem]):
    """Answer and raw: what was typed, such as "1.500.000,5"."""

    name = "number"
    shape = Shape(
        rich=frozenset({"feedback_other"}),
        rows={
            "alternatives": (
                "answer",
                Shape(rich=frozenset({"feedback"}), numbers=frozenset({"value", "tolerance", "score"})),
            )
        },
    )

    def _load(self, common: dict[str, Any], fields: Fields) -> NumberItem:
        alternatives = []
        for row in fields.rows("alternatives"):
            alternatives.append(
                NumberAnswer(
                    _typable(row, "value", row.measure("value", None, low=-LIMIT, high=LIMIT)),
                    _typable(row, "tolerance", row.measure("tolerance", 0, low=0, high=LIMIT)),
                    as_json_number(row.measure("score", 1, low=0, high=1)),
                    row.text("feedback"),
                )
            )
            row.done()
        return NumberItem(
            **common,
            alternatives=tuple(alternatives),
            unit=fields.line("unit"),
            feedback_other=fields.text("feedback_other"),
        )

    def _dump(self, item: NumberItem) -> dict[str, Any]:
        rows = [
            {"value": a.value, "tolerance": a.tolerance, "score": a.score, "feedback": a.feedback}
            for a in item.alternatives
        ]
        return {"alternatives": rows, "unit": item.unit, "feedback_other": item.feedback_other}

    def _check(self, item: NumberItem, where: str) -> Iterator[Finding]:
        forms = [(a.value, a.tolerance) for a in item.alternatives]
        yield from check_expected(item.id, where, item.alternatives, forms, item.feedback_other)

    def order(self, item: NumberItem, rng: random.Random) -> Order:
        return ()

    def _public(self, item: NumberItem, order: Order, lang: str) -> dict[str, Any]:
        return {"unit": item.unit}

    def read(self, item: NumberItem, order: Order, raw: Any) -> str:
        typed = read_typed(raw)
        if not readings(typed, item.unit):
            raise NotANumber
        return typed

    def show(self, item: NumberItem, order: Order, answer: Answer) -> str:
        return answer if isinstance(answer, str) else ""

    def grade(self, item: NumberItem, answer: Answer) -> Grade:
        """The best alternative that one of the readings of ``answer`` hits: whether a learner writes 1500 as "1.500"
        or "1,500" is no matter of knowledge."""
        if not isinstance(answer, str):
            raise MalformedAnswer
        numbers = readings(answer, item.unit)
        hit = [a for a in item.alternatives if any(abs(n - exact(a.value)) <= exact(a.tolerance) for n in numbers)]
        if not hit:
            return Grade(0.0, False, (Feedback("", item.feedback_other),) if item.feedback_other else ())
        best = max(hit, key=lambda a: a.score)
        return Grade(float(best.score), best.score == 1, (Feedback("", best.feedback),) if best.feedback else ())

    def key(self, item: NumberItem, order: Order) -> list[str]:
        return [write_number(a.value) for a in item.alternatives if a.score == 1]


def _typable(row: Fields, name: str, value: float) -> float:
    if exact(value) != round(exact(value), MAX_DECIMALS):
        row.error(
            "too-precise",
            name,
            f"có quá {MAX_DECIMALS} chữ số sau dấu phẩy; hãy làm tròn",
            f"has more than {MAX_DECIMALS} decimals; round it",
        )
    return as_json_number(value)


TYPE = Number()
