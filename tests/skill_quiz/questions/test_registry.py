"""Every registered question type keeps the promises of the base class, and has a test module of its own."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.skill_quiz.strategies import items, quizzes
from xblocks.common.findings import MalformedAnswer
from xblocks.skill_quiz.model import Quiz
from xblocks.skill_quiz.questions import REGISTRY, type_of

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4), st.sampled_from("12345")),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=6,
)


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_a_registered_type_has_a_test_module(name: str) -> None:
    assert REGISTRY[name].name == name
    assert (Path(__file__).parent / f"test_{name}.py").is_file()


@given(st.data(), st.integers())
def test_reading_any_json_gives_an_answer_that_can_be_stored_shown_and_graded_or_is_malformed(
    data: st.DataObject, seed: int
) -> None:
    row = data.draw(items("a"))
    kind = REGISTRY[row["type"]]
    item = kind.load(row)
    order = kind.order(item, random.Random(seed))
    raw = data.draw(JSON)
    try:
        answer = kind.read(item, order, raw)
    except MalformedAnswer:
        return
    json.dumps(answer)
    assert kind.read(item, order, kind.show(item, order, answer)) == answer
    assert 0 <= kind.grade(item, answer).score <= 1


@given(quizzes(), st.integers())
def test_the_key_is_the_answer_that_gets_all_points(quiz: Quiz, seed: int) -> None:
    for item in quiz.items:
        kind = type_of(item)
        order = kind.order(item, random.Random(seed))
        key: Any = list(kind.key(item, order))
        raw = key if kind.name == "multiple_choice" else key[0]
        grade = kind.grade(item, kind.read(item, order, raw))
        assert grade.correct
        assert grade.score == 1
