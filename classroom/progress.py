"""How far a learner is: completion of blocks added up to units and courses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from completion.models import BlockCompletion
from opaque_keys.edx.keys import UsageKey
from xblock.completable import XBlockCompletionMode

from classroom.access import Place
from classroom.runtime import load_block_class
from classroom.structure import CourseTree, Node

Completions = Mapping[UsageKey, float]
SHORT = 8
"""Up to this many units an outline is shown whole."""


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """A unit and how much of it is done, 0..1. ``failed``: something in it was scored below its pass mark, and the
    learner may know; then ``again`` says whether another attempt is open."""

    node: Node
    done: float
    failed: bool = False
    again: bool = False

    @property
    def complete(self) -> bool:
        """All of it."""
        return self.done >= 1.0

    @property
    def begun(self) -> bool:
        """Some of it."""
        return 0.0 < self.done < 1.0


@dataclass(frozen=True, slots=True)
class Module:
    """A chapter of the outline: ``groups`` of (heading, [units]). ``open``: its units are shown, not only their
    number."""

    node: Node
    groups: list[tuple[str, list[UnitProgress]]]
    open: bool

    @property
    def units(self) -> list[UnitProgress]:
        """Its units in order."""
        return [unit for _, units in self.groups for unit in units]

    @property
    def done(self) -> int:
        """Its units that are complete."""
        return sum(unit.complete for unit in self.units)

    @property
    def complete(self) -> bool:
        """All of it, and all of it passed."""
        return self.done == len(self.units) and not self.failed

    @property
    def failed(self) -> int:
        """Its units that are not passed yet."""
        return sum(unit.failed for unit in self.units)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a learner sees of a course. ``chapters``: (chapter, [(heading, [units])]); a subsection of one unit needs
    no heading."""

    chapters: list[tuple[Node, list[tuple[str, list[UnitProgress]]]]]
    units: list[UnitProgress]

    @property
    def modules(self) -> list[Module]:
        """The chapters. A short course lies open; of a long one only the chapter to go on with: a list of twenty-four
        units is six screens of a phone."""
        short = len(self.units) <= SHORT
        following = self.next_unit()
        found = []
        for chapter, groups in self.chapters:
            here = following is not None and any(following in units for _, units in groups)
            found.append(Module(chapter, groups, short or here))
        return found

    @property
    def done(self) -> int:
        """Units that are complete."""
        return sum(unit.complete for unit in self.units)

    @property
    def percent(self) -> int:
        """Whole percents of the course, by units; 100 only when all are complete."""
        if not self.units:
            return 0
        return int(100 * sum(unit.done for unit in self.units) / len(self.units) + 1e-9)

    @property
    def failed(self) -> int:
        """Units that are not passed yet."""
        return sum(unit.failed for unit in self.units)

    @property
    def begun(self) -> bool:
        """The learner has done something."""
        return any(unit.done for unit in self.units)

    def next_unit(self) -> UnitProgress | None:
        """Where to go on: the first unit that is not complete; None if all are."""
        return next((unit for unit in self.units if not unit.complete), None)


def completions_of(user: Any, course_key: Any) -> dict[UsageKey, float]:
    """Completion 0..1 by block; one query."""
    rows = BlockCompletion.objects.filter(user_id=user.pk, context_key=course_key)
    return dict(rows.values_list("block_key", "completion"))


def completable(tree: CourseTree, key: UsageKey) -> list[Node]:
    """The blocks below ``key`` that can be completed."""
    memo = tree.memo.setdefault("completable", {})
    if key not in memo:
        memo[key] = [
            node
            for node in tree.leaves(key)
            if XBlockCompletionMode.get_mode(load_block_class(node.type)) == XBlockCompletionMode.COMPLETABLE
        ]
    return memo[key]  # type: ignore[no-any-return]


def done_of(tree: CourseTree, key: UsageKey, completions: Completions) -> float:
    """How much of what lies below ``key`` is complete, 0..1; a place with nothing to complete counts as done once its
    course is begun."""
    blocks = completable(tree, key)
    return sum(completions.get(node.key, 0.0) for node in blocks) / len(blocks) if blocks else 1.0


def read_only(tree: CourseTree, key: UsageKey) -> list[Node]:
    """Blocks of a unit that are complete by being read: no score and no completion of their own."""
    found = []
    for node in completable(tree, key):
        cls = load_block_class(node.type)
        if not getattr(cls, "has_score", False) and not getattr(cls, "has_custom_completion", False):
            found.append(node)
    return found


def _unit(tree: CourseTree, unit: Node, completions: Completions, failures: Mapping[UsageKey, bool]) -> UnitProgress:
    below = [failures[leaf.key] for leaf in tree.leaves(unit.key) if leaf.key in failures] if failures else []
    return UnitProgress(unit, done_of(tree, unit.key, completions), bool(below), any(below))


def outline_of(place: Place, completions: Completions, failures: Mapping[UsageKey, bool] | None = None) -> Outline:
    """The outline as ``place.person`` sees it. ``failures``: see :func:`classroom.passing.failures_of`."""
    tree = place.tree
    chapters: list[tuple[Node, list[tuple[str, list[UnitProgress]]]]] = []
    units: list[UnitProgress] = []
    for chapter in tree.children(tree.root):
        if not place.visible(chapter):
            continue
        groups: list[tuple[str, list[UnitProgress]]] = []
        for subsection in tree.children(chapter.key):
            if not place.visible(subsection):
                continue
            inside = [
                _unit(tree, unit, completions, failures or {})
                for unit in tree.children(subsection.key)
                if unit.type == "vertical" and place.visible(unit)
            ]
            units.extend(inside)
            heading = subsection.title if len(inside) > 1 else ""
            if groups and not heading and not groups[-1][0]:
                groups[-1][1].extend(inside)
            elif inside:
                groups.append((heading, list(inside)))
        chapters.append((chapter, groups))
    return Outline(chapters, units)
