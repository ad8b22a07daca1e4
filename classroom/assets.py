"""Static files under addresses that change with their content, without a build step at run time."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


@lru_cache(maxsize=512)
def _digest(name: str, _mtime: float) -> str:
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12] if isinstance(found, str) else ""


class VersionedStatic(StaticFilesStorage):
    """``/static/classroom/app.css?v=<digest>``: found beside the code, kept by browsers until it changes."""

    def url(self, name: str | None) -> str:
        plain = super().url(name)
        found = finders.find(name) if name else None
        if not isinstance(found, str):
            return plain
        return f"{plain}?v={_digest(name or '', Path(found).stat().st_mtime)}"
