"""Who is registered is tested: a question type or a package target cannot be added without tests that name it."""

import re
from pathlib import Path

import pytest

from course_export.package import TARGETS
from xblocks.skill_quiz.questions import REGISTRY

ROOT = Path(__file__).resolve().parents[2]


def names_of_tests(folder: str) -> str:
    """The source of every test of a room."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / folder).rglob("test_*.py"))


@pytest.mark.parametrize("name", REGISTRY)
def test_a_question_type_has_tests(name: str) -> None:
    assert re.search(rf"\b{name}\b", names_of_tests("skill_quiz")), f"no test under tests/skill_quiz names {name}"


@pytest.mark.parametrize("name", TARGETS)
def test_a_package_target_has_tests(name: str) -> None:
    assert re.search(rf"\b{name}\b", names_of_tests("course_export")), f"no test under tests/course_export names {name}"


@pytest.mark.parametrize(
    ("package", "room"), [("skill_quiz", "skill_quiz"), ("scenario_sim", "scenario_sim")], ids=["quiz", "scenario"]
)
def test_a_format_has_tests(package: str, room: str) -> None:
    formats = [path.stem for path in (ROOT / "xblocks" / package / "formats").glob("*.py") if reads_or_writes(path)]
    tests = names_of_tests(room)
    assert [name for name in formats if not re.search(rf"\b{name}\b", tests)] == []


def reads_or_writes(path: Path) -> bool:
    """True for a format: a module with a public ``read`` or ``write``; helpers beside it have neither."""
    return bool(re.search(r"^def (read|write)\(", path.read_text(encoding="utf-8"), re.MULTILINE))
