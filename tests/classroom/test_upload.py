"""An author's own picture in the classroom: kept, served, listed, exported; nobody else can send one."""

from __future__ import annotations

import io
import tarfile
from typing import Any

import pytest
from conftest import COURSE_ID, client_of
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from test_import_pictures import PNG
from test_import_pictures import quiz as quiz

from classroom.models import Asset, Course
from classroom.olx.writer import pack


def send(client: Client, quiz: str, data: bytes = PNG, mode: str = "author", kind: str = "picture", **more: Any) -> Any:
    """The response to an upload as the editor's page sends it."""
    place = f"/author/{COURSE_ID}/studio" if mode == "author" else f"/courses/{COURSE_ID}/xblock"
    form = {"kind": kind, "file": SimpleUploadedFile("Ảnh của tôi.png", data, "image/png")}
    return client.post(f"{place}/{quiz}/handler/studio_upload", form, HTTP_X_REQUESTED_WITH="XMLHttpRequest", **more)


def test_a_picture_is_kept_served_listed_and_exported(author: Any, course: Course, quiz: str) -> None:
    client = client_of(author)
    reply = send(client, quiz).json()
    name = reply["name"]
    assert name.startswith("anh_cua_toi-")
    served = client.get(reply["urls"][reply["address"]])
    assert b"".join(served.streaming_content) == PNG
    assert served["Content-Type"] == "image/png"
    assert served["X-Content-Type-Options"] == "nosniff"
    before = Asset.objects.count()
    assert send(client, quiz).json() == reply
    assert Asset.objects.count() == before
    url = f"/author/{COURSE_ID}/studio/{quiz}/handler/studio_files"
    listed = client.post(url, {"kind": "picture"}, content_type="application/json").json()
    assert listed["known"]
    assert listed["files"][0]["name"] == name
    with tarfile.open(fileobj=io.BytesIO(pack(course))) as package:
        assert any(path.endswith(f"static/{name}") for path in package.getnames())


def test_a_recording_may_be_larger_than_a_body_of_json(author: Any, quiz: str, settings: Any) -> None:
    data = b"ID3\x04\0\0\0\0\0\0" + b"\0" * 9_000_000
    assert len(data) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    reply = send(client_of(author), quiz, data, kind="recording")
    assert (reply.status_code, reply.json()["size"]) == (200, len(data))


@pytest.mark.parametrize("mode", ["author", "learner"])
def test_learners_send_no_files(learner: Any, quiz: str, mode: str) -> None:
    before = Asset.objects.count()
    assert send(client_of(learner), quiz, mode=mode).status_code in (403, 404)
    assert send(Client(), quiz, mode=mode).status_code in (302, 403)
    assert Asset.objects.count() == before


def test_authors_send_files_from_the_editor_only(author: Any, quiz: str) -> None:
    assert send(client_of(author), quiz, mode="learner").status_code in (403, 404)
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    assert send(client, quiz).status_code == 403


#: An iPhone asks for the first two bytes, then for the rest; others ask for parts as they play.
PARTS = {
    "bytes=0-1": (206, 0, 2), "bytes=10-": (206, 10, 67), "bytes=-7": (206, 60, 67), "bytes=60-999": (206, 60, 67),
    "bytes=-999": (206, 0, 67), "bytes=67-": (416, 0, 0), "bytes=99-120": (416, 0, 0), "bytes=-0": (416, 0, 0),
    "bytes=9-3": (200, 0, 67), "bytes=-": (200, 0, 67), "bytes=0-1,5-6": (200, 0, 67), "lines=1-2": (200, 0, 67),
}  # fmt: skip


@pytest.mark.parametrize("asked", PARTS)
def test_parts_of_a_file_are_served_as_players_ask_for_them(author: Any, quiz: str, asked: str) -> None:
    data = b"ID3\x04\0\0\0\0\0\0" + bytes(range(57))
    client = client_of(author)
    reply = send(client, quiz, data, kind="recording").json()
    url = reply["urls"][reply["address"]]
    status, start, end = PARTS[asked]
    part = client.get(url, HTTP_RANGE=asked)
    assert part.status_code == status
    body = part.content if status == 416 else b"".join(part.streaming_content)
    assert body == data[start:end]
    told = {206: f"bytes {start}-{end - 1}/67", 416: "bytes */67"}.get(status)
    assert part.get("Content-Range") == told
    assert part["Accept-Ranges"] == "bytes"
    stale = client.get(url, HTTP_RANGE="bytes=0-1", HTTP_IF_RANGE='"another"')
    assert stale.status_code == 200


@pytest.mark.parametrize(
    ("head", "ending", "kind"),
    [
        (b"ID3\x04\0\0\0\0\0\0", "mp3", "audio/mpeg"), (b"OggS" + b"\0" * 24 + b"OpusHead", "ogg", "audio/ogg"),
        (b"RIFF\x04\0\0\0WAVE", "wav", "audio/wav"), (b"\xff\xf1\x50\x80", "aac", "audio/aac"),
        (b"\0\0\0\x14ftypM4A \0\0\0\0isom\0\0\0\x21hdlr" + b"\0" * 8 + b"soun\0mp4a", "m4a", "audio/mp4"),
    ],
)  # fmt: skip
def test_recordings_are_served_as_what_they_are(author: Any, quiz: str, head: bytes, ending: str, kind: str) -> None:
    client = client_of(author)
    reply = send(client, quiz, head, kind="recording").json()
    assert reply["name"].endswith(f".{ending}")
    served = client.get(reply["urls"][reply["address"]])
    assert served["Content-Type"] == kind
    assert "attachment" not in served["Content-Disposition"]
