"""Points of an attempt, of several attempts, and of an attempt by a newer quiz."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from xblocks.common.findings import MalformedAnswer
from xblocks.common.shares import percent

from .model import Quiz
from .policy import GradeMethod, Rules
from .questions import type_of
from .sheet import Answered, Attempt

_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class CompetencyScore:
    """Points of the items that carry a competency."""

    id: str
    earned: float
    possible: float


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """Points of an attempt: ``0 <= earned <= possible``."""

    earned: float
    possible: float
    by_competency: tuple[CompetencyScore, ...] = ()

    @property
    def fraction(self) -> float:
        """``earned / possible``, 0..1; 0 if nothing was possible."""
        return min(1.0, self.earned / self.possible) if self.possible else 0.0

    @property
    def percent(self) -> int:
        """Whole percent."""
        return percent(self.fraction)

    def passed(self, rules: Rules) -> bool:
        """Whether the pass mark is reached."""
        return self.fraction + _EPSILON >= rules.pass_mark


def score(quiz: Quiz, attempt: Attempt) -> ScoreCard:
    """The points of ``attempt`` so far. An item that ``quiz`` no longer has keeps its points, for no competency."""
    current = attempt.current()
    earned: list[float] = []
    by: dict[str, list[tuple[float, float]]] = {}
    for drawn in attempt.items:
        got = current[drawn.item].score * drawn.points if drawn.item in current else 0.0
        earned.append(got)
        item = quiz.by_id.get(drawn.item)
        for competency in item.competencies if item else ():
            by.setdefault(competency, []).append((got, drawn.points))
    return ScoreCard(
        _sum(earned),
        _sum(d.points for d in attempt.items),
        tuple(CompetencyScore(c, _sum(g for g, _ in pairs), _sum(p for _, p in pairs)) for c, pairs in by.items()),
    )


def _sum(numbers: Iterable[float]) -> float:
    return round(math.fsum(numbers), 9)


def overall(cards: Iterable[ScoreCard], method: GradeMethod | str) -> ScoreCard | None:
    """The score that counts over several finished attempts, oldest first; None if there is none.

    ``highest`` (the earlier of two equal ones), ``last``, ``first``, or ``average``: the mean of the fractions, in
    points of the last attempt (attempts may differ in what was possible), without competencies.
    """
    listed = list(cards)
    if not listed:
        return None
    if method == "first":
        return listed[0]
    if method == "last":
        return listed[-1]
    if method == "average":
        possible = listed[-1].possible
        return ScoreCard(_sum([math.fsum(c.fraction for c in listed) / len(listed) * possible]), possible)
    return max(listed, key=lambda card: card.fraction)


def rescore(quiz: Quiz, attempt: Attempt) -> Attempt:
    """``attempt`` with every answer graded by ``quiz``, which may be newer than the one it was drawn from.

    Items are matched by id. One that has vanished, or has become a question of another type, keeps its score and its
    points. Items, orders, answers and ``content`` stay: the learner goes on with the questions that were shown. The
    penalty of a further try stays too; a try that comes after one that is right by now scores as that one.
    """

    right: dict[str, float] = {}

    def again(answered: Answered) -> Answered:
        item = quiz.by_id.get(answered.item)
        if item is None:
            return answered
        if answered.nth > 1 and answered.item in right:
            return replace(answered, score=right[answered.item])  # it would not have been asked again
        try:
            grade = type_of(item).grade(item, answered.answer)
        except MalformedAnswer:
            return answered
        told = less(grade.score, answered.off)
        if grade.correct:
            right.setdefault(answered.item, told)
        return replace(answered, score=told)

    points = {item.id: item.points for item in quiz.items}
    return replace(
        attempt,
        items=tuple(replace(d, points=points.get(d.item, d.points)) for d in attempt.items),
        kept=tuple(again(a) for a in attempt.kept),
        answers=tuple(again(a) for a in attempt.answers),
    )


def less(score: float, off: float) -> float:
    """``score`` (0..1) after a penalty of ``off``, never below 0: Moodle's ``adjust_fraction`` of its interactive
    behaviour."""
    return max(0.0, round(score - off, 9)) if off else score


def is_right(quiz: Quiz, answered: Answered) -> bool:
    """Whether ``quiz`` takes the answer as wholly right, whatever tries it took."""
    item = quiz.by_id.get(answered.item)
    if item is not None:
        try:
            return type_of(item).grade(item, answered.answer).correct
        except MalformedAnswer:
            pass
    return answered.score + answered.off >= 1 - _EPSILON
