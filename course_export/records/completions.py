"""The table of completions: one row per learner and course, six moments that are never merged.

enrolled → started → completed → passed → confirmed, and before them "in scope", which needs a roster and so is no
column
here. Each moment has its own column and is empty as long as it has not happened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from course_export.package.names import module_keys
from course_export.records.sources import orm
from course_export.records.writers import Kind
from course_export.source.model import Cohort, Source

#: Times are written as people in Viet Nam read them; the country has one time zone, without summer time.
VIET_NAM = dt.timezone(dt.timedelta(hours=7))


@dataclass(frozen=True)
class Column:
    """A column: the stable name for programs, and the header for people."""

    name: str
    vi: str
    en: str

    def header(self, style: str) -> str:
        """``vi``, ``en`` or ``machine``."""
        return self.name if style == "machine" else self.vi if style == "vi" else self.en

    @property
    def kind(self) -> Kind:
        """What the column holds."""
        if self.name.endswith("_at"):
            return "moment"
        return "number" if self.name in ("grade_percent", "modules_completed", "modules_total") else "text"


#: The columns before those of the modules. Names are for ever; new columns are added at the end.
FIXED = (
    Column("cohort", "Mã khóa học", "Cohort"),
    Column("course_key", "Khóa trên nền tảng", "Course key"),
    Column("username", "Tên đăng nhập", "Username"),
    Column("full_name", "Họ và tên", "Full name"),
    Column("group", "Nhóm lớp", "Group"),
    Column("enrolled_at", "Ghi danh lúc", "Enrolled at"),
    Column("started_at", "Bắt đầu học lúc", "Started at"),
    Column("completed_at", "Hoàn thành lúc", "Completed at"),
    Column("passed_at", "Đạt lúc", "Passed at"),
    Column("grade_percent", "Điểm (%)", "Grade (%)"),
    Column("confirmed_at", "Được xác nhận lúc", "Confirmed at"),
    Column("modules_completed", "Số bài đã hoàn thành", "Modules completed"),
    Column("modules_total", "Tổng số bài", "Modules in the course"),
    Column("as_of", "Tính đến ngày", "As of"),
)


def columns(source: Source, cohorts: Iterable[Cohort]) -> list[Column]:
    """The fixed columns, then one ``module.<id>.completed_at`` for every module of the cohorts, in their order."""
    modules = {module.id: module for cohort in cohorts for module in source.cohort_modules(cohort)}
    return [
        *FIXED,
        *(
            Column(f"module.{module.id}.completed_at", f"Xong bài: {module.title}", f"Completed: {module.title}")
            for module in modules.values()
        ),
    ]


#: The sheet of a workbook.
TITLES = {"vi": "Kết quả học tập", "en": "Completions", "machine": "completions"}


def day_end(day: dt.date) -> dt.datetime:
    """The last moment of ``day`` in Viet Nam."""
    return dt.datetime.combine(day, dt.time.max, VIET_NAM)


def _moment(value: dt.datetime | None) -> str:
    return "" if value is None else value.astimezone(VIET_NAM).strftime("%Y-%m-%d %H:%M:%S")


def _percent(value: float | None) -> str:
    """0..1 as percent with at most one decimal, never rounded up over a mark that was missed."""
    if value is None:
        return ""
    tenths = int(value * 1000 + 1e-6)
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


def completions(
    source: Source,
    cohorts: Sequence[Cohort],
    *,
    as_of: dt.date | None = None,
    today: dt.date,
    group: str | None = None,
    with_demo: bool = False,
    page: int = orm.PAGE,
) -> Iterator[list[str]]:
    """Rows of text in the order of :func:`columns`, course by course, in order of enrolment.

    ``as_of``: the state at the end of that day (a grade that changed afterwards is not known and stays empty).
    ``group``: only members of the course's group of that name. ``with_demo``: synthetic learners too.
    Memory holds one page of learners.
    """
    from opaque_keys.edx.keys import CourseKey

    order = [column.name for column in columns(source, cohorts)]
    for cohort in cohorts:
        key = CourseKey.from_string(cohort.course.key)
        modules = known_blocks(key, module_keys(source, cohort))
        until = None if as_of is None else day_end(as_of)
        for learner in orm.learners(key, modules=modules, until=until, group=group, with_demo=with_demo, page=page):
            row = _row(cohort, modules, learner, as_of or today)
            yield [row.get(name, "") for name in order]


def known_blocks(course_key: Any, modules: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """``modules`` with only the blocks that the course holds here: a unit that was written after the last import does
    not
    take anybody's completion away, and a module of which nothing is here does not count."""
    installed = orm.installed_blocks(course_key)
    if installed is None:
        return {module: tuple(keys) for module, keys in modules.items()}
    here = {module: tuple(key for key in keys if key in installed) for module, keys in modules.items()}
    return {module: keys for module, keys in here.items() if keys}


def for_group(cohort: Cohort, modules: Mapping[str, Sequence[str]], group: str) -> dict[str, Sequence[str]]:
    """The modules that members of ``group`` see: nobody has to complete what is closed to them."""
    own = [candidate for candidate in cohort.groups if candidate.title == group]
    return {
        module: keys
        for module, keys in modules.items()
        if all(candidate.sees(module) for candidate in own or cohort.groups)
    }


def _row(cohort: Cohort, modules: Mapping[str, Sequence[str]], learner: orm.Learner, as_of: dt.date) -> dict[str, str]:
    modules = for_group(cohort, modules, learner.group)
    done = {module: moment for module, moment in learner.modules.items() if module in modules}
    row = {
        "cohort": cohort.id,
        "course_key": cohort.course.key,
        "username": learner.username,
        "full_name": learner.name,
        "group": learner.group,
        "enrolled_at": _moment(learner.enrolled_at),
        "started_at": _moment(learner.started_at),
        "completed_at": _moment(max(done.values()) if modules and len(done) == len(modules) else None),
        "passed_at": _moment(learner.passed_at),
        "grade_percent": _percent(learner.percent),
        "confirmed_at": "",
        "modules_completed": str(len(done)),
        "modules_total": str(len(modules)),
        "as_of": as_of.isoformat(),
    }
    row.update({f"module.{module}.completed_at": _moment(moment) for module, moment in done.items()})
    return row
