"""Every format keeps the common promises, and the page for authors names what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.skill_quiz.formats.foreign import check_report, check_result, golden
from xblocks.skill_quiz.formats import FORMATS, NOT_CARRIED, Format, aiken
from xblocks.skill_quiz.model import Quiz, empty_quiz
from xblocks.skill_quiz.questions import REGISTRY

PAGE = (Path(__file__).parents[3] / "docs" / "authors" / "formats.md").read_text("utf-8")
EVERY = pytest.mark.parametrize("one", FORMATS.values(), ids=lambda one: one.name)


@EVERY
def test_a_format_reads_and_writes_and_has_names_and_endings(one: Format) -> None:
    assert one.read is not None
    assert one.write is not None
    assert one.vi
    assert one.en
    assert all(re.fullmatch(r"\.[a-z]+", ending) for ending in one.endings)
    assert f"`{one.name}`" in PAGE or one.en in PAGE
    assert f"`{one.endings[0]}`" in PAGE


@EVERY
def test_a_written_quiz_is_read_again(one: Format) -> None:
    assert one.read is not None
    assert one.write is not None
    quiz = Quiz.from_json(golden("quiz.json", ""))
    data, losses = one.write(quiz)
    check_report(losses)
    assert {loss.code for loss in losses} <= {NOT_CARRIED}
    result = one.read(data)
    check_result(result)
    assert result.quiz is not None
    assert [item.text for item in result.quiz.items if item.type != "multiple_choice"] == [
        item.text for item in quiz.items if item.type != "multiple_choice"
    ]


@EVERY
def test_an_empty_quiz_can_be_written_and_an_empty_file_read(one: Format) -> None:
    assert one.read is not None
    assert one.write is not None
    one.write(empty_quiz())
    check_result(one.read(b""))


@EVERY
def test_a_file_of_another_format_is_an_error_and_no_exception(one: Format) -> None:
    assert one.read is not None
    for other in FORMATS.values():
        assert other.write is not None
        check_result(one.read(other.write(Quiz.from_json(golden("quiz.json", "")))[0]))


def test_every_question_type_is_on_the_page() -> None:
    assert [name for name in REGISTRY if f"`{name}`" not in PAGE] == []


def test_the_example_of_aiken_reads_without_an_error() -> None:
    (example,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert aiken.read(example.encode()).quiz is not None
