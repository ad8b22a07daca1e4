"""Files of blocks and of courses."""

from __future__ import annotations

import mimetypes
from datetime import UTC, datetime

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.views.decorators.http import require_safe
from xblock.core import XBlock

from classroom.access import parse_course_key
from classroom.models import Asset
from classroom.olx.store import asset_file
from classroom.runtime import load_block_class
from classroom.runtime.resources import resource

FOR_EVER = "public, max-age=31536000, immutable"
SHOWN = (
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "audio/",
    "video/",
    "text/vtt",
    "application/pdf",
)


@require_safe
def block_resource(request: HttpRequest, block_type: str, digest: str, uri: str) -> HttpResponse:
    """A file of a block's ``public`` folder. Kept for ever if the digest in the address is the file's."""
    cls: type[XBlock] = load_block_class(block_type)
    found = resource(cls, uri)
    if found is None:
        raise Http404
    packed = found.packed if "gzip" in request.headers.get("Accept-Encoding", "") else None
    response = HttpResponse(packed or found.body, content_type=found.content_type)
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = FOR_EVER if digest == found.digest else "no-cache"
    return response


@require_safe
def asset(request: HttpRequest, course_id: str, name: str) -> HttpResponseBase:
    """A static file of a course. What a browser could run (HTML, SVG …) comes as a download or in a sandbox."""
    found = Asset.objects.filter(course__key=parse_course_key(course_id), path=name).first()
    if found is None:
        raise Http404
    etag = f'"{found.digest[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    file = asset_file(found.digest)
    if not file.is_file():
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    shown = kind.startswith(SHOWN) or kind == "image/svg+xml"
    response = FileResponse(
        file.open("rb"), content_type=kind, as_attachment=not shown, filename=name.rsplit("/", 1)[-1]
    )
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Last-Modified"] = datetime.fromtimestamp(file.stat().st_mtime, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return response
