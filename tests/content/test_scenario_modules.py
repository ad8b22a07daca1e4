"""The modules of a lesson and one situation: every ending is played, and trusting what is genuine is practised too."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from course_export.commands import answers
from course_export.source import load
from xblocks.scenario_sim import play as engine
from xblocks.scenario_sim.conditions import Visits, leaves
from xblocks.scenario_sim.state import open_replies
from xblocks.scenario_sim.story import Story
from xblocks.skill_quiz.questions import type_of

CONTENT = Path(__file__).resolve().parents[2] / "content"
FRAUD = (
    "cai-ung-dung-vneid-gia",
    "ban-nuoc-ngoai-gui-qua",
    "nhan-vien-ngan-hang-goi",
    "ma-qr-bi-dan-de",
    "man-hinh-chuyen-tien-gia",
    "viec-online-tra-tien-ngay",
    "qua-le-nguoi-lon-tuoi",
    "tin-nong-trong-xom",
    "sinh-vien-bat-coc-online",
)
#: The first modules: stories of many scenes.
LONG = ("goi-dien-gia-danh", "tin-nhan-ngan-hang", "muon-tien-tai-khoan-bi-hack")
#: Modules in which the message is true and refusing it is the loss.
GENUINE = (
    "ngan-hang-bao-cap-nhat-giay-to",
    "giay-moi-lam-can-cuoc",
    "don-hang-cho-nhan",
    "canh-bao-truoc-khi-chuyen",
    "dien-luc-bao-ngung-dien",
    "can-bo-xa-goi-bo-sung-ho-so",
    "tram-y-te-nhac-tai-kham",
)
MODULES = FRAUD + GENUINE
CHANNELS = {"narration", "sms", "call", "chat", "email", "web", "notice", "app", "qr", "post", "door"}
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def source():
    return load(CONTENT)


def unit(source, module: str, kind: str):
    return next(unit.content for unit in source.modules[module].units if unit.kind == kind)


def conditions(story: Story):
    for scene in story.scenes:
        for part in (*scene.messages, *scene.ways):
            if part.when is not None:
                yield part.when


def moves(story: Story, play: engine.Play) -> Iterator[dict]:
    """What can be sent where ``play`` stands: each choice, a typed text for each reply, a right and a wrong answer."""
    view = engine.scene_view(story, play)
    for choice in view["choices"]:
        yield {"choice": choice["id"]}
    if "input" in view:
        for reply in open_replies(story, play):
            yield {"typed": reply.patterns[0]}
        yield {"typed": "zzz"}
    if "question" in view:
        item = story.scene_of[play.scene].question.item
        right = answers.right(view["question"], type_of(item).dump(item))
        yield {"answer": right}
        yield {"answer": [right[0]] if item.type == "spot_signs" else right[::-1]}


def situations(story: Story) -> list[engine.Play]:
    """One play for every situation: scene, meters, flags, and visits as far as a condition tells them apart."""
    counted: dict[str, int] = {}
    for when in conditions(story):
        for leaf in leaves(when):
            if isinstance(leaf, Visits):
                counted[leaf.scene] = max(counted.get(leaf.scene, 0), leaf.value + 1)
    queue = deque([engine.start(story, play_id="0" * 32, number=1, now=NOW)])
    seen, found = set(), []
    while queue:
        play = queue.popleft()
        visits = tuple(min(play.visits.get(scene, 0), most) for scene, most in counted.items())
        key = (play.scene, str(play.meters), str(play.flags), visits)
        if key in seen:
            continue
        seen.add(key)
        found.append(play)
        if story.scene_of[play.scene].ending is None:
            for move in moves(story, play):
                queue.append(engine.choose(story, play, step=play.step + 1, now=NOW, **move).play)
    return found


def has_return(story: Story) -> bool:
    """Whether some scene can be come back to."""
    targets = {scene.id: {way.to for way in scene.ways} for scene in story.scenes}
    for first in targets:
        reached, queue = set(), deque(targets[first])
        while queue:
            scene = queue.popleft()
            if scene not in reached:
                reached.add(scene)
                queue.extend(targets[scene])
        if first in reached:
            return True
    return False


@pytest.mark.parametrize("module", MODULES)
def test_a_story_has_eight_to_sixteen_scenes_and_a_way_back(source, module: str) -> None:
    story: Story = unit(source, module, "scenario")
    assert 8 <= len(story.scenes) <= 16
    assert has_return(story)


@pytest.mark.parametrize("module", MODULES)
def test_one_safe_way_out_and_a_real_choice_are_there_in_every_situation(source, module: str) -> None:
    story: Story = unit(source, module, "scenario")
    for play in situations(story):
        if story.scene_of[play.scene].ending is None:
            choices = engine.visible_choices(story, play)
            assert 2 <= len(choices) <= 4, play.scene
            assert sum(choice.exit for choice in choices) == 1, play.scene


@pytest.mark.parametrize("module", MODULES + LONG)
def test_the_safe_way_out_is_not_known_by_its_place(source, module: str) -> None:
    story: Story = unit(source, module, "scenario")
    places = []
    for play in situations(story):
        if story.scene_of[play.scene].ending is None:
            exits = [choice.exit for choice in engine.visible_choices(story, play)]
            places.append((exits[0], exits[-1]))
    assert sum(first for first, _ in places) < 0.45 * len(places)
    assert sum(last for _, last in places) < 0.45 * len(places)


@pytest.mark.parametrize(
    ("module", "place"), [(m, p) for m in MODULES for p in (0, 1, -1)] + [(m, p) for m in LONG for p in (0, -1)]
)
def test_choosing_always_by_place_leads_to_no_good_ending(source, module: str, place: int) -> None:
    story: Story = unit(source, module, "scenario")
    # as the author wrote them: plays show an order of their own, printed stories and other players do not
    play = replace(engine.start(story, play_id="0" * 32, number=1, now=NOW), drawn=False)
    for _ in range(40):
        if story.scene_of[play.scene].ending:
            break
        choice = engine.scene_view(story, play)["choices"][place]
        play = engine.choose(story, play, step=play.step + 1, choice=choice["id"], now=NOW).play
    ending = story.scene_of[play.scene].ending
    assert ending is None or ending.kind != "good"


@pytest.mark.parametrize("module", MODULES)
def test_every_ending_is_played_and_the_good_one_never_after_a_loss(source, module: str) -> None:
    story: Story = unit(source, module, "scenario")
    endings = {scene.id: scene.ending for scene in story.scenes if scene.ending}
    ends = [play for play in situations(story) if play.scene in endings]
    assert {play.scene for play in ends} == set(endings)
    assert 3 <= len(endings) <= 4
    assert {ending.kind for ending in endings.values()} == {"good", "mixed", "bad"}
    for play in ends:
        told = engine.debrief(story, play)
        assert told["actions"]
        assert told["path"]
        assert engine.score(story, play).fraction == endings[play.scene].score
        if endings[play.scene].kind == "good":
            assert set(dict(play.meters).values()) == {100}, play.scene


@pytest.mark.parametrize("module", MODULES)
def test_every_choice_answers_kindly_and_counts_for_a_competency(source, module: str) -> None:
    story: Story = unit(source, module, "scenario")
    for scene in story.scenes:
        for way in scene.ways:
            assert len(way.feedback.split()) >= 6, (scene.id, way.id)
            assert way.competencies or scene.question, (scene.id, way.id)
            assert way.score is not None, (scene.id, way.id)
            assert not re.search(r"\bSai!|nạn nhân|người cao tuổi|cả tin", way.feedback), (scene.id, way.id)


@pytest.mark.parametrize("module", MODULES)
def test_signs_say_why_and_true_messages_carry_only_signs_of_trust(source, module: str) -> None:
    story: Story = unit(source, module, "scenario")
    messages = [message for scene in story.scenes for message in scene.messages]
    assert sum(len(message.cues) for message in messages) >= 5
    for message in messages:
        for cue in message.cues:
            assert len(cue.why.split()) >= 5, cue.quote
            assert cue.why.startswith("Đáng tin") == message.genuine, cue.quote


@pytest.mark.parametrize("module", FRAUD)
def test_a_story_of_fraud_also_has_people_who_are_to_be_trusted(source, module: str) -> None:
    story: Story = unit(source, module, "scenario")
    messages = [message for scene in story.scenes for message in scene.messages]
    genuine = [message for message in messages if message.genuine]
    assert 3 <= len(genuine) <= len(messages) - 3


@pytest.mark.parametrize("module", GENUINE)
def test_in_a_genuine_situation_most_messages_are_true_and_the_first_one_is(source, module: str) -> None:
    story: Story = unit(source, module, "scenario")
    messages = [message for scene in story.scenes for message in scene.messages]
    genuine = [message for message in messages if message.genuine]
    assert story.scene_of[story.start].messages[0].genuine
    assert len(messages) > len(genuine) > len(messages) / 2
    assert any(message.cues for message in genuine)


@pytest.mark.parametrize("module", GENUINE)
def test_in_a_genuine_situation_refusing_everything_never_ends_well(source, module: str) -> None:
    story: Story = unit(source, module, "scenario")
    play = engine.start(story, play_id="0" * 32, number=1, now=NOW)
    for _ in range(20):
        if story.scene_of[play.scene].ending:
            break
        scene = story.scene_of[play.scene]
        view = engine.scene_view(story, play)["choices"]
        worst = min(view, key=lambda shown: _score(scene, shown["text"]))
        play = engine.choose(story, play, step=play.step + 1, choice=worst["id"], now=NOW).play
    assert story.scene_of[play.scene].ending.kind == "bad"


def _score(scene, text: str) -> float:
    return next(choice.score for choice in scene.choices if choice.text == text)


@pytest.mark.parametrize("module", MODULES)
def test_every_debrief_action_leans_on_a_dated_fact(source, module: str) -> None:
    story: Story = unit(source, module, "scenario")
    facts = {fact.id: fact for fact in story.facts}
    assert 4 <= len(story.debrief.actions) <= 7
    assert {action.fact for action in story.debrief.actions} <= set(facts)
    for fact in facts.values():
        assert fact.source.startswith("https://")
        assert fact.checked_on


@pytest.mark.parametrize("module", MODULES)
def test_the_lesson_is_short(source, module: str) -> None:
    assert 300 <= unit(source, module, "lesson").words <= 450


@pytest.mark.parametrize("module", MODULES)
def test_texts_are_in_composed_unicode_and_addresses_lead_nowhere(module: str) -> None:
    for path in (CONTENT / "modules" / module).iterdir():
        text = path.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), path.name
        body = re.sub(r"source: .*", "", text)
        for address in re.findall(r"\b[a-z0-9-]+\.(?:vn|com|net|org|top|vip|info)\b", body):
            pytest.fail(f"{path.name}: {address}")


def test_all_channels_of_life_are_used_somewhere(source) -> None:
    used = {
        scene.channel
        for module in source.modules.values()
        for each in module.units
        if each.kind == "scenario" and not each.content.triage
        for scene in each.content.scenes
    }
    assert used == CHANNELS


def test_the_traders_course_counts_situations_most_and_ends_with_a_genuine_one(source) -> None:
    cohort = source.cohorts["tieu-thuong"]
    assert cohort.course.key == "course-v1:HocVuSo+ATS-TT+2026"
    assert (cohort.grading.quiz, cohort.grading.scenario) == (0.2, 0.8)
    assert cohort.modules[-1] in GENUINE
