"""One unit on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from classroom.access import Place, enter, look, parse_usage_key, runtime_for
from classroom.models import Enrollment
from classroom.progress import completable, completions_of, done_of, read_only
from classroom.runtime import Mode, merge
from classroom.runtime.publishing import complete
from classroom.runtime.rendering import Page, page_of
from classroom.runtime.state import DatabaseState
from classroom.structure import Node


@dataclass(slots=True)
class Neighbours:
    """The units before and after this one, as the learner sees them."""

    before: Node | None
    after: Node | None
    number: int
    of: int


def _unit(place: Place, usage_id: str) -> Node:
    """The visible unit of that id; a block's id leads to the unit that holds it. 404 otherwise."""
    key = parse_usage_key(usage_id, place.course.key)
    if key not in place.tree:
        raise Http404
    node = place.tree.ancestor(key, "vertical")
    if node is None or not place.visible(node):
        raise Http404
    return node


def neighbours(place: Place, node: Node) -> Neighbours:
    """Where "back" and "next" lead."""
    units = place.units()
    at = next((i for i, unit in enumerate(units) if unit.key == node.key), 0)
    return Neighbours(units[at - 1] if at else None, units[at + 1] if at + 1 < len(units) else None, at + 1, len(units))


def render_unit(request: HttpRequest, place: Place, node: Node, mode: Mode) -> Page:
    """The unit's blocks in ``mode``, with their scripts and styles."""
    runtime = runtime_for(request, place, mode)
    children = place.tree.children(node.key)
    if isinstance(runtime.state, DatabaseState):
        runtime.state.prefetch(child.key for child in place.tree.leaves(node.key))
    view = {Mode.PUBLIC: "public_view", Mode.PREVIEW: "author_view"}.get(mode, "student_view")
    fragments = []
    for child in children:
        if place.visible(child):
            block = runtime.get_block(child.key)
            usable = view if hasattr(block, view) else "student_view"
            if mode is Mode.PUBLIC and not hasattr(block, "public_view"):
                continue
            fragments.append(runtime.render(block, usable, {}))
    return page_of(merge(fragments), runtime.nonce)


def _place(request: HttpRequest, course_id: str) -> tuple[Place, Mode] | None:
    if request.user.is_authenticated:
        return enter(request, course_id), Mode.LEARN
    try:
        return look(request, course_id), Mode.PUBLIC
    except Http404:
        return None


@require_safe
@ensure_csrf_cookie
def unit(request: HttpRequest, course_id: str, usage_id: str) -> HttpResponse:
    """The unit with the way back and on. ``?frame=1`` shows the blocks in a frame, as the LMS's learning front end
    does."""
    found = _place(request, course_id)
    if found is None:
        return redirect_to_login(request.get_full_path())
    place, mode = found
    node = _unit(place, usage_id)
    framed = request.GET.get("frame") == "1"
    completions = completions_of(place.person, place.course.key) if mode is Mode.LEARN else {}
    _remember(place, node)
    data: dict[str, Any] = {
        "place": place,
        "node": node,
        "chapter": place.tree.ancestor(node.key, "chapter"),
        "way": neighbours(place, node),
        "visitor": mode is Mode.PUBLIC,
        "framed": framed,
        "own_title": _shows_title(place, node),
        "page": None if framed else render_unit(request, place, node, mode),
        "to_read": mode is Mode.LEARN
        and any(completions.get(block.key, 0.0) < 1 for block in read_only(place.tree, node.key)),
        "complete": mode is Mode.LEARN and done_of(place.tree, node.key, completions) >= 1,
        # What is still to be done here: the page's script waits for these blocks to tell that they are finished.
        "left": " ".join(str(b.key) for b in completable(place.tree, node.key) if completions.get(b.key, 0.0) < 1)
        if mode is Mode.LEARN
        else "",
    }
    return render(request, "classroom/unit.html", data)


@require_safe
@ensure_csrf_cookie
def frame(request: HttpRequest, course_id: str, usage_id: str) -> HttpResponse:
    """The unit's blocks alone, for a frame as tall as they are."""
    found = _place(request, course_id)
    if found is None:
        return redirect_to_login(request.get_full_path())
    place, mode = found
    node = _unit(place, usage_id)
    return render(request, "classroom/frame.html", {"node": node, "page": render_unit(request, place, node, mode)})


@require_POST
def done(request: HttpRequest, course_id: str, usage_id: str) -> HttpResponse:
    """The learner has read the unit: its texts are complete. On to the next unit, or back to the outline after the
    last."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path().removesuffix("done/"))
    place = enter(request, course_id)
    node = _unit(place, usage_id)
    if not place.masquerading:
        completions = completions_of(place.person, place.course.key)
        for block in read_only(place.tree, node.key):
            if completions.get(block.key, 0.0) < 1:
                complete(place.person, block.key, 1.0)
    after = neighbours(place, node).after
    if after is None:
        return redirect("outline", course_id=course_id)
    return redirect("unit", course_id=course_id, usage_id=str(after.key))


def _shows_title(place: Place, node: Node) -> bool:
    """True if the unit is one activity of the unit's own name, which shows that name itself: nobody reads it twice."""
    children = place.tree.children(node.key)
    return len(children) == 1 and children[0].type != "html" and children[0].title == node.title


def _remember(place: Place, node: Node) -> None:
    """Keep when the learner was last here, to the minute: staff ask who has stopped coming."""
    enrollment = place.enrollment
    if enrollment is None or place.masquerading:
        return
    now = timezone.now()
    if (
        enrollment.last_unit == str(node.key)
        and enrollment.last_seen
        and (now - enrollment.last_seen).total_seconds() < 60
    ):
        return
    Enrollment.objects.filter(pk=enrollment.pk).update(last_unit=str(node.key), last_seen=now)
