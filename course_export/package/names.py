"""Stable names in a course: the same module and unit get the same ``url_name`` in every package, so that importing a
newer
package updates in place and learners keep what they have done."""

from __future__ import annotations

import hashlib

from course_export.source.model import BLOCK_TYPES, Cohort, Module, Source, Unit


def url_name(*ids: str) -> str:
    """A readable slug of the last id, and 10 hex digits of a hash over all of them (the hash alone makes it unique).

    The ids are joined by a character that no id can hold. Never change this: the keys of everybody's records hang on
    it.
    """
    digest = hashlib.sha256("\x00".join(ids).encode("utf-8")).hexdigest()[:10]
    return f"{ids[-1][:40].strip('-')}-{digest}"


def chapter(module: Module) -> str:
    """The chapter of a module."""
    return url_name("chapter", module.id)


def sequential(module: Module, unit: Unit) -> str:
    """The subsection of a unit."""
    return url_name("sequential", module.id, unit.kind, unit.id)


def vertical(module: Module, unit: Unit) -> str:
    """The page of a unit."""
    return url_name("vertical", module.id, unit.kind, unit.id)


def block(module: Module, unit: Unit) -> str:
    """The block that carries the unit."""
    return url_name(BLOCK_TYPES[unit.kind], module.id, unit.kind, unit.id)


def usage_key(cohort: Cohort, module: Module, unit: Unit) -> str:
    """The platform's key of that block in the course of ``cohort``."""
    course = cohort.course
    return (
        f"block-v1:{course.org}+{course.number}+{course.run}+type@{BLOCK_TYPES[unit.kind]}+block@{block(module, unit)}"
    )


def module_keys(source: Source, cohort: Cohort) -> dict[str, tuple[str, ...]]:
    """``{module id: usage keys of its units}`` in the cohort's order."""
    return {
        module.id: tuple(usage_key(cohort, module, unit) for unit in module.units)
        for module in source.cohort_modules(cohort)
    }
