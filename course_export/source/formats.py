"""The one place where the source meets the engines and their formats."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from course_export.says import FileFinding
from xblocks.common.findings import Finding
from xblocks.scenario_sim.checks import check_story
from xblocks.scenario_sim.formats import markdown as story_markdown
from xblocks.scenario_sim.formats import olx as story_olx
from xblocks.skill_quiz.formats import markdown as quiz_markdown
from xblocks.skill_quiz.formats import olx as quiz_olx
from xblocks.skill_quiz.model import check_quiz

_MARKDOWN: dict[str, Any] = {"quiz": quiz_markdown, "scenario": story_markdown}
_OLX: dict[str, Any] = {"quiz": quiz_olx, "scenario": story_olx}


def read(kind: str, text: str) -> Any:
    """``ReadResult(model | None, settings, findings)`` of a quiz's or a scenario's Markdown."""
    return _MARKDOWN[kind].read(text)


def olx(kind: str) -> Any:
    """The module that writes and reads the OLX of ``kind``."""
    return _OLX[kind]


def check(kind: str, model: Any, today: dt.date) -> Iterable[Finding]:
    """What the engine finds wrong with ``model``."""
    return check_quiz(model) if kind == "quiz" else check_story(model, today=today)


def as_data(model: Any) -> dict[str, Any]:
    """The model as plain JSON data."""
    data: dict[str, Any] = json.loads(model.to_json())
    return data


def in_file(finding: Finding, file: str) -> FileFinding:
    """``finding`` with its file."""
    return FileFinding(finding.severity, finding.code, finding.where, finding.vi, finding.en, finding.line, file)
