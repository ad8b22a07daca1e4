"""The front matter of a quiz: settings of the block, pools and facts."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from typing import Any

from xblocks.common import richtext
from xblocks.common.findings import Finding
from xblocks.common.frontmatter import Split

from ..model import is_slug
from ..policy import BEHAVIOURS, CERTAINTY, GRADE_METHODS, MAX_TIME_LIMIT, MAX_TRIES, SHOW_ANSWERS
from .source import fold

#: Setting -> its spellings.
NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "mã"),
    "title": ("title", "display_name", "tiêu đề"),
    "weight": ("weight", "trọng số"),
    "pass_mark": ("pass_mark", "điểm đạt"),
    "max_attempts": ("max_attempts", "số lượt"),
    "grade_method": ("grade_method", "cách tính điểm"),
    "behaviour": ("behaviour", "behavior", "cách làm"),
    "show_answer": ("show_answer", "hiện đáp án"),
    "tries": ("tries", "số lần thử"),
    "penalty": ("penalty", "trừ mỗi lần thử"),
    "certainty": ("certainty", "hỏi độ chắc"),
    "keep_right": ("keep_right", "giữ câu đúng"),
    "time_limit": ("time_limit", "thời gian làm bài"),
}
_OTHERS = {"kind": ("kind", "loại"), "pools": ("pools", "nhóm câu"), "facts": ("facts", "dữ kiện")}
_SPELLINGS = {word: name for name, words in {**NAMES, **_OTHERS}.items() for word in words}
_CHOICES = {
    "grade_method": GRADE_METHODS,
    "behaviour": BEHAVIOURS,
    "show_answer": SHOW_ANSWERS,
    "certainty": CERTAINTY,
}


def read_settings(
    split: Split, kind: str, findings: list[Finding], lines: dict[str, int]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(valid settings, ``pools`` and ``facts`` as JSON). Faults go to ``findings``, lines of parts to ``lines``."""
    given: dict[str, Any] = {}
    for word, value in split.data.items():
        name = _SPELLINGS.get(fold(word))
        line = split.lines.get((word,))
        if name is None:
            near = difflib.get_close_matches(fold(word), _SPELLINGS, 1, 0.5)
            vi = f"; có phải bạn muốn viết “{near[0]}”?" if near else "; hãy bỏ dòng này."
            en = f"; did you mean “{near[0]}”?" if near else "; remove the line."
            findings.append(
                Finding(
                    "error",
                    "unknown-key",
                    f"settings.{word[:60]}",
                    f"Phần đầu không có mục “{word[:60]}”{vi}",
                    f"The front matter has no key “{word[:60]}”{en}",
                    line,
                )
            )
            continue
        if name in given:
            findings.append(_fault(name, line, "được ghi hai lần; hãy bỏ một dòng", "is given twice; remove one line"))
            continue
        given[name] = value
        _note_lines(split, word, name, lines)
    if given.get("kind", kind) != kind:
        found = str(given["kind"])[:40]
        findings.append(
            Finding(
                "error",
                "wrong-kind",
                "settings.kind",
                f"Văn bản này ghi kind: {found}, nhưng đây là bài kiểm tra; hãy ghi kind: {kind}.",
                f"This text says kind: {found}, but this is a quiz; write kind: {kind}.",
                split.lines.get(("kind",)),
            )
        )
    settings = {}
    for name in NAMES:
        if name in given:
            problem = _problem(name, given[name])
            if problem:
                findings.append(_fault(name, lines.get(f"settings.{name}"), *problem))
            else:
                settings[name] = given[name]
    return settings, {"pools": _rows(given.get("pools")), "facts": _facts(given.get("facts"))}


def _note_lines(split: Split, word: str, name: str, lines: dict[str, int]) -> None:
    lines[name if name in _OTHERS else f"settings.{name}"] = split.lines.get((word,), 1)
    rows = split.data[word]
    if name not in ("pools", "facts") or not isinstance(rows, list):
        return
    for place, row in enumerate(rows):
        line = split.lines.get((word, place), 1)
        lines[f"{name}.{place + 1}"] = line
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            lines.setdefault(f"{name}.{row['id']}", line)
            lines[f"{name}.{row['id']}#"] = line


def _rows(value: Any) -> Any:
    return [] if value is None else value


def _facts(value: Any) -> Any:
    """Fact texts are Markdown in the front matter."""
    if not isinstance(value, list):
        return _rows(value)
    return [
        {**row, "text": richtext.from_markdown(row["text"])}
        if isinstance(row, dict) and isinstance(row.get("text"), str)
        else row
        for row in value
    ]


def _fault(name: str, line: int | None, vi: str, en: str) -> Finding:
    return Finding("error", "bad-setting", f"settings.{name}", f"“{name}” {vi}.", f"“{name}” {en}.", line)


def _problem(name: str, value: Any) -> tuple[str, str] | None:
    """What is wrong with ``value``, in both languages, or None."""
    if name in _CHOICES:
        listed = ", ".join(_CHOICES[name])
        bad = not isinstance(value, str) or value not in _CHOICES[name]
        return (f"phải là một trong: {listed}", f"must be one of: {listed}") if bad else None
    if name == "id":
        bad = not isinstance(value, str) or not is_slug(value)
        return (
            ("chỉ gồm chữ thường không dấu, số và dấu gạch nối", "must be small letters, digits and hyphens")
            if bad
            else None
        )
    if name == "title":
        return None if isinstance(value, str) else ("phải là chữ; hãy đặt trong ngoặc kép", "must be text; quote it")
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if name == "max_attempts":
        fine = value is None or (number and isinstance(value, int) and 0 <= value <= 1000)
        return None if fine else ("phải là một số nguyên (0: không giới hạn)", "must be a whole number (0: unlimited)")
    if name in ("pass_mark", "penalty"):
        fine = number and 0 <= value <= 1
        return None if fine else ("phải từ 0 đến 1 (ví dụ 0.6)", "must be from 0 to 1 (such as 0.6)")
    if name == "tries":
        fine = number and isinstance(value, int) and 1 <= value <= MAX_TRIES
        listed = f"1 – {MAX_TRIES}"
        return None if fine else (f"phải là một số nguyên ({listed})", f"must be a whole number ({listed})")
    if name == "keep_right":
        return None if isinstance(value, bool) else ("phải là true hoặc false", "must be true or false")
    if name == "time_limit":
        fine = value is None or (number and 0 <= value <= MAX_TIME_LIMIT)
        return None if fine else (f"phải từ 0 đến {MAX_TIME_LIMIT} phút", f"must be 0 to {MAX_TIME_LIMIT} minutes")
    fine = number and 0 <= value <= 1000
    return None if fine else ("phải là một số từ 0 trở lên", "must be a number from 0 up")
