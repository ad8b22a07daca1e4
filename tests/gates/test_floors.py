"""The floors of docs/developers/contracts.md, kept by import-linter and by a look at what the engines really load."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract for contract in PYPROJECT["tool"]["importlinter"]["contracts"]}
ENGINES: list[str] = CONTRACTS["engines"]["source_modules"]
ALLOWED_OUTSIDE = {"lxml", "nh3"}

# Reading the clock or drawing from a shared source of chance: an engine is handed both.
IMPURE_CALLS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns",
    "time.monotonic", "time.sleep", "uuid.uuid1", "uuid.uuid4", "os.urandom", "random.random", "random.choice",
    "random.choices", "random.shuffle", "random.sample", "random.randint", "random.randrange", "random.seed",
    "random.SystemRandom", "secrets.token_hex", "secrets.choice", "secrets.randbelow",
}  # fmt: skip


def engine_files() -> list[Path]:
    """Every source file of the engine floor."""
    files: list[Path] = []
    for name in ENGINES:
        path = ROOT / name.replace(".", "/")
        files += sorted(path.glob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
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


@pytest.mark.parametrize("path", engine_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_an_engine_is_handed_its_clock_and_its_chance_and_imports_only_what_its_floor_may(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = []
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        elif isinstance(node, ast.Call) and dotted(node.func) in IMPURE_CALLS:
            wrong.append(f"line {node.lineno}: calls {dotted(node.func)}")
        for name in names:
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names | ALLOWED_OUTSIDE | {"xblocks"}:
                wrong.append(f"line {node.lineno}: imports {name}")
    assert not wrong, wrong


def test_loading_all_engines_loads_no_django_and_no_xblock() -> None:
    program = (
        f"import importlib, sys; [importlib.import_module(m) for m in {ENGINES!r}]; "
        "print(sorted({m.partition('.')[0] for m in sys.modules} & {'django', 'xblock', 'opaque_keys', 'yaml'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "[]"
