"""What is wrong with a story, with the exact place. Errors make it unplayable, warnings make it a worse lesson."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from xblocks.common import richtext
from xblocks.common.findings import Finding
from xblocks.skill_quiz.questions import type_of

from .conditions import Condition, FlagSet, MeterIs, Visits, leaves
from .possible import can_hold
from .reading import COMPETENCY, one_line
from .replies import holds, tokens
from .search import CAP, Explored, explore, explore_graph
from .state import after, first_state
from .story import Choice, FlagEffect, Input, Message, MeterEffect, Scene, Story
from .texts import say
from .triage_checks import check_inbox, messages_of, texts_of

#: A fact that nobody looked at for longer than this may have changed.
FACT_DAYS: Final = 180

_IMAGE = re.compile(r"<img\b[^>]*>")
_ALT = re.compile(r'\balt="\s*[^"\s]')


def check_story(story: Story, *, today: date, cap: int = CAP) -> list[Finding]:
    """Everything that is wrong with ``story`` on the day ``today``.

    At most ``cap`` situations are searched; where there are more, only what is certain is reported, and a warning
    ``too-many-situations`` says so.
    """
    if story.triage is not None:
        return [
            *check_inbox(story.triage),
            *_facts_named(story),
            *_cues(story),
            *_media(story),
            *_facts(story, today),
        ]
    exact, graph = explore(story, cap), explore_graph(story)
    return [
        *_references(story),
        *_ways(story, exact, graph, cap),
        *_conditions(story, exact),
        *_unused(story, exact.offered if exact.complete else graph.offered),
        *_scoring(story),
        *_ending_scores(story),
        *_teaching(story),
        *_asking(story, exact),
        *_media(story),
        *_facts(story, today),
    ]


def _choices(story: Story) -> Iterator[tuple[Scene, Choice, str]]:
    """Every way with its place."""
    for scene in story.scenes:
        where = f"scenes.{scene.id}"
        for choice in scene.choices:
            yield scene, choice, f"{where}.choices.{choice.id}"
        if scene.input is not None:
            for reply in scene.input.replies:
                yield scene, reply.way, f"{where}.input.replies.{reply.way.id}"
            if scene.input.fallback is not None:
                yield scene, scene.input.fallback, f"{where}.input.fallback"
        if scene.question is not None:
            yield scene, scene.question.right, f"{where}.question.right"
            yield scene, scene.question.wrong, f"{where}.question.wrong"


def _messages(story: Story) -> Iterator[tuple[Scene, Message, str]]:
    for scene in story.scenes:
        for message in scene.messages:
            yield scene, message, f"scenes.{scene.id}.messages.{message.id}"


def _all_messages(story: Story) -> Iterator[tuple[Message, str]]:
    """The messages of scenes or of an inbox, with their places."""
    if story.triage is not None:
        yield from messages_of(story.triage)
    for _scene, message, where in _messages(story):
        yield message, where


def _whens(story: Story) -> Iterator[tuple[Condition, str, tuple[str, str], bool]]:
    """Each condition, its place, the (scene, part) that it guards, and whether that part is a choice."""
    for scene, message, where in _messages(story):
        if message.when is not None:
            yield message.when, f"{where}.when", (scene.id, message.id), False
    for scene, choice, where in _choices(story):
        if choice.when is not None:
            yield choice.when, f"{where}.when", (scene.id, choice.id), True


def _references(story: Story) -> Iterator[Finding]:
    for _scene, choice, where in _choices(story):
        if choice.to not in story.scene_of:
            yield say("unknown-target", where, choice.to)
        for number, effect in enumerate(choice.effects, start=1):
            match effect:
                case MeterEffect(meter) if meter not in story.meter_of:
                    yield say("unknown-meter", f"{where}.effects.{number}", meter)
                case FlagEffect(flag) if flag not in story.flags:
                    yield say("unknown-flag", f"{where}.effects.{number}", flag)
    for when, where, _part, _ in _whens(story):
        for leaf in dict.fromkeys(leaves(when)):
            match leaf:
                case MeterIs(meter) if meter not in story.meter_of:
                    yield say("unknown-meter", where, meter)
                case FlagSet(flag) if flag not in story.flags:
                    yield say("unknown-flag", where, flag)
                case Visits(name) if name not in story.scene_of:
                    yield say("unknown-scene", where, name)
    yield from _facts_named(story)


def _facts_named(story: Story) -> Iterator[Finding]:
    for number, action in enumerate(story.debrief.actions, start=1):
        if action.fact and action.fact not in story.fact_of:
            yield say("unknown-fact", f"debrief.actions.{number}", action.fact)


def _ways(story: Story, exact: Explored, graph: Explored, cap: int) -> Iterator[Finding]:
    reached = exact.scenes if exact.complete else graph.scenes
    offered = exact.offered if exact.complete else graph.offered
    stuck = exact.stuck if exact.complete else exact.stuck | graph.stuck
    trapped = exact.trapped if exact.complete else graph.trapped
    if not any(scene.ending for scene in story.scenes):
        yield say("no-ending", "scenes")
    elif not any(scene.ending and scene.ending.kind == "good" and scene.id in reached for scene in story.scenes):
        yield say("no-good-ending", "scenes")
    for scene in story.scenes:
        where = f"scenes.{scene.id}"
        if scene.id not in reached:
            yield say("unreachable-scene", where, scene.id)
        if scene.id in stuck:
            yield say("dead-end", where, scene.id)
        if scene.id in trapped:
            yield say("no-way-to-ending", where, scene.id)
    if not any(choice.exit and (scene.id, choice.id) in offered for scene, choice, _ in _choices(story)):
        yield say("no-safe-exit", "scenes")
    else:
        for scene in story.scenes:
            if scene.id in exact.bare:
                yield say("scene-without-exit", f"scenes.{scene.id}", scene.id)
    if not exact.complete:
        yield say("too-many-situations", "scenes", str(cap))


def _conditions(story: Story, exact: Explored) -> Iterator[Finding]:
    for when, where, part, is_choice in _whens(story):
        seen = exact.held if is_choice else exact.shown
        never = exact.complete and part[0] in exact.scenes and part not in seen
        if never or not can_hold(when, story):
            yield say("never-holds", where)


def _unused(story: Story, offered: Container[tuple[str, str]]) -> Iterator[Finding]:
    """``offered``: the ways that can be taken. A meter stands at its start until one of them changes it from there."""
    first = first_state(story)
    changed: set[str] = set()
    raised: set[str] = set()
    for scene, way, _ in _choices(story):
        if (scene.id, way.id) in offered:
            then = after(story, first, way)
            changed |= {name for name, value in then.meters.items() if value != first.meters[name]}
            raised |= set(then.flags)
    read = {leaf.flag for when, *_ in _whens(story) for leaf in leaves(when) if isinstance(leaf, FlagSet)}
    for meter in story.meters:
        if meter.id not in changed:
            yield say("meter-never-changes", f"meters.{meter.id}", meter.id)
    for flag in story.flags:
        if flag not in raised:
            yield say("flag-never-set", f"flags.{flag}", flag)
        if flag not in read:
            yield say("flag-never-read", f"flags.{flag}", flag)


def _scoring(story: Story) -> Iterator[Finding]:
    scored = any(choice.score is not None for _, choice, _ in _choices(story))
    if (story.scoring == "choices" and not scored) or (story.scoring == "meters" and not story.meters):
        yield say("nothing-scored", "scoring.by", story.scoring)
    for _scene, choice, where in _choices(story):
        if choice.competencies and choice.score is None:
            yield say("competency-without-score", where)
        for name in choice.competencies:
            if not COMPETENCY.fullmatch(name):
                yield say("bad-competency", f"{where}.competencies", name)


def _ending_scores(story: Story) -> Iterator[Finding]:
    """A better kind of ending that is worth less than a worse one."""
    if story.scoring != "ending":
        return
    ranks = {"good": 2, "mixed": 1, "bad": 0}
    endings = [(scene, scene.ending) for scene in story.scenes if scene.ending is not None]
    for scene, ending in endings:
        worse = [(o, e) for o, e in endings if ranks[e.kind] < ranks[ending.kind] and e.score > ending.score]
        if worse:
            other, best = max(worse, key=lambda pair: pair[1].score)
            yield say("ending-scores-reversed", f"scenes.{scene.id}.ending", best.title or other.title or other.id)


def _teaching(story: Story) -> Iterator[Finding]:
    for scene in story.scenes:
        where = f"scenes.{scene.id}"
        if not scene.title and not (scene.ending and scene.ending.title):
            yield say("scene-without-title", where, scene.id)
        if not scene.text and not scene.messages and not (scene.ending and scene.ending.text):
            yield say("empty-scene", where, scene.id)
        if scene.ending and any(message.cues for message in scene.messages):
            yield say("cue-in-ending", where, scene.id)
    yield from _cues(story)
    for scene, choice, where in _choices(story):
        if not choice.feedback and not where.startswith(f"scenes.{scene.id}.question."):
            yield say("choice-without-feedback", where)


def _cues(story: Story) -> Iterator[Finding]:
    for message, where in _all_messages(story):
        words = one_line(richtext.plain(message.text)) if message.cues else ""
        for cue in message.cues:
            place = f"{where}.cues.{cue.id}"
            if cue.quote not in words:
                yield say("cue-not-found", place, cue.quote)
            if not cue.why:
                yield say("cue-without-explanation", place, cue.quote)


def _asking(story: Story, exact: Explored) -> Iterator[Finding]:
    """Typed answers and questions."""
    for scene in story.scenes:
        if scene.input is not None:
            lost = {way for at, way in exact.held - exact.offered if at == scene.id} if exact.complete else set()
            yield from _replies(story, scene.input, lost, f"scenes.{scene.id}.input")
        if scene.question is not None:
            item = scene.question.item
            for finding in type_of(item).check(item):
                place = finding.where.removeprefix(f"items.{item.id}").lstrip(".")
                where = f"scenes.{scene.id}.question.item{'.' + place if place else ''}"
                yield replace(finding, where=where)


def _replies(story: Story, asked: Input, lost: Container[str], where: str) -> Iterator[Finding]:
    """``lost``: ways whose condition holds somewhere, but which nobody can take."""
    fallback = asked.fallback
    if fallback is None:
        yield say("input-without-fallback", where)
    if not asked.replies:
        yield say("input-without-replies", where)
    usable = fallback is not None and fallback.to in story.scene_of
    before: list[tuple[str, ...]] = []
    for reply in asked.replies:
        way = reply.way
        phrases = [tokens(pattern, asked.ignore_diacritics) for pattern in reply.patterns]
        covered = all(any(holds(phrase, earlier) for earlier in before) for phrase in phrases)
        if covered or (usable and way.id in lost and way.to in story.scene_of):
            yield say("reply-never-meant", f"{where}.replies.{way.id}")
        if way.when is None and way.to in story.scene_of:
            before += phrases


def _media(story: Story) -> Iterator[Finding]:
    for where, html in rich_texts(story):
        if any(not _ALT.search(tag) for tag in _IMAGE.findall(html)):
            yield say("image-without-alt", where)
    for message, where in _all_messages(story):
        if message.audio and not message.transcript:
            yield say("audio-without-transcript", where)


def rich_texts(story: Story) -> Iterator[tuple[str, str]]:
    """Every rich text of ``story`` with its place, in reading order."""
    yield "intro", story.intro
    if story.triage is not None:
        yield from texts_of(story.triage)
    for scene in story.scenes:
        yield f"scenes.{scene.id}.text", scene.text
        for message in scene.messages:
            yield f"scenes.{scene.id}.messages.{message.id}.text", message.text
        for choice in scene.choices:
            yield f"scenes.{scene.id}.choices.{choice.id}.text", choice.text
            yield f"scenes.{scene.id}.choices.{choice.id}.feedback", choice.feedback
        yield from _asked_texts(scene)
        if scene.ending is not None:
            yield f"scenes.{scene.id}.ending.text", scene.ending.text
    yield "debrief.text", story.debrief.text
    for number, action in enumerate(story.debrief.actions, start=1):
        yield f"debrief.actions.{number}.text", action.text


def _asked_texts(scene: Scene) -> Iterator[tuple[str, str]]:
    where = f"scenes.{scene.id}"
    if scene.input is not None:
        yield f"{where}.input.prompt", scene.input.prompt
        for reply in scene.input.replies:
            yield f"{where}.input.replies.{reply.way.id}.text", reply.way.text
            yield f"{where}.input.replies.{reply.way.id}.feedback", reply.way.feedback
        if scene.input.fallback is not None:
            yield f"{where}.input.fallback.feedback", scene.input.fallback.feedback
    if scene.question is not None:
        item = scene.question.item
        yield f"{where}.question.item.text", item.text
        yield f"{where}.question.item.hint", item.hint
        yield f"{where}.question.item.explanation", item.explanation
        yield f"{where}.question.right.feedback", scene.question.right.feedback
        yield f"{where}.question.wrong.feedback", scene.question.wrong.feedback


def _facts(story: Story, today: date) -> Iterator[Finding]:
    for fact in story.facts:
        where = f"facts.{fact.id}"
        if not fact.source:
            yield say("fact-without-source", where, fact.id)
        if not fact.checked_on:
            yield say("fact-unchecked", where, fact.id)
            continue
        checked = date.fromisoformat(fact.checked_on)
        if checked > today:
            yield say("fact-in-future", where, fact.id)
        elif today - checked > timedelta(days=FACT_DAYS):
            yield say("fact-outdated", where, fact.id)
