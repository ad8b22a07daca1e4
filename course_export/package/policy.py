"""What an OLX package says about the course as a whole: dates, grading, groups, the manifest of ours."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from course_export.package import names
from course_export.source import formats
from course_export.source.dates import moment
from course_export.source.model import BLOCK_TYPES, Cohort, Module, Source, Unit
from xblocks.common.jsonform import canonical, digest

#: Assignment types, shown to learners on the progress page.
FORMATS = {
    "vi": {"quiz": "Kiểm tra", "scenario": "Tình huống"},
    "en": {"quiz": "Quiz", "scenario": "Safety scenario"},
}
_SHORT = {"vi": {"quiz": "KT", "scenario": "TH"}, "en": {"quiz": "Quiz", "scenario": "Sim"}}
#: The partition that gates by group; the platform keeps ids below 100 for its own.
PARTITION_ID = 735001


def to_json(data: Any) -> bytes:
    """Readable JSON, keys sorted, UTF-8, with a line end."""
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode("utf-8")


def wording(cohort: Cohort) -> dict[str, str]:
    """Names of the assignment types in the course's language."""
    return FORMATS.get(cohort.course.language, FORMATS["en"])


def utc(text: str) -> str:
    """An ISO date or date-time as the platform writes it: UTC with ``Z``. A bare date is its start in Viet Nam."""
    value = moment(text)
    if value is None:
        raise ValueError(f"no date: {text}")
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def end_of(text: str) -> str:
    """The end date as the platform writes it; a bare date lasts until its last second in Viet Nam."""
    return utc(f"{text}T23:59:59" if len(text) == 10 else text)


def group_access(cohort: Cohort, module: Module) -> str | None:
    """The ``group_access`` of a module's chapter; None if all groups may see it: then those without one do too."""
    allowed = sorted(group.id for group in cohort.groups if group.sees(module.id))
    return None if len(allowed) == len(cohort.groups) else json.dumps({str(PARTITION_ID): allowed})


def partitions(cohort: Cohort) -> list[dict[str, Any]]:
    """``user_partitions``: one of scheme ``cohort`` if the cohort has groups."""
    if not cohort.groups:
        return []
    return [
        {
            "id": PARTITION_ID,
            "name": cohort.title,
            "description": "",
            "scheme": "cohort",
            "version": 3,
            "parameters": {},
            "active": True,
            "groups": [{"id": group.id, "name": group.title, "version": 1} for group in cohort.groups],
        }
    ]


def policy(cohort: Cohort) -> dict[str, Any]:
    """``policy.json``."""
    course = cohort.course
    settings: dict[str, Any] = {
        "display_name": course.title,
        "start": utc(course.start),
        "language": course.language,
        "advanced_modules": sorted({BLOCK_TYPES["quiz"], BLOCK_TYPES["scenario"]}),
        "user_partitions": partitions(cohort),
    }
    if course.end:
        settings["end"] = end_of(course.end)
    if course.image:
        settings["course_image"] = course.image
    return {f"course/{course.run}": settings}


def grading_policy(source: Source, cohort: Cohort) -> dict[str, Any]:
    """``grading_policy.json``: every quiz and every scenario that is graded counts alike inside its share."""
    words, short = wording(cohort), _SHORT.get(cohort.course.language, _SHORT["en"])
    graders = []
    for kind in ("quiz", "scenario"):
        count = sum(
            unit.graded and unit.kind == kind for module in source.cohort_modules(cohort) for unit in module.units
        )
        share = getattr(cohort.grading, kind)
        if count:
            graders.append(
                {
                    "type": words[kind],
                    "short_label": short[kind],
                    "min_count": count,
                    "drop_count": 0,
                    "weight": share,
                }
            )
    return {"GRADER": graders, "GRADE_CUTOFFS": {"Pass": cohort.grading.passing}}


def unit_digest(unit: Unit) -> str:
    """SHA-256 of what the unit teaches: a model's own digest, a lesson's HTML."""
    if unit.kind == "lesson":
        return hashlib.sha256(unit.content.html.encode("utf-8")).hexdigest()
    return digest(canonical(formats.as_data(unit.content)))


def manifest(source: Source, cohort: Cohort) -> dict[str, Any]:
    """``hocvuso.json``: what the package needs, what it holds, and the groups that OLX cannot carry.

    ``cohorts`` are bodies for ``POST /api/cohorts/v1/courses/{course}/cohorts/`` with the group each is then linked to.
    """
    try:
        needed = version("hocvuso")
    except PackageNotFoundError:
        needed = "0.1.0"
    modules = source.cohort_modules(cohort)
    kinds = {unit.kind for module in modules for unit in module.units} - {"lesson"}
    return {
        "manifest": 1,
        "cohort": cohort.id,
        "course": cohort.course.key,
        "needs": {
            BLOCK_TYPES[kind]: {
                "package": "hocvuso",
                "version": f">={needed}",
                "schema": max(
                    int(formats.as_data(unit.content)["schema"])
                    for module in modules
                    for unit in module.units
                    if unit.kind == kind
                ),
            }
            for kind in sorted(kinds)
        },
        "competency_frameworks": list(cohort.frameworks),
        "modules": [
            {
                "id": module.id,
                "title": module.title,
                "minutes": module.minutes,
                "chapter": names.chapter(module),
                "units": [
                    {
                        "kind": unit.kind,
                        "id": unit.id,
                        "block": names.usage_key(cohort, module, unit),
                        "digest": unit_digest(unit),
                    }
                    for unit in module.units
                ],
            }
            for module in modules
        ],
        "cohorts": [
            {
                "name": group.title,
                "assignment_type": "manual",
                "user_partition_id": PARTITION_ID,
                "group_id": group.id,
            }
            for group in cohort.groups
        ],
    }
