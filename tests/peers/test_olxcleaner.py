"""The linter that course teams use, on the package that we make of the real course."""

import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from .conftest import ROOT, interpreter

LINT = """
import json, sys
import olxcleaner
course, store, _ = olxcleaner.validate(sys.argv[1], steps=8, allowed_xblocks=["skill_quiz", "scenario_sim"])
print(json.dumps([f"{e.level} {e.name} {e.filename}: {e.description}" for e in store.errors]))
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the cohort's OLX package, unpacked."""
    folder = tmp_path_factory.mktemp("olx")
    hocvuso = Path(sys.executable).with_name("hocvuso")
    done = subprocess.run(
        [hocvuso, "package", "nguoi-dan", "--to", "olx", "--out", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    archive = next(folder.rglob("*.tar.gz"))
    with tarfile.open(archive) as tar:
        tar.extractall(folder / "course", filter="data")
    return next((folder / "course").rglob("course.xml"))


def test_olxcleaner_finds_nothing_in_the_package(course: Path) -> None:
    python = interpreter("olxcleaner")
    done = subprocess.run(
        [python, "-W", "ignore", "-c", LINT, course], capture_output=True, text=True, check=False, cwd=course.parent
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found == []
