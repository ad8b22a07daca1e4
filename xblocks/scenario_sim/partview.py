"""One scene, or one message of an inbox, as a browser may see it: for the author's live look at what is being written.

Every part is shown, whatever its condition: an author who writes a choice wants to see it. Choices stand as authored.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from .play import start
from .playview import scene_view
from .story import Choice, Scene, Story, TriageItem

PLAY_ID: Final = "0" * 32


def part_view(story: Story, part: str, now: datetime | str, *, lang: str = "vi") -> dict[str, Any] | None:
    """The public form (``scene_view``) of the scene or message with the id ``part``; ``None`` if there is none.
    ``lang`` names the language of what the server itself says."""
    if story.triage is not None:
        item = next((one for one in story.triage.items if one.id == part), None)
        alone = None if item is None else _only(story, item)
    else:
        scene = story.scene_of.get(part)
        alone = None if scene is None else _shown(story, scene)
    if alone is None:
        return None
    play = replace(start(alone, play_id=PLAY_ID, number=1, now=now), drawn=False)
    return scene_view(alone, play, lang=lang)


def _only(story: Story, item: TriageItem) -> Story:
    return story if story.triage is None else replace(story, triage=replace(story.triage, items=(item,), shuffle=False))


def _shown(story: Story, scene: Scene) -> Story:
    """``story`` beginning at ``scene``, in which nothing has a condition and everything leads somewhere: what is not
    connected yet would not be offered."""

    def free(way: Choice) -> Choice:
        return replace(way, when=None, to=scene.id)

    asked, question = scene.input, scene.question
    if asked is not None:
        replies = tuple(replace(reply, way=free(reply.way)) for reply in asked.replies)
        asked = replace(asked, replies=replies, fallback=asked.fallback and free(asked.fallback))
    if question is not None:
        question = replace(question, right=free(question.right), wrong=free(question.wrong))
    bare = replace(
        scene,
        messages=tuple(replace(message, when=None) for message in scene.messages),
        choices=tuple(free(choice) for choice in scene.choices),
        input=asked,
        question=question,
    )
    scenes = tuple(bare if one.id == scene.id else one for one in story.scenes)
    return replace(story, start=scene.id, scenes=scenes)
