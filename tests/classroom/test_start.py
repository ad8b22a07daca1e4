"""The first start, the second, and what goes wrong before serving."""

from __future__ import annotations

import os
import re
import socket
import stat
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest
from conftest import Files, pack, small_course
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from classroom import demo, firststart, server
from classroom.__main__ import main
from classroom.home import secret_key
from classroom.models import Course, Enrollment
from tests.ports import free_port

ROOT = Path(__file__).parents[2]


def test_secret_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert len(key) > 50
    assert secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_an_empty_key_file_is_filled(tmp_path: Path) -> None:
    (tmp_path / "secret-key").touch()
    assert secret_key(tmp_path)


@pytest.fixture
def demo_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    """The small course stands in for content/; the real one is imported in tests/browser."""
    monkeypatch.setattr(firststart, "home", lambda: tmp_path)

    def import_small(say: Any) -> None:
        if not Course.objects.exists():
            path = tmp_path / "x.tar.gz"
            files: Files = small_course()
            path.write_bytes(pack(files))
            firststart.import_course(path)

    monkeypatch.setattr(firststart, "import_demo_course", import_small)


def test_first_start_makes_accounts_with_random_passwords_shown_once(db: None, demo_package: None) -> None:
    lines: list[str] = []
    made = firststart.prepare(lines.append)
    firststart.announce(made, lines.append)
    assert {account.role for account in made} == {"learner", "author", "staff"}
    shown = "\n".join(lines)
    for account in made:
        assert account.password in shown
        user = get_user_model().objects.get(username=account.username)
        assert user.check_password(account.password)
        assert account.password not in user.password
    assert Enrollment.objects.get().user.username == "hocvien"
    assert Client().post("/sign-in/", {"username": "hocvien", "password": made[0].password}).status_code == 302


def test_second_start_makes_nothing(db: None, demo_package: None) -> None:
    firststart.prepare(lambda _line: None)
    before = list(get_user_model().objects.values())
    lines: list[str] = []
    firststart.announce(firststart.prepare(lines.append), lines.append)
    assert lines == []
    assert list(get_user_model().objects.values()) == before
    assert Course.objects.get().version == 1


def test_deleted_demo_accounts_do_not_come_back(db: None, demo_package: None) -> None:
    firststart.prepare(lambda _line: None)
    get_user_model().objects.all().delete()
    assert firststart.prepare(lambda _line: None) == []


def test_without_demo_there_is_nobody(db: None, demo_package: None) -> None:
    assert firststart.prepare(lambda _line: None, with_demo=False) == []
    assert not get_user_model().objects.exists()


def test_demo_accounts_that_exist_keep_their_passwords(db: None) -> None:
    first = demo.create_demo_accounts()
    assert len(first) == 3
    assert demo.create_demo_accounts() == []
    assert len({account.password for account in first}) == 3


def test_taken_port_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(server.PortTaken):
            server.probe("127.0.0.1", port)
        assert main(["--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert str(port) in said
    assert said.count("\n") == 1


def test_served_as_make_run_does(tmp_path: Path) -> None:
    """The real command in a process of its own: prepares, serves, stops at Ctrl-C."""
    port = free_port()
    environment = {**os.environ, "HOCVUSO_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "classroom", "--no-demo", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if str(port) in line:
                break
        page = _get(port)
        assert "200 OK" in page
        assert "Content-Security-Policy" in page
        process.send_signal(2)
        _out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "Traceback" not in err
    assert (tmp_path / "classroom.sqlite3").is_file()


def _get(port: int) -> str:
    """The answer to a request for the sign-in page, as soon as the server takes one."""
    import time

    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
                connection.sendall(b"GET /sign-in/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                text = b""
                while chunk := connection.recv(65536):
                    text += chunk
                return text.decode()
        except ConnectionRefusedError:
            time.sleep(0.05)  # gunicorn begins to listen a moment after it says so
    raise AssertionError("nobody listens")


def test_every_text_is_in_vietnamese() -> None:
    catalogue = (ROOT / "classroom" / "locale" / "vi" / "LC_MESSAGES" / "django.po").read_text("utf-8")
    entries = catalogue.split("\n\n")[1:]
    assert len(entries) > 150
    assert [entry for entry in entries if 'msgstr ""' in entry or 'msgstr[0] ""' in entry or "fuzzy" in entry] == []


def test_khmer_falls_back_to_vietnamese() -> None:
    with translation.override("km-kh"):
        assert gettext("Pages") == "Các trang"


def test_everything_that_a_learner_reads_is_in_khmer() -> None:
    """The pages that are nobody's desk, with the sentences of their views; placeholders are kept."""
    wanted: set[str] = set()
    for page in (ROOT / "classroom" / "templates" / "classroom").glob("*.html"):
        text = page.read_text("utf-8")
        wanted |= {a or b for a, b in re.findall(r"""{% translate (?:"([^"]+)"|'([^']+)')""", text)}
        for block in re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", text, re.S):
            wanted.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", block.replace("%", "%%")))
    for name in ("views/accounts.py", "views/errors.py", "views/units.py", "views/courses.py", "runtime/runtime.py"):
        source = (ROOT / "classroom" / name).read_text("utf-8")
        wanted |= set(re.findall(r"""(?:\b_|gettext_lazy)\(\s*"([^"]+)"\s*\)""", source))
    assert len(wanted) > 80
    with (ROOT / "classroom" / "locale" / "km_KH" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        said = GNUTranslations(file)
    for text in wanted:
        khmer = said.gettext(text)
        assert khmer != text, f"no Khmer for “{text}”"
        assert sorted(re.findall(r"%\(\w+\)s", khmer)) == sorted(re.findall(r"%\(\w+\)s", text))
