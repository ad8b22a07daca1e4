"""The course that is shipped: what a learner of 65 and a careful editor expect of it."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from course_export.source import lint, load
from tests.content.test_scenario_modules import LONG, situations
from xblocks.scenario_sim import play as engine
from xblocks.scenario_sim.story import Story
from xblocks.skill_quiz.model import Quiz

CONTENT = Path(__file__).resolve().parents[2] / "content"
MODULES = LONG
#: The day the facts were checked. Whether they are too old today is what ``hocvuso check`` tells authors.
CHECKED = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def source():
    return load(CONTENT)


def unit(source, module: str, kind: str):
    return next(unit for unit in source.modules[module].units if unit.kind == kind)


def test_the_content_has_no_errors_and_no_warnings_on_the_day_its_facts_were_checked(source) -> None:
    assert lint(source, CHECKED) == []


def test_the_cohort_teaches_eight_modules_between_two_inboxes(source) -> None:
    cohort = source.cohorts["nguoi-dan"]
    assert (cohort.modules[0], cohort.modules[-1]) == ("hop-thu-truoc-khi-hoc", "hop-thu-sau-khi-hoc")
    assert len(cohort.modules) == 2 + 8
    assert [name for name in cohort.modules if name in MODULES] == list(MODULES)
    assert cohort.modules[1:3] == MODULES[:2], "who stops early has learned of the call and of the message"
    assert cohort.course.key == "course-v1:HocVuSo+ATS-ND+2026"
    assert (cohort.grading.quiz, cohort.grading.scenario, cohort.grading.passing) == (0.5, 0.5, 0.6)


@pytest.mark.parametrize("module", MODULES)
def test_a_slow_reader_finishes_the_lesson_in_eight_minutes(source, module: str) -> None:
    assert unit(source, module, "lesson").content.words <= 8 * 120


@pytest.mark.parametrize("module", MODULES)
def test_each_quiz_draws_five_of_at_least_ten_varied_items_with_feedback_everywhere(source, module: str) -> None:
    quiz: Quiz = unit(source, module, "quiz").content
    assert len(quiz.items) >= 10
    assert [pool.draw for pool in quiz.pools] == [5]
    kinds = [type(item).__name__ for item in quiz.items]
    assert len(set(kinds)) == 3
    for item in quiz.items:
        assert item.competencies, item.id
        assert item.explanation, item.id
        options = getattr(item, "options", ())
        feedback = [option.feedback for option in options] or [item.feedback_true, item.feedback_false]
        assert all(len(text.split()) >= 6 for text in feedback), item.id


@pytest.mark.parametrize("module", MODULES)
def test_the_right_option_is_not_known_by_its_length_or_place(source, module: str) -> None:
    quiz: Quiz = unit(source, module, "quiz").content
    single = [item for item in quiz.items if item.type == "single_choice"]
    longest = [i.id for i in single if max(i.options, key=lambda o: len(o.text)).correct]
    first = [i.id for i in single if i.options[0].correct]
    assert len(longest) <= len(single) / 2
    assert len(first) <= len(single) / 2


@pytest.mark.parametrize("module", MODULES)
def test_one_safe_way_out_and_a_real_choice_are_there_in_every_situation(source, module: str) -> None:
    story: Story = unit(source, module, "scenario").content
    for play in situations(story):
        if story.scene_of[play.scene].ending is None:
            choices = engine.visible_choices(story, play)
            assert 2 <= len(choices) <= 4, play.scene
            # one, so that the box that shows it does not give all right choices away
            assert sum(choice.exit for choice in choices) == 1, play.scene


@pytest.mark.parametrize("module", MODULES)
def test_two_scenes_that_lead_to_each_other_do_not_repeat_the_same_words(source, module: str) -> None:
    story: Story = unit(source, module, "scenario").content
    for scene in story.scenes:
        for to in {choice.to for choice in scene.choices if choice.when is None}:
            other = story.scene_of[to]
            back = [choice for choice in other.choices if choice.to == scene.id and choice.when is None]
            parts = [part for one in (scene, other) for part in (*one.messages, *one.choices)]
            assert not back or any(part.when is not None for part in parts), (scene.id, to)


def test_a_name_is_asked_for_once_and_then_there_is_a_way_on(source) -> None:
    story: Story = unit(source, "goi-dien-gia-danh", "scenario").content
    play = engine.start(story, play_id="0" * 32, number=1, now=NOW)

    def choose(words: str) -> None:
        nonlocal play
        shown = engine.scene_view(story, play)["choices"]
        choice = next(one for one in shown if one["text"].startswith(words))
        play = engine.choose(story, play, step=play.step + 1, choice=choice["id"], now=NOW).play

    for words in ("Hỏi: ", "Hỏi tên, đơn vị", "Nghe tiếp"):
        choose(words)
    assert play.scene == "cuoc-goi-doa"
    assert not any(one["text"].startswith("Hỏi tên") for one in engine.scene_view(story, play)["choices"])
    choose("Cúp máy, cầm tờ giấy")
    assert play.scene == "cong-an-xa"


@pytest.mark.parametrize("module", MODULES)
def test_every_ending_is_reached_and_the_good_one_never_after_money_is_lost(source, module: str) -> None:
    story: Story = unit(source, module, "scenario").content
    ends = [play for play in situations(story) if story.scene_of[play.scene].ending]
    endings = {scene.id: scene.ending for scene in story.scenes if scene.ending}
    assert {play.scene for play in ends} == set(endings)
    assert {ending.kind for ending in endings.values()} == {"good", "mixed", "bad"}
    assert 3 <= len(endings) <= 5
    for play in ends:
        if endings[play.scene].kind == "good":
            assert set(dict(play.meters).values()) == {100}, play.scene


@pytest.mark.parametrize("module", MODULES)
def test_genuine_and_fraudulent_messages_are_mixed(source, module: str) -> None:
    story: Story = unit(source, module, "scenario").content
    messages = [message for scene in story.scenes for message in scene.messages]
    genuine = [message for message in messages if message.genuine]
    assert 4 <= len(genuine) <= len(messages) - 4
    assert all(not message.cues for message in genuine)


@pytest.mark.parametrize("module", MODULES)
def test_every_debrief_action_leans_on_a_dated_fact(source, module: str) -> None:
    story: Story = unit(source, module, "scenario").content
    facts = {fact.id: fact for fact in story.facts}
    assert story.debrief.actions
    for action in story.debrief.actions:
        assert facts[action.fact].source.startswith("https://")
        assert facts[action.fact].checked_on


@pytest.mark.parametrize("module", MODULES)
def test_texts_are_in_composed_unicode(module: str) -> None:
    texts = [path for path in (CONTENT / "modules" / module).rglob("*") if path.suffix in (".md", ".yaml", ".svg")]
    assert len(texts) >= 6
    for path in texts:
        assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8")), path.name
