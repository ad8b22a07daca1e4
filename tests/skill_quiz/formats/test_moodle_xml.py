"""Moodle XML: exports are read with everything they hold, or a word on what stays behind; hostile files are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.skill_quiz.formats.foreign import QUIZZES, check_report, check_result, golden, items, noise
from xblocks.skill_quiz.formats import moodle_xml
from xblocks.skill_quiz.model import Quiz


def question(kind: str, inside: str, name: str = "mot") -> bytes:
    return (
        f'<quiz><question type="{kind}"><name><text>{name}</text></name>'
        f'<questiontext format="html"><text>Câu gì?</text></questiontext>{inside}</question></quiz>'
    ).encode()


ANSWERS = '<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer>'


def test_an_export_of_a_choice_is_read_with_all_it_holds() -> None:
    result = moodle_xml.read(golden("moodle_in.xml", "").encode())
    assert result.quiz is not None
    item = items(result.quiz)[0]
    assert result.quiz.intro == "Năm câu ngắn."
    assert item["id"] == "goi-video"
    assert item["text"] == (
        "<p>Công an có làm việc qua <strong>gọi video</strong>?</p>"
        '<p><img src="/static/anh_chup.png" alt="Màn hình"></p>'
    )
    assert [o["text"] for o in item["options"]] == ["Không", "Có"]
    assert (item["points"], item["shuffle"], item["hint"], item["explanation"]) == (
        2,
        False,
        "Trụ sở ở đâu?",
        "Hãy cúp máy.",
    )
    assert (item["competencies"], item["tags"]) == (["tt02-2025:4.2"], ["mao-danh", "an-toan"])
    assert result.media == {"anh_chup.png": b"\x89PNG\r\n\x1a\n"}


def test_golden_report_of_what_an_export_could_not_bring() -> None:
    result = moodle_xml.read(golden("moodle_in.xml", "").encode())
    said = "".join(f"{loss.line} {loss.where}: {loss.vi}\n" for loss in result.losses)
    assert said == golden("moodle_losses.txt", said)


def test_golden_file_out_and_back() -> None:
    result = moodle_xml.read(golden("moodle_in.xml", "").encode())
    check_result(result)
    assert result.quiz is not None
    data, _ = moodle_xml.write(result.quiz)
    assert data.decode() == golden("moodle_out.xml", data.decode())
    again = moodle_xml.read(data)
    assert again.quiz == result.quiz


def test_a_question_that_moodle_could_not_use_is_left_out_and_said() -> None:
    two = question("multichoice", '<single>true</single><answer fraction="0"><text>a</text></answer>')[6:-7]
    result = moodle_xml.read(b"<quiz>" + two + question("multichoice", ANSWERS, "hai")[6:-7] + b"</quiz>")
    assert [item["id"] for item in items(result.quiz)] == ["hai"]
    assert any(loss.where == "items.mot" for loss in result.losses)


def test_two_full_marks_in_a_single_choice_are_no_single_choice() -> None:
    result = moodle_xml.read(question("multichoice", ANSWERS.replace('"0"', '"100"')))
    assert [f.code for f in result.findings] == ["no-questions"]
    assert result.losses[0].where == "items.mot"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml-malformed"),
        (b"<quiz>", "xml-malformed"),
        (b'<!DOCTYPE quiz [<!ENTITY x "y">]><quiz>&x;</quiz>', "xml-dtd"),
        (b'<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz/>', "xml-dtd"),
        (b"<html/>", "not-moodle-xml"),
        (b"<quiz/>", "no-questions"),
        (b"<quiz>" + b"<a>" * 400 + b"</a>" * 400 + b"</quiz>", "xml-malformed"),
    ],
)
def test_hostile_and_foreign_xml_is_refused(data: bytes, code: str) -> None:
    result = moodle_xml.read(data)
    assert result.quiz is None
    assert code in [f.code for f in result.findings]


def test_scripts_do_not_survive() -> None:
    answers = ANSWERS.replace(">b<", "><![CDATA[<img src=x onerror=alert(1)><script>alert(2)</script>b]]><")
    assert "alert" not in moodle_xml.write(moodle_xml.read(question("multichoice", answers)).quiz or Quiz())[0].decode()


@given(QUIZZES)
def test_what_is_not_reported_comes_back_the_same(quiz: Quiz) -> None:
    data, losses = moodle_xml.write(quiz)
    check_report(losses)
    result = moodle_xml.read(data)
    check_result(result)
    touched = {loss.where for loss in losses} | {loss.where for loss in result.losses}
    back = {} if result.quiz is None else result.quiz.by_id
    assert [i for i in quiz.items if f"items.{i.id}" not in touched and back.get(i.id) != i] == []
    if result.quiz is not None:
        assert result.quiz.intro == quiz.intro


TAGS = st.sampled_from(
    [
        "question",
        "name",
        "text",
        "questiontext",
        "answer",
        "feedback",
        "tags",
        "tag",
        "single",
        "subquestion",
        "file",
        "category",
        "hint",
        "defaultgrade",
        "penalty",
        "usecase",
        "tolerance",
        "units",
        "unit",
        "unit_name",
        "selectoption",
        "group",
    ]
)
KINDS = st.sampled_from(
    [
        "multichoice",
        "truefalse",
        "numerical",
        "matching",
        "ordering",
        "cloze",
        "gapselect",
        "category",
        "description",
        "x",
    ]
)
WORDS = st.sampled_from(
    ["a", "1", "-1e5", "true", "[[1]]", "{1:SA:=a}", "{1:MC:}", "*", "<b>x</b>", "@@PLUGINFILE@@/a", "100"]
)
TREES = st.recursive(
    WORDS.map(lambda w: f"<text><![CDATA[{w}]]></text>"),
    lambda inner: st.builds(
        lambda tag, kind, word, parts: (
            f'<{tag} type="{kind}" fraction="{kind}" name="x">{"".join(parts)}'
            f"<text>{word.replace('<', '')}</text></{tag}>"
        ),
        TAGS,
        KINDS,
        WORDS,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.lists(TREES, max_size=4))
def test_any_tree_of_its_elements_is_read_without_an_exception(trees: list[str]) -> None:
    check_result(moodle_xml.read(f"<quiz>{''.join(trees)}</quiz>".encode()))


@given(noise("<quiz>", "<question type='cloze'>", "</question>", "</quiz>", "<text>", "&amp;", "]]>"))
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    check_result(moodle_xml.read(data))
