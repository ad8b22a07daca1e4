"""The way through in a classroom of its own: package, import, learn, export; in fresh processes, as users do."""

import csv
import io
import os
import subprocess
import sys

import pytest

from course_export.source import formats, load
from tests.course_export.conftest import FIXTURES

CONTENT = FIXTURES / "content"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A classroom with its tables, and nothing in it."""
    folder = tmp_path_factory.mktemp("home")
    done = python(folder, "from django.core.management import call_command; call_command('migrate', verbosity=0)")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def imported(home, tmp_path_factory):
    """The same with the small course in it."""
    out = tmp_path_factory.mktemp("out")
    package = hocvuso(home, "package", "thu", "--to", "olx", "--out", out, "--content", CONTENT)
    assert package.returncode == 0, package.stderr
    done = hocvuso(home, "import", package.stdout.strip())
    assert done.returncode == 0, done.stderr
    assert "course-v1:HocVuSo+THU1+2026" in done.stdout
    return package.stdout.strip()


def environment(home):
    clean = {
        k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "HOCVUSO_DEBUG")
    }
    return {**clean, "HOCVUSO_HOME": str(home), "HOCVUSO_LANG": "vi"}


def hocvuso(home, *arguments):
    command = [sys.executable, "-m", "course_export.cli", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=environment(home))
    assert "Traceback" not in done.stderr, done.stderr
    return done


def python(home, script):
    head = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'classroom.settings'; django.setup()\n"
    return subprocess.run(
        [sys.executable, "-c", head + script], capture_output=True, encoding="utf-8", check=False, env=environment(home)
    )


def contents(home):
    """{block id: canonical JSON} of the quizzes and scenarios in the classroom."""
    done = python(
        home,
        "import json\nfrom classroom.models import Block\n"
        "rows = Block.objects.filter(block_type__in=['skill_quiz', 'scenario_sim'])\n"
        "print(json.dumps({r.usage_key.block_id: r.content['content'] for r in rows}))",
    )
    assert done.returncode == 0, done.stderr
    import json

    return json.loads(done.stdout)


def test_a_command_before_the_first_start_says_what_to_do(tmp_path):
    done = hocvuso(tmp_path, "export", "completions", "--content", CONTENT)
    assert done.returncode == 1
    assert "make run" in done.stderr


def test_importing_gives_the_same_models_back_and_so_does_importing_again(home, imported):
    module = load(CONTENT).modules["cuoc-goi-la"]
    expected = sorted(unit.content.to_json() for unit in module.units if unit.kind != "lesson")
    first = contents(home)
    assert sorted(first.values()) == expected
    assert {formats.as_data(unit.content)["schema"] for unit in module.units[1:]} == {1}
    assert hocvuso(home, "import", imported).returncode == 0
    assert contents(home) == first


def test_a_package_cut_short_is_refused_in_a_sentence_and_the_course_stays(home, imported, tmp_path):
    before = contents(home)
    with open(imported, "rb") as whole:
        (tmp_path / "cut.olx.tar.gz").write_bytes(whole.read()[:3000])
    done = hocvuso(home, "import", tmp_path / "cut.olx.tar.gz")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert contents(home) == before


def test_an_export_without_learners_has_its_header(home, imported, tmp_path):
    done = hocvuso(home, "export", "completions", "--content", CONTENT, "--out", tmp_path / "kq.csv")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "kq.csv").read_text("utf-8-sig").startswith("Mã khóa học,")


def rows(home, content=CONTENT):
    done = hocvuso(home, "export", "completions", "--content", content, "--header", "machine", "--with-demo")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"), newline="")))


def test_synthetic_learners_play_through_the_real_blocks_the_same_way_for_the_same_seed(home, imported, tmp_path):
    done = hocvuso(home, "demo", "--learners", "8", "--seed", "7", "--content", CONTENT)
    assert done.returncode == 0, done.stderr
    first = rows(home)
    assert [row["full_name"] for row in first] == [f"Học viên {n:04}" for n in range(1, 9)]
    assert {row["passed_at"] != "" for row in first} == {True, False}
    assert {row["completed_at"] != "" for row in first} == {True, False}
    assert all(row["enrolled_at"] <= row["started_at"] for row in first if row["started_at"])
    again = hocvuso(home, "demo", "--learners", "8", "--seed", "7", "--content", CONTENT)
    assert again.returncode == 0, again.stderr
    assert rows(home) == first

    other = tmp_path / "other"
    other.mkdir()
    python(other, "from django.core.management import call_command; call_command('migrate', verbosity=0)")
    assert hocvuso(other, "import", imported).returncode == 0
    assert hocvuso(other, "demo", "--learners", "8", "--seed", "7", "--content", CONTENT).returncode == 0
    assert rows(other) == first

    plain = hocvuso(other, "export", "completions", "--content", CONTENT, "--header", "machine")
    assert len(plain.stdout.splitlines()) == 1, "only the header"
    assert "--with-demo" in plain.stderr
    gone = hocvuso(other, "demo", "--remove")
    assert gone.returncode == 0, gone.stderr
    assert "8" in gone.stdout
    assert rows(other) == []
    assert "--with-demo" not in hocvuso(other, "export", "completions", "--content", CONTENT).stderr
    left = "from xblocks.learning_record.models import Attempt as A; print(A.objects.exclude(status='void').count())"
    assert python(other, left).stdout.strip() == "0"
