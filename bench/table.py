"""The results as a table on the terminal and as a page of the docs."""

from __future__ import annotations

from typing import Any

from .bars import bars, why_not

COLUMNS = (
    ("subject", "subject"),
    ("median_ms", "median ms"),
    ("p95_ms", "p95 ms"),
    ("cpu_ms", "CPU ms"),
    ("own_ms", "own ms"),
    ("queries", "queries"),
    ("bytes", "reply B"),
    ("scenes", "scenes in the reply"),
    ("peak_mib", "peak MiB"),
    ("js_css_gz", "JS+CSS gz B"),
    ("page_bytes", "page HTML B"),
)
TITLES = {
    "quiz_answer": "One quiz answer",
    "scenario_move": "One scenario move",
    "floor": "What the runtime itself costs",
    "pool_size": "An answer in a small and in a large pool",
    "story_size": "A move in a short and in a long story",
}


def benches(results: dict[str, Any]) -> list[str]:
    """Names of the benches, in the order of the runs."""
    return list(dict.fromkeys(run["bench"] for run in results["runs"]))


def rows(results: dict[str, Any], bench: str) -> list[list[str]]:
    """Header and rows of one bench, with the columns for which it has figures."""
    found = [run for run in results["runs"] if run["bench"] == bench]
    columns = [(key, title) for key, title in COLUMNS if all(key in run for run in found)]
    return [[title for _, title in columns], *([str(run[key]) for key, _ in columns] for run in found)]


def text(results: dict[str, Any]) -> str:
    """For a terminal."""
    lines = []
    for bench in benches(results):
        table = rows(results, bench)
        widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
        lines.append(f"\n{TITLES.get(bench, bench)}")
        for row in table:
            cells = (cell.ljust(widths[i]) if i == 0 else cell.rjust(widths[i]) for i, cell in enumerate(row))
            lines.append("  ".join(cells).rstrip())
    lines += ["\nBars"]
    lines += [
        f"{'met   ' if bar.met else 'MISSED'}  {bar.what}: {bar.found}; asked: {bar.asked}" for bar in bars(results)
    ]
    lines += why_not(results)
    lines += [f"\nnot measured: {one['subject']} ({one['bench']}): {one['reason']}" for one in results["missing"]]
    return "\n".join(lines)


PAGE = """# Side by side with other blocks

Written by `python -m bench --write-docs`. The figures are those of one run on one machine and mean something only
beside each other; `make bench` makes them anew.

- {date}; {machine}; {samples} learners per subject, each new, subjects in turn.
- {versions}.
- Blocks stand beside each other in the stock workbench of XBlock's authors, in process. Timed is the server's part of a
  request, from its arrival at Django to the response. Our blocks run there without `learning_record` and
  `competency`, which the workbench does not have; what recording adds is asserted in the tests, and is part of the
  figures of the classroom below.
- CAPA is the platform's `problem` block as it is released (`xblocks-contrib`). The workbench lacks four services that
  it asks for, opaque keys, the platform's way of reading OLX, and time zones; `bench/capa_host.py` stands in for these
  with the least that works. Grading, state and rendering are CAPA's own. It hands in all questions of a problem at
  once, so there is one row for one question and one for five.
- The workbench asks its database for each field of a block that is read (twice in XBlock's own fields, once in ours:
  `xblocks/common/storedfields.py`) and twice for each that is written, and has no cache, so *queries* counts the fields
  that an act touches rather than what a block asks for itself. On a platform one read brings all of a learner's state.
  *CPU ms* is the processor's time, which does not wait for a disk or for what else the machine does; *own ms* the
  median without the time inside that store and its commits: the block, and Django's and XBlock's
  machinery.
- The act is one request: a learner's first answer, or first choice. A quiz has five questions of four options with
  feedback, a scenario twenty scenes of two choices. `CAPA (1 question)`, `problem-builder (1 question)` and
  `drag-and-drop-v2 (1 item)` do less than a quiz: they are the smallest form of that block.
- *reply*: bytes of the JSON. *peak*: the most that Python allocates during the request. *JS+CSS*: what the block's page
  loads of its own from the same host, each file gzipped; what a peer takes from a CDN is not counted. *page HTML*: the
  block's own markup and init data, not gzipped.
- The floor is two handlers of a block with one field (`bench/floor.py`): one does nothing, the other reads the field
  and writes it. What they take, every block takes.
- Pools and stories of different sizes are measured in the engine (read the attempt, take the step, write the attempt)
  and in the classroom: a signed-in learner's request through its runtime, with its tables, the records and the
  evidence. The classroom's database lies in memory there, because waiting for a disk would hide a difference.
"""


def markdown(results: dict[str, Any]) -> str:
    """``docs/developers/bench.md``."""
    versions = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    parts = [PAGE.format(**{**results, "versions": versions})]
    parts += ["## The bars, and whether they are met", "", "| bar | asked | found | |", "| --- | --- | --- | --- |"]
    parts += [
        f"| {bar.what} | {bar.asked} | {bar.found} | {'met' if bar.met else '**missed**'} |" for bar in bars(results)
    ]
    parts.append("")
    for sentence in why_not(results):
        parts += [sentence, ""]
    for bench in benches(results):
        head, *body = rows(results, bench)
        parts += [f"## {TITLES.get(bench, bench)}", "", "| " + " | ".join(head) + " |"]
        parts.append("| --- " + "| ---: " * (len(head) - 1) + "|")
        parts += ["| " + " | ".join(row) + " |" for row in body]
        parts.append("")
    if results["missing"]:
        parts += ["## Not measured", ""]
        parts += [f"- {one['subject']} ({one['bench']}): {one['reason']}" for one in results["missing"]]
        parts.append("")
    return "\n".join(parts)
