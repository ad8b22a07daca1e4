"""Trying again from a decision: never counted, never doubled, and the map of where a learner has been."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

from tests.platform_standin.models import StudentModule
from tests.scenario_sim.stories import INBOX
from xblocks.competency.models import Evidence
from xblocks.learning_record.models import Attempt, Response
from xblocks.scenario_sim.story import Story

from .test_staff_acts import finish_story, reset_attempts

LOST = ("Nghe tiếp", "Chuyển tiền")


def take(course: Any, usage: Any, user: Any, view: dict[str, Any], text: str, **runtime: Any) -> tuple[int, Any]:
    """The choice with that text."""
    choice = next(c["id"] for c in view["scene"]["choices"] if c["text"] == text)
    body = {"play": view["id"], "step": view["step"] + 1, "choice": choice}
    return course.post(usage, user, "choose", body, **runtime)


def again(course: Any, usage: Any, user: Any, view: dict[str, Any], step: int, used: int = 1, **more: Any) -> Any:
    """The request that the page sends at "try again from here"."""
    return course.post(usage, user, "rehearse_from", {"play": view["id"], "step": step, "after": used}, **more)


def leave(course: Any, usage: Any, user: Any, view: dict[str, Any], **more: Any) -> tuple[int, Any]:
    """The request that the page sends at "back to the result"."""
    return course.post(usage, user, "leave_rehearsal", {"play": view["id"]}, **more)


@pytest.fixture
def lost(course, story, learner) -> dict[str, Any]:
    """The view of a play that was ended badly, in two moves."""
    return finish_story(course, story, learner, *LOST)["play"]


def test_a_rehearsal_stands_at_the_decision_and_is_said_to_be_one(course, story, learner, lost):
    status, reply = again(course, story, learner, lost, 2)
    assert status == 200, reply
    view = reply["state"]["play"]
    assert (view["practice"], view["step"], view["number"], view["status"]) == (True, 1, 2, "open")
    assert view["scene"]["title"] == lost["debrief"]["path"][1]["scene"]
    assert view["id"] != lost["id"]
    assert "practice" not in lost


def test_it_gives_no_grade_no_evidence_and_uses_no_attempt(course, story, learner, lost):
    block = course.block(story)
    block.max_attempts = 1
    block.save()
    row, evidence = StudentModule.objects.get(), list(Evidence.objects.values_list("id", "score"))
    view = again(course, story, learner, lost, 1)[1]["state"]["play"]
    status, reply = take(course, story, learner, view, "Cúp máy")
    assert status == 200, reply
    assert reply["play"]["scene"]["ending"]["kind"] == "good"
    assert reply["play"]["debrief"]["result"] is None
    assert (reply["best"]["percent"], reply["can_start"]) == (0, False)
    after = StudentModule.objects.get()
    assert (after.grade, after.max_grade) == (row.grade, row.max_grade)
    assert list(Evidence.objects.values_list("id", "score")) == evidence
    practice = Attempt.objects.get(number=2)
    assert (practice.status, practice.plan["practice"], practice.plan["taken"]) == ("finished", True, 0)
    assert Response.objects.get(attempt=practice).competencies == []
    block = course.block(story, learner)
    block.rescore()
    assert StudentModule.objects.get().grade == 0
    assert list(Evidence.objects.values_list("id", "score")) == evidence


def test_attempts_that_are_left_stay_left(course, story, learner, lost):
    block = course.block(story)
    block.max_attempts = 2
    block.save()
    for used in (1, 2, 3):
        view = again(course, story, learner, lost, 2, used)[1]["state"]["play"]
        lost = take(course, story, learner, view, "Chuyển tiền")[1]["play"]
    status, reply = course.post(story, learner, "start_attempt", {"after": 4})
    assert status == 200, reply
    view = reply["state"]["play"]
    assert (view["number"], view["step"], "practice" in view) == (5, 0, False)
    reply = take(course, story, learner, view, "Cúp máy")[1]
    assert StudentModule.objects.get().grade == 1
    assert (reply["best"]["percent"], reply["can_start"]) == (100, False)


def test_it_goes_on_after_the_due_date_where_a_counted_play_does_not(course, story, learner, lost):
    block = course.block(story, learner)
    block.due = datetime(2020, 1, 1, tzinfo=UTC)
    status, reply = again(course, story, learner, lost, 2, block=block)
    assert status == 200, reply
    view = reply["state"]["play"]
    block = course.block(story, learner)
    block.due = datetime(2020, 1, 1, tzinfo=UTC)
    assert take(course, story, learner, view, "Hỏi con", block=block)[0] == 200
    block = course.block(story, learner)
    block.due = datetime(2020, 1, 1, tzinfo=UTC)
    status, reply = course.post(story, learner, "start_attempt", {"after": 2}, block=block)
    assert (status, reply["code"]) == (409, "past-due")


def test_the_same_request_again_and_from_another_phone_changes_nothing(course, story, learner, lost):
    first = again(course, story, learner, lost, 2)
    stored = StudentModule.objects.get().state
    assert again(course, story, learner, lost, 2) == first
    assert again(course, story, learner, lost, 1) == first
    assert course.post(story, learner, "start_attempt", {"after": 1}) == first
    assert StudentModule.objects.get().state == stored
    assert Attempt.objects.count() == 2


def test_it_can_be_left_for_the_result_that_it_came_from(course, story, learner, lost):
    block = course.block(story)
    block.max_attempts = 2
    block.save()
    row, evidence = StudentModule.objects.get(), list(Evidence.objects.values_list("id", "score"))
    view = again(course, story, learner, lost, 2)[1]["state"]["play"]
    status, reply = leave(course, story, learner, view)
    assert status == 200, reply
    state = reply["state"]
    assert state["play"] == lost
    assert (state["plays_used"], state["best"]["percent"], state["can_start"]) == (2, 0, True)
    after = StudentModule.objects.get()
    assert (after.grade, after.max_grade) == (row.grade, row.max_grade)
    assert list(Evidence.objects.values_list("id", "score")) == evidence
    assert Attempt.objects.get(number=2).status == "finished"
    assert course.post(story, learner, "current")[1]["state"] == state

    # It has used no attempt: the second one that counts is still there, and only that.
    status, reply = course.post(story, learner, "start_attempt", {"after": 2})
    assert (status, reply["state"]["play"]["number"]) == (200, 3)
    reply = take(course, story, learner, reply["state"]["play"], "Cúp máy")[1]
    assert (reply["best"]["percent"], reply["can_start"]) == (100, False)
    assert StudentModule.objects.get().grade == 1


def test_one_that_has_ended_leads_back_too_and_one_after_it_to_the_play_that_counts(course, story, learner, lost):
    view = again(course, story, learner, lost, 1)[1]["state"]["play"]
    view = take(course, story, learner, view, "Cúp máy")[1]["play"]
    assert (view["status"], view["practice"]) == ("ended", True)
    view = again(course, story, learner, view, 1, 2)[1]["state"]["play"]
    assert leave(course, story, learner, view)[1]["state"]["play"] == lost
    # And from there one can practise again, as from the first.
    status, reply = again(course, story, learner, lost, 2, 3)
    assert (status, reply["state"]["play"]["number"], reply["state"]["play"]["step"]) == (200, 4, 1)


def test_leaving_again_from_a_slow_phone_changes_nothing(course, story, learner, lost):
    view = again(course, story, learner, lost, 2)[1]["state"]["play"]
    slow, slower = course.block(story, learner), course.block(story, learner)
    for block in (slow, slower):
        assert block.state["current"]["id"] == view["id"]
    first = leave(course, story, learner, view)
    stored = StudentModule.objects.get().state
    assert leave(course, story, learner, view, block=slow) == first
    assert StudentModule.objects.get().state == stored
    # A move that was still on its way comes too late, and says where one stands.
    status, reply = take(course, story, learner, view, "Hỏi con", block=slower)
    assert (status, reply["code"], reply["state"]["play"]["id"]) == (409, "closed", lost["id"])
    assert not Response.objects.filter(attempt_id=view["id"]).exists()


def test_a_slow_wish_to_leave_does_not_undo_the_play_that_was_begun_since(course, story, learner, lost):
    view = again(course, story, learner, lost, 2)[1]["state"]["play"]
    view = take(course, story, learner, view, "Hỏi con")[1]["play"]
    slow = course.block(story, learner)
    assert slow.state["current"]["id"] == view["id"]
    begun = course.post(story, learner, "start_attempt", {"after": 2})[1]["state"]["play"]
    status, reply = leave(course, story, learner, view, block=slow)
    assert (status, reply["state"]["play"]["id"]) == (200, begun["id"])
    assert course.post(story, learner, "current")[1]["state"]["play"]["id"] == begun["id"]


@pytest.mark.parametrize(("lang", "word"), [("vi", "tính điểm"), ("en", "counts"), ("km", "រាប់ពិន្ទុ")])
def test_a_play_that_counts_cannot_be_left(course, story, learner, lost, lang, word):
    with override(lang):
        status, reply = leave(course, story, learner, lost)
    assert (status, reply["code"]) == (409, "not-practice")
    assert word in reply["error"]
    assert Attempt.objects.get().status == "finished"


def test_an_unknown_play_and_another_learner_s_cannot_be_left(course, story, learner, other, lost):
    view = again(course, story, learner, lost, 2)[1]["state"]["play"]
    assert leave(course, story, other, view)[0] in (403, 409)
    status, reply = leave(course, story, learner, {"id": "0" * 32})
    assert (status, reply["code"]) == (409, "stale-step")
    assert course.post(story, learner, "current")[1]["state"]["play"]["id"] == view["id"]


def test_after_a_reset_by_staff_leaving_shows_the_start(course, story, learner, lost):
    view = again(course, story, learner, lost, 2)[1]["state"]["play"]
    reset_attempts(story, learner)
    status, reply = leave(course, story, learner, view)
    assert (status, reply["state"]["play"]) == (200, None)


def test_the_last_grade_stays_the_last_and_a_regrade_grades_the_play_that_was_gone_back_to(course, story, learner):
    block = course.block(story)
    block.grade_method = "last"
    block.save()
    finish_story(course, story, learner, "Cúp máy")
    lost = course.post(story, learner, "start_attempt", {"after": 1})[1]["state"]["play"]
    for text in LOST:
        lost = take(course, story, learner, lost, text)[1]["play"]
    view = again(course, story, learner, lost, 1, 2)[1]["state"]["play"]
    assert leave(course, story, learner, view)[1]["state"]["best"]["percent"] == 0
    block = course.block(story, learner)
    block.rescore()
    assert StudentModule.objects.get().grade == 0
    view = course.post(story, learner, "start_attempt", {"after": 3})[1]["state"]["play"]
    take(course, story, learner, view, "Cúp máy")
    assert StudentModule.objects.get().grade == 1


def test_staff_see_a_rehearsal_that_was_left_as_practice_without_an_ending(course, story, learner, lost, ask):
    view = again(course, story, learner, lost, 2)[1]["state"]["play"]
    leave(course, story, learner, view)
    shown = ask(story, "staff_learner", learner=learner.pk)[1]
    assert [(one["number"], one.get("practice", False)) for one in shown["attempts"]] == [(2, True), (1, False)]
    told = ask(story, "staff_attempt", learner=learner.pk, attempt=view["id"])[1]
    assert "ending" not in told
    assert len(told["rows"]) == 1


def test_of_two_at_the_same_moment_one_is_begun(course, story, learner, lost):
    slow, slower = course.block(story, learner), course.block(story, learner)
    for block in (slow, slower):
        assert block.state["current"]["id"] == lost["id"]
        assert block.attempts == 1
    first = again(course, story, learner, lost, 2)
    second = again(course, story, learner, lost, 1, block=slow)
    assert second[0] == 200
    assert second[1]["state"]["play"]["id"] == first[1]["state"]["play"]["id"]
    third = course.post(story, learner, "start_attempt", {"after": 1}, block=slower)
    assert third[1]["state"]["play"]["id"] == first[1]["state"]["play"]["id"]
    assert sorted(Attempt.objects.values_list("status", flat=True)) == ["finished", "open"]
    view = second[1]["state"]["play"]
    assert (view["practice"], view["step"]) == (True, 1)


def test_a_lost_state_comes_back_with_what_the_rehearsal_took_over(course, story, learner, lost):
    view = again(course, story, learner, lost, 2)[1]["state"]["play"]
    stale = course.block(story, learner)
    assert stale.state["current"]["id"] == view["id"]
    assert stale.attempts == 2
    moved = take(course, story, learner, view, "Hỏi con")
    assert take(course, story, learner, view, "Hỏi con", block=stale) == moved
    assert Response.objects.filter(attempt_id=view["id"]).count() == 1


@pytest.mark.parametrize("step", [0, 3, 99])
def test_a_step_that_was_not_taken_is_refused_with_the_state(course, story, learner, lost, step):
    status, reply = again(course, story, learner, lost, step)
    assert (status, reply["code"]) == (409, "stale-step")
    assert reply["state"]["play"]["id"] == lost["id"]
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("body", [{}, {"play": 1, "step": 1, "after": 1}, {"play": "x", "step": "1", "after": 1}])
def test_malformed_requests_are_refused(course, story, learner, lost, body):
    assert course.post(story, learner, "rehearse_from", body)[0] == 400


def test_another_learner_s_play_and_an_open_one_cannot_be_rehearsed(course, story, learner, other, lost):
    status, reply = again(course, story, other, lost, 1, 0)
    assert (status, reply["code"]) == (409, "stale-step")
    view = course.post(story, other, "start_attempt", {"after": 0})[1]["state"]["play"]
    status, reply = again(course, story, other, view, 1)
    assert (status, reply["state"]["play"]["id"]) == (200, view["id"])
    assert not any("practice" in plan for plan in Attempt.objects.values_list("plan", flat=True))


def test_after_a_reset_by_staff_the_old_play_is_no_more(course, story, learner, lost):
    reset_attempts(story, learner)
    status, reply = again(course, story, learner, lost, 2, 0)
    assert (status, reply["code"]) == (409, "stale-step")
    assert reply["state"]["play"] is None
    assert course.post(story, learner, "scene_map")[1] == {"map": None}


def test_a_rehearsal_that_staff_reset_is_over(course, story, learner, lost):
    view = again(course, story, learner, lost, 2)[1]["state"]["play"]
    reset_attempts(story, learner)
    status, reply = take(course, story, learner, view, "Hỏi con")
    assert status == 409
    assert reply["state"]["play"] is None
    assert course.post(story, learner, "start_attempt", {"after": 0})[1]["state"]["play"]["number"] == 1


def test_it_is_played_in_the_version_of_the_play_that_it_goes_back_to(course, story, learner, lost):
    block = course.block(story)
    data = json.loads(block.content)
    data["scenes"][0]["choices"] = data["scenes"][0]["choices"][:1]
    block.content = Story.from_json(data).to_json()
    block.save()
    status, reply = again(course, story, learner, lost, 2)
    assert status == 200, reply
    view = reply["state"]["play"]
    assert take(course, story, learner, view, "Hỏi con")[0] == 200
    assert Attempt.objects.get(number=2).content_id == Attempt.objects.get(number=1).content_id


def test_in_the_author_s_preview_it_works_and_nothing_is_recorded(course, story, learner):
    session: dict[str, Any] = {}
    place = {"author": True, "session": session}
    view = course.post(story, learner, "start_attempt", {"after": 0}, **place)[1]["state"]["play"]
    view = take(course, story, learner, view, "Cúp máy", **place)[1]["play"]
    view = again(course, story, learner, view, 1, **place)[1]["state"]["play"]
    assert view["practice"]
    assert take(course, story, learner, view, "Nghe tiếp", **place)[0] == 200
    assert course.post(story, learner, "scene_map", **place)[1]["map"]["scenes"]
    assert not Attempt.objects.exists()


def test_the_map_is_of_this_learner_s_plays_and_grows_with_them(course, story, learner, other, lost):
    found = course.post(story, learner, "scene_map")[1]["map"]
    titles = [scene["title"] for scene in found["scenes"]]
    assert len(titles) == 3
    assert [move["text"] for move in found["moves"]] == list(LOST)
    view = again(course, story, learner, lost, 2)[1]["state"]["play"]
    take(course, story, learner, view, "Hỏi con")
    grown = course.post(story, learner, "scene_map")[1]["map"]
    assert [scene["title"] for scene in grown["scenes"]][:3] == titles
    assert {(m["text"], m["count"]) for m in grown["moves"]} == {(text, 1) for text in (*LOST, "Hỏi con")}
    assert course.post(story, other, "scene_map")[1] == {"map": None}


def test_the_map_does_not_tell_good_from_bad_where_the_platform_hides_it(course, story, learner, lost):
    block = course.block(story, learner)
    block.show_correctness = "never"
    found = course.post(story, learner, "scene_map", block=block)[1]["map"]
    assert {scene["kind"] for scene in found["scenes"]} == {None, "mixed"}


def test_an_inbox_has_no_map_and_is_rehearsed_whole(course, learner):
    usage = course.add("scenario_sim", "thu", content=Story.from_json(INBOX).to_json())
    view = course.post(usage, learner, "start_attempt", {"after": 0})[1]["state"]["play"]
    while view["status"] == "open":
        body = {"play": view["id"], "step": view["step"] + 1, "choice": "1"}
        view = course.post(usage, learner, "choose", body)[1]["play"]
    assert course.post(usage, learner, "scene_map")[1] == {"map": None}
    assert again(course, usage, learner, view, 2)[0] == 409
    assert again(course, usage, learner, view, 1)[1]["state"]["play"]["practice"]


def test_the_platform_s_report_tells_what_counts(course, story, learner, lost):
    view = again(course, story, learner, lost, 2)[1]["state"]["play"]
    take(course, story, learner, view, "Hỏi con")
    states = [SimpleNamespace(username="hv", state=json.loads(StudentModule.objects.get().state))]
    rows = [row for _, row in course.block(story).generate_report_data(states)]
    assert [next(iter(row.values())) for row in rows] == [1, 1]
