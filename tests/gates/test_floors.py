"""The floors of docs/developers/contracts.md, kept by import-linter and by a look at what the engines really load."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract for contract in PYPROJECT["tool"]["importlinter"]["contracts"]}
ENGINES: list[str] = CONTRACTS["engines"]["source_modules"]
FORMATS: list[str] = CONTRACTS["formats"]["source_modules"]

# Reading the clock or drawing from a shared source of chance: an engine is handed both.
IMPURE_CALLS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns",
    "time.monotonic", "time.sleep", "uuid.uuid1", "uuid.uuid4", "os.urandom", "random.random", "random.choice",
    "random.choices", "random.shuffle", "random.sample", "random.randint", "random.randrange", "random.seed",
    "random.SystemRandom", "secrets.token_hex", "secrets.choice", "secrets.randbelow",
}  # fmt: skip


def files_of(floor: list[str]) -> list[Path]:
    """Every source file of the modules and packages of a floor."""
    files: list[Path] = []
    for name in floor:
        path = ROOT / name.replace(".", "/")
        files += sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    return files


def dotted(node: ast.expr) -> str:
    """``datetime.now`` for the last two names of ``datetime.datetime.now``; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        left = dotted(node.value).rpartition(".")[2]
        return f"{left}.{node.attr}" if left else node.attr
    return ""


def test_every_import_keeps_to_its_floor() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=lambda contract: contract["id"])
def test_every_floor_says_why_in_a_sentence(contract: dict[str, str]) -> None:
    assert contract["name"].endswith(".")
    assert len(contract["name"].split()) >= 8


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and absolute name of every module that a file imports, also those it names relatively."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*start, *([node.module] if node.module else [])])
            for alias in node.names:
                submodule = ROOT / f"{base}.{alias.name}".replace(".", "/")
                whole = submodule.with_suffix(".py").is_file() or submodule.is_dir()
                yield node.lineno, f"{base}.{alias.name}" if whole else base


def on_floor(module: str, floor: list[str]) -> bool:
    """True if ``module`` is one of ``floor`` or lies in one of its packages."""
    return any(module == known or module.startswith(f"{known}.") for known in floor)


@pytest.mark.parametrize("path", files_of(ENGINES), ids=lambda path: str(path.relative_to(ROOT)))
def test_an_engine_is_handed_its_clock_and_its_chance(path: Path) -> None:
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    assert [f"line {call.lineno}: {dotted(call.func)}" for call in calls if dotted(call.func) in IMPURE_CALLS] == []


@pytest.mark.parametrize(
    ("path", "ours", "others"),
    [(path, ENGINES, {"lxml", "nh3"}) for path in files_of(ENGINES)]
    + [(path, ENGINES + FORMATS, {"lxml", "nh3", "yaml"}) for path in files_of(FORMATS)],
    ids=lambda value: str(value.relative_to(ROOT)) if isinstance(value, Path) else "",
)
def test_an_engine_or_format_imports_only_what_its_floor_may(path: Path, ours: list[str], others: set[str]) -> None:
    wrong = [
        f"line {line}: {name}"
        for line, name in imported(path)
        if not on_floor(name, ours) and name.partition(".")[0] not in sys.stdlib_module_names | others
    ]
    assert wrong == [], "not on the list of its floor in pyproject.toml (importlinter, and mypy's files)"


def test_mypy_is_strict_on_every_engine_and_format() -> None:
    listed = [name.removesuffix(".py").replace("/", ".") for name in PYPROJECT["tool"]["mypy"]["files"]]
    assert sorted(listed) == sorted(ENGINES + FORMATS)
    assert PYPROJECT["tool"]["mypy"]["strict"] is True


def test_loading_all_engines_loads_no_django_and_no_xblock() -> None:
    program = (
        f"import importlib, sys; [importlib.import_module(m) for m in {ENGINES!r}]; "
        "print(sorted({m.partition('.')[0] for m in sys.modules} & {'django', 'xblock', 'opaque_keys', 'yaml'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "[]"
