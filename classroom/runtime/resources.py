"""Files from a block's ``public`` folder, under addresses that name their content."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from xblock.exceptions import DisallowedFileError

COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class Resource:
    """A file's bytes, its type, and the first 16 hex digits of its SHA-256."""

    body: bytes
    packed: bytes | None
    content_type: str
    digest: str


@lru_cache(maxsize=256)
def resource(cls: type[Any], uri: str) -> Resource | None:
    """The file ``uri`` (``public/…``) of a block class; None if there is none or the class does not give it out."""
    try:
        with cls.open_local_resource(uri) as stream:
            body = stream.read()
    except (DisallowedFileError, OSError, ValueError):
        return None
    kind = mimetypes.guess_type(uri)[0] or "application/octet-stream"
    if kind == "text/javascript" or kind.startswith("text/"):
        kind += "; charset=utf-8"
    packed = gzip.compress(body, 9, mtime=0) if kind.startswith(COMPRESSED) and len(body) > 500 else None
    return Resource(body, packed, kind, hashlib.sha256(body).hexdigest()[:16])
