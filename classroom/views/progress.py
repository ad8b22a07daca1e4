"""My results: grades, what is done, competencies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from xblock.scorable import ShowCorrectness

from classroom.access import Place, enter
from classroom.grading import compute
from classroom.grading.policy import Policy
from classroom.models import PersistentCourseGrade
from classroom.passing import due_of, failures_of, setting_for
from classroom.progress import completions_of, done_of, outline_of
from xblocks.common.shares import percent


@dataclass(frozen=True, slots=True)
class Row:
    """A graded subsection on the page. ``shown`` False: the course hides scores now (``show_correctness``).
    ``failed``: something in it was scored below its pass mark; ``again``: another attempt is open."""

    grade: compute.SubsectionGrade
    shown: bool
    due: Any
    done: float
    failed: bool = False
    again: bool = False

    @property
    def percent(self) -> int:
        """Whole percents."""
        return percent(self.grade.percent)


def rows_of(place: Place, grade: compute.CourseGrade, completions: Mapping[Any, float]) -> list[Row]:
    """The graded subsections that the person sees."""
    rows = []
    failures = failures_of(place)
    for subsection in grade.graded:
        if not place.visible(subsection.node):
            continue
        due = due_of(place, subsection.node)
        shown = ShowCorrectness.correctness_available(
            setting_for(place, subsection.node, "show_correctness") or "", due
        )
        below = [failures[block.node.key] for block in subsection.blocks if block.node.key in failures]
        failed = bool(below) and not subsection.overridden
        done = done_of(place.tree, subsection.node.key, completions)
        rows.append(Row(subsection, shown, due, done, failed, failed and any(below)))
    return rows


def competencies_of(user: Any) -> list[Any]:
    """The person's competencies with their status, where the app is installed."""
    if not apps.is_installed("xblocks.competency"):
        return []
    from xblocks.competency import api

    return list(api.status_of(user.pk, (get_language() or "vi")[:2]))


@require_safe
def progress(request: HttpRequest, course_id: str) -> HttpResponse:
    """The signed-in person's own results."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    place = enter(request, course_id)
    completions = completions_of(place.person, place.course.key)
    grade = compute.grade_of(place.person.pk, place.course, place.tree)
    kept = PersistentCourseGrade.objects.filter(user_id=place.person.pk, course_id=place.course.key).first()
    rows = rows_of(place, grade, completions)
    return render(
        request,
        "classroom/progress.html",
        {
            "place": place,
            "outline": outline_of(place, completions),
            "grade": grade,
            "percent": round(100 * grade.result.percent),
            "pass_percent": round(100 * Policy.from_json(place.course.grading_policy).pass_mark),
            "all_shown": all(row.shown for row in rows),
            "kept": kept,
            "rows": rows,
            "competencies": competencies_of(place.person),
            "now": timezone.now(),
        },
    )
