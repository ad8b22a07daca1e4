"""What a learner answered, in words, for the staff of the course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from xblocks.common import richtext
from xblocks.common.findings import ModelError
from xblocks.common.shares import percent
from xblocks.scenario_sim import triage
from xblocks.scenario_sim.playview import label
from xblocks.scenario_sim.questions import asked_item
from xblocks.scenario_sim.story import Scene, Story, load_story
from xblocks.skill_quiz.model import Quiz, load_quiz
from xblocks.skill_quiz.sheet import unpacked
from xblocks.skill_quiz.tally import describe


@dataclass(frozen=True, slots=True)
class Told:
    """One answer, or one move of a simulation. ``answer``: None for a question of a finished attempt that was not
    answered; ``percent``: None where it is not scored; ``at``: None where nothing was done in this attempt.
    """

    question: str
    answer: str | None
    percent: int | None
    at: datetime | None


def answers_of(attempts: Sequence[Any], lang: str) -> dict[str, list[Told]]:
    """The answers in each of ``attempts`` (rows of the records) by attempt id, oldest first; questions of a finished
    attempt that were not answered stand at the end. 2 queries for up to 500 attempts.

    Each attempt is told in the wording that the learner saw.
    """
    from xblocks.learning_record import reading

    if not attempts:
        return {}
    given = reading.responses_of([attempt.pk for attempt in attempts])
    kinds = {attempt.content_id: attempt.kind for attempt in attempts}
    models = {digest: _model(kinds[digest], body) for digest, body in reading.contents(kinds).items()}
    return {
        attempt.pk: _told(attempt, given.get(attempt.pk, []), models.get(attempt.content_id), lang)
        for attempt in attempts
    }


def _told(attempt: Any, responses: Sequence[Any], model: Quiz | Story | None, lang: str) -> list[Told]:
    found = []
    for row in responses:
        question, answer = _words(model, row, lang)
        found.append(Told(question, answer, None if row.score is None else percent(row.score), row.created))
    if isinstance(model, Quiz):
        found += _without_response(attempt, {row.item_id for row in responses}, model, lang)
    return found


def _without_response(attempt: Any, answered: set[str], quiz: Quiz, lang: str) -> list[Told]:
    """The questions of ``attempt`` that were kept from the attempt before, and those that were left out."""
    kept = {one["item"]: one for one in attempt.plan.get("kept", ())}
    found = []
    for item in (one["item"] for one in attempt.plan.get("items", ()) if one["item"] not in answered):
        if item in kept:
            said = _("%(answer)s (kept from the attempt before)") % {
                "answer": _said(quiz, item, kept[item]["answer"], lang)
            }
            found.append(Told(_question(quiz, item), said, percent(kept[item]["score"]), None))
        elif attempt.status != attempt.Status.OPEN:
            found.append(Told(_question(quiz, item), None, 0, None))
    return found


def _words(model: Quiz | Story | None, row: Any, lang: str) -> tuple[str, str]:
    if isinstance(model, Quiz) and row.item_id in model.by_id:
        return _question(model, row.item_id), _said(model, row.item_id, row.answer, lang)
    if isinstance(model, Story) and model.triage is not None:
        message = next((one for one in model.triage.items if one.id == row.item_id), None)
        if message is not None:
            said = model.triage.trust if row.answer == triage.GENUINE else model.triage.suspect
            return triage.name_of(message), richtext.plain(said)
    if isinstance(model, Story) and row.item_id in model.scene_of:
        scene = model.scene_of[row.item_id]
        return scene.title or scene.id, _move(scene, row.answer)
    return row.item_id, _raw(row.answer)


def _move(scene: Scene, way_id: Any) -> str:
    """What was done in ``scene``."""
    way = next((one for one in scene.ways if one.id == way_id), None)
    if way is None:
        return _raw(way_id)
    said = richtext.plain(label(scene, way))
    if asked_item(scene, way) is not None and scene.question is not None:
        return f"{said} – {_('right') if way.id == scene.question.right.id else _('wrong')}"
    return said or _("typed something else")


def _question(quiz: Quiz, item: str) -> str:
    return richtext.plain(quiz.by_id[item].text) if item in quiz.by_id else item


def _said(quiz: Quiz, item: str, recorded: Any, lang: str) -> str:
    try:
        return describe(quiz.by_id[item], unpacked(recorded)[0], lang)
    except (KeyError, TypeError):
        return _raw(recorded)


def _raw(answer: Any) -> str:
    if isinstance(answer, list):
        return ", ".join(_raw(part) for part in answer)
    return str(answer)


def _model(kind: str, body: str) -> Quiz | Story | None:
    """The quiz or story in ``body``; None for what this version cannot read: its ids are shown then."""
    try:
        return load_quiz(body) if kind == "skill_quiz" else load_story(body) if kind == "scenario_sim" else None
    except ModelError:
        return None
