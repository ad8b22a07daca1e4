"""What of an attempt reaches the browser: the ``AttemptView`` of the contracts, and its parts.

Nothing here holds an authored option id; keys, feedback and scores appear only where :mod:`.policy` allows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xblocks.common.findings import MalformedAnswer, UnknownItem

from .attempt import Answered, Attempt, Drawn, ScoreCard, score
from .model import Quiz
from .policy import Rules, Visible, visible
from .questions import Grade, Item, type_of
from .questions.fields import as_json_number


def view(
    quiz: Quiz,
    attempt: Attempt,
    rules: Rules,
    *,
    past_due: bool | None = None,
    show_correctness: str = "always",
    passed_before: bool = False,
    titles: Mapping[str, str] | None = None,
    lang: str = "vi",
) -> dict[str, Any]:
    """The ``AttemptView``: the items as drawn, the answers given, and such results as may be shown.

    ``past_due`` and ``show_correctness`` as in :func:`~.policy.visible`; ``passed_before``: an earlier attempt
    reached the pass mark; ``titles``: competency id -> title in the reader's language; ``lang``: of that reader.
    An item that ``quiz`` no longer has is left out.
    """
    sight = _Sight(quiz, attempt, rules, past_due, show_correctness, passed_before)
    items = []
    for drawn in attempt.items:
        item = quiz.by_id.get(drawn.item)
        if item is None:
            continue
        given = sight.current.get(drawn.item)
        kind = type_of(item)
        items.append(
            {
                **kind.public(item, drawn.order, lang),
                "answer": None if given is None else kind.show(item, drawn.order, given.answer),
                "result": sight.item(item, drawn),
            }
        )
    return {
        "id": attempt.id,
        "number": attempt.number,
        "status": attempt.status,
        "step": attempt.step,
        "items": items,
        "result": sight.attempt(titles),
    }


def item_result(
    quiz: Quiz,
    attempt: Attempt,
    rules: Rules,
    item: str,
    *,
    past_due: bool | None = None,
    show_correctness: str = "always",
    passed_before: bool = False,
) -> dict[str, Any] | None:
    """The ``ItemResult`` of one item, or None if nothing of it may be shown. Raises :class:`UnknownItem`."""
    drawn = next((d for d in attempt.items if d.item == item), None)
    if drawn is None or item not in quiz.by_id:
        raise UnknownItem
    sight = _Sight(quiz, attempt, rules, past_due, show_correctness, passed_before)
    return sight.item(quiz.by_id[item], drawn)


def attempt_result(
    quiz: Quiz,
    attempt: Attempt,
    rules: Rules,
    *,
    past_due: bool | None = None,
    show_correctness: str = "always",
    titles: Mapping[str, str] | None = None,
) -> dict[str, Any] | None:
    """The ``AttemptResult``, or None while the attempt is open or its grade may not be shown."""
    return _Sight(quiz, attempt, rules, past_due, show_correctness, False).attempt(titles)


def _grade(item: Item, given: Answered) -> Grade:
    """The grade of an answer that may have been given to an older version of ``item``, of another type."""
    try:
        return type_of(item).grade(item, given.answer)
    except MalformedAnswer:
        return Grade(given.score, given.score == 1)


def _key(key: Sequence[Any] | Mapping[str, Any]) -> list[Any] | dict[str, Any]:
    return dict(key) if isinstance(key, Mapping) else list(key)


class _Sight:
    """One look at an attempt: what the rules let a learner see of it."""

    def __init__(
        self,
        quiz: Quiz,
        attempt: Attempt,
        rules: Rules,
        past_due: bool | None,
        show_correctness: str,
        passed_before: bool,
    ) -> None:
        self._attempt = attempt
        self._rules = rules
        self._past_due = past_due
        self._show_correctness = show_correctness
        self.current = attempt.current()
        self.card: ScoreCard = score(quiz, attempt)
        self._passed = passed_before or (attempt.is_finished and self.card.passed(rules))

    def _visible(self, answered: bool) -> Visible:
        return visible(
            self._rules,
            answered=answered,
            finished=self._attempt.is_finished,
            passed=self._passed,
            past_due=self._past_due,
            show_correctness=self._show_correctness,
        )

    def item(self, item: Item, drawn: Drawn) -> dict[str, Any] | None:
        given: Answered | None = self.current.get(drawn.item)
        allowed = self._visible(given is not None)
        if not (allowed.correctness or allowed.key):
            return None
        kind = type_of(item)
        grade = Grade(0.0, False) if given is None else _grade(item, given)
        told = [{"for": kind.public_id(drawn.order, f.part), "html": f.html} for f in grade.feedback]
        return {
            "score": None if not allowed.correctness else 0 if given is None else as_json_number(given.score),
            "correct": grade.correct if allowed.correctness else None,
            "feedback": told if allowed.correctness else None,
            "explanation": item.explanation if allowed.key else None,
            "key": _key(kind.key(item, drawn.order)) if allowed.key else None,
            **({"counts": dict(grade.counts)} if grade.counts and allowed.correctness else {}),
        }

    def attempt(self, titles: Mapping[str, str] | None) -> dict[str, Any] | None:
        allowed = self._visible(True)
        if not allowed.grade:
            return None
        named = titles or {}
        # A competency with one item would tell whether its answer was right: where that is hidden, so are they.
        rows = self.card.by_competency if allowed.correctness else ()
        return {
            "earned": as_json_number(self.card.earned),
            "possible": as_json_number(self.card.possible),
            "percent": self.card.percent,
            "passed": self.card.passed(self._rules),
            "competencies": [
                {
                    "id": row.id,
                    "title": named.get(row.id, row.id),
                    "earned": as_json_number(row.earned),
                    "possible": as_json_number(row.possible),
                }
                for row in rows
            ],
        }
