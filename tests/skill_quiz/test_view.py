"""What reaches the browser: nothing that tells an answer before the author and the platform allow it."""

from __future__ import annotations

import itertools
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.common.findings import UnknownItem
from xblocks.skill_quiz.attempt import Attempt, answer, finish, start
from xblocks.skill_quiz.model import Quiz
from xblocks.skill_quiz.policy import SHOW_ANSWERS, Rules, visible
from xblocks.skill_quiz.view import attempt_result, item_result, view

NOW = "2026-11-21T08:00:00Z"
QUIZ = Quiz.from_json(
    {
        "schema": 1,
        "items": [
            {
                "id": "mot",
                "type": "single_choice",
                "text": "?",
                "explanation": "vi-sao-mot",
                "competencies": ["f:1"],
                "options": [
                    {"id": "ma-dung", "text": "A", "correct": True, "feedback": "phan-hoi-dung"},
                    {"id": "ma-sai", "text": "B", "feedback": "phan-hoi-sai"},
                ],
            },
            {
                "id": "hai",
                "type": "multiple_choice",
                "text": "?",
                "explanation": "vi-sao-hai",
                "scoring": "partial",
                "options": [
                    {"id": "ma-p", "text": "A", "correct": True, "feedback": "phan-hoi-p"},
                    {"id": "ma-q", "text": "B", "correct": True, "feedback": "phan-hoi-q"},
                    {"id": "ma-r", "text": "C", "feedback": "phan-hoi-r"},
                ],
            },
            {
                "id": "ba",
                "type": "true_false",
                "text": "?",
                "answer": False,
                "explanation": "vi-sao-ba",
                "feedback_true": "phan-hoi-t",
                "feedback_false": "phan-hoi-f",
            },
        ],
    }
)
WRONG: dict[str, str] = {"mot": "ma-sai", "hai": "ma-r", "ba": "true"}
RIGHT: dict[str, str] = {"mot": "ma-dung", "hai": "ma-p ma-q", "ba": "false"}


def fresh() -> Attempt:
    return start(QUIZ, attempt_id="a" * 32, number=1, rng=random.Random(7), now=NOW)


def play(rules: Rules, *items: str, answers: dict[str, str] = WRONG, end: bool = False) -> Attempt:
    attempt = fresh()
    for step, item in enumerate(items, start=1):
        order = next(d.order for d in attempt.items if d.item == item)
        places = [str(order.index(part) + 1) for part in answers[item].split()]
        raw: Any = places if item == "hai" else places[0]
        attempt = answer(QUIZ, attempt, rules, step=step, item=item, raw=raw, now=NOW).attempt
    return finish(attempt, now=NOW) if end else attempt


def words(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def test_before_an_answer_nothing_tells_it() -> None:
    for rules in (Rules(show_answer="after_answer"), Rules(behaviour="deferred")):
        text = words(view(QUIZ, fresh(), rules, past_due=True))
        for secret in ("correct", "feedback", "explanation", "key", "ma-", "phan-hoi", "vi-sao"):
            assert secret not in text


def test_the_form_is_that_of_the_contract() -> None:
    shown = view(QUIZ, play(Rules(), "mot"), Rules())
    assert set(shown) == {"id", "number", "status", "step", "items", "result"}
    first, second, _ = shown["items"]
    assert set(first) == {"id", "type", "text", "points", "hint", "options", "answer", "result"}
    assert set(first["result"]) == {"score", "correct", "feedback", "explanation", "key"}
    assert first["result"]["score"] == 0
    assert first["result"]["correct"] is False
    assert first["result"]["feedback"] == [{"for": first["answer"], "html": "phan-hoi-sai"}]
    assert first["result"]["explanation"] == "vi-sao-mot"
    assert first["result"]["key"] != first["answer"]
    assert second["answer"] is None
    assert second["result"] is None
    assert shown["result"] is None


def test_authored_option_ids_never_appear() -> None:
    for rules in (Rules(), Rules(behaviour="deferred", show_answer="after_attempt")):
        text = words(view(QUIZ, play(rules, "mot", "hai", "ba", end=True), rules))
        assert "ma-" not in text
        assert "phan-hoi" in text


def test_a_deferred_attempt_tells_nothing_until_its_end() -> None:
    rules = Rules(behaviour="deferred", show_answer="after_answer")
    text = words(view(QUIZ, play(rules, "mot", "hai", "ba"), rules, past_due=True, passed_before=True))
    for secret in ("correct", "feedback", "key", "phan-hoi", "vi-sao"):
        assert secret not in text
    assert "vi-sao-ba" in words(view(QUIZ, play(rules, "mot", end=True), rules))


def test_an_unanswered_item_of_a_finished_attempt_scores_nothing() -> None:
    shown = view(QUIZ, play(Rules(), end=True), Rules())
    assert [i["result"]["score"] for i in shown["items"]] == [0, 0, 0]
    assert [i["result"]["feedback"] for i in shown["items"]] == [[], [], []]
    assert shown["result"]["percent"] == 0
    assert shown["result"]["passed"] is False


@pytest.mark.parametrize(
    ("show", "done", "answers", "past_due", "keys"),
    [
        ("never", True, RIGHT, True, False),
        ("after_answer", False, WRONG, False, True),
        ("after_attempt", False, WRONG, True, False),
        ("after_attempt", True, WRONG, False, True),
        ("after_pass", False, RIGHT, False, False),
        ("after_pass", True, WRONG, False, False),
        ("after_pass", True, RIGHT, False, True),
        ("after_due", True, RIGHT, False, False),
        ("after_due", True, RIGHT, None, False),
        ("after_due", True, RIGHT, True, True),
    ],
)
def test_the_key_is_shown_when_the_author_says(
    show: Any, done: bool, answers: dict[str, str], past_due: bool | None, keys: bool
) -> None:
    rules = Rules(show_answer=show)
    items = ("mot", "hai", "ba") if done else ("mot",)
    shown = view(QUIZ, play(rules, *items, answers=answers), rules, past_due=past_due)["items"][0]["result"]
    assert shown["correct"] is (answers is RIGHT)
    assert shown["feedback"]
    assert (shown["key"] is not None) is keys
    assert (shown["explanation"] is not None) is keys


def test_an_earlier_pass_opens_the_key_of_a_later_attempt() -> None:
    rules = Rules(show_answer="after_pass")
    attempt = play(rules, "mot", "hai", "ba")
    assert view(QUIZ, attempt, rules)["items"][0]["result"]["key"] is None
    assert view(QUIZ, attempt, rules, passed_before=True)["items"][0]["result"]["key"]


@pytest.mark.parametrize(
    ("platform", "past_due", "items", "grade"),
    [
        ("always", False, True, True),
        ("never", True, False, False),
        ("never_but_include_grade", True, False, True),
        ("past_due", False, False, False),
        ("past_due", True, True, True),
        ("past_due", None, True, True),
        ("something new", True, False, False),
    ],
)
def test_the_platforms_rule_wins(platform: str, past_due: bool | None, items: bool, grade: bool) -> None:
    attempt = play(Rules(), "mot", "hai", "ba", answers=RIGHT)
    shown = view(QUIZ, attempt, Rules(), past_due=past_due, show_correctness=platform)
    assert all((i["result"] is not None) is items for i in shown["items"])
    assert (shown["result"] is not None) is grade
    assert ("phan-hoi" in words(shown)) is items
    if grade:
        assert bool(shown["result"]["competencies"]) is items


@given(
    st.sampled_from(SHOW_ANSWERS),
    st.sampled_from(["immediate", "deferred"]),
    st.sampled_from(["always", "never", "past_due", "never_but_include_grade"]),
    st.sampled_from([True, False, None]),
    *itertools.repeat(st.booleans(), 3),
)
def test_more_progress_never_hides_what_was_visible(
    show: Any, behaviour: Any, platform: str, past_due: bool | None, answered: bool, finished: bool, passed: bool
) -> None:
    rules = Rules(show_answer=show, behaviour=behaviour)

    def seen(a: bool, f: bool, p: bool) -> tuple[bool, bool, bool]:
        v = visible(rules, answered=a, finished=f, passed=p, past_due=past_due, show_correctness=platform)
        return v.correctness, v.key, v.grade

    now = seen(answered, finished, passed)
    for later in (seen(True, finished, passed), seen(True, True, passed), seen(True, True, True)):
        assert all(after >= before for before, after in zip(now, later, strict=True)), (now, later)
    if platform == "never":
        assert now == (False, False, False)
    assert not (now[1] and not now[0]), "a key is never shown without the correctness"


def test_results_alone_are_the_same_as_in_the_view() -> None:
    attempt = play(Rules(), "mot", "hai", "ba")
    shown = view(QUIZ, attempt, Rules())
    assert item_result(QUIZ, attempt, Rules(), "hai") == shown["items"][1]["result"]
    assert attempt_result(QUIZ, attempt, Rules()) == shown["result"]
    with pytest.raises(UnknownItem):
        item_result(QUIZ, attempt, Rules(), "khong-co")


def test_competencies_carry_their_titles() -> None:
    attempt = play(Rules(), "mot", "hai", "ba", answers=RIGHT)
    shown = attempt_result(QUIZ, attempt, Rules(), titles={"f:1": "An toàn"})
    assert shown is not None
    assert shown["competencies"] == [{"id": "f:1", "title": "An toàn", "earned": 1, "possible": 1}]


def test_an_attempt_can_be_shown_with_edited_content() -> None:
    attempt = play(Rules(), "mot", "hai", "ba")
    data = QUIZ.as_dict()
    data["items"][0]["options"][1]["id"] = "ma-moi"
    data["items"][1].update({"type": "single_choice"})
    data["items"][1]["options"][1]["correct"] = False
    del data["items"][1]["scoring"]
    del data["items"][2]
    shown = view(Quiz.from_json(data), attempt, Rules())
    assert [i["id"] for i in shown["items"]] == ["mot", "hai"]
    assert shown["items"][0]["answer"] not in [o["id"] for o in shown["items"][0]["options"]]
    assert [len(i["options"]) for i in shown["items"]] == [1, 3]
