"""An attempt under a careless or hostile browser: duplicated, stale, reordered and malformed requests."""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from tests.skill_quiz.raws import proper
from tests.skill_quiz.strategies import quizzes
from xblocks.common.findings import PlayError
from xblocks.skill_quiz.attempt import Attempt, Outcome, answer, finish, is_right, score, start
from xblocks.skill_quiz.model import Quiz
from xblocks.skill_quiz.policy import Rules
from xblocks.skill_quiz.questions import type_of
from xblocks.skill_quiz.view import view

Request = tuple[Any, Any, Any]

RAW = st.one_of(
    st.sampled_from(["1", "2", "3", "4", "0", "a", "true", ""]),
    st.lists(st.sampled_from(["1", "2", "3", "4", "9"]), max_size=4),
    st.none(),
    st.integers(),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
)


class Browser(RuleBasedStateMachine):
    """Keeps the accepted answers in a model of its own and compares."""

    sent = Bundle("sent")

    @initialize(
        quiz=quizzes(max_items=4),
        behaviour=st.sampled_from(["immediate", "deferred", "tries", "practice"]),
        show=st.sampled_from(["never", "after_answer", "after_attempt", "after_pass", "after_due"]),
        seed=st.integers(),
    )
    def begin(self, quiz: Quiz, behaviour: Any, show: Any, seed: int) -> None:
        self.quiz = quiz
        self.rules = Rules(behaviour=behaviour, show_answer=show)
        self.attempt: Attempt = start(quiz, attempt_id="e" * 32, number=1, rng=random.Random(seed), now="t0")
        self.accepted: dict[int, tuple[str, float]] = {}
        self.clock = 0

    def _send(self, request: Request) -> Outcome | None:
        step, item, raw = request
        before = self.attempt
        stored = json.dumps(before.to_json())
        self.clock += 1
        now = f"t{self.clock}"
        try:
            outcome = answer(self.quiz, before, self.rules, step=step, item=item, raw=raw, now=now)
        except PlayError:
            assert json.dumps(before.to_json()) == stored
            return None
        again = answer(self.quiz, before, self.rules, step=step, item=item, raw=raw, now=now)
        assert again == outcome, "the same request on the same state has one outcome"
        assert 0 <= outcome.grade.score <= 1
        earlier = sum(a.item == item and a.step < step for a in outcome.attempt.answers)
        off = earlier / 3 if self.rules.behaviour == "tries" else 0
        assert abs(outcome.answered.score - max(0, outcome.grade.score - off)) < 1e-6
        if outcome.repeat:
            assert outcome.attempt is before
            assert self.accepted[step] == (item, outcome.answered.score)
        else:
            assert not before.is_finished
            assert step == before.step + 1
            assert outcome.attempt.answers[-1] == outcome.answered
            self.accepted[step] = (item, outcome.answered.score)
            self.attempt = outcome.attempt
        return outcome

    @rule(target=sent, place=st.integers(0, 3), seed=st.integers(0, 50))
    def answer_properly(self, place: int, seed: int) -> Any:
        drawn = self.attempt.items[place % len(self.attempt.items)]
        item = self.quiz.by_id[drawn.item]
        raw = proper(type_of(item).public(item, drawn.order), random.Random(seed))
        request = (self.attempt.step + 1, drawn.item, raw)
        scores = [score for name, score in self.accepted.values() if name == drawn.item]
        limit = {"deferred": 10**6, "tries": 3}.get(self.rules.behaviour, 1)
        may = not self.attempt.is_finished and len(scores) < limit
        if self.rules.behaviour == "tries" and scores and is_right(self.quiz, self.attempt.current()[drawn.item]):
            may = False
        assert (self._send(request) is not None) is may
        return request

    @rule(request=sent)
    def send_again(self, request: Request) -> None:
        before = self.attempt
        accepted = self.accepted.get(request[0])
        outcome = self._send(request)
        if outcome is not None and accepted is not None:
            assert outcome.repeat
            assert self.attempt is before

    @rule(target=sent, first=consumes(sent), second=consumes(sent))
    def send_out_of_order(self, first: Request, second: Request) -> Any:
        self._send(second)
        self._send(first)
        return multiple(second, first)

    @rule(request=sent, raw=RAW)
    def forge_another_answer(self, request: Request, raw: Any) -> None:
        self._send((request[0], request[1], raw))

    @rule(
        step=st.one_of(st.integers(-2, 8), st.booleans(), st.none(), st.text(max_size=1), st.floats()),
        item=st.one_of(st.text(max_size=3), st.none(), st.integers(), st.lists(st.text(max_size=1), max_size=1)),
        raw=RAW,
    )
    def send_rubbish(self, step: Any, item: Any, raw: Any) -> None:
        self._send((step, item, raw))

    @rule()
    def reload_from_storage(self) -> None:
        again = Attempt.from_json(json.dumps(self.attempt.to_json()))
        assert again == self.attempt
        self.attempt = again

    @rule()
    def finish(self) -> None:
        ended = finish(self.attempt, now="end")
        assert finish(ended, now="later") is ended
        assert ended.answers == self.attempt.answers
        self.attempt = ended

    @invariant()
    def the_score_is_that_of_the_last_accepted_answers(self) -> None:
        if not hasattr(self, "attempt"):
            return
        counted = dict(self.accepted[step] for step in sorted(self.accepted))
        card = score(self.quiz, self.attempt)
        expected = sum(counted.get(d.item, 0) * d.points for d in self.attempt.items)
        assert abs(card.earned - expected) < 1e-6
        assert -1e-9 <= card.earned <= card.possible + 1e-6
        assert self.attempt.step == max(self.accepted, default=0)

    @invariant()
    def an_unanswered_item_tells_nothing_before_the_end(self) -> None:
        if not hasattr(self, "attempt") or self.attempt.is_finished:
            return
        current = self.attempt.current()
        shown = view(self.quiz, self.attempt, self.rules, past_due=True)
        assert shown["result"] is None
        for item in shown["items"]:
            if item["id"] not in current or self.rules.behaviour == "deferred":
                assert item["result"] is None
            elif item.get("tries_left"):
                assert item["result"]["key"] is None
                assert item["result"]["explanation"] is None
            assert all(set(option) == {"id", "text"} for option in item.get("options", ()))


TestBrowser = Browser.TestCase
