"""The platform's grading policy: kinds of assignments with weights, the lowest scores dropped, cut-offs for letters.
No Django here.

Source of the rules: the platform's ``xmodule/graders.py`` (``AssignmentFormatGrader``, ``WeightedSubsectionsGrader``)
and its rounding.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

DEFAULT = {"GRADER": [], "GRADE_CUTOFFS": {"Pass": 0.5}}


class PolicyError(ValueError):
    """A policy that is none; the message says in English what is wrong."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of assignment (``type`` is the subsections' ``format``). ``weight`` 0..1; at least ``min_count`` count,
    ``drop_count`` lowest do not."""

    type: str
    short_label: str
    weight: float
    min_count: int
    drop_count: int


@dataclass(frozen=True, slots=True)
class Section:
    """What one kind gives: the average 0..1 of what counts, and its part of the course grade."""

    kind: Kind
    percent: float
    contribution: float
    counted: int


@dataclass(frozen=True, slots=True)
class Result:
    """``percent`` 0..1 rounded as the platform does; ``letter`` is empty below the lowest cut-off."""

    percent: float
    letter: str
    sections: tuple[Section, ...]

    @property
    def passed(self) -> bool:
        """Some cut-off was reached."""
        return bool(self.letter)


@dataclass(frozen=True, slots=True)
class Policy:
    """A course's grading policy."""

    kinds: tuple[Kind, ...]
    cutoffs: tuple[tuple[str, float], ...]

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Policy:
        """Reads ``grading_policy.json``. Raises :class:`PolicyError`."""
        data = data or DEFAULT
        try:
            kinds = tuple(
                Kind(
                    type=str(entry["type"]),
                    short_label=str(entry.get("short_label") or entry["type"]),
                    weight=_between(entry["weight"], 0, 1),
                    min_count=int(_between(entry.get("min_count", 0), 0, 1000)),
                    drop_count=int(_between(entry.get("drop_count", 0), 0, 1000)),
                )
                for entry in data.get("GRADER", [])
            )
            cutoffs = tuple(
                sorted(
                    ((str(name), _between(value, 0, 1)) for name, value in data.get("GRADE_CUTOFFS", {}).items()),
                    key=lambda pair: -pair[1],
                )
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise PolicyError(f"the grading policy is not in the form of grading_policy.json ({error})") from error
        return cls(kinds, cutoffs)

    @property
    def pass_mark(self) -> float:
        """The lowest cut-off, 0..1; 1 without any."""
        return self.cutoffs[-1][1] if self.cutoffs else 1.0

    def grade(self, scores: Mapping[str, Sequence[float]]) -> Result:
        """The course grade from the percents (0..1) of graded subsections by format."""
        sections = tuple(self._section(kind, scores.get(kind.type, ())) for kind in self.kinds)
        total = sum(section.contribution for section in sections)
        percent = rounded(min(total, 1.0))
        return Result(percent, next((name for name, mark in self.cutoffs if percent >= mark > 0), ""), sections)

    @staticmethod
    def _section(kind: Kind, scores: Sequence[float]) -> Section:
        percents = sorted([*scores, *[0.0] * max(0, kind.min_count - len(scores))], reverse=True)
        kept = percents[: max(1, len(percents) - kind.drop_count)] if percents else []
        average = sum(kept) / len(kept) if kept else 0.0
        return Section(kind, average, average * kind.weight, len(kept))


def rounded(percent: float) -> float:
    """To whole percents, upwards from 0.45 (the platform's ``round_away_from_zero(percent * 100 + 0.05) / 100``)."""
    return math.floor(percent * 100 + 0.05 + 0.5) / 100


def _between(value: Any, low: float, high: float) -> float:
    number = float(value)
    if not low <= number <= high:
        raise ValueError(f"{value} is not between {low} and {high}")
    return number
