"""A parsed course into the database: all of it in one transaction, or nothing."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from classroom.models import Asset, Block, Cohort, Course

from .archive import course_folder
from .errors import ImportRefused
from .reader import ParsedCourse, read_course
from .store import keep_file


def import_course(path: Path, *, replace: bool = True) -> Course:
    """Read the package at ``path`` and store its course. A course of the same key is brought up to date: blocks that
    stay keep their learners' state, because it hangs on the usage keys. Raises :class:`ImportRefused`; then nothing
    has changed."""
    with course_folder(path) as folder:
        parsed = read_course(folder)
        if not replace and Course.objects.filter(key=parsed.key).exists():
            raise ImportRefused(f"khóa học {parsed.key} đã có.", f"the course {parsed.key} exists already.")
        files = {name: keep_file(file) for name, file in parsed.assets.items()}
        with transaction.atomic():
            return _store(parsed, files)


def _store(parsed: ParsedCourse, files: dict[str, tuple[str, int]]) -> Course:
    course = Course.objects.select_for_update().filter(key=parsed.key).first() or Course(key=parsed.key, version=0)
    course.title = parsed.title[:255]
    course.about = parsed.about
    course.image = parsed.image[:255]
    course.grading_policy = parsed.grading_policy
    course.version += 1
    course.save()
    there = {row.usage_key: row for row in Block.objects.filter(course=course)}
    new, changed = [], []
    for block in parsed.blocks:
        row = there.pop(block.key, None)
        if row is None:
            new.append(
                Block(
                    course=course,
                    usage_key=block.key,
                    block_type=block.key.block_type,
                    parent_key=block.parent,
                    order=block.order,
                    settings=block.settings,
                    content=block.content,
                )
            )
        else:
            row.parent_key, row.order = block.parent, block.order
            row.settings, row.content = block.settings, block.content
            changed.append(row)
    Block.objects.filter(pk__in=[row.pk for row in there.values()]).delete()
    Block.objects.bulk_create(new, batch_size=200)
    Block.objects.bulk_update(changed, ["parent_key", "order", "settings", "content"], batch_size=50)
    Asset.objects.filter(course=course).exclude(path__in=files).delete()
    for name, (digest, size) in files.items():
        Asset.objects.update_or_create(course=course, path=name, defaults={"digest": digest, "size": size})
    for name in parsed.cohorts:
        Cohort.objects.get_or_create(course=course, name=name[:255])
    return course
