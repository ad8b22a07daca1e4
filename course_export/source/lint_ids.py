"""Ids that only clash when all modules are seen together, and quizzes too short to draw from.

Mastery counts an item once by its id, whichever quiz it stands in: two different questions under one id would count as
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from course_export.says import FileFinding
from course_export.source.model import Module, Source, Unit

#: With fewer questions an attempt tells little, and the next one repeats them.
FEWEST_ITEMS = 5
_GENERIC = re.compile(r"(?:cau|cau-hoi|c|q|question|item|bai|hoi|so)?-?[0-9]+[a-z]?|[a-z]")


def check_ids(source: Source) -> Iterator[FileFinding]:
    """Warnings about ids of units and items of all modules, and about quizzes with few items."""
    units: dict[tuple[str, str], Unit] = {}
    items: dict[str, Unit] = {}
    for module in source.modules.values():
        for unit in module.units:
            if unit.kind == "lesson":
                continue
            # An id that is only the file's name is the author's choice in no module; packages name it by its module.
            if unit.id != PurePosixPath(unit.file).stem:
                first = units.setdefault((unit.kind, unit.id), unit)
                if first is not unit:
                    yield _unit_twice(unit, first)
            if unit.kind == "quiz" and unit.content is not None:
                yield from _quiz(module, unit, items)


def _quiz(module: Module, unit: Unit, items: dict[str, Unit]) -> Iterator[FileFinding]:
    count = len(unit.content.items)
    if 0 < count < FEWEST_ITEMS:
        yield FileFinding(
            "warning",
            "few-items",
            "",
            f"Bài kiểm tra này mới có {count} câu; hãy viết ít nhất {FEWEST_ITEMS} câu, hoặc bỏ phần quiz khỏi "
            "module.yaml nếu bài ngắn.",
            f"This quiz has only {count} questions; write at least {FEWEST_ITEMS}, or leave the quiz out of "
            "module.yaml if the module is short.",
            1,
            unit.file,
        )
    for item in unit.content.items:
        line = unit.lines.get(item.id, 1)
        first = items.setdefault(item.id, unit)
        if first is not unit:
            yield FileFinding(
                "warning",
                "item-id-shared",
                f"items.{item.id}",
                f"Mã câu “{item.id}” đã được dùng trong {first.file}; mức thành thạo chỉ tính một mã một lần, hãy đặt "
                f"mã khác, ví dụ “{module.id}-{item.id}”.",
                f"The question id “{item.id}” is already used in {first.file}; mastery counts an id once, choose "
                f"another, such as “{module.id}-{item.id}”.",
                line,
                unit.file,
            )
        elif _GENERIC.fullmatch(item.id):
            yield FileFinding(
                "warning",
                "item-id-generic",
                f"items.{item.id}",
                f"Mã câu “{item.id}” quá chung, dễ trùng với bài khác; hãy đặt mã nói lên nội dung, "
                "ví dụ “doc-ma-otp”.",
                f"The question id “{item.id}” is too general and may be used by another module; choose one that tells "
                "the matter, such as “doc-ma-otp”.",
                line,
                unit.file,
            )


def _unit_twice(unit: Unit, first: Unit) -> FileFinding:
    line = next((n for n, row in enumerate(unit.rows, start=1) if re.match(r"(?:id|mã)\s*:", row)), 1)
    return FileFinding(
        "warning",
        "unit-id-shared",
        "id",
        f"Mã “{unit.id}” đã được dùng trong {first.file}; hãy đặt mã khác cho phần này.",
        f"The id “{unit.id}” is already used in {first.file}; choose another for this unit.",
        line,
        unit.file,
    )
