"""Rows of the table to questions and back."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from xblocks.common import workbook

from ...model import Quiz
from ...questions import type_of
from ..called import type_called
from ..exchange import Draft, Losses, ReadResult, option_id, report_pictures, report_quiz, slug_of
from ..source import fold
from .cells import markdown, rich
from .grid import MAX_COLUMNS, MAX_ROWS, Cell, Grid
from .guide import COLUMNS, FEEDBACK, NO, OPTION, SCORINGS, TYPES, YES
from .kinds import Part, Row
from .told import READERS, WRITERS

_HEADERS = {slug_of(word): name for name, words in COLUMNS.items() for word in words}
_NUMBERED = re.compile(r"(.*?)-?([a-z]{1,2}|[0-9]{1,2})")
_ID = re.compile(r"(.*?)\s*\{#([a-z0-9][a-z0-9-]{0,63})\}\s*", re.DOTALL)
_OPTIONS = {slug_of(word) for word in OPTION}
_FEEDBACKS = {slug_of(word) for word in FEEDBACK}


# -- in -------------------------------------------------------------------------------------------------------------


def read(grid: Grid) -> ReadResult:
    """The quiz in the cells of a sheet."""
    draft = Draft(strict=True)
    if grid.dropped:
        vi = f"Bảng có hơn {MAX_ROWS} dòng hoặc {MAX_COLUMNS} cột; hãy chia thành nhiều tệp."
        draft.error("too-large", "file", vi, f"More than {MAX_ROWS} rows or {MAX_COLUMNS} columns; split the table.")
    header = next((row for row in grid.rows[:20] if "text" in _columns(grid, row)[0].values()), None)
    if header is None:
        draft.error(
            "no-header",
            "file",
            "Không thấy dòng tiêu đề có cột “Câu hỏi”; hãy dùng mẫu bảng tải từ đây.",
            "There is no header with a column “Câu hỏi” (question); use the template that can be downloaded here.",
        )
        return draft.result()
    fields, options, feedbacks = _columns(grid, header)
    for (row, column), cell in sorted(grid.cells.items()):
        if row == header and column not in fields and column not in options and column not in feedbacks:
            name, said = workbook.place(row, column), " ".join(cell.text.split())[:60]
            vi = f"Ô {name}: cột “{said}” không có trong mẫu nên không được đọc."
            draft.losses.say(name, vi, f"Cell {name}: the column “{said}” is unknown and was not read.", row)
    for number in grid.rows:
        if number > header:
            _Reader(draft, grid, number, fields, options, feedbacks).read()
    return draft.result()


def _columns(grid: Grid, row: int) -> tuple[dict[int, str], dict[int, int], dict[int, int]]:
    """(column -> field, column -> option position, column -> position of its feedback) of a header."""
    fields: dict[int, str] = {}
    options: dict[int, int] = {}
    feedbacks: dict[int, int] = {}
    for (found, column), cell in sorted(grid.cells.items()):
        if found != row:
            continue
        slug = slug_of(cell.text)
        numbered = _NUMBERED.fullmatch(slug)
        if slug in _HEADERS and _HEADERS[slug] not in fields.values():
            fields[column] = _HEADERS[slug]
        elif numbered and (numbered[1] in _OPTIONS or numbered[1] in _FEEDBACKS):
            target = options if numbered[1] in _OPTIONS else feedbacks
            place = _position(numbered[2])
            if place is not None and place not in target.values():
                target[column] = place
    return fields, options, feedbacks


def _position(word: str) -> int | None:
    """0 for ``a``, ``A`` or ``1``."""
    word = word.casefold()
    if word.isdigit() and word.isascii():
        return int(word) - 1 if word != "0" else None
    number = 0
    for letter in word:
        if not "a" <= letter <= "z":
            return None
        number = number * 26 + ord(letter) - 96
    return number - 1


class _Reader:
    """One row on its way into the draft."""

    def __init__(
        self,
        draft: Draft,
        grid: Grid,
        row: int,
        fields: Mapping[int, str],
        options: Mapping[int, int],
        feedbacks: Mapping[int, int],
    ) -> None:
        self._draft = draft
        self._row = row
        self._cells = {name: grid.get(row, column) for column, name in fields.items()}
        self._names = {name: workbook.place(row, column) for column, name in fields.items()}
        self._parts: dict[int, tuple[str, Cell]] = {
            place: (workbook.place(row, column), grid.get(row, column)) for column, place in options.items()
        }
        self._said: dict[int, tuple[str, Cell]] = {
            place: (workbook.place(row, column), grid.get(row, column)) for column, place in feedbacks.items()
        }
        self._faulty = False

    def _fault(self, name: str, code: str, vi: str, en: str) -> None:
        self._faulty = True
        said_vi, said_en = (" ".join(words.split()) for words in (vi, en))  # a quoted cell may hold lines
        self._draft.error(code, name, f"Ô {name}: {said_vi}.", f"Cell {name}: {said_en}.", self._row)

    def _text(self, field: str) -> str:
        cell = self._cells.get(field)
        if cell is None:
            return ""
        return self._checked(self._names[field], cell)

    def _checked(self, name: str, cell: Cell) -> str:
        if cell.problem:
            code, vi, en = cell.problem
            self._fault(name, code, f"nội dung {vi}", f"the content {en}")
        return cell.text

    def _rich(self, field: str) -> str:
        return rich(self._text(field))

    def _one_of(self, field: str, words: Mapping[str, Collection[str]], default: str) -> str:
        said = fold(self._text(field))
        if not said:
            return default
        for name, known in words.items():
            if said == name or said in known:
                return name
        listed = ", ".join(next(iter(known)) for known in words.values())
        vi = f"“{said[:40]}” không có trong danh sách; hãy chọn một trong: {listed}"
        self._fault(self._names[field], "unknown-value", vi, f"“{said[:40]}” is not on the list; use one of: {listed}")
        return default

    def _list(self, field: str) -> list[str]:
        return [word for word in re.split(r"[\s,;]+", self._text(field)) if word]

    def read(self) -> None:
        """Into the draft, or into its errors."""
        text = self._rich("text")
        parts = self._options()
        kind = self._one_of("type", TYPES, "")
        answer = self._text("answer").strip()
        name = self._names.get("answer", workbook.place(self._row, 1))
        row = Row(
            parts,
            answer,
            name,
            self._text("more"),
            rich(self._text("other")),
            self._fault,
            self._names.get("more", name),
            self._text("text"),
        )
        kind = kind or row.guess()
        given = self._text("id").strip()
        item_id = self._draft.claim(given, text=text)
        if given and given != item_id:
            if slug_of(given) != item_id:
                self._fault(
                    self._names["id"], "duplicate-id", f"mã “{given[:60]}” đã dùng ở trên", "this id is used above"
                )
            self._draft.losses.title(item_id, given)
        data: dict[str, Any] = {"id": item_id, "type": kind, "text": text}
        data["competencies"] = list(dict.fromkeys(self._list("competencies")))
        data |= {"tags": self._draft.labels(item_id, self._list("tags"), self._row)["tags"]}
        if self._text("points").strip():
            data["points"] = self._points()
        data |= {"hint": self._rich("hint"), "explanation": self._rich("explanation")}
        if said := self._text("audio").strip():
            data["audio"] = said
        scoring = self._one_of("scoring", SCORINGS, "")
        own, cells = READERS[kind](row, scoring)
        if kind in ("single_choice", "multiple_choice"):
            own["shuffle"] = self._one_of("shuffle", {"yes": YES, "no": NO}, "yes") == "yes"
        if self._faulty:
            return
        places = {
            "": self._names["text"],
            **{k: v for k, v in self._names.items() if k not in ("text", "type")},
            **cells,
        }
        self._draft.add({**data, **own}, self._row, cells=places)

    def _points(self) -> float | str:
        cell = self._cells["points"]
        if cell.number is not None:
            return cell.number
        said = cell.text.strip().replace(",", ".")
        return float(said) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,20})?(e-?[0-9]{1,2})?", said) else said

    def _options(self) -> list[Part]:
        parts = []
        for place in sorted({*self._parts, *self._said}):
            name, cell = self._parts.get(place, ("", Cell()))
            said_name, said = self._said.get(place, ("", Cell()))
            feedback = self._checked(said_name, said)
            text = self._checked(name, cell)
            if text.strip():
                match = _ID.fullmatch(text)
                words, given = (match[1], match[2]) if match else (text, "")
                parts.append(Part(place, given or option_id(place), words, rich(feedback), name, bool(given), text))
            elif feedback.strip():
                letter = option_id(place).upper()
                vi = f"có phản hồi mà ô lựa chọn {letter} để trống; hãy viết lựa chọn hoặc xóa phản hồi"
                self._fault(said_name, "feedback-without-option", vi, f"feedback without an option {letter}; write it")
        return parts


# -- out ------------------------------------------------------------------------------------------------------------


def write(quiz: Quiz, losses: Losses) -> list[list[str | float]]:
    """Header and rows."""
    report_quiz(quiz, losses)
    rows: list[tuple[Mapping[str, Any], Row]] = []
    for item in quiz.items:
        data: Mapping[str, Any] = type_of(item).dump(item)
        writer = WRITERS.get(data["type"])
        row = writer(data, losses) if writer else None
        if row and not all(text.split() for text in (markdown(data["text"]), *(p.text for p in row.parts))):
            losses.unwritten(item.id, "câu có phần chỉ gồm khoảng trắng", "a question with a part of spaces only")
        elif row is None:
            losses.unwritten(item.id, *type_called(data["type"]))
        else:
            rows.append((data, row))
    width = max([4, *(len(row.parts) for _, row in rows)])
    header: list[str | float] = [COLUMNS[name][0] for name in ("id", "type", "text")]
    for place in range(width):
        header += [f"{OPTION[0]} {option_id(place).upper()}", f"{FEEDBACK[0]} {option_id(place).upper()}"]
    rest = [name for name in COLUMNS if name not in ("id", "type", "text")]
    if not any(row.more or row.other for _, row in rows):
        rest = [name for name in rest if name not in ("more", "other")]
    if not any("audio" in data for data, _ in rows):
        rest.remove("audio")
    lines = [header + [COLUMNS[name][0] for name in rest]]
    for data, row in rows:
        report_pictures(f"{data}", losses)
        line: list[str | float] = [data["id"], TYPES[data["type"]][0], row.text or markdown(data["text"])]
        for place in range(width):
            part = row.parts[place] if place < len(row.parts) else None
            line += [_part(part, place), markdown(part.feedback)] if part else ["", ""]
        values: dict[str, str | float] = {
            "answer": row.answer,
            "other": markdown(row.other),
            "scoring": SCORINGS[data["scoring"]][0] if data.get("scoring") else "",
            "shuffle": "" if data.get("shuffle", True) else NO[0],
            "more": row.more,
            "points": data["points"],
            "competencies": ", ".join(data["competencies"]),
            "tags": ", ".join(data["tags"]),
            "hint": markdown(data["hint"]),
            "explanation": markdown(data["explanation"]),
            "audio": data.get("audio", ""),
        }
        line += [values[name] for name in rest]
        if any(isinstance(cell, str) and cell and not cell.split() for cell in line):
            losses.unwritten(data["id"], "phần chỉ gồm khoảng trắng", "a part of spaces only")
        lines.append(line)
    return lines


def _part(part: Part, place: int) -> str:
    needed = part.given and (part.id != option_id(place) or _ID.fullmatch(part.text))
    return f"{part.text} {{#{part.id}}}" if needed else part.text
