"""Files of blocks, static files, and translations for blocks."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from conftest import client_of, usage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from opaque_keys.edx.keys import CourseKey, UsageKey

from classroom.assets import VersionedStatic
from classroom.models import Course
from classroom.runtime import ClassroomRuntime, Mode
from classroom.runtime.services import I18nService, ReplaceURLService, anonymous_id
from classroom.runtime.state import NoState
from classroom.structure import tree_of
from xblocks.skill_quiz.block import SkillQuizBlock


def quiz_url(course: Course, uri: str) -> str:
    """The address that the runtime gives for a file of the quiz."""
    runtime = ClassroomRuntime(course, tree_of(course), None, Mode.PUBLIC, NoState())

    class Fake(SkillQuizBlock):
        unmixed_class = SkillQuizBlock

    block: Any = Fake.__new__(Fake)
    block.scope_ids = type("Ids", (), {"block_type": "skill_quiz"})
    return runtime.local_resource_url(block, uri)


def test_files_of_a_block_are_kept_for_ever_under_their_digest(course: Course) -> None:
    url = quiz_url(course, "public/student.js")
    plain = Client().get(url)
    assert plain.status_code == 200
    assert "immutable" in plain["Cache-Control"]
    assert plain["Content-Type"].startswith("text/javascript")
    packed = Client(headers={"Accept-Encoding": "gzip"}).get(url)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    other = Client().get(url.replace(url.split("/")[3], "0" * 16))
    assert other["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "skill_quiz/0/block.py",
        "skill_quiz/0/public/../block.py",
        "skill_quiz/0/public/missing.js",
        "skill_quiz/0/public/.hidden",
        "nonsense/0/public/student.js",
        "html/0/settings.py",
    ],
)
def test_only_public_files_are_given_out(db: None, path: str) -> None:
    assert Client().get(f"/blocks/{path}").status_code == 404


def test_static_addresses_change_with_the_file() -> None:
    url = VersionedStatic().url("classroom/app.css")
    assert url.startswith("/static/classroom/app.css?v=")
    assert len(url.rpartition("=")[2]) == 12
    assert VersionedStatic().url("missing.css") == "/static/missing.css"


def test_pages_ask_for_nothing_from_elsewhere(learner: Any) -> None:
    page = client_of(learner).get("/").content.decode()
    assert "://" not in page.replace("http://www.w3.org", "")


def test_quoted_static_addresses_become_the_courses() -> None:
    service = ReplaceURLService(CourseKey.from_string("course-v1:A+B+C"))
    base = "/courses/course-v1:A+B+C/files/"
    assert service.replace_urls('<img src="/static/a.png">') == f'<img src="{base}a.png">'
    assert service.replace_urls('"\\"/static/a.png\\""') == f'"\\"{base}a.png\\""'
    assert service.replace_urls("see /static/a.png") == "see /static/a.png"


def test_blocks_get_their_own_translations_in_the_readers_language() -> None:
    service = I18nService(SkillQuizBlock.__new__(SkillQuizBlock))
    with translation.override("vi"):
        assert service.gettext("Title") != "Title"
    with translation.override("en"):
        assert service.gettext("Title") == "Title"
    assert service.ngettext("one", "many", 2) == "many"


def test_anonymous_ids_differ_by_learner_and_course() -> None:
    one, two = CourseKey.from_string("course-v1:A+B+C"), CourseKey.from_string("course-v1:A+B+D")
    assert len({anonymous_id(1, one), anonymous_id(2, one), anonymous_id(1, two)}) == 3
    assert anonymous_id(1, one) == anonymous_id(1, one)


def test_unit_page_costs_the_same_whatever_stands_on_it(learner: Any, course: Course) -> None:
    from classroom.authoring import touch
    from classroom.models import Block

    client = client_of(learner)
    where = f"/courses/{course.key}/unit/{usage('vertical', 'v2')}/"

    def queries() -> int:
        client.get(where)
        with CaptureQueriesContext(connection) as found:
            assert client.get(where).status_code == 200
        return len(found)

    before = queries()
    assert before <= 6
    parent = UsageKey.from_string(usage("vertical", "v2"))
    for number in range(8):
        key = UsageKey.from_string(usage("counter", f"more{number}"))
        Block.objects.create(course=course, usage_key=key, block_type="counter", parent_key=parent, order=50 + number)
    touch(course)
    assert queries() == before
