"""A quiz with a question of every type in every format: the file that comes out, what it loses, what comes back.

The QTI files here were valid by 1EdTech's own XML Schemas when they were written down. To write all of them anew:
``HOCVUSO_GOLDEN=write`` (then look at the difference, and check the packages again).
"""

from __future__ import annotations

import io
import os
import zipfile

import pytest

from tests.skill_quiz.formats.foreign import GOLDEN, check_report, check_result
from xblocks.skill_quiz.formats import FORMATS
from xblocks.skill_quiz.formats import olx as olx_format
from xblocks.skill_quiz.model import Quiz
from xblocks.skill_quiz.questions import REGISTRY

ALL = GOLDEN / "all"
QUIZ = Quiz.from_json((ALL / "quiz.json").read_text("utf-8"))
LOSSLESS = ("markdown",)


def text_of(data: bytes) -> str:
    """A file as text that can be compared; of an archive, every XML file in it."""
    if data[:2] != b"PK":
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(f"=== {name}\n{archive.read(name).decode()}\n" for name in archive.namelist())


def kept(name: str, text: str) -> str:
    """The golden file ``name``."""
    path = ALL / name
    if os.environ.get("HOCVUSO_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="")
    return path.read_bytes().decode()


def test_every_type_is_in_the_quiz() -> None:
    assert sorted(item.type for item in QUIZ.items) == sorted(REGISTRY)
    assert Quiz.from_json(QUIZ.to_json()) == QUIZ


@pytest.mark.parametrize("name", FORMATS)
def test_a_question_of_every_type_goes_out_and_comes_back(name: str) -> None:
    one = FORMATS[name]
    assert one.read is not None
    assert one.write is not None
    data, losses = one.write(QUIZ)
    assert one.write(QUIZ)[0] == data
    if name != "xlsx":
        assert text_of(data) == kept(f"out-{name}.txt", text_of(data))
    check_report(losses)
    result = one.read(data)
    check_result(result)
    assert result.quiz is not None
    found = [f"{loss.where}: {loss.vi}" for loss in losses] + ["---"]
    found += [f"{loss.where}: {loss.vi}" for loss in result.losses] + ["---"]
    found += [i.id for i in QUIZ.items if i in result.quiz.items] + [""]
    report = "\n".join(found)
    assert report == kept(f"report-{name}.txt", report)
    touched = {loss.where for loss in (*losses, *result.losses)}
    for item in QUIZ.items:
        assert item in result.quiz.items or f"items.{item.id}" in touched, item.id
    if name in LOSSLESS:
        assert result.quiz == QUIZ
        assert not losses


def test_olx_loses_nothing() -> None:
    from lxml import etree

    node = etree.Element("skill_quiz")
    olx_format.write(node, QUIZ)
    assert olx_format.read(etree.fromstring(etree.tostring(node))) == QUIZ


@pytest.mark.parametrize("name", ["csv", "xlsx", "gift"])
def test_spaces_at_the_ends_and_long_numbers_stay(name: str) -> None:
    pairs = [
        {"id": one, "left": left, "right": right, "feedback": ""}
        for one, left, right in (("a", "\u00a0", "một"), ("b", "0\u2003", "hai"))
    ]
    number = {"alternatives": [{"value": value, "tolerance": 0, "score": 1} for value in (0, -999999999999998)]}
    quiz = Quiz.from_json(
        {
            "schema": 1,
            "items": [
                {"id": "so-dai", "type": "number", "text": "Số?", **number},
                {"id": "trang", "type": "matching", "text": "Ghép.", "pairs": pairs, "distractors": []},
            ],
        }
    )
    read, write = FORMATS[name].read, FORMATS[name].write
    assert read is not None
    assert write is not None
    back = read(write(quiz)[0]).quiz
    assert back is not None
    assert back.by_id["so-dai"] == quiz.by_id["so-dai"]
    if name != "gift":
        assert back == quiz


@pytest.mark.parametrize("name", FORMATS)
def test_a_recording_of_a_question_goes_along_or_is_reported(name: str) -> None:
    data = QUIZ.as_dict()
    for item in data["items"]:
        item["audio"] = "/static/doc-cau-hoi.mp3"
    read, write = FORMATS[name].read, FORMATS[name].write
    assert read is not None
    assert write is not None
    written, losses = write(Quiz.from_json(data))
    told = {loss.where for loss in losses if "âm thanh" in loss.vi or "câu loại" in loss.vi or "câu có" in loss.vi}
    back = read(written).quiz
    assert back is not None
    if name in ("markdown", "xlsx", "csv"):
        assert {item.audio for item in back.items} == {"/static/doc-cau-hoi.mp3"}
        assert not [loss for loss in losses if "âm thanh" in loss.vi]
    else:
        assert told == {f"items.{item.id}" for item in QUIZ.items}
