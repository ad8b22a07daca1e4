"""What is wrong with ``content/``: the engines' checks, and what only shows when everything is seen together."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterator
from dataclasses import replace

from course_export.says import FileFinding
from course_export.source import formats, spoken
from course_export.source.lint_cohort import check_cohort
from course_export.source.lint_ids import check_ids
from course_export.source.model import Fact, Module, Source, Unit
from xblocks.common import competencies
from xblocks.scenario_sim.checks import FACT_DAYS

#: Words (in Vietnamese: syllables between spaces) a slow reader takes in per minute. Fluent adults read about 200 to
#: 250;
#: our learner is 60, reads on a small screen and stops to think, so a lesson is measured at half of that.
SLOW_READER_WORDS_A_MINUTE = 120
#: The largest media file that a phone on a weak network should be asked to load.
MEDIA_BYTES_WARNING = 1_000_000

_MEDIA_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _error(code: str, file: str, where: str, line: int | None, vi: str, en: str) -> FileFinding:
    return FileFinding("error", code, where, vi, en, line, file)


def _warning(code: str, file: str, where: str, line: int | None, vi: str, en: str) -> FileFinding:
    return FileFinding("warning", code, where, vi, en, line, file)


def lint(source: Source, today: dt.date) -> list[FileFinding]:
    """Everything wrong with ``source`` on the day ``today``: reading errors first, then by file and line.

    Each finding names its file relative to the content folder; the line is missing only where there is none to name.
    """
    found: list[FileFinding] = list(source.findings)
    found += check_ids(source)
    for module in source.modules.values():
        found += _module(source, module, today)
    for cohort in source.cohorts.values():
        found += check_cohort(source, cohort)
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda f: (f.code != "unreadable", f.file, f.line or 0))


def _module(source: Source, module: Module, today: dt.date) -> Iterator[FileFinding]:
    for competency in module.competencies:
        yield from _competency(source, competency, module.file, "competencies", module.lines.get("competencies"))
    for fact in module.facts:
        yield from _fact(fact, f"facts.{fact.id}", today)
    needed = 0
    for unit in module.units:
        yield from _unit(source, unit, today)
        yield from _media_of(module, unit)
        if unit.kind == "lesson":
            minutes = -(-unit.content.words // SLOW_READER_WORDS_A_MINUTE)
            needed += minutes
            if unit.content.minutes and minutes > unit.content.minutes:
                line = unit.lines.get("minutes")
                yield _too_long(unit.file, line, minutes, unit.content.words, unit.content.minutes)
    if needed > module.minutes:
        total = sum(unit.content.words for unit in module.units if unit.kind == "lesson")
        yield _too_long(module.file, module.lines.get("minutes"), needed, total, module.minutes)
    yield from _asked(source, module)
    for media in module.media:
        if not _MEDIA_NAME.fullmatch(media.name):
            yield _error(
                "bad-media-name",
                media.file,
                "",
                None,
                f"Tên tệp “{media.name}” chỉ được gồm chữ không dấu, số, dấu chấm, gạch nối, gạch dưới; hãy đổi tên.",
                f"The file name “{media.name}” may hold only a-z, digits, dots, hyphens and underscores; rename it.",
            )
        if media.size > MEDIA_BYTES_WARNING:
            yield _warning(
                "media-too-large",
                media.file,
                "",
                None,
                f"Tệp này nặng {media.size / 1e6:.1f} MB; điện thoại mạng yếu sẽ tải rất lâu, hãy nén lại.",
                f"This file is {media.size / 1e6:.1f} MB; a phone on a weak network will load it slowly, compress it.",
            )


def _asked(source: Source, module: Module) -> Iterator[FileFinding]:
    """A competency that a module names, and none of its quizzes and simulations asks. Lessons ask nothing."""
    tasks = [unit.content for unit in module.units if unit.kind != "lesson"]
    if not tasks or None in tasks:
        return
    asked = {competency for task in tasks for _, competency in competencies.named(formats.as_data(task))}
    for competency in module.competencies:
        if competency not in asked and source.frameworks.is_known(competency):
            title_vi, title_en = (source.frameworks.title(competency, lang) for lang in ("vi", "en"))
            yield _warning(
                "competency-not-asked",
                module.file,
                "competencies",
                module.lines.get("competencies"),
                f"Bài ghi năng lực “{competency}” ({title_vi}) mà không câu hỏi hay lựa chọn nào tính cho năng lực ấy; "
                "hãy ghi năng lực vào một câu, hoặc bỏ khỏi dòng này.",
                f"The module names the competency “{competency}” ({title_en}), but none of its questions or choices "
                "counts for it; name it in one, or take it off this line.",
            )


def _too_long(file: str, line: int | None, needed: int, words: int, stated: int) -> FileFinding:
    return _warning(
        "lesson-too-long",
        file,
        "minutes",
        line,
        f"Người đọc chậm cần khoảng {needed} phút để đọc phần bài học ({words} tiếng), nhưng ở đây ghi {stated} phút; "
        "hãy rút gọn, chia nhỏ hoặc ghi lại số phút.",
        f"A slow reader needs about {needed} minutes to read the lesson ({words} words), but {stated} are stated here; "
        "shorten or split it, or state more minutes.",
    )


def _competency(source: Source, competency: str, file: str, where: str, line: int | None) -> Iterator[FileFinding]:
    if source.frameworks.is_known(competency):
        return
    near = difflib.get_close_matches(competency, source.frameworks.ids(), 1, 0.5)
    hint_vi = (
        f"; có phải “{near[0]}” ({source.frameworks.title(near[0], 'vi')}) không?"
        if near
        else "; hãy xem content/frameworks."
    )
    hint_en = (
        f"; did you mean “{near[0]}” ({source.frameworks.title(near[0], 'en')})?"
        if near
        else "; see content/frameworks."
    )
    yield _error(
        "unknown-competency",
        file,
        where,
        line,
        f"Không có năng lực “{competency}” trong các khung đã biết{hint_vi}",
        f"No known framework has the competency “{competency}”{hint_en}",
    )


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _fact(fact: Fact, where: str, today: dt.date) -> Iterator[FileFinding]:
    if not fact.source.startswith(("https://", "http://")):
        yield _error(
            "fact-without-source",
            fact.file,
            where,
            fact.line,
            f"Thông tin “{fact.id}” chưa có nguồn; hãy ghi địa chỉ trang (https://…) vào mục source.",
            f"The fact “{fact.id}” has no source; put the address of the page (https://…) into source.",
        )
    checked = _date(fact.checked_on)
    if checked is None:
        yield _error(
            "fact-unchecked",
            fact.file,
            where,
            fact.line,
            f"Thông tin “{fact.id}” chưa ghi đúng ngày kiểm tra; hãy ghi checked_on dạng năm-tháng-ngày.",
            f"The fact “{fact.id}” has no valid date of checking; write checked_on as year-month-day.",
        )
    elif checked > today:
        yield _error(
            "fact-in-future",
            fact.file,
            where,
            fact.line,
            f"Thông tin “{fact.id}” ghi ngày kiểm tra {checked} chưa tới; hãy sửa checked_on.",
            f"The fact “{fact.id}” says that it was checked on {checked}, which has not come; mend checked_on.",
        )
    elif (today - checked).days > FACT_DAYS:
        yield _warning(
            "fact-outdated",
            fact.file,
            where,
            fact.line,
            f"Thông tin “{fact.id}” đã {(today - checked).days} ngày chưa kiểm tra lại; hãy mở nguồn, xem còn đúng "
            "không rồi ghi ngày mới vào checked_on.",
            f"The fact “{fact.id}” was last checked {(today - checked).days} days ago; open its source, see whether it "
            "still holds and write the new date into checked_on.",
        )


def _unit(source: Source, unit: Unit, today: dt.date) -> Iterator[FileFinding]:
    if unit.kind == "lesson":
        if not unit.content.words:
            yield _error(
                "empty-lesson", unit.file, "", 1, "Bài học này chưa có chữ nào.", "This lesson has no text yet."
            )
        return
    if unit.content is None:
        return
    data = formats.as_data(unit.content)
    said = {(finding.code, finding.where) for finding in source.findings if finding.file == unit.file}
    for finding in formats.check(unit.kind, unit.content, today):
        # Reading a quiz has reported the findings of its check already, at the line of the option.
        if (finding.code, finding.where) not in said:
            yield _placed(formats.in_file(finding, unit.file), unit)
    # The story engine looks at the facts of stories itself.
    for fact in data.get("facts", ()) if unit.kind == "quiz" else ():
        where = f"facts.{fact['id']}"
        dated = Fact(
            id=fact["id"],
            text=fact["text"],
            source=fact.get("source") or "",
            checked_on=fact.get("checked_on") or "",
            valid_from=fact.get("valid_from") or "",
            file=unit.file,
            line=_line(unit, where),
        )
        yield from _fact(dated, where, today)
    for place, competency in competencies.named(data):
        for finding in _competency(source, competency, unit.file, place, _line(unit, place)):
            yield _placed(finding, unit)


def _placed(finding: FileFinding, unit: Unit) -> FileFinding:
    """``finding`` with its line and, in a scenario, its place in the author's words."""
    placed = finding if finding.line else replace(finding, line=_line(unit, finding.where))
    return spoken.in_words(placed, unit.lines, unit.rows) if unit.kind == "scenario" else placed


def _line(unit: Unit, where: str) -> int:
    """The line of the fact, item or scene that the dotted path ``where`` names; the first line if it names none."""
    if found := spoken.line_of(where, unit.lines):
        return found
    parts = where.split(".")
    names = [".".join(parts[:2]), *parts]
    return next((unit.lines[name] for name in names if name in unit.lines), 1)


def _media_of(module: Module, unit: Unit) -> Iterator[FileFinding]:
    names = {media.name for media in module.media}
    for use in unit.uses:
        if use.image and not (use.alt or "").strip():
            yield _error(
                "image-without-alt",
                use.file,
                use.name,
                use.line,
                f"Hình “{use.name}” chưa có lời mô tả; hãy viết mô tả trong ngoặc vuông: ![mô tả](media/{use.name}).",
                f"The image “{use.name}” has no description; write it in square brackets: "
                f"![description](media/{use.name}).",
            )
        if use.name and use.name not in names:
            near = difflib.get_close_matches(use.name, names, 1)
            yield _error(
                "missing-media",
                use.file,
                use.name,
                use.line,
                f"Không có tệp “{use.name}” trong thư mục media của bài"
                + (f"; có phải “{near[0]}” không?" if near else "."),
                f"There is no file “{use.name}” in the module's media folder"
                + (f"; did you mean “{near[0]}”?" if near else "."),
            )
