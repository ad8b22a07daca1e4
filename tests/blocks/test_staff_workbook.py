"""The workbooks that course staff download: the cells of the CSV file, as a spreadsheet wants them."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from lxml import etree

from tests.scenario_sim.test_triage import INBOX
from xblocks.common import staff_files, workbook
from xblocks.scenario_sim.story import Story

from . import samples
from .samples import RIGHT, WRONG
from .test_quiz_flow import play
from .test_staff_acts import finish_story
from .test_staff_figures import users, whole_file

N = {"m": workbook.MAIN}


@pytest.fixture
def take(ask: Any) -> Any:
    """Calls a handler as course staff; returns the reply."""

    def call(usage: Any, handler: str, **data: Any) -> Any:
        status, reply = ask(usage, handler, **data)
        assert status == 200, reply
        return reply

    return call


def whole_book(take: Any, usage: Any, what: str, **more: Any) -> bytes:
    """All parts of a workbook, as the page joins them."""
    parts, sent = [], {"after": 0}
    while True:
        reply = take(usage, "staff_download", what=what, form="xlsx", **sent, **more)
        parts.append(base64.b64decode(reply["data"]))
        assert reply["name"].endswith(f"-{what}.xlsx")
        if reply["next"] is None:
            return b"".join(parts)
        sent = {"after": reply["next"], "mark": reply["mark"]}


def cells(book: bytes) -> list[list[str | float | datetime]]:
    """The lines of the sheet; every line as wide as the first."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert archive.testzip() is None
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    lines = []
    for row in sheet.iterfind("m:sheetData/m:row", N):
        held: dict[str, str | float | datetime] = {}
        for cell in row.iterfind("m:c", N):
            column = cell.get("r").rstrip("0123456789")
            value = cell.findtext("m:v", None, N)
            if cell.get("t") == "inlineStr":
                held[column] = cell.findtext("m:is/m:t", None, N)
            elif cell.get("s") == "3":
                held[column] = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(seconds=round(float(value) * 86_400))
            else:
                held[column] = float(value)
        letters = [chr(65 + n) for n in range(len(held) if not lines else len(lines[0]))]
        lines.append([held.get(letter, "") for letter in letters])
    return lines


def said(cell: str | float | datetime) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return f"{cell:.15g}" if isinstance(cell, float) else cell


def as_csv(take: Any, usage: Any, what: str, **more: Any) -> list[list[str]]:
    rows = whole_file(take, usage, what, **more)
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def test_the_workbook_of_answers_holds_what_the_csv_holds_however_many_parts_it_came_in(
    course, quiz, take, monkeypatch
):
    for user in users(5):
        play(course, quiz, user, [RIGHT, WRONG, RIGHT])
    found = []
    for size in (2, 50):
        monkeypatch.setattr(staff_files, "IN_FILE", size)
        found.append(cells(whole_book(take, quiz, "answers")))
    assert found[0] == found[1]
    assert [[said(cell) for cell in row] for row in found[0]] == as_csv(take, quiz, "answers")
    head, first = found[0][:2]
    kinds = {name: type(cell) for name, cell in zip(head, first, strict=True)}
    assert kinds["Lượt"] is kinds["Điểm phần trăm"] is float
    assert kinds["Bắt đầu lúc"] is datetime


def test_the_same_learners_give_the_same_bytes(course, quiz, take):
    play(course, quiz, users(1)[0], [RIGHT, WRONG, RIGHT])
    assert whole_book(take, quiz, "answers") == whole_book(take, quiz, "answers")


def test_statistics_are_numbers(course, quiz, story, learner, take):
    play(course, quiz, learner, [RIGHT, WRONG, RIGHT])
    lines = cells(whole_book(take, quiz, "statistics"))
    assert lines[1][4] in (0.0, 100.0)
    assert [[said(cell) for cell in row] for row in lines] == as_csv(take, quiz, "statistics")
    finish_story(course, story, learner, "Nghe tiếp", "Chuyển tiền")
    lines = cells(whole_book(take, story, "statistics"))
    assert [row[4] for row in lines[1:5]] == [0.0, 1.0, 0.0, 1.0]


def test_an_inbox_has_a_workbook_of_its_messages(course, take):
    usage = course.add("scenario_sim", content=Story.from_json(INBOX).to_json())
    lines = cells(whole_book(take, usage, "statistics"))
    assert lines[0] == ["Tin", "Thật hay lừa", "Đúng", "Sai"]
    assert all(row[2:] == [0.0, 0.0] for row in lines[1:])


def test_a_rehearsal_is_marked_in_the_file_of_answers(course, story, learner, take):
    view = finish_story(course, story, learner, "Nghe tiếp", "Chuyển tiền")["play"]
    assert course.post(story, learner, "rehearse_from", {"play": view["id"], "step": 2, "after": 1})[0] == 200
    lines = cells(whole_book(take, story, "answers"))
    assert [(row[2], row[3]) for row in lines[1:]] == [
        (1.0, "đã xong"),
        (1.0, "đã xong"),
        (2.0, "đang làm, không tính (tập)"),
    ]


def test_a_name_is_what_its_owner_wrote_and_never_a_formula(course, take, learner, db):
    data = samples.quiz_data()["items"][:1]
    data[0]["options"][0]["text"] = "+84 912"
    usage = course.add("skill_quiz", content=samples.quiz(items=data).to_json())
    learner.first_name = "=1+1"
    learner.save()
    play(course, usage, learner, ["+84 912"])
    book = whole_book(take, usage, "answers")
    assert {"=1+1", "+84 912"} <= set(cells(book)[1])
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("mark", [None, [1, 2], "x", [0, 0, 0, -1], [1, 2, 3, 2**40]])
def test_a_part_that_fits_no_other_is_refused(course, quiz, teacher, mark):
    data = {"what": "answers", "form": "xlsx", "after": 1, "mark": mark}
    status, reply = course.post(quiz, teacher, "staff_download", data, staff=True)
    assert (status, reply["code"]) == (400, "malformed")


def test_where_a_sheet_is_full_staff_are_sent_to_the_csv(course, quiz, take, teacher):
    play(course, quiz, users(1)[0], [RIGHT, WRONG, RIGHT])
    data = {"what": "answers", "form": "xlsx", "after": 1, "mark": [workbook.MAX_ROWS, 0, 0, 0]}
    _, reply = course.post(quiz, teacher, "staff_download", data | {"after": 0}, staff=True)
    assert reply["rows"] == 3
    status, reply = course.post(quiz, teacher, "staff_download", data, staff=True)
    assert (status, reply["code"]) == (409, "too-long")
    assert "CSV" in reply["error"]


def test_there_is_no_third_form(course, quiz, teacher):
    data = {"what": "statistics", "form": "pdf", "after": 0}
    status, reply = course.post(quiz, teacher, "staff_download", data, staff=True)
    assert (status, reply["code"]) == (400, "malformed")
