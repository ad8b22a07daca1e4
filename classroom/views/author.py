"""Courses as authors see them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from classroom.access import enter, parse_usage_key
from classroom.auth import author_only
from classroom.home import home
from classroom.models import Course
from classroom.olx.errors import ImportRefused
from classroom.olx.importer import import_course as read_package
from classroom.olx.writer import block_xml, pack
from classroom.runtime import load_block_class


class ImportForm(forms.Form):
    """A package."""

    package = forms.FileField(
        label=gettext_lazy("Course package (.tar.gz)"),
        help_text=gettext_lazy("A course that is here already is brought up to date; learners keep their results."),
    )


@require_safe
@author_only
def course_list(request: HttpRequest) -> HttpResponse:
    """All courses."""
    return render(request, "classroom/author/courses.html", {"courses": Course.objects.all()})


@require_http_methods(["GET", "HEAD", "POST"])
@author_only
def import_course(request: HttpRequest) -> HttpResponse:
    """Bring a package in. A package that is refused leaves one sentence and changes nothing."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with TemporaryDirectory(dir=home(), prefix="upload-") as folder:
            path = Path(folder) / "goi.tar.gz"
            with path.open("wb") as stream:
                for chunk in form.cleaned_data["package"].chunks():
                    stream.write(chunk)
            try:
                course = read_package(path)
            except ImportRefused as error:
                form.add_error("package", error.message(get_language() or "vi"))
            else:
                messages.success(request, _("The course “%(title)s” is here.") % {"title": course.title})
                return redirect("author-course", course_id=str(course.key))
    return render(request, "classroom/author/import.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@author_only
def structure(request: HttpRequest, course_id: str) -> HttpResponse:
    """Modules, units and blocks with the ways to edit and to try out."""
    place = enter(request, course_id)
    tree = place.tree
    chapters: list[Any] = []
    for chapter in tree.children(tree.root):
        units = [
            (unit, [(block, _can_edit(block.type)) for block in tree.children(unit.key)])
            for subsection in tree.children(chapter.key)
            for unit in tree.children(subsection.key)
        ]
        chapters.append((chapter, units))
    return render(request, "classroom/author/structure.html", {"place": place, "chapters": chapters})


def _can_edit(block_type: str) -> bool:
    return block_type == "html" or hasattr(load_block_class(block_type), "studio_view")


@require_safe
@author_only
def export_course(request: HttpRequest, course_id: str) -> HttpResponse:
    """The course as an OLX package."""
    place = enter(request, course_id)
    key = place.course.key
    return _download(pack(place.course), f"{key.org}-{key.course}-{key.run}.olx.tar.gz", "application/gzip")


@require_safe
@author_only
def export_block(request: HttpRequest, course_id: str, usage_id: str) -> HttpResponse:
    """One block as OLX."""
    place = enter(request, course_id)
    key = parse_usage_key(usage_id, place.course.key)
    if key not in place.tree:
        raise Http404
    return _download(block_xml(place.course, key), f"{key.block_type}-{key.block_id}.xml", "application/xml")


def _download(body: bytes, name: str, kind: str) -> HttpResponse:
    safe = "".join(letter if letter.isalnum() or letter in "-._" else "_" for letter in name)
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{safe.encode("ascii", "replace").decode()}"'
    return response
