"""One learner's attempt: drawing, answering, finishing, scoring, rescoring. Pure: time and chance are handed in."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from xblocks.common.findings import (
    AttemptClosed,
    Finding,
    MalformedAnswer,
    ModelError,
    NewerSchemaError,
    StaleStep,
    UnknownItem,
)

from .drawing import draw
from .model import Quiz
from .policy import GradeMethod, Rules
from .questions import Answer, Grade, Order, type_of
from .questions.fields import as_json_number

SCHEMA = 1
#: Superseded answers of a deferred attempt beyond this many are forgotten, so that the state stays small.
KEPT_CHANGES = 100
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Drawn:
    """An item of an attempt: its id, its option ids in the order shown, and what it is worth."""

    item: str
    order: Order
    points: float = 1


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it was accepted: ``score`` is 0..1, ``at`` an ISO 8601 UTC time."""

    step: int
    item: str
    answer: Answer
    score: float
    at: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt. ``number`` counts from 1; ``content`` is the digest of the quiz that it was drawn from."""

    id: str
    number: int
    content: str
    items: tuple[Drawn, ...]
    answers: tuple[Answered, ...] = ()
    status: str = "open"
    started: str = ""
    finished: str | None = None

    @property
    def step(self) -> int:
        """The number of the last accepted step; 0 before the first."""
        return self.answers[-1].step if self.answers else 0

    @property
    def is_finished(self) -> bool:
        """Whether the attempt takes no more answers."""
        return self.status == "finished"

    def current(self) -> dict[str, Answered]:
        """The answer that counts, by item id: the last one given."""
        return {a.item: a for a in self.answers}

    def to_json(self) -> dict[str, Any]:
        """A JSON object; ``Attempt.from_json(a.to_json()) == a``."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "number": self.number,
            "content": self.content,
            "items": [{"item": d.item, "order": list(d.order), "points": as_json_number(d.points)} for d in self.items],
            "answers": [
                {"step": a.step, "item": a.item, "answer": a.answer, "score": as_json_number(a.score), "at": a.at}
                for a in self.answers
            ],
            "status": self.status,
            "started": self.started,
            "finished": self.finished,
        }

    @classmethod
    def from_json(cls, data: str | Mapping[str, Any]) -> Attempt:
        """The attempt in stored JSON. Raises :class:`ModelError`, or :class:`NewerSchemaError`."""
        try:
            raw = json.loads(data) if isinstance(data, str) else data
            schema = raw["schema"]
            if isinstance(schema, int) and schema > SCHEMA:
                raise NewerSchemaError("attempt", schema, SCHEMA)
            if schema != SCHEMA or raw["status"] not in ("open", "finished"):
                raise ValueError(schema)
            return cls(
                id=_text(raw["id"]),
                number=_whole(raw["number"]),
                content=_text(raw["content"]),
                items=tuple(
                    Drawn(_text(d["item"]), tuple(_text(o) for o in d["order"]), _number(d["points"]))
                    for d in raw["items"]
                ),
                answers=tuple(
                    Answered(
                        _whole(a["step"]), _text(a["item"]), frozen(a["answer"]), _number(a["score"]), _text(a["at"])
                    )
                    for a in raw["answers"]
                ),
                status=raw["status"],
                started=_text(raw["started"]),
                finished=None if raw["finished"] is None else _text(raw["finished"]),
            )
        except ModelError:
            raise
        except (KeyError, TypeError, ValueError, RecursionError) as fault:
            raise ModelError(
                [
                    Finding(
                        "error",
                        "damaged-attempt",
                        "attempt",
                        "Lượt làm đã lưu bị hỏng nên không đọc được; hãy bắt đầu một lượt mới.",
                        "The stored attempt is damaged and cannot be read; begin a new one.",
                    )
                ]
            ) from fault


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise TypeError
    return value


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise TypeError
    return value


def frozen(value: Any) -> Answer:
    """The answer in stored JSON: arrays, however deep, become tuples. Raises :class:`TypeError` for anything else."""
    return tuple(frozen(part) for part in value) if isinstance(value, list | tuple) else _text(value)


# -- playing --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step led to. ``repeat``: it had been accepted before, and ``attempt`` is the one handed in."""

    attempt: Attempt
    answered: Answered
    grade: Grade
    repeat: bool


def start(
    quiz: Quiz, *, attempt_id: str, number: int, rng: random.Random, now: str, seen: Collection[str] = ()
) -> Attempt:
    """A new attempt with items drawn from ``quiz``; ``seen`` are the ids of items that the learner met before.

    The same ``rng`` state gives the same attempt. See :func:`~.drawing.draw`.
    """
    items = tuple(
        Drawn(item.id, type_of(item).order(item, rng), item.points) for item in draw(quiz, rng=rng, seen=seen)
    )
    return Attempt(attempt_id, number, quiz.digest, items, started=now)


def answer(quiz: Quiz, attempt: Attempt, rules: Rules, *, step: Any, item: Any, raw: Any, now: str) -> Outcome:
    """Accept one answer.

    ``step``, ``item`` and ``raw`` come from the browser and may be anything. ``step == attempt.step + 1`` is a new
    step; an earlier one with the same item and answer is a repeat and changes nothing. Raises (and nothing changes)
    :class:`StaleStep`, :class:`AttemptClosed`, :class:`UnknownItem` or :class:`MalformedAnswer`.
    """
    if not isinstance(step, int) or isinstance(step, bool) or step < 1 or not isinstance(item, str):
        raise MalformedAnswer
    drawn = next((d for d in attempt.items if d.item == item), None)
    if drawn is None or item not in quiz.by_id:
        raise UnknownItem
    authored = quiz.by_id[item]
    kind = type_of(authored)
    given = kind.read(authored, drawn.order, raw)

    if step <= attempt.step:
        earlier = next((a for a in attempt.answers if a.step == step), None)
        if earlier is None or earlier.item != item or earlier.answer != given:
            raise StaleStep
        return Outcome(attempt, earlier, kind.grade(authored, given), True)
    if attempt.is_finished:
        raise AttemptClosed
    current = attempt.current()
    if step != attempt.step + 1 or (rules.behaviour == "immediate" and item in current):
        raise StaleStep

    grade = kind.grade(authored, given)
    answered = Answered(step, item, given, grade.score, now)
    after = replace(attempt, answers=_keep(attempt.answers, answered))
    if rules.behaviour == "immediate" and len(current) + 1 == len(attempt.items):
        after = finish(after, now=now)
    return Outcome(after, answered, grade, False)


def _keep(answers: tuple[Answered, ...], new: Answered) -> tuple[Answered, ...]:
    """``answers`` and ``new``, without the oldest superseded ones beyond ``KEPT_CHANGES``."""
    everything = (*answers, new)
    last = {a.item: a.step for a in everything}
    superseded = [a.step for a in everything if last[a.item] != a.step]
    forgotten = set(superseded[: max(0, len(superseded) - KEPT_CHANGES)])
    return tuple(a for a in everything if a.step not in forgotten)


def finish(attempt: Attempt, *, now: str) -> Attempt:
    """The attempt, ended; items without an answer count 0. A finished attempt is returned as it is."""
    return attempt if attempt.is_finished else replace(attempt, status="finished", finished=now)


# -- scores ---------------------------------------------------------------------------------------------------------


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
        """Whole percent, rounded down, so that nobody reads "60 %" and has not passed at 60 %."""
        return math.floor(self.fraction * 100 + _EPSILON)

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
    points. Items, orders, answers and ``content`` stay: the learner goes on with the questions that were shown.
    """

    def again(answered: Answered) -> Answered:
        item = quiz.by_id.get(answered.item)
        if item is None:
            return answered
        try:
            return replace(answered, score=type_of(item).grade(item, answered.answer).score)
        except MalformedAnswer:
            return answered

    points = {item.id: item.points for item in quiz.items}
    return replace(
        attempt,
        items=tuple(replace(d, points=points.get(d.item, d.points)) for d in attempt.items),
        answers=tuple(again(a) for a in attempt.answers),
    )
