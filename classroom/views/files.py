"""Files of blocks and of courses."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
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
#: What not every operating system's table of names knows.
KINDS = {
    ".webp": "image/webp",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
}
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


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
    kind = KINDS.get(Path(name).suffix.lower()) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    shown = kind.startswith(SHOWN) or kind == "image/svg+xml"
    size = file.stat().st_size
    asked = request.headers.get("Range", "") if request.headers.get("If-Range", etag) == etag else ""
    part = _part(asked, size)
    response: HttpResponseBase
    if part is None:
        response = FileResponse(
            file.open("rb"), content_type=kind, as_attachment=not shown, filename=name.rsplit("/", 1)[-1]
        )
    elif part[0] >= part[1]:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
    else:
        start, end = part
        response = StreamingHttpResponse(_read(file.open("rb"), start, end), status=206, content_type=kind)
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        response["Content-Length"] = str(end - start)
        if not shown:
            response["Content-Disposition"] = "attachment"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Last-Modified"] = datetime.fromtimestamp(file.stat().st_mtime, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return response


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """The bytes from … to (not with it) that the header ``Range`` asks for, empty where the file has none of them; None
    where the whole file is to be sent. iPhones play no recording from a server that cannot do this (RFC 9110, 14.2)."""
    found = _RANGE.fullmatch(asked)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    start, end = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
    if found[2] and int(found[2]) < start:
        return None
    return min(start, size), end


def _read(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while start < end and (piece := file.read(min(65536, end - start))):
            start += len(piece)
            yield piece
