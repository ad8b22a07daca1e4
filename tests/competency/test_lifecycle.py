"""Whatever learners and staff do, in whatever order: records, evidence and statuses agree with a small model."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.learning_record.helpers import QUIZ, SIM, later, new_attempt, new_user
from xblocks.common.findings import AttemptClosed
from xblocks.competency.mastery import Line, Rule, standing
from xblocks.competency.models import CompetencyRuleProfile, Evidence, StudentCompetencyStatus
from xblocks.learning_record import api
from xblocks.learning_record.models import Attempt, Learner, Response

RULE = Rule("default", min_items=2, min_sources=1, min_scenarios=0, threshold=0.8)
CODES = ("tt02-2025:4.1", "tt02-2025:4.2")

acts = st.lists(
    st.tuples(
        st.sampled_from(
            ["open", "answer", "answer", "answer", "repeat", "close", "reset", "void", "rescore", "retire"]
        ),
        st.sampled_from(["lan", "lan", "lan", "minh"]),
        st.sampled_from([QUIZ, QUIZ, SIM]),
        st.sampled_from("abc"),
        st.sampled_from([0.0, 0.5, 1.0]),
        st.sampled_from([CODES[:1], CODES[1:], CODES]),
    ),
    min_size=5,
    max_size=30,
)


@dataclass
class One:
    """An attempt as the model has it: answers by step."""

    pk: str
    person: int
    block: str
    number: int
    status: str = "open"
    answers: dict[int, tuple[str, float, tuple[str, ...], int]] = field(default_factory=dict)


class World:
    """Does each act to the app and to the model."""

    def __init__(self) -> None:
        self.attempts: list[One] = []
        self.incarnation = Counter[str]()
        self.clock = 0

    def latest(self, name: str, block: str) -> One | None:
        """The last attempt that counts for this account as it is now."""
        key = hash((name, self.incarnation[name]))
        found = [one for one in self.attempts if (one.person, one.block) == (key, block)]
        return found[-1] if found and found[-1].status in ("open", "finished") else None

    def act(self, what: str, name: str, block: str, item: str, score: float, codes: tuple[str, ...]) -> None:
        """One act."""
        self.clock += 1
        user, one = new_user(name), self.latest(name, block)
        if what == "open" or (one is None and what in ("answer", "repeat", "close", "rescore")):
            number = one.number + 1 if one else 1
            row, created = new_attempt(user, block, number, now=later(self.clock))
            assert created
            one = One(row.pk, hash((name, self.incarnation[name])), block, number)
            self.attempts.append(one)
        if what == "reset":
            touched = self._end(name, block, ("open", "finished"), "reset")
            assert api.mark_reset(user.pk, block, later(self.clock)) == touched
        elif what == "void":
            touched = self._end(name, block, ("open", "finished", "reset"), "void")
            assert api.void_state(user.pk, block, "state-deleted", later(self.clock)) == touched
        elif what == "retire":
            api.retire_user(user.pk, later(self.clock))
            self.incarnation[name] += 1
        elif what != "open":
            assert one is not None
            row = api.lock_attempt(one.pk, user_id=user.pk, usage_key=block)
            getattr(self, f"_{what}")(row, one, item, score, codes)

    def _end(self, name: str, block: str, before: tuple[str, ...], after: str) -> int:
        key = hash((name, self.incarnation[name]))
        touched = [one for one in self.attempts if (one.person, one.block) == (key, block) and one.status in before]
        for one in touched:
            one.status = after
        return len(touched)

    def _answer(self, row: Attempt, one: One, item: str, score: float, codes: tuple[str, ...]) -> None:
        step = len(one.answers) + 1
        given_answer = {"step": step, "item_id": item, "answer": item, "score": score, "competencies": codes}
        if one.status == "open":
            assert api.record_response(row, now=later(self.clock), **given_answer)[1]
            one.answers[step] = (item, score, codes, self.clock)
        else:
            with pytest.raises(AttemptClosed):
                api.record_response(row, now=later(self.clock), **given_answer)

    def _repeat(self, row: Attempt, one: One, item: str, score: float, codes: tuple[str, ...]) -> None:
        if one.answers:
            found, created = api.record_response(
                row, step=1, item_id=item, answer=item, score=score, competencies=codes, now=later(self.clock)
            )
            assert (created, found.item_id, found.score) == (False, *one.answers[1][:2])

    def _close(self, row: Attempt, one: One, *_: Any) -> None:
        assert api.close_attempt(row, earned=1, possible=1, now=later(self.clock)) == (one.status == "open")
        one.status = "finished"

    def _rescore(self, row: Attempt, one: One, item: str, score: float, codes: tuple[str, ...]) -> None:
        steps = [step for step, answer in one.answers.items() if answer[0] == item]
        assert api.rescore_attempt(row, dict.fromkeys(steps, score), 1, 1, later(self.clock))
        for step in steps:
            one.answers[step] = (item, score, *one.answers[step][2:])

    def check(self) -> None:
        """The app's tables say what the model says."""
        assert dict(Attempt.objects.values_list("pk", "status")) == {one.pk: one.status for one in self.attempts}
        live = [one for one in self.attempts if one.status != "void"]
        assert Response.objects.count() == sum(len(one.answers) for one in self.attempts)
        stored = Response.objects.filter(voided_at=None).values_list("attempt_id", "step", "item_id", "score")
        assert set(stored) == {(o.pk, step, a[0], a[1]) for o in live for step, a in o.answers.items()}
        lines: dict[tuple[str, str, str], tuple[float, int]] = {}
        for one in live:
            for _, (item, score, codes, at) in sorted(one.answers.items()):
                lines.update({(one.pk, item, code): (score, at) for code in codes})
        evidence = Evidence.objects.filter(voided_at=None)
        assert {(e.attempt_id, e.item_id, e.competency): (e.score, e.created) for e in evidence} == {
            key: (score, later(at)) for key, (score, at) in lines.items()
        }

    def check_settled(self) -> None:
        """Once every learner has been computed anew, statuses are the engine's word on the evidence."""
        expected = {}
        for learner in Learner.objects.all():
            for code in CODES:
                own = Evidence.objects.filter(learner=learner, competency=code, voided_at=None)
                if own:
                    lines = [
                        Line(e.item_id, e.usage_key, e.kind, e.attempt_id, e.score, e.created, e.pk)  # type: ignore[arg-type]
                        for e in own
                    ]
                    found = standing(lines, RULE)
                    expected[learner.pk, code] = (found.status, found.demonstrated_at, found.estimate.items)
        rows = StudentCompetencyStatus.objects.all()
        assert {(r.learner_id, r.competency): (r.status, r.demonstrated_at, r.items) for r in rows} == expected


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts)
def test_records_evidence_and_statuses_agree_whatever_happens(history: list[tuple[Any, ...]]) -> None:
    from xblocks.competency import api as competencies
    from xblocks.competency import catalogue

    with transaction.atomic():
        CompetencyRuleProfile.objects.create(min_items=2, min_sources=1, min_scenarios=0)
        world = World()
        for act in history:
            world.act(*act)
            world.check()
        for learner in Learner.objects.all():
            competencies.recompute(learner.pk, exact=True)
        world.check_settled()
        transaction.set_rollback(True)
    catalogue._drop()
