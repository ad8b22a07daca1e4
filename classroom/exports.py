"""Records for the next office: the rows of ``course_export`` where the course comes from ``content/``, else those of
the grade book."""

from __future__ import annotations

import io
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from classroom import auth
from classroom.firststart import content_folder
from classroom.grading import compute
from classroom.models import Course, Enrollment, PersistentCourseGrade
from classroom.search import name_key
from classroom.structure import tree_of


def completions_csv(course: Course, *, actor: str, purpose: str, recipient: str) -> bytes:
    """The whole file, which is in the log of exports before it is handed out. A file that cannot be logged is not
    made."""
    from course_export.records import log
    from course_export.records.writers import write_csv

    header, rows = _cohort_rows(course) or _grade_rows(course)
    stream = io.BytesIO()
    count, digest = write_csv(stream, header, rows)
    log.append(
        now=timezone.now(),
        actor=f"classroom: {actor}"[:150],
        subject="completions",
        format="csv",
        filters={"course": str(course.key)},
        purpose=purpose[:500],
        recipient=recipient[:255],
        rows=count,
        file_digest=digest,
    )
    return stream.getvalue()


def _cohort_rows(course: Course) -> tuple[list[str], Any] | None:
    if not content_folder().is_dir():
        return None
    from course_export.records.completions import columns, completions
    from course_export.source import load

    source = load(content_folder())
    cohorts = [cohort for cohort in source.cohorts.values() if cohort.course.key == str(course.key)]
    if not cohorts:
        return None
    style = "vi" if (get_language() or "vi").startswith("vi") else "en"
    header = [column.header(style) for column in columns(source, cohorts)]
    return header, completions(source, cohorts, today=timezone.localdate())


def _grade_rows(course: Course) -> tuple[list[str], list[list[str]]]:
    tree = tree_of(course)
    enrollments = list(
        Enrollment.objects.filter(course=course, is_active=True, user__is_staff=False).select_related("user__profile")
    )
    enrollments.sort(key=lambda row: name_key(auth.full_name(row.user)))
    ids = [row.user_id for row in enrollments]
    scores, overrides = compute.scores_of(course.key, ids), compute.overrides_of(course.key, ids)
    passed = dict(PersistentCourseGrade.objects.filter(course_id=course.key).values_list("user_id", "passed_timestamp"))
    titles = [s.node.title for s in compute.course_grade(course, tree, {}, {}).graded]
    header = [_("User name"), _("Full name"), *titles, _("Course grade (%)"), _("Passed on")]
    rows = []
    for row in enrollments:
        grade = compute.course_grade(course, tree, scores.get(row.user_id, {}), overrides.get(row.user_id, {}))
        moment = passed.get(row.user_id)
        cells = [f"{100 * s.percent:.0f}" if s.attempted else "" for s in grade.graded]
        rows.append(
            [
                row.user.username,
                auth.full_name(row.user),
                *cells,
                f"{100 * grade.result.percent:.0f}",
                timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S") if moment else "",
            ]
        )
    return header, rows
