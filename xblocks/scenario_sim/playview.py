"""What a browser may see of a play: the current scene, and after the end the debrief.

No id of a scene, message, choice or flag, no target, no score before the end, and nothing of scenes that were not
visited. Every ``text`` and ``feedback`` (and the ``choice`` of a path) is sanitised HTML; all other texts are plain.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from xblocks.common import richtext

from . import triage
from .closing import actions_of, result_of
from .questions import asked_item, public_question
from .replies import MAX_TYPED
from .scoring import score
from .state import Play, offered_choices, open_input, shown_cues, steps, visible_messages
from .story import Choice, Scene, Story


def scene_view(story: Story, play: Play, *, show_correctness: bool = True, lang: str = "vi") -> dict[str, Any]:
    """The current scene: title, channel, texts, visible messages, offered choices, ending. Without
    ``show_correctness`` every ending is of the kind ``mixed``.

    ``input`` (prompt, max_length) stands in it only where something can be typed, ``question`` (the item's public form)
    only where one is asked."""
    if story.triage is not None:
        return triage.scene_view(story, play, show_correctness=show_correctness)
    scene = story.scene_of[play.scene]
    ending = scene.ending
    choices = offered_choices(story, play) if play.status == "open" else ()
    asks: dict[str, Any] = {}
    typed = open_input(story, play) if play.status == "open" else None
    if typed is not None:
        asks["input"] = {"prompt": typed.prompt, "max_length": MAX_TYPED}
    question = public_question(story, play, lang) if play.status == "open" else None
    if question is not None:
        asks["question"] = question
    return {
        **asks,
        "title": scene.title,
        "channel": scene.channel,
        "channel_info": dict(scene.channel_info),
        "text": scene.text,
        "messages": [
            {"from": m.sender, "side": m.side, "text": m.text, "audio": m.audio, "transcript": m.transcript}
            for m in visible_messages(story, play)
        ],
        "choices": [{"id": str(number), "text": c.text} for number, c in enumerate(choices, start=1)],
        "ending": None
        if ending is None
        else {"kind": ending.kind if show_correctness else "mixed", "title": ending.title, "text": ending.text},
    }


def debrief(
    story: Story,
    play: Play,
    *,
    pass_mark: float = 0.6,
    titles: Mapping[str, str] | None = None,
    show_correctness: bool = True,
) -> dict[str, Any] | None:
    """The debrief of an ended play, ``None`` while it is open. ``titles`` names competencies by id.

    Without ``show_correctness`` only the path taken is told: no feedback, scores, cues, actions or result.
    """
    if story.triage is not None:
        return triage.debrief(story, play, pass_mark=pass_mark, titles=titles, show_correctness=show_correctness)
    if play.status == "open":
        return None
    path = []
    for state, choice in steps(story, play):
        cues = shown_cues(story, state) if show_correctness else ()
        scene = story.scene_of[state.scene]
        path.append(
            {
                **_by(scene, choice, show_correctness),
                "scene": scene.title,
                "choice": label(scene, choice),
                "feedback": choice.feedback if show_correctness else "",
                "score": choice.score if show_correctness else None,
                "cues": [{"quote": cue.quote, "why": cue.why} for cue in cues],
            }
        )
    if not show_correctness:
        return {"text": "", "path": path, "actions": [], "result": None}
    return {
        "text": story.debrief.text,
        "path": path,
        "actions": actions_of(story),
        "result": result_of(score(story, play), pass_mark, titles or {}),
    }


def label(scene: Scene, way: Choice) -> str:
    """What ``way`` is called afterwards (HTML): its text; of a typed reply without one its first pattern; of a question
    the question."""
    if way.text:
        return way.text
    reply = next((r for r in scene.input.replies if r.way.id == way.id), None) if scene.input is not None else None
    if reply is not None:
        return escape(reply.patterns[0])
    item = asked_item(scene, way)
    return item.text if item is not None else ""


def _by(scene: Scene, way: Choice, show_correctness: bool) -> dict[str, Any]:
    """How a step was taken, where it was no choice."""
    if any(choice.id == way.id for choice in scene.choices):
        return {}
    if asked_item(scene, way) is None:
        return {"by": "typed"}
    right = scene.question is not None and way.id == scene.question.right.id
    return {"by": "answer", **({"correct": right} if show_correctness else {})}


def play_view(
    story: Story,
    play: Play,
    *,
    show_correctness: bool,
    pass_mark: float = 0.6,
    titles: Mapping[str, str] | None = None,
    lang: str = "vi",
) -> dict[str, Any]:
    """``PlayView`` of docs/developers/contracts.md; of an inbox with ``triage``: ``index`` and ``count``; of a
    rehearsal with ``practice``."""
    mode = {} if story.triage is None else {"triage": triage.progress(story, play)}
    return {
        **mode,
        **({"practice": True} if play.practice else {}),
        "id": play.id,
        "number": play.number,
        "status": play.status,
        "step": play.step,
        "scene": scene_view(story, play, show_correctness=show_correctness, lang=lang),
        "meters": [
            {
                "label": m.label,
                "value": play.meters.get(m.id, m.start),
                "min": m.min,
                "max": m.max,
                "unit": m.unit,
                "good": m.good,
            }
            for m in story.meters
        ],
        "debrief": debrief(story, play, pass_mark=pass_mark, titles=titles, show_correctness=show_correctness),
    }


def describe(story: Story, play: Play) -> list[dict[str, Any]]:
    """For staff, each move: ``step``, ``scene`` (title, else id), ``choice`` (plain text), ``score`` (or ``None``)."""
    if story.triage is not None:
        return triage.describe(story, play)
    rows = []
    for number, (state, choice) in enumerate(steps(story, play), start=1):
        scene = story.scene_of[state.scene]
        words = richtext.plain(label(scene, choice)) or choice.id
        if asked_item(scene, choice) is not None:
            words = f"{words} [{choice.id}]"
        rows.append({"step": number, "scene": scene.title or scene.id, "choice": words, "score": choice.score})
    return rows
