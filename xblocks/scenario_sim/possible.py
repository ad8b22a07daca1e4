"""Whether a condition can hold at all, by the bounds of the meters: quick, and right where it says no."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .conditions import AllOf, AnyOf, Condition, FlagSet, MeterIs, Not, Visits
from .story import FlagEffect, Story

_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers from ``low`` to ``high``; an open end does not belong to it."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def cut(self, op: str, value: float) -> Range:
        """The part of the range that compares with ``value`` as ``op`` says."""
        low, high, low_open, high_open = self.low, self.high, self.low_open, self.high_open
        if op in ("=", ">=", ">"):
            open_ = op == ">"
            if value > low or (value == low and open_):
                low, low_open = value, open_
        if op in ("=", "<=", "<"):
            open_ = op == "<"
            if value < high or (value == high and open_):
                high, high_open = value, open_
        return Range(low, high, low_open, high_open)

    @property
    def empty(self) -> bool:
        """Whether no number is in it."""
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))


def can_hold(condition: Condition, story: Story) -> bool:
    """False if ``condition`` holds in no situation whatever; true says nothing for certain."""
    return _Judge(story).can(condition, True)


class _Judge:
    def __init__(self, story: Story) -> None:
        self._meters = {m.id: Range(m.min, m.max) for m in story.meters}
        self._scenes = story.scene_of
        effects = [e for s in story.scenes for c in s.ways for e in c.effects]
        self._settable = {e.flag for e in effects if isinstance(e, FlagEffect) and e.set}

    def can(self, condition: Condition, wanted: bool) -> bool:
        """Whether ``condition`` may come out as ``wanted``."""
        match condition:
            case Not(part):
                return self.can(part, not wanted)
            case AllOf(parts):
                return self._together(parts, True) if wanted else any(self.can(p, False) for p in parts)
            case AnyOf(parts):
                return any(self.can(p, True) for p in parts) if wanted else self._together(parts, False)
            case FlagSet(flag):
                return flag in self._settable or not wanted
            case MeterIs() | Visits():
                return self._together((condition,), wanted)

    def _together(self, parts: tuple[Condition, ...], wanted: bool) -> bool:
        """Whether all ``parts`` may come out as ``wanted`` at once; figures and flags are looked at together."""
        ranges: dict[tuple[str, str], Range] = {}
        flags: dict[str, bool] = {}
        for part in parts:
            truth = wanted
            while isinstance(part, Not):
                part, truth = part.part, not truth
            match part:
                case MeterIs(name, op, value):
                    if name not in self._meters:
                        if truth:
                            return False
                        continue
                    key, whole = ("meter", name), self._meters[name]
                case Visits(name, op, value):
                    key, whole = ("visits", name), Range(0, math.inf if name in self._scenes else 0)
                case FlagSet(flag):
                    if flags.setdefault(flag, truth) is not truth or (truth and flag not in self._settable):
                        return False
                    continue
                case _:
                    if not self.can(part, truth):
                        return False
                    continue
            if not truth:
                if op == "=":
                    continue
                op = _OPPOSITE[op]
            ranges[key] = ranges.get(key, whole).cut(op, value)
        return not any(r.empty for r in ranges.values())
