"""The panel for course staff: who sees it, who may call it, and what each act does to another learner's work."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from tests.platform_standin.models import StudentModule
from xblocks.common import staff_people, staff_records
from xblocks.competency.models import Evidence
from xblocks.learning_record.models import Attempt, Response

from . import samples
from .lms import Course
from .samples import RIGHT, WRONG
from .test_quiz_flow import begin, play, send
from .test_staff_acts import finish_story
from .test_views import check, everything

READS = ["staff_find", "staff_learner", "staff_attempt", "staff_download"]
ACTS = ["staff_reset", "staff_regrade", "staff_regrade_all"]
OWN = {"skill_quiz": ["staff_statistics", "set_extra_time"], "scenario_sim": ["staff_choices"]}
HANDLERS = [(kind, name) for kind in OWN for name in [*READS, *ACTS, *OWN[kind]]]
WRITING = [*ACTS, "set_extra_time"]


@pytest.fixture
def without_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a platform where the records app is not installed."""
    here = apps.is_installed
    monkeypatch.setattr(apps, "is_installed", lambda name: name != "xblocks.learning_record" and here(name))
    assert not staff_records.has_records()


# --- who sees it, who may call it ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["skill_quiz", "scenario_sim"])
class TestTheView:
    """One more element, a script and a style sheet, for staff only."""

    @pytest.fixture
    def usage(self, kind, quiz, story):
        return quiz if kind == "skill_quiz" else story

    def test_staff_get_the_panel_and_nothing_else_changes(self, course, usage, teacher, kind):
        shown = everything(course.block(usage, teacher, staff=True).student_view())
        check(f"{kind}.staff", shown)
        plain = everything(course.block(usage, teacher).student_view())
        assert shown["html"].startswith(plain["html"])
        assert {r.rpartition("/")[2] for r in set(shown["resources"]) - set(plain["resources"])} == {
            "staff.css",
            "staff.vi.js",
        }
        assert shown["init"] == plain["init"]

    @pytest.mark.parametrize("as_what", [{}, {"staff": True, "masquerade": True}, {"staff": True, "author": True}])
    def test_nobody_else_does(self, course, usage, teacher, as_what):
        html = course.block(usage, teacher, **as_what).student_view()
        assert "hv-staff" not in html.content
        assert not any("staff" in r.data for r in html.resources)

    @pytest.mark.parametrize("view", ["public_view", "author_view"])
    def test_other_views_have_none(self, course, usage, teacher, view):
        assert "hv-staff" not in getattr(course.block(usage, teacher, staff=True), view)().content


@pytest.mark.parametrize(("kind", "handler"), HANDLERS)
class TestAccess:
    """Every handler of the panel."""

    @pytest.fixture
    def usage(self, kind, quiz, story):
        return quiz if kind == "skill_quiz" else story

    def test_refuses_learners(self, course, usage, learner, other, handler):
        play_something(course, usage, learner)
        with CaptureQueriesContext(connection) as queries:
            status, reply = course.post(usage, other, handler, {"learner": learner.pk, "query": ""})
        assert (status, reply["code"]) == (403, "not-staff")
        assert len(queries) == 0
        assert reply["error"] == "Chỉ người phụ trách khóa học mới làm được việc này."

    def test_refuses_where_there_are_no_learners(self, course, usage, teacher, handler):
        status, reply = course.post(usage, teacher, handler, {}, staff=True, author=True)
        assert (status, reply["code"]) == (409, "not-here")

    def test_acts_are_refused_while_looking_as_a_learner(self, course, usage, learner, teacher, handler):
        play_something(course, usage, learner)
        before = list(StudentModule.objects.values())
        data = {"learner": learner.pk, "newest": "", "after": 0, "username": learner.username, "factor": 2, "query": ""}
        status, reply = course.post(usage, teacher, handler, data, staff=True, masquerade=True, session={})
        if handler in WRITING:
            assert (status, reply["code"]) == (403, "masquerading")
        assert list(StudentModule.objects.values()) == before


def play_something(course: Course, usage: Any, user: Any) -> None:
    """One attempt of ``user``, ended well."""
    if usage.block_type == "skill_quiz":
        play(course, usage, user, [RIGHT, RIGHT, RIGHT])
    else:
        finish_story(course, usage, user, "Cúp máy")


@pytest.mark.parametrize("handler", ["staff_learner", "staff_attempt", "staff_reset", "staff_regrade"])
def test_people_of_other_courses_are_not_found(quiz, learner, ask, handler):
    """Staff of one course learn nothing of accounts that have no part in it."""
    status, reply = ask(quiz, handler, learner=learner.pk, attempt="x", newest="")
    assert (status, reply["code"]) == (404, "no-such-learner")
    assert ask(quiz, "staff_find", query=learner.username)[1] == {"learners": [], "more": False}


class PlatformTable:
    """A table of the platform that names accounts: ``rows`` are their ids; what was asked for stands in ``asked``."""

    def __init__(self, *ids: int) -> None:
        self.ids, self.objects, self.asked = ids, self, []

    def filter(self, **lookups: Any) -> Any:
        self.asked.append(dict(lookups))
        rows = get_user_model().objects.filter(pk__in=self.ids).annotate(user_id=F("pk"))
        return rows.filter(pk=lookups["user_id"]) if "user_id" in lookups else rows


def test_on_the_platform_those_who_are_enrolled_are_found(quiz, learner, other, ask, monkeypatch):
    table = PlatformTable(learner.pk)
    monkeypatch.setattr(staff_people, "installed", lambda name: table if name == "student.CourseEnrollment" else None)
    assert [one["id"] for one in ask(quiz, "staff_find", query="h")[1]["learners"]] == [learner.pk]
    assert table.asked == [{"course_id": quiz.context_key, "is_active": True}]
    assert ask(quiz, "staff_learner", learner=learner.pk)[0] == 200
    assert ask(quiz, "staff_learner", learner=other.pk)[0] == 404
    assert table.asked[1] == {"user_id": learner.pk, "course_id": quiz.context_key}


def test_on_the_platform_holders_of_a_course_role_are_not_counted(course, quiz, learner, other, ask, monkeypatch):
    for user in (learner, other):
        play(course, quiz, user, [RIGHT, RIGHT, WRONG])
    table = PlatformTable(other.pk)
    monkeypatch.setattr(staff_people, "installed", lambda name: table if name == "student.CourseAccessRole" else None)
    assert ask(quiz, "staff_statistics")[1]["test"]["learners"] == 1
    assert table.asked[0]["course_id"] == quiz.context_key
    assert {"staff", "instructor"} <= set(table.asked[0]["role__in"])


def test_a_platform_may_have_more_than_a_million_accounts(course, quiz, ask):
    far = get_user_model().objects.create_user("xa", pk=7_000_000_001)
    play(course, quiz, far, [RIGHT, RIGHT, WRONG])
    assert ask(quiz, "staff_learner", learner=far.pk)[1]["grade"]["percent"] == 66
    assert ask(quiz, "staff_regrade_all", after=far.pk - 1)[1]["regraded"] == 1


@pytest.mark.parametrize("learner_id", [None, "1", True, -1, 1.5, [1], 2**63])
def test_a_learner_is_named_by_a_whole_number(quiz, ask, learner_id):
    assert ask(quiz, "staff_learner", learner=learner_id)[0] == 400


# --- a learner ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("hocvien", True),
        ("HOCV", True),
        ("lan nguyen", True),
        ("Nguyễn", True),
        ("nguyên", False),  # another mark than the name's
        ("lan@xa", True),
        ("xa.vn", False),
        ("an@xa.vn", False),
        ("", True),
        ("khac", False),
    ],
)
def test_a_learner_is_found_by_names_and_the_beginning_of_the_address(course, quiz, learner, ask, query, is_found):
    learner.first_name, learner.last_name, learner.email = "Lan", "Nguyễn Thị", "lan@xa.vn"
    learner.save()
    play(course, quiz, learner, [RIGHT, RIGHT, WRONG])
    status, reply = ask(quiz, "staff_find", query=query)
    assert status == 200
    person = {"id": learner.pk, "username": "hocvien", "name": "Nguyễn Thị Lan", "attempts": 1, "percent": 66}
    assert reply == {"learners": [person] if is_found else [], "more": False}


def test_of_many_the_first_twenty_are_shown(course, quiz, ask, django_assert_max_num_queries):
    for number in range(25):
        user = get_user_model().objects.create_user(f"ban{number:02}")
        StudentModule.objects.create(student=user, module_state_key=quiz, course_id=quiz.context_key, state="{}")
    for query in ("", "ban"):
        with django_assert_max_num_queries(3):
            reply = ask(quiz, "staff_find", query=query)[1]
        assert len(reply["learners"]) == 20
        assert reply["more"] is True
    assert [one["username"] for one in ask(quiz, "staff_find", query="ban1")[1]["learners"]] == [
        f"ban1{n}" for n in range(10)
    ]


def test_in_a_very_large_course_the_database_looks(course, quiz, learner, ask, monkeypatch):
    monkeypatch.setattr("xblocks.common.staff_people.MOST_IN_MEMORY", 0)
    play(course, quiz, learner, [RIGHT, RIGHT, WRONG])
    assert [one["id"] for one in ask(quiz, "staff_find", query="OCVI")[1]["learners"]] == [learner.pk]
    assert ask(quiz, "staff_find", query="ai khac")[1]["learners"] == []


@pytest.mark.parametrize("records", [True, False])
def test_a_learners_quiz_is_told_question_by_question(course, quiz, learner, ask, records, request):
    if not records:
        request.getfixturevalue("without_records")
    attempt = begin(course, quiz, learner)
    for step, text in enumerate((RIGHT, WRONG), start=1):
        send(course, quiz, learner, attempt, step, text)
    status, reply = ask(quiz, "staff_learner", learner=learner.pk)
    assert status == 200
    assert reply["grade"] is None
    assert reply["can_regrade"] is False
    line = reply["attempts"][0]
    assert (line["number"], line["status"], line["percent"]) == (1, "open", None)
    assert reply["newest"] == line["id"] == attempt["id"]
    send(course, quiz, learner, attempt, 3, RIGHT)
    reply = ask(quiz, "staff_learner", learner=learner.pk)[1]
    assert reply["grade"] == {"earned": 0.67, "possible": 1.0, "percent": 66}
    assert reply["can_regrade"] is True
    line = reply["attempts"][0]
    assert (line["status"], line["percent"], line["passed"], line["regraded"]) == ("finished", 66, True, None)
    shown = ask(quiz, "staff_attempt", learner=learner.pk, attempt=line["id"])[1]
    texts = [item["text"] for item in attempt["items"]]
    assert [(r["question"], r["answer"], r["percent"], r["right"]) for r in shown["rows"]] == [
        (texts[0], RIGHT, 100, True),
        (texts[1], WRONG, 0, False),
        (texts[2], RIGHT, 100, True),
    ]
    assert all(row["at"].count(":") == 2 for row in shown["rows"])


def test_a_question_left_out_is_told(course, learner, ask):
    usage = course.add("skill_quiz", content=samples.quiz().to_json(), behaviour="deferred")
    attempt = begin(course, usage, learner)
    send(course, usage, learner, attempt, 1, WRONG)
    send(course, usage, learner, attempt, 2, RIGHT)  # item 1 again, of the order shown
    course.post(usage, learner, "finish", {"attempt": attempt["id"]})
    rows = ask(usage, "staff_attempt", learner=learner.pk, attempt=attempt["id"])[1]["rows"]
    assert [row["answer"] for row in rows] == [WRONG, RIGHT, None]


@pytest.mark.parametrize("records", [True, False])
def test_a_learners_path_is_told_scene_by_scene(course, story, learner, ask, records, request):
    if not records:
        request.getfixturevalue("without_records")
    finish_story(course, story, learner, "Nghe tiếp", "Chuyển tiền")
    line = ask(story, "staff_learner", learner=learner.pk)[1]["attempts"][0]
    shown = ask(story, "staff_attempt", learner=learner.pk, attempt=line["id"])[1]
    assert [(row["question"], row["answer"], row["percent"]) for row in shown["rows"]] == [
        ("Cuộc gọi lạ", "Nghe tiếp", 0),
        ("Đòi tiền", "Chuyển tiền", 0),
    ]
    assert shown["ending"] == {"kind": "bad", "title": "KẾT xấu"}


def test_an_attempt_is_told_in_the_words_that_the_learner_met(course, quiz, learner, ask):
    play(course, quiz, learner, [WRONG, RIGHT, RIGHT])
    data = samples.quiz_data()
    for item in data["items"]:
        item["text"] = "Câu hỏi đã sửa"
        item["options"][1]["text"] = "Chữ đã sửa"
    author = course.block(quiz)
    author.content = samples.quiz(items=data["items"]).to_json()
    author.save()
    line = ask(quiz, "staff_learner", learner=learner.pk)[1]["attempts"][0]
    first = ask(quiz, "staff_attempt", learner=learner.pk, attempt=line["id"])[1]["rows"][0]
    assert first["answer"] == WRONG
    assert "đã sửa" not in first["question"]


def test_another_learners_attempt_is_not_shown_under_a_name(course, quiz, learner, other, ask):
    play(course, quiz, learner, [WRONG, RIGHT, RIGHT])
    theirs = begin(course, quiz, other)
    status, reply = ask(quiz, "staff_attempt", learner=learner.pk, attempt=theirs["id"])
    assert (status, reply["code"]) == (404, "no-such-attempt")


def test_deleted_state_leaves_the_attempt_marked_for_those_who_begin_again(course, quiz, learner, ask):
    play(course, quiz, learner, [WRONG, RIGHT, RIGHT])
    StudentModule.objects.get().delete()
    begin(course, quiz, learner)
    lines = ask(quiz, "staff_learner", learner=learner.pk)[1]["attempts"]
    assert sorted(line["status"] for line in lines) == ["open", "void"]
    void = next(line for line in lines if line["status"] == "void")
    shown = ask(quiz, "staff_attempt", learner=learner.pk, attempt=void["id"])[1]
    assert shown["void"] is True
    assert len(shown["rows"]) == 3


# --- acts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["skill_quiz", "scenario_sim"])
@pytest.mark.parametrize("records", [True, False])
class TestReset:
    """A fresh attempt; the old one kept, marked."""

    @pytest.fixture
    def usage(self, kind, quiz, story):
        return quiz if kind == "skill_quiz" else story

    @pytest.fixture(autouse=True)
    def kept_or_not(self, records, request):
        if not records:
            request.getfixturevalue("without_records")

    def test_gives_a_fresh_attempt_and_keeps_the_old_one_marked(self, course, usage, learner, ask, kind, records):
        play_something(course, usage, learner)
        seen = ask(usage, "staff_learner", learner=learner.pk)[1]["newest"]
        status, reply = ask(usage, "staff_reset", learner=learner.pk, newest=seen)
        assert (status, reply["reset"]) == (200, True)
        assert [line["status"] for line in reply["attempts"]] == ["reset"]
        assert reply["newest"] == ""
        assert reply["grade"]["percent"] == 100  # until a new attempt has ended
        state = course.post(usage, learner, "current")[1]["state"]
        assert state.get("attempts_used", state.get("plays_used")) == 0
        assert course.post(usage, learner, "start_attempt", {"after": 0})[0] == 200
        lines = ask(usage, "staff_learner", learner=learner.pk)[1]["attempts"]
        assert [line["status"] for line in lines] == ["open", "reset"]
        if records:
            assert Response.objects.filter(voided_at=None).count() == (3 if kind == "skill_quiz" else 1)
            assert Evidence.objects.filter(voided_at=None).exists()

    def test_again_or_late_it_takes_nothing_away(self, course, usage, learner, ask):
        play_something(course, usage, learner)
        seen = ask(usage, "staff_learner", learner=learner.pk)[1]["newest"]
        ask(usage, "staff_reset", learner=learner.pk, newest=seen)
        status, reply = ask(usage, "staff_reset", learner=learner.pk, newest=seen)
        assert (status, reply["reset"]) == (200, False)
        course.post(usage, learner, "start_attempt", {"after": 0})
        status, reply = ask(usage, "staff_reset", learner=learner.pk, newest=seen)
        assert (status, reply["code"]) == (409, "changed")
        assert reply["attempts"][0]["status"] == "open"
        state = course.post(usage, learner, "current")[1]["state"]
        assert (state.get("attempt") or state["play"])["status"] == "open"

    def test_an_attempt_under_way_is_closed_to_its_page(self, course, usage, learner, ask, kind):
        _, reply = course.post(usage, learner, "start_attempt", {"after": 0})
        view = reply["state"].get("attempt") or reply["state"]["play"]
        ask(usage, "staff_reset", learner=learner.pk, newest=view["id"])
        if kind == "skill_quiz":
            status, refused = send(course, usage, learner, view, 1, RIGHT)
        else:
            data = {"play": view["id"], "step": 1, "choice": "1"}
            status, refused = course.post(usage, learner, "choose", data)
        assert status == 409
        assert refused["code"] in ("stale-step", "closed")

    def test_who_has_done_nothing_is_left_alone(self, course, usage, learner, other, ask):
        StudentModule.objects.create(student=other, module_state_key=usage, course_id=usage.context_key, state="{}")
        status, reply = ask(usage, "staff_reset", learner=other.pk, newest="")
        assert (status, reply["reset"]) == (200, False)
        assert StudentModule.objects.get(student=other).state == "{}"


def test_more_time_is_written_down_like_every_act(course, quiz, learner, teacher, ask, caplog):
    play(course, quiz, learner, [RIGHT, RIGHT, RIGHT])
    with caplog.at_level(logging.INFO, logger="hocvuso.staff"):
        ask(quiz, "set_extra_time", username=learner.username, factor=1.5)
        seen = ask(quiz, "staff_learner", learner=learner.pk)[1]
        ask(quiz, "staff_regrade", learner=learner.pk)
        ask(quiz, "staff_reset", learner=learner.pk, newest=seen["newest"])
        ask(quiz, "staff_reset", learner=learner.pk, newest=seen["newest"])
    assert seen["extra_time"] == 1.5
    lines = [record.getMessage() for record in caplog.records if record.name == "hocvuso.staff"]
    acts = [line.split("act=")[1].split()[0] for line in lines]
    assert acts == ["extra-time", "look", "regrade", "reset"], "what changed nothing is no act"
    assert all(f"user={teacher.pk}" in line and f"learner={learner.pk}" in line for line in lines)
    assert not any("hocvien" in line for line in lines), "by id, not by name"


def test_acts_are_events_of_the_runtime(course, quiz, learner, teacher, platform):
    play(course, quiz, learner, [RIGHT, RIGHT, RIGHT])
    block = platform.during(course.block(quiz, teacher, staff=True), teacher)
    course.post(quiz, teacher, "staff_regrade", {"learner": learner.pk}, block=block)
    mine = [data for name, data in block.runtime.events if name == "hocvuso.staff"]
    assert mine == [{"act": "regrade", "learner": learner.pk, "before": 100, "after": 100}]


@pytest.mark.parametrize(("handler", "most"), [("staff_learner", 5), ("staff_attempt", 6), ("staff_reset", 11)])
def test_one_learner_costs_few_queries(course, quiz, learner, ask, handler, most, django_assert_max_num_queries):
    play(course, quiz, learner, [RIGHT, RIGHT, RIGHT])
    newest = Attempt.objects.get().pk
    with django_assert_max_num_queries(most):
        status, _reply = ask(quiz, handler, learner=learner.pk, attempt=newest, newest=newest)
    assert status == 200


@pytest.mark.parametrize(
    ("recorded", "parts"),
    [("a", False), (["a", "b"], True), ({"answer": ["a"], "certainty": "3"}, True), ({"answer": "a"}, False)],
)
def test_partly_right_is_said_of_answers_made_of_parts_only(course, quiz, recorded, parts):
    step = staff_records.Step(1, "cau-1", recorded, 0.8, None)
    kept = staff_records.Kept("", 1, 1, 1, (), "finished", True, "", None, None, None, None, None, {}, (step,))
    row = course.block(quiz).told(None, kept)[0]
    assert row.get("parts", False) is parts
    assert row["percent"] == 80
