"""A picture inside an imported file becomes a file of the course, which is served, exported and never overwritten."""

from __future__ import annotations

import base64
import io
import json
import tarfile
from typing import Any

import pytest
from conftest import COURSE_ID, client_of

from classroom.authoring import touch
from classroom.models import Asset, Block, Course
from classroom.olx.writer import pack
from xblocks.skill_quiz.model import empty_quiz

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def moodle(name: str, data: bytes) -> str:
    """A Moodle question with a picture, as the page sends it."""
    text = f"""<quiz><question type="truefalse"><name><text>anh</text></name><questiontext format="html">
<text><![CDATA[<p>Thật không? <img src="@@PLUGINFILE@@/{name}" alt="x"></p>]]></text>
<file name="{name}" encoding="base64">{base64.b64encode(data).decode()}</file></questiontext>
<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question></quiz>"""
    return base64.b64encode(text.encode()).decode()


@pytest.fixture
def quiz(course: Course) -> str:
    """A new quiz in the small course; its id."""
    parent = Block.objects.get(course=course, usage_key__endswith="@v2")
    key = course.key.make_usage_key("skill_quiz", "hoi")
    Block.objects.create(
        course=course,
        usage_key=key,
        block_type="skill_quiz",
        parent_key=parent.usage_key,
        order=99,
        content={"content": empty_quiz().to_json()},
    )
    touch(course)
    return str(key)


def brought(user: Any, quiz: str, data: str, **more: Any) -> Any:
    """The response to an import in the editor."""
    url = f"/author/{COURSE_ID}/studio/{quiz}/handler/studio_import"
    body = json.dumps({"format": "moodle_xml", "data": data, **more})
    return client_of(user).post(url, body, content_type="application/json")


def test_a_picture_is_kept_served_and_exported(author: Any, course: Course, quiz: str) -> None:
    data = moodle("hinh.png", PNG)
    before = Asset.objects.count()
    looked = brought(author, quiz, data).json()
    assert [(one["name"], one["state"]) for one in looked["files"]] == [("hinh.png", "new")]
    assert Asset.objects.count() == before
    kept = brought(author, quiz, data, keep=True).json()
    assert [(one["name"], one["state"]) for one in kept["files"]] == [("hinh.png", "kept")]
    served = client_of(author).get(f"/courses/{COURSE_ID}/files/hinh.png")
    assert b"".join(served.streaming_content) == PNG
    assert served["Content-Type"] == "image/png"
    with tarfile.open(fileobj=io.BytesIO(pack(course))) as package:
        name = next(name for name in package.getnames() if name.endswith("static/hinh.png"))
        exported = package.extractfile(name)
        assert exported is not None
        assert exported.read() == PNG
    assert brought(author, quiz, data, keep=True).json()["files"][0]["state"] == "same"


def test_a_file_of_the_course_is_never_overwritten(author: Any, course: Course, quiz: str) -> None:
    held = Asset.objects.get(course=course, path="anh.png").digest
    kept = brought(author, quiz, moodle("anh.png", PNG), keep=True).json()
    ((name, state),) = [(one["name"], one["state"]) for one in kept["files"]]
    assert state == "kept"
    assert name != "anh.png"
    assert f"/static/{name}" in kept["model"]["items"][0]["text"]
    assert Asset.objects.get(course=course, path="anh.png").digest == held


def test_only_authors_keep_pictures(learner: Any, course: Course, quiz: str) -> None:
    before = Asset.objects.count()
    assert brought(learner, quiz, moodle("hinh.png", PNG), keep=True).status_code == 403
    assert Asset.objects.count() == before
    preview = f"/author/{COURSE_ID}/preview/{quiz}/handler/studio_import"
    assert client_of(learner).post(preview, "{}", content_type="application/json").status_code in (403, 404)
