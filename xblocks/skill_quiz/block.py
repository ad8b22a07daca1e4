"""The ``skill_quiz`` XBlock: fields, handlers and the bridge to the quiz engine. Thin on purpose."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from xblocks.common import competencies
from xblocks.common.base import LearningBlock
from xblocks.common.findings import Finding
from xblocks.common.i18n import language
from xblocks.common.richtext import plain
from xblocks.common.studio import sample_olx
from xblocks.common.studio_model import ModelStudioMixin
from xblocks.common.views import EXTRA_CONTENT

from . import attempt as engine
from .formats import FORMATS, markdown, olx
from .model import Quiz, check_quiz, load_quiz, read_quiz
from .playing import QuizPlaying
from .questions import Answer, Item, type_of
from .questions.base import say
from .sample import EMPTY_SOURCE
from .settings import QuizSettings
from .staffside import QuizStaff

PLAIN_TYPES = frozenset({"single_choice", "multiple_choice", "true_false"})
"""Types that ``student.js`` draws; those of ``types.<lang>.js`` come only where they are needed."""

EXTRA_RULES = frozenset({"tries", "time_limit", "certainty", "keep_right"})
"""Rules of the init data for which a page brings ``extras.<lang>.js``."""


class SkillQuizBlock(QuizSettings, QuizPlaying, QuizStaff, ModelStudioMixin, LearningBlock):
    """A short quiz after a module: one question per screen, feedback for every option, pools, attempts, evidence."""

    kind = "skill_quiz"
    student_function = "SkillQuizStudent"
    studio_function = "SkillQuizStudio"
    settings_fields = (
        "display_name",
        "pass_mark",
        "max_attempts",
        "behaviour",
        "tries",
        "penalty",
        "certainty",
        "keep_right",
        "time_limit",
        "show_answer",
        "grade_method",
        "weight",
    )

    # --- the engine -----------------------------------------------------------------------------------------------

    @classmethod
    def load_content(cls, text: str) -> Quiz:
        """The quiz in ``text``."""
        return load_quiz(text)

    def is_playable(self, model: Quiz) -> bool:
        """A quiz without questions is content that an author has just begun."""
        return bool(model.items)

    def more_public(self, data: Mapping[str, Any]) -> list[str]:
        """Scripts and style sheets of the rarer question types, and of what goes beyond plain questions (tries, a time
        limit, the certainty question, kept answers, pictures, recordings): where this page's attempt or the next could
        hold them."""
        model = self.model_or_none()
        attempt = (data.get("state") or {}).get("attempt") or {}
        types = {item["type"] for item in attempt.get("items", ())}
        types.update(item.type for item in (model.items if model is not None else ()))
        found = [f"types.{language()}.js", "types.css"] if types - PLAIN_TYPES else []
        text = self.content
        if any(mark in text for mark in EXTRA_CONTENT) or _has_extras(data["rules"], attempt):
            found += [f"extras.{language()}.js", "extras.css"]
        return found

    # --- collected by the platform ----------------------------------------------------------------------------------

    def student_view_data(self, context: Any = None) -> dict[str, Any]:
        """For the course-blocks API; collected without a learner, so neither state nor questions."""
        model = self.model_or_none()
        return {
            "display_name": self.display_name,
            "questions": 0 if model is None else model.attempt_length(),
            "pass_mark": self.pass_mark,
            "max_attempts": self.max_attempts or 0,
        }

    def index_dictionary(self) -> dict[str, Any]:
        """For search: title, introduction and question texts; no options, hints or feedback."""
        model = self.model_or_none()
        texts = [] if model is None else [plain(model.intro), *(plain(item.text) for item in model.items)]
        return {
            "content": {"display_name": self.display_name, "quiz_text": " ".join(t for t in texts if t)},
            "content_type": "Quiz",
        }

    def answers_for_report(self, model: Quiz | None, attempt: engine.Attempt) -> list[dict[str, Any]]:
        """One row per answer for the platform's report."""
        rows = []
        for answered in attempt.answers:
            item = model.by_id.get(answered.item) if model is not None else None
            rows.append(
                {
                    self.tr("Attempt"): attempt.number,
                    self.tr("Question"): plain(item.text) if item is not None else answered.item,
                    self.tr("Answer"): describe(item, answered.answer),
                    self.tr("Score"): answered.score,
                }
            )
        return rows

    # --- the author's side ------------------------------------------------------------------------------------------

    @classmethod
    def read_source(cls, text: str) -> Any:
        """Markdown to a quiz."""
        return markdown.read(text)

    @classmethod
    def write_source(cls, model: Quiz) -> str:
        """A quiz to Markdown."""
        return markdown.write(model, {})

    @classmethod
    def read_model(cls, data: Mapping[str, Any]) -> tuple[Quiz | None, Iterable[Finding]]:
        """A quiz from a JSON object."""
        return read_quiz(data)

    @classmethod
    def formats(cls) -> Mapping[str, Any]:
        """Formats for import and export."""
        return FORMATS

    @classmethod
    def check_model(cls, model: Quiz, today: date) -> Iterable[Finding]:
        """What is wrong with a quiz."""
        return [*check_quiz(model), *competencies.unknown(json.loads(model.to_json()))]

    def empty_source(self) -> str:
        """A small quiz to start from."""
        return EMPTY_SOURCE[language()] if language() in EMPTY_SOURCE else EMPTY_SOURCE["en"]

    def preview(self, model: Quiz) -> dict[str, Any]:
        """The questions as learners get them, in authored order."""
        return {"intro": model.intro, "items": [_preview(item) for item in model.items]}

    def summary(self, model: Quiz) -> str:
        """How many questions there are and how many are drawn."""
        return self.tr("{total} questions, {drawn} of them in each attempt").format(
            total=len(model.items), drawn=model.attempt_length()
        )

    @classmethod
    def read_olx(cls, node: Any) -> Quiz:
        """A quiz from the children of ``node``."""
        return olx.read(node)

    @classmethod
    def write_olx(cls, node: Any, model: Quiz) -> None:
        """A quiz as children of ``node``."""
        olx.write(node, model)

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """For the stock XBlock workbench."""
        return [("skill_quiz", sample_olx(SkillQuizBlock, EMPTY_SOURCE["vi"]))]


def describe(item: Item | None, answer: Answer) -> str:
    """``answer`` in the words of ``item``, for staff; ids where there is no such item any more."""
    return say(answer, {}) if item is None else type_of(item).describe(item, answer)


def _has_extras(rules: Mapping[str, Any], attempt: Mapping[str, Any]) -> bool:
    """Whether the rules, or an attempt begun under other rules or in older content, need ``extras.<lang>.js``."""
    if not EXTRA_RULES.isdisjoint(rules) or "seconds_left" in attempt:
        return True
    return any(
        not {"tries_left", "certainty", "kept", "audio", "picture"}.isdisjoint(item) or "<img " in str(item)
        for item in attempt.get("items", ())
    )


def _preview(item: Item) -> dict[str, Any]:
    kind = type_of(item)
    return kind.public(item, kind.order(item, random.Random(0)), language())  # an order, no secret
