"""The real blocks in the real course: what the platform's contract asks, end to end in the classroom."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from completion.models import BlockCompletion
from conftest import client_of, make_user
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from opaque_keys.edx.keys import UsageKey

from classroom import api, auth
from classroom.firststart import content_folder
from classroom.models import Block, Course, Enrollment, PersistentCourseGrade, StudentModule
from classroom.olx.importer import import_course
from classroom.olx.writer import pack as pack_course
from course_export.package import olx
from course_export.source import load
from xblocks.competency.models import Evidence
from xblocks.learning_record.models import Attempt, Response

Table = tuple[str, str]


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the cohort ``nguoi-dan``."""
    source = load(content_folder())
    return olx.write(source, source.cohorts["nguoi-dan"], tmp_path_factory.mktemp("package"))


@pytest.fixture
def real(db: None, archive: Path) -> Course:
    """The course, imported."""
    return import_course(archive)


class Hands:
    """A learner who answers everything with the first option."""

    def __init__(self, course: Course, client: Client, prefix: str = "") -> None:
        self.course, self.client = course, client
        self.prefix = prefix or f"/courses/{course.key}/xblock/"
        self.quiz = self.key("skill_quiz")
        self.story = self.key("scenario_sim")

    def key(self, block_type: str) -> UsageKey:
        return Block.objects.filter(course=self.course, block_type=block_type).order_by("order")[0].usage_key

    def post(self, key: UsageKey, handler: str, data: Any) -> Any:
        url = f"{self.prefix}{key}/handler/{handler}"
        return self.client.post(url, json.dumps(data), content_type="application/json")

    def begin(self, after: int = 0) -> Any:
        return self.post(self.quiz, "start_attempt", {"after": after}).json()["state"]["attempt"]

    def answers(self, attempt: Any) -> Iterator[Any]:
        for step, item in enumerate(attempt["items"], start=1):
            raw: Any = ["1"] if item["type"] == "multiple_choice" else "1"
            yield {"attempt": attempt["id"], "step": step, "item": item["id"], "answer": raw}

    def finish(self, after: int = 0) -> Any:
        answer: Any = None
        for body in self.answers(self.begin(after)):
            response = self.post(self.quiz, "answer", body)
            assert response.status_code == 200, response.content
            answer = response.json()
        return answer

    def play(self) -> None:
        view = self.post(self.story, "start_attempt", {"after": 0}).json()["state"]["play"]
        while view["status"] == "open":
            body = {"play": view["id"], "step": view["step"] + 1, "choice": "1"}
            view = self.post(self.story, "choose", body).json()["play"]


@pytest.fixture
def hands(real: Course) -> Hands:
    """A learner of the real course."""
    user = make_user("lan", auth.LEARNER)
    Enrollment.objects.create(user=user, course=real)
    return Hands(real, client_of(user))


@pytest.fixture
def boss(real: Course) -> Client:
    """Staff."""
    return client_of(make_user("quang", auth.STAFF))


def act(boss: Client, hands: Hands, action: str, **more: str) -> str:
    """Staff acts on the learner's quiz."""
    user_id = Enrollment.objects.get().user_id
    where = f"/staff/{hands.course.key}/learner/{user_id}/act/"
    return boss.post(where, {"action": action, "usage": str(hands.quiz), **more}, follow=True).content.decode()


def test_learner_finishes_a_quiz_and_a_story(hands: Hands) -> None:
    last = hands.finish()
    assert last["attempt"]["status"] == "finished"
    hands.play()
    quiz = StudentModule.objects.get(module_state_key=hands.quiz)
    attempt = Attempt.objects.get(usage_key=str(hands.quiz))
    assert attempt.status == "finished"
    assert quiz.grade / quiz.max_grade == pytest.approx(attempt.earned / attempt.possible)
    assert Response.objects.filter(attempt=attempt).count() == 5
    assert Evidence.objects.filter(usage_key=str(hands.quiz)).exists()
    assert BlockCompletion.objects.get(block_key=hands.quiz).completion == 1
    assert BlockCompletion.objects.get(block_key=hands.story).completion == 1
    assert PersistentCourseGrade.objects.exists()


def test_pages_with_the_real_blocks(hands: Hands, boss: Client) -> None:
    hands.finish()
    home = f"/courses/{hands.course.key}/"
    for unit in Block.objects.filter(block_type="vertical"):
        page = hands.client.get(f"{home}unit/{unit.usage_key}/")
        assert page.status_code == 200
        assert "cannot be shown" not in page.content.decode()
        assert '"correct"' not in page.content.decode()
        assert Client().get(f"{home}unit/{unit.usage_key}/").status_code == 200
    assert hands.client.get(f"{home}progress/").status_code == 200
    assert (
        "finished"
        in boss.get(f"/staff/{hands.course.key}/learner/{Enrollment.objects.get().user_id}/").content.decode()
    )


def test_answer_costs_few_queries(hands: Hands) -> None:
    """Five of the classroom (see test_handlers); the block's own lock the attempt (two on SQLite) and write the
    response and its evidence."""
    bodies = list(hands.answers(hands.begin()))
    hands.post(hands.quiz, "answer", bodies[0])
    with CaptureQueriesContext(connection) as queries:
        hands.post(hands.quiz, "answer", bodies[1])
    real = [q["sql"] for q in queries if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    assert len(real) <= 5 + 4, "\n".join(real)


def test_move_costs_few_queries(hands: Hands) -> None:
    play = hands.post(hands.story, "start_attempt", {"after": 0}).json()["state"]["play"]
    with CaptureQueriesContext(connection) as queries:
        reply = hands.post(hands.story, "choose", {"play": play["id"], "step": 1, "choice": "1"})
    assert reply.status_code == 200
    real = [q["sql"] for q in queries if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    assert len(real) <= 5 + 4, "\n".join(real)


def test_repeated_answer_changes_nothing(hands: Hands) -> None:
    body = next(hands.answers(hands.begin()))
    first = hands.post(hands.quiz, "answer", body).json()
    assert hands.post(hands.quiz, "answer", body).json() == first
    assert Response.objects.count() == 1


def test_reset_gives_a_fresh_attempt_and_keeps_the_old(hands: Hands, boss: Client) -> None:
    hands.finish()
    act(boss, hands, "reset-attempts")
    state = hands.post(hands.quiz, "current", {}).json()["state"]
    assert (state["attempts_used"], state["can_start"]) == (0, True)
    hands.finish()
    statuses = list(Attempt.objects.order_by("started").values_list("status", flat=True))
    assert statuses == ["reset", "finished"]
    assert Response.objects.count() == 10


def test_deleting_state_voids_records_and_completion(hands: Hands, boss: Client) -> None:
    hands.finish()
    act(boss, hands, "delete-state")
    assert not StudentModule.objects.filter(module_state_key=hands.quiz).exists()
    assert Attempt.objects.get().status == "void"
    assert Response.objects.filter(voided_at=None).count() == 0
    assert Evidence.objects.filter(voided_at=None).count() == 0
    assert BlockCompletion.objects.get(block_key=hands.quiz).completion == 0
    assert PersistentCourseGrade.objects.get().percent_grade == 0
    assert hands.finish()["attempt"]["status"] == "finished"


def test_rescore_and_override(hands: Hands, boss: Client) -> None:
    hands.finish()
    row = StudentModule.objects.get(module_state_key=hands.quiz)
    honest = row.grade
    possible = row.max_grade
    act(boss, hands, "override-score", score=str(possible))
    assert StudentModule.objects.get(module_state_key=hands.quiz).grade == possible
    act(boss, hands, "rescore")
    assert StudentModule.objects.get(module_state_key=hands.quiz).grade == pytest.approx(honest)


def test_preview_and_masquerade_record_nothing(hands: Hands, boss: Client) -> None:
    hands.finish()
    tables = (StudentModule, BlockCompletion, PersistentCourseGrade, Attempt, Response, Evidence)
    before = [list(table.objects.values()) for table in tables]
    preview = Hands(hands.course, boss, f"/author/{hands.course.key}/preview/")
    assert preview.finish()["attempt"]["status"] == "finished"
    preview.play()
    user_id = Enrollment.objects.get().user_id
    boss.post(f"/staff/{hands.course.key}/learner/{user_id}/look/")
    looking = Hands(hands.course, boss)
    assert looking.post(looking.quiz, "current", {}).json()["state"]["attempts_used"] == 1
    assert looking.finish(after=1)["attempt"]["status"] == "finished"
    looking.play()
    assert [list(table.objects.values()) for table in tables] == before


def test_editor_saves_through_studio_and_refuses_learners(hands: Hands, boss: Client) -> None:
    studio = Hands(hands.course, boss, f"/author/{hands.course.key}/studio/")
    found = studio.post(studio.quiz, "studio_source", {}).json()
    source = found["source"].replace("Công an", "CÔNG AN")
    body = {"source": source, "settings": {**found["settings"], "pass_mark": 0.8}, "base": found["digest"]}
    assert hands.post(hands.quiz, "studio_save", body).status_code == 403
    saved = studio.post(studio.quiz, "studio_save", body)
    assert saved.status_code == 200, saved.content
    assert studio.post(studio.quiz, "studio_save", body).status_code == 409
    row = Block.objects.get(usage_key=hands.quiz)
    assert row.settings["pass_mark"] == 0.8
    assert "CÔNG AN" in row.content["content"]


def test_export_of_the_real_course_reads_back_the_same(real: Course, tmp_path: Path) -> None:
    before = list(Block.objects.order_by("order").values("usage_key", "parent_key", "settings", "content"))
    path = tmp_path / "x.tar.gz"
    path.write_bytes(pack_course(real))
    import_course(path)
    assert list(Block.objects.order_by("order").values("usage_key", "parent_key", "settings", "content")) == before


def test_playing_without_a_browser_keeps_the_clock_it_is_given(real: Course) -> None:
    at = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
    user = api.synthetic_learner("demo1-0001", "Học viên 0001", at=at)
    assert api.enrol(user, real.key, at=at)
    assert not api.enrol(user, real.key, at=at)
    client = api.learner_client(user, real.key)
    lesson, quiz = (next(key for key in client.blocks() if key.block_type == kind) for kind in ("html", "skill_quiz"))
    client.read(lesson, at=at)
    started = client.post(quiz, "start_attempt", {"after": 0}, at=at, rng=random.Random(1))
    item = started["state"]["attempt"]["items"][0]
    raw: Any = ["1"] if item["type"] == "multiple_choice" else "1"
    body = {"attempt": started["state"]["attempt"]["id"], "step": 1, "item": item["id"], "answer": raw}
    client.post(quiz, "answer", body, at=at, rng=random.Random(1))
    with pytest.raises(ValueError, match="answer"):
        client.post(quiz, "answer", {**body, "step": 7}, at=at, rng=random.Random(1))
    row = StudentModule.objects.get()
    assert (row.created, row.modified, user.enrollments.get().created) == (at, at, at)
    assert BlockCompletion.objects.get(block_key=lesson).modified == at
    assert api.course_keys() == [real.key]
