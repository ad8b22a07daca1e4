"""Courses made for a test: sources put together in a folder of their own, packaged and imported by the command line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from .conftest import ROOT, Classroom, environment

FRAMEWORKS = ROOT / "content" / "frameworks"
TYPES = Path(__file__).parent / "course"
"""A course of one module: a lesson and a quiz with a question of every type."""
NAME = "Thử mười loại câu hỏi"
"""Its title."""

ENROL = """
import django
django.setup()
from django.contrib.auth import get_user_model
from django.utils import timezone
from classroom import api
for user in get_user_model().objects.filter(username__in=["hocvien", "quanly", "soanbai"]):
    for key in api.course_keys():
        api.enrol(user, key, at=timezone.now())
"""
"""Everybody of the demo may take part in every course."""


def import_types(classroom: Classroom, content: Path, *quizzes: str, media: Mapping[str, bytes] | None = None) -> None:
    """Imports the course of all types by way of the new folder ``content``; with ``quizzes`` instead of its own where
    there are any, and further ``media`` by their names."""
    shutil.copytree(TYPES, content)
    module = content / "modules" / "muoi-loai"
    names = [f"quiz{number}.md" for number in range(len(quizzes))]
    for name, text in zip(names, quizzes, strict=True):
        (module / name).write_text(text, encoding="utf-8")
    for name, data in (media or {}).items():
        (module / "media" / name).write_bytes(data)
    if quizzes:
        listed, units, _own = (module / "module.yaml").read_text(encoding="utf-8").partition("units:\n")
        units += "".join(f"  - {line}\n" for line in ("lesson: lesson.md", *(f"quiz: {name}" for name in names)))
        (module / "module.yaml").write_text(listed + units, encoding="utf-8")
    import_course(classroom, content, "thu-loai-cau-hoi")


def import_course(classroom: Classroom, content: Path, cohort: str) -> None:
    """Packages ``cohort`` of ``content``, which gets the project's frameworks, and imports it into ``classroom``; all
    demo accounts take part in it."""
    if not (content / "frameworks").exists():
        shutil.copytree(FRAMEWORKS, content / "frameworks")
    out = content / "packages"
    made = classroom.command("package", cohort, "--to", "olx", "--out", str(out), "--content", str(content))
    assert made.returncode == 0, made.stderr
    (package,) = out.glob("*.tar.gz")
    taken = classroom.command("import", str(package))
    assert taken.returncode == 0, taken.stderr
    enrolled = subprocess.run(
        [sys.executable, "-c", ENROL],
        cwd=ROOT,
        env=environment(classroom.home) | {"DJANGO_SETTINGS_MODULE": "classroom.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert enrolled.returncode == 0, enrolled.stderr
