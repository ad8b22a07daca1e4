"""What operators install: one wheel that carries everything its code reaches for."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("xblocks", "course_export", "classroom")


def committed_or_new() -> list[str]:
    """Every file of the tree that git does not ignore."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout, so git cannot say what belongs to it")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from a copy so that no build folder is left in the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in committed_or_new():
        if name.startswith(PACKAGES) or "/" not in name:
            target = folder / "tree" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    build = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=folder / "tree", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_holds_every_file_of_the_packages(wheel: zipfile.ZipFile) -> None:
    inside = set(wheel.namelist())
    source_only = (".po", ".pot", "LICENSE", ".md")
    wanted = {
        name for name in committed_or_new() if name.startswith(tuple(f"{p}/" for p in PACKAGES))
        and not name.endswith(source_only) and not Path(name).name.startswith(".")
    }  # fmt: skip
    assert sorted(wanted - inside) == []


def test_the_wheel_holds_nothing_but_the_packages_and_the_licence(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} <= set(PACKAGES)
    assert any(name.endswith("/licenses/LICENSE") for name in wheel.namelist())


def test_the_wheel_names_its_blocks_apps_and_command(wheel: zipfile.ZipFile) -> None:
    name = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    text = wheel.read(name).decode()
    for line in (
        "[xblock.v1]", "skill_quiz = ", "scenario_sim = ", "[lms.djangoapp]", "[cms.djangoapp]",
        "hocvuso_learning_record = ", "hocvuso_competency = ", "hocvuso = course_export.cli:main",
    ):  # fmt: skip
        assert line in text
