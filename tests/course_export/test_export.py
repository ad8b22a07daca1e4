"""The export of completions: five moments in columns of their own, guarded cells, logged, whole or not at all."""

import csv
import datetime as dt
import hashlib
import io
import shutil

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import override_settings
from opaque_keys.edx.keys import CourseKey, UsageKey

from course_export import cli
from course_export.package.names import module_keys
from course_export.records import log
from course_export.records.models import ExportLog
from course_export.source import load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("platform_tables")]
COURSE = CourseKey.from_string("course-v1:HocVuSo+THU1+2026")


def at(day, hour=1):
    return dt.datetime(2026, 11, day, hour, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch):
    monkeypatch.setenv("HOCVUSO_LANG", "vi")


@pytest.fixture
def blocks(content):
    source = load(content)
    return [UsageKey.from_string(key) for key in module_keys(source, source.cohorts["thu"])["cuoc-goi-la"]]


@pytest.fixture
def learner(blocks):
    def make(username, name, done=0, percent=None, passed=None):
        user = get_user_model().objects.create(username=username)
        apps.get_model("student.UserProfile").objects.create(user=user, name=name)
        apps.get_model("student.CourseEnrollment").objects.create(user=user, course_id=COURSE, created=at(1))
        completion = apps.get_model("completion.BlockCompletion")
        for day, key in enumerate(blocks[:done], start=2):
            row = completion.objects.create(
                user=user, context_key=COURSE, block_key=key, block_type=key.block_type, completion=1.0
            )
            completion.objects.filter(pk=row.pk).update(created=at(day), modified=at(day))
        if percent is not None:
            apps.get_model("grades.PersistentCourseGrade").objects.create(
                user_id=user.pk, course_id=COURSE, percent_grade=percent, modified=at(9), passed_timestamp=passed
            )
        return user

    return make


@pytest.fixture
def export(content, tmp_path, capsys):
    def call(*arguments, out="kq.csv"):
        where = ["--out", str(tmp_path / out)] if out else []
        code = cli.main(["export", "completions", "--format", "csv", "--content", str(content), *where, *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def rows_of(tmp_path, name="kq.csv"):
    return list(csv.DictReader(io.StringIO((tmp_path / name).read_text("utf-8-sig"), newline="")))


def test_the_moments_stand_in_columns_of_their_own(export, learner, tmp_path):
    learner("hv1", "Nguyễn Thị Ánh", done=3, percent=0.7249, passed=at(5))
    learner("hv2", "Trần Văn Bé", done=1)
    learner("hv3", "Lê Cúc")
    assert export("--cohort", "thu")[0] == 0
    first, second, third = rows_of(tmp_path)
    assert first["Họ và tên"] == "Nguyễn Thị Ánh"
    assert first["Ghi danh lúc"] == "2026-11-01 08:00:00"
    assert first["Bắt đầu học lúc"] == "2026-11-02 08:00:00"
    assert first["Hoàn thành lúc"] == "2026-11-04 08:00:00"
    assert first["Xong bài: Cuộc gọi lạ & tiền của bạn"] == "2026-11-04 08:00:00"
    assert first["Đạt lúc"] == "2026-11-05 08:00:00"
    assert first["Điểm (%)"] == "72.4"
    assert first["Được xác nhận lúc"] == ""
    assert (second["Bắt đầu học lúc"], second["Hoàn thành lúc"]) == ("2026-11-02 08:00:00", "")
    assert (third["Ghi danh lúc"], third["Bắt đầu học lúc"]) == ("2026-11-01 08:00:00", "")


def test_the_stable_names_are_these_for_ever(export, learner, tmp_path):
    learner("hv1", "A")
    export("--header", "machine")
    assert list(rows_of(tmp_path)[0]) == [
        *("cohort", "course_key", "username", "full_name", "group"),
        *("enrolled_at", "started_at", "completed_at", "passed_at", "grade_percent", "confirmed_at"),
        *("modules_completed", "modules_total", "as_of", "module.cuoc-goi-la.completed_at"),
    ]


def test_names_that_are_formulas_and_identity_numbers_stay_text(export, learner, tmp_path):
    learner("001085001234", '=HYPERLINK("http://evil")')
    export()
    (row,) = rows_of(tmp_path)
    assert row["Tên đăng nhập"] == "'001085001234"
    assert row["Họ và tên"].startswith("'=")


def test_as_of_a_day_counts_until_its_end_in_viet_nam(export, learner, tmp_path):
    learner("hv1", "A", done=3)
    export("--as-of", "2026-11-03")
    (row,) = rows_of(tmp_path)
    assert (row["Hoàn thành lúc"], row["Bắt đầu học lúc"]) == ("", "2026-11-02 08:00:00")
    assert row["Tính đến ngày"] == "2026-11-03"


def test_a_unit_is_a_group_of_the_course_and_an_unknown_one_is_refused(export, learner, tmp_path):
    inside = learner("hv1", "A")
    learner("hv2", "B")
    group = apps.get_model("course_groups.CourseUserGroup").objects.create(
        name="Lớp tối", course_id=COURSE, group_type="cohort"
    )
    apps.get_model("course_groups.CohortMembership").objects.create(
        course_user_group=group, user=inside, course_id=COURSE
    )
    assert export("--unit", "Lớp tối")[0] == 0
    assert [(row["Tên đăng nhập"], row["Nhóm lớp"]) for row in rows_of(tmp_path)] == [("hv1", "Lớp tối")]
    code, _, err = export("--unit", "Lớp trưa")
    assert code == 2
    assert "hiện có: Lớp tối" in err


def test_every_export_is_logged_with_the_digest_of_its_file(export, learner, tmp_path):
    learner("hv1", "A")
    export("--purpose", "Báo cáo 15/10", "--recipient", "Sở KH&CN")
    row = ExportLog.objects.get()
    assert row.file_digest == hashlib.sha256((tmp_path / "kq.csv").read_bytes()).hexdigest()
    assert (row.rows, row.purpose, row.recipient, row.subject) == (1, "Báo cáo 15/10", "Sở KH&CN", "completions")
    assert row.filters == {"cohorts": ["thu"], "unit": None, "as_of": None}
    assert row.actor.startswith("command line: ")
    assert list(log.broken_rows()) == []


def test_an_export_without_purpose_is_made_and_a_word_about_it_said(export, learner):
    learner("hv1", "A")
    assert "--purpose" in export()[2]
    assert "--purpose" not in export("--purpose", "p", "--recipient", "r")[2]


def test_to_the_screen_goes_the_same_and_it_is_logged(content, learner, capfdbinary):
    learner("hv1", "Ánh")
    assert cli.main(["export", "completions", "--content", str(content)]) == 0
    out = capfdbinary.readouterr().out
    assert out.startswith("\ufeffMã khóa học".encode())
    assert "Ánh".encode() in out
    assert ExportLog.objects.get().file_digest == hashlib.sha256(out).hexdigest()


def test_what_cannot_be_logged_is_not_handed_out(export, learner, tmp_path, monkeypatch):
    learner("hv1", "A")
    (tmp_path / "kq.csv").write_text("cũ", "utf-8")

    def refuse(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(log, "append", refuse)
    code, _, err = export()
    assert code == 1
    assert "kq.csv" in err
    assert (tmp_path / "kq.csv").read_text("utf-8") == "cũ"
    assert not list(tmp_path.glob(".kq*"))


def test_without_the_log_installed_nothing_is_exported(export, learner, tmp_path, settings):
    learner("hv1", "A")
    without = [app for app in settings.INSTALLED_APPS if app != "course_export.records"]
    with override_settings(INSTALLED_APPS=without):
        code, _, err = export()
    assert code == 1
    assert "INSTALLED_APPS" in err
    assert not (tmp_path / "kq.csv").exists()


def test_a_missing_table_is_a_sentence(export, learner, monkeypatch):
    learner("hv1", "A")
    from course_export.records.sources import orm

    monkeypatch.setitem(orm.TABLES, "grade", (orm.Table("nowhere.Grade", {}),))
    code, _, err = export()
    assert code == 1
    assert "nowhere.Grade" in err


def test_nobody_has_to_complete_what_is_closed_to_their_group(export, content, learner, tmp_path):
    shutil.copytree(content / "modules/cuoc-goi-la", content / "modules/hai")
    for path, old, new in (
        (content / "modules/hai/module.yaml", "id: cuoc-goi-la", "id: hai"),
        (content / "cohorts/thu.yaml", "modules: [cuoc-goi-la]\ngrading", "modules: [cuoc-goi-la, hai]\ngrading"),
    ):
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    morning, evening, none = (learner(f"hv{n}", f"N{n}", done=3) for n in (1, 2, 3))
    for user, name in ((morning, "Lớp sáng"), (evening, "Lớp tối")):
        group = apps.get_model("course_groups.CourseUserGroup").objects.create(
            name=name, course_id=COURSE, group_type="cohort"
        )
        apps.get_model("course_groups.CohortMembership").objects.create(
            course_user_group=group, user=user, course_id=COURSE
        )
    export()
    found = [(row["Nhóm lớp"], row["Tổng số bài"], row["Hoàn thành lúc"] != "") for row in rows_of(tmp_path)]
    assert found == [("Lớp sáng", "1", True), ("Lớp tối", "2", False), ("", "1", True)]
    assert none.pk
