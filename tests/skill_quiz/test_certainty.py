"""How sure a learner was: stored, told, never scored."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from xblocks.common.findings import MalformedAnswer, StaleStep
from xblocks.skill_quiz.attempt import Attempt, answer, finish, score, start
from xblocks.skill_quiz.policy import Rules
from xblocks.skill_quiz.view import view

from .test_view import NOW, QUIZ

ASKED = Rules(certainty="on")
WRONG = {"mot": "ma-sai", "hai": "ma-r", "ba": "true"}
RIGHT = {"mot": "ma-dung", "hai": "ma-p ma-q", "ba": "false"}


def give(attempt: Attempt, item: str, parts: str, certainty: Any, rules: Rules = ASKED, step: int | None = None) -> Any:
    order = next(d.order for d in attempt.items if d.item == item)
    places: Any = [str(order.index(part) + 1) for part in parts.split()]
    raw = places if item == "hai" else places[0]
    step = attempt.step + 1 if step is None else step
    return answer(QUIZ, attempt, rules, step=step, item=item, raw=raw, now=NOW, certainty=certainty).attempt


def play(*acts: tuple[str, bool, Any]) -> Attempt:
    attempt = start(QUIZ, attempt_id="a" * 32, number=1, rng=random.Random(7), now=NOW)
    for item, right, certainty in acts:
        attempt = give(attempt, item, (RIGHT if right else WRONG)[item], certainty)
    return attempt


def test_it_is_stored_with_the_answer_and_survives_storage() -> None:
    attempt = play(("mot", True, "3"), ("hai", False, None))
    assert [a.certainty for a in attempt.answers] == ["3", ""]
    assert Attempt.from_json(json.dumps(attempt.to_json())) == attempt
    items = view(QUIZ, attempt, ASKED)["items"]
    assert [i["certainty"] for i in items] == ["3", None, None]


def test_it_never_changes_the_score() -> None:
    told = play(("mot", True, "1"), ("hai", False, "3"), ("ba", True, "2"))
    untold = play(("mot", True, None), ("hai", False, None), ("ba", True, None))
    assert score(QUIZ, told) == score(QUIZ, untold)


@pytest.mark.parametrize("given", ["0", "4", "", 2, True, ["1"], {"a": 1}])
def test_anything_else_is_malformed(given: Any) -> None:
    with pytest.raises(MalformedAnswer):
        play(("mot", True, given))


def test_where_it_is_not_asked_it_is_not_looked_at() -> None:
    attempt = start(QUIZ, attempt_id="a" * 32, number=1, rng=random.Random(7), now=NOW)
    attempt = give(attempt, "mot", "ma-dung", "9", Rules())
    assert attempt.answers[0].certainty == ""
    assert "certainty" not in json.dumps(view(QUIZ, attempt, Rules()))
    assert "again" not in json.dumps(view(QUIZ, finish(attempt, now=NOW), Rules()))


def test_the_same_answer_with_another_certainty_is_no_repeat() -> None:
    attempt = play(("mot", True, "3"))
    assert give(attempt, "mot", "ma-dung", "3", step=1) is attempt
    with pytest.raises(StaleStep):
        give(attempt, "mot", "ma-dung", "1", step=1)


def test_sure_and_wrong_items_are_named_first_under_what_to_read_again() -> None:
    attempt = play(("mot", False, "1"), ("hai", True, "1"), ("ba", False, "3"))
    result = view(QUIZ, attempt, ASKED)["result"]
    assert result["again"] == [
        {"item": "ba", "why": "sure-and-wrong"},
        {"item": "mot", "why": "wrong"},
        {"item": "hai", "why": "guessed"},
    ]


def test_what_to_read_again_is_hidden_with_the_correctness() -> None:
    attempt = play(("mot", False, "1"), ("hai", True, "1"), ("ba", False, "3"))
    shown = view(QUIZ, attempt, ASKED, show_correctness="never_but_include_grade")
    assert "again" not in shown["result"]
