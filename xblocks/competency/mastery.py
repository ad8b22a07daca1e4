"""From evidence to a status, by a declared rule. Engine floor: no Django, no clock.

The default rule: over the *latest* answer to each *distinct* item, at least 8 items, from at least 2 sources, at least
1 of them a scenario, and at least 80 % of the points. With fewer items chance decides too much: at a true skill of
65 %, three items at 80 % say "mastered" in 27 of 100 cases, eight in 17 (binomial). Enough evidence below 80 % is "not
yet"; too little evidence is neither. A status is only raised by learning on, never lowered: the current estimate
stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["quiz", "scenario", "offline"]

DEMONSTRATED = "Demonstrated"
PARTIALLY_ATTEMPTED = "PartiallyAttempted"

# Sums of tenths are not exact in binary: 0.1 + 0.7 must still count as 0.8.
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """One line of evidence for one competency: the latest answer to ``item`` within one attempt.

    ``source`` is the usage key of the block; ``score`` is 0..1; ``order`` breaks ties of ``at`` (later is greater).
    """

    item: str
    source: str
    kind: Kind
    attempt: str
    score: float
    at: datetime
    order: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.score <= 1:
            raise ValueError(f"score {self.score} is not within 0..1")


@dataclass(frozen=True, slots=True)
class Rule:
    """What demonstrates a competency. ``id`` names the rule in exports."""

    id: str = "default"
    min_items: int = 8
    min_sources: int = 2
    min_scenarios: int = 1
    threshold: float = 0.8

    def __post_init__(self) -> None:
        if self.min_items < 1 or self.min_sources < 0 or self.min_scenarios < 0 or not 0 < self.threshold <= 1:
            raise ValueError("a rule needs at least 1 item, no negative numbers, and a threshold above 0 and up to 1")


@dataclass(frozen=True, slots=True)
class Estimate:
    """Where a learner stands now: over the latest answer to each distinct item.

    ``points`` is the sum of scores; ``sources`` and ``scenarios`` count distinct blocks (of all kinds; of scenarios).
    ``missing_*`` say what the rule still asks for.
    """

    items: int
    points: float
    sources: int
    scenarios: int
    missing_items: int
    missing_sources: int
    missing_scenarios: int
    reached: bool

    @property
    def fraction(self) -> float:
        """Points per item, 0..1; 0 without items."""
        return self.points / self.items if self.items else 0.0

    @property
    def enough(self) -> bool:
        """True if there is enough evidence to judge at all."""
        return not (self.missing_items or self.missing_sources or self.missing_scenarios)

    @property
    def met(self) -> bool:
        """True if the rule is met: enough evidence, and enough points."""
        return self.enough and self.reached


@dataclass(frozen=True, slots=True)
class Standing:
    """``status`` with the moment it was reached (None while it is not), and the current estimate beside it."""

    status: str
    demonstrated_at: datetime | None
    estimate: Estimate


def estimate(lines: Iterable[Line], rule: Rule) -> Estimate:
    """The current estimate from all lines of one competency, in any order."""
    counted = _Counted(rule)
    for line in _in_time(lines):
        counted.add(line)
    return counted.estimate()


def standing(lines: Iterable[Line], rule: Rule, reached: datetime | None = None) -> Standing:
    """Replay the lines in time and judge after the last line of every attempt; one pass, n log n.

    Without ``reached`` the status is a function of the lines alone, so that voided evidence takes away exactly what
    rested on it. ``reached``: when it was demonstrated as far as said before; that stays, also when the rule has become
    stricter since (leave it out after voiding and rescoring).
    """
    ordered = _in_time(lines)
    moments = set({line.attempt: index for index, line in enumerate(ordered)}.values())
    counted = _Counted(rule)
    for index, line in enumerate(ordered):
        counted.add(line)
        if reached is None and index in moments and counted.estimate().met:
            reached = line.at
    return Standing(PARTIALLY_ATTEMPTED if reached is None else DEMONSTRATED, reached, counted.estimate())


def _in_time(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.at, line.order))


class _Counted:
    """Running counts over the latest line of each distinct item."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.latest: dict[str, Line] = {}
        self.per_source: dict[tuple[str, bool], int] = {}

    def add(self, line: Line) -> None:
        """Count ``line``, in place of an earlier one for its item."""
        before = self.latest.get(line.item)
        if before is not None:
            key = (before.source, before.kind == "scenario")
            self.per_source[key] -= 1
            if not self.per_source[key]:
                del self.per_source[key]
        key = (line.source, line.kind == "scenario")
        self.per_source[key] = self.per_source.get(key, 0) + 1
        self.latest[line.item] = line

    def estimate(self) -> Estimate:
        """The counts as they stand, measured by the rule."""
        rule, items = self.rule, len(self.latest)
        points = sum(line.score for line in self.latest.values())
        sources = len({source for source, _ in self.per_source})
        scenarios = sum(1 for _, scenario in self.per_source if scenario)
        return Estimate(
            items=items,
            points=points,
            sources=sources,
            scenarios=scenarios,
            missing_items=max(0, rule.min_items - items),
            missing_sources=max(0, rule.min_sources - sources),
            missing_scenarios=max(0, rule.min_scenarios - scenarios),
            reached=points >= rule.threshold * items - _TINY,
        )
