"""The ``scenario_sim`` XBlock: fields, handlers and the bridge to the play engine. Thin on purpose."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from xblock.fields import Scope, String

from xblocks.common import competencies, jsonform
from xblocks.common.base import LearningBlock
from xblocks.common.findings import Finding, ModelError, NewerSchemaError
from xblocks.common.handlers import int_of, learner_handler, text_of
from xblocks.common.i18n import language
from xblocks.common.i18n import noop as _
from xblocks.common.identity import Identity, identify
from xblocks.common.recording import Recorded, recorder_for
from xblocks.common.richtext import plain
from xblocks.common.studio import sample_olx
from xblocks.common.views import EXTRA_CONTENT, with_urls
from xblocks.skill_quiz.questions import type_of

from . import play as engine
from .authorside import SimAuthor
from .before import BeforeMixin
from .checks import check_story
from .formats import FORMATS, markdown, olx
from .rehearsing import RehearsalMixin
from .sample import EMPTY_SOURCE
from .staffside import SimStaff
from .story import Story, load_story

DRAWN_TYPES = frozenset({"single_choice", "multiple_choice", "true_false"})
"""Question types that ``ask.<lang>.js`` draws itself; for others the page also gets the quiz's ``types.<lang>.js``."""


class ScenarioSimBlock(RehearsalMixin, BeforeMixin, SimStaff, SimAuthor, LearningBlock):
    """A branching rehearsal of a scam: decide, see what follows, look at the signs, try again."""

    kind = "scenario_sim"
    student_function = "ScenarioSimStudent"
    studio_function = "ScenarioSimStudio"
    settings_fields = ("display_name", "pass_mark", "max_attempts", "grade_method", "weight")

    display_name = String(
        display_name=_("Title"),
        help=_("The name that learners see."),
        default="Tình huống",
        scope=Scope.settings,
        enforce_type=True,
    )

    #: Where the author's picture shows each scene (``layout.py``); in no form, and no part of the content.
    layout = String(default="", scope=Scope.content, enforce_type=True)

    # --- the engine -----------------------------------------------------------------------------------------------

    @classmethod
    def load_content(cls, text: str) -> Story:
        """The story in ``text``."""
        return load_story(text)

    def read_attempt(self, data: Mapping[str, Any]) -> engine.Play:
        """The play in ``data``."""
        return engine.Play.from_json(data)

    def replay(self, model: Story, attempt: engine.Play, recorded: Iterable[Recorded]) -> engine.Play:
        """``attempt`` after the recorded moves that it lacks."""
        return engine.replay(model, attempt, [(r.step, r.answer) for r in recorded], now=self.now())

    def scorecard(self, model: Story, attempt: engine.Play) -> engine.ScoreCard:
        """The score card of a play."""
        return engine.score(model, attempt)

    def regrade(self, model: Story, attempt: engine.Play) -> tuple[engine.Play, dict[int, float]]:
        """The same moves graded by ``model``; a play whose moves it no longer has keeps its own version and score."""
        return engine.rescore(model, attempt)

    def dump_attempt(self, attempt: engine.Play) -> dict[str, Any]:
        """The JSON form of a play."""
        return attempt.to_json()

    def seen_items(self, attempt: engine.Play) -> list[str]:
        """Nothing is drawn in a simulation."""
        return []

    def attempt_view(self, model: Story, attempt: engine.Play, who: Identity) -> dict[str, Any]:
        """``PlayView`` of the contract."""
        view = engine.play_view(model, attempt, show_correctness=self.may_see_scores())
        if view.get("debrief") is not None:
            # A rehearsal counts for nothing: no points are shown that somebody might take for theirs.
            view["debrief"]["result"] = None if attempt.practice else self.result_view(self.scorecard(model, attempt))
            beside = self.comparison(model, attempt, who) if "triage" in view["debrief"] else None
            if beside is not None:
                view["debrief"]["triage"]["before"] = beside.view()
        return view

    def rules_view(self, model: Story) -> dict[str, Any]:
        """Nothing more than what both blocks have."""
        return {}

    def more_public(self, data: Mapping[str, Any]) -> list[str]:
        """Scripts and style sheets of what only some simulations have, where this page's play or the next could need
        them."""
        model = self.model_or_none()
        play = (data.get("state") or {}).get("play") or {}
        scene, path = play.get("scene") or {}, (play.get("debrief") or {}).get("path", ())
        scenes = model.scenes if model is not None else ()
        asked = [one.question.item for one in scenes if one.question is not None]
        types = {item.type for item in asked}
        shown = [type_of(item).dump(item) for item in asked]
        if "question" in scene:
            types.add(scene["question"]["type"])
            shown.append(scene["question"])
        names = []
        if "triage" in play or (model is not None and model.triage is not None):
            names.append("inbox")
        written = "input" in scene or any(one.input is not None for one in scenes)
        if types or written or any(step.get("by") in ("typed", "answer") for step in path):
            names.append("ask")
        if types - DRAWN_TYPES:
            names.append("types")
        if any(mark in text for text in map(jsonform.canonical, shown) for mark in EXTRA_CONTENT):
            names.append("extras")
        return [file for name in names for file in (f"{name}.{language()}.js", f"{name}.css")]

    def rename_state(self, state: dict[str, Any]) -> dict[str, Any]:
        """``PlayState`` of the contract."""
        return {
            "plays_used": state.pop("attempts_used"),
            "play": state.pop("attempt"),
            **state,
        }

    # --- handlers -------------------------------------------------------------------------------------------------

    @learner_handler
    def choose(self, data: dict[str, Any]) -> dict[str, Any]:
        """Makes one move; the same request again gets the same reply and changes nothing."""
        play_id, step = text_of(data, "play"), int_of(data, "step")
        # A choice, what was typed, or the answer to a question: the engine takes exactly one, and says so.
        move = {name: data.get(name) for name in ("choice", "typed", "answer")}
        who, recorder, now = identify(self), recorder_for(self), self.now()
        with recorder.together():
            found, model, play, row = self.locked_attempt(play_id, recorder)
            outcome = engine.choose(model, play, step=step, **move, now=now)
            if not outcome.repeat:
                if not play.practice:
                    self.refuse_late()
                taken = outcome.choice
                first = row is None or recorder.respond(
                    row,
                    step=step,
                    item_id=outcome.scene,
                    answer=taken.id,
                    score=taken.score,
                    competencies=() if taken.score is None or play.practice else taken.competencies,
                    now=now,
                )
                if not first:  # another request of this learner made that move
                    play = self.replay(model, play, recorder.responses(row))
                    outcome = engine.choose(model, play, step=step, **move, now=now)
                found = self.keep_step(found, model, outcome.play, row, recorder, who)
        reply = {
            "step": step,
            **outcome.view(show_correctness=self.may_see_scores()),
            "play": self.attempt_view(model, outcome.play, who),
        }
        return with_urls(self, reply | self.standing_after(outcome.play, found))

    # --- collected by the platform ----------------------------------------------------------------------------------

    def student_view_data(self, context: Any = None) -> dict[str, Any]:
        """For the course-blocks API; collected without a learner, so neither state nor scenes."""
        return {
            "display_name": self.display_name,
            "pass_mark": self.pass_mark,
            "max_attempts": self.max_attempts or 0,
        }

    def index_dictionary(self) -> dict[str, Any]:
        """For search: title and introduction; scenes would spoil the rehearsal."""
        model = self.model_or_none()
        return {
            "content": {"display_name": self.display_name, "intro": "" if model is None else plain(model.intro)},
            "content_type": "Scenario",
        }

    def answers_for_report(self, model: Story | None, attempt: engine.Play) -> list[dict[str, Any]]:
        """One row per move for the platform's report; ids where the current content no longer has that way."""
        try:
            told = engine.describe(model, attempt) if model is not None else []
        except engine.ContentChanged:
            told = []
        bare = [{"scene": move.scene, "choice": move.choice, "score": None} for move in attempt.path]
        return [
            {
                self.tr("Attempt"): attempt.number,
                self.tr("Scene"): row["scene"],
                self.tr("Choice"): row["choice"],
                self.tr("Score"): row["score"],
            }
            for row in told or bare
        ]

    # --- the author's side ------------------------------------------------------------------------------------------

    @classmethod
    def read_source(cls, text: str) -> Any:
        """Markdown to a story."""
        return markdown.read(text)

    @classmethod
    def write_source(cls, model: Story) -> str:
        """A story to Markdown."""
        return markdown.write(model, {})

    @classmethod
    def read_model(cls, data: Mapping[str, Any]) -> tuple[Story | None, Iterable[Finding]]:
        """A story from a JSON object."""
        try:
            return Story.from_json(data), ()
        except NewerSchemaError:
            raise
        except ModelError as error:
            return None, error.findings

    @classmethod
    def formats(cls) -> Mapping[str, Any]:
        """Formats for import and export."""
        return FORMATS

    @classmethod
    def check_model(cls, model: Story, today: date) -> Iterable[Finding]:
        """What is wrong with a story."""
        return [*check_story(model, today=today), *competencies.unknown(json.loads(model.to_json()))]

    def empty_source(self) -> str:
        """A small story to start from."""
        return EMPTY_SOURCE[language()] if language() in EMPTY_SOURCE else EMPTY_SOURCE["en"]

    def preview(self, model: Story) -> dict[str, Any]:
        """The first scene as learners meet it, its choices as authored."""
        play = replace(engine.start(model, play_id="0" * 32, number=1, now=self.now()), drawn=False)
        return {"intro": model.intro, "scene": engine.scene_view(model, play)}

    def summary(self, model: Story) -> str:
        """How many scenes and endings there are, or messages of an inbox."""
        if model.triage is not None:
            return self.tr("{n} messages to judge").format(n=len(model.triage.items))
        endings = sum(1 for scene in model.scenes if scene.ending is not None)
        return self.tr("{scenes} scenes, {endings} endings").format(scenes=len(model.scenes), endings=endings)

    @classmethod
    def read_olx(cls, node: Any) -> Story:
        """A story from the children of ``node``."""
        return olx.read(node)

    @classmethod
    def write_olx(cls, node: Any, model: Story) -> None:
        """A story as children of ``node``."""
        olx.write(node, model)

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """For the stock XBlock workbench."""
        return [("scenario_sim", sample_olx(ScenarioSimBlock, EMPTY_SOURCE["vi"]))]
