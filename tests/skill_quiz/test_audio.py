"""A recording of a question: kept by every form of ours, told as a loss by every other one."""

from __future__ import annotations

import random
from typing import Any

import pytest
from lxml import etree

from xblocks.skill_quiz.formats import FORMATS, markdown, olx
from xblocks.skill_quiz.model import Quiz, read_quiz
from xblocks.skill_quiz.questions import type_of

ITEM: dict[str, Any] = {
    "id": "mot",
    "type": "single_choice",
    "text": "Bạn làm gì?",
    "options": [
        {"id": "a", "text": "Cúp máy", "correct": True, "feedback": "Đúng."},
        {"id": "b", "text": "Chuyển tiền", "feedback": "Chưa đúng."},
    ],
}
ADDRESS = "/static/cau-1.mp3"


def quiz(**added: Any) -> Quiz:
    return Quiz.from_json({"schema": 1, "items": [{**ITEM, **added}]})


def test_a_question_without_a_recording_has_the_digest_that_it_always_had() -> None:
    assert quiz().digest == quiz(audio="").digest == "58057aab0ad4e3873c83fc4fe487858e508ebda0f8c9e53fe883bf9c3b15f9cb"
    assert "audio" not in quiz().to_json()
    assert quiz(audio=ADDRESS).digest != quiz().digest


def test_the_page_gets_the_address() -> None:
    item = quiz(audio=ADDRESS).items[0]
    kind = type_of(item)
    order = kind.order(item, random.Random(1))
    assert kind.public(item, order)["audio"] == ADDRESS
    assert "audio" not in kind.public(quiz().items[0], order)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//a.vn/b.mp3", "http://a.vn/b.mp3", "/static/../b.mp3", "cau-1.mp3", "data:a"]
)
def test_an_address_of_another_form_is_refused_with_how_to_mend_it(address: str) -> None:
    found, findings = read_quiz({"schema": 1, "items": [{**ITEM, "audio": address}]})
    assert found is None
    assert [(f.code, f.where) for f in findings] == [("bad-address", "items.mot.audio")]
    assert "/static/" in findings[0].vi
    assert "/static/" in findings[0].en


@pytest.mark.parametrize("key", ["âm thanh", "audio", "Âm Thanh"])
def test_markdown_says_it_below_the_id(key: str) -> None:
    text = markdown.write(quiz(), {}).replace("## mot\n", f"## mot\n{key}: {ADDRESS}\n")
    assert markdown.read(text).model == quiz(audio=ADDRESS)
    assert f"\nâm thanh: {ADDRESS}\n" in markdown.write(quiz(audio=ADDRESS), {})


def test_markdown_names_the_line_of_a_wrong_address() -> None:
    text = markdown.write(quiz(), {}).replace("## mot\n", "## mot\nâm thanh: cau-1.mp3\n")
    found = [f for f in markdown.read(text).findings if f.code == "bad-address"]
    assert [text.split("\n")[(f.line or 0) - 1] for f in found] == ["âm thanh: cau-1.mp3"]


def test_olx_holds_it_in_quotes_where_the_platform_looks_for_files() -> None:
    node = etree.Element("skill_quiz")
    olx.write(node, quiz(audio=ADDRESS))
    assert f'"{ADDRESS}"' in etree.tostring(node, encoding="unicode")
    assert olx.read(node) == quiz(audio=ADDRESS)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_carries_it_or_says_that_it_does_not(name: str) -> None:
    form = FORMATS[name]
    if form.write is None or form.read is None:
        pytest.skip("it does not go both ways")
    data, findings = form.write(quiz(audio=ADDRESS))
    told = [f for f in findings if f.code == "not-carried" and "âm thanh" in f.vi]
    back = form.read(data).quiz
    assert back is not None
    assert bool(told) != (back.items[0].audio == ADDRESS)
