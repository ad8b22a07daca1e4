"""An inbox judged before and after: whose plays are compared, and whose never are."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.scenario_sim.stories import INBOX
from xblocks.learning_record import earlier
from xblocks.scenario_sim.block import ScenarioSimBlock
from xblocks.scenario_sim.story import Story

from .test_staff_acts import reset_attempts


@pytest.fixture(autouse=True)
def a_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look at the clock is a minute later."""
    times = iter(datetime(2026, 11, 21, 8, tzinfo=UTC) + timedelta(minutes=n) for n in range(100_000))
    monkeypatch.setattr(ScenarioSimBlock, "now", lambda block: next(times))


def inbox(course: Any, name: str, group: str = "", intro: str = "") -> Any:
    """An inbox of that group; ``intro`` makes it another content."""
    data = copy.deepcopy(INBOX)
    data["intro"] = intro or name
    if group:
        data["triage"]["group"] = group
    return course.add("scenario_sim", name, content=Story.from_json(data).to_json())


def judge(course: Any, usage: Any, user: Any, *, trust: bool, after: int = 0, handler: str = "", **more: Any) -> Any:
    """A whole play in which everything is trusted, or suspected; the last view."""
    body = {"after": after, **more}
    view = course.post(usage, user, handler or "start_attempt", body)[1]["state"]["play"]
    while view["status"] == "open":
        sent = {"play": view["id"], "step": view["step"] + 1, "choice": "1" if trust else "2"}
        view = course.post(usage, user, "choose", sent)[1]["play"]
    return view


def before(view: dict[str, Any]) -> Any:
    """What the debrief tells of before."""
    return view["debrief"]["triage"].get("before")


def test_the_first_time_there_is_nothing_to_compare_with(course, learner):
    assert before(judge(course, inbox(course, "a", "g"), learner, trust=True)) is None


def test_the_same_inbox_again_is_compared_with_the_last_time(course, learner):
    usage = inbox(course, "a")
    first = judge(course, usage, learner, trust=True)["debrief"]["triage"]
    second = judge(course, usage, learner, trust=False, after=1)
    assert before(second) == {**first, "change": "same"}
    assert before(second)["hits"] == 0
    assert second["debrief"]["triage"]["hits"] > 0
    third = judge(course, usage, learner, trust=True, after=2)
    assert before(third)["false_alarms"] == second["debrief"]["triage"]["false_alarms"]
    assert course.post(usage, learner, "current")[1]["state"]["play"]["debrief"] == third["debrief"]


def test_the_second_inbox_of_a_group_is_compared_with_the_first(course, learner, django_assert_max_num_queries):
    one, two = inbox(course, "truoc", "g"), inbox(course, "sau", "g")
    first = judge(course, one, learner, trust=True)["debrief"]["triage"]
    second = judge(course, two, learner, trust=False)
    assert before(second) == {**first, "change": "same"}
    with django_assert_max_num_queries(12):
        assert before(course.post(two, learner, "current")[1]["state"]["play"]) == before(second)
    again = judge(course, two, learner, trust=True, after=1)
    assert before(again) == before(second), "the lesson's before, not the last try"
    assert before(course.post(one, learner, "current")[1]["state"]["play"]) is None, "what came later is not before"


def test_a_whole_course_of_simulations_may_lie_between(course, learner, monkeypatch):
    monkeypatch.setattr(earlier, "LATEST", 2)
    one, two = inbox(course, "truoc", "g"), inbox(course, "sau", "g")
    first = judge(course, one, learner, trust=True)["debrief"]["triage"]
    for number in range(3):
        judge(course, inbox(course, f"giua-{number}", "khac"), learner, trust=False)
    assert before(judge(course, two, learner, trust=False)) == {**first, "change": "same"}


@pytest.mark.parametrize(("mine", "theirs"), [("", "g"), ("g", ""), ("g", "khac"), ("", "")])
def test_inboxes_that_do_not_belong_together_are_not_compared(course, learner, mine, theirs):
    judge(course, inbox(course, "truoc", theirs), learner, trust=True)
    assert before(judge(course, inbox(course, "sau", mine), learner, trust=False)) is None


def test_nobody_is_compared_with_another_learner(course, learner, other):
    one, two = inbox(course, "truoc", "g"), inbox(course, "sau", "g")
    judge(course, one, other, trust=True)
    judge(course, two, other, trust=True)
    assert before(judge(course, two, learner, trust=False)) is None


def test_plays_that_are_open_reset_or_practice_are_no_before(course, learner):
    one, two = inbox(course, "truoc", "g"), inbox(course, "sau", "g")
    view = judge(course, one, learner, trust=True)
    judge(course, one, learner, trust=False, after=1, handler="rehearse_from", play=view["id"], step=1)
    assert before(judge(course, two, learner, trust=False))["hits"] == 0, "the play, not its rehearsal"
    reset_attempts(one, learner)
    course.post(one, learner, "start_attempt", {"after": 0})
    assert before(judge(course, two, learner, trust=True, after=1))["hits"] > 0, "the last time in this inbox"


def test_where_correctness_is_hidden_nothing_is_compared(course, learner):
    usage = inbox(course, "a")
    judge(course, usage, learner, trust=True)
    judge(course, usage, learner, trust=False, after=1)
    block = course.block(usage, learner)
    block.show_correctness = "never"
    told = course.post(usage, learner, "current", block=block)[1]["state"]["play"]["debrief"]
    assert "triage" not in told
