"""What single and multiple choice share: a list of options, each right or wrong, each with feedback."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from xblocks.common.findings import Finding

from .base import Feedback, Item, Order, QuestionType, Shape
from .fields import Fields


@dataclass(frozen=True, slots=True)
class Option:
    """One option; ``text`` and ``feedback`` are cleaned rich text."""

    id: str
    text: str
    correct: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceItem(Item):
    """A question with options; ``shuffle``: each attempt shows them in an order of its own."""

    options: tuple[Option, ...]
    shuffle: bool = True


ChoiceT = TypeVar("ChoiceT", bound=ChoiceItem)


class ChoiceType(QuestionType[ChoiceT]):
    """Base of the types whose answer is one or several of the options."""

    shape = Shape(
        flags=frozenset({"shuffle"}),
        rows={"options": ("option", Shape(rich=frozenset({"text", "feedback"}), flags=frozenset({"correct"})))},
    )

    def load_options(self, fields: Fields) -> tuple[Option, ...]:
        """The field ``options``, with duplicate ids reported."""
        options = []
        seen: set[str] = set()
        for row in fields.rows("options"):
            option = Option(row.slug("id"), row.text("text"), row.flag("correct", False), row.text("feedback"))
            row.done()
            if option.id and option.id in seen:
                row.error(
                    "duplicate-id",
                    "",
                    "trùng mã với một lựa chọn khác trong câu; hãy đổi mã",
                    "has the id of another option of the question; change one",
                )
            seen.add(option.id)
            options.append(option)
        return tuple(options)

    def _dump(self, item: ChoiceT) -> dict[str, Any]:
        rows = [{"id": o.id, "text": o.text, "correct": o.correct, "feedback": o.feedback} for o in item.options]
        return {"options": rows, "shuffle": item.shuffle}

    def _check(self, item: ChoiceT, where: str) -> Iterator[Finding]:
        if len(item.options) < 2:
            yield Finding(
                "error",
                "too-few-options",
                where,
                f"Câu “{item.id}” cần ít nhất hai lựa chọn; hãy viết thêm dòng “- [ ] …”.",
                f"Question “{item.id}” needs at least two options; add a line “- [ ] …”.",
            )
        elif not any(o.correct for o in item.options):
            yield Finding(
                "error",
                "no-right-option",
                where,
                f"Câu “{item.id}” chưa có lựa chọn đúng; hãy đánh dấu [x] vào lựa chọn đúng.",
                f"Question “{item.id}” has no right option; mark the right one with [x].",
            )
        texts: set[str] = set()
        for number, option in enumerate(item.options, start=1):
            path = f"{where}.options.{option.id}"
            if not option.text:
                yield Finding(
                    "error",
                    "option-without-text",
                    path,
                    f"Lựa chọn thứ {number} của câu “{item.id}” chưa có chữ; hãy viết nội dung hoặc xóa nó.",
                    f"Option {number} of question “{item.id}” has no text; write it or remove it.",
                )
            elif option.text in texts:
                yield Finding(
                    "warning",
                    "same-option-twice",
                    path,
                    f"Lựa chọn thứ {number} của câu “{item.id}” giống hệt một lựa chọn trước; hãy sửa một trong hai.",
                    f"Option {number} of question “{item.id}” repeats an earlier one; change one of them.",
                )
            texts.add(option.text)
            if not option.feedback:
                yield without_feedback(path, item.id, f"lựa chọn thứ {number}", f"option {number}")

    def order(self, item: ChoiceT, rng: random.Random) -> Order:
        ids = [o.id for o in item.options]
        if item.shuffle:
            rng.shuffle(ids)
        return tuple(ids)

    def _public(self, item: ChoiceT, order: Order, lang: str) -> dict[str, Any]:
        texts = {o.id: o.text for o in item.options}
        shown = [{"id": self.public_id(order, i), "text": texts[i]} for i in order if i in texts]
        return {"options": shown}

    def key(self, item: ChoiceT, order: Order) -> list[str]:
        right = {o.id for o in item.options if o.correct}
        return [self.public_id(order, i) for i in order if i in right]

    def feedback(self, item: ChoiceT, chosen: frozenset[str]) -> tuple[Feedback, ...]:
        """The feedback of the chosen options, in authored order."""
        return tuple(Feedback(o.id, o.feedback) for o in item.options if o.id in chosen and o.feedback)


def without_feedback(where: str, item: str, vi: str, en: str) -> Finding:
    """Research asks for feedback on every option: a wrong option without it teaches the error."""
    return Finding(
        "warning",
        "option-without-feedback",
        where,
        f"Câu “{item}”, {vi} chưa có lời phản hồi; hãy viết một dòng “> …” ngay dưới để người học biết vì sao.",
        f"Question “{item}”, {en} has no feedback; write a line “> …” below it that tells the learner why.",
    )
