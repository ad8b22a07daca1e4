"""Every behaviour, every policy of showing answers, every type: what reaches a learner's page at each moment of an
attempt, over quizzes made by chance. What may be seen is worked out here a second time, from the words of the
settings alone."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.skill_quiz.raws import proper, right
from tests.skill_quiz.strategies import items, quizzes
from xblocks.skill_quiz.attempt import Attempt, Outcome, answer, finish, score, start
from xblocks.skill_quiz.model import Quiz
from xblocks.skill_quiz.policy import BEHAVIOURS, SHOW_ANSWERS, Rules
from xblocks.skill_quiz.questions import REGISTRY, type_of
from xblocks.skill_quiz.view import item_result, view

NOW = "2026-11-21T08:00:00+00:00"
#: Fields of an item that speak of the right answer.
REMARKS = ("feedback", "feedback_true", "feedback_false", "feedback_other", "feedback_right", "feedback_wrong", "why")


def marked(quiz: Quiz) -> Quiz:
    """``quiz``, in which every remark and every explanation can be told apart from every other text."""
    data = json.loads(quiz.to_json())
    for row in data["items"]:
        row["hint"] = ""
        _mark(row, row["id"])
        row["explanation"] = f"LỜI-GIẢI-{row['id']}-."
    return Quiz.from_json(data)


def _mark(value: Any, name: str) -> None:
    if isinstance(value, list):
        for one in value:
            _mark(one, name)
    elif isinstance(value, dict):
        for field in value:
            if field in REMARKS:
                value[field] = f"NHẬN-XÉT-{name}-."
            else:
                _mark(value[field], name)


class Learner:
    """Plays an attempt and looks at the page after every step."""

    def __init__(self, quiz: Quiz, rules: Rules, rng: random.Random, platform: str, past_due: bool | None) -> None:
        self.quiz, self.rules, self.rng = quiz, rules, rng
        self.sight: dict[str, Any] = {"show_correctness": platform, "past_due": past_due}
        self.platform, self.past_due = platform, past_due
        self.attempt = start(quiz, attempt_id="a" * 32, number=1, rng=rng, now=NOW, rules=rules)
        self.given: dict[str, int] = {}
        self.was_right: set[str] = set()
        self.orders = {drawn.item: drawn.order for drawn in self.attempt.items}

    def give(self, name: str, rightly: bool) -> Outcome:
        """Answers question ``name``."""
        item = self.quiz.by_id[name]
        kind = type_of(item)
        order = self.orders[name]
        raw = right(kind.name, kind.key(item, order)) if rightly else proper(kind.public(item, order), self.rng)
        step = self.attempt.step + 1
        outcome = answer(self.quiz, self.attempt, self.rules, step=step, item=name, raw=raw, now=NOW)
        self.attempt = outcome.attempt
        self.given[name] = self.given.get(name, 0) + 1
        if outcome.grade.correct:
            self.was_right.add(name)
        elif self.rules.behaviour == "deferred":
            self.was_right.discard(name)
        return outcome

    def is_settled(self, name: str) -> bool:
        """Whether question ``name`` takes no more answers."""
        used = self.given.get(name, 0)
        limit = {"deferred": 10**6, "tries": self.rules.tries}.get(self.rules.behaviour, 1)
        done = self.rules.behaviour == "tries" and name in self.was_right
        return self.attempt.is_finished or used >= limit or done

    def may_see(self, name: str) -> tuple[bool, bool]:
        """Whether the page may hold remarks on question ``name``, and its key."""
        over = self.attempt.is_finished
        if self.platform == "never" or (self.platform == "past_due" and self.past_due is False):
            return False, False
        told = over or (name in self.given and self.rules.behaviour != "deferred")
        passed = over and score(self.quiz, self.attempt).fraction + 1e-9 >= self.rules.pass_mark
        when = {
            "never": False,
            "after_answer": True,
            "after_attempt": over,
            "after_pass": passed,
            "after_due": self.past_due is True,
        }
        return told, told and self.is_settled(name) and when[self.rules.show_answer]

    def look(self) -> None:
        """The whole page, and the reply of each question by itself."""
        page = view(self.quiz, self.attempt, self.rules, **self.sight)
        for item in page["items"]:
            name, text = item["id"], json.dumps(item, ensure_ascii=False)
            remarks, key = self.may_see(name)
            assert (f"LỜI-GIẢI-{name}-." in text) is key, (name, text)
            assert (item["result"] is not None) is remarks, (name, text)
            assert remarks or f"NHẬN-XÉT-{name}-." not in text, (name, text)
            if item["result"] is not None:
                assert (item["result"]["key"] is not None) is key
                assert "counts" not in item["result"] or self.is_settled(name)
            bare = {k: v for k, v in item.items() if k not in ("answer", "result", "tries_left")}
            authored = self.quiz.by_id[name]
            assert bare == type_of(authored).public(authored, self.orders[name], "vi"), "as on the first day"
            assert item["result"] == item_result(self.quiz, self.attempt, self.rules, name, **self.sight)
            for other in self.orders:
                assert other == name or (f"LỜI-GIẢI-{other}-." not in text and f"NHẬN-XÉT-{other}-." not in text), (
                    "of this question alone"
                )
        grade = self.attempt.is_finished and (self.platform == "always" or self.past_due is not False)
        assert (page["result"] is not None) is (grade and self.platform != "never")


SLOW = [HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large]


@settings(max_examples=40, suppress_health_check=SLOW)
@given(
    quiz=quizzes(min_items=2, max_items=4).map(marked),
    more=st.fixed_dictionaries(
        {
            "pass_mark": st.sampled_from([0, 0.6, 1]),
            "tries": st.integers(1, 3),
            "penalty": st.sampled_from([0, 1 / 3, 1]),
        }
    ),
    platform=st.sampled_from(["always", "past_due", "always", "never"]),
    past_due=st.sampled_from([None, True, False]),
    acts=st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=8),
    seed=st.integers(0, 10**6),
)
@pytest.mark.parametrize("show_answer", SHOW_ANSWERS)
@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_a_page_never_tells_more_than_the_settings_say(
    behaviour: Any,
    show_answer: Any,
    quiz: Quiz,
    more: dict[str, Any],
    platform: str,
    past_due: bool | None,
    acts: list[tuple[int, bool]],
    seed: int,
) -> None:
    rules = Rules(behaviour=behaviour, show_answer=show_answer, **more)
    one = Learner(quiz, rules, random.Random(seed), platform, past_due)
    one.look()
    for place, rightly in acts:
        waiting = [d.item for d in one.attempt.items if not one.is_settled(d.item)]
        if not waiting:
            break
        one.give(waiting[place % len(waiting)], rightly)
        one.look()
    one.attempt = finish(one.attempt, now=NOW)
    one.look()


@settings(max_examples=25, suppress_health_check=SLOW)
@given(st.data(), st.integers(0, 10**6))
@pytest.mark.parametrize("behaviour", BEHAVIOURS)
@pytest.mark.parametrize("kind", sorted(REGISTRY))
def test_every_type_is_played_under_every_behaviour(kind: str, behaviour: Any, data: st.DataObject, seed: int) -> None:
    rng = random.Random(seed)
    row = data.draw(items("mot", kinds=(kind,)))
    quiz = Quiz.from_json(
        {"schema": 1, "items": [row, {"id": "hai", "type": "true_false", "text": "?", "answer": True}]}
    )
    rules = Rules(behaviour=behaviour, certainty="on", keep_right=True, time_limit=10, penalty=0.25)
    one = Learner(quiz, rules, rng, "always", None)
    first = one.give("mot", rightly=False)
    worth = first.grade.score
    used = 1
    while not one.is_settled("mot") and used < 4:
        outcome = one.give("mot", rightly=used == 3 or behaviour == "deferred")
        worth = max(0.0, outcome.grade.score - (0.25 * used if behaviour == "tries" else 0))
        used += 1
    assert used == {"immediate": 1, "practice": 1, "deferred": 4}.get(behaviour, used)
    while not one.attempt.is_finished and not one.is_settled("hai"):
        one.give("hai", rightly=True)
        if behaviour == "deferred":
            one.attempt = finish(one.attempt, now=NOW)
    assert one.attempt.is_finished
    assert Attempt.from_json(json.dumps(one.attempt.to_json())) == one.attempt
    points = row["points"]
    assert score(quiz, one.attempt).earned == pytest.approx(worth * points + 1)
    again = start(quiz, attempt_id="b" * 32, number=2, rng=rng, now=NOW, rules=rules, previous=one.attempt)
    was_right = "mot" in one.was_right
    kept = {a.item for a in again.kept}
    assert kept == (set() if behaviour == "practice" or was_right else {"hai"})
