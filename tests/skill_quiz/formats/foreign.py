"""What the tests of foreign formats share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.skill_quiz.strategies import RICH_TEXTS, quizzes
from xblocks.common.findings import Finding
from xblocks.skill_quiz.formats import NOT_CARRIED, ReadResult
from xblocks.skill_quiz.model import Quiz

GOLDEN = Path(__file__).parent / "golden"

#: Any valid quiz, with rich texts.
QUIZZES = quizzes(min_items=1, max_items=4, texts=RICH_TEXTS)


def check_report(findings: Iterable[Finding]) -> None:
    """Every finding is a sentence in both languages, that names a place."""
    for finding in findings:
        assert finding.where
        assert finding.vi.endswith(".")
        assert finding.en.endswith(".")
        assert "\n" not in finding.vi + finding.en


def check_result(result: ReadResult) -> None:
    """What every reading promises, whatever the file was."""
    errors = [f for f in result.findings if f.severity == "error"]
    assert (result.quiz is None) == bool(errors)
    check_report(result.findings)
    check_report(result.losses)
    assert all(loss.severity == "warning" and loss.code == NOT_CARRIED for loss in result.losses)
    if result.quiz is not None:
        assert Quiz.from_json(result.quiz.to_json()) == result.quiz


def golden(name: str, text: str, *, renew: bool = False) -> str:
    """The text of a golden file; written when ``renew`` (by hand, never in a commit)."""
    path = GOLDEN / name
    if renew:
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def items(quiz: Quiz | None) -> list[dict[str, Any]]:
    """The questions as JSON."""
    assert quiz is not None
    rows: list[dict[str, Any]] = quiz.as_dict()["items"]
    return rows


def noise(*pieces: str) -> st.SearchStrategy[bytes]:
    """Bytes that look like a file of a format: its signs in any order, with any text between."""
    parts = st.one_of(st.sampled_from(pieces), st.text(max_size=6))
    return st.one_of(
        st.binary(max_size=200), st.lists(parts, max_size=30).map(lambda p: "".join(p).encode("utf-8", "replace"))
    )
