"""A file that was chosen by mistake is named; one that is merely damaged is left to its own reader's words."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.scenario_sim.formats.test_damaged import WHOLE as STORIES
from tests.skill_quiz.formats.test_golden import QUIZ
from xblocks.common import wrongfile
from xblocks.common.zipped import pack
from xblocks.scenario_sim.formats import FORMATS as OF_STORIES
from xblocks.skill_quiz.formats import FORMATS as OF_QUIZZES
from xblocks.skill_quiz.formats import Format

MEDIA = Path(__file__).parent / "media"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4r6AARAwQCgAmbgT90I7UiAAAAABJRU5ErkJggg=="
)
QUIZZES = {name: one.write(QUIZ)[0] for name, one in OF_QUIZZES.items() if one.write is not None}


@pytest.mark.parametrize(
    ("data", "sort"),
    [
        (PNG, "picture"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-office"),
        (pack({"word/document.xml": b"<a/>"}), "word"),
        (pack({"ppt/presentation.xml": b"<a/>"}), "slides"),
        (QUIZZES["xlsx"], "excel"),
        (QUIZZES["qti3"], "package"),
        (STORIES["h5p"], "h5p"),
        (pack({"a.txt": b"a"}), "zip"),
        (QUIZZES["xlsx"][:900], None),
        ("Câu hỏi".encode("utf-16"), None),
        ("Câu hỏi".encode(), None),
        (b"", None),
    ],
)
def test_a_file_is_known_by_what_it_holds(data: bytes, sort: str | None) -> None:
    assert wrongfile.sort_of(data) == sort


@pytest.mark.parametrize("chosen", OF_QUIZZES)
@pytest.mark.parametrize("sent", QUIZZES)
def test_a_quiz_in_another_format_is_offered_by_the_name_of_that_format(chosen: str, sent: str) -> None:
    form = OF_QUIZZES[chosen]
    assert form.read is not None
    if form.read(QUIZZES[sent]).quiz is not None:
        return
    told = wrongfile.explain(QUIZZES[sent], form, OF_QUIZZES)
    assert told is not None
    assert OF_QUIZZES[told[1]].read is OF_QUIZZES[sent].read
    assert OF_QUIZZES[told[1]].vi in told[0].vi


@pytest.mark.parametrize("chosen", OF_STORIES)
@pytest.mark.parametrize("sent", STORIES)
def test_a_story_in_another_format_is_offered_by_the_name_of_that_format(chosen: str, sent: str) -> None:
    form = OF_STORIES[chosen]
    if form.read is None or form.read(STORIES[sent]).model is not None:
        return
    told = wrongfile.explain(STORIES[sent], form, OF_STORIES)
    assert told is not None
    assert told[1] == sent


@pytest.mark.parametrize("chosen", ["markdown", "gift", "aiken", "moodle_xml", "csv", "qti"])
def test_a_picture_under_another_name_is_called_a_picture(chosen: str) -> None:
    told = wrongfile.explain(PNG, OF_QUIZZES[chosen], OF_QUIZZES)
    assert told is not None
    assert told[0].vi == f"Tệp này là một tấm ảnh, không phải {OF_QUIZZES[chosen].vi}. Bạn chọn tệp khác nhé."
    assert told[1] == ""


def test_an_old_workbook_is_told_how_to_become_a_new_one() -> None:
    told = wrongfile.explain(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), OF_QUIZZES["xlsx"], OF_QUIZZES)
    assert told is not None
    assert "lưu lại dạng .xlsx" in told[0].vi


@pytest.mark.parametrize("form", OF_QUIZZES.values(), ids=lambda form: form.name)
def test_a_quiz_that_was_cut_off_is_not_taken_for_anything_else(form: Format) -> None:
    data = QUIZZES[form.name]
    for share in range(1, 20):
        part = data[: len(data) * share // 20]
        assert form.read is not None
        if form.read(part).quiz is None:
            assert wrongfile.explain(part, form, OF_QUIZZES) is None, (share, part[-80:])
