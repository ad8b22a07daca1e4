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
