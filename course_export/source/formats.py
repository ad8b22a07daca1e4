"""The one place where the source meets the engines' Markdown formats."""

from __future__ import annotations

import datetime as dt
import importlib
import json
from collections.abc import Iterable
from typing import Any

from course_export.says import FileFinding
from xblocks.common.findings import Finding

_PACKAGES = {"quiz": "xblocks.skill_quiz", "scenario": "xblocks.scenario_sim"}


def read(kind: str, text: str) -> Any:
    """``ReadResult(model | None, settings, findings)`` of a quiz's or a scenario's Markdown."""
    return importlib.import_module(f"{_PACKAGES[kind]}.formats.markdown").read(text)


def olx(kind: str) -> Any:
    """The module that writes and reads the OLX of ``kind``."""
    return importlib.import_module(f"{_PACKAGES[kind]}.formats.olx")


def check(kind: str, model: Any, today: dt.date) -> Iterable[Finding]:
    """What the engine finds wrong with ``model``."""
    if kind == "quiz":
        check_quiz = importlib.import_module("xblocks.skill_quiz.model").check_quiz
        return list(check_quiz(model))
    check_story = importlib.import_module("xblocks.scenario_sim.checks").check_story
    return list(check_story(model, today=today))


def as_data(model: Any) -> dict[str, Any]:
    """The model as plain JSON data."""
    data: dict[str, Any] = json.loads(model.to_json())
    return data


def in_file(finding: Finding, file: str) -> FileFinding:
    """``finding`` with its file."""
    return FileFinding(finding.severity, finding.code, finding.where, finding.vi, finding.en, finding.line, file)
