"""A small course and three people."""

from __future__ import annotations

import io
import json
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from xblock.core import XBlock
from xblock.plugin import PLUGIN_CACHE

sys.path.insert(0, str(Path(__file__).parent))

from blocks_for_tests import BrokenBlock, CounterBlock

from classroom import auth
from classroom.models import Course, Enrollment
from classroom.olx.importer import import_course
from classroom.structure import forget_trees
from tests.conftest import no_network  # noqa: F401

Files = dict[str, bytes]
COURSE_ID = "course-v1:HV+T1+2026"


def usage(block_type: str, name: str) -> str:
    """The id of a block of the small course."""
    return f"block-v1:HV+T1+2026+type@{block_type}+block@{name}"


def small_course() -> Files:
    """An OLX tree: two chapters; lesson and counter in the first, counter in the second."""
    files = {
        "course.xml": '<course url_name="2026" org="HV" course="T1"/>',
        "course/2026.xml": '<course display_name="Khóa thử" language="vi">'
        '<chapter url_name="c1"/><chapter url_name="c2"/></course>',
        "chapter/c1.xml": '<chapter display_name="Chương một"><sequential url_name="s1"/></chapter>',
        "chapter/c2.xml": '<chapter display_name="Chương hai"><sequential url_name="s2"/></chapter>',
        "sequential/s1.xml": '<sequential display_name="Phần một" graded="true" format="Kiểm tra">'
        '<vertical url_name="v1"/>'
        '<vertical url_name="v2"/></sequential>',
        "sequential/s2.xml": '<sequential display_name="Phần hai" graded="true" format="Tình huống" '
        'due="&quot;2030-01-01T00:00:00Z&quot;"><vertical url_name="v3"/></sequential>',
        "vertical/v1.xml": '<vertical display_name="Bài đọc"><html url_name="h1"/></vertical>',
        "vertical/v2.xml": '<vertical display_name="Bài đếm">'
        '<counter url_name="k1" display_name="Đếm" goal="4" text="xin chào"/></vertical>',
        "vertical/v3.xml": '<vertical display_name="Đếm nữa"><counter url_name="k2" goal="2"/></vertical>',
        "html/h1.xml": '<html filename="h1" display_name="Đọc"/>',
        "html/h1.html": '<h2>Chào bạn</h2><p onclick="x()">Đọc kỹ. <img src="/static/anh.png" alt="Ảnh"></p>'
        "<script>alert(1)</script>",
        "static/anh.png": "not really a picture",
        "policies/2026/policy.json": json.dumps({"course/2026": {"start": "2026-01-01T00:00:00Z", "max_attempts": 3}}),
        "policies/2026/grading_policy.json": json.dumps(
            {
                "GRADER": [
                    {"type": "Kiểm tra", "short_label": "KT", "min_count": 1, "drop_count": 0, "weight": 0.6},
                    {"type": "Tình huống", "short_label": "TH", "min_count": 1, "drop_count": 0, "weight": 0.4},
                ],
                "GRADE_CUTOFFS": {"Pass": 0.6},
            }
        ),
    }
    return {name: text.encode() for name, text in files.items()}


def pack(files: Files, root: str = "course/") -> bytes:
    """A ``.tar.gz`` of the files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(root + name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


@pytest.fixture(autouse=True, scope="session")
def blocks() -> Iterator[None]:
    """The test blocks are installed."""
    with XBlock.register_temp_plugin_scope() if hasattr(XBlock, "register_temp_plugin_scope") else _plugins():
        yield


class _plugins:
    def __enter__(self) -> None:
        self.had = dict(PLUGIN_CACHE)
        PLUGIN_CACHE[("xblock.v1", "counter")] = CounterBlock
        PLUGIN_CACHE[("xblock.v1", "broken")] = BrokenBlock

    def __exit__(self, *_error: object) -> None:
        PLUGIN_CACHE.clear()
        PLUGIN_CACHE.update(self.had)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """No structure and no count of wrong passwords outlives a test."""
    forget_trees()
    cache.clear()
    yield
    forget_trees()


@pytest.fixture
def package(tmp_path: Path) -> Callable[[Files], Path]:
    """Writes files as an archive and returns its path."""

    def write(files: Files) -> Path:
        path = tmp_path / "khoa-hoc.tar.gz"
        path.write_bytes(pack(files))
        return path

    return write


@pytest.fixture
def course(db: None, package: Callable[[Files], Path]) -> Course:
    """The small course, imported."""
    return import_course(package(small_course()))


def make_user(name: str, role: str) -> Any:
    """An account whose password is its name twice."""
    return auth.create_account(name, f"{name}-{name}", name=f"Bạn {name}", role=role)


def client_of(user: Any) -> Client:
    """A signed-in client."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def learner(course: Course) -> Any:
    """A learner in the small course."""
    user = make_user("lan", auth.LEARNER)
    Enrollment.objects.create(user=user, course=course)
    return user


@pytest.fixture
def author(course: Course) -> Any:
    """An author."""
    return make_user("minh", auth.AUTHOR)


@pytest.fixture
def staff(course: Course) -> Any:
    """Staff."""
    return make_user("quang", auth.STAFF)


@pytest.fixture
def outsider(course: Course) -> Any:
    """A learner who is in no course."""
    return make_user("ngoai", auth.LEARNER)
