"""A question of the quiz, asked and judged inside a scene. The order of its options is drawn from the play's id, so
that it is the same whenever the page is loaded."""

from __future__ import annotations

from random import Random
from typing import Any

from xblocks.skill_quiz.questions import Item, Order, type_of

from .state import Play, State, open_question
from .story import Choice, Question, Scene, Story


def order_of(play_id: str, scene: str, question: Question) -> Order:
    """The order in which the play shows the options of the question."""
    return type_of(question.item).order(question.item, Random(f"{play_id}:{scene}"))


def public_question(story: Story, play: Play, lang: str) -> dict[str, Any] | None:
    """What a browser may see of the question that is asked now."""
    asked = open_question(story, play)
    if asked is None:
        return None
    return type_of(asked.item).public(asked.item, order_of(play.id, play.scene, asked), lang)


def asked_item(scene: Scene, way: Choice) -> Item | None:
    """The item whose outcome ``way`` is."""
    asked = scene.question
    return asked.item if asked is not None and way.id in (asked.right.id, asked.wrong.id) else None


def answered(story: Story, play_id: str, state: State, raw: Any) -> tuple[Choice | None, dict[str, Any] | None]:
    """The outcome that the answer ``raw`` has in ``state`` (``None`` where nothing is asked), and an ``ItemResult``
    whose key is never told, for a wrong answer may lead back to the question. Raises ``MalformedAnswer``."""
    asked = open_question(story, state)
    if asked is None:
        return None, None
    kind, order = type_of(asked.item), order_of(play_id, state.scene, asked)
    grade = kind.grade(asked.item, kind.read(asked.item, order, raw))
    judged = {
        "score": grade.score,
        "correct": grade.correct,
        "feedback": [{"for": kind.public_id(order, one.part), "html": one.html} for one in grade.feedback],
        "explanation": asked.item.explanation or None if grade.correct else None,
        "key": None,
    }
    return (asked.right if grade.correct else asked.wrong), judged
