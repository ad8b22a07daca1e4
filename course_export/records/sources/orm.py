"""Learners' records read through Django's ORM: the platform's tables, or the classroom's, by the same code.

This is the one place that knows the tables' names. Each role names its candidates in order; the first whose app is
installed is used, so the platform's own tables win where they exist. Field names that differ are mapped here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Min, Q
from opaque_keys.edx.keys import UsageKey

from course_export.says import UserError

#: Learners read at a time. Six queries a page: enrolments with accounts, names, groups, states, completions, grades.
PAGE = 2_000


@dataclass(frozen=True)
class Table:
    """A model and the lookups under which we find what we need in it."""

    model: str
    fields: Mapping[str, str]


#: role -> candidates. The lookups are written from the model that is named.
TABLES: dict[str, tuple[Table, ...]] = {
    "enrolment": (
        Table("student.CourseEnrollment", {"course": "course_id"}),
        Table("classroom.Enrollment", {"course": "course__key"}),
    ),
    "profile": (
        Table("student.UserProfile", {}),
        Table("classroom.Profile", {"demo": "is_demo"}),
    ),
    "state": (
        Table("courseware.StudentModule", {}),
        Table("classroom.StudentModule", {}),
    ),
    "completion": (Table("completion.BlockCompletion", {}),),
    "grade": (
        Table("grades.PersistentCourseGrade", {}),
        Table("classroom.PersistentCourseGrade", {}),
    ),
    "membership": (
        Table("course_groups.CohortMembership", {"group": "course_user_group__name", "course": "course_id"}),
        Table("classroom.CohortMembership", {"group": "cohort__name", "course": "course__key"}),
    ),
    "group": (
        Table("course_groups.CourseUserGroup", {"course": "course_id"}),
        Table("classroom.Cohort", {"course": "course__key"}),
    ),
    "staff_role": (Table("student.CourseAccessRole", {}),),
    "block": (Table("classroom.Block", {}),),
}
#: Course roles whose holders are no learners of that course.
STAFF_ROLES = ("staff", "instructor", "limited_staff", "data_researcher", "finance_admin", "sales_admin", "support")


@dataclass(slots=True)
class Learner:
    """What the tables say about one learner in one course. Times are aware, UTC; None: it has not happened.

    ``modules``: those that are complete, with the moment of the last block.
    """

    user_id: int
    username: str
    name: str
    enrolled_at: dt.datetime
    group: str = ""
    started_at: dt.datetime | None = None
    modules: dict[str, dt.datetime] = field(default_factory=dict)
    percent: float | None = None
    graded_at: dt.datetime | None = None
    passed_at: dt.datetime | None = None


def table(role: str) -> tuple[Any, Mapping[str, str]] | None:
    """(model class, lookups) of ``role``, or None if no candidate is installed."""
    for candidate in TABLES[role]:
        app, name = candidate.model.split(".")
        if apps.is_installed(app) or app in apps.app_configs:
            try:
                return apps.get_model(app, name), candidate.fields
            except LookupError:
                continue
    return None


def _needed(role: str) -> tuple[Any, Mapping[str, str]]:
    found = table(role)
    if found is None:
        names = ", ".join(candidate.model for candidate in TABLES[role])
        raise UserError(
            f"Cơ sở dữ liệu này không có bảng “{role}” ({names}); hãy chạy lệnh trong lớp học hoặc trên nền tảng.",
            f"This database has no table “{role}” ({names}); run the command in the classroom or on the platform.",
        )
    return found


def groups(course_key: Any) -> list[str]:
    """Names of the groups (the platform's cohorts) of the course, sorted."""
    found = table("group")
    if found is None:
        return []
    model, names = found
    query = model.objects.filter(**{names["course"]: course_key})
    if any(f.name == "group_type" for f in model._meta.get_fields()):
        query = query.filter(group_type="cohort")
    return sorted(query.values_list("name", flat=True))


def installed_blocks(course_key: Any) -> set[str] | None:
    """Usage keys that the course holds here, or None where the structure is not in a table (the platform)."""
    found = table("block")
    if found is None:
        return None
    model, _ = found
    return {str(key) for key in model.objects.filter(course__key=course_key).values_list("usage_key", flat=True)}


def _enrolled(course_key: Any) -> Any:
    """Active enrolments of the course, without staff."""
    model, names = _needed("enrolment")
    query = model.objects.filter(**{names["course"]: course_key}, is_active=True)
    return query.exclude(Q(user__is_staff=True) | Q(user__is_superuser=True))


def _demo_accounts() -> Any:
    """User ids of synthetic learners, as a query, or None where there is no such mark."""
    found = table("profile")
    if found is None or "demo" not in found[1]:
        return None
    return found[0].objects.filter(**{found[1]["demo"]: True}).values("user_id")


def demo_learners(course_key: Any) -> int:
    """How many synthetic learners are in the course."""
    demo = _demo_accounts()
    return 0 if demo is None else int(_enrolled(course_key).filter(user_id__in=demo).count())


def learners(
    course_key: Any,
    *,
    modules: Mapping[str, Sequence[str]],
    until: dt.datetime | None = None,
    group: str | None = None,
    with_demo: bool = False,
    page: int = PAGE,
) -> Iterator[Learner]:
    """Learners of the course in order of enrolment; staff, people with a course role and inactive enrolments are out.

    ``modules``: usage keys of the blocks of each. ``until``: nothing after this moment counts. ``group``: only its
    members. ``with_demo``: also the synthetic learners of ``hocvuso demo``, who are nobody. Memory holds one page of
    ``page`` people; the number of queries per page is constant.
    """
    query = _enrolled(course_key)
    demo = _demo_accounts()
    if demo is not None and not with_demo:
        query = query.exclude(user_id__in=demo)
    roles = table("staff_role")
    if roles is not None:
        holders = roles[0].objects.filter(course_id=course_key, role__in=STAFF_ROLES).values("user_id")
        query = query.exclude(user_id__in=holders)
    if until is not None:
        query = query.filter(created__lte=until)
    if group is not None:
        members, lookups = _needed("membership")
        inside = members.objects.filter(**{lookups["course"]: course_key, lookups["group"]: group})
        query = query.filter(user_id__in=inside.values("user_id"))
    username = f"user__{get_user_model().USERNAME_FIELD}"
    last = 0
    while True:
        rows = list(query.filter(pk__gt=last).order_by("pk").values_list("pk", "user_id", username, "created")[:page])
        if not rows:
            return
        last = rows[-1][0]
        people = {user: Learner(user, str(login), "", enrolled) for _, user, login, enrolled in rows}
        _add_names(people)
        _add_groups(people, course_key)
        _add_starts(people, course_key, until)
        _add_completions(people, course_key, modules, until)
        _add_grades(people, course_key, until)
        yield from people.values()
        if len(rows) < page:
            return


def _add_names(people: dict[int, Learner]) -> None:
    found = table("profile")
    if found is not None:
        for user, name in found[0].objects.filter(user_id__in=list(people)).values_list("user_id", "name"):
            people[user].name = name or ""


def _add_groups(people: dict[int, Learner], course_key: Any) -> None:
    found = table("membership")
    if found is None:
        return
    model, names = found
    query = model.objects.filter(**{names["course"]: course_key}, user_id__in=list(people))
    for user, group in query.values_list("user_id", names["group"]):
        people[user].group = group


def _add_starts(people: dict[int, Learner], course_key: Any, until: dt.datetime | None) -> None:
    """Started: the first trace in any block of the course."""
    model, _ = _needed("state")
    query = model.objects.filter(course_id=course_key, student_id__in=list(people))
    if until is not None:
        query = query.filter(created__lte=until)
    for user, first in query.order_by().values_list("student_id").annotate(first=Min("created")):
        people[user].started_at = first


def _add_completions(
    people: dict[int, Learner],
    course_key: Any,
    modules: Mapping[str, Sequence[str]],
    until: dt.datetime | None,
) -> None:
    """A module is complete with its last block; without blocks it never is.

    The database counts: one row per learner comes back, whatever the number of blocks. A block is complete when its
    completion reached 1, and the platform changes ``modified`` only when the value changes.
    """
    model, _ = _needed("completion")
    query = model.objects.filter(context_key=course_key, user_id__in=list(people))
    if until is not None:
        query = query.filter(created__lte=until)
    columns: dict[str, Any] = {"begun": Min("created", filter=Q(completion__gt=0))}
    names = [name for name, keys in modules.items() if keys]
    for i, name in enumerate(names):
        whole = Q(completion__gte=1, block_key__in=[UsageKey.from_string(key) for key in modules[name]])
        if until is not None:
            whole &= Q(modified__lte=until)
        columns[f"count{i}"] = Count("pk", filter=whole)
        columns[f"last{i}"] = Max("modified", filter=whole)
    for row in query.order_by().values("user_id").annotate(**columns):
        learner = people[row["user_id"]]
        begun = row["begun"]
        if begun is not None and (learner.started_at is None or begun < learner.started_at):
            learner.started_at = begun
        for i, name in enumerate(names):
            if row[f"count{i}"] == len(set(modules[name])):
                learner.modules[name] = row[f"last{i}"]


def _add_grades(people: dict[int, Learner], course_key: Any, until: dt.datetime | None) -> None:
    """The grade is the present one: with ``until``, a grade that changed later is not known for that day and left
    out."""
    model, _ = _needed("grade")
    query = model.objects.filter(course_id=course_key, user_id__in=list(people))
    for user, percent, passed, modified in query.values_list(
        "user_id", "percent_grade", "passed_timestamp", "modified"
    ):
        learner = people[user]
        if passed is not None and (until is None or passed <= until):
            learner.passed_at = passed
        if until is None or modified <= until:
            learner.percent, learner.graded_at = percent, modified
