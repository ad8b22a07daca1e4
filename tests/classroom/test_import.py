"""Packages in and out: whole, hostile, broken, again."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import COURSE_ID, Files, client_of, pack, small_course, usage
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from opaque_keys.edx.keys import UsageKey
from test_handlers import call

from classroom.api import import_olx
from classroom.models import Asset, Block, Course, StudentModule
from classroom.olx import archive
from classroom.olx.archive import course_folder
from classroom.olx.errors import ImportRefused
from classroom.olx.importer import import_course
from classroom.olx.store import asset_file
from classroom.olx.writer import block_xml
from classroom.olx.writer import pack as pack_course

Write = Callable[[Files], Path]


def test_course_is_stored_with_its_policies(course: Course) -> None:
    assert str(course.key) == COURSE_ID
    assert course.title == "Khóa thử"
    assert course.grading_policy["GRADE_CUTOFFS"] == {"Pass": 0.6}
    assert [row.usage_key.block_id for row in Block.objects.order_by("order")] == [
        "course", "c1", "s1", "v1", "h1", "v2", "k1", "c2", "s2", "v3", "k2",
    ]  # fmt: skip
    k1 = Block.objects.get(usage_key=usage("counter", "k1"))
    assert k1.settings == {"display_name": "Đếm", "goal": 4}
    assert k1.content == {"text": "xin chào"}
    assert Block.objects.get(usage_key=usage("sequential", "s1")).settings["graded"] is True
    asset = Asset.objects.get()
    assert asset.path == "anh.png"
    assert asset_file(asset.digest).read_bytes() == b"not really a picture"


def test_import_again_updates_in_place_and_keeps_state(course: Course, learner: Any, package: Write) -> None:
    call(client_of(learner), "count", {"by": 3})
    files = small_course()
    files["vertical/v2.xml"] = files["vertical/v2.xml"].replace(b'goal="4"', b'goal="6"')
    files["vertical/v3.xml"] = b'<vertical display_name="V3"/>'
    key = import_olx(package(files))
    assert Course.objects.get().key == key
    assert Course.objects.get().version == 2
    assert not Block.objects.filter(usage_key=usage("counter", "k2")).exists()
    assert StudentModule.objects.get().grade == 3
    assert call(client_of(learner), "count", {"by": 1}).json() == {"n": 4}
    assert StudentModule.objects.get().max_grade == 6


def test_export_reads_back_the_same(course: Course, tmp_path: Path) -> None:
    before = list(Block.objects.order_by("order").values("usage_key", "parent_key", "settings", "content"))
    data = pack_course(course)
    path = tmp_path / "again.tar.gz"
    path.write_bytes(data)
    course = import_course(path)
    assert list(Block.objects.order_by("order").values("usage_key", "parent_key", "settings", "content")) == before
    assert course.grading_policy["GRADE_CUTOFFS"] == {"Pass": 0.6}
    assert Asset.objects.count() == 1
    assert pack_course(course) == data, "the same course gives the same bytes"


def test_one_block_as_olx(course: Course) -> None:
    xml = block_xml(course, UsageKey.from_string(usage("vertical", "v2"))).decode()
    assert "<counter" in xml
    assert 'url_name="k1"' in xml
    assert 'goal="4"' in xml


def test_unknown_block_is_kept_as_it_came(package: Write, db: None, tmp_path: Path) -> None:
    files = small_course()
    files["vertical/v3.xml"] = b'<vertical><poll url_name="p" question="A?"><answer id="1">B</answer></poll></vertical>'
    course = import_course(package(files))
    xml = block_xml(course, UsageKey.from_string(usage("poll", "p"))).decode()
    assert xml == '<poll url_name="p" question="A?"><answer id="1">B</answer></poll>\n'


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", data: bytes = b"x") -> bytes:
    """A good package with one more entry."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for path, body in small_course().items():
            info = tarfile.TarInfo(f"course/{path}")
            info.size = len(body)
            tar.addfile(info, io.BytesIO(body))
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, link
        info.size = len(data) if kind == tarfile.REGTYPE else 0
        tar.addfile(info, io.BytesIO(data) if kind == tarfile.REGTYPE else None)
    return buffer.getvalue()


def truncated() -> bytes:
    return pack(small_course())[:-40]


def changed(name: str, text: str | None) -> bytes:
    files = small_course()
    if text is None:
        del files[name]
    else:
        files[name] = text.encode()
    return pack(files)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><vertical display_name="&b;"/>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><vertical display_name="x">&a;</vertical>'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "parent path": lambda: member("course/../../evil"),
    "absolute path": lambda: member("/tmp/evil"),
    "backslashes": lambda: member("course\\..\\evil"),
    "drive": lambda: member("C:/evil"),
    "symbolic link": lambda: member("course/static/link", tarfile.SYMTYPE, "/etc/passwd"),
    "hard link": lambda: member("course/static/link", tarfile.LNKTYPE, "course/course.xml"),
    "device": lambda: member("course/static/null", tarfile.CHRTYPE),
    "fifo": lambda: member("course/static/pipe", tarfile.FIFOTYPE),
    "file twice": lambda: member("course/course.xml"),
    "file below a file": lambda: member("course/course.xml/x"),
    "truncated": truncated,
    "damaged": lambda: bytes([*pack(small_course())[:-8], *b"12345678"]),
    "no archive": lambda: b"PK\x03\x04 this is a zip, perhaps",
    "empty": lambda: b"",
    "size bomb": lambda: gzip.compress(b"\0" * (archive.RATIO_FREE + 10_000_000)),
    "no course": lambda: pack({"readme.txt": b"hello"}),
    "entity bomb": lambda: changed("vertical/v1.xml", BOMB),
    "outside entity": lambda: changed("vertical/v1.xml", OUTSIDE),
    "malformed XML": lambda: changed("vertical/v3.xml", "<vertical>"),
    "missing file": lambda: changed("vertical/v3.xml", None),
    "missing text": lambda: changed("html/h1.html", None),
    "text from elsewhere": lambda: changed("html/h1.xml", '<html filename="../../../etc/hostname"/>'),
    "block twice": lambda: changed("vertical/v3.xml", '<vertical><counter url_name="k1"/></vertical>'),
    "odd key": lambda: changed("vertical/v3.xml", '<vertical><counter url_name="a b/c"/></vertical>'),
    "child of a leaf": lambda: changed("vertical/v3.xml", '<vertical><counter url_name="z"><p/></counter></vertical>'),
    "wrong value": lambda: changed("vertical/v3.xml", '<vertical><counter url_name="z" goal="many"/></vertical>'),
    "policy no JSON": lambda: changed("policies/2026/policy.json", "{"),
    "weights no numbers": lambda: changed(
        "policies/2026/grading_policy.json", '{"GRADER": [{"type": "x", "weight": "y"}]}'
    ),
    "no organisation": lambda: changed("course.xml", '<course url_name="2026" course="T1"/>'),
    "odd organisation": lambda: changed("course.xml", '<course url_name="2026" course="T1" org="a/b c"/>'),
    "other root": lambda: changed("course.xml", "<library/>"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_and_broken_packages_change_nothing(kind: str, course: Course, tmp_path: Path) -> None:
    path = tmp_path / "x.tar.gz"
    path.write_bytes(HOSTILE[kind]())
    before = list(Block.objects.values()), list(Asset.objects.values())
    with pytest.raises(ImportRefused) as refused:
        import_course(path)
    for sentence in (refused.value.vi, refused.value.en):
        assert "\n" not in sentence
        assert 20 < len(sentence) < 400
    assert (list(Block.objects.values()), list(Asset.objects.values())) == before
    assert Course.objects.get().version == 1
    assert not list(tmp_path.rglob("evil"))


def test_too_many_files(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_ENTRIES", 5)
    path = tmp_path / "x.tar.gz"
    path.write_bytes(pack(small_course()))
    with pytest.raises(ImportRefused, match="more than 5 files"):
        import_course(path)


def test_folder_with_a_link_is_refused(db: None, tmp_path: Path) -> None:
    for name, data in small_course().items():
        file = tmp_path / "kh" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    assert import_course(tmp_path / "kh").title == "Khóa thử"
    (tmp_path / "kh" / "static" / "x").symlink_to("/etc/hostname")
    with pytest.raises(ImportRefused):
        import_course(tmp_path / "kh")


def test_nothing_is_left_behind(db: None, tmp_path: Path, settings: Any) -> None:
    path = tmp_path / "x.tar.gz"
    path.write_bytes(truncated())
    with pytest.raises(ImportRefused):
        import_course(path)
    assert not list(settings.HOCVUSO_HOME.glob("olx-*"))


@settings(max_examples=60)
@given(data=st.binary(max_size=300), cut=st.integers(0, 2000), flip=st.integers(0, 255))
def test_any_bytes_are_a_course_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, cut: int, flip: int
) -> None:
    good = bytearray(pack(small_course()))
    at = cut % len(good)
    good[at] ^= flip
    path = tmp_path_factory.mktemp("any") / "x.tar.gz"
    refusals: list[str] = []
    for candidate in (data, bytes(good), bytes(good[:at])):
        path.write_bytes(candidate)
        try:
            with course_folder(path) as folder:
                assert (folder / "course.xml").is_file()
        except ImportRefused as error:
            refusals.append(error.vi)
    assert all(refusals)


def test_import_page_says_what_is_wrong(author: Any, course: Course) -> None:
    client = client_of(author)
    upload = SimpleUploadedFile("x.tar.gz", truncated())
    response = client.post("/author/import/", {"package": upload})
    assert response.status_code == 422
    assert "no complete .tar.gz" in response.content.decode()
    good = SimpleUploadedFile("x.tar.gz", pack(small_course()))
    assert client.post("/author/import/", {"package": good}).url == f"/author/{COURSE_ID}/"


def test_policy_json_lies_over_the_files(package: Write, db: None) -> None:
    files = small_course()
    files["policies/2026/policy.json"] = json.dumps(
        {"course/2026": {"display_name": "Tên mới"}, "sequential/s1": {"due": "2031-01-01T00:00:00Z"}}
    ).encode()
    assert import_course(package(files)).title == "Tên mới"
    assert Block.objects.get(usage_key=usage("sequential", "s1")).settings["due"] == "2031-01-01T00:00:00Z"
