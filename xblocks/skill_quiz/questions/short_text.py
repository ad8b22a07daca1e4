"""A word or a short phrase is typed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from xblocks.common.findings import Finding, MalformedAnswer

from .base import Answer, Feedback, Grade, Item, Order, QuestionType, Shape
from .fields import Fields, as_json_number
from .typed import MAX_TYPED, check_expected, find_match, read_typed, words_of


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """A foreseen answer: plain ``text``, its ``score`` (0..1) and its rich ``feedback``."""

    text: str
    score: float = 1
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortTextItem(Item):
    """A question for a few words. ``ignore_diacritics``: Vietnamese marks may be left out (but not be wrong ones);
    ``feedback_other`` is for answers that nobody foresaw."""

    type: ClassVar[str] = "short_text"

    alternatives: tuple[TextAnswer, ...]
    case_sensitive: bool = False
    ignore_diacritics: bool = False
    feedback_other: str = ""


class ShortText(QuestionType[ShortTextItem]):
    """Answer and raw: what was typed."""

    name = "short_text"
    shape = Shape(
        rich=frozenset({"feedback_other"}),
        flags=frozenset({"case_sensitive", "ignore_diacritics"}),
        rows={"alternatives": ("answer", Shape(rich=frozenset({"feedback"}), numbers=frozenset({"score"})))},
    )

    def _load(self, common: dict[str, Any], fields: Fields) -> ShortTextItem:
        alternatives = []
        for row in fields.rows("alternatives"):
            score = as_json_number(row.measure("score", 1, low=0, high=1))
            text = row.line("text")
            if len(text) > MAX_TYPED:
                row.error(
                    "too-long",
                    "text",
                    f"dài quá {MAX_TYPED} ký tự nên không ai gõ được; hãy rút ngắn",
                    f"has more than {MAX_TYPED} characters, so that nobody can type it; shorten it",
                )
            alternatives.append(TextAnswer(text, score, row.text("feedback")))
            row.done()
        return ShortTextItem(
            **common,
            alternatives=tuple(alternatives),
            case_sensitive=fields.flag("case_sensitive", False),
            ignore_diacritics=fields.flag("ignore_diacritics", False),
            feedback_other=fields.text("feedback_other"),
        )

    def _dump(self, item: ShortTextItem) -> dict[str, Any]:
        rows = [{"text": a.text, "score": a.score, "feedback": a.feedback} for a in item.alternatives]
        return {
            "alternatives": rows,
            "case_sensitive": item.case_sensitive,
            "ignore_diacritics": item.ignore_diacritics,
            "feedback_other": item.feedback_other,
        }

    def _check(self, item: ShortTextItem, where: str) -> Iterator[Finding]:
        forms = [words_of(a.text, case_sensitive=item.case_sensitive) if a.text else None for a in item.alternatives]
        yield from check_expected(item.id, where, item.alternatives, forms, item.feedback_other)

    def order(self, item: ShortTextItem, rng: random.Random) -> Order:
        return ()

    def _public(self, item: ShortTextItem, order: Order, lang: str) -> dict[str, Any]:
        return {"max_length": MAX_TYPED}

    def read(self, item: ShortTextItem, order: Order, raw: Any) -> str:
        return read_typed(raw)

    def show(self, item: ShortTextItem, order: Order, answer: Answer) -> str:
        return answer if isinstance(answer, str) else ""

    def grade(self, item: ShortTextItem, answer: Answer) -> Grade:
        """The alternative that ``answer`` says; of several, one said to the letter, then the best."""
        if not isinstance(answer, str):
            raise MalformedAnswer
        ranked = sorted(item.alternatives, key=lambda a: -a.score)
        found = find_match(
            answer,
            [(a.text, a) for a in ranked],
            case_sensitive=item.case_sensitive,
            ignore_diacritics=item.ignore_diacritics,
        )
        html = item.feedback_other if found is None else found.feedback
        score = 0.0 if found is None else float(found.score)
        return Grade(score, score == 1, (Feedback("", html),) if html else ())

    def key(self, item: ShortTextItem, order: Order) -> list[str]:
        return [a.text for a in item.alternatives if a.score == 1]


TYPE = ShortText()
