"""The course's static files, as a service for a block's editor: it looks for a name and adds what is new."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.db import transaction

from classroom.models import Asset, Course
from classroom.olx.store import asset_file, keep_file


class CourseFiles:
    """What ``xblocks.common.course_files`` calls a store. For authors only."""

    def __init__(self, course: Course) -> None:
        self._course = course

    def find(self, name: str) -> bytes | None:
        """The bytes of the file of that name, None if there is none."""
        found = Asset.objects.filter(course=self._course, path=name).first()
        if found is None:
            return None
        file = asset_file(found.digest)
        return file.read_bytes() if file.is_file() else b""

    def save(self, name: str, data: bytes, media_type: str) -> None:
        """Add a file under a free name. Raises IntegrityError when somebody took the name meanwhile."""
        del media_type  # told by the name when it is served
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "file"
            source.write_bytes(data)
            digest, size = keep_file(source)
        with transaction.atomic():
            Asset.objects.create(course=self._course, path=name, digest=digest, size=size)

    def names(self) -> list[str]:
        """The names of all files, newest first."""
        return list(Asset.objects.filter(course=self._course).order_by("-pk").values_list("path", flat=True))
