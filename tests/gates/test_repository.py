"""What does not belong into the repository, and what has outgrown its file."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = re.compile(r"(/public/|^classroom/static/|/migrations/|^LICENSE$|\.lock$|package-lock\.json$)")
TEXT = (
    ".py",
    ".ts",
    ".mjs",
    ".css",
    ".html",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".json",
    ".txt",
    ".in",
    ".cfg",
    ".sh",
    "",
)


def files() -> list[Path]:
    """Every text file that is in the repository or about to be."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout, so git cannot say what belongs to it")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    paths = (ROOT / name for name in done.stdout.split("\0") if name)
    return [path for path in paths if path.is_file() and path.suffix in TEXT]


def lines_with(pattern: str) -> list[str]:
    """``file:line`` of every match."""
    wanted = re.compile(pattern)
    found = []
    for path in files():
        if path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if wanted.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    return found


@pytest.mark.parametrize(
    "pattern",
    [
        r'"resolved" *: *"h[t]tp',
        r"--(extra-)?index[-]url\b|--find[-]links\b",
        r"BEGIN [A-Z ]*PRIVATE KEY",
        r"^(<{7}|>{7}) ",
    ],
    ids=["address of a registry in a lock", "index option", "private key", "merge marker"],
)
def test_the_repository_is_free_of(pattern: str) -> None:
    assert lines_with(pattern) == []


def test_nothing_is_loaded_from_another_host_at_run_time() -> None:
    wanted = r"""(src|href)=["'](https?:)?//[^"']+\.(js|css|woff2?)|@import +(url\()?["']?https?:|url\(["']?https?:"""
    assert [hit for hit in lines_with(wanted) if not hit.startswith(("docs/", "tests/"))] == []


def test_no_file_has_grown_past_one_idea() -> None:
    long = {}
    for path in files():
        name = str(path.relative_to(ROOT))
        if path.suffix in (".py", ".ts", ".css", ".html") and not BUILT.search(name):
            count = len(path.read_text(encoding="utf-8").splitlines())
            if count > 500:
                long[name] = count
    assert long == {}
