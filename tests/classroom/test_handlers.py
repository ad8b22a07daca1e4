"""A block's requests, from the browser to the tables and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from completion.models import BlockCompletion
from conftest import COURSE_ID, client_of, usage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from classroom.models import PersistentCourseGrade, StudentModule
from classroom.runtime.runtime import dump_for_script

K1 = usage("counter", "k1")


def call(client: Client, handler: str, data: Any = None, block: str = K1, course: str = COURSE_ID) -> Any:
    """POST to a handler as a learner's page does."""
    url = f"/courses/{course}/xblock/{block}/handler/{handler}"
    return client.post(url, json.dumps(data or {}), content_type="application/json")


def test_answer_is_kept_scored_and_completed(learner: Any) -> None:
    client = client_of(learner)
    assert call(client, "count", {"by": 2}).json() == {"n": 2}
    row = StudentModule.objects.get()
    assert json.loads(row.state) == {"state": {"n": 2}, "attempts": 1, "earned": 2.0}
    assert (row.grade, row.max_grade, row.module_type) == (2, 4, "counter")
    assert BlockCompletion.objects.get().completion == 0.5
    assert PersistentCourseGrade.objects.get().percent_grade == pytest.approx(0.3)
    assert call(client, "count").json() == {"n": 3}


def test_only_if_higher_keeps_the_better_score(learner: Any) -> None:
    client = client_of(learner)
    call(client, "count", {"by": 3})
    call(client, "count", {"by": -2, "only_if_higher": True})
    assert StudentModule.objects.get().grade == 3
    call(client, "count", {"by": -1})
    assert StudentModule.objects.get().grade == 0


def test_passing_time_is_kept_when_the_grade_falls(learner: Any) -> None:
    client = client_of(learner)
    call(client, "count", {"by": 4})
    first = PersistentCourseGrade.objects.get()
    assert first.letter_grade == "Pass"
    assert first.passed_timestamp is not None
    call(client, "count", {"by": -4})
    later = PersistentCourseGrade.objects.get()
    assert (later.letter_grade, later.percent_grade) == ("", 0)
    assert later.passed_timestamp == first.passed_timestamp


def test_queries_of_a_round_trip(learner: Any) -> None:
    """Session, account with profile, enrolment with course, state read, state write; BEGIN and COMMIT of the
    handler's transaction."""
    client = client_of(learner)
    quiet = {"grade": False, "complete": False}
    call(client, "count", quiet)
    with CaptureQueriesContext(connection) as queries:
        call(client, "count", quiet)
    real = [q["sql"] for q in queries if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    assert len(real) == 5, real


def test_session_that_ended_is_403_without_json(course: Any) -> None:
    response = call(Client(), "count")
    assert response.status_code == 403
    assert b"{" not in response.content


def test_csrf_is_checked(learner: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    assert call(client, "count").status_code == 403
    assert not StudentModule.objects.exists()
    client.get(f"/courses/{COURSE_ID}/unit/{usage('vertical', 'v2')}/")
    token = client.cookies["csrftoken"].value
    url = f"/courses/{COURSE_ID}/xblock/{K1}/handler/count"
    response = client.post(url, "{}", content_type="application/json", headers={"X-CSRFToken": token})
    assert response.json() == {"n": 1}


@pytest.mark.parametrize(
    ("handler", "block", "course_id"),
    [
        ("not_a_handler", K1, COURSE_ID),
        ("save", K1, COURSE_ID),
        ("count", usage("counter", "k9"), COURSE_ID),
        ("count", "nonsense", COURSE_ID),
        ("count", K1, "course-v1:HV+T1+2027"),
        ("count", K1, "nonsense"),
        ("count", K1.replace("T1", "T2"), COURSE_ID),
    ],
)
def test_unknown_places_are_404(learner: Any, handler: str, block: str, course_id: str) -> None:
    assert call(client_of(learner), handler, block=block, course=course_id).status_code == 404
    assert not StudentModule.objects.exists()


def test_who_is_not_enrolled_gets_404(outsider: Any) -> None:
    assert call(client_of(outsider), "count").status_code == 404


def test_get_is_refused_by_json_handlers(learner: Any) -> None:
    response = client_of(learner).get(f"/courses/{COURSE_ID}/xblock/{K1}/handler/count")
    assert response.status_code == 405


def test_block_learns_who_calls(learner: Any) -> None:
    told = call(client_of(learner), "who").json()
    assert told["user_id"] == learner.id
    assert told["user_role"] == "student"
    assert told["user_is_staff"] is False
    assert len(told["anonymous_user_id"]) == 32
    assert told["name"] == "Bạn lan"
    assert told["max_attempts"] == 3, "inherited from the course's policy"
    assert told["tracking"] is True
    assert told["url"] == f'<img src="/courses/{COURSE_ID}/files/a%20b.png">'


def test_due_comes_from_the_subsection_and_may_be_extended(learner: Any) -> None:
    client = client_of(learner)
    k2 = usage("counter", "k2")
    assert call(client, "who").json()["due"] is None
    assert call(client, "who", block=k2).json()["due"].startswith("2030-01-01")
    enrollment = learner.enrollments.get()
    enrollment.field_overrides = {usage("sequential", "s2"): {"due": "2031-02-03T00:00:00Z"}}
    enrollment.save()
    assert call(client, "who", block=k2).json()["due"].startswith("2031-02-03")


def test_authored_fields_cannot_be_written_by_a_learner(learner: Any) -> None:
    client = client_of(learner)
    client.raise_request_exception = False
    assert call(client, "rewrite", {"text": "mine"}).status_code == 500
    assert not StudentModule.objects.exists()


def test_author_of_the_editor_writes_authored_fields(author: Any, learner: Any) -> None:
    url = f"/author/{COURSE_ID}/studio/{K1}/handler/rewrite"
    body = json.dumps({"text": "mới"})
    assert client_of(learner).post(url, body, content_type="application/json").status_code == 403
    assert client_of(author).post(url, body, content_type="application/json").json() == {"text": "mới"}
    from classroom.models import Block, Course

    assert Block.objects.get(usage_key=K1).content == {"text": "mới"}
    assert Course.objects.get().version == 2


def test_preview_keeps_state_in_the_session_and_records_nothing(author: Any) -> None:
    client = client_of(author)
    url = f"/author/{COURSE_ID}/preview/{K1}/handler/"
    for expected in (1, 2):
        answer = client.post(url + "count", "{}", content_type="application/json").json()
        assert answer == {"n": expected}
    assert client.post(url + "who", "{}", content_type="application/json").json()["author_mode"] is True
    assert not StudentModule.objects.exists()
    assert not BlockCompletion.objects.exists()
    assert not PersistentCourseGrade.objects.exists()


def test_other_events_are_only_named(learner: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG", "classroom"):
        assert call(client_of(learner), "forge").status_code == 200
    assert "something.else" in caplog.text
    assert "nobody" not in caplog.text
    assert not StudentModule.objects.exists()


def test_init_data_cannot_close_its_script() -> None:
    text = dump_for_script("</script>\u2028&<!--")
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == "</script>\u2028&<!--"
