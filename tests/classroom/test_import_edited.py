"""A re-import and what was edited here: nothing is undone without a yes, and grades follow the course."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import COURSE_ID, Files, client_of, pack, small_course, usage
from django.core.files.uploadedfile import SimpleUploadedFile
from opaque_keys.edx.keys import UsageKey
from test_handlers import call

from classroom.api import backups_of, import_olx
from classroom.authoring import BlockWriter
from classroom.models import Block, Course, PersistentCourseGrade
from classroom.olx.errors import EditedHere

Write = Callable[[Files], Path]
K1 = UsageKey.from_string(usage("counter", "k1"))


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Copies that are kept do not outlive a test."""
    monkeypatch.setenv("HOCVUSO_HOME", str(tmp_path / "home"))


def edit(course: Course, **content: str) -> None:
    BlockWriter(course).write(K1, {}, content)


def test_import_of_an_edited_course_is_refused_by_name_and_changes_nothing(course: Course, package: Write) -> None:
    edit(course, text="sửa ở đây")
    with pytest.raises(EditedHere) as refused:
        import_olx(package(small_course()))
    assert refused.value.titles == ["Đếm"]
    assert "“Đếm”" in refused.value.vi
    assert "\n" not in refused.value.vi
    assert Block.objects.get(usage_key=K1).content == {"text": "sửa ở đây"}
    assert not backups_of(course.key)


def test_replacing_keeps_the_edited_course(course: Course, package: Write) -> None:
    edit(course, text="sửa ở đây")
    import_olx(package(small_course()), replace=True)
    assert Block.objects.get(usage_key=K1).content == {"text": "xin chào"}
    (copy,) = backups_of(course.key)
    assert copy.stat().st_mode & 0o077 == 0
    with tarfile.open(copy) as tar:
        assert any("sửa ở đây" in tar.extractfile(m).read().decode("utf-8", "replace") for m in tar if m.isfile())
    import_olx(copy)
    assert Block.objects.get(usage_key=K1).content == {"text": "sửa ở đây"}


def test_an_edited_block_that_goes_is_named_too(course: Course, package: Write) -> None:
    edit(course, text="sửa ở đây")
    files = small_course()
    files["vertical/v2.xml"] = b'<vertical display_name="V2"/>'
    with pytest.raises(EditedHere):
        import_olx(package(files))


def test_nothing_edited_or_the_same_edit_in_the_package_asks_nothing(course: Course, package: Write) -> None:
    files = small_course()
    files["vertical/v2.xml"] = files["vertical/v2.xml"].replace("xin chào".encode(), "chào bạn".encode())
    import_olx(package(files))
    course.refresh_from_db()
    edit(course, text="chào bạn 2")
    files["vertical/v2.xml"] = files["vertical/v2.xml"].replace("chào bạn".encode(), "chào bạn 2".encode())
    import_olx(package(files))
    assert not backups_of(course.key)


def test_a_course_from_before_digests_is_judged_by_its_times(course: Course, package: Write) -> None:
    Block.objects.update(imported="")
    import_olx(package(small_course()))
    Block.objects.update(imported="")
    Block.objects.filter(usage_key=K1).update(
        content={"text": "sửa ở đây"}, modified=Course.objects.get().modified + timedelta(hours=1)
    )
    with pytest.raises(EditedHere):
        import_olx(package(small_course()))


def test_the_page_asks_once_more_without_a_second_upload(course: Course, author: Any) -> None:
    edit(course, text="sửa ở đây")
    client = client_of(author)
    asked = client.post("/author/import/", {"package": SimpleUploadedFile("x.tar.gz", pack(small_course()))})
    assert asked.status_code == 409
    assert "<li>Đếm</li>" in asked.content.decode()
    assert Block.objects.get(usage_key=K1).content == {"text": "sửa ở đây"}
    assert client.post("/author/import/", {"replace": "on"}).url == f"/author/{COURSE_ID}/"
    assert Block.objects.get(usage_key=K1).content == {"text": "xin chào"}
    page = client.get(f"/author/{COURSE_ID}/").content.decode()
    (copy,) = backups_of(course.key)
    assert copy.name in page
    got = client.get(f"/author/{COURSE_ID}/backups/{copy.name}")
    with tarfile.open(fileobj=io.BytesIO(got.content)) as tar:
        assert "course/course.xml" in tar.getnames()
    assert client.get(f"/author/{COURSE_ID}/backups/other.tar.gz").status_code == 404
    assert client.post("/author/import/", {"replace": "on"}).status_code == 422, "nothing waits any more"


def test_a_yes_with_a_new_file_is_no_yes_to_that_file(course: Course, author: Any) -> None:
    edit(course, text="sửa ở đây")
    upload = SimpleUploadedFile("x.tar.gz", pack(small_course()))
    assert client_of(author).post("/author/import/", {"package": upload, "replace": "on"}).status_code == 409


def percent() -> float:
    return PersistentCourseGrade.objects.get().percent_grade


def test_grades_follow_the_course(course: Course, learner: Any, package: Write) -> None:
    call(client_of(learner), "count", {"by": 3})
    before = PersistentCourseGrade.objects.get()
    assert before.percent_grade == pytest.approx(0.45)
    import_olx(package(small_course()))
    assert PersistentCourseGrade.objects.get().modified == before.modified, "the same grade keeps its time"
    files = small_course()
    policy = json.loads(files["policies/2026/grading_policy.json"])
    policy["GRADER"][0]["weight"], policy["GRADER"][1]["weight"] = 0.8, 0.2
    files["policies/2026/grading_policy.json"] = json.dumps(policy).encode()
    import_olx(package(files))
    after = PersistentCourseGrade.objects.get()
    assert after.percent_grade == pytest.approx(0.6)
    assert after.passed_timestamp is not None
    files["chapter/c1.xml"] = '<chapter display_name="Chương một"/>'.encode()
    import_olx(package(files))
    assert percent() == 0


def test_grades_follow_an_edit_of_the_points(course: Course, learner: Any) -> None:
    client = client_of(learner)
    call(client, "count", {"by": 3})
    call(client, "count", {"by": 1}, block=usage("counter", "k2"))
    assert percent() == pytest.approx(0.65)
    row = Block.objects.get(usage_key=usage("sequential", "s2"))
    BlockWriter(course).write(row.usage_key, {"graded": False}, {})
    assert percent() == pytest.approx(0.45)
