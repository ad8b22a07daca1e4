"""Aiken (docs.moodle.org, "Aiken format"): a question, its lettered options, ``ANSWER: B``. Nothing else fits in.

Also read are what people type by hand: small letters, ``Đáp án: B`` and several letters (``ANSWER: A, C``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from xblocks.common.findings import Finding

from ..model import Quiz
from ..questions import type_of
from .called import type_called
from .exchange import (
    Draft,
    Losses,
    ReadResult,
    beginning,
    decode,
    from_plain,
    one_line,
    option_id,
    report_item,
    report_pictures,
    report_quiz,
)

_OPTION = re.compile(r"\s*([A-Za-z])[.)]\s+(.*\S)\s*")
_ANSWER = re.compile(r"\s*(?:answers?|đáp án)\s*:\s*(.*?)\s*", re.IGNORECASE)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TRUE_FALSE = [{"Đúng", "Sai"}, {"True", "False"}]


@dataclass
class _Block:
    """A question while its lines come in."""

    line: int
    text: list[str] = field(default_factory=list)
    options: list[list[str]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


def read(data: bytes) -> ReadResult:
    """The quiz in an Aiken file. A question that cannot be read is an error with its line."""
    text = decode(data)
    if isinstance(text, ReadResult):
        return text
    draft = Draft(strict=True)
    block: _Block | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if (answer := _ANSWER.fullmatch(line)) and (block is None or block.options):
            if block is None:
                vi, en = "đáp án không có câu hỏi", "an answer without a question"
                _fault(draft, "answer-without-question", number, vi, en)
            else:
                _close(draft, block, answer[1], number)
            block = None
            continue
        block = block or _Block(number)
        option = _OPTION.fullmatch(line)
        expected = _LETTERS[len(block.options)] if len(block.options) < len(_LETTERS) else ""
        if option and option[1].upper() == expected and block.text:
            block.lines[f"options.{option_id(len(block.options))}"] = number
            block.options.append([option[2]])
        elif option and block.options:
            vi = f"lựa chọn {option[1]} không theo thứ tự; phải là {expected or 'dòng ANSWER'}"
            en = f"option {option[1]} is out of order; it should be {expected or 'the line ANSWER'}"
            _fault(draft, "option-out-of-order", number, vi, en)
            block.options.append([option[2]])
        elif block.options:
            block.options[-1].append(line.strip())
        else:
            block.text.append(line.strip())
    if block:
        vi = "câu hỏi chưa có dòng “ANSWER: …”; hãy thêm ngay dưới các lựa chọn"
        _fault(draft, "no-answer", block.line, vi, "the question has no line “ANSWER: …”; add it below the options")
    return draft.result()


def _fault(draft: Draft, code: str, line: int, vi: str, en: str) -> None:
    draft.error(code, f"line {line}", f"Dòng {line}: {vi}.", f"Line {line}: {en}.", line)


def _close(draft: Draft, block: _Block, answer: str, line: int) -> None:
    letters = re.split(r"[\s,;.]+", answer.upper().strip(" .,;"))
    known = _LETTERS[: len(block.options)]
    if not all(len(letter) == 1 and letter in known for letter in letters):
        vi = f"đáp án “{answer[:40]}” không phải là một trong các lựa chọn {', '.join(known)}"
        _fault(draft, "unknown-answer", line, vi, f"the answer “{answer[:40]}” is none of {', '.join(known)}")
        return
    right = {known.index(letter) for letter in letters}
    text = from_plain("\n".join(block.text))
    options = [from_plain("\n".join(lines)) for lines in block.options]
    common = {"id": draft.claim("", text=text), "text": text}
    own: dict[str, Any]
    if set(options) in _TRUE_FALSE and len(options) == 2 and len(right) == 1:
        own = {"type": "true_false", "answer": options[right.pop()] in ("Đúng", "True")}
    else:
        rows = [{"id": option_id(n), "text": o, "correct": n in right, "feedback": ""} for n, o in enumerate(options)]
        own = {"type": "single_choice" if len(right) == 1 else "multiple_choice", "options": rows}
    draft.add({**common, **own}, block.line, lines=block.lines)


def write(quiz: Quiz) -> tuple[bytes, tuple[Finding, ...]]:
    """An Aiken file in UTF-8 with the questions that have one right option, and everything that it does not hold."""
    losses = Losses()
    report_quiz(quiz, losses)
    if quiz.items:
        losses.say("items", "Aiken không giữ mã của các câu.", "Aiken does not hold the ids of the questions.")
    parts = []
    for item in quiz.items:
        data = type_of(item).dump(item)
        if data["type"] == "true_false":
            options = [
                ("Đúng", data["answer"], data["feedback_true"]),
                ("Sai", not data["answer"], data["feedback_false"]),
            ]
        elif data["type"] == "single_choice":
            options = [(o["text"], o["correct"], o["feedback"]) for o in data["options"]]
        else:
            losses.unwritten(item.id, *type_called(data["type"]))
            continue
        if len(options) > len(_LETTERS):
            losses.unwritten(item.id, "câu có hơn 26 lựa chọn", "a question with more than 26 options")
            continue
        report_item(data, losses, ())
        if any(feedback for _, _, feedback in options):
            losses.unwritten(item.id, "phản hồi của các lựa chọn", "the feedback of the options")
        lines = [_words(item.id, data["text"], losses)]
        if _OPTION.fullmatch(lines[0]) or _ANSWER.fullmatch(lines[0]):
            lines[0] = f"“{lines[0]}”"
            losses.item(item.id, "lời hỏi được đặt trong ngoặc kép", "the question is put in quotation marks")
        lines += [f"{_LETTERS[n]}. {_words(item.id, text, losses)}" for n, (text, _, _) in enumerate(options)]
        lines.append(f"ANSWER: {_LETTERS[[right for _, right, _ in options].index(True)]}")
        report_pictures(item.text + "".join(text for text, _, _ in options), losses)
        parts.append("\n".join(lines))
    return ("\n\n".join(parts) + "\n").encode(), losses.report()


def _words(item_id: str, html: str, losses: Losses) -> str:
    words, same = one_line(html)
    if not same:
        said = beginning(words)
        losses.unwritten(item_id, f"cách trình bày của {said}", f"the markup and line breaks of {said}")
    return words
