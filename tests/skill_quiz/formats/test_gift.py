"""GIFT: what Moodle's documentation shows is read, what cannot be carried is said, and the way back is the same."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.skill_quiz.formats.foreign import QUIZZES, check_report, check_result, golden, items, noise
from xblocks.skill_quiz.formats import FORMATS, gift
from xblocks.skill_quiz.model import Quiz

CHOICE = b"::goi-video::Do police work by video call?{=Never#Right. ~Sometimes#No.####They invite you.}"


def test_a_question_with_title_feedback_and_general_feedback() -> None:
    result = gift.read(CHOICE)
    (item,) = items(result.quiz)
    assert item["id"] == "goi-video"
    assert item["type"] == "single_choice"
    assert [(o["text"], o["correct"], o["feedback"]) for o in item["options"]] == [
        ("Never", True, "Right."),
        ("Sometimes", False, "No."),
    ]
    assert item["explanation"] == "They invite you."
    assert result.losses == ()


@pytest.mark.parametrize(
    ("answers", "expected"),
    [("{T}", True), ("{TRUE#no#yes}", True), ("{F}", False), ("{false#a}", False)],
)
def test_true_and_false(answers: str, expected: bool) -> None:
    (item,) = items(gift.read(f"::a1b::The sun rises.{answers}".encode()).quiz)
    assert item["type"] == "true_false"
    assert item["answer"] is expected


def test_the_first_feedback_of_true_false_is_for_the_wrong_answer() -> None:
    (item,) = items(gift.read("::mat-troi::Mặt trời mọc ở đông.{F#sai rồi#đúng rồi}".encode()).quiz)
    assert (item["feedback_true"], item["feedback_false"]) == ("sai rồi", "đúng rồi")


@pytest.mark.parametrize(
    ("weights", "scoring", "losses"),
    [
        ("~%50%a ~%50%b ~%-50%c", "right_minus_wrong", 0),
        ("~%100%a ~%-100%b", "all_or_nothing", 0),
        ("~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-33.33333%d", "right_minus_wrong", 0),
        ("~%50%a ~%50%b ~%-100%c", "all_or_nothing", 1),
        ("~%50%a ~%50%b ~c", "partial", 1),
        ("~%70%a ~%30%b ~%-10%c", "right_minus_wrong", 1),
    ],
)
def test_weights_become_a_scoring_and_what_changes_is_said(weights: str, scoring: str, losses: int) -> None:
    result = gift.read(f"::hai-nguoi::Who?{{{weights}}}".encode())
    (item,) = items(result.quiz)
    assert item["type"] == "multiple_choice"
    assert item["scoring"] == scoring
    assert len(result.losses) == losses


def test_partial_credit_in_a_single_choice_is_a_loss() -> None:
    result = gift.read(b"::jesus::From?{~Jerusalem ~%25%Bethlehem =Nazareth}")
    assert items(result.quiz)[0]["type"] == "single_choice"
    assert [loss.where for loss in result.losses] == ["items.jesus"]
    assert "25%" in result.losses[0].en


def test_a_missing_word_leaves_a_blank() -> None:
    (item,) = items(gift.read(b"Thanksgiving is on the {~second =fourth} Thursday of November.").quiz)
    assert item["text"] == "Thanksgiving is on the _____ Thursday of November."
    assert item["id"] == "thanksgiving-is-on-the-thursday-of"


def test_escapes_formats_comments_and_line_breaks() -> None:
    text = (
        "// [id:dau] [tag:otp] [tag:tt02-2025:4.2] [tag:An toàn]\n"
        "::Tên::[markdown]**Đâu** là \\{ngoặc\\}?{\n"
        "=[html]A <b>và</b> B \\= C#[plain]<b>không đậm</b>\n"
        "// bỏ qua\n"
        "~[moodle]dòng một\\ndòng hai\n"
        "~C\\\\D \\# \\~ \\: x\n}"
    )
    result = gift.read(text.encode())
    (item,) = items(result.quiz)
    assert item["id"] == "dau"
    assert item["text"] == "<strong>Đâu</strong> là {ngoặc}?"
    assert [o["text"] for o in item["options"]] == [
        "A <strong>và</strong> B = C",
        "dòng một<br>dòng hai",
        "C\\D # ~ : x",
    ]
    assert item["options"][0]["feedback"] == "&lt;b&gt;không đậm&lt;/b&gt;"
    assert item["competencies"] == ["tt02-2025:4.2"]
    assert item["tags"] == ["otp", "an-toan"]
    assert len(result.losses) == 2  # the name, and the tag that changed


def test_a_category_becomes_a_tag_and_moodles_default_one_does_not() -> None:
    text = (
        "$CATEGORY: $course$/top/Default for X\n\n::mot::Một?{T}\n\n"
        "$CATEGORY: $course$/top/An toàn/Mã OTP\n\n::haihai::Hai?{T}"
    )
    result = gift.read(text.encode())
    assert [item["tags"] for item in items(result.quiz)] == [[], ["ma-otp"]]
    assert [loss.line for loss in result.losses] == [1, 5]


def test_a_description_before_the_questions_is_the_introduction_and_a_later_one_a_loss() -> None:
    result = gift.read(b"[html]<b>Read</b> this\n\n::mot::Q?{T}\n\nAnd now this")
    assert result.quiz is not None
    assert result.quiz.intro == "<strong>Read</strong> this"
    assert [loss.line for loss in result.losses] == [5]


def test_an_essay_is_left_out_and_said() -> None:
    result = gift.read(b"::ke-chuyen::Tell us.{}\n\n::mot::Q?{T}")
    assert [item["id"] for item in items(result.quiz)] == ["mot"]
    assert [(loss.where, loss.line) for loss in result.losses] == [("items.ke-chuyen", 1)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("::mot::Q?{T}\n\n::hai::Q {=a ~b\n\n~c}", "brace-not-closed", 3),
        ("::mot::Q {=a ~b}\n::hai::Q {=a ~b}", "no-blank-line", 2),
        ("::mot Q {=a ~b}", "title-not-closed", 1),
        ("// c\n::mot::Q }", "brace-not-closed", 2),
        ("::mot::Q {~a ~b}\n", "no-right-option", 1),
        ("::mot::Q\n{#abc}", "bad-number", 2),
        ("", "no-questions", None),
        ("::mot::Q {=a -> b =c}", "pair-without-arrow", 1),
    ],
)
def test_a_faulty_file_is_an_error_with_its_line(text: str, code: str, line: int | None) -> None:
    result = gift.read(text.encode())
    assert result.quiz is None
    assert (code, line) in [(f.code, f.line) for f in result.findings]


def test_a_file_in_another_encoding_is_refused_with_the_line() -> None:
    result = gift.read(b"::a::ok?{T}\n\n::b::\xe9?{T}")
    assert [(f.code, f.line) for f in result.findings] == [("not-utf-8", 3)]


def test_utf_16_as_notepad_saves_it_is_read() -> None:
    assert items(gift.read("::mot::Đúng không?{T}".encode("utf-16")).quiz)[0]["text"] == "Đúng không?"


def test_tables_and_local_pictures_are_reported() -> None:
    result = gift.read(b'::mot::[html]<table><tr><td>x</td></tr></table><img src\\="a.png">?{T}')
    assert "<table>" in result.losses[0].en
    assert "picture" in result.losses[1].en


def test_golden_file_in_the_style_of_moodles_documentation() -> None:
    """Written by us after the examples of docs.moodle.org, "GIFT format"; every question type of GIFT once."""
    result = gift.read(golden("gift_in.txt", "").encode())
    check_result(result)
    assert result.quiz is not None
    data, _ = gift.write(result.quiz)
    assert data.decode() == golden("gift_out.txt", data.decode())
    again = gift.read(data)
    assert again.quiz == result.quiz


@given(QUIZZES)
def test_what_is_not_reported_comes_back_the_same(quiz: Quiz) -> None:
    data, losses = gift.write(quiz)
    check_report(losses)
    result = gift.read(data)
    check_result(result)
    touched = {loss.where for loss in losses} | {loss.where for loss in result.losses}
    back = {} if result.quiz is None else result.quiz.by_id
    assert [i for i in quiz.items if f"items.{i.id}" not in touched and back.get(i.id) != i] == []
    if result.quiz is not None:
        assert result.quiz.intro == quiz.intro
        assert gift.read(gift.write(result.quiz)[0]).quiz == result.quiz


@given(
    noise(
        "::",
        "{",
        "}",
        "=",
        "~",
        "#",
        "####",
        "->",
        "%50%",
        "\\",
        "\n",
        "\n\n",
        "//",
        "$CATEGORY: a\n",
        "[html]",
        "T",
        "<b>",
        ">1 ",
        "1:2",
        "..",
        "*",
    )
)
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    check_result(gift.read(data))


def test_the_format_is_on_the_list() -> None:
    assert FORMATS["gift"].read is gift.read
    assert FORMATS["gift"].write is gift.write
