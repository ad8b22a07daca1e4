"""The results as a table on the terminal and as a page of the docs."""

from __future__ import annotations

from typing import Any

COLUMNS = (
    ("subject", "subject"),
    ("median_ms", "median ms"),
    ("p95_ms", "p95 ms"),
    ("own_ms", "own ms"),
    ("queries", "queries"),
    ("bytes", "reply B"),
    ("peak_mib", "peak MiB"),
    ("js_css_gz", "JS+CSS gz B"),
    ("page_bytes", "page HTML B"),
)
TITLES = {"quiz_answer": "One quiz answer", "scenario_move": "One scenario move"}


def benches(results: dict[str, Any]) -> list[str]:
    """Names of the benches, in the order of the runs."""
    return list(dict.fromkeys(run["bench"] for run in results["runs"]))


def rows(results: dict[str, Any], bench: str) -> list[list[str]]:
    """Header and rows of one bench."""
    found = [run for run in results["runs"] if run["bench"] == bench]
    return [[title for _, title in COLUMNS], *([str(run[key]) for key, _ in COLUMNS] for run in found)]


def text(results: dict[str, Any]) -> str:
    """For a terminal."""
    lines = []
    for bench in benches(results):
        table = rows(results, bench)
        widths = [max(len(row[i]) for row in table) for i in range(len(COLUMNS))]
        lines.append(f"\n{TITLES.get(bench, bench)}")
        for row in table:
            cells = (cell.ljust(widths[i]) if i == 0 else cell.rjust(widths[i]) for i, cell in enumerate(row))
            lines.append("  ".join(cells).rstrip())
    lines += [f"\nnot measured: {one['subject']} ({one['bench']}): {one['reason']}" for one in results["missing"]]
    return "\n".join(lines)


PAGE = """# Side by side with other blocks

Written by `python -m bench --write-docs`. The figures are those of one run on one machine and mean something only
beside each other; `make bench` makes them anew.

- {date}; {machine}; {samples} learners per subject, each new, subjects in turn.
- {versions}.
- All run in the stock workbench of XBlock's authors, in process, through Django's test client. Our blocks run there
  without `learning_record` and `competency`, which the workbench does not have; the queries that recording adds are
  asserted in the tests.
- The workbench reads each field of a block with one or two queries and no cache, so *queries* counts the fields that an
  act touches rather than what a block asks for itself. On a platform one read brings all of a learner's state. *own ms*
  is the median without the time inside that store and its commits: the block, and Django's and XBlock's machinery.
- The act is one request: a learner's first answer, or first choice. A quiz has five questions of four options with
  feedback, a scenario twenty scenes of two choices. `problem-builder (1 question)` and `drag-and-drop-v2 (1 item)` do
  less than a quiz: they are the smallest form of that block.
- *reply*: bytes of the JSON. *peak*: the most that Python allocates during the request. *JS+CSS*: what the block's page
  loads of its own from the same host, each file gzipped; what a peer takes from a CDN is not counted. *page HTML*: the
  block's own markup and init data, not gzipped.
"""


def markdown(results: dict[str, Any]) -> str:
    """``docs/developers/bench.md``."""
    versions = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    parts = [PAGE.format(**{**results, "versions": versions})]
    for bench in benches(results):
        head, *body = rows(results, bench)
        parts += [f"## {TITLES.get(bench, bench)}", "", "| " + " | ".join(head) + " |"]
        parts.append("| --- " + "| ---: " * (len(COLUMNS) - 1) + "|")
        parts += ["| " + " | ".join(row) + " |" for row in body]
        parts.append("")
    if results["missing"]:
        parts += ["## Not measured", ""]
        parts += [f"- {one['subject']} ({one['bench']}): {one['reason']}" for one in results["missing"]]
        parts.append("")
    return "\n".join(parts)
