"""Tests against other people's software, each in an environment of its own that tools/envs.py makes from pins."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import envs  # noqa: E402


def interpreter(name: str) -> Path:
    """The Python of the environment ``name``; the test is skipped where the machine lacks the Python that it needs."""
    if envs.ALL[name].python not in envs.pythons():
        pytest.skip(f"{name} needs Python {envs.ALL[name].python}, which is not on this machine")
    return envs.ensure(name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder is one of the slow ones."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.peers)
