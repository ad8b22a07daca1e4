"""Figures and files of the panel for course staff: item statistics, choices, falls, an inbox, CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.platform_standin.models import StudentModule
from tests.scenario_sim.test_triage import INBOX
from xblocks.common import staff_csv, staff_files, staff_records
from xblocks.scenario_sim.story import Story

from . import samples
from .lms import Course
from .samples import RIGHT, WRONG
from .test_quiz_flow import begin, play, send
from .test_staff_acts import finish_story, reset_attempts


@pytest.fixture
def teacher(db: None) -> Any:
    return get_user_model().objects.create_user("phutrach")


@pytest.fixture
def ask(course: Course, teacher: Any) -> Any:
    """Calls a handler as course staff; returns the reply."""

    def call(usage: Any, handler: str, **data: Any) -> Any:
        status, reply = course.post(usage, teacher, handler, data, staff=True)
        assert status == 200, reply
        return reply

    return call


@pytest.fixture(params=[True, False], ids=["records", "state"])
def records(request, monkeypatch) -> bool:
    """With the records app, and on a platform without it."""
    if not request.param:
        here = apps.is_installed
        monkeypatch.setattr(apps, "is_installed", lambda name: name != "xblocks.learning_record" and here(name))
        assert not staff_records.has_records()
    return request.param


def users(count: int) -> list[Any]:
    return [get_user_model().objects.create_user(f"ban{number:02}") for number in range(count)]


# --- item statistics ----------------------------------------------------------------------------------------------


def test_options_are_tallied_and_facility_is_the_mean_mark(course, quiz, ask, records, teacher):
    for number, user in enumerate(users(4)):
        play(course, quiz, user, [RIGHT, WRONG if number else RIGHT, WRONG])
    reply = ask(quiz, "staff_statistics", attempts="first")
    assert (reply["test"]["attempts"], reply["test"]["learners"], reply["trial"]) == (4, 4, "absent")
    shares = {item["text"]: item["facility"] for item in reply["items"]}
    assert sorted(shares.values()) == [0, 25, 100]
    for item in reply["items"]:
        assert [one["text"] for one in item["answers"]] == ["Cúp máy", "Chuyển tiền", "Đọc mã"]
        assert [one["right"] for one in item["answers"]] == [True, False, False]
        assert sum(one["n"] for one in item["answers"]) == item["n"] == 4
        assert item["flags"][0]["code"] == "too-few-answers"


def test_a_wrong_key_is_pointed_at_in_plain_words(course, ask, db):
    """Those who do well elsewhere fail at the question whose key is wrong."""
    data = samples.quiz_data()["items"]
    for item in data:
        item["shuffle"] = False
    data[1]["options"][0]["correct"], data[1]["options"][1]["correct"] = False, True
    usage = course.add("skill_quiz", content=samples.quiz(items=data).to_json())
    for number, user in enumerate(users(12)):
        good = number % 2
        attempt = begin(course, usage, user)
        for step, item in enumerate(attempt["items"], start=1):
            # Good learners hang up everywhere, which the key of the second question calls wrong.
            text = RIGHT if good else (WRONG if step != 3 or number % 4 else "Đọc mã")
            assert send(course, usage, user, attempt, step, text)[0] == 200, item
    flags = [[flag["code"] for flag in item["flags"]] for item in ask(usage, "staff_statistics")["items"]]
    assert flags[1] == ["key-may-be-wrong"]
    assert flags[0] == flags[2] == []
    item = ask(usage, "staff_statistics")["items"][1]
    assert item["discrimination"] < 0
    assert "độ phân biệt âm" in item["flags"][0]["text"]


@pytest.mark.parametrize(("which", "mean"), [("first", 0), ("last", 67), ("best", 100), ("all", 56)])
def test_which_attempts_count_can_be_chosen(course, quiz, learner, ask, records, which, mean):
    for after, texts in enumerate(([WRONG] * 3, [RIGHT] * 3, [RIGHT, RIGHT, WRONG])):
        play(course, quiz, learner, texts, after=after)
    assert ask(quiz, "staff_statistics", attempts=which)["test"]["mean"] == mean


def test_attempts_that_were_reset_were_answered_and_count(course, quiz, learner, ask, records):
    play(course, quiz, learner, [RIGHT] * 3)
    reset_attempts(quiz, learner)
    assert ask(quiz, "staff_statistics", attempts="all")["test"]["attempts"] == 1


def test_open_attempts_and_deleted_ones_do_not_count(course, quiz, learner, other, ask, records):
    play(course, quiz, learner, [RIGHT] * 3)
    StudentModule.objects.get(student=learner).delete()
    begin(course, quiz, other)
    assert ask(quiz, "staff_statistics", attempts="all")["test"]["attempts"] == 0


def test_staff_of_the_platform_are_not_counted(course, quiz, learner, ask, records):
    learner.is_staff = True
    learner.save()
    play(course, quiz, learner, [RIGHT] * 3)
    assert ask(quiz, "staff_statistics")["test"]["attempts"] == 0


@pytest.mark.parametrize("handler", ["staff_statistics", "staff_choices"])
def test_another_choice_of_attempts_is_refused(course, quiz, story, teacher, handler):
    usage = quiz if handler == "staff_statistics" else story
    status, reply = course.post(usage, teacher, handler, {"attempts": "worst"}, staff=True)
    assert (status, reply["code"]) == (400, "malformed")


def test_figures_cost_as_much_for_many_as_for_few(course, quiz, story, ask):
    costs = {}
    for number, user in enumerate(users(12)):
        play(course, quiz, user, [RIGHT, WRONG, RIGHT])
        finish_story(course, story, user, "Cúp máy")
        if number in (1, 11):
            for usage, handler in ((quiz, "staff_statistics"), (story, "staff_choices")):
                with CaptureQueriesContext(connection) as queries:
                    ask(usage, handler)
                costs.setdefault(handler, []).append(len(queries))
    assert costs == {"staff_statistics": [2, 2], "staff_choices": [2, 2]}


# --- a simulation -------------------------------------------------------------------------------------------------

PATHS = [("Cúp máy",)] * 3 + [("Nghe tiếp", "Hỏi con")] * 2 + [("Nghe tiếp", "Chuyển tiền")] * 6


def test_choices_endings_and_falls_are_counted(course, story, ask, records):
    for user, path in zip(users(len(PATHS)), PATHS, strict=True):
        finish_story(course, story, user, *path)
    found = ask(story, "staff_choices")
    assert (found["plays"], found["learners"], found["start"]) == (11, 11, "cuoc-goi")
    ways = {(key, way["id"]): way["n"] for key, scene in found["scenes"].items() for way in scene["ways"]}
    assert ways == {
        ("cuoc-goi", "cup-may"): 3,
        ("cuoc-goi", "nghe-tiep"): 8,
        ("doi-tien", "hoi-con"): 2,
        ("doi-tien", "chuyen"): 6,
    }
    assert {key: scene["visits"] for key, scene in found["scenes"].items()} == {
        "cuoc-goi": 11,
        "doi-tien": 8,
        "ket-tot": 5,
        "ket-xau": 6,
    }
    assert [(end["id"], end["kind"], end["n"], end["percent"]) for end in found["endings"]] == [
        ("ket-tot", "good", 5, 45),
        ("ket-xau", "bad", 6, 55),
    ]
    assert found["scenes"]["cuoc-goi"]["ways"][0] == {
        "id": "cup-may",
        "text": "Cúp máy",
        "to": "ket-tot",
        "n": 3,
        "by": "choice",
        "exit": True,
    }
    falls = [(fall["scene"], fall["way"], fall["bad"], fall["n"], fall["percent"]) for fall in found["falls"]]
    assert falls == [("doi-tien", "chuyen", 6, 6, 100), ("cuoc-goi", "nghe-tiep", 6, 8, 75)]
    assert (found["unended"], found["gone"]) == (0, 0)


def test_of_a_learner_the_first_play_tells_what_they_did_before_they_knew(course, story, learner, ask, records):
    finish_story(course, story, learner, "Nghe tiếp", "Chuyển tiền")
    course.post(story, learner, "start_attempt", {"after": 1})
    view = course.post(story, learner, "current")[1]["state"]["play"]
    choice = next(c["id"] for c in view["scene"]["choices"] if c["text"] == "Cúp máy")
    course.post(story, learner, "choose", {"play": view["id"], "step": 1, "choice": choice})
    ends = {
        which: {end["id"]: end["n"] for end in ask(story, "staff_choices", attempts=which)["endings"]}
        for which in ("first", "last", "best", "all")
    }
    assert ends["first"] == {"ket-tot": 0, "ket-xau": 1}
    assert ends["last"] == ends["best"] == {"ket-tot": 1, "ket-xau": 0}
    assert ends["all"] == {"ket-tot": 1, "ket-xau": 1}


def test_what_this_version_no_longer_has_is_said_and_not_drawn(course, story, learner, ask):
    finish_story(course, story, learner, "Nghe tiếp", "Hỏi con")
    data = samples.story_data()
    data["scenes"][1]["choices"][0]["id"] = "hoi-me"
    author = course.block(story)
    author.content = json.dumps(data)
    author.save()
    found = ask(story, "staff_choices")
    assert (found["plays"], found["gone"], found["unended"]) == (1, 1, 1)
    assert found["scenes"]["cuoc-goi"]["ways"][1]["n"] == 1


def test_rehearsals_do_not_count_and_are_told_with_what_they_took_over(course, story, learner, ask, records):
    finish_story(course, story, learner, "Nghe tiếp", "Chuyển tiền")
    view = course.post(story, learner, "current")[1]["state"]["play"]
    _, reply = course.post(story, learner, "rehearse_from", {"play": view["id"], "step": 2, "after": 1})
    view = reply["state"]["play"]
    choice = next(c["id"] for c in view["scene"]["choices"] if c["text"] == "Hỏi con")
    data = {"play": view["id"], "step": view["step"] + 1, "choice": choice}
    assert course.post(story, learner, "choose", data)[0] == 200
    ends = {end["id"]: end["n"] for end in ask(story, "staff_choices", attempts="all")["endings"]}
    assert ends == {"ket-tot": 0, "ket-xau": 1}
    line = ask(story, "staff_learner", learner=learner.pk)["attempts"][0]
    assert line["practice"] is True
    told = ask(story, "staff_attempt", learner=learner.pk, attempt=line["id"])
    assert [row["answer"] for row in told["rows"]] == ["Nghe tiếp", "Hỏi con"]


def test_an_inbox_tells_how_each_message_was_judged(course, ask, records, db):
    model = Story.from_json(json.dumps(INBOX))
    usage = course.add("scenario_sim", "hop-thu", content=model.to_json())
    suspicious, trusting = users(2)
    for user, public in ((suspicious, "2"), (trusting, "1")):
        _, reply = course.post(usage, user, "start_attempt", {"after": 0})
        view = reply["state"]["play"]
        for step in range(1, len(model.triage.items) + 1):
            choice = next(c["id"] for c in view["scene"]["choices"] if c["id"] == public)
            _, reply = course.post(usage, user, "choose", {"play": view["id"], "step": step, "choice": choice})
            view = reply["play"]
    found = ask(usage, "staff_choices")
    assert found["plays"] == 2
    assert [(m["id"], m["genuine"], m["right"], m["wrong"]) for m in found["messages"]] == [
        (item.id, item.genuine, 1, 1) for item in model.triage.items
    ]
    frauds = sum(not item.genuine for item in model.triage.items)
    genuine = len(model.triage.items) - frauds
    group = found["group"]
    assert (group["hits"], group["misses"]) == (frauds, frauds)
    assert (group["false_alarms"], group["correct_rejections"]) == (genuine, genuine)
    assert group["sensitivity"] == 0
    assert group["bias"] == 0
    line = ask(usage, "staff_learner", learner=suspicious.pk)["attempts"][0]
    told = ask(usage, "staff_attempt", learner=suspicious.pk, attempt=line["id"])
    assert [row["right"] for row in told["rows"]] == [not item.genuine for item in model.triage.items]
    assert told["triage"]["bias"] < 0


# --- files --------------------------------------------------------------------------------------------------------


def whole_file(ask: Any, usage: Any, what: str, **more: Any) -> list[dict[str, str]]:
    """All parts of a file, as a spreadsheet reads them."""
    parts, after = [], 0
    while True:
        reply = ask(usage, "staff_download", what=what, after=after, **more)
        parts.append(reply["text"])
        if reply["next"] is None:
            break
        after = reply["next"]
    text = "".join(parts)
    assert text.startswith("\ufeff")
    assert text.count("\ufeff") == 1
    assert "\r\n" in text
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_every_answer_of_every_learner_is_in_the_file(course, quiz, ask, records, monkeypatch):
    monkeypatch.setattr(staff_files, "IN_FILE", 2)
    for user in users(5):
        play(course, quiz, user, [RIGHT, WRONG, RIGHT])
    rows = whole_file(ask, quiz, "answers")
    assert len(rows) == 15
    assert {row["Tên đăng nhập"] for row in rows} == {f"ban{number:02}" for number in range(5)}
    assert [row["Câu trả lời hoặc lựa chọn"] for row in rows[:3]] == [RIGHT, WRONG, RIGHT]
    assert {row["Trạng thái"] for row in rows} == {"đã xong"}
    assert rows[0]["Điểm phần trăm"] == "100"


def test_a_simulations_file_names_scenes_and_choices(course, story, learner, ask):
    finish_story(course, story, learner, "Nghe tiếp", "Chuyển tiền")
    rows = whole_file(ask, story, "answers")
    assert [(row["Câu hỏi hoặc cảnh"], row["Câu trả lời hoặc lựa chọn"]) for row in rows] == [
        ("Cuộc gọi lạ", "Nghe tiếp"),
        ("Đòi tiền", "Chuyển tiền"),
    ]
    assert [row["Số lượt chọn"] for row in whole_file(ask, story, "statistics")[:4]] == ["0", "1", "0", "1"]


def test_no_cell_is_a_formula(course, ask, learner, db):
    data = samples.quiz_data()["items"][:1]
    data[0]["text"] = '=HYPERLINK("http://x")'
    data[0]["options"][0]["text"] = "+84 912"
    usage = course.add("skill_quiz", content=samples.quiz(items=data).to_json())
    learner.first_name = "@lan"
    learner.save()
    play(course, usage, learner, ["+84 912"])
    row = whole_file(ask, usage, "answers")[0]
    assert row["Câu hỏi hoặc cảnh"] == '\'=HYPERLINK("http://x")'
    assert row["Câu trả lời hoặc lựa chọn"] == "'+84 912"
    assert row["Họ và tên"] == "'@lan"
    assert whole_file(ask, usage, "statistics")[0]["Câu hỏi"].startswith("'=")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("-5", "-5"),
        ("-5+1", "'-5+1"),
        ("012345678901", "'012345678901"),
        ("1234567890", "'1234567890"),
        (12.5, "12.5"),
        (None, ""),
        ("\tx", "'\tx"),
        ("  =x", "'  =x"),
        ("'x", "''x"),
        ("a\x00b", "ab"),
    ],
)
def test_cells_are_what_they_look_like(value, cell):
    assert staff_csv.cell(value) == cell


def test_a_part_of_the_file_costs_few_queries(course, quiz, ask, django_assert_max_num_queries):
    for user in users(6):
        play(course, quiz, user, [RIGHT, WRONG, RIGHT])
    with django_assert_max_num_queries(5):
        ask(quiz, "staff_download", what="answers", after=0)


@pytest.mark.parametrize("what", ["everything", ""])
def test_there_is_no_other_file(course, quiz, teacher, what):
    status, reply = course.post(quiz, teacher, "staff_download", {"what": what, "after": 0}, staff=True)
    assert (status, reply["code"]) == (400, "malformed")
