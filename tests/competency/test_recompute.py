"""The operator's command that computes statuses anew."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from tests.learning_record.helpers import QUIZ, later, new_attempt, new_user, respond
from xblocks.competency import api
from xblocks.competency.management.commands import hocvuso_recompute
from xblocks.competency.models import CompetencyRuleProfile, Evidence, StudentCompetencyStatus
from xblocks.learning_record import api as records

pytestmark = pytest.mark.django_db


def learn(name: str, steps: int = 2) -> None:
    """A closed quiz with that many right answers."""
    attempt, _ = new_attempt(new_user(name))
    for step in range(1, steps + 1):
        respond(attempt, step)
    records.close_attempt(attempt, earned=steps, possible=steps, now=later(9))


def run(*switches: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("hocvuso_recompute", *switches, stdout=out)
    return out.getvalue()


def statuses() -> set[str]:
    """All statuses there are."""
    return set(StudentCompetencyStatus.objects.values_list("status", flat=True))


def test_a_milder_rule_raises_statuses_and_a_stricter_one_lowers_them_only_when_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hocvuso_recompute, "PAGE", 2)
    for name in ("lan", "minh", "hoa"):
        learn(name)
    assert statuses() == {"PartiallyAttempted"}
    profile = CompetencyRuleProfile.objects.create(min_items=2, min_sources=1, min_scenarios=0)
    assert run() == "statuses: 3 learners\n"
    assert statuses() == {"Demonstrated"}
    profile.min_items = 3
    profile.save()
    run()
    assert statuses() == {"Demonstrated"}
    run("--exact")
    assert statuses() == {"PartiallyAttempted"}


def test_missing_evidence_is_written_from_the_responses_and_void_ones_stay_out() -> None:
    learn("lan")
    learn("minh")
    records.void_state(new_user("minh").pk, QUIZ, "state-deleted", later(20))
    before = list(Evidence.objects.filter(voided_at=None).values("item_id", "score", "created", "response"))
    StudentCompetencyStatus.objects.all().delete()
    Evidence.objects.all().delete()
    assert run("--evidence") == "evidence: 2 lines from 1 attempts\nstatuses: 2 learners\n"
    assert list(Evidence.objects.values("item_id", "score", "created", "response")) == before
    assert [row.items for row in api.status_of(new_user("lan").pk)] == [2]
    assert run("--evidence").startswith("evidence: 2 lines")
    assert Evidence.objects.count() == 2
