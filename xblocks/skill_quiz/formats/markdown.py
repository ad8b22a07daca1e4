"""A quiz as an author's Markdown (docs/authors/markdown.md)."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from xblocks.common import frontmatter, richtext
from xblocks.common.findings import Finding, has_errors

from ..model import MAX_BYTES, SCHEMA, Quiz, is_slug, read_quiz
from ..questions import Item
from ..questions.fields import as_json_number
from . import slips
from .settings import NAMES, read_settings
from .source import PLAIN_GRAMMAR, SECTIONS, Grammar, ItemSource, fold, guard_labels, split_item, write_section
from .types import ADAPTERS, MarkdownAdapter

KIND = "skill_quiz"
#: Field of every item -> spellings of its key; the first is written.
_KEYS = {
    "type": ("loại", "type"),
    "competencies": ("năng lực", "competencies", "competency"),
    "tags": ("nhãn", "tags"),
    "points": ("điểm", "points"),
    "audio": ("âm thanh", "audio"),
}
_ALL_KEYS = {word for words in _KEYS.values() for word in words} | {
    word for adapter in ADAPTERS.values() for words in adapter.keys.values() for word in words
}
_HEADING = re.compile(r" {0,3}##(?!#)[ \t]*(.*?)[ \t#]*$")
_LABELS = {"hint": "Gợi ý", "explanation": "Giải thích"}


@dataclass(frozen=True)
class ReadResult:
    """``model`` is None if there is an error among the ``findings``, which stand in the order of their lines.

    ``settings`` holds what the front matter says, valid values only: ``id``, ``title`` and block fields by name.
    """

    model: Quiz | None
    settings: dict[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


# -- in -------------------------------------------------------------------------------------------------------------


def read(text: str) -> ReadResult:
    """The quiz in ``text``. Raises nothing: whatever is wrong is a finding with its line."""
    if len(text) > MAX_BYTES:
        return ReadResult(None, {}, (_error("too-large", "quiz", "Văn bản quá dài", "The text is too long", 1),))
    split = frontmatter.split(text)
    findings = list(split.findings)
    lines: dict[str, int] = {}
    settings, data = read_settings(split, KIND, findings, lines)
    intro, items = _read_body(split, findings, lines)
    quiz, found = read_quiz({"schema": SCHEMA, "intro": intro, "items": items, **data})
    findings.extend(replace(f, line=f.line or _line_of(f, lines)) for f in found)
    findings.sort(key=lambda finding: finding.line or 0)
    return ReadResult(None if has_errors(findings) else quiz, settings, tuple(findings))


def _line_of(finding: Finding, lines: Mapping[str, int]) -> int | None:
    where = finding.where
    if finding.code == "duplicate-id" and f"{where}#" in lines:
        return lines[f"{where}#"]
    while where and where not in lines:
        where = where.rpartition(".")[0]
    return lines.get(where)


def _error(code: str, where: str, vi: str, en: str, line: int) -> Finding:
    return Finding("error", code, where, f"{vi}.", f"{en}.", line)


def _read_body(
    split: frontmatter.Split, findings: list[Finding], lines: dict[str, int]
) -> tuple[str, list[dict[str, Any]]]:
    rows = split.body.split("\n")
    headings = [n for n, row in enumerate(rows) if _HEADING.match(row)]
    intro = richtext.from_markdown("\n".join(rows[: headings[0]] if headings else rows))
    _slips_of_intro(rows[: headings[0]] if headings else rows, split.body_line, findings)
    items = []
    for place, begin in enumerate(headings):
        end = headings[place + 1] if place + 1 < len(headings) else len(rows)
        number = split.body_line + begin
        item_id = _item_id(rows[begin], number, place, findings)
        source = split_item(item_id, rows[begin + 1 : end], number, _ALL_KEYS, findings, _grammar_of)
        items.append(_read_item(source, findings))
        where = f"items.{item_id}"
        lines[f"{where}#"] = number
        lines.setdefault(where, number)
        for path, line in source.lines.items():
            lines.setdefault(f"{where}.{path}", line)
    return intro, items


def _slips_of_intro(rows: list[str], first: int, findings: list[Finding]) -> None:
    """Say what above the first question was meant as a part of one."""
    for number, row in enumerate(rows, start=first):
        if name := slips.near_heading(row):
            vi = f"Dòng “{row.strip()[:60]}” giống tiêu đề của một câu hỏi; hãy viết “## {name}”"
            en = f"The line “{row.strip()[:60]}” looks like the heading of a question; write “## {name}”"
            findings.append(_error("wrong-heading", f"items.{name}", vi, en, number))
        elif PLAIN_GRAMMAR.option.match(row) or slips.near_option(row, PLAIN_GRAMMAR):
            vi = "Lựa chọn này đứng trước câu hỏi đầu tiên; hãy thêm dòng “## ma-cau” phía trên câu hỏi"
            en = "This option stands before the first question; add a line “## question-id” above its question"
            findings.append(_error("option-without-question", "intro", vi, en, number))


def _item_id(heading: str, number: int, place: int, findings: list[Finding]) -> str:
    match = _HEADING.match(heading)
    written = match[1] if match else ""
    if is_slug(written):
        return written
    letters = unicodedata.normalize("NFD", written.casefold().replace("đ", "d"))
    slug = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in letters if not unicodedata.combining(c))).strip("-")[:60]
    slug = slug.strip("-") or f"cau-{place + 1}"
    findings.append(
        _error(
            "bad-id",
            f"items.{slug}",
            f"“{written[:60]}” không phải là mã câu hỏi; hãy viết “## {slug}” và để câu hỏi ở đoạn dưới",
            f"“{written[:60]}” is no question id; write “## {slug}” and put the question below it",
            number,
        )
    )
    return slug


def _read_item(source: ItemSource, findings: list[Finding]) -> dict[str, Any]:
    where = f"items.{source.id}"

    def report(code: str, line: int, vi: str, en: str) -> None:
        message_vi, message_en = f"Câu “{source.id}”: {vi}", f"Question “{source.id}”: {en}"
        findings.append(_error(code, where, message_vi, message_en, line))

    name, adapter = _adapter_of(source)
    values: dict[str, tuple[str, int]] = {}
    spellings = {word: key for key, words in {**_KEYS, **adapter.keys}.items() for word in words}
    for word, value in source.keys.items():
        if word in spellings:
            values[spellings[word]] = value
            source.lines[spellings[word]] = value[1]
            continue
        same = slips.same_key(word, spellings)
        near = [same] if same else difflib.get_close_matches(word, spellings, 1, 0.5)
        report(
            "unknown-key",
            value[1],
            f"không có mục “{word}”"
            + (f"; có phải bạn muốn viết “{near[0]}”?" if near else "")
            + " Nếu đây là lời của câu hỏi, hãy chừa một dòng trống phía trên",
            f"there is no key “{word}”"
            + (f"; did you mean “{near[0]}”?" if near else "")
            + " If it belongs to the question, leave an empty line above it",
        )
    data: dict[str, Any] = {"id": source.id, "type": name, "text": richtext.from_markdown(source.text)}
    for key in ("competencies", "tags"):
        if key in values:
            data[key] = re.split(r"[\s,;]+", values[key][0].strip(" \t,;")) if values[key][0].strip(" \t,;") else []
    if "points" in values:
        data["points"] = _number(values["points"][0])
    if "audio" in values:
        data["audio"] = values["audio"][0].strip()
    for section in SECTIONS:
        data[section] = richtext.from_markdown(source.sections.get(section, ""))
    return {**data, **adapter.read(source, values, report)}


def _number(word: str) -> float | str:
    word = word.strip().replace(",", ".")
    return float(word) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,20})?(e-?[0-9]{1,3})?", word) else word


def _named(source: ItemSource) -> tuple[str, MarkdownAdapter | None] | None:
    """The type that the author names: as written, with its adapter if there is one; None if none is named."""
    for word in _KEYS["type"]:
        if word in source.keys:
            named = fold(source.keys[word][0])
            for name, adapter in ADAPTERS.items():
                if named == name or named in adapter.words:
                    return name, adapter
            return named or "?", None
    return None


def _grammar_of(source: ItemSource) -> Grammar:
    named = _named(source)
    return named[1].grammar if named and named[1] else PLAIN_GRAMMAR


def _adapter_of(source: ItemSource) -> tuple[str, MarkdownAdapter]:
    """The type that the author names, or the first that fits; an unknown name is left to the model to report."""
    if named := _named(source):
        return named[0], named[1] or ADAPTERS["single_choice"]
    return next((name, adapter) for name, adapter in ADAPTERS.items() if adapter.fits(source))


# -- out ------------------------------------------------------------------------------------------------------------


def write(quiz: Quiz, settings: Mapping[str, Any]) -> str:
    """Markdown of ``quiz`` and ``settings``: ``read`` of it gives both back.

    ``settings`` may hold the names in ``settings.NAMES``; other names raise :class:`ValueError`.
    """
    if unknown := settings.keys() - NAMES.keys():
        raise ValueError(f"not a setting: {sorted(unknown)}")
    front: dict[str, Any] = {"kind": KIND, **{name: settings[name] for name in NAMES if name in settings}}
    data = quiz.as_dict()
    if quiz.pools:
        front["pools"] = data["pools"]
    if quiz.facts:
        front["facts"] = [{**row, "text": richtext.to_markdown(row["text"])} for row in data["facts"]]
    parts = [frontmatter.dump(front)]
    if quiz.intro:
        parts.append(richtext.to_markdown(quiz.intro) + "\n")
    parts.extend(_write_item(item) for item in quiz.items)
    return "\n".join(parts)


def _write_item(item: Item) -> str:
    adapter = ADAPTERS[item.type]
    own_keys, own_lines = adapter.write(item)
    keys: dict[str, str] = {}
    if item.competencies:
        keys[_KEYS["competencies"][0]] = ", ".join(item.competencies)
    if item.tags:
        keys[_KEYS["tags"][0]] = ", ".join(item.tags)
    if item.points != 1:
        keys[_KEYS["points"][0]] = f"{as_json_number(item.points)}"
    if item.audio:
        keys[_KEYS["audio"][0]] = item.audio
    keys.update(own_keys)
    own_text = adapter.write_text(item)
    text = guard_labels(richtext.to_markdown(item.text) if own_text is None else own_text, adapter.grammar)
    body = ["", *text.split("\n"), "", *own_lines]
    for section, label in _LABELS.items():
        body.extend(write_section(label, richtext.to_markdown(getattr(item, section)), adapter.grammar))
    header = [f"{key}: {value}" for key, value in keys.items()]
    # The type is written only where it would be taken for another one.
    if _adapter_of(split_item(item.id, [*header, *body], 0, _ALL_KEYS, [], _grammar_of))[0] != item.type:
        header.insert(0, f"{_KEYS['type'][0]}: {item.type}")
    return "\n".join([f"## {item.id}", *header, *body, ""])
