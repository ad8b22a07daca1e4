"""The form of a result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CompetencyScore:
    """Points of one competency: ``earned`` of ``possible``."""

    id: str
    earned: float
    possible: float


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """The result of a play: ``fraction`` and ``earned`` are 0..1, ``possible`` is 1."""

    earned: float
    possible: float
    fraction: float
    by_competency: tuple[CompetencyScore, ...]

    def passed(self, pass_mark: float) -> bool:
        """Whether ``fraction`` reaches ``pass_mark`` (0..1); a billionth is forgiven for rounding."""
        return self.fraction + 1e-9 >= pass_mark


def by_competency(scored: Iterable[tuple[tuple[str, ...], float]]) -> tuple[CompetencyScore, ...]:
    """Points of each competency, from the competencies and the score (0..1) of each scored act."""
    earned: dict[str, list[float]] = {}
    for competencies, points in scored:
        for competency in competencies:
            earned.setdefault(competency, []).append(points)
    return tuple(CompetencyScore(name, sum(points), float(len(points))) for name, points in earned.items())
