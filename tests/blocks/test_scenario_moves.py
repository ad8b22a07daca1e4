"""Moves of a simulation that are no choices: typed replies, answers to a question, verdicts on an inbox."""

from __future__ import annotations

import json
from typing import Any

from tests.platform_standin.models import StudentModule
from tests.scenario_sim.stories import ASKING, DEMO, INBOX
from xblocks.learning_record.models import Response
from xblocks.scenario_sim.story import Story


def begin(course: Any, user: Any, data: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """A simulation with that content, begun; its key and first view."""
    usage = course.add("scenario_sim", "andere", content=Story.from_json(data).to_json())
    status, reply = course.post(usage, user, "start_attempt", {"after": 0})
    assert status == 200, reply
    return usage, reply["state"]["play"]


def move(course: Any, usage: Any, user: Any, view: dict[str, Any], **what: Any) -> tuple[int, Any]:
    """One step with ``choice``, ``typed`` or ``answer``."""
    return course.post(usage, user, "choose", {"play": view["id"], "step": view["step"] + 1, **what})


def test_a_typed_reply_moves_on_and_its_text_is_not_kept(course, learner):
    usage, view = begin(course, learner, ASKING)
    assert view["scene"]["input"]["max_length"] == 300
    text = "chữ riêng của tôi 0912"
    status, reply = move(course, usage, learner, view, typed=text)
    assert status == 200, reply
    assert reply["play"]["step"] == 1
    assert text not in StudentModule.objects.get().state
    assert text not in json.dumps(Response.objects.get().answer, ensure_ascii=False)
    assert move(course, usage, learner, view, typed=text)[1] == reply


def test_a_question_in_a_scene_is_judged_and_its_key_stays_here(course, learner):
    data = {**ASKING, "start": "hoi-ma"}
    usage, view = begin(course, learner, data)
    options = view["scene"]["question"]["options"]
    assert not {"correct", "feedback"} & set(options[0])
    status, reply = move(course, usage, learner, view, answer=options[0]["id"])
    assert status == 200, reply
    assert reply["question"]["key"] is None
    assert Response.objects.get().item_id == "hoi-ma"


def test_two_kinds_of_move_at_once_are_refused(course, learner):
    usage, view = begin(course, learner, ASKING)
    status, reply = move(course, usage, learner, view, typed="a", choice="1")
    assert (status, reply["code"]) == (400, "malformed")
    assert not Response.objects.exists()


def test_an_inbox_is_judged_to_its_end_and_graded(course, learner):
    usage, view = begin(course, learner, INBOX)
    count = view["triage"]["count"]
    for _ in range(count):
        fraud = next(c["id"] for c in view["scene"]["choices"] if c["verdict"] == "fraud")
        status, reply = move(course, usage, learner, view, choice=fraud)
        assert status == 200, reply
        assert "genuine" in reply["verdict"]
        view = reply["play"]
    assert view["status"] == "ended"
    found = view["debrief"]["triage"]
    assert found["hits"] + found["misses"] + found["false_alarms"] + found["correct_rejections"] == count
    assert 0 < StudentModule.objects.get().grade < 1
    assert Response.objects.count() == count


def test_an_inbox_shows_one_message_and_never_what_it_is(course, learner):
    _usage, view = begin(course, learner, INBOX)
    text = json.dumps(view, ensure_ascii=False)
    assert "Ngân hàng không gửi đường dẫn" not in text
    assert "Tên miền lạ" not in text
    assert "genuine" not in json.dumps(view["scene"]["messages"])


def test_staff_read_every_kind_of_move_in_words(course, learner):
    from types import SimpleNamespace

    usage, view = begin(course, learner, INBOX)
    move(course, usage, learner, view, choice="1")
    state = json.loads(StudentModule.objects.get().state)
    rows = list(course.block(usage).generate_report_data([SimpleNamespace(username="hv", state=state)]))
    assert len(rows) == 1
    assert "Tin ngân hàng" in json.dumps(rows[0], ensure_ascii=False) or "con" in json.dumps(rows[0])


def test_the_editor_previews_and_sums_up_an_inbox(course, learner):
    usage, _ = begin(course, learner, INBOX)
    data = {"model": INBOX}
    status, reply = course.post(usage, learner, "studio_check", data, author=True)
    assert status == 200, reply
    assert reply["summary"].endswith("thư để phân biệt thật giả")
    assert reply["preview"]["scene"]["messages"]


def test_choices_stand_in_an_order_of_the_play_that_a_reload_keeps(course, learner, other):
    usage, view = begin(course, learner, DEMO)
    shown = [choice["text"] for choice in view["scene"]["choices"]]
    for _ in range(3):
        again = course.post(usage, learner, "current", {})[1]["state"]["play"]
        assert again["scene"]["choices"] == view["scene"]["choices"]
    wanted = next(choice["id"] for choice in view["scene"]["choices"] if choice["text"] == "Nghe tiếp")
    assert move(course, usage, learner, view, choice=wanted)[1]["play"]["step"] == 1
    assert Response.objects.get().answer == "nghe"
    orders = set()
    for _ in range(30):
        StudentModule.objects.all().delete()
        fresh = course.post(usage, other, "start_attempt", {"after": 0})[1]["state"]["play"]
        orders.add(tuple(choice["text"] for choice in fresh["scene"]["choices"]))
    assert len(orders) == 2
    assert tuple(shown) in orders
