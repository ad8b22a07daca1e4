"""What a learner has done without passing it."""

from __future__ import annotations

import json
from typing import Any

from opaque_keys.edx.keys import UsageKey
from xblock.fields import Date
from xblock.scorable import ShowCorrectness

from classroom.access import Place
from classroom.grading import compute
from classroom.grading.policy import Policy
from classroom.models import StudentModule
from classroom.runtime import load_block_class
from classroom.structure import Node

ALMOST = 1e-9


def setting_for(place: Place, node: Node, name: str) -> Any:
    """An inheritable setting as it holds for ``place.person``, with an individual extension."""
    overrides: Any = place.enrollment.field_overrides if place.enrollment else {}
    for at in place.tree.lineage(node.key):
        own = overrides.get(str(at.key), {})
        if name in own:
            return own[name]
    return compute.effective(place.tree, node, name)


def due_of(place: Place, node: Node) -> Any:
    """When the block is due for this person, aware, or None."""
    value = setting_for(place, node, "due")
    try:
        return Date().from_json(value) if value else None
    except (ValueError, TypeError):
        return None


def pass_mark(place: Place, node: Node) -> float:
    """The block's own pass mark, 0..1; the course's where the block has none."""
    own = node.settings.get("pass_mark")
    if own is None:
        field = getattr(load_block_class(node.type), "fields", {}).get("pass_mark")
        own = field.default if field is not None else None
    try:
        return float(own)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return Policy.from_json(place.course.grading_policy).pass_mark


def failures_of(place: Place) -> dict[UsageKey, bool]:
    """Blocks that ``place.person`` has a score in, below the pass mark, and whether another attempt is open. Blocks
    whose results the course hides now are not among them. One query, and one more where attempts are limited."""
    points = compute.scorables(place.course, place.tree)
    scores = compute.scores_of(place.course.key, [place.person.pk]).get(place.person.pk, {})
    found: dict[UsageKey, bool] = {}
    limited: dict[UsageKey, int] = {}
    for key, (earned, possible) in scores.items():
        if key not in points or not possible or earned / possible + ALMOST >= pass_mark(place, points[key].node):
            continue
        node = points[key].node
        hides = setting_for(place, node, "show_correctness") or ""
        if not ShowCorrectness.correctness_available(hides, due_of(place, node)):
            continue
        most = setting_for(place, node, "max_attempts")
        found[key] = True
        if isinstance(most, int) and most > 0:
            limited[key] = most
    if limited:
        rows = StudentModule.objects.filter(
            student_id=place.person.pk, course_id=place.course.key, module_state_key__in=list(limited)
        )
        for key, state in rows.values_list("module_state_key", "state"):
            found[key] = _attempts(state) < limited[key]
    return found


def _attempts(state: str | None) -> int:
    """How many attempts the state counts (the platform's field ``attempts``)."""
    try:
        found = json.loads(state or "{}").get("attempts", 0)
    except (ValueError, AttributeError):
        return 0
    return found if isinstance(found, int) else 0
