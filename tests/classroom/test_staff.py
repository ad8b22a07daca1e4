"""What staff do, and what is true afterwards: state, score, completion, course grade, history."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from completion.models import BlockCompletion
from conftest import COURSE_ID, client_of, make_user, usage
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from test_handlers import call

from classroom import auth, play
from classroom.models import (
    Cohort,
    CohortMembership,
    Course,
    Enrollment,
    PersistentCourseGrade,
    StaffAction,
    StudentModule,
)
from classroom.pasting import username_from
from classroom.search import fold, matches, name_key
from course_export.records.models import ExportLog
from xblocks.skill_quiz.formats.table import xlsx

K1, K2 = usage("counter", "k1"), usage("counter", "k2")
S1, S2 = usage("sequential", "s1"), usage("sequential", "s2")


@pytest.fixture
def desk(staff: Any, learner: Any) -> Any:
    """A member of staff at the learner's page; the learner has counted to 3 of 4."""
    call(client_of(learner), "count", {"by": 3})
    client = client_of(staff)

    def act(action: str, block: str = K1, **more: str) -> str:
        where = f"/staff/{COURSE_ID}/learner/{learner.pk}/"
        response = client.post(f"{where}act/", {"action": action, "usage": block, **more}, follow=True)
        assert response.status_code == 200
        return response.content.decode()

    act.client = client  # type: ignore[attr-defined]
    return act


def grade() -> float:
    return PersistentCourseGrade.objects.get().percent_grade


def test_reset_writes_zero_to_attempts_and_nothing_else(desk: Any) -> None:
    before = StudentModule.objects.get()
    page = desk("reset-attempts")
    after = StudentModule.objects.get()
    assert json.loads(after.state) == {**json.loads(before.state), "attempts": 0}
    assert (after.grade, grade()) == (3, pytest.approx(0.45))
    assert "attempts reset: Đếm" in page


def test_deleting_state_takes_score_completion_and_grade(desk: Any) -> None:
    desk("delete-state")
    assert not StudentModule.objects.exists()
    assert BlockCompletion.objects.get().completion == 0
    assert grade() == 0
    assert StaffAction.objects.get().action == "delete-state"


def test_rescore_asks_the_block(desk: Any) -> None:
    row = StudentModule.objects.get()
    row.grade = 1
    row.save()
    desk("rescore")
    assert StudentModule.objects.get().grade == 3
    StudentModule.objects.update(grade=4)
    desk("rescore-if-higher")
    assert StudentModule.objects.get().grade == 4
    desk("rescore")
    assert StudentModule.objects.get().grade == 3


def test_score_override_reaches_block_and_course(desk: Any) -> None:
    desk("override-score", score="3,5")
    row = StudentModule.objects.get()
    assert row.grade == 3.5
    assert json.loads(row.state)["earned"] == 3.5
    assert grade() == pytest.approx(0.53)


@pytest.mark.parametrize("score", ["5", "-1", "viele", "nan", "inf", ""])
def test_impossible_scores_are_refused_in_one_sentence(desk: Any, score: str) -> None:
    page = desk("override-score", score=score)
    assert "hv-alert--error" in page
    assert StudentModule.objects.get().grade == 3
    assert not StaffAction.objects.exists()


def test_override_for_someone_who_never_began(desk: Any) -> None:
    desk("override-score", K2, score="2")
    assert StudentModule.objects.get(module_state_key=K2).grade == 2


@pytest.mark.parametrize("action", ["reset-attempts", "rescore", "delete-state"])
def test_nothing_to_change_is_said(desk: Any, action: str) -> None:
    assert "has not begun here" in desk(action, K2)


def test_subsection_override_and_its_end(desk: Any) -> None:
    desk("override-subsection", S1, percent="100", comment="thi lại tại lớp")
    assert grade() == pytest.approx(0.6)
    desk("override-subsection", S1, percent="")
    assert grade() == pytest.approx(0.45)
    assert "hv-alert--error" in desk("override-subsection", S1, percent="101")


def test_extension_is_the_learners_own(desk: Any, learner: Any) -> None:
    desk("extend", S2, due="2032-05-06")
    told = call(client_of(learner), "who", block=K2).json()
    assert told["due"].startswith("2032-05-06T16:59:59"), "the end of the day in Viet Nam"
    desk("extend", S2, due="")
    assert call(client_of(learner), "who", block=K2).json()["due"].startswith("2030")
    assert learner.enrollments.get().field_overrides == {}
    assert "hv-alert--error" in desk("extend", S2, due="6/5/2032")


def test_looking_as_a_learner_changes_nothing(desk: Any, learner: Any, staff: Any) -> None:
    client = desk.client
    client.post(f"/staff/{COURSE_ID}/learner/{learner.pk}/look/")
    told = call(client, "who").json()
    assert (told["user_id"], told["masquerading"], told["author_mode"]) == (learner.pk, True, False)
    before = list(StudentModule.objects.values())
    assert call(client, "count", {"by": 1}).json() == {"n": 4}, "goes on from the learner's state"
    assert call(client, "count", {"by": 1}).json() == {"n": 5}
    assert list(StudentModule.objects.values()) == before
    assert BlockCompletion.objects.get().completion == 0.75
    assert grade() == pytest.approx(0.45)
    assert "Bạn lan" in client.get(f"/courses/{COURSE_ID}/").content.decode()
    client.post(f"/staff/{COURSE_ID}/look/stop/")
    assert not [name for name in dict(client.session.items()) if name.startswith("state:")]
    assert call(client, "who").json()["user_id"] == staff.pk


def test_only_learners_can_be_looked_as(desk: Any, author: Any) -> None:
    desk.client.post(f"/staff/{COURSE_ID}/learner/{author.pk}/look/")
    assert call(desk.client, "who").json()["masquerading"] is False


def test_forged_masquerade_of_an_author_is_ignored(author: Any, learner: Any) -> None:
    client = client_of(author)
    session = client.session
    session["masquerade"] = {COURSE_ID: learner.pk}
    session.save()
    assert call(client, "who").json()["user_id"] == author.pk


def test_grade_book_costs_the_same_for_many(course: Course, staff: Any) -> None:
    client = client_of(staff)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/staff/{COURSE_ID}/gradebook/").status_code == 200
        return len(found)

    users = [make_user(f"hv{n}", auth.LEARNER) for n in range(3)]
    for user in users:
        Enrollment.objects.create(user=user, course=course)
    client.get(f"/staff/{COURSE_ID}/gradebook/")
    few = queries()
    for number in range(3, 60):
        user = make_user(f"hv{number}", auth.LEARNER)
        Enrollment.objects.create(user=user, course=course)
        StudentModule.objects.create(
            student=user, course_id=course.key, module_state_key=K1, grade=2, max_grade=4, modified=user.date_joined
        )
    assert queries() == few
    page = client.get(f"/staff/{COURSE_ID}/gradebook/?page=2").content.decode()
    assert "Page 2 of 2" in page
    assert "KT 1" in page


def test_grade_book_finds_without_diacritics(course: Course, staff: Any) -> None:
    user = auth.create_account("dduc", "x", name="Nguyễn Văn Đức")
    Enrollment.objects.create(user=user, course=course)
    client = client_of(staff)
    assert "Nguyễn Văn Đức" in client.get(f"/staff/{COURSE_ID}/gradebook/?q=duc nguyen").content.decode()
    assert "Nguyễn Văn Đức" not in client.get(f"/staff/{COURSE_ID}/gradebook/?q=Đưc").content.decode()


def test_csv_is_logged_with_purpose_and_recipient(desk: Any, learner: Any) -> None:
    learner.profile.name = "=cmd()"
    learner.profile.save()
    where = f"/staff/{COURSE_ID}/completions.csv"
    desk.client.post(where, {"purpose": "", "recipient": "x"})
    assert not ExportLog.objects.exists()
    response = desk.client.post(where, {"purpose": "Báo cáo", "recipient": "Sở Nội vụ"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][:4] == ["lan", "'=cmd()", "75", ""]
    row = ExportLog.objects.get()
    assert (row.purpose, row.recipient, row.rows) == ("Báo cáo", "Sở Nội vụ", 1)


def test_completions_come_as_a_workbook_logged_like_the_csv(desk: Any, learner: Any) -> None:
    learner.profile.name = "=cmd()"
    learner.profile.save()
    asked = {"purpose": "Báo cáo", "recipient": "Sở Nội vụ", "form": "xlsx"}
    response = desk.client.post(f"/staff/{COURSE_ID}/completions.csv", asked)
    assert response["Content-Disposition"].endswith('-completions.xlsx"')
    grid = xlsx.read(response.content)
    assert [grid.get(2, column).text for column in (1, 2, 3)] == ["lan", "=cmd()", "75"]
    assert grid.get(2, 3).number == 75
    row = ExportLog.objects.get()
    assert (row.format, row.rows) == ("xlsx", 1)
    assert row.file_digest == hashlib.sha256(response.content).hexdigest()


# --- accounts -----------------------------------------------------------------------------------------------------


def test_pasted_list_makes_accounts_that_must_change_their_password(course: Course, staff: Any) -> None:
    lines = "Nguyễn Thị Hoa\nTrần Văn Nam; nam.tran\nNguyễn Thị Hoa\n"
    page = client_of(staff).post("/staff/people/paste/", {"lines": lines, "course": course.pk})
    assert page["Cache-Control"] == "no-store"
    users = get_user_model().objects.filter(username__in=["hoa.nguyen", "hoa.nguyen2", "nam.tran"])
    assert users.count() == 3
    assert all(user.profile.must_change_password for user in users)
    assert Enrollment.objects.filter(course=course, user__in=users).count() == 3


def test_one_wrong_line_makes_nobody_and_keeps_the_text(course: Course, staff: Any) -> None:
    before = get_user_model().objects.count()
    lines = "Nguyễn Thị Hoa; hoa\nTrần Nam; nam tran\nLê; quang\n"
    page = client_of(staff).post("/staff/people/paste/", {"lines": lines}).content.decode()
    assert "Line 2" in page
    assert "Line 3" in page
    assert "Nguyễn Thị Hoa; hoa" in page
    assert get_user_model().objects.count() == before


def test_new_account_with_a_role(course: Course, staff: Any) -> None:
    client = client_of(staff)
    form = {"name": "Lê Thị Mai", "username": "mai", "role": "author", "course": ""}
    assert "mai" in client.post("/staff/people/new/", form).content.decode()
    assert auth.role_of(get_user_model().objects.get(username="mai")) == "author"
    assert "taken" in client.post("/staff/people/new/", {**form, "username": "MAI"}).content.decode()


def test_reset_password_is_shown_once_and_ends_the_old_one(learner: Any, staff: Any) -> None:
    page = client_of(staff).post(f"/staff/people/{learner.pk}/password/").content.decode()
    learner.refresh_from_db()
    assert not learner.check_password("lan-lan")
    assert learner.profile.must_change_password
    words = page.replace("<code>", " ").replace("</code>", " ").split()
    assert any(learner.check_password(word) for word in words)


def test_closed_account_cannot_go_on(learner: Any, staff: Any) -> None:
    client = client_of(learner)
    assert call(client, "who").status_code == 200
    client_of(staff).post(f"/staff/people/{learner.pk}/")
    assert call(client, "who").status_code == 403
    own = client_of(staff)
    own.post(f"/staff/people/{staff.pk}/")
    staff.refresh_from_db()
    assert staff.is_active


def test_enrolling_by_user_names(course: Course, staff: Any, outsider: Any) -> None:
    client, where = client_of(staff), f"/staff/{COURSE_ID}/enrolments/"
    group = Cohort.objects.create(course=course, name="Tổ 1")
    client.post(where, {"usernames": "ngoai khong-co"})
    assert not outsider.enrollments.exists()
    client.post(where, {"usernames": "ngoai", "cohort": str(group.pk)})
    assert outsider.enrollments.get().is_active
    assert CohortMembership.objects.get().cohort == group
    client.post(where, {"out": str(outsider.pk)})
    assert not outsider.enrollments.get().is_active
    assert call(client_of(outsider), "who").status_code == 404


def test_cohort_gates_what_a_learner_sees(course: Course, learner: Any) -> None:
    from classroom.authoring import touch
    from classroom.models import Block

    partition = {"id": 7, "scheme": "cohort", "groups": [{"id": 1, "name": "Tổ 1"}]}
    for key, name, value in (
        (usage("course", "course"), "user_partitions", [partition]),
        (usage("chapter", "c2"), "group_access", {"7": [1]}),
    ):
        row = Block.objects.get(usage_key=key)
        row.settings = {**row.settings, name: value}
        row.save()
    touch(course)
    assert call(client_of(learner), "who", block=K2).status_code == 404
    group = Cohort.objects.create(course=course, name="Tổ 1")
    CohortMembership.objects.create(course=course, cohort=group, user=learner)
    assert call(client_of(learner), "who", block=K2).status_code == 200


# --- names --------------------------------------------------------------------------------------------------------


def test_names_are_ordered_as_in_vietnamese() -> None:
    names = ["Lê Đức", "Trần Dung", "Nguyễn Ánh", "Lê An", "Võ Ân", "Bùi Ăn", "Lê Anh"]
    assert sorted(names, key=name_key) == ["Lê An", "Lê Anh", "Nguyễn Ánh", "Bùi Ăn", "Võ Ân", "Trần Dung", "Lê Đức"]


@example("À가")
@given(st.text(max_size=40))
def test_any_name_can_be_found_sorted_and_made_a_user_name(text: str) -> None:
    assert matches(fold(text), text)
    assert matches(text, text)
    assert name_key(text) == name_key(text)
    assert username_from(text, set())
    assert username_from(text, {username_from(text, set())}) != username_from(text, set())


# --- the grade book's figures -------------------------------------------------------------------------------------


def test_grade_book_sums_up_as_the_export_counts(desk: Any, course: Course) -> None:
    Enrollment.objects.create(user=make_user("moi", auth.LEARNER), course=course)
    page = desk.client.get(f"/staff/{COURSE_ID}/gradebook/").content.decode()
    assert "2 enrolled · 1 started · 0 completed · 0 passed" in page
    head = page[page.index("<thead>") : page.index("</thead>")]
    assert head.index("Course grade") < head.index("KT 1"), "beside the name"


def test_demo_learners_are_left_out_until_asked_for(desk: Any, course: Course) -> None:
    demo = play.synthetic_learner("demo1-0001", "Học viên 0001", at=timezone.now())
    play.enrol(demo, course.key, at=timezone.now())
    where, book = f"/staff/{COURSE_ID}/completions.csv", f"/staff/{COURSE_ID}/gradebook/"
    page = desk.client.get(book).content.decode()
    assert "demo1-0001" not in page
    assert "1 demo learners are left out" in page
    assert "1 enrolled" in page
    page = desk.client.get(f"{book}?demo=1").content.decode()
    assert "demo1-0001" in page
    assert "2 enrolled" in page
    asked = {"purpose": "Báo cáo", "recipient": "Sở"}
    assert "demo1-0001" not in desk.client.post(where, asked).content.decode()
    assert "demo1-0001" in desk.client.post(where, {**asked, "demo": "1"}).content.decode()


def test_removing_demo_learners_removes_nobody_else(desk: Any, course: Course, learner: Any) -> None:
    demo = play.synthetic_learner("demo1-0001", "Học viên 0001", at=timezone.now())
    play.enrol(demo, course.key, at=timezone.now())
    assert play.synthetic_learners() == [demo.pk]
    for user_id in (demo.pk, learner.pk):
        play.remove_synthetic_learner(user_id)
    assert not get_user_model().objects.filter(pk=demo.pk).exists()
    assert get_user_model().objects.filter(pk=learner.pk).exists()
    assert play.synthetic_learners() == []


@pytest.mark.parametrize("language", ["vi", "en", "km-kh"])
def test_times_have_one_form_in_every_language(desk: Any, learner: Any, language: str) -> None:
    Enrollment.objects.filter(user=learner).update(last_seen=datetime(2031, 2, 3, 4, 5, tzinfo=UTC))
    desk.client.cookies["django_language"] = language
    assert "03/02/2031 11:05" in desk.client.get(f"/staff/{COURSE_ID}/gradebook/").content.decode()


def test_authors_read_what_a_block_is_and_where_to_edit_it(author: Any) -> None:
    page = client_of(author).get(f"/author/{COURSE_ID}/").content.decode()
    assert '<span class="hv-tag">Reading</span>' in page
    assert '<span class="hv-tag">html</span>' not in page
    assert f'block/{usage("html", "h1")}/edit/">Edit<span class="hv-sr">: Đọc</span></a>' in page
