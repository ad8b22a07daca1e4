"""Checks of a cohort: its course, its modules, its grading, and what only clashes inside one course."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from course_export.says import FileFinding
from course_export.source.dates import moment
from course_export.source.model import Cohort, Media, Source

_COURSE_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")


def _error(code: str, file: str, where: str, line: int | None, vi: str, en: str) -> FileFinding:
    return FileFinding("error", code, where, vi, en, line, file)


def check_cohort(source: Source, cohort: Cohort) -> Iterator[FileFinding]:
    """What is wrong with ``cohort``, by itself and with the modules that it names."""

    def error(code: str, where: str, vi: str, en: str) -> FileFinding:
        return _error(code, cohort.file, where, cohort.lines.get(where), vi, en)

    if not cohort.modules:
        yield error("no-modules", "modules", "Nhóm này chưa có bài nào.", "This cohort has no modules yet.")
    for i, name in enumerate(cohort.modules):
        if name not in source.modules:
            near = difflib.get_close_matches(name, source.modules, 1)
            yield error(
                "unknown-module",
                f"modules.{i}",
                f"Không có bài “{name}”" + (f"; có phải “{near[0]}” không?" if near else " trong content/modules."),
                f"There is no module “{name}”" + (f"; did you mean “{near[0]}”?" if near else " in content/modules."),
            )
        elif name in cohort.modules[:i]:
            yield error(
                "duplicate-id",
                f"modules.{i}",
                f"Bài “{name}” được ghi hai lần.",
                f"The module “{name}” is named twice.",
            )
    for group in cohort.groups:
        for name in group.modules:
            if name not in cohort.modules:
                yield error(
                    "unknown-module",
                    "groups",
                    f"Nhóm “{group.title}” ghi bài “{name}”, nhưng khóa học không có bài này.",
                    f"The group “{group.title}” names the module “{name}”, which the course does not have.",
                )
    for i, name in enumerate(cohort.modules):
        if cohort.groups and not any(group.sees(name) for group in cohort.groups):
            yield error(
                "module-for-nobody",
                f"modules.{i}",
                f"Không nhóm nào được học bài “{name}”; hãy thêm bài này vào một nhóm trong groups.",
                f"No group may see the module “{name}”; add it to one of the groups.",
            )
    if len({group.id for group in cohort.groups}) != len(cohort.groups):
        yield error("duplicate-id", "groups", "Hai nhóm dùng chung một mã số.", "Two groups share one id.")
    for i, name in enumerate(cohort.frameworks):
        if name not in source.frameworks.all:
            yield error(
                "unknown-framework",
                f"competency_frameworks.{i}",
                f"Không có khung năng lực “{name}” trong content/frameworks.",
                f"There is no framework “{name}” in content/frameworks.",
            )
    yield from _grading(source, cohort)
    course = cohort.course
    for key in ("org", "number", "run"):
        value = getattr(course, key)
        if value and not _COURSE_PART.fullmatch(value):
            yield error(
                "bad-course-key",
                f"course.{key}",
                f"“{value}” chỉ được gồm chữ không dấu, số, dấu chấm, gạch nối và gạch dưới.",
                f"“{value}” may hold only unaccented letters, digits, dots, hyphens and underscores.",
            )
    for key in ("start", "end"):
        value = getattr(course, key)
        if value and moment(value) is None:
            yield error(
                "bad-date",
                f"course.{key}",
                f"“{value}” không phải là ngày; hãy ghi năm-tháng-ngày, ví dụ 2026-12-01.",
                f"“{value}” is no date; write year-month-day, for example 2026-12-01.",
            )
    if course.image and course.image not in {media.name for media in cohort_media(source, cohort)}:
        yield error(
            "missing-media",
            "course.image",
            f"Không có hình bìa “{course.image}” trong cohorts/media hay media của các bài.",
            f"The cover image “{course.image}” is neither in cohorts/media nor in the modules' media.",
        )
    yield from _clashes(source, cohort)


def cohort_media(source: Source, cohort: Cohort) -> Iterator[Media]:
    """All media that may go into the package of ``cohort``: its own, then its modules'."""
    yield from cohort.media
    for module in source.cohort_modules(cohort):
        yield from module.media


def _grading(source: Source, cohort: Cohort) -> Iterator[FileFinding]:
    grading = cohort.grading
    total = grading.quiz + grading.scenario
    line = cohort.lines.get("grading")
    if abs(total - 1) > 1e-6:
        yield _error(
            "grading-sum",
            cohort.file,
            "grading",
            line,
            f"Tỉ trọng quiz và scenario cộng lại phải bằng 1, hiện là {total:g}.",
            f"The shares of quiz and scenario must add up to 1; they are {total:g}.",
        )
    if not 0 < grading.passing <= 1:
        yield _error(
            "grading-pass",
            cohort.file,
            "grading.pass",
            line,
            "Mức đạt (pass) phải lớn hơn 0 và không quá 1.",
            "The passing mark (pass) must be more than 0 and at most 1.",
        )
    kinds = {unit.kind for module in source.cohort_modules(cohort) for unit in module.units if unit.graded}
    for kind, share in (("quiz", grading.quiz), ("scenario", grading.scenario)):
        if share and kind not in kinds:
            yield _error(
                "grading-nothing",
                cohort.file,
                f"grading.{kind}",
                line,
                f"Phần {kind} chiếm {share:.0%} điểm nhưng không bài nào có phần loại này được tính điểm, nên không ai "
                f"đạt được điểm đó.",
                f"{kind} carries {share:.0%} of the grade, but no module has one that is graded, so nobody can earn "
                f"it.",
            )


def _clashes(source: Source, cohort: Cohort) -> Iterator[FileFinding]:
    seen: dict[str, str] = {}
    for media in cohort_media(source, cohort):
        other = seen.setdefault(media.name.lower(), media.file)
        if other != media.file and (source.root / other).read_bytes() != media.path.read_bytes():
            yield _error(
                "media-clash",
                media.file,
                "",
                None,
                f"Tệp này trùng tên với {other} nhưng nội dung khác; trong một khóa học mỗi tên chỉ dùng cho một tệp, "
                f"hãy đổi tên.",
                f"This file has the name of {other} but other content; one course holds one file per name, rename it.",
            )
