"""What holds for every simulation in ``content/``, whoever wrote it, and for all of them together."""

from __future__ import annotations

import itertools
import json
from datetime import date
from pathlib import Path
from statistics import mean

import pytest

from course_export.source import load
from tests.content.test_scenario_modules import CHANNELS, CONTENT, GENUINE, NOW, situations
from xblocks.common import competencies, richtext
from xblocks.competency.frameworks import Frameworks
from xblocks.scenario_sim import play as engine
from xblocks.scenario_sim.checks import check_story
from xblocks.scenario_sim.formats import markdown
from xblocks.scenario_sim.story import Story
from xblocks.scenario_sim.triage import detection

#: The day the facts were checked. Whether they are too old today is what ``hocvuso check`` tells authors.
CHECKED = date(2026, 11, 21)
#: The twelve outlines of frauds that were asked for, in their order, and the module that plays each.
OUTLINES = {
    "police call, then video call": "goi-dien-gia-danh",
    "officer: your VNeID is wrong": "cai-ung-dung-vneid-gia",
    "foreign friend's gift": "ban-nuoc-ngoai-gui-qua",
    "bank rings as the account locks": "nhan-vien-ngan-hang-goi",
    "SMS in the bank's own thread": "tin-nhan-ngan-hang",
    "QR on the stall replaced": "ma-qr-bi-dan-de",
    "customer shows a transfer screen": "man-hinh-chuyen-tien-gia",
    "violation link, friend borrows": "muon-tien-tai-khoan-bi-hack",
    "shocking local news": "tin-nong-trong-xom",
    "easy online job": "viec-online-tra-tien-ngay",
    "student kidnapped online": "sinh-vien-bat-coc-online",
    "holiday allowance": "qua-le-nguoi-lon-tuoi",
}
INBOXES = ("hop-thu-truoc-khi-hoc", "hop-thu-sau-khi-hoc")


def paths() -> list[Path]:
    return sorted(p for p in CONTENT.glob("modules/*/*.md") if "kind: scenario_sim" in p.read_text("utf-8")[:400])


def name(path: Path) -> str:
    return path.parent.name


def read(path: Path) -> Story:
    story = markdown.read(path.read_text("utf-8")).model
    assert story is not None, path
    return story


STORIES = [path for path in paths() if name(path) not in INBOXES]
every = pytest.mark.parametrize("path", paths(), ids=name)
every_story = pytest.mark.parametrize("path", STORIES, ids=name)
every_inbox = pytest.mark.parametrize("inbox", INBOXES)


def test_all_twelve_outlines_and_at_least_six_genuine_situations_are_there() -> None:
    there = {name(path) for path in paths()}
    assert len(OUTLINES) == 12
    assert set(OUTLINES.values()) <= there
    assert len(GENUINE) >= 6
    assert set(GENUINE) <= there
    assert not set(GENUINE) & set(OUTLINES.values())


def test_every_channel_of_life_is_met_and_each_kind_of_asking_at_least_twice() -> None:
    stories = {name(path): read(path) for path in STORIES}
    scenes = [(module, scene) for module, story in stories.items() for scene in story.scenes]
    assert {scene.channel for _, scene in scenes} == CHANNELS
    assert len({module for module, scene in scenes if scene.input}) >= 2
    assert len({module for module, scene in scenes if scene.question}) >= 2
    assert {scene.question.item.type for _, scene in scenes if scene.question} >= {"spot_signs", "ordering"}


@every
def test_the_checks_find_nothing(path: Path) -> None:
    read_again = markdown.read(path.read_text("utf-8"))
    assert read_again.findings == ()
    assert check_story(read(path), today=CHECKED) == []


@every
def test_everything_that_is_scored_counts_for_a_competency_of_a_framework(path: Path) -> None:
    known = Frameworks.load(CONTENT / "frameworks")
    named = list(competencies.named(json.loads(read(path).to_json())))
    assert named
    assert [one for one in named if not known.is_known(one[1])] == []
    places = {where.removesuffix(".competencies") for where, _ in named}
    for scene in read(path).scenes:
        for choice in scene.choices:
            assert choice.score is None or f"scenes.{scene.id}.choices.{choice.id}" in places
        for reply in scene.input.replies if scene.input else ():
            assert reply.way.score is None or f"scenes.{scene.id}.input.replies.{reply.way.id}" in places
        if scene.question:
            assert f"scenes.{scene.id}.question.item" in places


@every_story
def test_every_way_is_answered_and_every_situation_has_a_safe_way_out(path: Path) -> None:
    story = read(path)
    for scene in story.scenes:
        for way in scene.ways:
            assert richtext.plain(way.feedback).strip(), (scene.id, way.id)
    for play in situations(story):
        if story.scene_of[play.scene].ending is None:
            choices = engine.visible_choices(story, play)
            assert any(choice.exit for choice in choices), play.scene
            assert not all(choice.exit for choice in choices), play.scene


@every_story
def test_every_ending_is_reached(path: Path) -> None:
    story = read(path)
    endings = {scene.id: scene.ending for scene in story.scenes if scene.ending}
    reached = {play.scene for play in situations(story)} & set(endings)
    assert reached == set(endings)
    assert {endings[scene].kind for scene in reached} == {"good", "mixed", "bad"}


@every_story
def test_what_to_do_is_not_told_by_the_length_of_the_words(path: Path) -> None:
    """The longest and the shortest choice are the best one about as often as any other: a third more or less."""
    scenes = [scene for scene in read(path).scenes if len(scene.choices) > 1]

    def length(choice) -> int:
        return len(richtext.plain(choice.text))

    def best(scene) -> float:
        return max(choice.score or 0 for choice in scene.choices)

    chance = mean(mean(choice.score == best(scene) for choice in scene.choices) for scene in scenes)
    longest = mean(max(scene.choices, key=length).score == best(scene) for scene in scenes)
    shortest = mean(min(scene.choices, key=length).score == best(scene) for scene in scenes)
    assert abs(longest - chance) <= 0.37, (longest, chance)
    assert shortest - chance <= 0.34, (shortest, chance)


def test_in_all_stories_together_the_length_tells_nothing() -> None:
    hits = {True: [], False: []}
    chances = []
    for path in STORIES:
        for scene in read(path).scenes:
            if len(scene.choices) > 1:
                ranked = sorted(scene.choices, key=lambda choice: len(richtext.plain(choice.text)))
                top = max(choice.score or 0 for choice in ranked)
                chances.append(mean(choice.score == top for choice in ranked))
                for end, choice in ((True, ranked[-1]), (False, ranked[0])):
                    hits[end].append(choice.score == top)
    assert abs(mean(hits[True]) - mean(chances)) <= 0.06
    assert abs(mean(hits[False]) - mean(chances)) <= 0.06


def test_the_way_out_is_said_in_many_words() -> None:
    """Whoever looks only for the same words does not find it."""
    for path in STORIES:
        texts = [
            richtext.plain(choice.text)
            for scene in read(path).scenes
            for choice in {richtext.plain(c.text): c for c in scene.choices if c.exit}.values()
        ]
        assert len(set(texts)) >= 0.6 * len(texts), name(path)
        openings = [text.split()[0] for text in texts]
        most = max(openings.count(word) for word in set(openings))
        assert most <= max(4, 0.6 * len(openings)), (name(path), openings)


@every_inbox
def test_an_inbox_is_half_genuine_and_mixes_the_channels(inbox: str) -> None:
    story = read(CONTENT / "modules" / inbox / "scenario.md")
    assert story.triage is not None
    assert story.triage.shuffle
    items = story.triage.items
    assert 10 <= len(items) <= 12
    assert sum(item.genuine for item in items) == len(items) / 2
    channels = {item.channel for item in items}
    assert len(channels) >= 7
    for kind in (True, False):
        assert len({item.channel for item in items if item.genuine is kind}) >= 5
    lengths = {
        kind: mean(len(richtext.plain(m.text)) for i in items if i.genuine is kind for m in i.messages)
        for kind in (True, False)
    }
    assert 0.6 <= lengths[True] / lengths[False] <= 1.6
    for item in items:
        cues = [cue for message in item.messages for cue in message.cues]
        assert len(cues) >= 2, item.id
        assert all(cue.why.startswith("Đáng tin") == item.genuine for cue in cues), item.id
        assert all(message.genuine is item.genuine or not message.genuine for message in item.messages)
        assert len(richtext.plain(item.why).split()) >= 15, item.id


def test_the_two_inboxes_are_parallel_and_share_nothing() -> None:
    before, after = (read(CONTENT / "modules" / inbox / "scenario.md").triage.items for inbox in INBOXES)
    assert [(i.channel, i.genuine, i.competencies) for i in before] == [
        (i.channel, i.genuine, i.competencies) for i in after
    ]
    assert not {i.id for i in before} & {i.id for i in after}
    texts = [{richtext.plain(m.text) for i in items for m in i.messages} for items in (before, after)]
    assert not texts[0] & texts[1]
    signs = [sum(len(m.cues) for i in items for m in i.messages) for items in (before, after)]
    assert abs(signs[0] - signs[1]) <= 2


@every_inbox
@pytest.mark.parametrize(("trusts", "score"), [("all", 0.5), ("none", 0.5), ("right", 1.0)])
def test_an_inbox_rewards_neither_trusting_nor_suspecting_everything(inbox: str, trusts: str, score: float) -> None:
    story = read(CONTENT / "modules" / inbox / "scenario.md")
    play = engine.start(story, play_id="0" * 32, number=1, now=NOW)
    genuine = {item.id: item.genuine for item in story.triage.items}
    while play.status == "open":
        trust = trusts == "all" or (trusts == "right" and genuine[play.scene])
        play = engine.choose(story, play, step=play.step + 1, choice="1" if trust else "2", now=NOW).play
    assert engine.score(story, play).fraction == score
    found = detection(story, play)
    assert (found.sensitivity > 2) is (trusts == "right")


def test_only_the_first_inbox_is_free_of_the_grade() -> None:
    units = {m.id: m.units for m in load(CONTENT).modules.values()}
    free = [module for module, found in units.items() for unit in found if unit.kind != "lesson" and not unit.graded]
    assert free == ["hop-thu-truoc-khi-hoc"]


@pytest.mark.parametrize("cohort", ["nguoi-dan", "nguoi-cao-tuoi"])
def test_a_course_with_inboxes_begins_and_ends_with_them_and_teaches_trust_between(cohort: str) -> None:
    modules = load(CONTENT).cohorts[cohort].modules
    assert (modules[0], modules[-1]) == INBOXES
    between = modules[1:-1]
    assert 6 <= len(between) <= 8
    assert len([one for one in between if one in GENUINE]) >= 3
    pairs = itertools.pairwise(between)
    assert not any(one in GENUINE and two in GENUINE for one, two in pairs), "kinds are interleaved"


def test_the_two_inboxes_are_compared_with_each_other_and_with_no_third() -> None:
    groups = [story.triage.group for story in map(read, paths()) if story.triage]
    assert groups == ["hop-thu-truoc-sau"] * 2
