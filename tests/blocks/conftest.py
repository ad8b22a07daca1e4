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
