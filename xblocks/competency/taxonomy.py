"""A framework to and from the platform's taxonomy CSV: ``id,value,parent_id``.

The platform puts tag *values* into a course's ``tags.csv``, so a value is ``x.y <title>``: the code survives. Limits
(openedx-core ``openedx_tagging``): values at most 500 characters, unique without regard to case, without TAB, `` > ``
and ``;``; ids at most 255; a parent stands before its children. Engine floor: no Django.
"""

from __future__ import annotations

import csv
import io
import re

from xblocks.common.findings import Finding, ModelError

from .frameworks import CODE_PATTERN, SCHEMA, Competency, Domain, Framework, title_in

COLUMNS = ("id", "value", "parent_id")
MAX_VALUE = 500
MAX_ROWS = 20_000


def tag_value(code: str, title: str) -> str:
    """``4.2 Bảo vệ …``: the value of a tag, without the signs that the platform reserves."""
    text = " ".join(f"{code} {title}".replace(";", ",").split())
    while " > " in text:
        text = text.replace(" > ", " › ")
    return text[:MAX_VALUE].rstrip()


def write_csv(framework: Framework, lang: str) -> tuple[str, list[Finding]]:
    """``(text, findings)``: the CSV in ``lang``, and a warning for every title that the platform's limits changed."""
    out, findings = io.StringIO(), []
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    entries: list[Domain | Competency] = [*framework.domains, *framework.competencies]
    for entry in entries:
        title = title_in(entry.title, lang) or ""
        value = tag_value(entry.code, title)
        if value != f"{entry.code} {title}":
            findings.append(
                Finding("warning", "title-changed", f"{framework.id}:{entry.code}",
                        f"Tên của “{entry.code}” có ký tự nền tảng không nhận, nên được ghi là “{value}”.",
                        f"The title of “{entry.code}” has signs that the platform refuses; written as “{value}”.")
            )  # fmt: skip
        rows.writerow((entry.code, value, (entry.domain or "") if isinstance(entry, Competency) else ""))
    return out.getvalue(), findings


def read_csv(text: str, *, framework_id: str, version: str, title: str, lang: str) -> Framework:
    """A framework from a taxonomy CSV; titles are in ``lang``. Extra columns are ignored, as on the platform.

    Where any row has a parent, rows without one are domains; else all rows are competencies. Deeper levels hang on the
    domain at their root. Raises ``ModelError`` with the line of each mistake.
    """
    findings: list[Finding] = []
    found: dict[str, tuple[str, str]] = {}

    def wrong(line: int, vi: str, en: str) -> None:
        findings.append(Finding("error", "bad-taxonomy", f"line {line}", vi, en, line))

    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        missing = [name for name in COLUMNS[:2] if name not in (rows.fieldnames or [])]
        if missing:
            wrong(1, f"Thiếu cột “{missing[0]}”; dòng đầu phải là id,value,parent_id.",
                  f"The column “{missing[0]}” is missing; the first line must be id,value,parent_id.")  # fmt: skip
            raise ModelError(findings)
        for row in rows:
            line = rows.line_num
            code, value, parent = ((row.get(name) or "").strip() for name in COLUMNS)
            if line > MAX_ROWS:
                wrong(line, f"Tệp quá dài; tối đa {MAX_ROWS} dòng.", f"The file is too long; {MAX_ROWS} lines fit.")
                break
            if not CODE_PATTERN.fullmatch(code) or not value:
                wrong(line, "Dòng này thiếu mã hợp lệ hoặc thiếu tên.", "This line has no valid id or no value.")
            elif code in found:
                wrong(line, f"Mã “{code}” đã có ở dòng trên.", f"The id “{code}” stands in a line above already.")
            elif parent and parent not in found:
                wrong(line, f"Mã cha “{parent}” phải đứng ở dòng trên.", f"The parent “{parent}” must stand above.")
            else:
                found[code] = (_title(code, value), parent)
    except csv.Error as error:
        wrong(min(rows.line_num, text.count("\n")) + 1, "Dòng này không đúng dạng CSV; hãy kiểm tra dấu ngoặc kép.",
              f"This line is not valid CSV ({error}); check its quotes.")  # fmt: skip
    if findings:
        raise ModelError(findings)
    return _framework(found, framework_id, version, title, lang)


def _title(code: str, value: str) -> str:
    """The title without the code in front of it (``4.2 …``, ``4.2. …``, ``4.2: …``)."""
    bare = re.sub(rf"^{re.escape(code)}(?:[.:)]?\s+)", "", value)
    return bare.strip() or value


def _framework(found: dict[str, tuple[str, str]], framework_id: str, version: str, title: str, lang: str) -> Framework:
    nested = any(parent for _, parent in found.values())

    def root(code: str) -> str:
        while found[code][1]:
            code = found[code][1]
        return code

    domains = [{"code": c, "title": {lang: t}} for c, (t, parent) in found.items() if nested and not parent]
    competencies = [
        {"code": c, "title": {lang: t}} | ({"domain": root(c)} if parent else {})
        for c, (t, parent) in found.items()
        if parent or not nested
    ]
    return Framework.from_json(
        {
            "schema": SCHEMA,
            "id": framework_id,
            "version": version,
            "title": {lang: title},
            "domains": domains,
            "competencies": competencies,
        }
    )
