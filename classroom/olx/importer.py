"""A parsed course into the database: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction

from classroom.grading import compute
from classroom.models import Asset, Block, Cohort, Course
from classroom.structure import forget_trees

from .archive import course_folder
from .edited import back_up, digest, lost_edits
from .errors import EditedHere
from .reader import ParsedCourse, read_course
from .store import keep_file


def import_course(path: Path, *, replace: bool = False) -> Course:
    """Read the package at ``path`` and store its course. A course of the same key is brought up to date: blocks that
    stay keep their learners' state, because it hangs on the usage keys; grades are computed again.

    Where that would undo what authors edited here since the last import, it is refused (:class:`EditedHere`) unless
    ``replace``; then the course is first kept as a package (:func:`classroom.olx.edited.back_up`). Raises
    :class:`ImportRefused`; then nothing has changed."""
    with course_folder(path) as folder:
        parsed = read_course(folder)
        files = {name: keep_file(file) for name, file in parsed.assets.items()}
        with _no_stale_trees(), transaction.atomic():
            course = Course.objects.select_for_update().filter(key=parsed.key).first()
            if course is not None:
                lost = lost_edits(course, parsed.blocks)
                if lost and not replace:
                    raise EditedHere(lost)
                if lost:
                    back_up(course)
            course = _store(course or Course(key=parsed.key, version=0), parsed, files)
            compute.refresh_all(course)
            return course


@contextmanager
def _no_stale_trees() -> Iterator[None]:
    """A version that was rolled back must not be found in memory under the number of the next one."""
    try:
        yield
    except BaseException:
        forget_trees()
        raise


def _store(course: Course, parsed: ParsedCourse, files: dict[str, tuple[str, int]]) -> Course:
    course.title = parsed.title[:255]
    course.about = parsed.about
    course.image = parsed.image[:255]
    course.grading_policy = parsed.grading_policy
    course.version += 1
    course.save()
    there = {row.usage_key: row for row in Block.objects.filter(course=course)}
    new, changed = [], []
    for block in parsed.blocks:
        came = digest(block.settings, block.content)
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
                    imported=came,
                )
            )
        else:
            row.parent_key, row.order = block.parent, block.order
            row.settings, row.content, row.imported = block.settings, block.content, came
            changed.append(row)
    Block.objects.filter(pk__in=[row.pk for row in there.values()]).delete()
    Block.objects.bulk_create(new, batch_size=200)
    Block.objects.bulk_update(changed, ["parent_key", "order", "settings", "content", "imported"], batch_size=50)
    Asset.objects.filter(course=course).exclude(path__in=files).delete()
    for name, (file_digest, size) in files.items():
        Asset.objects.update_or_create(course=course, path=name, defaults={"digest": file_digest, "size": size})
    for name in parsed.cohorts:
        Cohort.objects.get_or_create(course=course, name=name[:255])
    return course
