"""``hocvuso export``: records of learning into files, every export logged."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from course_export.commands.content import find_cohort, today
from course_export.commands.context import Context, Progress, content_root
from course_export.commands.database import reachable, set_up
from course_export.files import replacing
from course_export.says import UserError

SUBJECTS = ("completions",)
FORMATS = ("csv", "xlsx")
_LATER_SUBJECTS = ("responses", "competencies", "confirmations")
_LATER_FORMATS = ("parquet", "xapi")
_HELP = {
    "vi": {
        "export": "Xuất kết quả học tập",
        "out": "tệp nhận (mặc định: màn hình)",
        "cohort": "mã nhóm (mặc định: mọi nhóm)",
        "unit": "tên nhóm lớp trong khóa",
        "as_of": "tính đến hết ngày này: năm-tháng-ngày",
        "purpose": "xuất để làm gì (ghi vào sổ)",
        "recipient": "nơi nhận (ghi vào sổ)",
        "header": "tên cột: tiếng Việt, tiếng Anh hoặc tên cố định cho chương trình",
        "with_demo": "kèm học viên thử (hocvuso demo)",
        "content": "thư mục nội dung",
    },
    "en": {
        "export": "Export records of learning",
        "out": "file (default: screen)",
        "cohort": "cohort (default: all)",
        "unit": "name of a group in the course",
        "as_of": "the state at the end of this day: year-month-day",
        "purpose": "what the export is for (logged)",
        "recipient": "who will receive it (logged)",
        "header": "column names: Vietnamese, English or the stable ones for programs",
        "with_demo": "include synthetic learners (hocvuso demo)",
        "content": "the content folder",
    },
}


def add_command(commands: Any, lang: str) -> None:
    """Add ``export`` to the parser."""
    helps = _HELP["vi" if lang == "vi" else "en"]
    export = commands.add_parser("export", help=helps["export"])
    export.add_argument("subject", metavar="SUBJECT", help="completions")
    export.add_argument("--format", default="csv", help="csv, xlsx")
    export.add_argument("--out", metavar="FILE", help=helps["out"])
    export.add_argument("--cohort", metavar="C", help=helps["cohort"])
    export.add_argument("--unit", metavar="U", help=helps["unit"])
    export.add_argument("--as-of", metavar="DATE", help=helps["as_of"])
    export.add_argument("--purpose", default="", help=helps["purpose"])
    export.add_argument("--recipient", default="", help=helps["recipient"])
    export.add_argument("--header", choices=("vi", "en", "machine"), help=helps["header"])
    export.add_argument("--with-demo", action="store_true", help=helps["with_demo"])
    export.add_argument("--content", metavar="DIR", help=helps["content"])
    export.set_defaults(run=run)


def run(options: argparse.Namespace, context: Context) -> int:
    """Write the file (or standard output) and the line in the log; nothing is handed out that could not be logged."""
    _known(options.subject, SUBJECTS, _LATER_SUBJECTS, "nội dung", "subject")
    _known(options.format, FORMATS, _LATER_FORMATS, "dạng tệp", "format")
    as_of = _date(options.as_of)
    from course_export.source import load

    source = load(content_root(options.content))
    cohorts = [find_cohort(source, options.cohort)] if options.cohort else list(source.cohorts.values())
    if not cohorts:
        raise UserError("Chưa có nhóm nào trong thư mục cohorts.", "There is no cohort in the folder cohorts yet.")
    set_up()
    with reachable():
        _loggable()
        _known_group(cohorts, options.unit)
        rows = _write(options, context, source, cohorts, as_of)
        left_out = 0 if options.with_demo else _demo_learners(cohorts)
    if options.out:
        context.note(f"Đã ghi {rows} dòng vào {options.out}.", f"Wrote {rows} rows to {options.out}.")
    if left_out:
        context.note(
            f"Không kèm học viên thử ({left_out}); thêm --with-demo nếu muốn có cả họ.",
            f"Synthetic learners ({left_out}) are left out; add --with-demo to include them.",
        )
    if not options.purpose or not options.recipient:
        context.note(
            "Lần xuất này đã được ghi sổ, nhưng chưa nêu mục đích và nơi nhận; lần sau hãy thêm --purpose và "
            "--recipient.",
            "This export is logged, but without purpose and recipient; add --purpose and --recipient next time.",
        )
    return 0


def _known(value: str, built: Sequence[str], later: Sequence[str], vi: str, en: str) -> None:
    if value in built:
        return
    listed = ", ".join(built)
    if value in later:
        raise UserError(
            f"Chưa xuất được {vi} “{value}”; hiện có: {listed}.",
            f"The {en} “{value}” is not built yet; there is: {listed}.",
        )
    raise UserError(
        f"Không có {vi} “{value}”; hiện có: {listed}.", f"There is no {en} “{value}”; there is: {listed}.", 2
    )


def _date(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise UserError(
            f"“{text}” không phải là ngày; hãy ghi năm-tháng-ngày, ví dụ 2026-10-15.",
            f"“{text}” is no date; write year-month-day, for example 2026-10-15.",
            exit_code=2,
        ) from error
    if day > today():
        raise UserError(
            f"Ngày {text} chưa tới; hãy chọn hôm nay hoặc một ngày đã qua.",
            f"{text} has not come yet; choose today or an earlier day.",
            exit_code=2,
        )
    return day


def _loggable() -> None:
    from django.apps import apps

    if not apps.is_installed("course_export.records"):
        raise UserError(
            "Chưa bật sổ ghi các lần xuất nên không xuất dữ liệu cá nhân; hãy thêm course_export.records vào "
            "INSTALLED_APPS.",
            "The log of exports is not installed, so no personal data is exported; add course_export.records to "
            "INSTALLED_APPS.",
        )


def _known_group(cohorts: Sequence[Any], unit: str | None) -> None:
    if unit is None:
        return
    from opaque_keys.edx.keys import CourseKey

    from course_export.records.sources import orm

    known = sorted({name for c in cohorts for name in orm.groups(CourseKey.from_string(c.course.key))})
    if unit not in known:
        listed = ", ".join(known) or "-"
        raise UserError(
            f"Không có nhóm lớp “{unit}” trong khóa học; hiện có: {listed}.",
            f"The course has no group “{unit}”; there is: {listed}.",
            exit_code=2,
        )


def _demo_learners(cohorts: Sequence[Any]) -> int:
    """How many synthetic learners the courses of these cohorts have."""
    from opaque_keys.edx.keys import CourseKey

    from course_export.records.sources import orm

    return sum(orm.demo_learners(CourseKey.from_string(key)) for key in {cohort.course.key for cohort in cohorts})


def _write(
    options: argparse.Namespace, context: Context, source: Any, cohorts: Sequence[Any], as_of: dt.date | None
) -> int:
    from django.utils import timezone

    from course_export.records import log
    from course_export.records.completions import TITLES, columns, completions
    from course_export.records.writers import write_csv, write_xlsx

    style = options.header or context.lang
    found = columns(source, cohorts)
    rows = completions(source, cohorts, as_of=as_of, today=today(), group=options.unit, with_demo=options.with_demo)
    progress = Progress(context, "Đang xuất", "Exporting", None)

    def fill(stream: BinaryIO) -> int:
        counted = _counted(rows, progress)
        if options.format == "xlsx":
            listed = [(column.header(style), column.kind) for column in found]
            count, digest = write_xlsx(stream, TITLES[style], listed, counted)
        else:
            count, digest = write_csv(stream, [column.header(style) for column in found], counted)
        stream.flush()
        log.append(
            now=timezone.now(),
            actor=_actor(),
            subject=options.subject,
            format=options.format,
            filters={
                "cohorts": [cohort.id for cohort in cohorts],
                "unit": options.unit,
                "as_of": as_of.isoformat() if as_of else None,
                **({"with_demo": True} if options.with_demo else {}),
            },
            purpose=options.purpose[:500],
            recipient=options.recipient[:255],
            rows=count,
            file_digest=digest,
        )
        return count

    try:
        if options.out:
            with replacing(Path(options.out)) as stream:
                return fill(stream)
        # To the screen, too, goes only what is whole and logged.
        with tempfile.TemporaryFile() as whole:
            count = fill(whole)
            whole.seek(0)
            sys.stdout.flush()
            shutil.copyfileobj(whole, sys.stdout.buffer)
            return count
    finally:
        progress.close()


def _counted(rows: Iterable[list[str]], progress: Progress) -> Iterator[list[str]]:
    for number, row in enumerate(rows, start=1):
        yield row
        progress.at(number)


def _actor() -> str:
    """The account of the machine that runs the command."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = str(os.getuid()) if hasattr(os, "getuid") else "?"
    return f"command line: {name}"[:150]
