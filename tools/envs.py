"""Environments beside ``.venv``, under ``.cache/envs``: another Python, the oldest Django, other people's software.

``tools/envs.py NAME`` makes one and prints its interpreter; ``ensure(name)`` does so from Python, ``ensure_node(name)``
for those of Node. Each is made from a pinned file, remembered by a stamp, and made again when the file changes.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from setup import LOCK, ROOT, MissingPiece, digest, fill, installed_by, node_path, run, say, stamped

ENVS = ROOT / ".cache" / "envs"
PINS = ROOT / "tests" / "peers" / "requirements"


@dataclass(frozen=True)
class Environment:
    """How one is made: its Python (``3.11``), its pinned file, and whether hocvuso is installed into it."""

    python: str
    requirements: Path
    project: bool = True


ALL = {
    "py311": Environment("3.11", LOCK),
    "py312": Environment("3.12", LOCK),
    "django42": Environment("3.11", PINS / "django42.txt"),
    "workbench": Environment("3.11", PINS / "workbench.txt"),
    "olxcleaner": Environment("3.11", PINS / "olxcleaner.txt", project=False),
    "bench": Environment("3.11", PINS / "bench.txt"),
    "quizfiles": Environment("3.11", PINS / "quizfiles.txt", project=False),
}


def pythons() -> dict[str, str]:
    """``{"3.11": path, …}``: the supported Pythons that this machine has."""
    finder = ["sh", ROOT / "tools" / "find-python", "--all"]
    done = subprocess.run(finder, capture_output=True, text=True, check=False)
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())


def ensure(name: str) -> Path:
    """The interpreter of the environment ``name``, made if need be.

    Raises KeyError for an unknown name and ``MissingPiece`` when its Python or a package cannot be had.
    """
    wanted = ALL[name]
    base = pythons().get(wanted.python)
    if base is None:
        raise MissingPiece(
            f"Môi trường {name} cần Python {wanted.python}; hãy cài rồi chạy lại.",
            f"The environment {name} needs Python {wanted.python}; install it and run this again.",
        )
    venv = ENVS / name
    stamp = venv / "hocvuso-stamp"
    value = digest(wanted.requirements, salt=f"{ROOT} {wanted.python} {installed_by() if wanted.project else ''}")
    if not stamped(stamp, value):
        say(f"Tạo môi trường {name} / Making the environment {name}")
        stamp.unlink(missing_ok=True)
        fill(venv, base=base, requirements=wanted.requirements, project=wanted.project)
        stamp.write_text(value, encoding="utf-8")
    return venv / "bin" / "python"


def ensure_node(name: str) -> Path:
    """A folder with the ``node_modules`` that ``tests/peers/requirements/NAME/package-lock.json`` pins.

    Raises ``MissingPiece`` when Node or a package cannot be had. Packages run no scripts when they are installed.
    """
    pins = [PINS / name / part for part in ("package.json", "package-lock.json")]
    folder = ENVS / f"node-{name}"
    stamp, value = folder / "hocvuso-stamp", digest(*pins)
    if not stamped(stamp, value):
        say(f"Tạo môi trường {name} / Making the environment {name}")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for pin in pins:
            shutil.copy(pin, folder)
        run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=folder,
            env={**os.environ, "PATH": node_path()},
            vi="Không tải được gói Node; hãy kiểm tra mạng rồi chạy lại.",
            en="A Node package could not be installed; check the network and run this again.")  # fmt: skip
        stamp.write_text(value, encoding="utf-8")
    return folder


def main() -> int:
    """Make the environments that are named; 0, or 1 with one sentence on standard error."""
    try:
        for name in sys.argv[1:]:
            print(ensure(name))
    except KeyError as unknown:
        print(f"Không có môi trường {unknown}; có: / There is no environment {unknown}; there are: {', '.join(ALL)}",
              file=sys.stderr)  # fmt: skip
        return 1
    except MissingPiece as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
