"""The blocks' panel for staff in the classroom: shown on the unit page, acting on the learner's state and grade."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import client_of, make_user
from django.urls import reverse
from test_statistics import ITEMS, QUIZ, quiz  # noqa: F401

from classroom import auth
from classroom.models import Block, Course, Enrollment, StaffAction, StudentModule
from classroom.structure import forget_trees
from xblocks.common import jsonform
from xblocks.learning_record.models import Attempt


def call(user: Any, course: Course, usage: str, handler: str, **data: Any) -> tuple[int, Any]:
    """POSTs to a handler of the block as ``user``."""
    url = f"/courses/{course.key}/xblock/{usage}/handler/{handler}"
    answer = client_of(user).post(url, json.dumps(data), content_type="application/json")
    return answer.status_code, json.loads(answer.content or b"{}")


@pytest.fixture
def lan(course: Course, quiz: str, learner: Any) -> Any:  # noqa: F811
    """A learner who has answered all four questions, one wrongly."""
    _, reply = call(learner, course, quiz, "start_attempt", after=0)
    attempt = reply["state"]["attempt"]
    for step, item in enumerate(attempt["items"], start=1):
        right = next(o["id"] for o in item["options"] if o["text"].endswith("đúng"))
        wrong = next(o["id"] for o in item["options"] if o["id"] != right)
        data = {"attempt": attempt["id"], "step": step, "item": item["id"], "answer": wrong if step == 1 else right}
        assert call(learner, course, quiz, "answer", **data)[0] == 200
    return learner


def swap_key(course: Course) -> None:
    """The author makes the other option right."""
    block = Block.objects.get(usage_key__endswith="@hoi")
    body = json.loads(json.dumps(QUIZ))
    for item in body["items"]:
        for option in item["options"]:
            option["correct"] = not option["correct"]
    block.content = {"content": jsonform.canonical(body)}
    block.save()
    from classroom.authoring import touch

    touch(course)
    forget_trees()


def test_the_unit_page_shows_the_panel_to_staff_only(course: Course, quiz: str, learner: Any, staff: Any, author: Any):  # noqa: F811
    unit = str(Block.objects.get(usage_key__endswith="@v2").usage_key)
    shown = {
        user.username: client_of(user).get(f"/courses/{course.key}/unit/{unit}/").content.decode()
        for user in (learner, staff)
    }
    assert "hv-staff" not in shown[learner.username]
    assert "SkillQuizStudent" in shown[learner.username]
    assert "hv-staff" in shown[staff.username]
    assert "public/staff.en.js" in shown[staff.username]
    assert "SkillQuizStaff" in shown[staff.username]


def test_staff_who_look_as_a_learner_see_and_may_do_nothing(course: Course, quiz: str, lan: Any, staff: Any):  # noqa: F811
    client = client_of(staff)
    client.post(f"/staff/{course.key}/learner/{lan.pk}/look/")
    unit = str(Block.objects.get(usage_key__endswith="@v2").usage_key)
    assert "hv-staff" not in client.get(f"/courses/{course.key}/unit/{unit}/").content.decode()
    url = f"/courses/{course.key}/xblock/{quiz}/handler/staff_reset"
    answer = client.post(url, json.dumps({"learner": lan.pk, "newest": ""}), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "not-staff")


def test_a_regrade_reaches_the_learners_grade_book(course: Course, quiz: str, lan: Any, staff: Any):  # noqa: F811
    swap_key(course)
    status, reply = call(staff, course, quiz, "staff_regrade", learner=lan.pk)
    assert (status, reply["change"]) == (200, {"from": 75, "to": 25})
    assert StudentModule.objects.get(student=lan, module_state_key=quiz).grade == 0.25
    assert not StudentModule.objects.filter(student=staff).exists()
    act = StaffAction.objects.get()
    assert (act.actor, act.learner, act.action, act.detail) == (staff, lan, "rescore", "75% → 25%")
    history = client_of(staff).get(f"/staff/{course.key}/learner/{lan.pk}/").content.decode()
    assert "scored again: Hỏi nhanh" in history


def test_everybody_is_regraded_and_a_stranger_is_not_found(course: Course, quiz: str, lan: Any, staff: Any):  # noqa: F811
    swap_key(course)
    status, reply = call(staff, course, quiz, "staff_regrade_all", after=0)
    assert (status, reply["regraded"], reply["left"], reply["next"]) == (200, 1, 0, None)
    assert [(one["name"], one["from"], one["to"]) for one in reply["changed"]] == [("Bạn lan", 75, 25)]
    stranger = make_user("ngoai2", auth.LEARNER)
    assert call(staff, course, quiz, "staff_learner", learner=stranger.pk)[0] == 404
    Enrollment.objects.create(user=stranger, course=course)
    assert call(staff, course, quiz, "staff_learner", learner=stranger.pk)[1]["attempts"] == []


def test_an_author_regrades_from_the_editor_what_was_just_saved(course: Course, quiz: str, lan: Any, author: Any):  # noqa: F811
    client = client_of(author)

    def studio(handler: str, **data: Any) -> tuple[int, Any]:
        url = reverse("handler-prefix-studio", args=[str(course.key), quiz]) + handler
        answer = client.post(url, json.dumps(data), content_type="application/json")
        return answer.status_code, answer.json()

    assert studio("studio_impact")[1]["regrade"] is True
    opened = studio("studio_model")[1]
    for item in opened["model"]["items"]:
        for option in item["options"]:
            option["correct"] = not option["correct"]
    saved = {"model": opened["model"], "settings": opened["settings"], "base": opened["digest"]}
    assert studio("studio_save_model", **saved)[0] == 200
    status, reply = studio("studio_regrade_all", after=0)
    assert (status, reply["regraded"], reply["next"]) == (200, 1, None)
    assert [(one["name"], one["from"], one["to"]) for one in reply["changed"]] == [("Bạn lan", 75, 25)]
    assert StudentModule.objects.get(student=lan, module_state_key=quiz).grade == 0.25
    act = StaffAction.objects.get()
    assert (act.actor, act.learner, act.action) == (author, lan, "rescore")
    assert studio("studio_model")[1]["model"] == opened["model"]
    assert call(lan, course, quiz, "studio_regrade_all", after=0)[0] == 403
    assert call(author, course, quiz, "studio_regrade_all", after=0)[0] == 403


def test_a_reset_gives_a_fresh_attempt_and_is_written_down(course: Course, quiz: str, lan: Any, staff: Any):  # noqa: F811
    newest = Attempt.objects.get().pk
    status, reply = call(staff, course, quiz, "staff_reset", learner=lan.pk, newest=newest)
    assert (status, reply["reset"]) == (200, True)
    assert Attempt.objects.get().status == "reset"
    assert StaffAction.objects.get().action == "reset-attempts"
    assert call(lan, course, quiz, "start_attempt", after=0)[1]["state"]["attempts_used"] == 1


def test_a_learner_is_found_by_a_name_without_diacritics(course: Course, quiz: str, lan: Any, staff: Any):  # noqa: F811
    assert [one["id"] for one in call(staff, course, quiz, "staff_find", query="ban LAN")[1]["learners"]] == [lan.pk]


def test_the_figures_leave_trial_learners_out_or_say_so(course: Course, quiz: str, lan: Any, staff: Any):  # noqa: F811
    reply = call(staff, course, quiz, "staff_statistics", attempts="first")[1]
    assert (reply["test"]["attempts"], reply["trial"]) == (1, "left-out")
    lan.profile.is_demo = True
    lan.profile.save()
    reply = call(staff, course, quiz, "staff_statistics", attempts="first")[1]
    assert (reply["test"]["attempts"], reply["trial"]) == (1, "counted")
    reply = call(staff, course, quiz, "staff_statistics", attempts="first", demo=False)[1]
    assert (reply["test"]["attempts"], reply["trial"]) == (0, "left-out")
    assert reply["items"][0]["answers"][0]["n"] == 0
    assert len(reply["items"]) == len(ITEMS)


def test_extra_time_is_given_on_the_learners_page(course: Course, quiz: str, lan: Any, staff: Any):  # noqa: F811
    client, page = client_of(staff), f"/staff/{course.key}/learner/{lan.pk}/"
    assert "extra-time" not in client.get(page).content.decode(), "there is no limit"
    block = Block.objects.get(usage_key__endswith="@hoi")
    block.settings = {**block.settings, "time_limit": 10.0}
    block.save()
    from classroom.authoring import touch

    touch(course)
    forget_trees()
    assert "Time, as a multiple of 10 minutes" in client.get(page).content.decode()
    for factor, kept in (("1,5", 1.5), ("0,5", 1.5), ("11", 1.5), ("1", 1.0)):
        client.post(f"{page}act/", {"usage": quiz, "action": "extra-time", "factor": factor})
        state = json.loads(StudentModule.objects.get(student=lan, module_state_key=quiz).state)
        assert state["extra_time"] == kept
    assert list(StaffAction.objects.order_by("pk").values_list("action", "detail")) == [
        ("extra-time", "x 1.5"),
        ("extra-time", "x 1"),
    ]


def test_a_learners_page_is_folded_unit_by_unit_and_what_was_worked_on_stays_open(
    course: Course,
    quiz: str,  # noqa: F811
    lan: Any,
    staff: Any,
):
    page = reverse("learner", args=[course.key, lan.pk])
    client = client_of(staff)
    shown = client.get(page).content.decode()
    assert shown.count('<section class="hv-module"') > 1
    assert "<details open>" not in shown
    done = client.post(
        reverse("learner-act", args=[course.key, lan.pk]), {"usage": quiz, "action": "rescore"}, follow=True
    )
    shown = done.content.decode()
    assert shown.count("<details open>") == 1
    opened = shown.split("<details open>")[1]
    assert quiz in opened.split("</section>")[0]


@pytest.mark.parametrize(
    ("kind", "said"), [("skill_quiz", "practice, not counted"), ("scenario_sim", "rehearsal, not counted")]
)
def test_what_never_counts_is_marked_on_the_learners_page(
    course: Course,
    quiz: str,  # noqa: F811
    lan: Any,
    staff: Any,
    kind: str,
    said: str,
):
    page = reverse("learner", args=[course.key, lan.pk])
    assert "not counted" not in client_of(staff).get(page).content.decode()
    row = Attempt.objects.get()
    row.plan, row.kind = row.plan | {"practice": True}, kind
    row.save()
    assert client_of(staff).get(page).content.decode().count(said) == 2
