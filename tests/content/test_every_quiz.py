"""What holds for every quiz in ``content/``, whoever wrote it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from course_export.source import load
from tests.content.test_scenario_modules import CONTENT
from xblocks.common import competencies
from xblocks.competency.frameworks import Frameworks
from xblocks.skill_quiz.formats import markdown
from xblocks.skill_quiz.model import Quiz, check_quiz

PATHS = sorted(CONTENT.glob("modules/*/quiz.md"))
every = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parent.name)


def read(path: Path) -> Quiz:
    quiz = markdown.read(path.read_text("utf-8")).model
    assert quiz is not None, path
    return quiz


@every
def test_the_checks_find_nothing(path: Path) -> None:
    assert markdown.read(path.read_text("utf-8")).findings == ()
    assert list(check_quiz(read(path))) == []


@every
def test_five_of_at_least_eight_questions_of_three_kinds_are_drawn(path: Path) -> None:
    quiz = read(path)
    assert len(quiz.items) >= 8
    assert [pool.draw for pool in quiz.pools] == [5]
    assert len({item.type for item in quiz.items}) >= 3


@every
def test_every_question_counts_for_a_known_competency_and_every_option_is_answered(path: Path) -> None:
    quiz = read(path)
    known = Frameworks.load(CONTENT / "frameworks")
    data = json.loads(quiz.to_json())
    named = list(competencies.named(data))
    assert all(known.is_known(competency) for _, competency in named)
    assert {where for where, _ in named} == {f"items.{item.id}.competencies" for item in quiz.items}
    for item in data["items"]:
        words = [
            part["feedback"] for key in ("options", "pairs", "things", "alternatives") for part in item.get(key, ())
        ]
        words += [item[key] for key in item if key.startswith("feedback_")]
        words += [part["why"] for part in item.get("parts", ())]
        assert words
        assert all(len(text.split()) >= 4 for text in words), item["id"]
        assert item["explanation"] or item.get("feedback_right") or item.get("feedback_other"), item["id"]


@every
def test_the_right_option_is_known_neither_by_its_length_nor_by_its_place(path: Path) -> None:
    single = [item for item in read(path).items if item.type == "single_choice"]
    assert sum(max(i.options, key=lambda o: len(o.text)).correct for i in single) <= len(single) / 2
    assert sum(min(i.options, key=lambda o: len(o.text)).correct for i in single) <= len(single) * 0.6
    places = Counter(place for i in single for place, option in enumerate(i.options) if option.correct)
    assert max(places.values()) <= (len(single) + 1) // 2, "one place holds the right option of most questions"
    assert places[0] <= len(single) / 2


@every
def test_a_fact_that_its_module_also_has_is_told_alike(path: Path) -> None:
    module = next(m for m in load(CONTENT).modules.values() if path.parent.name == m.id)
    told = {fact.id: (fact.text, fact.source, fact.checked_on) for fact in module.facts}
    facts = read(path).facts
    assert facts
    assert {fact.id for fact in facts} & set(told)
    for fact in facts:
        assert told.get(fact.id, (fact.text, fact.source, fact.checked_on)) == (fact.text, fact.source, fact.checked_on)
