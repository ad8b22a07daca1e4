"""Pictures inside an imported file: kept where the course keeps its files, else handed to the author. Never lost."""

from __future__ import annotations

import base64
import io
import json
import sys
import types
import zipfile
from typing import Any
from urllib.parse import quote

import pytest

from tests.scenario_sim.formats.test_h5p import packed
from xblocks.common import course_files

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


class Memory:
    """The files of a course."""

    def __init__(self, files: dict[str, bytes] | None = None) -> None:
        self.files = files or {}

    def find(self, name: str) -> bytes | None:
        return self.files.get(name)

    def save(self, name: str, data: bytes, media_type: str) -> None:
        assert name not in self.files
        assert media_type.startswith("image/")
        self.files[name] = data


class Failing(Memory):
    """A store that is out of order."""

    def save(self, name: str, data: bytes, media_type: str) -> None:
        raise OSError("disk full")


def moodle(*files: tuple[str, bytes]) -> str:
    """A Moodle question that shows these files."""
    images = "".join(f'<img src="@@PLUGINFILE@@/{quote(name)}" alt="x">' for name, _ in files)
    inside = "".join(
        f'<file name="{name}" encoding="base64">{base64.b64encode(d).decode()}</file>' for name, d in files
    )
    text = f"""<quiz><question type="truefalse"><name><text>anh</text></name>
<questiontext format="html"><text><![CDATA[<p>Hình này thật không? {images}</p>]]></text>{inside}</questiontext>
<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question></quiz>"""
    return base64.b64encode(text.encode()).decode()


def brought(course: Any, usage: Any, user: Any, data: str, name: str = "moodle_xml", **more: Any) -> dict[str, Any]:
    """The reply to an import."""
    status, reply = course.post(
        usage, user, "studio_import", {"format": name, "data": data, **more}, author=True, permissions=None
    )
    assert status == 200, reply
    return dict(reply)


def told(reply: dict[str, Any]) -> list[tuple[str, str]]:
    """Names and states of the pictures."""
    return [(one["name"], one["state"]) for one in reply["files"]]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Memory:
    """The course has a place for files."""
    memory = Memory()
    monkeypatch.setattr(course_files, "store_of", lambda block: memory)
    return memory


def test_looking_changes_nothing_and_using_keeps_the_picture(course, quiz, learner, store):
    data = moodle(("chup man hinh.png", PNG))
    reply = brought(course, quiz, learner, data)
    assert told(reply) == [("chup_man_hinh.png", "new")]
    assert not store.files
    assert "file-inside" not in [f["code"] for f in reply["findings"]]
    kept = brought(course, quiz, learner, data, keep=True)
    assert told(kept) == [("chup_man_hinh.png", "kept")]
    assert store.files == {"chup_man_hinh.png": PNG}
    assert kept["model"] == reply["model"]
    assert '"/static/chup_man_hinh.png"' in kept["model"]["items"][0]["text"]
    again = brought(course, quiz, learner, data, keep=True)
    assert told(again) == [("chup_man_hinh.png", "same")]


def test_another_file_of_that_name_is_never_overwritten(course, quiz, learner, store):
    store.files["a.png"] = b"another"
    reply = brought(course, quiz, learner, moodle(("a.png", PNG)), keep=True)
    ((name, state),) = told(reply)
    assert state == "kept"
    assert name.startswith("a-")
    assert name.endswith(".png")
    assert store.files == {"a.png": b"another", name: PNG}
    assert f'"/static/{name}"' in reply["model"]["items"][0]["text"]
    assert '"/static/a.png"' not in json.dumps(reply["model"])


def test_what_a_file_is_tells_its_content_not_its_name(course, quiz, learner, store):
    data = moodle(("hinh.jpg", PNG), ("chuyen.png", GIF), ("x.JPEG", b"\xff\xd8\xff\xe0 jpeg"), ("doc.png", SVG))
    reply = brought(course, quiz, learner, data, keep=True)
    assert told(reply) == [
        ("chuyen.gif", "kept"), ("doc.png", "refused"), ("hinh.png", "kept"), ("x.JPEG", "kept"),
    ]  # fmt: skip
    assert set(store.files) == {"chuyen.gif", "hinh.png", "x.JPEG"}
    assert "/static/hinh.png" in reply["model"]["items"][0]["text"]
    (refused,) = [f for f in reply["findings"] if f["code"] == "file-refused"]
    assert "doc.png" in refused["message"]


def test_without_a_place_the_author_gets_the_files_and_their_names(course, quiz, learner):
    reply = brought(course, quiz, learner, moodle(("a.png", PNG)), keep=True)
    (file,) = reply["files"]
    assert (file["name"], file["state"], file["media_type"]) == ("a.png", "upload", "image/png")
    assert base64.b64decode(file["data"]) == PNG
    (said,) = [f for f in reply["findings"] if f["code"] == "file-to-upload"]
    assert "a.png" in said["message"]


def test_a_store_out_of_order_hands_the_file_back(course, quiz, learner, monkeypatch):
    monkeypatch.setattr(course_files, "store_of", lambda block: Failing())
    reply = brought(course, quiz, learner, moodle(("a.png", PNG)), keep=True)
    assert told(reply) == [("a.png", "upload")]
    assert base64.b64decode(reply["files"][0]["data"]) == PNG


def test_too_large_and_too_many_files_are_refused_with_a_sentence(course, quiz, learner, store, monkeypatch):
    monkeypatch.setattr(course_files, "MAX_FILE", 50)
    monkeypatch.setattr(course_files, "MAX_COUNT", 2)
    reply = brought(course, quiz, learner, moodle(("a.png", PNG), ("b.gif", GIF), ("c.gif", GIF)), keep=True)
    assert told(reply) == [("a.png", "refused"), ("b.gif", "kept"), ("c.gif", "refused")]


def test_a_picture_that_no_question_shows_stays_out(course, quiz, learner, store):
    text = base64.b64decode(moodle(("a.png", PNG))).decode().replace("@@PLUGINFILE@@/a.png", "https://a.vn/b.png")
    reply = brought(course, quiz, learner, base64.b64encode(text.encode()).decode(), keep=True)
    assert "files" not in reply
    assert not store.files


def h5p_with(name: str, data: bytes) -> str:
    """The golden scenario, whose picture is really in it."""
    archive = packed()
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        content = json.loads(file.read("content/content.json"))
    return base64.b64encode(packed(content, **{name: data})).decode()


def test_pictures_of_an_h5p_package_are_kept_too(course, story, learner, store):
    reply = brought(course, story, learner, h5p_with("content/images/file-60a.png", PNG), "h5p", keep=True)
    assert told(reply) == [("file-60a.png", "kept")]
    assert store.files == {"file-60a.png": PNG}
    assert "/static/file-60a.png" in json.dumps(reply["model"])


# -- Studio -----------------------------------------------------------------------------------------------------------


class Content:
    """As the platform's ``StaticContent``, as far as we use it."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @staticmethod
    def compute_location(course_key: Any, name: str) -> tuple[str, str]:
        return (str(course_key), name)


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, settings: Any) -> dict[tuple[str, str], tuple[bytes, str]]:
    """The content store of Studio under the platform's names; returns what it holds."""
    held: dict[tuple[str, str], tuple[bytes, str]] = {}

    class Contents:
        def find(self, location: tuple[str, str], throw_on_not_found: bool = True) -> Content | None:
            assert not throw_on_not_found
            return Content(held[location][0]) if location in held else None

        def get_all_content_for_course(self, course_key: Any, sort: Any = None) -> tuple[list[dict[str, Any]], int]:
            assert sort == [("uploadDate", -1)]
            found = [course_key.make_asset_key("asset", name) for course, name in held if course == str(course_key)]
            return [{"asset_key": key} for key in found], len(found)

    def upload(course_key: Any, file: Any) -> None:
        assert file.size == len(file.read())
        file.seek(0)
        assert not file.multiple_chunks()
        held[str(course_key), file.name] = (file.read(), file.content_type)

    parts = {
        "xmodule": {}, "xmodule.contentstore": {},
        "xmodule.contentstore.content": {"StaticContent": Content},
        "xmodule.contentstore.django": {"contentstore": Contents},
        "cms": {}, "cms.djangoapps": {}, "cms.djangoapps.contentstore": {},
        "cms.djangoapps.contentstore.asset_storage_handlers": {"update_course_run_asset": upload},
    }  # fmt: skip
    for name, members in parts.items():
        module = types.ModuleType(name)
        module.__dict__.update(members)
        monkeypatch.setitem(sys.modules, name, module)
    settings.SERVICE_VARIANT = "cms"
    return held


def test_studio_keeps_pictures_in_files_and_uploads(course, quiz, learner, studio):
    key = str(quiz.context_key)
    studio[key, "a.png"] = (b"another", "image/png")
    data = moodle(("a.png", PNG), ("b.gif", GIF))
    looked = brought(course, quiz, learner, data)
    assert [state for _, state in told(looked)] == ["new", "new"]
    assert len(studio) == 1
    reply = brought(course, quiz, learner, data, keep=True)
    (first, _), (second, _) = told(reply)
    assert studio[key, "a.png"] == (b"another", "image/png")
    assert studio[key, first] == (PNG, "image/png")
    assert studio[key, second] == (GIF, "image/gif")
    assert second == "b.gif"


def test_a_platform_without_those_modules_hands_the_files_back(course, quiz, learner, settings):
    settings.SERVICE_VARIANT = "cms"
    assert told(brought(course, quiz, learner, moodle(("a.png", PNG)), keep=True)) == [("a.png", "upload")]


@pytest.mark.parametrize(
    ("given", "ending", "name"),
    [
        ("a b.PNG", ".png", "a_b.PNG"), ("../../etc/passwd", ".png", "etc_passwd.png"), ("", ".gif", "anh.gif"),
        ("hình ảnh.jpeg", ".jpg", "h_nh_nh.jpeg"), (".png", ".png", "anh.png"),
        ("x" * 300 + ".png", ".png", "x" * 80 + ".png"),
    ],
)  # fmt: skip
def test_names_are_safe(given: str, ending: str, name: str) -> None:
    assert course_files.safe_name(given, ending) == name
