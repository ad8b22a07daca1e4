"""What ``content/`` says, as frozen data: modules with their units, cohorts, frameworks.

Paths inside are relative to the content folder and use ``/``, on every system.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from course_export.says import FileFinding
from xblocks.competency.frameworks import Frameworks

UnitKind = Literal["lesson", "quiz", "scenario"]
#: The block type that carries each kind of unit in a course.
BLOCK_TYPES: dict[str, str] = {"lesson": "html", "quiz": "skill_quiz", "scenario": "scenario_sim"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A legal or channel fact. ``checked_on`` and ``valid_from`` are ISO dates or empty."""

    id: str
    text: str
    source: str
    checked_on: str
    valid_from: str
    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Media:
    """A file of a module's or the cohorts' ``media/`` folder; ``name`` is its name under ``/static/``."""

    name: str
    path: Path
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class MediaUse:
    """A reference to ``/static/<name>``, where it stands, and the alternative text of an image (None: no image)."""

    name: str
    file: str
    line: int | None
    image: bool
    alt: str | None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson: sanitised HTML, the number of words a reader meets, and the minutes its author gives it (0: unsaid)."""

    html: str
    words: int
    minutes: int = 0


@dataclass(frozen=True)
class Unit:
    """One step of a module. ``content`` is a :class:`Lesson`, a ``Quiz`` or a ``Story``; None if it could not be read.

    ``settings`` are block fields by name (without the title); ``lines`` says where each ``## id`` heading and fact
    stands, and in a scenario every place (``scenes.goi.choices.a``); ``rows`` are the lines of a quiz's or scenario's
    text.
    """

    kind: UnitKind
    id: str
    title: str
    file: str
    content: Any
    settings: dict[str, Any] = field(default_factory=dict)
    uses: tuple[MediaUse, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)
    rows: tuple[str, ...] = ()

    @property
    def graded(self) -> bool:
        """Whether it counts in the course's grade: a quiz or scenario, unless its ``weight`` is 0."""
        return self.kind != "lesson" and self.settings.get("weight") != 0


@dataclass(frozen=True)
class Module:
    """A module: 10 to 15 minutes of learning, reused by every cohort that names it."""

    id: str
    title: str
    minutes: int
    summary: str
    competencies: tuple[str, ...]
    units: tuple[Unit, ...]
    facts: tuple[Fact, ...]
    media: tuple[Media, ...]
    file: str
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Course:
    """The course run that a cohort learns in. ``start`` and ``end`` are ISO dates or date-times; ``image`` is a media
    name."""

    org: str
    number: str
    run: str
    title: str
    start: str
    end: str
    language: str
    image: str
    about: str

    @property
    def key(self) -> str:
        """The course key of the platform."""
        return f"course-v1:{self.org}+{self.number}+{self.run}"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of learners in the course (the platform calls it a cohort). ``modules`` empty: sees everything."""

    id: int
    title: str
    modules: tuple[str, ...]

    def sees(self, module: str) -> bool:
        """Whether its members see ``module``."""
        return not self.modules or module in self.modules


@dataclass(frozen=True, slots=True)
class Grading:
    """Shares of the course grade (together 1) and the mark from which the course is passed, 0..1."""

    quiz: float
    scenario: float
    passing: float


@dataclass(frozen=True)
class Cohort:
    """Whom a course is made for, and of which modules."""

    id: str
    title: str
    course: Course
    modules: tuple[str, ...]
    grading: Grading
    frameworks: tuple[str, ...]
    groups: tuple[Group, ...]
    media: tuple[Media, ...]
    file: str
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """All of ``content/``. ``findings`` holds what could not be read; what could be read is there nevertheless."""

    root: Path
    modules: dict[str, Module]
    cohorts: dict[str, Cohort]
    frameworks: Frameworks
    findings: tuple[FileFinding, ...] = ()

    def cohort_modules(self, cohort: Cohort) -> list[Module]:
        """The modules of ``cohort`` that exist, in the cohort's order."""
        return [self.modules[name] for name in cohort.modules if name in self.modules]
