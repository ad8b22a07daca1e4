"""Item statistics by Moodle's formulas: how hard a question is, and whether it tells apart who knows.

Sources: ``question/classes/statistics/questions/calculator.php`` (items) and
``mod/quiz/report/statistics/classes/calculator.php`` (whole test) of Moodle, and
https://docs.moodle.org/dev/Quiz_statistics_calculations, which also says why the first attempt of each learner is the
one to look at. Variances and covariances are those of samples (n - 1). A question that was shown and not answered has
the mark 0, as there.

Pools, as in Moodle: an item that only some attempts drew is judged by those attempts alone; the internal consistency of
the test looks at *places* of the attempt, whatever was drawn there. One difference: Moodle correlates an item of a pool
with the whole mark, the item included, which flatters it; here the item is always taken out, as the formula has it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal, get_args

from .questions import Answer
from .sheet import unpacked

Which = Literal["first", "last", "best", "all"]
WHICH: tuple[str, ...] = get_args(Which)


@dataclass(frozen=True, slots=True)
class Row:
    """One item in one finished attempt.

    ``attempt`` sorts a learner's attempts by time; ``score`` is 0..1, None for an item that was shown and not answered;
    ``possible`` is its points (0 or more); ``position`` is its place in the attempt; ``answer`` is in authored ids.
    """

    learner: int | str
    attempt: tuple[int, ...]
    item: str
    score: float | None
    possible: float = 1
    position: int = 0
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """What the attempts say about one item; None where nothing can be said.

    ``n``: attempts that showed it, ``answered``: of these, with an answer. ``facility``: mean mark / max mark, 0..1.
    ``sd``: standard deviation of the mark, in points. ``discrimination``: correlation of the mark with the rest of the
    attempt's marks, -100..100. ``efficiency``: covariance as a percentage of the greatest that these marks allow, at
    most 100. ``negative_covariance``: with the whole mark, Moodle's ``negcovar``. ``answers``: the answers that count.
    """

    item: str
    n: int
    answered: int
    possible: float
    facility: float | None
    sd: float | None
    discrimination: float | None
    efficiency: float | None
    negative_covariance: bool
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class QuizStatistics:
    """What the attempts say about the test. ``mean``, ``median`` and ``sd`` are of the share of points reached, 0..1.

    ``consistency`` (Moodle's CIC, Cronbach's alpha in percent, at most 100), ``error_ratio`` (percent) and
    ``standard_error`` (share of the points) come from the ``alike`` attempts: those of the commonest length, for the
    formula needs the same places in each. They need three attempts, two places, and marks that differ.
    """

    attempts: int
    learners: int
    mean: float | None
    median: float | None
    sd: float | None
    alike: int
    consistency: float | None
    error_ratio: float | None
    standard_error: float | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Items by id, in the order in which attempts show them, and the test."""

    items: Mapping[str, ItemStatistics]
    test: QuizStatistics


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One attempt: its rows, the marks by item, the total."""

    learner: int | str
    rows: tuple[Row, ...]
    marks: Mapping[str, float]
    total: float
    possible: float

    @property
    def fraction(self) -> float:
        return self.total / self.possible if self.possible else 0.0


def compute(rows: Iterable[Row], which: Which | str = "first") -> Statistics:
    """The statistics of ``rows``, whatever their order.

    ``which`` attempts of a learner count: ``first``, ``last``, ``best`` (the earlier of two equal ones) or ``all``.
    Raises ``ValueError`` for another ``which``, and for an item that stands twice in an attempt.
    """
    sheets = _chosen(rows, which)
    places: dict[str, list[int]] = defaultdict(list)
    holders: dict[str, list[_Sheet]] = defaultdict(list)
    for sheet in sheets:
        for row in sheet.rows:
            places[row.item].append(row.position)
            holders[row.item].append(sheet)
    order = sorted(holders, key=lambda item: (math.fsum(places[item]) / len(places[item]), item))
    return Statistics({item: _item(item, holders[item]) for item in order}, _test(sheets))


def rows_of(
    learner: int | str,
    attempt: tuple[int, ...],
    plan: Mapping[str, Any],
    given: Iterable[tuple[str, float | None, Any]],
    points: Mapping[str, float] | None = None,
) -> list[Row]:
    """Rows of a recorded attempt: ``plan`` is its JSON form at the start, ``given`` its ``(item, score, answer)`` in
    step order, as recorded. The last one of an item counts, with what its tries cost, as in Moodle; an item without one
    counts as it was kept from the attempt before. ``points`` replace those of the plan (after a rescore)."""
    last = {one["item"]: (one["score"], one["answer"]) for one in plan.get("kept", ())}
    last |= {item: (score or 0.0, answer) for item, score, answer in given}
    found = []
    for position, drawn in enumerate(plan.get("items", ())):
        item = drawn["item"]
        score, answer = last.get(item, (None, None))
        worth = (points or {}).get(item, drawn.get("points", 1))
        said = None if answer is None else unpacked(answer)[0]
        found.append(Row(learner, attempt, item, score, worth, position, said))
    return found


def _chosen(rows: Iterable[Row], which: str) -> list[_Sheet]:
    if which not in WHICH:
        raise ValueError(f"{which!r} is none of {', '.join(WHICH)}")
    attempts: dict[int | str, dict[tuple[int, ...], list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        attempts[row.learner][row.attempt].append(row)
    sheets: list[_Sheet] = []
    for learner, by_attempt in attempts.items():
        mine = [_sheet(learner, by_attempt[attempt]) for attempt in sorted(by_attempt)]
        if which == "first":
            mine = mine[:1]
        elif which == "last":
            mine = mine[-1:]
        elif which == "best":
            mine = [max(mine, key=lambda sheet: sheet.fraction)]
        sheets.extend(mine)
    return sheets


def _sheet(learner: int | str, rows: Iterable[Row]) -> _Sheet:
    listed = tuple(sorted(rows, key=lambda row: (row.position, row.item)))
    marks = {row.item: round((row.score or 0.0) * row.possible, 9) for row in listed}
    if len(marks) != len(listed):
        raise ValueError(f"an item stands twice in attempt {listed[0].attempt} of learner {learner}")
    return _Sheet(
        learner, listed, marks, round(math.fsum(marks.values()), 9), math.fsum(row.possible for row in listed)
    )


def _item(item: str, sheets: Sequence[_Sheet]) -> ItemStatistics:
    rows = [next(row for row in sheet.rows if row.item == item) for sheet in sheets]
    marks = [sheet.marks[item] for sheet in sheets]
    # Rounded, so that what floats leave over when marks are all alike is no variance.
    rests = [round(sheet.total - mark, 9) for sheet, mark in zip(sheets, marks, strict=True)]
    possible = math.fsum(row.possible for row in rows)
    var, rest_var = variance(marks), variance(rests)
    shared = covariance(marks, rests)
    discrimination = efficiency = None
    if var and rest_var and shared is not None:
        discrimination = max(-100.0, min(100.0, 100 * shared / math.sqrt(var * rest_var)))
        most = covariance(sorted(marks), sorted(rests))
        efficiency = min(100.0, 100 * shared / most) if most else None
    with_total = covariance(marks, [sheet.total for sheet in sheets])
    return ItemStatistics(
        item=item,
        n=len(rows),
        answered=sum(row.score is not None for row in rows),
        possible=possible / len(rows),
        facility=min(1.0, math.fsum(marks) / possible) if possible else None,
        sd=None if var is None else math.sqrt(var),
        discrimination=discrimination,
        efficiency=efficiency,
        negative_covariance=bool(var) and with_total is not None and with_total < 0,
        answers=tuple(row.answer for row in rows if row.answer is not None),
    )


def _test(sheets: Sequence[_Sheet]) -> QuizStatistics:
    fractions = [sheet.fraction for sheet in sheets]
    spread = variance(fractions)
    lengths = Counter(len(sheet.rows) for sheet in sheets)
    length = max(lengths, key=lambda one: (lengths[one], one), default=0)
    alike = [sheet for sheet in sheets if len(sheet.rows) == length]
    consistency = _consistency(alike, length)
    ratio = error = None
    if consistency is not None:
        ratio = 100 * math.sqrt(1 - consistency / 100)
        possible = math.fsum(sheet.possible for sheet in alike) / len(alike)
        totals = variance([sheet.total for sheet in alike]) or 0.0
        error = ratio / 100 * math.sqrt(totals) / possible if possible else None
    return QuizStatistics(
        attempts=len(sheets),
        learners=len({sheet.learner for sheet in sheets}),
        mean=math.fsum(fractions) / len(fractions) if fractions else None,
        median=median(fractions) if fractions else None,
        sd=None if spread is None else math.sqrt(spread),
        alike=len(alike),
        consistency=consistency,
        error_ratio=ratio,
        standard_error=error,
    )


def _consistency(sheets: Sequence[_Sheet], places: int) -> float | None:
    """100 · p/(p - 1) · (1 - Σ variance of each place / variance of the totals), as ``calculated->cic``.

    An item that every attempt has is a place of its own, wherever shuffling put it; the others of an attempt fill the
    remaining places in the order in which they were shown.
    """
    totals = variance([sheet.total for sheet in sheets])
    if len(sheets) < 3 or places < 2 or not totals:
        return None
    seen = Counter(row.item for sheet in sheets for row in sheet.rows)
    common = {item for item, times in seen.items() if times == len(sheets)}
    marks: dict[str | int, list[float]] = defaultdict(list)
    for sheet in sheets:
        for item in common:
            marks[item].append(sheet.marks[item])
        drawn = [row.item for row in sheet.rows if row.item not in common]
        for place, item in enumerate(drawn):
            marks[place].append(sheet.marks[item])
    parts = math.fsum(variance(column) or 0.0 for column in marks.values())
    return 100 * places / (places - 1) * (1 - parts / totals)


def variance(values: Sequence[float]) -> float | None:
    """The variance of a sample; None for fewer than two values, exactly 0 for equal ones."""
    if len(values) < 2:
        return None
    if min(values) == max(values):
        return 0.0
    return covariance(values, values)


def covariance(left: Sequence[float], right: Sequence[float]) -> float | None:
    """The covariance of a sample of pairs; None for fewer than two. The order of the pairs makes no difference."""
    n = len(left)
    if n < 2:
        return None
    mean_left, mean_right = math.fsum(left) / n, math.fsum(right) / n
    return math.fsum((a - mean_left) * (b - mean_right) for a, b in zip(left, right, strict=True)) / (n - 1)
