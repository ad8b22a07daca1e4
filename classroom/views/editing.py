"""Editing a block, and trying a unit out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom.access import Place, enter, parse_usage_key, runtime_for
from classroom.auth import author_only
from classroom.authoring import BlockWriter
from classroom.blocks import clean_lesson
from classroom.runtime import Mode
from classroom.runtime.rendering import page_of
from classroom.runtime.state import SessionState
from classroom.structure import Node
from classroom.views.units import neighbours, render_unit


class TextForm(forms.Form):
    """A lesson text."""

    display_name = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    data = forms.CharField(
        label=gettext_lazy("Text (HTML)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
        help_text=gettext_lazy("Scripts, forms and frames are taken out when you save."),
    )


def _block(request: HttpRequest, course_id: str, usage_id: str) -> tuple[Place, Node]:
    place = enter(request, course_id)
    place.person, place.masquerading = place.user, False
    key = parse_usage_key(usage_id, place.course.key)
    if key not in place.tree:
        raise Http404
    return place, place.tree.node(key)


@require_http_methods(["GET", "HEAD", "POST"])
@ensure_csrf_cookie
@author_only
def edit(request: HttpRequest, course_id: str, usage_id: str) -> HttpResponse:
    """The page around the editor; lesson texts have a form of their own."""
    place, node = _block(request, course_id, usage_id)
    unit = place.tree.ancestor(node.key, "vertical")
    data: dict[str, Any] = {"place": place, "node": node, "unit": unit}
    if node.type != "html":
        if request.method == "POST":
            raise Http404
        return render(request, "classroom/author/edit.html", data)
    first = {"display_name": node.title, "data": node.content.get("data", "")}
    form = TextForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        BlockWriter(place.course).write(
            node.key, {"display_name": cleaned["display_name"]}, {"data": clean_lesson(cleaned["data"])}
        )
        messages.success(request, _("Saved."))
        if unit is not None:
            return redirect("author-preview", course_id=course_id, usage_id=str(unit.key))
        return redirect("author-course", course_id=course_id)
    return render(request, "classroom/author/edit_text.html", {**data, "form": form})


@require_safe
@ensure_csrf_cookie
@author_only
def editor(request: HttpRequest, course_id: str, usage_id: str) -> HttpResponse:
    """What stands in the editor's frame: the block's ``studio_view`` with Studio's runtime."""
    place, node = _block(request, course_id, usage_id)
    runtime = runtime_for(request, place, Mode.STUDIO, BlockWriter(place.course))
    block = runtime.get_block(node.key)
    if not hasattr(block, "studio_view"):
        raise Http404
    fragment = runtime.render(block, "studio_view", {})
    own_buttons = "editor-with-buttons" in fragment.content
    return render(
        request,
        "classroom/author/editor.html",
        {"place": place, "node": node, "page": page_of(fragment, runtime.nonce), "own_buttons": own_buttons},
    )


@require_safe
@ensure_csrf_cookie
@author_only
def preview(request: HttpRequest, course_id: str, usage_id: str) -> HttpResponse:
    """A unit as learners will see it; what is tried out stays in the author's session."""
    place, node = _block(request, course_id, usage_id)
    unit = place.tree.ancestor(node.key, "vertical")
    if unit is None:
        raise Http404
    return render(
        request,
        "classroom/author/preview.html",
        {
            "place": place,
            "node": unit,
            "way": neighbours(place, unit),
            "blocks": place.tree.children(unit.key),
            "page": render_unit(request, place, unit, Mode.PREVIEW),
        },
    )


@require_POST
@author_only
def forget(request: HttpRequest, course_id: str, usage_id: str) -> HttpResponse:
    """Start trying out from the beginning."""
    place, _node = _block(request, course_id, usage_id)
    SessionState(request.session, f"preview:{place.course.key}").clear()
    return redirect("author-preview", course_id=course_id, usage_id=usage_id)
