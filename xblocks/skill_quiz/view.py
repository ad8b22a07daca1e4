"""What of an attempt reaches the browser: the ``AttemptView`` of the contracts, and its parts.

Nothing here holds an authored option id; keys, feedback and scores appear only where :mod:`.policy` allows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from xblocks.common.findings import MalformedAnswer, UnknownItem

from .attempt import Answered, Attempt, Drawn, ScoreCard, is_right, score, settled
from .model import Quiz
from .policy import CERTAINTIES, SURE, Rules, Visible, visible
from .questions import Answer, Grade, Item, type_of
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
    seconds_left: int | None = None,
) -> dict[str, Any]:
    """The ``AttemptView``: the items as drawn, the answers given, and such results as may be shown.

    ``past_due`` and ``show_correctness`` as in :func:`~.policy.visible`; ``passed_before``: an earlier attempt
    reached the pass mark; ``titles``: competency id -> title in the reader's language; ``lang``: of that reader.
    ``seconds_left``: of a limited time. An item that ``quiz`` no longer has is left out.
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
                **sight.extras(drawn.item),
            }
        )
    return {
        "id": attempt.id,
        "number": attempt.number,
        "status": attempt.status,
        "step": attempt.step,
        "items": items,
        "result": sight.attempt(titles),
        **({} if seconds_left is None else {"seconds_left": seconds_left}),
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
    answered: Answered | None = None,
) -> dict[str, Any] | None:
    """The ``ItemResult`` of one item, or None if nothing of it may be shown. Raises :class:`UnknownItem`.

    ``answered``: the result of this answer to the item, which need not be the last.
    """
    drawn = next((d for d in attempt.items if d.item == item), None)
    if drawn is None or item not in quiz.by_id:
        raise UnknownItem
    sight = _Sight(quiz, attempt, rules, past_due, show_correctness, passed_before)
    return sight.item(quiz.by_id[item], drawn, answered)


def tries_left(quiz: Quiz, attempt: Attempt, rules: Rules, item: str) -> int:
    """How often ``item`` may still be answered in this attempt; meant for the behaviour ``tries``."""
    if attempt.is_finished or item in settled(quiz, attempt, rules):
        return 0
    return max(0, rules.tries - sum(a.item == item for a in attempt.answers))


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


def _parts(answer: Answer) -> Iterator[str]:
    """Every id, or text, in an answer."""
    if isinstance(answer, str):
        yield answer
    else:
        for part in answer:
            yield from _parts(part)


def _parts_right(item: Item, given: Answered) -> dict[str, Any]:
    """How many parts are right, without saying which: for another try."""
    try:
        found = type_of(item).parts_right(item, given.answer)
    except MalformedAnswer:
        return {}
    return {} if found is None else {"parts": {"right": found[0], "of": found[1]}}


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
        self._quiz = quiz
        self._attempt = attempt
        self._rules = rules
        self._past_due = past_due
        self._show_correctness = show_correctness
        self.current = attempt.current()
        self._settled = settled(quiz, attempt, rules)
        self._used = Counter(a.item for a in attempt.answers)
        self._kept = frozenset(a.item for a in attempt.kept)
        self._passed = passed_before or (attempt.is_finished and self.card.passed(rules))

    @cached_property
    def card(self) -> ScoreCard:
        """What the attempt scores; nobody asks while it goes on."""
        return score(self._quiz, self._attempt)

    def _visible(self, answered: bool, over: bool = True) -> Visible:
        return visible(
            self._rules,
            answered=answered,
            finished=self._attempt.is_finished,
            passed=self._passed,
            past_due=self._past_due,
            show_correctness=self._show_correctness,
            settled=over,
        )

    def extras(self, item: str) -> dict[str, Any]:
        """What only some behaviours have to say of an item."""
        given = self.current.get(item)
        found: dict[str, Any] = {}
        if self._rules.behaviour == "tries":
            over = self._attempt.is_finished or item in self._settled
            found["tries_left"] = 0 if over else max(0, self._rules.tries - self._used[item])
        if self._rules.certainty == "on":
            found["certainty"] = given.certainty or None if given else None
        if item in self._kept:
            found["kept"] = True
        return found

    def item(self, item: Item, drawn: Drawn, answered: Answered | None = None) -> dict[str, Any] | None:
        given: Answered | None = answered or self.current.get(drawn.item)
        over = self._attempt.is_finished or drawn.item in self._settled
        allowed = self._visible(given is not None, over)
        if not (allowed.correctness or allowed.key):
            return None
        kind = type_of(item)
        grade = Grade(0.0, False) if given is None else _grade(item, given)
        remarks = grade.feedback
        if not over and given is not None:  # of what was chosen only: the rest would tell what was not
            chosen = frozenset(_parts(given.answer))
            remarks = tuple(f for f in remarks if not f.part or f.part in chosen)
        told = [{"for": kind.public_id(drawn.order, f.part), "html": f.html} for f in remarks]
        return {
            "score": None if not allowed.correctness else 0 if given is None else as_json_number(given.score),
            "correct": grade.correct if allowed.correctness else None,
            "feedback": told if allowed.correctness else None,
            "explanation": item.explanation if allowed.key else None,
            "key": _key(kind.key(item, drawn.order)) if allowed.key else None,
            **({"counts": dict(grade.counts)} if grade.counts and allowed.correctness and over else {}),
            **({} if over or given is None or not allowed.correctness else _parts_right(item, given)),
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
            **({"again": self._again()} if self._rules.certainty == "on" and allowed.correctness else {}),
        }

    def _again(self) -> list[dict[str, Any]]:
        """The items to read again: those first of which the learner was sure and wrong, then the other wrong ones (the
        surer, the earlier), then those that were right by a guess."""
        wrong: list[tuple[int, str, str]] = []
        guessed: list[str] = []
        for drawn in self._attempt.items:
            given = self.current.get(drawn.item)
            certainty = given.certainty if given else ""
            if given is None or not is_right(self._quiz, given):
                wrong.append((-int(certainty or 0), drawn.item, certainty))
            elif certainty == CERTAINTIES[0]:
                guessed.append(drawn.item)
        return [
            {"item": item, "why": "sure-and-wrong" if certainty == SURE else "wrong"}
            for _, item, certainty in sorted(wrong, key=lambda row: row[0])
        ] + [{"item": item, "why": "guessed"} for item in guessed]
