"""The bars that the blocks are to clear, and whether a run shows that they do. In plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SHARE = 0.2
QUERIES = 6
REPLY = 4000
NOISE = 1.1
"""Two medians of the processor's time within a tenth of each other count as the same."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what is asked, what was found, whether it is met."""

    what: str
    asked: str
    found: str
    met: bool


def _runs(results: dict[str, Any], bench: str) -> dict[str, dict[str, Any]]:
    return {run["subject"]: run for run in results["runs"] if run["bench"] == bench}


def _side_by_side(results: dict[str, Any], bench: str, ours: str, act: str) -> list[Bar]:
    runs = _runs(results, bench)
    own = runs.pop(ours, None)
    if own is None or not runs:
        return []
    found = []
    for name, peer in sorted(runs.items(), key=lambda pair: float(pair[1]["median_ms"])):
        share = own["median_ms"] / peer["median_ms"]
        found.append(
            Bar(
                f"{act}: time beside {name}",
                f"at most {SHARE:.2f} of its median",
                f"{share:.2f} ({own['median_ms']} of {peer['median_ms']} ms)",
                share <= SHARE,
            )
        )
    found.append(Bar(f"{act}: queries", f"at most {QUERIES}", str(own["queries"]), own["queries"] <= QUERIES))
    found.append(Bar(f"{act}: reply", f"under {REPLY} B", f"{own['bytes']} B", own["bytes"] < REPLY))
    if "scenes" in own:
        found.append(Bar(f"{act}: scenes in the reply", "the next one only", str(own["scenes"]), own["scenes"] == 1))
    return found


def _sizes(results: dict[str, Any], bench: str, what: str) -> list[Bar]:
    runs = list(_runs(results, bench).items())
    found = []
    for where in ("engine", "classroom"):
        pair = [run for name, run in runs if name.startswith(where)]
        if len(pair) != 2:
            continue
        small, large = pair
        share = large["cpu_ms"] / small["cpu_ms"]
        same = large["queries"] <= small["queries"]
        found.append(
            Bar(
                f"{what}, in the {where}",
                f"no more than the small one (within {NOISE - 1:.0%}), no further query",
                f"{share:.2f} times ({large['cpu_ms']} and {small['cpu_ms']} ms of the processor), "
                f"{large['queries']} and {small['queries']} queries",
                share <= NOISE and same,
            )
        )
    return found


def bars(results: dict[str, Any]) -> list[Bar]:
    """All bars of which this run has the figures; the fastest peer comes first."""
    return [
        *_side_by_side(results, "quiz_answer", "skill_quiz", "One answer"),
        *_side_by_side(results, "scenario_move", "scenario_sim", "One move"),
        *_sizes(results, "pool_size", "An answer in a pool of 2,000 beside one of 20"),
        *_sizes(results, "story_size", "A move in a story of 1,000 scenes beside one of 20"),
    ]


def why_not(results: dict[str, Any]) -> list[str]:
    """For each act that misses a bar of time: what the runtime alone takes of it."""
    floor = next((run for name, run in _runs(results, "floor").items() if "one field" in name), None)
    found = []
    for bench, ours in (("quiz_answer", "skill_quiz"), ("scenario_move", "scenario_sim")):
        runs = _runs(results, bench)
        own = runs.pop(ours, None)
        if own is None or not runs or floor is None:
            continue
        name, fastest = min(runs.items(), key=lambda pair: float(pair[1]["median_ms"]))
        bar = fastest["median_ms"] * SHARE
        if own["median_ms"] <= bar:
            continue
        share = floor["median_ms"] / fastest["median_ms"]
        found.append(
            f"`{ours}` misses the bar beside {name}: it takes {own['median_ms']} ms, the bar is {bar:.2f} ms. "
            f"A block that only reads and writes one field takes {floor['median_ms']} ms here, {share:.2f} of "
            f"{name}'s: that is the runtime: two queries to read a field, two to write it, one commit to the disk"
            + ("; even such a block misses it." if share > SHARE else ".")
        )
    return found
