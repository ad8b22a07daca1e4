"""``tags.csv``: the platform's own table of content tags, from our competencies."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from course_export.package import names
from course_export.source import formats
from course_export.source.model import BLOCK_TYPES, Cohort, Module, Source, Unit
from xblocks.competency.taxonomy import tag_value

#: The platform splits a cell at this character; ``tag_value`` keeps it out of values.
SEPARATOR = ";"


def value(source: Source, competency: str) -> str:
    """The taxonomy's value of ``framework:code``, in Vietnamese, as our taxonomy CSV writes it."""
    code = competency.partition(":")[2]
    title = source.frameworks.title(competency, "vi")
    return tag_value(code, "" if title == competency else title)


def unit_competencies(unit: Unit) -> list[str]:
    """Every competency that an item or choice of the unit carries, in order of first mention."""
    if unit.kind == "lesson" or unit.content is None:
        return []
    data = formats.as_data(unit.content)
    parts = [
        *data.get("items", ()),
        *(choice for scene in data.get("scenes", ()) for choice in scene.get("choices", ())),
    ]
    return list(dict.fromkeys(competency for part in parts for competency in part.get("competencies", ())))


def _rows(modules: list[Module]) -> Iterator[tuple[int, str, str, str, list[str]]]:
    for module in modules:
        yield 1, module.title, "chapter", names.chapter(module), list(module.competencies)
        for unit in module.units:
            found = unit_competencies(unit)
            if found:
                yield 4, unit.title, BLOCK_TYPES[unit.kind], names.block(module, unit), found


def table(source: Source, cohort: Cohort) -> bytes:
    """The file: ``Name,Type,ID`` and one column per framework; blocks without tags are left out."""
    rows = list(_rows(source.cohort_modules(cohort)))
    frameworks = sorted({competency.partition(":")[0] for row in rows for competency in row[4]})
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(["Name", "Type", "ID", *frameworks])
    for level, name, kind, block, competencies in rows:
        cells = [
            SEPARATOR.join(value(source, c) for c in competencies if c.partition(":")[0] == framework)
            for framework in frameworks
        ]
        writer.writerow(["  " * level + name, kind, block, *cells])
    return buffer.getvalue().encode("utf-8")
