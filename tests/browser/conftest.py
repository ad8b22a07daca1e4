"""A real classroom, served as ``make run`` serves it, and a real Chromium."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests.ports import free_port

ROOT = Path(__file__).parents[2]
CHROMIUM = (
    os.environ.get("HOCVUSO_CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)
PATIENCE = 30_000
"""Milliseconds that an act, or what follows from it, may take on a busy machine; whoever is quick loses nothing."""
expect.set_options(timeout=PATIENCE)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder runs in a browser."""
    for item in items:
        if Path(str(item.fspath)).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Classroom:
    """A served classroom: its address, its data folder and the passwords that the terminal showed."""

    url: str
    home: Path
    passwords: dict[str, str]

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """``hocvuso …`` on this classroom's data."""
        return subprocess.run(
            [str(Path(sys.executable).parent / "hocvuso"), *arguments],
            cwd=ROOT,
            env=environment(self.home),
            capture_output=True,
            text=True,
            check=False,
        )


def environment(home: Path) -> dict[str, str]:
    """The environment of a person at a terminal: nothing of this test run but the data folder."""
    return {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"} | {"HOCVUSO_HOME": str(home)}


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Classroom]:
    """A classroom at its first start, with the demo course."""
    home = tmp_path_factory.mktemp("classroom")
    port = free_port()
    log = home.with_suffix(".log")
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "classroom", "--port", str(port)],
            cwd=ROOT,
            env=environment(home),
            stdout=out,
            stderr=out,
        )
    try:
        wait_for(port, process)
    except AssertionError as error:
        process.kill()
        raise AssertionError(f"{error}\n{log.read_text(encoding='utf-8')}") from None
    shown = log.read_text(encoding="utf-8")
    passwords = dict(re.findall(r"^\s+(hocvien|soanbai|quanly)\s+(\S+)", shown, re.MULTILINE))
    yield Classroom(f"http://127.0.0.1:{port}", home, passwords)
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()


@pytest.fixture(scope="module")
def played(classroom: Classroom) -> Classroom:
    """The classroom after thirty synthetic learners."""
    done = classroom.command("demo", "--cohort", "nguoi-dan", "--learners", "30", "--seed", "7")
    assert done.returncode == 0, done.stderr
    return classroom


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Returns when something answers on ``port``; fails when the process ends or three minutes have gone."""
    until = time.monotonic() + 180
    while time.monotonic() < until:
        assert process.poll() is None, "the classroom ended instead of serving"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)  # the server's own start: nothing tells when it listens
    raise AssertionError("the classroom did not listen within three minutes")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, headless."""
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        except Error as error:
            pytest.fail(
                f"No Chromium to test with; run `make setup-test`, or install Debian's package chromium: {error}"
            )
        yield chromium
        chromium.close()


@contextlib.contextmanager
def new_page(browser: Browser, width: int, height: int, *, touch: bool = True, scale: float = 1) -> Iterator[Page]:
    """A page of a browser of its own, so many CSS pixels wide and high, without animations."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        has_touch=touch,
        locale="vi-VN",
        reduced_motion="reduce",
        accept_downloads=True,
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page of a small phone, 360×740."""
    with new_page(browser, 360, 740) as page:
        yield page


@pytest.fixture
def zoomed(browser: Browser) -> Iterator[Page]:
    """The same phone at 200 % browser zoom: half as many CSS pixels each way."""
    with new_page(browser, 180, 370, scale=2) as page:
        yield page


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A page of an office computer, 1280×800."""
    with new_page(browser, 1280, 800, touch=False) as page:
        yield page
