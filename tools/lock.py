"""Renew the pinned versions: ``requirements.lock`` and those of the environments beside it. Run by ``make lock``.

Uses uv, in an environment of its own, because it resolves for Python 3.11 and 3.12 and every system at once. The
files name no package index: whoever installs uses the one that is set up on their machine.
"""

import os
import subprocess
import sys
from pathlib import Path

import envs
from setup import PYTHON, ROOT, MissingPiece, run, say

UV = "uv==0.13.9"
UV_PYTHON = ROOT / ".cache" / "envs" / "uv" / "bin" / "python"
OPTIONS = ("--quiet", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--upgrade")


def compile_lock(out: Path, *arguments: str) -> None:
    """Write ``out`` with one pinned line for each package that ``arguments`` ask for."""
    say(out.relative_to(ROOT).as_posix())
    partial = out.with_suffix(".partial")
    run(UV_PYTHON, "-m", "uv", "pip", "compile", *OPTIONS, "-o", partial, *arguments,
        vi=f"Không giải được phiên bản cho {out.name}.", en=f"No set of versions fits {out.name}.")  # fmt: skip
    lines = [line for line in partial.read_text(encoding="utf-8").splitlines() if not line.startswith("-e ")]
    out.write_text("# Written by `make lock`; do not edit.\n" + "\n".join(lines) + "\n", encoding="utf-8")
    partial.unlink()


def main() -> int:
    """Renew every lock file, or only those whose names are given."""
    wanted = set(sys.argv[1:])
    os.chdir(ROOT)
    try:
        if not UV_PYTHON.exists():
            run(
                PYTHON, "-m", "venv", UV_PYTHON.parents[1], vi="Không tạo được môi trường.", en="No environment for uv."
            )
            run(UV_PYTHON, "-m", "pip", "install", "-q", UV, vi="Không tải được uv.", en="uv could not be installed.")
        extras = [part for extra in ("classroom", "test", "dev") for part in ("--extra", extra)]
        universal = ("--universal", "--python-version", "3.11")
        if not wanted or "requirements" in wanted:
            compile_lock(ROOT / "requirements.lock", "pyproject.toml", *extras, *universal,
                         "-c", "tools/lock-constraints.txt")  # fmt: skip
        for name, environment in envs.ALL.items():
            source = environment.requirements.with_suffix(".in")
            if not source.is_file() or (wanted and name not in wanted):
                continue
            ours = ("pyproject.toml",) if environment.project else ()
            compile_lock(environment.requirements, *ours, str(source.relative_to(ROOT)),
                         "--python-version", environment.python)  # fmt: skip
    except MissingPiece as missing:
        print(missing, file=sys.stderr)
        return 1
    except subprocess.SubprocessError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
