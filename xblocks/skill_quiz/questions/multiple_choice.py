"""One or several options are right; one or several are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from xblocks.common.findings import MalformedAnswer

from .base import Answer, Grade, Order
from .choice import ChoiceItem, ChoiceType
from .fields import Fields

SCORINGS = ("all_or_nothing", "partial", "right_minus_wrong")


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleChoiceItem(ChoiceItem):
    """A question with one or more right options; ``scoring`` is one of ``SCORINGS``."""

    type: ClassVar[str] = "multiple_choice"

    scoring: str = "all_or_nothing"


class MultipleChoice(ChoiceType[MultipleChoiceItem]):
    """Answer: ids of the chosen options in authored order, at least one; raw: a list of public ids."""

    name = "multiple_choice"

    def _load(self, common: dict[str, Any], fields: Fields) -> MultipleChoiceItem:
        return MultipleChoiceItem(
            **common,
            options=self.load_options(fields),
            shuffle=fields.flag("shuffle", True),
            scoring=fields.choice("scoring", SCORINGS, "all_or_nothing"),
        )

    def _dump(self, item: MultipleChoiceItem) -> dict[str, Any]:
        return {**super()._dump(item), "scoring": item.scoring}

    def read(self, item: MultipleChoiceItem, order: Order, raw: Any) -> tuple[str, ...]:
        if not isinstance(raw, list) or not 1 <= len(raw) <= len(order):
            raise MalformedAnswer
        chosen = {self.real_id(order, public) for public in raw}
        if len(chosen) != len(raw):
            raise MalformedAnswer
        return tuple(o.id for o in item.options if o.id in chosen)

    def show(self, item: MultipleChoiceItem, order: Order, answer: Answer) -> list[str]:
        chosen = () if isinstance(answer, str) else answer
        return [self.public_id(order, i) for i in order if i in chosen]

    def grade(self, item: MultipleChoiceItem, answer: Answer) -> Grade:
        """Score of ``answer``, with r right options among n:

        - ``all_or_nothing``: 1 if exactly the right options are chosen, else 0;
        - ``partial``: the share of the n options judged rightly (chosen if right, left if wrong), as the "every
          decision counts" credit of Open edX's own checkbox problems;
        - ``right_minus_wrong``: (right chosen − wrong chosen) / r, never below 0.
        """
        if isinstance(answer, str) or not all(isinstance(part, str) for part in answer):
            raise MalformedAnswer
        chosen = frozenset(part for part in answer if isinstance(part, str))
        right = frozenset(o.id for o in item.options if o.correct)
        hits, wrong, missed = len(chosen & right), len(chosen - right), len(right - chosen)
        correct = not wrong and not missed
        if correct:
            score = 1.0
        elif item.scoring == "partial":
            score = max(0.0, 1 - (wrong + missed) / len(item.options))
        elif item.scoring == "right_minus_wrong":
            score = max(0.0, (hits - wrong) / len(right)) if right else 0.0
        else:
            score = 0.0
        return Grade(score, correct, self.feedback(item, chosen))


TYPE = MultipleChoice()
