"""Typed replies and questions in an author's Markdown: the parts of a scene below ``### gõ`` and ``### hỏi``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from xblocks.common.findings import Finding
from xblocks.skill_quiz.formats import markdown as quiz_markdown
from xblocks.skill_quiz.model import Quiz
from xblocks.skill_quiz.questions import Item, type_of

from ..askform import FALLBACK, RIGHT, WRONG
from . import words

Line = tuple[int, str]
INPUT: Final = ("gõ", "type")
QUESTION: Final = ("hỏi", "ask")
ANSWERS: Final = ("trả lời", "answers")
#: Label of the way that is taken when no reply fits.
ANYTHING: Final = "*"
OUTCOMES: Final[Mapping[str, str]] = {"đúng": RIGHT, "right": RIGHT, "sai": WRONG, "wrong": WRONG}
STRICT: Final = ("phân biệt dấu", "accents matter")

_SECTION = re.compile(r"###[ \t]+(gõ|type|hỏi|ask|trả lời|answers)(?:[ \t]*:[ \t]*(.*)|[ \t]*)", re.IGNORECASE)
_BARE = re.compile(r"[^\W_][\w .,'!?-]*")


class Section(NamedTuple):
    """One part of a scene: ``kind`` is ``input``, ``question`` or ``answers``, ``value`` what stands in its heading."""

    kind: str
    value: str
    line: int
    lines: list[Line]


def sections(lines: Sequence[Line]) -> tuple[list[Line], list[Section]]:
    """The lines of a scene before its first part of these kinds, and those parts."""
    first: list[Line] = []
    found: list[Section] = []
    inside = False
    for number, text in lines:
        bare = text.strip(" \t")
        match = None if inside else _SECTION.fullmatch(bare)
        inside = (inside or bare in words.TEXT_BEGIN) and bare not in words.TEXT_END
        if match:
            word = match[1].lower()
            kind = "input" if word in INPUT else "question" if word in QUESTION else "answers"
            found.append(Section(kind, (match[2] or "").strip(), number, []))
        else:
            (found[-1].lines if found else first).append((number, text))
    return first, found


def strictness(lines: list[Line]) -> tuple[bool | None, list[Line]]:
    """Whether accents matter, as the line directly below ``### gõ`` says, and the other lines; None if it is no yes or
    no."""
    if lines:
        key, colon, value = lines[0][1].partition(":")
        if colon and words.plain_key(key) in STRICT:
            return words.YES_NO.get(words.plain_key(value)), lines[1:]
    return False, lines


def patterns_of(label: str) -> list[Any]:
    """The patterns that a label says: parted by bars, or a list in JSON."""
    label = label.strip(" \t")
    if label.startswith("["):
        try:
            found = json.loads(label)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list):
            return found
    return [part.strip(" \t") for part in label.split("|")]


def label_of(patterns: Sequence[str]) -> str:
    """``patterns_of`` gives ``patterns`` back."""
    if all(_BARE.fullmatch(pattern) for pattern in patterns):
        return " | ".join(patterns)
    texts = (json.dumps(p, ensure_ascii=False).replace("[", "\\u005b").replace("]", "\\u005d") for p in patterns)
    return f"[{', '.join(texts)}]"


def default_id(label: str, index: int) -> str:
    """The id of a reply, the fallback or an outcome that has none of its own."""
    label = words.plain_key(label)
    return FALLBACK if label == ANYTHING else OUTCOMES.get(label, f"r{index + 1}")


def read_item(section: Section, where: str) -> tuple[dict[str, Any] | None, list[Finding]]:
    """The item below ``### hỏi: id`` in its JSON form, and what is wrong with it."""
    result = quiz_markdown.read("\n".join([f"## {section.value}", *(text for _, text in section.lines)]))
    numbers = [section.line, *(number for number, _ in section.lines)]
    findings = []
    for one in result.findings:
        line = numbers[min(max(one.line or 1, 1), len(numbers)) - 1]
        findings.append(Finding(one.severity, one.code, f"{where}.item", one.vi, one.en, line))
    if result.model is None or len(result.model.items) != 1:
        return None, findings
    item = result.model.items[0]
    return type_of(item).dump(item), findings


def write_item(item: Item) -> list[str]:
    """The lines below ``### hỏi: id``."""
    data = {"schema": 1, "items": [type_of(item).dump(item)]}
    text = quiz_markdown.write(Quiz.from_json(data), {})
    lines = text[text.index("\n## ") + 1 :].rstrip("\n").split("\n")[1:]
    return [f"\\{line}" if _SECTION.fullmatch(line.strip(" \t")) else line for line in lines]
