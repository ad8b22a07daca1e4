"""``python -m bench [--samples N] [--write-docs]``: measure, print the table, write ``bench/results.json``.

Blocks side by side are measured in the environment ``bench`` (tools/envs.py): the stock workbench of XBlock's authors
with the peers' released packages. A peer that cannot be installed or does not answer is reported as such. Small and
large pools and stories are measured in this environment, with the classroom.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from .table import markdown, text

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results.json"
PAGE = ROOT / "docs" / "developers" / "bench.md"
OURS = ("skill_quiz", "scenario_sim")

sys.path.insert(0, str(ROOT / "tools"))
import envs  # noqa: E402
from setup import MissingPiece  # noqa: E402


def measure(samples: int) -> dict[str, Any]:
    """The result of bench/measure.py. Raises ``MissingPiece`` when its environment or the run fails."""
    python = envs.ensure("bench")
    with tempfile.TemporaryDirectory(prefix="hocvuso-bench-") as folder:
        (Path(folder) / "var").mkdir()  # the workbench keeps its log and database there
        out = Path(folder) / "results.json"
        command = [python, "-W", "ignore", ROOT / "bench" / "measure.py", "--samples", str(samples), "--out", out]
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, check=False)
        if done.returncode and not out.is_file():
            raise MissingPiece("Không đo được; lý do ở trên.", "The measuring broke off; the reason stands above.")
        return json.loads(out.read_text(encoding="utf-8"))


def measure_sizes(samples: int) -> list[dict[str, Any]]:
    """The runs of bench/sizes.py, in a process of its own. Raises ``MissingPiece`` when it fails."""
    with tempfile.TemporaryDirectory(prefix="hocvuso-bench-") as folder:
        out = Path(folder) / "results.json"
        command = [sys.executable, "-W", "ignore", "-m", "bench.sizes", "--samples", str(samples), "--out", out]
        done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
        if done.returncode or not out.is_file():
            raise MissingPiece("Không đo được; lý do ở trên.", "The measuring broke off; the reason stands above.")
        return list(json.loads(out.read_text(encoding="utf-8"))["runs"])


def main() -> int:
    """Measure and report; 0, or 1 with a sentence on standard error when nothing, or none of ours, was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=120, help="learners per subject (default 120)")
    parser.add_argument("--write-docs", action="store_true", help="also renew docs/developers/bench.md")
    wanted = parser.parse_args()
    try:
        results = measure(wanted.samples)
        results["runs"] += measure_sizes(wanted.samples)
    except MissingPiece as missing:
        print(missing, file=sys.stderr)
        return 1
    partial = RESULTS.with_suffix(".partial")
    partial.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(RESULTS)
    print(text(results))
    if wanted.write_docs:
        PAGE.write_text(markdown(results), encoding="utf-8")
    return 1 if any(one["subject"] in OURS for one in results["missing"]) else 0


if __name__ == "__main__":
    sys.exit(main())
