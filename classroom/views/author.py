"""Courses as authors see them."""

from __future__ import annotations

import secrets
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from classroom.access import enter, parse_usage_key
from classroom.auth import author_only
from classroom.home import home
from classroom.models import Course
from classroom.olx.edited import backups_of
from classroom.olx.errors import EditedHere, ImportRefused
from classroom.olx.importer import import_course as read_package
from classroom.olx.writer import block_xml, pack
from classroom.runtime import load_block_class

KINDS = {
    "html": gettext_lazy("Reading"),
    "skill_quiz": gettext_lazy("Questions"),
    "scenario_sim": gettext_lazy("Situation"),
}
WAITING = "import-waiting"
"""In the session: the uploaded package that waits for a yes."""
KEEP_WAITING = 24 * 3600


class ImportForm(forms.Form):
    """A package. ``replace``: the yes to replacing what was edited here, for the package that was sent just before."""

    replace = forms.BooleanField(required=False, widget=forms.HiddenInput)
    package = forms.FileField(
        required=False,
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
    """Bring a package in. A package that is refused leaves one sentence and changes nothing; one that would undo what
    was edited here is kept for a day, and asked about."""
    form = ImportForm(request.POST or None, request.FILES or None)
    data: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        uploaded, replace = form.cleaned_data["package"], form.cleaned_data["replace"]
        path = _keep(uploaded) if uploaded else _waiting(request)
        if path is None:
            form.add_error("package", _("Choose the package again: a .tar.gz file."))
        else:
            try:
                course = read_package(path, replace=replace and not uploaded)
            except EditedHere as error:
                request.session[WAITING] = path.name
                data["titles"] = error.titles
                return render(request, "classroom/author/import.html", data, status=409)
            except ImportRefused as error:
                form.add_error("package", error.message(get_language() or "vi"))
            else:
                messages.success(request, _("The course “%(title)s” is here.") % {"title": course.title})
                if replace and not uploaded:
                    messages.info(request, _("The course as it was before is kept below, to be downloaded."))
            path.unlink(missing_ok=True)
            request.session.pop(WAITING, None)
            if not form.errors:
                return redirect("author-course", course_id=str(course.key))
    return render(request, "classroom/author/import.html", data, status=422 if form.errors else 200)


def _keep(upload: Any) -> Path:
    """The upload as a file of its own; those that nobody said yes to within a day go."""
    folder = home() / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.glob("*.tar.gz"):
        if old.stat().st_mtime < time.time() - KEEP_WAITING:
            old.unlink(missing_ok=True)
    path = folder / f"{secrets.token_hex(16)}.tar.gz"
    with path.open("xb") as stream:
        for chunk in upload.chunks():
            stream.write(chunk)
    return path


def _waiting(request: HttpRequest) -> Path | None:
    """The package that this session sent and that still waits."""
    name = request.session.get(WAITING, "")
    path = home() / "uploads" / Path(str(name)).name
    return path if name and path.is_file() else None


@require_safe
@author_only
def backup(request: HttpRequest, course_id: str, name: str) -> HttpResponse:
    """The course as it was before an import replaced it."""
    place = enter(request, course_id)
    found = next((path for path in backups_of(place.course.key) if path.name == name), None)
    if found is None:
        raise Http404
    return _download(found.read_bytes(), found.name, "application/gzip")


@require_safe
@author_only
def structure(request: HttpRequest, course_id: str) -> HttpResponse:
    """Modules, units and blocks with the ways to edit and to try out."""
    place = enter(request, course_id)
    tree = place.tree
    chapters: list[Any] = []
    for chapter in tree.children(tree.root):
        units = [
            (unit, [(block, _can_edit(block.type), kind_of(block.type)) for block in tree.children(unit.key)])
            for subsection in tree.children(chapter.key)
            for unit in tree.children(subsection.key)
        ]
        chapters.append((chapter, units))
    copies = [
        (path.name, datetime.fromtimestamp(path.stat().st_mtime, timezone.get_current_timezone()))
        for path in backups_of(place.course.key)
    ]
    data = {"place": place, "chapters": chapters, "copies": copies}
    return render(request, "classroom/author/structure.html", data)


def kind_of(block_type: str) -> Any:
    """What a block is, in a word that authors use; other blocks keep their technical name."""
    return KINDS.get(block_type, block_type)


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
