"""Aiken: lettered options and an answer; everything else is reported, not dropped."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.skill_quiz.formats.foreign import QUIZZES, check_report, check_result, golden, items, noise
from xblocks.skill_quiz.formats import aiken
from xblocks.skill_quiz.model import Quiz


def test_the_documented_form() -> None:
    result = aiken.read(b"What is the answer?\nA) One\nB) Two\nC) Three\nANSWER: B\n")
    (item,) = items(result.quiz)
    assert item["type"] == "single_choice"
    assert item["id"] == "what-is-the-answer"
    assert [(o["text"], o["correct"]) for o in item["options"]] == [("One", False), ("Two", True), ("Three", False)]
    assert result.losses == ()


def test_what_people_type_by_hand() -> None:
    text = (
        "Ai được biết mã OTP?\nKể cả người nhà?\na. Chỉ <bạn>\nvà không ai khác\nb. Ngân hàng\nĐáp án: a\n\n\n"
        "Chọn hai\nA. Một\nB. Hai\nC. Ba\nanswer: A, C."
    )
    first, second = items(aiken.read(text.encode("utf-8-sig")).quiz)
    assert first["text"] == "Ai được biết mã OTP?<br>Kể cả người nhà?"
    assert first["options"][0]["text"] == "Chỉ &lt;bạn&gt;<br>và không ai khác"
    assert second["type"] == "multiple_choice"
    assert [o["correct"] for o in second["options"]] == [True, False, True]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Q?\nA. a\nB. b\n", "no-answer", 1),
        ("Q?\nA. a\nB. b\nANSWER: C\n", "unknown-answer", 4),
        ("Q?\nA. a\nB. b\nANSWER: \n", "unknown-answer", 4),
        ("Q?\nA. a\nC. c\nANSWER: A\n", "option-out-of-order", 3),
        ("Q?\nA. a\nANSWER: A\n", "too-few-options", 1),
        ("ANSWER: A\n", "answer-without-question", 1),
        ("\n\n", "no-questions", None),
    ],
)
def test_a_faulty_file_is_an_error_with_its_line(text: str, code: str, line: int | None) -> None:
    result = aiken.read(text.encode())
    assert result.quiz is None
    assert (code, line) in [(f.code, f.line) for f in result.findings]


def test_golden_file_of_a_quiz_with_more_than_aiken_holds() -> None:
    quiz = Quiz.from_json(golden("quiz.json", ""))
    data, losses = aiken.write(quiz)
    assert data.decode() == golden("aiken_out.txt", data.decode())
    said = "".join(f"{loss.where}: {loss.vi}\n" for loss in losses)
    assert said == golden("aiken_losses.txt", said)


@given(QUIZZES)
def test_texts_and_answers_come_back_where_nothing_is_reported(quiz: Quiz) -> None:
    data, losses = aiken.write(quiz)
    check_report(losses)
    result = aiken.read(data)
    check_result(result)
    touched = {loss.where for loss in losses}
    whole = [i for i in quiz.items if f"items.{i.id}" not in touched]
    if result.quiz is None:
        assert whole == []
        return
    found = [{**row, "id": ""} for row in items(result.quiz)]
    rows = {row["id"]: row for row in quiz.as_dict()["items"]}
    assert [i.id for i in whole if {**rows[i.id], "id": ""} not in found] == []


@given(noise("A. ", "B) ", "ANSWER: A", "ANSWER:", "\n", "a", "Đáp án: b", "Z. x"))
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    check_result(aiken.read(data))
