"""What every handler refuses, and what a refusal says."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webob import Request

from xblocks.competency import catalogue
from xblocks.learning_record.models import Attempt, Response

from .lms import post
from .samples import RIGHT, pick
from .test_quiz_flow import begin, send

LEARNER = [("skill_quiz", h) for h in ("current", "start_attempt", "answer", "finish", "set_extra_time")] + [
    ("scenario_sim", h) for h in ("current", "start_attempt", "choose", "rehearse_from", "leave_rehearsal", "scene_map")
]
STUDIO = [f"studio_{name}" for name in ("source", "lint", "save", "model", "check", "save_model", "import", "export")]
STUDIO += ["studio_competencies", "studio_impact", "studio_regrade_all", "studio_files"]
STAFF = ["find", "learner", "attempt", "reset", "regrade", "regrade_all", "download"]
LEARNER += [(kind, f"staff_{h}") for kind in ("skill_quiz", "scenario_sim") for h in STAFF]
LEARNER += [("skill_quiz", "staff_statistics"), ("scenario_sim", "staff_choices")]
AUTHOR = [(kind, h) for kind in ("skill_quiz", "scenario_sim") for h in STUDIO] + [("scenario_sim", "studio_play")]
#: No JSON: what they refuse stands in test_upload.
FORMS = [(kind, "studio_upload") for kind in ("skill_quiz", "scenario_sim")]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def test_the_lists_above_name_every_handler():
    from xblocks.scenario_sim.block import ScenarioSimBlock
    from xblocks.skill_quiz.block import SkillQuizBlock

    found = {
        (cls.kind, name)
        for cls in (SkillQuizBlock, ScenarioSimBlock)
        for name in dir(cls)
        if getattr(getattr(cls, name, None), "_is_xblock_handler", False)
    }
    assert found == set(LEARNER + AUTHOR + FORMS)


@pytest.mark.parametrize(("kind", "handler"), LEARNER + AUTHOR)
class TestEveryHandler:
    """Refusals that all handlers share."""

    @pytest.fixture
    def usage(self, kind, quiz, story):
        return quiz if kind == "skill_quiz" else story

    def test_refuses_people_who_are_not_signed_in(self, course, usage, handler, db):
        status, reply = course.post(usage, None, handler, {})
        assert (status, reply["code"]) == (401, "signed-out")

    def test_refuses_a_get(self, course, usage, handler, learner):
        block = course.block(usage, learner)
        response = block.runtime.handle(block, handler, Request.blank("/"))
        assert response.status_code == 405

    def test_refuses_what_a_form_of_another_site_can_send(self, course, usage, handler, learner):
        block = course.block(usage, learner)
        request = Request.blank("/", method="POST", POST={"after": "0"})
        assert block.runtime.handle(block, handler, request).status_code == 415
        request = Request.blank("/", method="POST", content_type="text/plain", body=b"{}")
        assert block.runtime.handle(block, handler, request).status_code == 415

    @pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"{", b"\xff", b"[" * 50_000])
    def test_refuses_what_is_no_json_object(self, course, usage, handler, learner, body):
        block = course.block(usage, learner)
        request = Request.blank("/", method="POST", content_type="application/json", body=body)
        response = block.runtime.handle(block, handler, request)
        assert response.status_code == 400
        assert response.json["error"].endswith(".")


@pytest.mark.parametrize(("kind", "handler"), AUTHOR)
def test_authors_handlers_refuse_learners_and_staff_in_the_course(course, quiz, story, learner, kind, handler):
    usage = quiz if kind == "skill_quiz" else story
    status, reply = course.post(usage, learner, handler, {"source": ""}, staff=True)
    assert (status, reply["code"]) == (403, "not-author")


def test_authors_handlers_refuse_people_without_write_access_to_the_course(course, quiz, learner):
    class Permissions:
        def can_write(self, key: object) -> bool:
            return False

    status, reply = course.post(quiz, learner, "studio_source", author=True, permissions=Permissions())
    assert (status, reply["code"]) == (403, "not-author")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.dictionaries(st.sampled_from(["attempt", "play", "step", "item", "answer", "choice", "after"]), JSON))
@pytest.mark.parametrize(
    ("kind", "handler"), [("skill_quiz", "answer"), ("skill_quiz", "finish"), ("scenario_sim", "choose")]
)
def test_wrong_types_get_a_sentence_and_change_nothing(course, quiz, story, learner, kind, handler, data):
    usage = quiz if kind == "skill_quiz" else story
    _, reply = course.post(usage, learner, "start_attempt", {"after": 0})
    before = reply["state"]
    status, reply = course.post(usage, learner, handler, data)
    assert 400 <= status < 500
    assert len(reply["error"]) > 10
    assert not Response.objects.exists()
    assert course.post(usage, learner, "current")[1]["state"] == before


def test_a_refusal_is_vietnamese_first_and_english_on_demand(course, quiz, learner):
    _, vi = course.post(quiz, learner, "start_attempt", {"after": "x"})
    with translation.override("en"):
        _, en = course.post(quiz, learner, "start_attempt", {"after": "x"})
    assert "tải lại trang" in vi["error"]
    assert "Reload the page" in en["error"]


def test_a_body_that_is_too_large_is_refused(course, quiz, learner):
    status, reply = course.post(quiz, learner, "answer", {"answer": "x" * 70_000})
    assert (status, reply["code"]) == (413, "too-large")


def test_nothing_is_written_when_the_save_fails(course, quiz, learner, monkeypatch):
    attempt = begin(course, quiz, learner)
    block = course.block(quiz, learner)

    def fail(*args: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(block.runtime.state_store, "set_many", fail)
    item = attempt["items"][0]
    data = {"attempt": attempt["id"], "step": 1, "item": item["id"], "answer": pick(item, RIGHT)}
    with pytest.raises(Exception, match="disk is full"):
        post(block, "answer", data)
    assert not Response.objects.exists()
    assert Attempt.objects.get().step == 0
    assert send(course, quiz, learner, attempt, 1, RIGHT)[0] == 200


def ours(context: CaptureQueriesContext) -> list[str]:
    """The statements that read or write rows."""
    return [
        q["sql"] for q in context.captured_queries if q["sql"].split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")
    ]


def test_an_answer_costs_at_most_six_statements(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    send(course, quiz, learner, attempt, 1, RIGHT)
    block = course.block(quiz, learner)
    item = attempt["items"][1]
    data = {"attempt": attempt["id"], "step": 2, "item": item["id"], "answer": pick(item, RIGHT)}
    with CaptureQueriesContext(
        connection,
    ) as context:
        status, _ = post(block, "answer", data)
    assert status == 200
    platform = [s for s in ours(context) if "courseware_studentmodule" in s]
    records = [s for s in ours(context) if "courseware_studentmodule" not in s]
    assert len(records) <= 4, records  # the lock (two on SQLite), the response, the evidence
    assert len(platform) <= 3, platform  # this runtime reads once, and writes with update_or_create
    assert block.runtime.state_store.writes == 1


def test_a_move_costs_at_most_six_statements(course, story, learner):
    _, reply = course.post(story, learner, "start_attempt", {"after": 0})
    view = reply["state"]["play"]
    choice = next(c["id"] for c in view["scene"]["choices"] if c["text"] == "Nghe tiếp")
    catalogue.current()  # as on any server that has answered once in the last minutes
    block = course.block(story, learner)
    with CaptureQueriesContext(connection) as context:
        status, _ = post(block, "choose", {"play": view["id"], "step": 1, "choice": choice})
    assert status == 200
    assert len([s for s in ours(context) if "courseware_studentmodule" not in s]) <= 4
    assert block.runtime.state_store.writes == 1


def test_replies_are_never_cached(course, quiz, learner):
    block = course.block(quiz, learner)
    request = Request.blank("/", method="POST", content_type="application/json", body=json.dumps({}).encode())
    assert block.runtime.handle(block, "current", request).headers["Cache-Control"] == "no-store"
