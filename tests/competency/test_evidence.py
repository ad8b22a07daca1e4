"""Responses become evidence and evidence becomes a status, within the transaction of the response."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.learning_record.helpers import QUIZ, SIM, Queries, later, new_attempt, new_user, respond
from xblocks.competency import api, catalogue
from xblocks.competency.models import CompetencyRuleProfile, Evidence, StudentCompetencyStatus
from xblocks.learning_record import api as records
from xblocks.learning_record.models import Attempt

pytestmark = pytest.mark.django_db

FRAMEWORKS = Path(__file__).resolve().parents[2] / "content" / "frameworks"
SAFETY = "tt02-2025:4.2"


def play(user: Any, usage_key: str, items: dict[str, float], *, number: int = 1, start: float = 0) -> Attempt:
    """One whole attempt: ``items`` are answered in order with these scores, then it is closed."""
    attempt, _ = new_attempt(user, usage_key, number, now=later(start))
    for step, (item, score) in enumerate(items.items(), 1):
        respond(attempt, step, item_id=item, score=score, now=later(start + step))
    records.close_attempt(attempt, earned=1, possible=1, now=later(start + len(items) + 1))
    return attempt


def right(names: str, *numbers: int) -> dict[str, float]:
    """Items ``<names>-<number>``, all answered right."""
    return {f"{names}-{number}": 1.0 for number in numbers}


def demonstrate(user: Any) -> tuple[Attempt, Attempt]:
    """A quiz of six and a scenario of two: just enough."""
    return play(user, QUIZ, right("q", *range(6))), play(user, SIM, right("s", 1, 2), start=20)


def status(user: Any) -> api.CompetencyStatus:
    """The learner's one status."""
    [found] = api.status_of(user.pk)
    return found


def test_a_response_gives_one_line_for_each_competency_with_the_frameworks_version() -> None:
    api.load_frameworks(FRAMEWORKS)
    attempt, _ = new_attempt(new_user())
    row, _ = respond(attempt, 1, score=0.5, competencies=[SAFETY, "digcomp-2.2:4.2", SAFETY])
    lines = {line.competency: line for line in Evidence.objects.all()}
    assert set(lines) == {SAFETY, "digcomp-2.2:4.2"}
    line = lines[SAFETY]
    assert (line.score, line.kind, line.item_id, line.response_id) == (0.5, "quiz", "cau-1", row.pk)
    assert (line.learner_id, line.attempt_id, line.usage_key) == (attempt.learner_id, attempt.pk, QUIZ)
    assert line.framework_version == "02/2025/TT-BGDĐT"
    assert lines["digcomp-2.2:4.2"].framework_version == "2.2"


def test_a_move_in_a_scenario_is_evidence_of_its_own_kind() -> None:
    attempt, _ = new_attempt(new_user(), SIM)
    respond(attempt, 1)
    assert Evidence.objects.get().kind == "scenario"


def test_a_step_that_is_not_scored_or_names_nothing_valid_gives_no_evidence_and_is_still_recorded() -> None:
    attempt, _ = new_attempt(new_user())
    respond(attempt, 1, score=None)
    respond(attempt, 2, competencies=[])
    respond(attempt, 3, competencies=["an toàn", "tt02-2025", "x" * 300 + ":1"])
    assert not Evidence.objects.exists()
    assert len(records.responses(attempt.pk)) == 3


def test_answering_again_in_the_same_attempt_brings_the_line_up_to_date() -> None:
    attempt, _ = new_attempt(new_user())
    respond(attempt, 1, item_id="cau", score=0.0)
    second, _ = respond(attempt, 2, item_id="cau", score=1.0)
    line = Evidence.objects.get()
    assert (line.score, line.response_id, line.created) == (1.0, second.pk, later(2))


def test_a_repeated_request_leaves_the_evidence_alone() -> None:
    attempt, _ = new_attempt(new_user())
    respond(attempt, 1, score=1.0)
    respond(attempt, 1, score=0.0)
    assert Evidence.objects.get().score == 1.0


def test_a_competency_is_demonstrated_by_enough_right_answers_from_quiz_and_scenario() -> None:
    user = new_user()
    play(user, QUIZ, right("q", *range(6)))
    early = status(user)
    assert (early.status, early.items, early.enough, early.fraction) == ("PartiallyAttempted", 6, False, 1.0)
    play(user, SIM, right("s", 1, 2), start=20)
    now = status(user)
    assert (now.status, now.items, now.sources, now.scenarios, now.enough) == ("Demonstrated", 8, 2, 1, True)
    assert now.demonstrated_at == later(22)
    stored = StudentCompetencyStatus.objects.get()
    assert stored.rule == {"id": "default", "min_items": 8, "min_sources": 2, "min_scenarios": 1, "threshold": 0.8}


def test_quizzes_alone_are_never_enough() -> None:
    user = new_user()
    play(user, QUIZ, right("q", *range(10)))
    play(user, QUIZ + "2", right("r", *range(10)), start=20)
    assert status(user).status == "PartiallyAttempted"


def test_the_same_item_in_a_rerun_counts_once_with_its_latest_answer() -> None:
    user = new_user()
    play(user, QUIZ, right("q", *range(6)))
    play(user, QUIZ.replace("2026", "2027"), {**right("q", *range(5)), "q-5": 0.0}, start=20)
    now = status(user)
    assert (now.items, now.points, now.status) == (6, 5.0, "PartiallyAttempted")


def test_later_mistakes_lower_the_estimate_and_never_the_status() -> None:
    user = new_user()
    demonstrate(user)
    play(user, QUIZ, {f"q-{n}": 0.0 for n in range(6)}, number=2, start=40)
    now = status(user)
    assert (now.status, now.fraction, now.demonstrated_at) == ("Demonstrated", 0.25, later(22))


def test_deleting_the_state_voids_the_evidence_and_takes_away_what_rested_on_it() -> None:
    user = new_user()
    demonstrate(user)
    records.void_state(user.pk, SIM, "state-deleted", later(60))
    assert Evidence.objects.filter(voided_at=later(60)).count() == 2
    assert Evidence.objects.count() == 8
    now = status(user)
    assert (now.status, now.items, now.demonstrated_at) == ("PartiallyAttempted", 6, None)
    records.void_state(user.pk, QUIZ, "state-deleted", later(61))
    assert api.status_of(user.pk) == []


def test_a_reset_keeps_the_evidence() -> None:
    user = new_user()
    demonstrate(user)
    records.mark_reset(user.pk, QUIZ, later(60))
    play(user, QUIZ, {"q-0": 0.0}, start=70)
    now = status(user)
    assert (now.status, now.items, now.points) == ("Demonstrated", 8, 7.0)


def test_evidence_follows_a_rescore_down_and_up() -> None:
    user = new_user()
    quiz, _ = demonstrate(user)
    records.rescore_attempt(quiz, {1: 0.0, 2: 0.0, 3: 0.5}, 3.5, 6, later(60))
    now = status(user)
    assert (now.status, now.points) == ("PartiallyAttempted", 5.5)
    records.rescore_attempt(quiz, {1: 1.0, 2: 1.0, 3: 1.0}, 6, 6, later(61))
    assert status(user).status == "Demonstrated"


def test_a_rescore_can_take_a_step_out_of_scoring_and_put_one_in() -> None:
    attempt, _ = new_attempt(new_user())
    respond(attempt, 1, score=1.0)
    respond(attempt, 2, score=None)
    records.rescore_attempt(attempt, {1: None, 2: 0.5}, 0.5, 1, later(60))
    found = {line.item_id: (line.score, line.voided_at) for line in Evidence.objects.all()}
    assert found == {"cau-1": (1.0, later(60)), "cau-2": (0.5, None)}


def test_new_points_without_new_scores_leave_the_evidence_alone() -> None:
    user = new_user()
    quiz, _ = demonstrate(user)
    before = list(Evidence.objects.order_by("pk").values())
    records.rescore_attempt(quiz, {}, 0, 6, later(60))
    assert list(Evidence.objects.order_by("pk").values()) == before
    assert status(user).status == "Demonstrated"


def test_a_retired_persons_evidence_stays_in_the_totals_without_a_name() -> None:
    user = new_user()
    demonstrate(user)
    records.retire_user(user.pk, later(60))
    assert api.status_of(user.pk) == []
    assert StudentCompetencyStatus.objects.get().status == "Demonstrated"
    assert Evidence.objects.filter(voided_at=None, learner__user=None).count() == 8


def test_the_rule_is_the_operators_to_set_for_all_or_for_one_framework() -> None:
    CompetencyRuleProfile.objects.create(min_items=2, min_sources=1, min_scenarios=0, threshold=0.5)
    CompetencyRuleProfile.objects.create(framework="digcomp-2.2", min_items=3, min_sources=1, min_scenarios=0)
    user = new_user()
    attempt, _ = new_attempt(user)
    for step in (1, 2):
        respond(attempt, step, competencies=[SAFETY, "digcomp-2.2:4.2"])
    records.close_attempt(attempt, earned=2, possible=2, now=later(9))
    found = {row.competency: (row.status, row.rule["id"]) for row in StudentCompetencyStatus.objects.all()}
    assert found == {SAFETY: ("Demonstrated", "default"), "digcomp-2.2:4.2": ("PartiallyAttempted", "digcomp-2.2")}


def test_a_stricter_rule_takes_nothing_away_from_who_has_it() -> None:
    user = new_user()
    demonstrate(user)
    CompetencyRuleProfile.objects.create(min_items=50)
    play(user, QUIZ, right("q", 1), number=2, start=40)
    now = status(user)
    assert (now.status, now.enough) == ("Demonstrated", False)


def test_statuses_come_by_framework_and_code_with_titles_in_the_language_asked_for() -> None:
    api.load_frameworks(FRAMEWORKS)
    user = new_user()
    attempt, _ = new_attempt(user)
    respond(attempt, 1, competencies=["unknown-framework:9", "tt02-2025:4.2", "tt02-2025:1.1"])
    records.close_attempt(attempt, earned=1, possible=1, now=later(9))
    found = api.status_of(user.pk, "en")
    assert [(row.id, row.title) for row in found] == [
        ("tt02-2025:1.1", "Browsing, searching and filtering data, information and digital content"),
        ("tt02-2025:4.2", "Protecting personal data and privacy"),
        ("unknown-framework:9", "unknown-framework:9"),
    ]
    assert api.status_of(user.pk)[1].title == "Bảo vệ dữ liệu cá nhân và quyền riêng tư"


def test_what_evidence_costs() -> None:
    api.load_frameworks(FRAMEWORKS)
    catalogue.current()
    user = new_user()
    attempt, _ = new_attempt(user)
    with Queries() as queries:
        respond(attempt, 1, competencies=[SAFETY, "tt02-2025:4.1", "digcomp-2.2:4.2"])
    assert (len(queries.real), queries.frame) == (2, [])
    with Queries() as queries:
        respond(attempt, 2, item_id="cau-1", competencies=[SAFETY])
    assert (len(queries.real), queries.frame) == (2, [])
    with Queries() as queries:
        records.close_attempt(attempt, earned=1, possible=1, now=later(9))
    assert (len(queries.real), queries.frame) == (5, [])
    bare, _ = new_attempt(user, SIM)
    respond(bare, 1, competencies=[])
    with Queries() as queries:
        records.close_attempt(bare, earned=1, possible=1, now=later(9))
    assert (len(queries.real), queries.frame) == (3, [])
    with Queries() as queries:
        api.status_of(user.pk)
    assert len(queries.real) == 1
    with Queries() as queries:
        records.rescore_attempt(attempt, {1: 0.0}, 0, 1, later(10))
    assert (len(queries.real), queries.frame) == (8, [])
