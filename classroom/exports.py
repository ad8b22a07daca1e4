"""Records for the next office: the rows of ``course_export`` where the course comes from ``content/``, else those of
the grade book."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from classroom import auth
from classroom.firststart import content_folder
from classroom.grading import compute
from classroom.models import Course, Enrollment, PersistentCourseGrade
from classroom.progress import completable
from classroom.search import name_key
from classroom.structure import tree_of
from course_export.records.writers import Kind, write_csv, write_xlsx
from xblocks.common.shares import percent

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are enrolled, have started, completed and passed, by the definitions of the export; ``demo``: how many
    synthetic learners are in the course."""

    enrolled: int
    started: int
    completed: int
    passed: int
    demo: int


def counts(course: Course, *, with_demo: bool = False) -> Counts:
    """The same rows as the file, counted. The number of queries does not depend on how many learners there are."""
    from course_export.records.completions import columns, completions
    from course_export.records.sources import orm

    demo = orm.demo_learners(course.key)
    tree = tree_of(course)
    if "cohorts" not in tree.memo:  # the sources are read from many files, and a course is opened often
        tree.memo["cohorts"] = _cohorts(course)
    found = tree.memo["cohorts"]
    total: Counter[str] = Counter()
    names = ("enrolled_at", "started_at", "completed_at", "passed_at")
    if found is not None:
        source, cohorts = found
        order = [column.name for column in columns(source, cohorts)]
        for row in completions(source, cohorts, today=timezone.localdate(), with_demo=with_demo):
            total.update(name for name in names if row[order.index(name)])
    else:
        chapters = {
            str(node.key): [str(block.key) for block in completable(tree, node.key)]
            for node in tree.children(tree.root)
        }
        chapters = {name: keys for name, keys in chapters.items() if keys}
        for learner in orm.learners(course.key, modules=chapters, with_demo=with_demo):
            done = bool(chapters) and len(learner.modules) == len(chapters)
            moments = (learner.enrolled_at, learner.started_at, done, learner.passed_at)
            total.update(name for name, moment in zip(names, moments, strict=True) if moment)
    return Counts(*(total[name] for name in names), demo)


def completions_file(
    course: Course, form: str, *, actor: str, purpose: str, recipient: str, with_demo: bool = False
) -> bytes:
    """The whole file (``form``: ``csv`` or ``xlsx``), which is in the log of exports before it is handed out. A file
    that cannot be logged is not made. ``with_demo``: synthetic learners too."""
    from course_export.records import log

    columns, rows = _cohort_rows(course, with_demo) or _grade_rows(course, with_demo)
    stream = io.BytesIO()
    if form == "xlsx":
        count, digest = write_xlsx(stream, _("Completion records"), columns, rows)
    else:
        count, digest = write_csv(stream, [header for header, _kind in columns], rows)
    log.append(
        now=timezone.now(),
        actor=f"classroom: {actor}"[:150],
        subject="completions",
        format=form,
        filters={"course": str(course.key), **({"with_demo": True} if with_demo else {})},
        purpose=purpose[:500],
        recipient=recipient[:255],
        rows=count,
        file_digest=digest,
    )
    return stream.getvalue()


def _cohorts(course: Course) -> tuple[Any, list[Any]] | None:
    """The sources with the cohorts that this course is packaged from; None if it comes from elsewhere."""
    if not content_folder().is_dir():
        return None
    from course_export.source import load

    source = load(content_folder())
    cohorts = [cohort for cohort in source.cohorts.values() if cohort.course.key == str(course.key)]
    return (source, cohorts) if cohorts else None


def _cohort_rows(course: Course, with_demo: bool) -> tuple[list[tuple[str, Kind]], Any] | None:
    found = _cohorts(course)
    if found is None:
        return None
    from course_export.records.completions import columns, completions

    source, cohorts = found
    style = "vi" if (get_language() or "vi").startswith("vi") else "en"
    listed = [(column.header(style), column.kind) for column in columns(source, cohorts)]
    return listed, completions(source, cohorts, today=timezone.localdate(), with_demo=with_demo)


def _grade_rows(course: Course, with_demo: bool) -> tuple[list[tuple[str, Kind]], list[list[str]]]:
    tree = tree_of(course)
    found = Enrollment.objects.filter(course=course, is_active=True, user__is_staff=False)
    if not with_demo:
        found = found.exclude(user__profile__is_demo=True)
    enrollments = list(found.select_related("user__profile"))
    enrollments.sort(key=lambda row: name_key(auth.full_name(row.user)))
    ids = [row.user_id for row in enrollments]
    scores, overrides = compute.scores_of(course.key, ids), compute.overrides_of(course.key, ids)
    passed = dict(PersistentCourseGrade.objects.filter(course_id=course.key).values_list("user_id", "passed_timestamp"))
    titles = [s.node.title for s in compute.course_grade(course, tree, {}, {}).graded]
    columns: list[tuple[str, Kind]] = [
        (_("User name"), "text"),
        (_("Full name"), "text"),
        *((title, "number") for title in titles),
        (_("Course grade (%)"), "number"),
        (_("Passed on"), "moment"),
    ]
    rows = []
    for row in enrollments:
        grade = compute.course_grade(course, tree, scores.get(row.user_id, {}), overrides.get(row.user_id, {}))
        moment = passed.get(row.user_id)
        cells = [str(percent(s.percent)) if s.attempted else "" for s in grade.graded]
        rows.append(
            [
                row.user.username,
                auth.full_name(row.user),
                *cells,
                f"{100 * grade.result.percent:.0f}",
                timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S") if moment else "",
            ]
        )
    return columns, rows
