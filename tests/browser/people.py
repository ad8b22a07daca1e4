"""What a learner knows before the page tells: the right answers and the ways through a story, from the sources in
``content/``."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from xblocks.common.richtext import plain
from xblocks.scenario_sim import play as engine
from xblocks.scenario_sim.formats import markdown as story_markdown
from xblocks.scenario_sim.story import Story
from xblocks.skill_quiz.formats import markdown as quiz_markdown

MODULES = Path(__file__).parents[2] / "content" / "modules"


def right_answers(module: str) -> dict[str, set[str]]:
    """Question text -> texts of its right options; ``Đúng`` or ``Sai`` for a statement."""
    quiz = quiz_markdown.read((MODULES / module / "quiz.md").read_text(encoding="utf-8")).model
    assert quiz is not None
    found = {}
    for item in quiz.items:
        if item.type == "true_false":
            texts = {"Đúng" if item.answer else "Sai"}
        else:
            texts = {plain(option.text) for option in item.options if option.correct}
        found[" ".join(plain(item.text).split())] = texts
    return found


def story_of(module: str) -> Story:
    """The story of a module."""
    story = story_markdown.read((MODULES / module / "scenario.md").read_text(encoding="utf-8")).model
    assert story is not None
    return story


def way_to(story: Story, kind: str) -> list[str]:
    """The shortest way to an ending of ``kind``: the texts of the choices to take."""
    begin = engine.start(story, play_id="0" * 32, number=1, now="2026-01-01T00:00:00Z")
    queue: deque[tuple[engine.Play, list[str]]] = deque([(begin, [])])
    seen = set()
    while queue:
        play, way = queue.popleft()
        if play.status != "open":
            ending = story.scene_of[play.scene].ending
            if ending is not None and ending.kind == kind:
                return way
            continue
        key = (play.scene, tuple(sorted(play.meters.items())), play.flags, tuple(sorted(play.visits.items())))
        if key in seen or play.step > 12:
            continue
        seen.add(key)
        for number, choice in enumerate(engine.offered_choices(story, play), start=1):
            moved = engine.choose(story, play, step=play.step + 1, choice=str(number), now="2026-01-01T00:00:00Z").play
            queue.append((moved, [*way, plain(choice.text)]))
    raise AssertionError(f"no way to a {kind} ending")
