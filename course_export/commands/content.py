"""``hocvuso check`` and ``hocvuso package``."""

from __future__ import annotations

import argparse
import datetime as dt
import difflib
import json
import os
from pathlib import Path
from typing import Any

from course_export.commands.context import Context, content_root, enclosing_root
from course_export.says import FileFinding, UserError

#: Targets of the command's contract that are not built yet: they are refused by name.
_LATER = {"library", "scorm12", "cmi5"}
#: Days are counted where the learners are.
VIET_NAM = dt.timezone(dt.timedelta(hours=7))


def add_commands(commands: Any, lang: str) -> None:
    """Add ``check`` and ``package`` to the parser."""
    vi = lang == "vi"
    check = commands.add_parser("check", help="Kiểm tra nội dung" if vi else "Check content")
    check.add_argument(
        "path", nargs="?", help="thư mục hoặc tệp nội dung" if vi else "a content folder or a file of it"
    )
    check.add_argument("--json", action="store_true", help="kết quả dạng JSON" if vi else "findings as JSON")
    check.set_defaults(run=run_check)

    package = commands.add_parser("package", help="Đóng gói khóa học" if vi else "Package a cohort's course")
    package.add_argument("cohort", nargs="?", help="mã nhóm, ví dụ nguoi-dan" if vi else "cohort id, such as nguoi-dan")
    package.add_argument("--all", action="store_true", help="mọi nhóm" if vi else "every cohort")
    package.add_argument("--to", required=True, metavar="TARGET", help="olx | all")
    package.add_argument("--out", required=True, metavar="DIR", help="thư mục nhận gói" if vi else "where packages go")
    package.add_argument("--content", metavar="DIR", help="thư mục nội dung" if vi else "the content folder")
    package.set_defaults(run=run_package)


def today() -> dt.date:
    """Today's date in Viet Nam."""
    return dt.datetime.now(VIET_NAM).date()


def run_check(options: argparse.Namespace, context: Context) -> int:
    """Lint; 0 clean, 1 findings, 2 unreadable."""
    from course_export.source import lint, load

    path = Path(options.path) if options.path else content_root(None)
    root = enclosing_root(path)
    source = load(root)
    findings = _below(lint(source, today()), root, path)
    if options.json:
        print(json.dumps([_record(finding, context.lang) for finding in findings], ensure_ascii=False, indent=2))
    else:
        _print(findings, source, context)
    if any(finding.code == "unreadable" for finding in findings):
        return 2
    return 1 if findings else 0


def _below(findings: list[FileFinding], root: Path, path: Path) -> list[FileFinding]:
    """Only what concerns ``path``, if that is a part of the content folder."""
    wanted = os.path.relpath(path.resolve(), root.resolve())
    if wanted == ".":
        return findings
    prefix = Path(wanted).as_posix()
    return [f for f in findings if f.file == prefix or f.file.startswith(f"{prefix}/")]


def _record(finding: FileFinding, lang: str) -> dict[str, Any]:
    return {
        "severity": finding.severity,
        "code": finding.code,
        "file": finding.file,
        "line": finding.line,
        "where": finding.where,
        "message": finding.message(lang),
        "vi": finding.vi,
        "en": finding.en,
    }


def _print(findings: list[FileFinding], source: Any, context: Context) -> None:
    words = {"error": ("lỗi", "error"), "warning": ("nhắc", "warning")}
    for finding in findings:
        word = words[finding.severity][context.lang != "vi"]
        place = f"{finding.place()}: " if finding.place() else ""
        print(f"{place}{word}: {finding.message(context.lang)} [{finding.code}]")
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    counted_vi = f"{len(source.modules)} bài, {len(source.cohorts)} nhóm"
    counted_en = f"{len(source.modules)} modules, {len(source.cohorts)} cohorts"
    if findings:
        context.say(
            f"{counted_vi}: {errors} lỗi, {warnings} nhắc.", f"{counted_en}: {errors} errors, {warnings} warnings."
        )
    else:
        context.say(f"{counted_vi}: không có gì cần sửa.", f"{counted_en}: nothing to mend.")


def run_package(options: argparse.Namespace, context: Context) -> int:
    """Package one cohort or all; prints the paths of the packages."""
    from course_export.package import TARGETS
    from course_export.source import load

    if options.to in _LATER:
        raise UserError(
            f"Chưa đóng gói được dạng “{options.to}”; hiện có: {', '.join(TARGETS)}.",
            f"Packages of the kind “{options.to}” are not built yet; there is: {', '.join(TARGETS)}.",
        )
    if options.to != "all" and options.to not in TARGETS:
        raise UserError(
            f"Không có dạng gói “{options.to}”; hiện có: {', '.join(TARGETS)}, all.",
            f"There is no kind of package “{options.to}”; there is: {', '.join(TARGETS)}, all.",
            exit_code=2,
        )
    if bool(options.cohort) == options.all:
        raise UserError(
            "Hãy ghi đúng một trong hai: mã nhóm, hoặc --all cho mọi nhóm.",
            "Name exactly one of the two: a cohort, or --all for every cohort.",
            exit_code=2,
        )
    source = load(content_root(options.content))
    cohorts = list(source.cohorts.values()) if options.all else [find_cohort(source, options.cohort)]
    if not cohorts:
        raise UserError("Chưa có nhóm nào trong thư mục cohorts.", "There is no cohort in the folder cohorts yet.")
    targets = list(TARGETS) if options.to == "all" else [options.to]
    failed: list[UserError] = []
    for cohort in cohorts:
        for target in targets:
            try:
                print(TARGETS[target](source, cohort, Path(options.out)))
            except UserError as error:
                failed.append(error)
    if failed:
        raise UserError(
            "\n".join(error.vi for error in failed),
            "\n".join(error.en for error in failed),
            exit_code=max(error.exit_code for error in failed),
        )
    return 0


def find_cohort(source: Any, name: str) -> Any:
    """The cohort ``name`` of ``source``; :class:`UserError` with the nearest names if there is none."""
    if name in source.cohorts:
        return source.cohorts[name]
    broken = [f for f in source.findings if f.file in (f"cohorts/{name}.yaml", f"cohorts/{name}.yml")]
    if broken:
        raise UserError(
            "\n".join(finding.sentence("vi") for finding in broken),
            "\n".join(finding.sentence("en") for finding in broken),
            exit_code=2,
        )
    near = difflib.get_close_matches(name, source.cohorts, 1)
    known = ", ".join(sorted(source.cohorts)) or "-"
    raise UserError(
        f"Không có nhóm “{name}”" + (f"; có phải “{near[0]}” không?" if near else f"; hiện có: {known}."),
        f"There is no cohort “{name}”" + (f"; did you mean “{near[0]}”?" if near else f"; there is: {known}."),
        exit_code=2,
    )
