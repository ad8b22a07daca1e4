"""The grade book, and one learner's page with what staff may do there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from completion.models import BlockCompletion
from django.apps import apps
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import UsageKey

from classroom import auth, exports
from classroom.access import MASQUERADE, Place, enter, parse_usage_key
from classroom.answers import answers_of
from classroom.grading import actions, compute
from classroom.grading.policy import Policy
from classroom.models import Enrollment, PersistentCourseGrade, StaffAction, StudentModule
from classroom.passing import due_of
from classroom.progress import completions_of, outline_of
from classroom.search import matches, name_key
from classroom.structure import Node
from classroom.views.statistics import quizzes_of
from xblocks.common.shares import percent

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A learner in the grade book. ``cells``: whole percents per graded subsection, None where nothing was done."""

    user: Any
    name: str
    cells: list[int | None]
    percent: int
    passed: bool
    seen: datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A graded subsection under the short label of its kind, as in the platform's grade book: ``KT 1``, ``KT 2`` …"""

    node: Node
    label: str


def _columns(place: Place) -> list[Column]:
    short = {kind.type: kind.short_label for kind in Policy.from_json(place.course.grading_policy).kinds}
    counts: Counter[str] = Counter()
    found = []
    for subsection in compute.course_grade(place.course, place.tree, {}, {}).graded:
        counts[subsection.format] += 1
        label = short.get(subsection.format, subsection.format)
        found.append(Column(subsection.node, f"{label} {counts[subsection.format]}"))
    return found


def lines_of(place: Place, enrollments: list[Enrollment], columns: list[Column]) -> list[Line]:
    """Lines for one page of learners; the number of queries does not depend on how many they are."""
    ids = [row.user_id for row in enrollments]
    scores = compute.scores_of(place.course.key, ids)
    overrides = compute.overrides_of(place.course.key, ids)
    seen = _last_seen(place, enrollments)
    lines = []
    for row in enrollments:
        grade = compute.course_grade(
            place.course, place.tree, scores.get(row.user_id, {}), overrides.get(row.user_id, {})
        )
        by_key = {subsection.node.key: subsection for subsection in grade.graded}
        cells = [percent(by_key[c.node.key].percent) if by_key[c.node.key].attempted else None for c in columns]
        lines.append(
            Line(
                row.user,
                auth.full_name(row.user),
                cells,
                round(100 * grade.result.percent),
                grade.result.passed,
                seen.get(row.user_id),
            )
        )
    return lines


def _last_seen(place: Place, enrollments: list[Enrollment]) -> dict[int, datetime]:
    ids = [row.user_id for row in enrollments]
    moments: dict[int, list[datetime]] = {row.user_id: [row.last_seen] if row.last_seen else [] for row in enrollments}
    states = StudentModule.objects.filter(course_id=place.course.key, student_id__in=ids)
    for user_id, moment in states.order_by().values_list("student_id").annotate(last=Max("modified")):
        moments[user_id].append(moment)
    done = BlockCompletion.objects.filter(context_key=place.course.key, user_id__in=ids)
    for user_id, moment in done.order_by().values_list("user_id").annotate(last=Max("modified")):
        moments[user_id].append(moment)
    return {user_id: max(found) for user_id, found in moments.items() if found}


@require_safe
@auth.staff_only
def gradebook(request: HttpRequest, course_id: str) -> HttpResponse:
    """Learners by graded subsections."""
    place = enter(request, course_id)
    query = request.GET.get("q", "").strip()
    with_demo = request.GET.get("demo") == "1"
    rows = Enrollment.objects.filter(course=place.course, is_active=True, user__is_staff=False)
    if not with_demo:
        rows = rows.exclude(user__profile__is_demo=True)
    found = [
        row
        for row in rows.select_related("user__profile")
        if matches(query, row.user.username, auth.full_name(row.user))
    ]
    found.sort(key=lambda row: name_key(auth.full_name(row.user)))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    columns = _columns(place)
    return render(
        request,
        "classroom/staff/gradebook.html",
        {
            "place": place,
            "columns": columns,
            "lines": lines_of(place, list(page.object_list), columns),
            "page_obj": page,
            "query": query,
            "total": len(found),
            "counts": exports.counts(place.course, with_demo=with_demo),
            "with_demo": with_demo,
            "more": "&demo=1" if with_demo else "",
            "quizzes": quizzes_of(place),
            "pass_percent": round(100 * Policy.from_json(place.course.grading_policy).pass_mark),
        },
    )


@require_POST
@auth.staff_only
def completions_csv(request: HttpRequest, course_id: str) -> HttpResponse:
    """The course's completion records as a workbook, or as CSV. Every download is written into the log of exports, with
    purpose and recipient."""
    place = enter(request, course_id)
    purpose, recipient = (request.POST.get(name, "").strip() for name in ("purpose", "recipient"))
    if not purpose or not recipient:
        messages.error(request, _("Say what the file is for and who will get it; both are written into the log."))
        return redirect("gradebook", course_id=course_id)
    form = "xlsx" if request.POST.get("form") == "xlsx" else "csv"
    body = exports.completions_file(
        place.course,
        form,
        actor=request.user.get_username(),
        purpose=purpose,
        recipient=recipient,
        with_demo=request.POST.get("demo") == "1",
    )
    response = HttpResponse(body, content_type=exports.MEDIA_TYPES[form])
    key = place.course.key
    response["Content-Disposition"] = f'attachment; filename="{key.org}-{key.course}-{key.run}-completions.{form}"'
    response["Cache-Control"] = "no-store"
    return response


def _learner(user_id: int) -> Any:
    found = get_user_model()._default_manager.select_related("profile").filter(pk=user_id).first()
    if found is None:
        raise Http404
    return found


@require_safe
@auth.staff_only
def learner(request: HttpRequest, course_id: str, user_id: int) -> HttpResponse:
    """One learner's scores, attempts, due dates, and the acts of staff."""
    here = enter(request, course_id)
    them = _learner(user_id)
    enrollment = Enrollment.objects.filter(user=them, course=here.course).first()
    place = Place(here.course, here.tree, request.user, them, enrollment, masquerading=False)
    grade = compute.grade_of(them.pk, place.course, place.tree)
    states = {
        row.module_state_key: row for row in StudentModule.objects.filter(student=them, course_id=place.course.key)
    }
    completions = completions_of(them, place.course.key)
    attempts = _attempts(them, place)
    told = answers_of([row for rows in attempts.values() for row in rows], get_language() or "vi")
    at = request.GET.get("at", "")
    subsections = []
    for subsection in grade.subsections:
        parts = [
            {
                "score": score,
                "state": states.get(score.node.key),
                "done": round(100 * completions.get(score.node.key, 0.0)),
                "attempts": [(row, told.get(row.pk, [])) for row in attempts.get(str(score.node.key), [])],
                "most": compute.scorables(place.course, place.tree)[score.node.key].possible,
                "limited": score.node.settings.get("time_limit") or 0,
                "extra": actions.extra_time_of(states.get(score.node.key)),
            }
            for score in subsection.blocks
        ]
        own = enrollment.field_overrides.get(str(subsection.node.key), {}) if enrollment else {}
        subsections.append(
            {
                "grade": subsection,
                "parts": parts,
                "due": due_of(place, subsection.node),
                "extended": "due" in own,
                "open": at in [str(subsection.node.key), *(str(score.node.key) for score in subsection.blocks)],
            }
        )
    return render(
        request,
        "classroom/staff/learner.html",
        {
            "place": place,
            "them": them,
            "name": auth.full_name(them),
            "grade": grade,
            "percent": round(100 * grade.result.percent),
            "kept": PersistentCourseGrade.objects.filter(user_id=them.pk, course_id=place.course.key).first(),
            "outline": outline_of(place, completions),
            "subsections": subsections,
            "history": _history(them, place),
        },
    )


def _history(user: Any, place: Place) -> list[dict[str, Any]]:
    """What staff did to this learner's work, newest first, with names that people know."""
    rows = StaffAction.objects.filter(learner=user, course_id=place.course.key).select_related("actor__profile")[:50]
    found = []
    for row in rows:
        try:
            title = place.tree.node(UsageKey.from_string(row.usage_id)).title
        except (InvalidKeyError, KeyError):
            title = row.usage_id
        found.append({"row": row, "label": actions.LABELS.get(row.action, row.action), "title": title})
    return found


def _attempts(user: Any, place: Place) -> dict[str, list[Any]]:
    """Recorded attempts by block, oldest first, where the app is installed."""
    if not apps.is_installed("xblocks.learning_record"):
        return {}
    from xblocks.learning_record.models import Attempt

    found: dict[str, list[Any]] = {}
    rows = Attempt.objects.filter(learner__user_id=user.pk, course_key=str(place.course.key)).order_by("started")
    for row in rows:
        found.setdefault(row.usage_key, []).append(row)
    return found


@require_POST
@auth.staff_only
def act(request: HttpRequest, course_id: str, user_id: int) -> HttpResponse:
    """Do one of the acts; a refusal is one sentence and changes nothing."""
    place = enter(request, course_id)
    key = parse_usage_key(request.POST.get("usage", ""), place.course.key)
    if key not in place.tree:
        raise Http404
    desk = actions.Desk(request.user, _learner(user_id), place.course)
    try:
        _act(desk, key, request)
    except actions.ActionRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done, and written into the history below."))
    page = reverse("learner", kwargs={"course_id": course_id, "user_id": user_id})
    return redirect(f"{page}?{urlencode({'at': str(key)})}")  # what was worked on stays unfolded


def _act(desk: actions.Desk, key: Any, request: HttpRequest) -> None:
    action = request.POST.get("action", "")
    if action in actions.BLOCK_ACTIONS:
        actions.BLOCK_ACTIONS[action](desk, key)
    elif action == "override-score":
        actions.override_score(desk, key, _decimal(request.POST.get("score", "")))
    elif action == "extra-time":
        actions.set_extra_time(desk, key, _decimal(request.POST.get("factor", "")))
    elif action == "override-subsection":
        text = request.POST.get("percent", "").strip()
        comment = request.POST.get("comment", "").strip()
        actions.override_subsection(desk, key, _decimal(text) if text else None, comment)
    elif action == "extend":
        text = request.POST.get("due", "").strip()
        try:
            day = parse_date(text) if text else None
        except ValueError:
            day = None
        if text and day is None:
            raise actions.ActionRefused(_("Write the date as year-month-day."))
        last = timezone.make_aware(datetime.combine(day, time(23, 59, 59))) if day else None
        actions.extend(desk, key, last)
    else:
        raise Http404


def _decimal(text: str) -> float:
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = float("nan")
    if found != found or found in (float("inf"), float("-inf")):
        raise actions.ActionRefused(_("Write the score as a number."))
    return found


@require_POST
@auth.staff_only
def look_as(request: HttpRequest, course_id: str, user_id: int) -> HttpResponse:
    """See the course as one learner sees it; what is tried out stays in the session and is forgotten at the end."""
    place = enter(request, course_id)
    them = _learner(user_id)
    if them.is_staff:
        messages.error(request, _("You can look as learners only."))
        return redirect("learner", course_id=course_id, user_id=user_id)
    looking = dict(request.session.get(MASQUERADE, {}))
    looking[str(place.course.key)] = them.pk
    request.session[MASQUERADE] = looking
    return redirect("outline", course_id=course_id)


@require_POST
@auth.staff_only
def stop_looking(request: HttpRequest, course_id: str) -> HttpResponse:
    """Be oneself again."""
    looking = dict(request.session.get(MASQUERADE, {}))
    user_id = looking.pop(course_id, None)
    request.session[MASQUERADE] = looking
    for name in [name for name in request.session.keys() if name.startswith("state:as:")]:  # noqa: SIM118
        del request.session[name]
    if user_id is None:
        return redirect("outline", course_id=course_id)
    return redirect("learner", course_id=course_id, user_id=user_id)
