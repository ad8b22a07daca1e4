"""What the option columns and the answer of a row mean in each question type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...questions.numbers import readings, write_number
from ..exchange import Losses, option_id
from ..source import fold
from ..weights import odd_spaces, whole
from .cells import markdown, rich
from .guide import FALSE, TRUE

#: Report an error: (cell, code, Vietnamese, English).
Report = Callable[[str, str, str, str], None]
_ARROW = re.compile(r"\s*(?:=>|→|⇒)\s*")
_CASE, _MARKS = "phân biệt hoa thường", "bỏ qua dấu"
_UNIT = "đơn vị:"


@dataclass(frozen=True)
class Part:
    """One option cell: its position from 0, ``text`` in Markdown, ``feedback`` as rich text, the name of the cell.
    ``given``: it has an id that is worth writing; ``raw``: the whole cell, with what looks like an id."""

    place: int
    id: str
    text: str
    feedback: str = ""
    cell: str = ""
    given: bool = True
    raw: str = ""


def _silent(cell: str, code: str, vi: str, en: str) -> None:
    return None


@dataclass(frozen=True)
class Row:
    """The columns of a question that depend on its type. ``text``: the cell of the question, where it holds more."""

    parts: Sequence[Part]
    answer: str = ""
    cell: str = ""
    more: str = ""
    other: str = ""
    fault: Report = _silent
    more_cell: str = ""
    text: str = ""

    def guess(self) -> str:
        """The type of a row that names none."""
        said = {fold(part.text) for part in self.parts}
        words = said in ({"đúng", "sai"}, {"true", "false"})
        if words or (not said and fold(self.answer) in TRUE[:3] + FALSE[:3]):
            return "true_false"
        return "multiple_choice" if len(re.split(r"[\s,;]+", self.answer)) > 1 else "single_choice"

    def scores(self) -> dict[int, float]:
        """Position -> score of the letters in the answer: ``A, C`` or ``A, B=0,5``."""
        found: dict[int, float] = {}
        answer = re.sub(r"\s*=\s*", "=", self.answer)
        places = {word: p.place for p in self.parts for word in (option_id(p.place), str(p.place + 1))}
        for word in (w for w in re.split(r"[\s;]+|,(?![0-9])", answer.replace("=0,", "=0.")) if w):
            letters, _, share = word.partition("=")
            place = places.get(letters.casefold())
            match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{0,20})?(?:e-[0-9]{1,3})?)(%?)", share) if share else None
            if place is None or (share and not match):
                known = ", ".join(option_id(part.place).upper() for part in self.parts)
                self.fault(
                    self.cell,
                    "unknown-answer",
                    f"đáp án “{word[:40]}” không phải là một trong các lựa chọn {known}",
                    f"the answer “{word[:40]}” is none of the options {known}",
                )
                return {}
            found[place] = 1.0 if not match else float(match[1]) / (100 if match[2] else 1)
        if not found and self.parts:
            self.fault(
                self.cell,
                "no-right-option",
                "chưa có đáp án; hãy ghi chữ cái của lựa chọn đúng",
                "there is no answer; write the letter of the right option",
            )
        return found


Read = tuple[dict[str, Any], dict[str, str]]


# -- choices --------------------------------------------------------------------------------------------------------


def _read_choice(row: Row, scoring: str) -> Read:
    right = row.scores()
    for share in right.values():
        if share != 1:
            row.fault(row.cell, "unknown-answer", "câu lựa chọn không có điểm từng phần", "a choice has no part marks")
    rows = [{"id": p.id, "text": rich(p.text), "correct": p.place in right, "feedback": p.feedback} for p in row.parts]
    return {"options": rows}, {f"options.{p.id}": p.cell for p in row.parts}


def _read_single(row: Row, scoring: str) -> Read:
    if scoring:
        needless_scoring(row)
    return _read_choice(row, scoring)


def needless_scoring(row: Row) -> None:
    vi = "cách chấm chỉ dành cho câu nhiều đáp án; hãy xóa hoặc đổi loại câu"
    row.fault(row.cell, "needless-scoring", vi, "a scoring is for questions with several answers; clear it")


def _read_multiple(row: Row, scoring: str) -> Read:
    own, cells = _read_choice(row, scoring)
    return {**own, "scoring": scoring or "all_or_nothing"}, cells


def _write_choice(data: Mapping[str, Any], losses: Losses) -> Row:
    parts = [Part(n, o["id"], markdown(o["text"]), o["feedback"]) for n, o in enumerate(data["options"])]
    letters = [option_id(n).upper() for n, o in enumerate(data["options"]) if o["correct"]]
    return Row(parts, ", ".join(letters))


def _read_true_false(row: Row, scoring: str) -> Read:
    if scoring:
        needless_scoring(row)
    said = {fold(p.text): p for p in row.parts}
    swapped = bool(row.parts) and fold(row.parts[0].text) in FALSE
    word = fold(row.answer)
    if len(row.parts) == 2 and word in ("a", "b", "1", "2"):
        first = word in ("a", "1")
        word = TRUE[0] if first != swapped else FALSE[0]
    if word not in TRUE + FALSE or said.keys() - {*TRUE, *FALSE}:
        row.fault(
            row.cell,
            "bad-true-false",
            "câu đúng sai cần đáp án Đúng hoặc Sai, và không có lựa chọn nào khác",
            "a true or false question has the answer Đúng (true) or Sai (false), and no other options",
        )
    own: dict[str, Any] = {"answer": word in TRUE}
    cells = {}
    for said_word, part in said.items():
        name = "feedback_true" if said_word in TRUE else "feedback_false"
        own[name], cells[name] = part.feedback, part.cell
    return own, cells


def _write_true_false(data: Mapping[str, Any], losses: Losses) -> Row:
    parts = [
        Part(0, "a", "Đúng", data["feedback_true"], given=False),
        Part(1, "b", "Sai", data["feedback_false"], given=False),
    ]
    return Row(parts, "Đúng" if data["answer"] else "Sai")


# -- typed answers --------------------------------------------------------------------------------------------------


def _read_short(row: Row, scoring: str) -> Read:
    scores = row.scores()
    words = [fold(word) for word in re.split("[;,]", row.more) if word.strip()]
    for word in words:
        if word not in (_CASE, _MARKS):
            vi = f"tùy chọn “{word[:40]}” không có; hãy dùng: {_CASE}; {_MARKS}"
            row.fault(row.more_cell, "unknown-value", vi, f"no setting “{word[:40]}”; use: {_CASE}; {_MARKS}")
    rows = [
        {"text": " ".join(p.raw.split()), "score": whole(scores.get(p.place, 0.0)), "feedback": p.feedback}
        for p in row.parts
    ]
    own: dict[str, Any] = {"alternatives": rows, "feedback_other": row.other}
    own |= {"case_sensitive": _CASE in words, "ignore_diacritics": _MARKS in words}
    return own, {f"alternatives.{n}": p.cell for n, p in enumerate(row.parts, start=1)}


def _answer(rows: Sequence[Mapping[str, Any]]) -> str:
    said = [
        option_id(n).upper() + ("" if row["score"] == 1 else f"={row['score']}")
        for n, row in enumerate(rows)
        if row["score"]
    ]
    return ", ".join(said)


def _write_short(data: Mapping[str, Any], losses: Losses) -> Row:
    parts = [Part(n, "", row["text"], row["feedback"], given=False) for n, row in enumerate(data["alternatives"])]
    odd_spaces(data, losses)
    more = [word for word, name in ((_CASE, "case_sensitive"), (_MARKS, "ignore_diacritics")) if data[name]]
    return Row(parts, _answer(data["alternatives"]), more="; ".join(more), other=data["feedback_other"])


def _read_number(row: Row, scoring: str) -> Read:
    scores = row.scores()
    unit = ""
    if row.more.strip():
        if fold(row.more).startswith(_UNIT):
            unit = row.more.partition(":")[2].strip()
        else:
            row.fault(row.more_cell, "unknown-value", "hãy viết “đơn vị: …”", "write “đơn vị: …” (unit)")
    rows = []
    for part in row.parts:
        middle, _, width = re.sub(r"\+/-|\+-", "±", part.raw).partition("±")
        value, tolerance = readings(middle.strip(" '")), readings(width.strip() or "0")
        if len(value) != 1 or len(tolerance) != 1:
            vi = f"“{part.text[:40]}” không phải một số rõ ràng; hãy viết như 12,5 hoặc 12,5 ± 0,1 hoặc 1500"
            row.fault(
                part.cell, "bad-number", vi, f"“{part.text[:40]}” is no clear number; write 12,5 or 12,5 ± 0,1 or 1500"
            )
            continue
        numbers = {"value": whole(float(value[0])), "tolerance": whole(float(tolerance[0]))}
        rows.append({**numbers, "score": whole(scores.get(part.place, 0.0)), "feedback": part.feedback})
    own = {"alternatives": rows, "unit": unit, "feedback_other": row.other}
    return own, {f"alternatives.{n}": p.cell for n, p in enumerate(row.parts, start=1)}


def _write_number(data: Mapping[str, Any], losses: Losses) -> Row:
    parts = []
    for n, row in enumerate(data["alternatives"]):
        said = write_number(row["value"]) + (f" ± {write_number(row['tolerance'])}" if row["tolerance"] else "")
        parts.append(Part(n, "", said, row["feedback"], given=False))
    more = f"{_UNIT} {data['unit']}" if data["unit"] else ""
    return Row(parts, _answer(data["alternatives"]), more=more, other=data["feedback_other"])


# -- arrangements ---------------------------------------------------------------------------------------------------


def _sides(row: Row) -> list[tuple[Part, str, str]]:
    found = []
    for part in row.parts:
        sides = _ARROW.split(part.text, maxsplit=1)
        if len(sides) != 2 or not sides[1]:
            vi = "cần hai vế cách nhau bằng =>, ví dụ: Liên kết lạ => Không bấm"
            row.fault(part.cell, "pair-without-arrow", vi, "needs two sides with => between them")
            continue
        found.append((part, sides[0], sides[1]))
    return found


def _no_answer(row: Row) -> None:
    if row.answer:
        vi = "loại câu này không cần đáp án; hãy để trống"
        row.fault(row.cell, "needless-answer", vi, "this type has no answer of its own; leave the cell empty")


def _read_matching(row: Row, scoring: str) -> Read:
    _no_answer(row)
    sides = _sides(row)
    own = {
        "pairs": [
            {"id": p.id, "left": rich(left), "right": rich(right), "feedback": p.feedback}
            for p, left, right in sides
            if left
        ],
        "distractors": [{"id": p.id, "text": rich(right)} for p, left, right in sides if not left],
        "scoring": scoring or "partial",
    }
    cells = {f"{'pairs' if left else 'distractors'}.{p.id}": p.cell for p, left, _ in sides}
    return own, cells


def _write_matching(data: Mapping[str, Any], losses: Losses) -> Row | None:
    md = markdown
    parts = [
        Part(n, p["id"], f"{md(p['left'])} => {md(p['right'])}", p["feedback"]) for n, p in enumerate(data["pairs"])
    ]
    parts += [Part(n, d["id"], f"=> {md(d['text'])}") for n, d in enumerate(data["distractors"], start=len(parts))]
    return None if any(_ARROW.search(md(p["left"])) for p in data["pairs"]) else Row(parts)


def _read_ordering(row: Row, scoring: str) -> Read:
    _no_answer(row)
    own = {
        "steps": [{"id": p.id, "text": rich(p.text)} for p in row.parts],
        "feedback_right": "",
        "feedback_wrong": row.other,
        "scoring": scoring or "partial",
    }
    for part in row.parts:
        if part.feedback:
            vi = "các bước không có phản hồi riêng; hãy dùng cột “Phản hồi khác”"
            row.fault(part.cell, "feedback-without-option", vi, "a step has no feedback of its own")
    return own, {f"steps.{p.id}": p.cell for p in row.parts}


def _write_ordering(data: Mapping[str, Any], losses: Losses) -> Row:
    if data["feedback_right"]:
        losses.unwritten(data["id"], "phản hồi khi xếp đúng", "the feedback for the right order")
    parts = [Part(n, s["id"], markdown(s["text"])) for n, s in enumerate(data["steps"])]
    return Row(parts, other=data["feedback_wrong"])


def _read_grouping(row: Row, scoring: str) -> Read:
    _no_answer(row)
    sides = _sides(row)
    groups = {title: option_id(n) for n, title in enumerate(dict.fromkeys(right.strip() for _, _, right in sides))}
    things = [
        {"id": p.id, "text": rich(left), "group": groups[right.strip()], "feedback": p.feedback}
        for p, left, right in sides
        if left
    ]
    own = {"groups": [{"id": one, "title": title} for title, one in groups.items()], "things": things}
    cells = {f"things.{p.id}": p.cell for p, left, _ in sides if left}
    return {**own, "scoring": scoring or "partial"}, cells


def _write_grouping(data: Mapping[str, Any], losses: Losses) -> Row | None:
    titles = {g["id"]: g["title"] for g in data["groups"]}
    used = list(dict.fromkeys(t["group"] for t in data["things"]))
    if [g["id"] for g in data["groups"]] != [option_id(n) for n in range(len(used))] or used != list(titles):
        losses.unwritten(data["id"], "mã và thứ tự riêng của các nhóm", "ids and order of the groups")
    parts = []
    for n, thing in enumerate(data["things"]):
        text = markdown(thing["text"])
        if _ARROW.search(text):
            return None
        parts.append(Part(n, thing["id"], f"{text} => {titles[thing['group']]}", thing["feedback"]))
    parts += [
        Part(len(parts) + n, "", f"=> {t}", given=False) for n, (i, t) in enumerate(titles.items()) if i not in used
    ]
    return Row(parts)


READERS: Mapping[str, Callable[[Row, str], Read]] = {
    "single_choice": _read_single,
    "multiple_choice": _read_multiple,
    "true_false": _read_true_false,
    "short_text": _read_short,
    "number": _read_number,
    "matching": _read_matching,
    "ordering": _read_ordering,
    "grouping": _read_grouping,
}
WRITERS: Mapping[str, Callable[[Mapping[str, Any], Losses], Row | None]] = {
    "single_choice": _write_choice,
    "multiple_choice": _write_choice,
    "true_false": _write_true_false,
    "short_text": _write_short,
    "number": _write_number,
    "matching": _write_matching,
    "ordering": _write_ordering,
    "grouping": _write_grouping,
}
