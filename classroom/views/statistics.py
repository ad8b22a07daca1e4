"""Item statistics of a quiz, for the staff of the course."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from classroom import auth, itemstats
from classroom.access import Place, enter, parse_usage_key
from classroom.structure import Node
from xblocks.skill_quiz import item_flags


def _quiz_of(place: Place, usage_id: str) -> Node:
    """The quiz of that id; 404 for anything else, and where nothing is recorded."""
    key = parse_usage_key(usage_id, place.course.key)
    if key not in place.tree or not apps.is_installed("xblocks.learning_record"):
        raise Http404
    node = place.tree.node(key)
    if node.type != "skill_quiz":
        raise Http404
    return node


def _which(request: HttpRequest) -> str:
    asked = request.GET.get("attempts", "")
    return asked if asked in itemstats.WHICH else "first"


def _with_demo(request: HttpRequest) -> bool | None:
    """Whether demo learners count; None where nobody has said so."""
    return {"1": True, "0": False}.get(request.GET.get("demo", ""))


def quizzes_of(place: Place) -> list[dict[str, Any]]:
    """The quizzes of the course in reading order, with the module that they stand in."""
    found = []
    for node in place.tree.of_type("skill_quiz"):
        module = place.tree.ancestor(node.key, "chapter")
        found.append({"key": node.key, "title": node.title, "module": module.title if module else ""})
    return found


@require_safe
@auth.staff_only
def statistics(request: HttpRequest, course_id: str, usage_id: str) -> HttpResponse:
    """How hard each question of a quiz is, whether it tells learners apart, and how many gave each answer."""
    place = enter(request, course_id)
    node = _quiz_of(place, usage_id)
    lang = get_language() or "vi"
    counted = itemstats.report(node, _which(request), lang, with_demo=_with_demo(request))
    found = counted.report
    lines = [
        {
            "line": line,
            "type": itemstats.type_name(line),
            "flags": [(flag.level, flag.title(lang), flag.message(lang)) for flag in line.flags],
            "percent": None if line.figures.facility is None else round(100 * line.figures.facility),
            "guess": None if line.guess is None else round(100 * line.guess),
            "sd": None if line.sd is None else round(100 * line.sd),
            "answers": itemstats.shares(line),
        }
        for line in found.lines
    ]
    test = found.test
    module = place.tree.ancestor(node.key, "chapter")
    return render(
        request,
        "classroom/staff/statistics.html",
        {
            "place": place,
            "node": node,
            "module": module,
            "which": found.which,
            "trial": counted.trial,
            "choices": itemstats.WHICH.items(),
            "test": test,
            "shares": {
                name: None if value is None else round(100 * value)
                for name, value in (
                    ("mean", test.mean),
                    ("median", test.median),
                    ("sd", test.sd),
                    ("error", test.standard_error),
                )
            },
            "lines": lines,
            "to_look_at": found.to_look_at,
            "enough": item_flags.ENOUGH,
        },
    )


@require_safe
@auth.staff_only
def statistics_csv(request: HttpRequest, course_id: str, usage_id: str) -> HttpResponse:
    """The table as a file. It names no learner and holds nothing that a learner typed, so that no log is kept of it."""
    place = enter(request, course_id)
    node = _quiz_of(place, usage_id)
    lang = get_language() or "vi"
    counted = itemstats.report(node, _which(request), lang, with_demo=_with_demo(request))
    body = itemstats.csv_file(counted.report, lang)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    key = place.course.key
    name = f"{key.org}-{key.course}-{key.run}-{node.key.block_id}-statistics.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
