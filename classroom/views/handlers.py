"""The way of a block's requests: who may call, what the block is given, what goes back. As in the LMS, the handler
opens its own transaction, and the block is saved after it."""

from __future__ import annotations

import io
import logging
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from webob import Request
from webob.multidict import MultiDict
from xblock.exceptions import NoSuchHandlerError, NoSuchUsage

from classroom import auth
from classroom.access import Place, enter, parse_usage_key, runtime_for
from classroom.authoring import BlockWriter
from classroom.runtime import Mode

log = logging.getLogger("classroom.handlers")


class _Form(Request):  # type: ignore[misc]
    """A form with files, as the platform hands it to a block: its parts come from Django, which keeps large ones on the
    disk."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__({**request.META, "wsgi.input": io.BytesIO()})
        files = [
            (name, SimpleNamespace(name=name, file=one, filename=one.name))
            for name, several in request.FILES.lists()
            for one in several
        ]
        self.parts = MultiDict([*request.POST.items(), *files])

    @property
    def POST(self) -> MultiDict:
        return self.parts


def nothing(_request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """The address before a handler's name: there is nothing."""
    raise Http404


def handle(request: HttpRequest, course_id: str, usage_id: str, handler: str, suffix: str = "") -> HttpResponse:
    """A handler called by a learner. 403 without a session; 404 outside the course or for an unknown block or
    handler."""
    if not request.user.is_authenticated:
        return HttpResponseForbidden("Unauthenticated")
    place = enter(request, course_id)
    key = parse_usage_key(usage_id, place.course.key)
    if key not in place.tree or not place.visible(place.tree.node(key)):
        raise Http404
    return _run(request, place, key, handler, suffix, Mode.LEARN)


def handle_preview(request: HttpRequest, course_id: str, usage_id: str, handler: str, suffix: str = "") -> HttpResponse:
    """A handler called by an author who tries the block out: state in the session, nothing recorded."""
    return _author(request, course_id, usage_id, handler, suffix, Mode.PREVIEW)


def handle_studio(request: HttpRequest, course_id: str, usage_id: str, handler: str, suffix: str = "") -> HttpResponse:
    """A handler called from the editor: authored fields may be changed."""
    return _author(request, course_id, usage_id, handler, suffix, Mode.STUDIO)


def _author(request: HttpRequest, course_id: str, usage_id: str, handler: str, suffix: str, mode: Mode) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponseForbidden("Unauthenticated")
    if not auth.is_author(request.user):
        return HttpResponseForbidden("Authors only")
    place = enter(request, course_id)
    key = parse_usage_key(usage_id, place.course.key)
    if key not in place.tree:
        raise Http404
    return _run(request, place, key, handler, suffix, mode)


def _run(request: HttpRequest, place: Place, key: Any, handler: str, suffix: str, mode: Mode) -> HttpResponse:
    writer = BlockWriter(place.course) if mode is Mode.STUDIO else None
    if mode.authoring:
        place.person, place.masquerading = place.user, False
    runtime = runtime_for(request, place, mode, writer)
    if request.content_type == "multipart/form-data":  # Django has read it by now, looking for the CSRF token
        incoming = _Form(request)
    else:
        incoming = Request(dict(request.META))
        incoming.body = request.body
    try:
        block = runtime.get_block(key)
        answer = runtime.handle(block, handler, incoming, suffix)
    except (NoSuchHandlerError, NoSuchUsage) as error:
        raise Http404 from error
    response = HttpResponse(answer.body, status=answer.status_int)
    for name, value in answer.headers.items():
        if name.lower() not in ("content-length", "set-cookie"):
            response[name] = value
    return response
