"""The set-up and the gates themselves: they find what is there, and say in one sentence what is not."""

import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PINNED = sorted([ROOT / "requirements.lock", *(ROOT / "tests" / "peers" / "requirements").glob("*.txt")])

sys.path.insert(0, str(ROOT / "tools"))
import check  # noqa: E402
import messages  # noqa: E402
import setup  # noqa: E402


class FakeMachine:
    """A machine with nothing but the interpreters that a test puts on it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bin = root / "bin"
        self.bin.mkdir()
        for name in ("sh", "dirname"):
            (self.bin / name).symlink_to(Path("/usr/bin") / name if name == "dirname" else "/bin/sh")
        (root / "tools").mkdir()
        text = (ROOT / "tools" / "find-python").read_text(encoding="utf-8")
        (root / "tools" / "find-python").write_text(text.replace("/usr/", f"{root}/usr/"), encoding="utf-8")

    def python(self, where: str, version: str, works: bool = True) -> Path:
        """Put an interpreter there that says ``version``, or one that fails as an unselected pyenv shim does."""
        path = self.root / where
        path.parent.mkdir(parents=True, exist_ok=True)
        supported = works and version in ("3.11", "3.12")
        path.write_text(f"#!/bin/sh\n{f'echo {version}' if supported else 'exit 1'}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    def find(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run tools/find-python on this machine."""
        env = {"PATH": str(self.bin), "HOME": str(self.root / "home")}
        command = ["sh", str(self.root / "tools" / "find-python"), *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def machine(tmp_path: Path) -> FakeMachine:
    """A machine without any Python."""
    return FakeMachine(tmp_path)


def test_python3_is_taken_when_it_is_new_enough(machine: FakeMachine) -> None:
    wanted = machine.python("bin/python3", "3.12")
    assert machine.find().stdout.strip() == str(wanted)


def test_a_python_that_only_pyenv_has_is_found_behind_a_shim_that_fails(machine: FakeMachine) -> None:
    machine.python("bin/python3", "3.9")
    machine.python("bin/python3.12", "3.12", works=False)
    wanted = machine.python("home/.pyenv/versions/3.12.1/bin/python3", "3.12")
    assert machine.find().stdout.strip() == str(wanted)


def test_a_venv_that_stands_already_is_taken_first(machine: FakeMachine) -> None:
    machine.python("bin/python3", "3.12")
    machine.python(".venv/bin/python", "3.11")
    assert machine.find().stdout.strip().endswith(".venv/bin/python")


def test_one_of_each_version_is_listed(machine: FakeMachine) -> None:
    first = machine.python("bin/python3", "3.11")
    machine.python("usr/bin/python3.11", "3.11")
    second = machine.python("home/.pyenv/versions/3.12.1/bin/python3", "3.12")
    assert machine.find("--all").stdout.splitlines() == [f"3.11 {first}", f"3.12 {second}"]


def test_a_machine_without_python_gets_one_line_that_says_how_to_mend_it(machine: FakeMachine) -> None:
    machine.python("bin/python3", "3.9")
    done = machine.find()
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "python3-venv" in done.stderr


@pytest.mark.parametrize("path", PINNED, ids=lambda path: path.name)
def test_a_lock_file_pins_every_package_and_names_no_address(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert len(lines) > 3
    for line in lines:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[A-Za-z0-9.+!]+( ; .+)?$", line), line
        assert "://" not in line


def test_the_lock_holds_both_supported_pythons() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "xblock==" in text
    assert "python_full_version < '3.12'" in text
    assert "python_full_version >= '3.12'" in text
    assert re.search(r"^django==5\.2\.", text, re.MULTILINE)


def test_the_lock_satisfies_every_dependency_that_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    pinned: dict[str, list[str]] = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if "==" in line:
            name, _, rest = line.partition("==")
            pinned.setdefault(canonicalize_name(name.partition("[")[0]), []).append(rest.partition(" ")[0])
    for requirement in map(Requirement, declared):
        if requirement.name != "hocvuso":
            versions = pinned.get(canonicalize_name(requirement.name), [])
            assert versions, f"{requirement.name} is not in requirements.lock; run `make lock`"
            assert all(requirement.specifier.contains(version) for version in versions), f"{requirement}: {versions}"


class TestBrowser:
    """Where a Chromium for the tests comes from."""

    @pytest.fixture
    def bare(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """A machine without a browser; returns the commands that the set-up runs on it, all of which fail."""
        ran: list[str] = []

        def run(command: list[object], **_: object) -> subprocess.CompletedProcess[str]:
            ran.append(" ".join(map(str, command)))
            return subprocess.CompletedProcess(command, 1, "", "")

        monkeypatch.setattr(setup, "system_browser", lambda: None)
        monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(setup.subprocess, "run", run)
        return ran

    def test_a_browser_of_the_system_is_taken_as_it_is(self, bare: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(setup, "system_browser", lambda: "/usr/bin/chromium")
        setup.browser()
        assert bare == []

    def test_root_installs_debians_and_falls_back_to_playwrights(
        self, bare: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(setup.os, "geteuid", lambda: 0)
        with pytest.raises(setup.MissingPiece, match="apt-get install chromium"):
            setup.browser()
        assert bare[0].startswith("apt-get update")
        assert "--no-install-recommends" in bare[1]
        assert bare[-1].endswith("playwright install chromium")

    def test_nobody_else_touches_the_system(self, bare: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(setup.os, "geteuid", lambda: 1000)
        with pytest.raises(setup.MissingPiece):
            setup.browser()
        assert not any(command.startswith("apt-get") for command in bare)


def write(folder: Path, name: str, text: str) -> Path:
    """A file with ``text``."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("body", "passed", "failed", "code"),
    [
        ("def test_a(): pass\ndef test_b(): pass\n", 2, 0, 0),
        ("def test_a(): pass\ndef test_b(): assert False\n", 1, 1, 1),
        ("raise RuntimeError('broken module')\n", 0, 1, 1),
        ("", 0, 1, 1),
    ],
    ids=["green", "one red", "broken module", "no test"],
)
def test_the_closing_line_counts_what_pytest_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], body: str, passed: int, failed: int, code: int
) -> None:
    write(tmp_path, "pytest.ini", "[pytest]\naddopts = -p no:django\n")
    file = write(tmp_path, "test_sample.py", body)
    run = check.Run()
    run.pytest("sample", file, python=Path(sys.executable))
    assert run.close() == code
    assert capsys.readouterr().out.splitlines()[-1] == f"{passed} passed, {failed} failed, 0 skipped"


def test_a_failing_gate_shows_what_it_said_and_fails_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    run = check.Run()
    run.gate("good", run.command(sys.executable, "-c", "print('quiet')"))
    run.gate("bad", run.command(sys.executable, "-c", "import sys; sys.exit('line 7 is wrong')"))
    assert run.close() == 1
    out = capsys.readouterr().out
    assert "line 7 is wrong" in out
    assert "quiet" not in out
    assert out.splitlines()[-1] == "1 passed, 1 failed, 0 skipped"


def test_every_compiled_translation_is_current() -> None:
    assert [str(path.relative_to(ROOT)) for path in messages.stale()] == [], "run `make messages`"


def test_a_translation_that_changed_is_seen_as_not_current(tmp_path: Path) -> None:
    folder = tmp_path / "xblocks" / "translations" / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    plural = 'msgid "%d try"\nmsgid_plural "%d tries"\nmsgstr[0] "%d lượt"\n\n'
    po = write(folder, "text.po", head + plural + 'msgid "Start"\nmsgstr "Bắt đầu"\n')
    mo = po.with_suffix(".mo")
    assert messages.stale(tmp_path) == [mo]
    mo.write_bytes(messages.compiled(po))
    assert messages.stale(tmp_path) == []
    write(folder, "text.po", head + plural + 'msgid "Start"\nmsgstr "Vào học"\n')
    assert messages.stale(tmp_path) == [mo]
