"""One learner's attempt: drawing, answering, finishing. Pure: time and chance are handed in.

What an attempt holds is in :mod:`.sheet`, what it scores in :mod:`.scorecard`; both can be had from here.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from xblocks.common.findings import AttemptClosed, MalformedAnswer, StaleStep, UnknownItem

from .drawing import draw
from .model import Quiz
from .policy import CERTAINTIES, Rules
from .questions import Grade, type_of
from .scorecard import CompetencyScore, ScoreCard, is_right, less, overall, rescore, score
from .sheet import SCHEMA, Answered, Attempt, Drawn, frozen, unpacked

#: Superseded answers of a deferred attempt beyond this many are forgotten, so that the state stays small.
KEPT_CHANGES = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step led to. ``repeat``: it had been accepted before, and ``attempt`` is the one handed in."""

    attempt: Attempt
    answered: Answered
    grade: Grade
    repeat: bool


def start(
    quiz: Quiz,
    *,
    attempt_id: str,
    number: int,
    rng: random.Random,
    now: str,
    seen: Collection[str] = (),
    rules: Rules | None = None,
    previous: Attempt | None = None,
) -> Attempt:
    """A new attempt with items drawn from ``quiz``; ``seen`` are the ids of items that the learner met before, in the
    order of meeting them.

    The same ``rng`` state gives the same attempt. See :func:`~.drawing.draw`. Where ``rules`` keep what was right,
    the right answers of ``previous`` (finished) are taken over; when they would be all there is, everything is asked.
    """
    rules = rules or Rules()
    kept = _right_before(quiz, rules, previous)
    items = draw(quiz, rng=rng, seen=seen, keep=kept, rotate=not rules.is_graded)
    if kept and all(item.id in kept for item in items):
        kept = {}
        items = draw(quiz, rng=rng, seen=seen)
    orders = {d.item: d.order for d in previous.items} if previous and kept else {}
    drawn = []
    for item in items:
        order = type_of(item).order(item, rng)
        if item.id in kept and sorted(orders[item.id]) == sorted(order):
            order = orders[item.id]
        drawn.append(Drawn(item.id, order, item.points))
    return Attempt(
        attempt_id,
        number,
        quiz.digest,
        tuple(drawn),
        started=now,
        kept=tuple(kept[item.id] for item in items if item.id in kept),
        limit=rules.time_limit or 0,
        practice=not rules.is_graded,
    )


def _right_before(quiz: Quiz, rules: Rules, previous: Attempt | None) -> dict[str, Answered]:
    """The answers of ``previous`` that ``quiz`` takes as right, if they are to be kept."""
    if not rules.keep_right or not rules.is_graded or previous is None or not previous.is_finished:
        return {}
    current = rescore(quiz, previous).current()
    return {name: a for name, a in current.items() if name in quiz.by_id and is_right(quiz, a)}


def settled(quiz: Quiz, attempt: Attempt, rules: Rules) -> frozenset[str]:
    """Ids of the items that take no further answer while the attempt is open."""
    kept = frozenset(a.item for a in attempt.kept)
    if rules.behaviour == "deferred":
        return kept
    if rules.at_once:
        return frozenset(attempt.current())
    used = Counter(a.item for a in attempt.answers)
    return kept | {a.item for a in attempt.current().values() if used[a.item] >= rules.tries or is_right(quiz, a)}


def answer(
    quiz: Quiz, attempt: Attempt, rules: Rules, *, step: Any, item: Any, raw: Any, now: str, certainty: Any = None
) -> Outcome:
    """Accept one answer.

    ``step``, ``item``, ``raw`` and ``certainty`` come from the browser and may be anything. ``step == attempt.step +
    1`` is a new step; an earlier one with the same item and answer is a repeat and changes nothing. ``certainty`` is
    looked at where the rules ask for it, and may be left out. Raises (and nothing changes) :class:`StaleStep`,
    :class:`AttemptClosed`, :class:`UnknownItem` or :class:`MalformedAnswer`.
    """
    if not isinstance(step, int) or isinstance(step, bool) or step < 1 or not isinstance(item, str):
        raise MalformedAnswer
    drawn = next((d for d in attempt.items if d.item == item), None)
    if drawn is None or item not in quiz.by_id:
        raise UnknownItem
    authored = quiz.by_id[item]
    kind = type_of(authored)
    given = kind.read(authored, drawn.order, raw)
    sure = _certainty(rules, certainty)

    if step <= attempt.step:
        earlier = next((a for a in attempt.answers if a.step == step), None)
        if earlier is None or earlier.item != item or earlier.answer != given:
            raise StaleStep
        if sure and earlier.certainty and sure != earlier.certainty:
            raise StaleStep
        return Outcome(attempt, earlier, kind.grade(authored, given), True)
    if attempt.is_finished:
        raise AttemptClosed
    if step != attempt.step + 1 or item in settled(quiz, attempt, rules):
        raise StaleStep

    grade = kind.grade(authored, given)
    nth, off = 1, 0.0
    if rules.behaviour == "tries":
        nth = sum(a.item == item for a in attempt.answers) + 1
        off = round(rules.penalty * (nth - 1), 9)
    answered = Answered(step, item, given, less(grade.score, off), now, sure, nth, off)
    after = replace(attempt, answers=_keep(attempt.answers, answered, rules))
    if rules.behaviour != "deferred" and settled(quiz, after, rules).issuperset(d.item for d in after.items):
        after = finish(after, now=now)
    return Outcome(after, answered, grade, False)


def _certainty(rules: Rules, given: Any) -> str:
    if rules.certainty == "off" or given is None:
        return ""
    if not isinstance(given, str) or given not in CERTAINTIES:
        raise MalformedAnswer
    return given


def _keep(answers: tuple[Answered, ...], new: Answered, rules: Rules) -> tuple[Answered, ...]:
    """``answers`` and ``new``, without the oldest superseded ones beyond ``KEPT_CHANGES``; tries are counted, so all
    of them are kept."""
    everything = (*answers, new)
    if rules.behaviour != "deferred":
        return everything
    last = {a.item: a.step for a in everything}
    superseded = [a.step for a in everything if last[a.item] != a.step]
    forgotten = set(superseded[: max(0, len(superseded) - KEPT_CHANGES)])
    return tuple(a for a in everything if a.step not in forgotten)


def finish(attempt: Attempt, *, now: str) -> Attempt:
    """The attempt, ended; items without an answer count 0. A finished attempt is returned as it is."""
    return attempt if attempt.is_finished else replace(attempt, status="finished", finished=now)


__all__ = [
    "KEPT_CHANGES",
    "SCHEMA",
    "Answered",
    "Attempt",
    "CompetencyScore",
    "Drawn",
    "Outcome",
    "Rules",
    "ScoreCard",
    "answer",
    "finish",
    "frozen",
    "is_right",
    "overall",
    "rescore",
    "score",
    "settled",
    "start",
    "unpacked",
]
