"""An author's own pictures and recordings become files of the course: checked, cleaned, never over another file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webob import Request

from xblocks.common import course_files, studio_files

from .test_import_pictures import PNG, SVG, Memory, studio
from .test_import_pictures import store as store

MEDIA = Path(__file__).parents[1] / "common" / "media"
JPEG, GIF = (MEDIA / "phone.jpg").read_bytes(), (MEDIA / "two.gif").read_bytes()
MP3 = b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\x00" * 20
FROM_PAGE = {"X-Requested-With": "XMLHttpRequest"}
studio = studio  # the fixture of Studio's store


def form(data: bytes, name: str = "anh.png", kind: str = "picture", **headers: str) -> Request:
    """The request that the editor's page sends."""
    request = Request.blank("/", method="POST", POST={"kind": kind, "file": (name, data)})
    request.headers.update(FROM_PAGE | headers)
    return request


def sent(course: Any, usage: Any, user: Any, request: Request, **runtime: Any) -> tuple[int, dict[str, Any]]:
    """Status and JSON of the reply, from an author unless said otherwise."""
    block = course.block(usage, user, **({"author": True} | runtime))
    response = block.runtime.handle(block, "studio_upload", request)
    return response.status_code, json.loads(response.body)


@pytest.fixture(params=["quiz", "story"])
def usage(request: pytest.FixtureRequest) -> Any:
    """Each of the two blocks."""
    return request.getfixturevalue(request.param)


class Sounds(Memory):
    """A store that takes recordings, too, and lists its files."""

    def save(self, name: str, data: bytes, media_type: str) -> None:
        assert name not in self.files
        self.files[name] = data

    def names(self) -> list[str]:
        return list(reversed(self.files))


@pytest.fixture
def sounds(monkeypatch: pytest.MonkeyPatch) -> Sounds:
    """The course has a place for every kind of file."""
    memory = Sounds()
    monkeypatch.setattr(course_files, "store_of", lambda block: memory)
    return memory


def test_a_picture_is_kept_and_the_same_again_changes_nothing(course, usage, learner, store):
    status, reply = sent(course, usage, learner, form(PNG, "Ảnh chụp màn hình.PNG"))
    assert status == 200
    name = reply["name"]
    assert name.startswith("anh_chup_man_hinh-")
    assert name.endswith(".png")
    assert reply["address"] == f"/static/{name}"
    assert reply["urls"] == {reply["address"]: f"/asset-v1:HocVuSo+ATS+2026+type@asset+block@{name}"}
    assert (reply["width"], reply["height"], reply["size"]) == (1, 1, len(store.files[name]))
    assert sent(course, usage, learner, form(PNG, "Ảnh chụp màn hình.PNG")) == (200, reply)
    assert list(store.files) == [name]


def test_a_file_of_the_course_uploaded_again_is_found_by_its_name(course, quiz, learner, store):
    _, first = sent(course, quiz, learner, form(PNG, "a.png"))
    _, again = sent(course, quiz, learner, form(store.files[first["name"]], first["name"]))
    assert again["name"] == first["name"]


def test_two_pictures_of_one_name_stand_side_by_side(course, quiz, learner, store):
    names = [sent(course, quiz, learner, form(data, "a.png"))[1]["name"] for data in (PNG, GIF)]
    assert sorted(store.files) == sorted(names)
    assert [name.rpartition(".")[2] for name in names] == ["png", "gif"]


def test_another_file_under_that_very_name_is_never_overwritten(course, quiz, learner, store):
    _, reply = sent(course, quiz, learner, form(PNG, "a.png"))
    store.files[reply["name"]] = b"something else"
    status, reply = sent(course, quiz, learner, form(PNG, "a.png"))
    assert (status, reply["code"]) == (409, "name-taken")
    assert b"something else" in store.files.values()


def test_where_a_photo_was_taken_is_not_kept_and_its_author_is_told(course, quiz, learner, store):
    assert b"GPSLatitude" not in JPEG  # Exif has the place in numbers …
    status, reply = sent(course, quiz, learner, form(JPEG, "nha toi.jpg"))
    assert (status, reply["removed"]) == (200, True)
    (kept,) = store.files.values()
    assert len(kept) < len(JPEG)
    assert b"Phone of nobody" in JPEG
    assert b"Phone of nobody" not in kept
    assert b"\x88\x25" in JPEG  # … behind this tag
    assert b"\x88\x25" not in kept


def test_what_a_file_is_tells_its_content_not_its_name(course, quiz, learner, store):
    status, reply = sent(course, quiz, learner, form(JPEG, "../../etc/passwd.svg"))
    assert (status, reply["media_type"]) == (200, "image/jpeg")
    assert reply["name"].startswith("passwd-")
    assert reply["name"].endswith(".jpg")
    for data, name in ((SVG, "a.png"), (b"<html><script>", "b.jpg"), (MP3, "c.png"), (b"", "d.png")):
        status, reply = sent(course, quiz, learner, form(data, name))
        assert (status, reply["code"]) == (422, "not-a-picture")
    assert len(store.files) == 1


def test_a_damaged_and_a_monstrous_picture_are_refused(course, quiz, learner, store, monkeypatch):
    status, reply = sent(course, quiz, learner, form(JPEG[:-20]))
    assert (status, reply["code"]) == (422, "damaged")
    monkeypatch.setattr(studio_files, "MAX_PIXELS", 90)
    status, reply = sent(course, quiz, learner, form(JPEG))
    assert (status, reply["code"]) == (422, "too-many-pixels")
    assert "12 × 8" in reply["error"]
    assert not store.files


def test_recordings_are_kept_as_they_are(course, usage, learner, sounds):
    status, reply = sent(course, usage, learner, form(MP3, "Bà Sáu kể.mp3", "recording"))
    assert status == 200
    assert reply["name"].startswith("ba_sau_ke-")
    assert sounds.files == {reply["name"]: MP3}
    for data in (PNG, b"\x1a\x45\xdf\xa3webm", b"#!AMR\n"):
        status, reply = sent(course, usage, learner, form(data, "x.mp3", "recording"))
        assert (status, reply["code"]) == (422, "not-a-recording")


def test_files_that_are_too_large_are_refused_with_their_limit(course, quiz, learner, sounds, monkeypatch):
    status, reply = sent(course, quiz, learner, form(PNG + b"\0" * 5_000_000))
    assert (status, reply["code"]) == (413, "too-large")
    assert "5 MB" in reply["error"]
    status, _ = sent(course, quiz, learner, form(MP3 + b"\0" * 9_900_000, "a.mp3", "recording"))
    assert status == 200
    status, reply = sent(course, quiz, learner, form(MP3 + b"\0" * 10_000_000, "a.mp3", "recording"))
    assert (status, reply["code"]) == (413, "too-large")
    assert "10 MB" in reply["error"]
    request = form(PNG)
    request.content_length = 50_000_000
    assert sent(course, quiz, learner, request)[0] == 413


def test_a_place_without_files_and_a_store_out_of_order_say_so(course, quiz, learner, monkeypatch):
    status, reply = sent(course, quiz, learner, form(PNG))
    assert (status, reply["code"]) == (409, "no-place")
    _, opened = course.post(quiz, learner, "studio_model", author=True)
    assert opened["uploads"] is False

    class Broken(Memory):
        def save(self, name: str, data: bytes, media_type: str) -> None:
            raise OSError("disk full")

    monkeypatch.setattr(course_files, "store_of", lambda block: Broken())
    status, reply = sent(course, quiz, learner, form(PNG))
    assert (status, reply["code"]) == (503, "not-kept")
    assert "thử lại" in reply["error"]


def test_the_same_file_from_two_people_at_once_is_one_file(course, quiz, learner, monkeypatch):
    class Race(Memory):
        def save(self, name: str, data: bytes, media_type: str) -> None:
            self.files[name] = data
            raise RuntimeError("unique constraint")

    monkeypatch.setattr(course_files, "store_of", lambda block: Race())
    assert sent(course, quiz, learner, form(PNG))[0] == 200


class TestRefusals:
    """Who may not, and what is no upload of ours."""

    def test_people_who_are_not_authors(self, course, usage, learner, store):
        assert sent(course, usage, None, form(PNG))[1]["code"] == "signed-out"
        for who in ({}, {"staff": True}, {"staff": True, "masquerade": True}):
            status, reply = sent(course, usage, learner, form(PNG), author=False, **who)
            assert (status, reply["code"]) == (403, "not-author")

        class Permissions:
            def can_write(self, key: object) -> bool:
                return False

        status, reply = sent(course, usage, learner, form(PNG), permissions=Permissions())
        assert (status, reply["code"]) == (403, "not-author")
        assert not store.files

    def test_what_a_page_of_another_site_can_send(self, course, usage, learner, store):
        request = form(PNG)
        del request.headers["X-Requested-With"]
        status, reply = sent(course, usage, learner, request)
        assert (status, reply["code"]) == (403, "not-our-page")
        for kind in ("text/plain", "application/x-www-form-urlencoded", "application/json"):
            request = Request.blank("/", method="POST", content_type=kind, body=b"{}", headers=FROM_PAGE)
            assert sent(course, usage, learner, request)[0] == 415
        assert sent(course, usage, learner, Request.blank("/", headers=FROM_PAGE))[0] == 405
        assert not store.files

    @pytest.mark.parametrize(
        "fields",
        [
            {}, {"kind": "picture"}, {"kind": "picture", "file": "text"}, {"file": ("a.png", PNG)},
            {"kind": "film", "file": ("a.png", PNG)}, {"kind": ("k", b"picture"), "file": ("a.png", PNG)},
        ],
    )  # fmt: skip
    def test_forms_without_what_is_needed(self, course, usage, learner, store, fields):
        request = Request.blank("/", method="POST", POST={"x": ("x", b"x"), **fields}, headers=FROM_PAGE)
        status, reply = sent(course, usage, learner, request)
        assert (status, reply["code"]) == (400, "malformed")
        assert not store.files


@settings(
    max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(body=st.binary(max_size=300), boundary=st.sampled_from(["x", "", '"', "x" * 300, "ä"]))
def test_a_body_of_any_bytes_gets_a_sentence(course, quiz, learner, store, body, boundary):
    request = Request.blank("/", method="POST", body=body, headers=FROM_PAGE)
    request.environ["CONTENT_TYPE"] = f"multipart/form-data; boundary={boundary}"
    status, reply = sent(course, quiz, learner, request)
    assert 400 <= status < 500
    assert len(reply["error"]) > 10
    assert not store.files


def test_the_files_of_the_course_are_listed_by_kind(course, usage, learner, sounds):
    for data, name, kind in ((PNG, "a.png", "picture"), (MP3, "b.mp3", "recording"), (GIF, "c.gif", "picture")):
        sent(course, usage, learner, form(data, name, kind))
    sounds.files |= {"old.pdf": b"x", "folder/x.png": b"x"}
    _, reply = course.post(usage, learner, "studio_files", {"kind": "picture"}, author=True)
    assert [one["name"][0] for one in reply["files"]] == ["c", "a"]
    assert (reply["known"], reply["more"]) == (True, False)
    assert reply["urls"].keys() == {one["address"] for one in reply["files"]}
    _, reply = course.post(usage, learner, "studio_files", {"kind": "recording"}, author=True)
    assert [one["name"][0] for one in reply["files"]] == ["b"]
    assert course.post(usage, learner, "studio_files", {"kind": "film"}, author=True)[0] == 400


def test_a_store_that_lists_nothing_leaves_the_name_to_the_author(course, quiz, learner, store):
    _, reply = course.post(quiz, learner, "studio_files", {"kind": "picture"}, author=True)
    assert reply == {"known": False, "files": [], "more": False, "urls": {}}


def test_studio_keeps_uploads_in_files_and_uploads_and_lists_them(course, quiz, learner, studio, monkeypatch):
    _, reply = sent(course, quiz, learner, form(JPEG, "a.jpg"))
    ((_, name),) = studio
    assert reply["name"] == name
    assert studio[str(quiz.context_key), name][1] == "image/jpeg"
    assert course.post(quiz, learner, "studio_model", author=True)[1]["uploads"] is True
    _, listed = course.post(quiz, learner, "studio_files", {"kind": "picture"}, author=True)
    assert [one["name"] for one in listed["files"]] == [name]
