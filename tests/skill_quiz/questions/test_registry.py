"""Every registered question type keeps the promises of the base class, and has a test module of its own."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.skill_quiz.raws import proper, right
from tests.skill_quiz.strategies import items, quizzes
from xblocks.common.findings import MalformedAnswer
from xblocks.skill_quiz.attempt import frozen
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
        raw = right(kind.name, kind.key(item, order))
        grade = kind.grade(item, kind.read(item, order, raw))
        assert grade.correct
        assert grade.score == 1


@given(st.data(), st.integers())
def test_a_proper_answer_is_stored_shown_described_and_graded_the_same_every_time(
    data: st.DataObject, seed: int
) -> None:
    row = data.draw(items("a"))
    kind = REGISTRY[row["type"]]
    item = kind.load(row)
    assert kind.load(kind.dump(item)) == item
    order = kind.order(item, random.Random(seed))
    assert kind.order(item, random.Random(seed)) == order, "chance comes from the generator alone"
    answer = kind.read(item, order, proper(kind.public(item, order), random.Random(seed)))
    assert frozen(json.loads(json.dumps(answer))) == answer
    assert kind.read(item, order, kind.show(item, order, answer)) == answer
    grade = kind.grade(item, answer)
    assert grade == kind.grade(item, answer)
    assert 0 <= grade.score <= 1
    assert grade.correct is (grade.score == 1)
    assert isinstance(kind.describe(item, answer), str)
    for told in grade.feedback:
        assert told.html
        assert told.part == "" or kind.public_id(order, told.part)


@given(st.data(), st.integers())
def test_the_public_form_holds_no_authored_id_no_feedback_and_no_explanation(data: st.DataObject, seed: int) -> None:
    row = data.draw(items("a", (st.just("Lời-kín"), st.sampled_from(["Một", "Hai"]))))
    row["hint"] = ""
    kind = REGISTRY[row["type"]]
    item = kind.load(_with_secret_ids(row))
    public = json.dumps(kind.public(item, kind.order(item, random.Random(seed))), ensure_ascii=False)
    assert "Lời-kín" not in public
    assert "kin-" not in public
    assert '"correct"' not in public
    assert '"score"' not in public


def _with_secret_ids(row: Any) -> Any:
    """``row`` with "kin-" before every id below its own, and wherever one is named."""
    own = {
        r["id"] for rows in row.values() if isinstance(rows, list) for r in rows if isinstance(r, dict) and "id" in r
    }

    def renamed(value: Any, depth: int) -> Any:
        if isinstance(value, list):
            return [renamed(one, depth) for one in value]
        if isinstance(value, dict):
            return {
                name: f"kin-{one}"
                if (name == "id" and depth) or (name == "group" and one in own)
                else renamed(one, depth + 1)
                for name, one in value.items()
            }
        return value

    changed = renamed(row, 0)
    if "body" in changed:
        for one in own:
            changed["body"] = changed["body"].replace(f"[[{one}]]", f"[[kin-{one}]]")
    return changed


@pytest.mark.parametrize("field", ["text", "hint", "explanation", "options"])
def test_a_picture_without_a_description_is_warned_of_wherever_it_stands(field: str) -> None:
    bare = '<img src="/static/a.png" alt="">'
    options = [{"id": "a", "text": "A", "correct": True, "feedback": bare}, {"id": "b", "text": "B", "feedback": "x"}]
    row: dict[str, Any] = {"id": "a", "type": "single_choice", "text": "?", "options": options}
    if field != "options":
        options[0]["feedback"] = "x"
        row[field] = bare
    kind = REGISTRY["single_choice"]
    found = [(f.code, f.where, f.severity) for f in kind.check(kind.load(row))]
    assert found == [("picture-without-alt", f"items.a.{field}", "warning")]
