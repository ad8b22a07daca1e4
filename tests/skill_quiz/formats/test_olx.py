"""OLX of a quiz: lossless also after the platform's pretty printing; hostile or newer OLX is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from lxml import etree

from tests.skill_quiz.strategies import RICH_TEXTS, quizzes
from xblocks.common import safexml
from xblocks.common.findings import ModelError, NewerSchemaError
from xblocks.skill_quiz.formats import olx
from xblocks.skill_quiz.model import Quiz, empty_quiz


def element(quiz: Quiz) -> etree._Element:
    node = etree.Element("skill_quiz", display_name="Bài")
    olx.write(node, quiz)
    return node


@given(quizzes(min_items=0, max_items=4, texts=RICH_TEXTS))
def test_olx_is_lossless_in_memory_and_through_pretty_printing(quiz: Quiz) -> None:
    node = element(quiz)
    assert olx.read(node) == quiz
    text = etree.tostring(node, pretty_print=True, encoding="utf-8", xml_declaration=True)
    assert olx.read(safexml.parse(text)) == quiz
    blank = etree.fromstring(text, etree.XMLParser(remove_blank_text=True))
    assert olx.read(blank) == quiz
    assert node.get("display_name") == "Bài"


def test_images_stay_quoted_so_that_the_platform_copies_them() -> None:
    quiz = Quiz.from_json({"schema": 1, "intro": '<img src="/static/a.png" alt="">', "items": []})
    assert '"/static/a.png"' in etree.tostring(element(quiz), encoding="unicode")


def test_a_block_without_content_is_an_empty_quiz() -> None:
    assert olx.read(etree.fromstring("<skill_quiz display_name='x'/>")) == empty_quiz()


def test_olx_written_by_hand_may_hold_elements_and_comments() -> None:
    node = etree.fromstring(
        "<skill_quiz><!-- x --><question id='a' type='true_false' answer='true'>"
        "<text>A &lt; B <b>đậm</b> và<br/>thế</text></question></skill_quiz>"
    )
    assert olx.read(node).items[0].text == "A &lt; B <strong>đậm</strong> và<br>thế"


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<skill_quiz schema='1'><queston id='a'/></skill_quiz>", "unknown-element"),
        ("<skill_quiz schema='x'><intro>a</intro></skill_quiz>", "bad-number"),
        ("<skill_quiz schema='1'><question id='a' type='essay'/></skill_quiz>", "unknown-type"),
        ("<skill_quiz schema='1'><question id='a' type='true_false' answer='maybe'/></skill_quiz>", "wrong-type"),
        (
            "<skill_quiz schema='1'><question id='a' type='true_false' answer='true' x='1'/></skill_quiz>",
            "unknown-field",
        ),
        ("<skill_quiz schema='1'><question id='a' type='true_false' points='1e999'/></skill_quiz>", "bad-number"),
        ("<skill_quiz schema='1'><pool id='a' pick='some'/></skill_quiz>", "bad-pick"),
        ("<skill_quiz schema='1'><question id='a' type='true_false'><bad/></question></skill_quiz>", "unknown-element"),
        ("<skill_quiz schema='1'><fact id='a' source='file:///etc/passwd'/></skill_quiz>", "bad-address"),
    ],
)
def test_faulty_olx_is_refused_with_a_finding(xml: str, code: str) -> None:
    with pytest.raises(ModelError) as caught:
        olx.read(etree.fromstring(xml))
    assert code in [f.code for f in caught.value.findings]


def test_newer_olx_is_refused_politely() -> None:
    with pytest.raises(NewerSchemaError):
        olx.read(etree.fromstring("<skill_quiz schema='2'><intro>a</intro></skill_quiz>"))


def test_scripts_in_olx_do_not_survive() -> None:
    node = etree.fromstring(
        "<skill_quiz schema='1'><intro>&lt;script&gt;alert(1)&lt;/script&gt;"
        "&lt;img src=x onerror=alert(1)&gt;a</intro></skill_quiz>"
    )
    assert olx.read(node).intro == "a"
