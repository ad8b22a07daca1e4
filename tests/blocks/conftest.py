"""People, a course and content for block tests."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from xblocks.competency import catalogue
from xblocks.scenario_sim.block import ScenarioSimBlock
from xblocks.skill_quiz.block import SkillQuizBlock

from . import samples
from .lms import Course
from .lms_binding import Platform, installed


@pytest.fixture
def learner(db: None) -> Any:
    """A learner."""
    return get_user_model().objects.create_user("hocvien")


@pytest.fixture
def other(db: None) -> Any:
    """Another learner."""
    return get_user_model().objects.create_user("nguoikhac")


@pytest.fixture(autouse=True)
def fixed_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws and orders are the same in every run."""
    for cls in (SkillQuizBlock, ScenarioSimBlock):
        monkeypatch.setattr(cls, "rng", lambda self: random.Random(7))


@pytest.fixture(autouse=True)
def no_frameworks_of_other_tests() -> Iterator[None]:
    """What a test loaded and rolled back is not remembered by the next."""
    catalogue._kept = None
    yield
    catalogue._kept = None


@pytest.fixture
def course() -> Course:
    """An empty course."""
    return Course()


@pytest.fixture
def quiz(course: Course) -> Any:
    """Key of a quiz of three questions."""
    return course.add("skill_quiz", content=samples.quiz().to_json(), display_name="Kiểm tra nhanh")


@pytest.fixture
def story(course: Course) -> Any:
    """Key of a short simulation."""
    return course.add("scenario_sim", content=samples.story().to_json(), display_name="Cuộc gọi lạ")


@pytest.fixture
def teacher(db: None) -> Any:
    """Course staff (not of the whole platform)."""
    return get_user_model().objects.create_user("phutrach", first_name="Hoa", last_name="Trần")


@pytest.fixture
def platform(course: Course) -> Any:
    """The LMS's own way to a learner's block."""
    here = Platform(course)
    with installed(here):
        yield here


@pytest.fixture
def ask(course: Course, teacher: Any, platform: Platform) -> Any:
    """Calls a handler as course staff; returns status and reply."""

    def call(usage: Any, handler: str, **data: Any) -> tuple[int, Any]:
        block = platform.during(course.block(usage, teacher, staff=True), teacher)
        return course.post(usage, teacher, handler, data, block=block)

    return call
