"""GIFT out, in Moodle's own spelling, so that Moodle and this program's reader both take it back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from xblocks.common import richtext
from xblocks.common.findings import Finding

from ...model import Quiz
from ...questions import type_of
from .. import weights
from ..called import type_called
from ..exchange import Losses, from_plain, report_item, report_pictures, report_quiz
from ..weights import whole
from .reading import BLANK
from .text import escape

_CARRIED = ("explanation", "competencies", "tags")


def write(quiz: Quiz) -> tuple[bytes, tuple[Finding, ...]]:
    """A GIFT file in UTF-8, and what it does not hold."""
    losses = Losses()
    report_quiz(quiz, losses, ["intro"])
    parts = [f"::gioi-thieu::{_rich(quiz.intro)}"] if quiz.intro else []
    report_pictures(quiz.intro, losses)
    for item in quiz.items:
        data = type_of(item).dump(item)
        body = _write_question(data, losses)
        if body:
            parts.append(body)
    return ("\n\n".join(parts) + "\n").encode(), losses.report()


def _write_question(data: Mapping[str, Any], losses: Losses) -> str:
    writer = _WRITERS.get(data["type"])
    if writer is None:
        losses.unwritten(data["id"], *type_called(data["type"]))
        return ""
    body = writer(data, losses)
    if body is None:
        return ""
    head, answers = body
    report_item(data, losses, _CARRIED)
    comment = "".join([f"[id:{data['id']}]", *(f" [tag:{t}]" for t in [*data["tags"], *data["competencies"]])])
    explanation = f"####{_rich(data['explanation'])}" if data["explanation"] else ""
    if "\n" in answers:
        explanation = f"\n\t{explanation}\n" if explanation else "\n"
    text = f"// {comment}\n::{escape(data['id'])}::{head}{{{answers}{explanation}}}"
    report_pictures(text, losses)
    return text


def _rich(html: str) -> str:
    """A rich text, with its format where it is more than words."""
    needed = bool(re.search(r"[<&]", html)) or html.startswith(("[", "%", "//"))
    return ("[html]" if needed else "") + escape(html)


#: The question, and what stands between the braces; None where that cannot be said.
_Written = tuple[str, str] | None


def _choice(data: Mapping[str, Any], losses: Losses) -> _Written:
    single = data["type"] == "single_choice"
    rows = []
    for option, fraction in zip(data["options"], weights.fractions(data, losses), strict=True):
        mark = ("=" if option["correct"] else "~") if single else f"~%{_percent(fraction)}%"
        rows.append(f"\n\t{mark}{_rich(option['text'])}{_comment(option['feedback'])}")
    return _rich(data["text"]), "".join(rows)


def _percent(fraction: float) -> str:
    return f"{fraction * 100:.5f}".rstrip("0").rstrip(".")


def _comment(html: str) -> str:
    return f"#{_rich(html)}" if html else ""


def _true_false(data: Mapping[str, Any], losses: Losses) -> _Written:
    right, wrong = data["feedback_true"], data["feedback_false"]
    if not data["answer"]:
        right, wrong = wrong, right
    said = f"#{_rich(wrong)}" if wrong or right else ""
    said += f"#{_rich(right)}" if right else ""
    return _rich(data["text"]), ("TRUE" if data["answer"] else "FALSE") + said


def _short_text(data: Mapping[str, Any], losses: Losses) -> _Written:
    rows = _short_answers(data, losses)
    return None if rows is None else (_rich(data["text"]), rows)


def _short_answers(data: Mapping[str, Any], losses: Losses) -> str | None:
    for name, vi, en in (
        ("case_sensitive", "việc phân biệt chữ hoa và chữ thường", "telling capital from small letters"),
        ("ignore_diacritics", "việc bỏ qua dấu tiếng Việt", "tolerance for missing Vietnamese accents"),
    ):
        if data[name]:
            losses.unwritten(data["id"], vi, en)
    weights.odd_spaces(data, losses)
    if any("->" in row["text"] for row in data["alternatives"]):
        losses.unwritten(data["id"], "câu có đáp án chứa “->”", "a question with “->” in an answer")
        return None
    rows = []
    for row in data["alternatives"]:
        text = escape(row["text"].replace("*", "\\*"))
        weight = (
            f"%{weights.percent(row['score'], data['id'], losses)}%"
            if row["score"] != 1 or text.startswith(("%", "["))
            else ""
        )
        rows.append(f"\n\t={weight}{text}{_comment(row['feedback'])}")
    if data["feedback_other"]:
        rows.append(f"\n\t=%0%*{_comment(data['feedback_other'])}")
    return "".join(rows)


def _number(data: Mapping[str, Any], losses: Losses) -> _Written:
    if data["unit"]:
        losses.unwritten(data["id"], f"đơn vị “{data['unit']}”", f"the unit “{data['unit']}”")
    rows = ["#"]
    for row in data["alternatives"]:
        weight = f"%{weights.percent(row['score'], data['id'], losses)}%" if row["score"] != 1 else ""
        said = f"{whole(float(row['value']))}:{whole(float(row['tolerance']))}"
        rows.append(f"\n\t={weight}{said}{_comment(row['feedback'])}")
    if data["feedback_other"]:
        rows.append(f"\n\t~{_comment(data['feedback_other'])}")
    return _rich(data["text"]), "".join(rows)


def _matching(data: Mapping[str, Any], losses: Losses) -> _Written:
    pairs, others = weights.as_pairs(data, losses)
    rows = [f"\n\t={_side(left)} -> {_side(right)}" for left, right in pairs]
    rows += [f"\n\t= -> {_side(text)}" for text in others]
    return _rich(data["text"]), "".join(rows)


def _side(html: str) -> str:
    return _rich(html if "->" not in html else html.replace("->", "-&gt;"))


def _ordering(data: Mapping[str, Any], losses: Losses) -> _Written:
    for name, vi, en in (("feedback_right", "đúng", "a right"), ("feedback_wrong", "sai", "a wrong")):
        if data[name]:
            losses.unwritten(data["id"], f"phản hồi khi xếp {vi}", f"the feedback for {en} order")
    grading = "ALL_OR_NOTHING" if data["scoring"] == "all_or_nothing" else "ABSOLUTE_POSITION"
    steps = "".join(f"\n{_rich(step['text'])}" for step in data["steps"])
    return _rich(data["text"]), f">{len(data['steps'])} ALL VERTICAL {grading} SHOW none{steps}"


def _gaps(data: Mapping[str, Any], losses: Losses) -> _Written:
    """One gap becomes Moodle's missing word; GIFT knows no question with several."""
    if len(data["gaps"]) != 1:
        losses.unwritten(data["id"], "câu có nhiều chỗ trống", "a question with several gaps")
        return None
    gap = data["gaps"][0]
    body = data["body"]
    sign = f"[[{gap['id']}]]"
    if sign not in body:
        losses.unwritten(data["id"], "câu có chỗ trống nằm ngoài lời", "a question whose gap is not in its text")
        return None
    text = body.replace(sign, BLANK, 1)
    if data["text"]:
        text = richtext.clean(f"<p>{data['text']}</p><p>{text}</p>")
    vi, en = ("một lựa chọn", "a single choice") if gap["mode"] == "choose" else ("trả lời ngắn", "a short text")
    losses.item(data["id"], f"chỗ trống được ghi thành câu {vi}", f"the gap is written as {en}")
    if gap["mode"] == "choose":
        options = [{**o, "text": from_plain(o["text"])} for o in gap["options"]]
        return _choice({"id": data["id"], "type": "single_choice", "text": text, "options": options}, losses)
    rows = [{**o, "score": int(o["correct"])} for o in gap["options"]]
    answers = _short_answers({**gap, "id": data["id"], "alternatives": rows, "feedback_other": ""}, losses)
    return None if answers is None else (_rich(text), answers)


_WRITERS: Mapping[str, Callable[[Mapping[str, Any], Losses], _Written]] = {
    "single_choice": _choice,
    "multiple_choice": _choice,
    "true_false": _true_false,
    "short_text": _short_text,
    "number": _number,
    "matching": _matching,
    "grouping": _matching,
    "ordering": _ordering,
    "gaps": _gaps,
}
