"""Run the gates and the tests: ``tools/check.py lint|test|all``. ``make`` sets up first, then calls this.

One line for each gate that passes, everything it said for one that fails; then pytest, as it is. A closing line adds it
all up (``N passed, N failed, N skipped``; a gate counts as one). Exit code 0 only if everything passed.
"""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import envs
from setup import FRONTEND, PYTHON, ROOT, MissingPiece, node_path, system_browser

# What runs on the platform: tested on every supported Python and on the oldest Django too.
ON_THE_PLATFORM = ("common", "skill_quiz", "scenario_sim", "learning_record", "competency", "blocks")
COUNT = re.compile(r"(\d+) (passed|failed|error|skipped|xfailed|xpassed)")


class Run:
    """What has been run so far, and how it went."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
        if chromium := system_browser():
            self.env["HOCVUSO_CHROMIUM"] = chromium

    def gate(self, name: str, act: Callable[[], str]) -> None:
        """Run one gate; ``act`` returns what is wrong, or an empty string."""
        begun = time.monotonic()
        wrong = act()
        self.counts["failed" if wrong else "passed"] += 1
        print(f"{'KHÔNG ĐẠT / FAILED' if wrong else 'ok':>6} {time.monotonic() - begun:5.1f} s  {name}", flush=True)
        if wrong:
            print(wrong.rstrip(), flush=True)

    def command(self, *command: str | Path, cwd: Path = ROOT, path: str | None = None) -> Callable[[], str]:
        """A gate that runs ``command`` and fails with all it said."""

        def act() -> str:
            env = {**self.env, "PATH": path} if path else self.env
            done = subprocess.run(
                [str(part) for part in command], cwd=cwd, env=env, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
            )  # fmt: skip
            return (done.stdout or f"exit code {done.returncode}") if done.returncode else ""

        return act

    def pytest(self, name: str, *arguments: str | Path, python: Path = PYTHON) -> None:
        """Run pytest, showing what it shows; its counts are added to ours. No test at all is a failure."""
        print(f"{'':6} pytest: {name}", flush=True)
        command = [
            str(part) for part in (python, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", *arguments)
        ]
        child = subprocess.Popen(
            command, cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        last = ""
        for line in child.stdout or ():
            print(line, end="", flush=True)
            last = line if COUNT.search(line) else last
        code = child.wait()
        for number, word in COUNT.findall(last):
            key = {"error": "failed", "xpassed": "passed", "xfailed": "passed"}.get(word, word)
            self.counts[key] += int(number)
        if code and not any(word in last for word in ("failed", "error")):
            self.counts["failed"] += 1  # it broke off, or found nothing to run

    def close(self) -> int:
        """Print the sum and return the exit code."""
        print(f"{self.counts['passed']} passed, {self.counts['failed']} failed, {self.counts['skipped']} skipped")
        return 1 if self.counts["failed"] or not self.counts["passed"] else 0


def lint(run: Run) -> None:
    """The gates: style, types, floors, front end."""
    run.gate("ruff check", run.command(PYTHON, "-m", "ruff", "check", "--quiet", "--output-format", "concise", "."))
    run.gate("ruff format", run.command(PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."))
    run.gate("mypy --strict (engines, formats)", run.command(PYTHON, "-m", "mypy"))
    run.gate("import-linter (floors)", run.command(PYTHON.with_name("lint-imports"), "--no-cache"))
    if not (FRONTEND / "package.json").is_file():
        print(f"{'':6} front end: frontend/package.json is not there, skipped")
        return
    path = node_path()
    for script in ("check", "test", "verify"):  # verify: the committed bundles are what the sources give
        run.gate(f"npm run {script}", run.command("npm", "run", "--silent", script, cwd=FRONTEND, path=path))


def test(run: Run) -> None:
    """The tests under both settings, on the Python of ``.venv``."""
    if list((ROOT / "tests" / "classroom").glob("**/test_*.py")):
        run.pytest("tests/classroom", "tests/classroom")
    run.pytest("tests")


def everywhere(run: Run) -> None:
    """What a platform installs, on every other Python of this machine and on the oldest Django; then the peers."""
    here = f"py{sys.version_info[0]}{sys.version_info[1]}"
    others = [name for name in (f"py{version.replace('.', '')}" for version in envs.pythons()) if name != here]
    folders = [f"tests/{name}" for name in ON_THE_PLATFORM if (ROOT / "tests" / name).is_dir()]
    for name in (*others, "django42"):
        try:
            run.pytest(f"{name}: {' '.join(folders)}", *folders, python=envs.ensure(name))
        except MissingPiece as missing:
            if name == "django42" and "3.11" not in envs.pythons():
                print(f"{'':6} {name}: {missing}")
                continue
            run.gate(name, lambda missing=missing: str(missing))  # type: ignore[misc]
    run.pytest("peers", "-m", "peers", "tests/peers")
    run.pytest("every ending", "-m", "peers", "tests/browser")  # a process of its own: one browser driver in each


def main() -> int:
    """``lint``, ``test`` or ``all``; 0 only if everything passed."""
    what = sys.argv[1] if len(sys.argv) == 2 else ""
    if what not in ("lint", "test", "all"):
        print("tools/check.py lint|test|all", file=sys.stderr)
        return 2
    run = Run()
    lint(run)
    if what != "lint":
        test(run)
    if what == "all":
        everywhere(run)
    return run.close()


if __name__ == "__main__":
    sys.exit(main())
