"""What authors changed here since a course was last imported, and a copy of it before a package undoes that."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from opaque_keys.edx.keys import CourseKey

from classroom.home import home
from classroom.models import Block, Course
from classroom.structure import Node

from .reader import ParsedBlock
from .writer import pack

IMPORT_TAKES = timedelta(minutes=1)
"""Blocks imported before digests were kept: one that was saved so much later than its course was edited here."""


def digest(settings: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """SHA-256 of a block's authored fields (64 hex digits), the same whatever the order of their names."""
    text = json.dumps([settings, content], sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def was_edited(row: Block, course: Course) -> bool:
    """The block is no longer what the last import brought."""
    if row.imported:
        return row.imported != digest(row.settings, row.content)
    return row.modified > course.modified + IMPORT_TAKES


def lost_edits(course: Course, parsed: Iterable[ParsedBlock]) -> list[str]:
    """Titles, in reading order, of the blocks that were edited here and would change or go with this package."""
    coming = {block.key: digest(block.settings, block.content) for block in parsed}
    found = []
    for row in Block.objects.filter(course=course).order_by("order"):
        if was_edited(row, course) and coming.get(row.usage_key) != digest(row.settings, row.content):
            found.append(Node(row.usage_key, row.block_type, None, (), row.settings, row.content).title)
    return found


def _prefix(key: CourseKey) -> str:
    return f"{key.org}-{key.course}-{key.run}-"


def back_up(course: Course) -> Path:
    """The course as it is now, as a package in ``HOCVUSO_HOME/backups``; whole or not there at all."""
    folder = home() / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    now = timezone.localtime().strftime("%Y%m%d-%H%M%S-%f")
    target = folder / f"{_prefix(course.key)}{now}.tar.gz"
    handle, temporary = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(pack(course))
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, target)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return target


def backups_of(key: CourseKey) -> list[Path]:
    """The kept packages of the course, newest first."""
    folder = home() / "backups"
    found = [path for path in folder.glob("*.tar.gz") if path.name.startswith(_prefix(key))] if folder.is_dir() else []
    long = len(_prefix(key)) + len("20261121-220000-000000.tar.gz")
    return sorted((path for path in found if len(path.name) == long), reverse=True)
