"""The ``skill_quiz`` XBlock: fields, handlers and the bridge to the quiz engine. Thin on purpose."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from xblock.fields import Scope, String

from xblocks.common import dates
from xblocks.common.base import LearningBlock
from xblocks.common.findings import Finding
from xblocks.common.handlers import Refusal, int_of, learner_handler, text_of
from xblocks.common.i18n import language
from xblocks.common.i18n import noop as _
from xblocks.common.identity import Identity, identify
from xblocks.common.recording import Recorded, competency_titles, recorder_for
from xblocks.common.richtext import plain
from xblocks.common.studio import StudioMixin, sample_olx
from xblocks.common.views import with_urls

from . import attempt as engine
from . import view as quiz_view
from .formats import markdown, olx
from .model import Quiz, check_quiz, load_quiz
from .questions import Answer, Item, type_of
from .questions.base import say
from .sample import EMPTY_SOURCE


class SkillQuizBlock(StudioMixin, LearningBlock):
    """A short quiz after a module: one question per screen, feedback for every option, pools, attempts, evidence."""

    kind = "skill_quiz"
    student_function = "SkillQuizStudent"
    studio_function = "SkillQuizStudio"
    settings_fields = (
        "display_name",
        "pass_mark",
        "max_attempts",
        "behaviour",
        "show_answer",
        "grade_method",
        "weight",
    )

    display_name = String(
        display_name=_("Title"),
        help=_("The name that learners see."),
        default="Câu hỏi ngắn",
        scope=Scope.settings,
        enforce_type=True,
    )
    behaviour = String(
        display_name=_("When feedback is given"),
        help=_("After each answer, or when all answers are handed in."),
        default="immediate",
        values=[
            {"display_name": _("After each answer"), "value": "immediate"},
            {"display_name": _("At the end"), "value": "deferred"},
        ],
        scope=Scope.settings,
        enforce_type=True,
    )
    show_answer = String(
        display_name=_("When the right answer and its explanation are shown"),
        help=_("Feedback on the learner's own answer follows the setting above."),
        default="after_answer",
        values=[
            {"display_name": _("Never"), "value": "never"},
            {"display_name": _("After the answer"), "value": "after_answer"},
            {"display_name": _("After the attempt"), "value": "after_attempt"},
            {"display_name": _("After passing"), "value": "after_pass"},
            {"display_name": _("After the due date"), "value": "after_due"},
        ],
        scope=Scope.settings,
        enforce_type=True,
    )

    # --- the engine -----------------------------------------------------------------------------------------------

    def rules(self) -> engine.Rules:
        """The engine's rules from the settings."""
        return engine.Rules(
            behaviour=self.behaviour,
            max_attempts=self.max_attempts or None,
            pass_mark=self.pass_mark,
            grade_method=self.grade_method,
            show_answer=self.show_answer,
        )

    @classmethod
    def load_content(cls, text: str) -> Quiz:
        """The quiz in ``text``."""
        return load_quiz(text)

    def is_playable(self, model: Quiz) -> bool:
        """A quiz without questions is content that an author has just begun."""
        return bool(model.items)

    def begin(self, model: Quiz, *, attempt_id: str, number: int, now: str, seen: Sequence[str]) -> engine.Attempt:
        """A new attempt: items drawn, options ordered."""
        return engine.start(model, attempt_id=attempt_id, number=number, rng=self.rng(), now=now, seen=seen)

    def read_attempt(self, data: Mapping[str, Any]) -> engine.Attempt:
        """The attempt in ``data``."""
        return engine.Attempt.from_json(data)

    def replay(self, model: Quiz, attempt: engine.Attempt, recorded: Iterable[Recorded]) -> engine.Attempt:
        """``attempt`` after the recorded responses that it lacks."""
        now = self.now().isoformat()
        orders = {drawn.item: drawn.order for drawn in attempt.items}
        for past in recorded:
            item = model.by_id.get(past.item_id)
            if past.step == attempt.step + 1 and item is not None and past.item_id in orders:
                raw = type_of(item).show(item, orders[item.id], engine.frozen(past.answer))
                attempt = engine.answer(
                    model, attempt, self.rules(), step=past.step, item=item.id, raw=raw, now=now
                ).attempt
        return attempt

    def scorecard(self, model: Quiz, attempt: engine.Attempt) -> engine.ScoreCard:
        """The score card of ``attempt``."""
        return engine.score(model, attempt)

    def regrade(self, model: Quiz, attempt: engine.Attempt) -> tuple[engine.Attempt, dict[int, float]]:
        """``attempt`` graded by ``model``."""
        again = engine.rescore(model, attempt)
        return again, {a.step: a.score for a in again.answers}

    def dump_attempt(self, attempt: engine.Attempt) -> dict[str, Any]:
        """The JSON form of an attempt."""
        return attempt.to_json()

    def seen_items(self, attempt: engine.Attempt) -> list[str]:
        """Ids of the drawn items."""
        return [drawn.item for drawn in attempt.items]

    def attempt_view(self, model: Quiz, attempt: engine.Attempt, who: Identity) -> dict[str, Any]:
        """``AttemptView`` of the contract."""
        return quiz_view.view(
            model,
            attempt,
            self.rules(),
            past_due=None if dates.closes_at(self) is None else dates.is_past_due(self, self.now()),
            show_correctness=getattr(self, "show_correctness", None) or "always",
            passed_before=any(
                p.possible and p.earned / p.possible >= self.pass_mark for p in self.progress().counted()
            ),
            titles=competency_titles(model.competencies, language()),
            lang=language(),
        )

    def rules_view(self, model: Quiz) -> dict[str, Any]:
        """Behaviour and number of questions."""
        return {"behaviour": self.behaviour, "items": model.attempt_length()}

    # --- handlers -------------------------------------------------------------------------------------------------

    @learner_handler
    def answer(self, data: dict[str, Any]) -> dict[str, Any]:
        """Grades and stores one answer; the same request again gets the same reply and changes nothing."""
        attempt_id, step, item = text_of(data, "attempt"), int_of(data, "step"), text_of(data, "item")
        if "answer" not in data:
            raise Refusal(400, "malformed", "Thiếu câu trả lời.", "The answer is missing.")
        who, recorder, now = identify(self), recorder_for(self), self.now()
        with transaction.atomic():
            found, model, attempt, row = self.locked_attempt(attempt_id, recorder)
            outcome = engine.answer(
                model, attempt, self.rules(), step=step, item=item, raw=data["answer"], now=now.isoformat()
            )
            if not outcome.repeat:
                self.refuse_late()
                answered = outcome.answered
                first = row is None or recorder.respond(
                    row,
                    step=step,
                    item_id=item,
                    answer=answered.answer,
                    score=answered.score,
                    competencies=model.by_id[item].competencies,
                    now=now,
                )
                if not first:  # another request of this learner took that step
                    attempt = self.replay(model, attempt, recorder.responses(row))
                    outcome = engine.answer(
                        model, attempt, self.rules(), step=step, item=item, raw=data["answer"], now=now.isoformat()
                    )
                card = self.scorecard(model, outcome.attempt)
                found = self.keep_step(found, outcome.attempt, card, row, recorder, who)
        view = self.attempt_view(model, outcome.attempt, who)
        shown = next(i for i in view["items"] if i["id"] == item)
        reply = {
            "step": step,
            "item": item,
            "result": shown["result"],
            "attempt": {"status": view["status"], "step": view["step"], "result": view["result"]},
        }
        return with_urls(self, reply | self.standing(found))

    @learner_handler
    def finish(self, data: dict[str, Any]) -> dict[str, Any]:
        """Hands in the attempt. Also after the due date: what was answered in time counts. Again: the same result."""
        attempt_id = text_of(data, "attempt")
        who, recorder = identify(self), recorder_for(self)
        with transaction.atomic():
            found, model, attempt, row = self.locked_attempt(attempt_id, recorder)
            if attempt.status == "open":
                ended = engine.finish(attempt, now=self.now().isoformat())
                found = self.keep_step(found, ended, self.scorecard(model, ended), row, recorder, who)
        return {"state": self.learner_state(who, found, recorder)}

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
    def check_model(cls, model: Quiz, today: date) -> Iterable[Finding]:
        """What is wrong with a quiz."""
        return check_quiz(model)

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


def _preview(item: Item) -> dict[str, Any]:
    kind = type_of(item)
    return kind.public(item, kind.order(item, random.Random(0)), language())  # an order, no secret
