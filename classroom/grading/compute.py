"""From scores to grades: blocks, subsections, the course."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey, UsageKey
from xblock.core import XBlock

from classroom.models import Course, PersistentCourseGrade, PersistentSubsectionGrade, StudentModule
from classroom.runtime.runtime import ClassroomRuntime, Mode, load_block_class
from classroom.runtime.state import NoState
from classroom.structure import CourseTree, Node, tree_of

from .policy import Policy, Result

log = logging.getLogger("classroom.grading")
Scores = Mapping[UsageKey, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Scorable:
    """A block that gives points: ``possible`` from authored fields alone; ``weight`` None leaves points as they are."""

    node: Node
    weight: float | None
    possible: float


@dataclass(frozen=True, slots=True)
class BlockScore:
    """A learner's weighted points in one block; ``attempted`` if there is a score."""

    node: Node
    earned: float
    possible: float
    attempted: bool


@dataclass(frozen=True, slots=True)
class SubsectionGrade:
    """A subsection: points of its blocks, or what staff wrote over them."""

    node: Node
    format: str
    graded: bool
    earned: float
    possible: float
    overridden: bool
    blocks: tuple[BlockScore, ...]

    @property
    def percent(self) -> float:
        """0..1."""
        return self.earned / self.possible if self.possible else 0.0

    @property
    def attempted(self) -> bool:
        """Some block has a score."""
        return self.overridden or any(block.attempted for block in self.blocks)


@dataclass(frozen=True, slots=True)
class CourseGrade:
    """A learner's grade in a course."""

    result: Result
    subsections: tuple[SubsectionGrade, ...]

    @property
    def graded(self) -> list[SubsectionGrade]:
        """Those that count."""
        return [subsection for subsection in self.subsections if subsection.graded]


def scorables(course: Course, tree: CourseTree) -> dict[UsageKey, Scorable]:
    """The course's blocks that give points, by usage key; computed once per version."""
    if "scorables" in tree.memo:
        return tree.memo["scorables"]  # type: ignore[no-any-return]
    found: dict[UsageKey, Scorable] = {}
    runtime = ClassroomRuntime(course, tree, None, Mode.PUBLIC, NoState())
    for node in tree.leaves(tree.root):
        cls: type[XBlock] = load_block_class(node.type)
        if not getattr(cls, "has_score", False):
            continue
        try:
            block = runtime.get_block(node.key)
            possible = block.max_score()
            weight = getattr(block, "weight", None)
        except Exception:
            log.exception("max_score of %s failed", node.key)
            continue
        if possible is not None:
            found[node.key] = Scorable(node, None if weight is None else float(weight), float(possible))
    tree.memo["scorables"] = found
    return found


def weighted(scorable: Scorable, score: tuple[float, float] | None) -> BlockScore:
    """Points by the block's weight (the platform's ``weighted_score``)."""
    earned, possible = score if score is not None else (0.0, scorable.possible)
    if scorable.weight is not None and possible:
        earned, possible = earned * scorable.weight / possible, scorable.weight
    return BlockScore(scorable.node, earned, possible, score is not None)


def course_grade(course: Course, tree: CourseTree, scores: Scores, overrides: Scores) -> CourseGrade:
    """The grade from scores by block and overrides by subsection. No query."""
    points = scorables(course, tree)
    subsections = []
    by_format: dict[str, list[float]] = defaultdict(list)
    for node in tree.of_type("sequential"):
        blocks = tuple(
            weighted(points[leaf.key], scores.get(leaf.key)) for leaf in tree.leaves(node.key) if leaf.key in points
        )
        if not blocks:
            continue
        earned, possible = sum(b.earned for b in blocks), sum(b.possible for b in blocks)
        override = overrides.get(node.key)
        if override is not None:
            earned, possible = override
        kind = str(effective(tree, node, "format") or "")
        graded = bool(effective(tree, node, "graded"))
        subsection = SubsectionGrade(node, kind, graded, earned, possible, override is not None, blocks)
        subsections.append(subsection)
        if graded and kind and possible:
            by_format[kind].append(subsection.percent)
    return CourseGrade(Policy.from_json(course.grading_policy).grade(by_format), tuple(subsections))


def effective(tree: CourseTree, node: Node, name: str) -> Any:
    """An inheritable setting: the block's own, else the nearest ancestor's, else None."""
    if name in node.settings:
        return node.settings[name]
    try:
        return tree.inherited(node.key, name)
    except KeyError:
        return None


def scores_of(course_key: CourseKey, user_ids: Iterable[int]) -> dict[int, dict[UsageKey, tuple[float, float]]]:
    """Raw scores by learner and block; one query."""
    found: dict[int, dict[UsageKey, tuple[float, float]]] = defaultdict(dict)
    rows = StudentModule.objects.filter(
        course_id=course_key, student_id__in=list(user_ids), grade__isnull=False, max_grade__isnull=False
    ).values_list("student_id", "module_state_key", "grade", "max_grade")
    for user_id, key, grade, possible in rows:
        found[user_id][key] = (grade, possible)
    return found


def overrides_of(course_key: CourseKey, user_ids: Iterable[int]) -> dict[int, dict[UsageKey, tuple[float, float]]]:
    """Overridden subsections by learner; one query."""
    found: dict[int, dict[UsageKey, tuple[float, float]]] = defaultdict(dict)
    for row in PersistentSubsectionGrade.objects.filter(course_id=course_key, user_id__in=list(user_ids)):
        found[row.user_id][row.usage_key] = (row.earned_graded_override, row.possible_graded_override)
    return found


def grade_of(user_id: int, course: Course, tree: CourseTree) -> CourseGrade:
    """One learner's grade, computed now."""
    scores = scores_of(course.key, [user_id]).get(user_id, {})
    return course_grade(course, tree, scores, overrides_of(course.key, [user_id]).get(user_id, {}))


def refresh(user: Any, course: Course, tree: CourseTree, *, now: datetime | None = None) -> CourseGrade:
    """Compute and keep a learner's course grade. The time of passing is kept once it is set, also if the grade falls
    later."""
    grade = grade_of(user.pk, course, tree)
    now = now or timezone.now()
    values: dict[str, Any] = {
        "percent_grade": grade.result.percent,
        "letter_grade": grade.result.letter,
        "modified": now,
    }
    passed = Coalesce(F("passed_timestamp"), now) if grade.result.passed else F("passed_timestamp")
    rows = PersistentCourseGrade.objects.filter(user_id=user.pk, course_id=course.key)
    if not rows.update(**values, passed_timestamp=passed):
        PersistentCourseGrade.objects.update_or_create(
            user_id=user.pk,
            course_id=course.key,
            defaults={**values, "passed_timestamp": now if grade.result.passed else None},
        )
    return grade


def refresh_all(course: Course, *, now: datetime | None = None, page: int = 500) -> int:
    """Compute every kept course grade again, after the course or its policy changed; returns how many are others now.

    A grade that stays the same keeps its time of change. Learners are read ``page`` at a time.
    """
    tree = tree_of(course)
    now = now or timezone.now()
    rows = PersistentCourseGrade.objects.filter(course_id=course.key).order_by("pk")
    last, count = 0, 0
    while batch := list(rows.filter(pk__gt=last)[:page]):
        last = batch[-1].pk
        ids = [row.user_id for row in batch]
        scores, overrides = scores_of(course.key, ids), overrides_of(course.key, ids)
        changed: dict[tuple[float, str, bool], list[int]] = defaultdict(list)
        for row in batch:
            result = course_grade(course, tree, scores.get(row.user_id, {}), overrides.get(row.user_id, {})).result
            newly = result.passed and row.passed_timestamp is None
            if newly or (result.percent, result.letter) != (row.percent_grade, row.letter_grade):
                changed[result.percent, result.letter, newly].append(row.pk)
        # Many learners share whole percents, so one statement per grade is far cheaper than one per learner.
        for (percent, letter, newly), pks in changed.items():
            values: dict[str, Any] = {"percent_grade": percent, "letter_grade": letter, "modified": now}
            if newly:
                values["passed_timestamp"] = now
            count += PersistentCourseGrade.objects.filter(pk__in=pks).update(**values)
    return count
