"""Both blocks in the stock workbench of XBlock's authors: no login, string usage ids, none of our apps."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from tests.ports import free_port

from .conftest import interpreter


class Workbench:
    """A running workbench and one learner's browser."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies = HTTPCookieProcessor()
        self.browser: OpenerDirector = build_opener(self.cookies)

    def get(self, path: str) -> str:
        """The page at ``path``; anything but 200 raises."""
        with self.browser.open(f"{self.base}{path}", timeout=30) as reply:
            return str(reply.read().decode())

    def post(self, usage: str, handler: str, data: object, student: str = "student_1") -> tuple[int, dict[str, Any]]:
        """Status and JSON of a handler call, sent as the block's own script sends it."""
        token = next(cookie.value for cookie in self.cookies.cookiejar if cookie.name == "csrftoken")
        headers = {"Content-Type": "application/json", "X-CSRFToken": str(token)}
        url = f"{self.base}/handler/{usage}/{handler}/?student={student}"
        request = Request(url, json.dumps(data).encode(), headers)
        try:
            with self.browser.open(request, timeout=30) as reply:
                return reply.status, json.loads(reply.read())
        except HTTPError as error:
            return error.code, json.loads(error.read())


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """The stock workbench on a free port, with our package installed beside its own samples."""
    python = interpreter("workbench")
    folder = tmp_path_factory.mktemp("workbench")
    (folder / "var").mkdir()
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "workbench.settings",
        "PYTHONWARNINGS": "ignore",
        "PYTHONUNBUFFERED": "1",
    }
    run = (str(python), "-m", "django")
    done = subprocess.run(
        [*run, "migrate", "--run-syncdb", "--verbosity", "0"],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    port = free_port()
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [*run, "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=folder,
            env=env,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            # It says so once it is bound; the pipe ends when it breaks off instead.
            said = next((line for line in server.stdout or () if "Starting development server" in line), None)
            assert said, (folder / "server.log").read_text()[-3000:]
            found = Workbench(f"http://127.0.0.1:{port}")
            opens_or_says_why(found)
            yield found
        finally:
            server.terminate()
            server.communicate(timeout=20)


def opens_or_says_why(workbench: Workbench) -> None:
    """One plugin that does not load breaks every page: fail with its sentence, not with a page of HTML."""
    try:
        workbench.get("/")
    except HTTPError as error:
        title = re.search(r'exception_value">(.*?)</pre>', error.read().decode(), re.DOTALL)
        pytest.fail(f"the workbench answers {error.code}: {unescape(title[1]) if title else error.reason}")


def usage_on(page: str, block_type: str) -> str:
    """The usage id of the first block of this type on a page."""
    found = re.search(rf"data-usage=['\"]([^'\"]+)['\"][^>]*data-block-type=['\"]{block_type}['\"]", page)
    assert found, f"no {block_type} on the page"
    return found[1]


def scenarios(workbench: Workbench, block_type: str) -> list[str]:
    """Addresses of the scenarios that a block offers."""
    return sorted(set(re.findall(rf"/scenario/{block_type}\.\d+/", workbench.get("/"))))


@pytest.mark.parametrize("block_type", ["skill_quiz", "scenario_sim"])
def test_every_scenario_of_a_block_opens_and_loads_its_own_files_only(workbench: Workbench, block_type: str) -> None:
    addresses = scenarios(workbench, block_type)
    assert addresses
    for address in addresses:
        page = workbench.get(address)
        own = set(re.findall(rf"/resource/{block_type}/[^'\"\s\\]+", page))  # also one in the init data, quoted twice
        assert {Path(url).name for url in own} >= {
            "student.js",
            "core.css" if block_type == "skill_quiz" else "student.css",
        }
        for url in own:
            assert workbench.get(url)


def test_a_quiz_is_answered_and_its_key_never_stands_on_the_page(workbench: Workbench) -> None:
    page = workbench.get(scenarios(workbench, "skill_quiz")[0])
    usage = usage_on(page, "skill_quiz")
    assert not re.search(r"correct(\\*&quot;|\\*\"):\s*true", page)

    status, reply = workbench.post(usage, "start_attempt", {"after": 0})
    assert status == 200
    attempt = reply["state"]["attempt"]
    assert attempt["status"] == "open"
    assert attempt["items"]
    for item in attempt["items"]:
        assert item["answer"] is None
        assert item["result"] is None
        assert [option["id"] for option in item["options"]] == [str(n + 1) for n in range(len(item["options"]))]
        assert all(set(option) == {"id", "text"} for option in item["options"])

    for step, item in enumerate(attempt["items"], start=1):
        raw: object = ["1"] if item["type"] == "multiple_choice" else "1"
        sent = {"attempt": attempt["id"], "step": step, "item": item["id"], "answer": raw}
        status, first = workbench.post(usage, "answer", sent)
        assert status == 200
        assert first["step"] == step
        assert workbench.post(usage, "answer", sent) == (200, first), "the same request again gets the same answer"
    assert first["attempt"]["status"] == "finished"
    assert 0 <= first["best"]["percent"] <= 100

    status, refused = workbench.post(
        usage, "answer", {"attempt": attempt["id"], "step": 99, "item": "x", "answer": "1"}
    )
    assert 400 <= status < 500
    assert refused["error"]
    assert refused["code"]


def test_a_scenario_is_played_to_an_ending_and_its_graph_never_stands_on_the_page(workbench: Workbench) -> None:
    page = workbench.get(scenarios(workbench, "scenario_sim")[0])
    usage = usage_on(page, "scenario_sim")
    status, reply = workbench.post(usage, "start_attempt", {"after": 0})
    assert status == 200
    play = reply["state"]["play"]
    for step in range(1, 40):
        assert "scenes" not in play
        assert all(set(choice) == {"id", "text"} for choice in play["scene"]["choices"])
        sent = {"play": play["id"], "step": step, "choice": play["scene"]["choices"][-1]["id"]}
        status, moved = workbench.post(usage, "choose", sent)
        assert status == 200
        assert workbench.post(usage, "choose", sent) == (200, moved), "the same request again gets the same answer"
        play = moved["play"]
        if play["status"] == "ended":
            break
    assert play["scene"]["ending"]
    assert play["debrief"]


def test_what_one_learner_did_is_not_seen_by_another(workbench: Workbench) -> None:
    page = workbench.get(scenarios(workbench, "skill_quiz")[0])
    usage = usage_on(page, "skill_quiz")
    workbench.post(usage, "start_attempt", {"after": 0}, student="an")
    status, reply = workbench.post(usage, "current", {}, student="binh")
    assert status == 200
    assert reply["state"]["attempt"] is None
