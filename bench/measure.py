"""Measure every subject in the stock workbench, in this process, through Django's test client, on SQLite.

Runs with the interpreter of the environment ``bench``, in a folder that has ``var/``. Subjects take turns within each
round, in a rotating order, each time with a learner who is new. Of the act, the server's part is timed, from the
request's arrival at Django to its response: what the test client does is no block's work. Queries and peak memory come
from further learners, apart from the timing. Writes ``{"machine", "versions", "missing", "runs"}`` to ``--out``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import os
import platform
import re
import sys
import time
import tracemalloc
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parent.parent)
os.environ["DJANGO_SETTINGS_MODULE"] = "bench.workbench_settings"
os.environ["EXCLUDE_SAMPLE_XBLOCKS"] = "yes"
# CAPA's package brings edx-submissions, which is no app of the workbench; problem-builder does without where it is not.
sys.modules["submissions"] = None  # type: ignore[assignment]

import django  # noqa: E402

django.setup()
logging.disable(logging.CRITICAL)

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from workbench import scenarios  # noqa: E402
from workbench.runtime import WORKBENCH_KVS, WorkbenchRuntime  # noqa: E402
from xblock.plugin import PLUGIN_CACHE  # noqa: E402

from bench.clocks import ServerClock, StoreClock, p95  # noqa: E402
from bench.floor import FloorBlock  # noqa: E402
from bench.subjects import SUBJECTS, Subject, WrongAnswer  # noqa: E402

WARM_UP = 5
SCENE = re.compile(r"\(cảnh \d+\)")  # stands in the narration of every scene
ASSET = re.compile(r"/(?:resource|static)/[^\"'\s<>\\]+?\.(?:js|css)\b")


def register_own_blocks() -> None:
    """Makes the blocks known that come with the bench and not by an entry point."""
    PLUGIN_CACHE["xblock.v1", "floor"] = FloorBlock
    try:
        from bench.capa_host import CapaProblem
    except ImportError:
        return  # its subjects are reported as not measured
    PLUGIN_CACHE["xblock.v1", "capa"] = CapaProblem


class Bench:
    """One subject that is set up in the workbench."""

    def __init__(self, subject: Subject, number: int, store: StoreClock) -> None:
        self.subject = subject
        self.scenario = f"bench.{number}"
        self.client = Client()
        self.client.raise_request_exception = False
        self.clock = self.client.handler = ServerClock(self.client.handler, store)
        scenarios.add_xml_scenario(self.scenario, f"bench {number}", subject.xml)
        self.usage = scenarios.SCENARIOS[self.scenario].usage_id
        block = WorkbenchRuntime("author").get_block(self.usage)
        subject.fill(block)
        block.save()
        self.seconds: list[float] = []
        self.own_seconds: list[float] = []
        self.cpu_seconds: list[float] = []

    def post_as(self, learner: str) -> Any:
        """The ``post`` of a subject for one learner."""

        def post(handler: str, data: Any, form: bool = False) -> Any:
            url = f"/handler/{self.usage}/{handler}{'' if '/' in handler else '/'}?student={learner}"
            if form:
                return self.client.post(url, data)
            return self.client.post(url, json.dumps(data), content_type="application/json")

        return post

    def once(self, learner: str) -> tuple[float, float]:
        """Seconds of one new learner's act, in all and without storing. Raises ``WrongAnswer`` if it did not happen."""
        post = self.post_as(learner)
        found = self.subject.before(post)
        response = self.subject.act(post, found)
        took, own = self.clock.seconds, self.clock.own_seconds
        if response.status_code != 200 or not self.subject.done(json.loads(response.content)):
            raise WrongAnswer(f"HTTP {response.status_code}: {response.content[:300].decode(errors='replace')}")
        return took, own

    def costs(self) -> dict[str, Any]:
        """Queries, bytes of the response, and peak MiB that Python allocates during the act, each of a new learner."""
        post = self.post_as("queries")
        found = self.subject.before(post)
        with CaptureQueriesContext(connection) as queries:
            response = self.subject.act(post, found)
        count = len(queries)  # now: the next request empties the log
        post = self.post_as("memory")
        found = self.subject.before(post)
        tracemalloc.start()
        self.subject.act(post, found)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        found = {"queries": count, "bytes": len(response.content), "peak_mib": round(peak / 2**20, 2)}
        if self.subject.bench == "scenario_move":
            told = json.dumps(json.loads(response.content), ensure_ascii=False)
            found["scenes"] = len(set(SCENE.findall(told)))
        return found

    def page(self) -> dict[str, Any]:
        """What a page with this block makes a browser load: own scripts and styles, gzipped, and the block's HTML."""
        block = WorkbenchRuntime("reader").get_block(self.usage)
        fragment = block.render("student_view", {})
        body = fragment.body_html()
        loaded = 0
        outside = set()
        urls = set(ASSET.findall(body))
        for resource in fragment.resources:
            if resource.kind == "url":
                (urls if resource.data.startswith("/") else outside).add(resource.data)
            elif "javascript" in resource.mimetype or "css" in resource.mimetype:
                loaded += len(gzip.compress(resource.data.encode(), 9))
        for url in sorted(urls):
            response = self.client.get(url)
            if response.status_code == 200:
                content = b"".join(response.streaming_content) if response.streaming else response.content
                loaded += len(gzip.compress(content, 9))
        return {"js_css_gz": loaded, "page_bytes": len(body.encode()), "other_hosts": len(outside)}


def set_up() -> tuple[list[Bench], list[dict[str, str]]]:
    """The subjects that work here, and those that do not, with the reason."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    settings.DEBUG = False  # Django would keep every query's text
    scenarios.SCENARIOS.clear()
    scenarios.get_scenarios.initialized = True  # the workbench's own loading breaks on one bad plugin
    register_own_blocks()
    benches, missing = [], []
    store = StoreClock(
        ((type(WORKBENCH_KVS), ("get", "set", "delete", "has")), (type(connections["default"]), ("_commit",)))
    )
    for number, subject in enumerate(SUBJECTS):
        try:
            bench = Bench(subject, number, store)
            for turn in range(WARM_UP):
                bench.once(f"warm-{turn}")
            benches.append(bench)
        except Exception as error:  # a peer's failure of any kind is a finding, not the end of the run
            reason = f"{type(error).__name__}: {error}"[:400]
            missing.append({"bench": subject.bench, "subject": subject.name, "reason": reason})
    return benches, missing


def released(distribution: str) -> str:
    """The version that is installed, or "not installed"."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"


def run(samples: int) -> dict[str, Any]:
    """All figures."""
    load = os.getloadavg()[0]
    benches, missing = set_up()
    for turn in range(samples):
        first = turn % len(benches) if benches else 0
        for bench in benches[first:] + benches[:first]:
            took, own = bench.once(f"learner-{turn}")
            bench.seconds.append(took)
            bench.own_seconds.append(own)
            bench.cpu_seconds.append(bench.clock.cpu_seconds)
        if sys.stderr.isatty():
            print(f"\r{turn + 1}/{samples}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    runs = []
    for bench in benches:
        runs.append(
            {
                "bench": bench.subject.bench,
                "subject": bench.subject.name,
                "median_ms": round(median(bench.seconds) * 1000, 2),
                "p95_ms": round(p95(bench.seconds) * 1000, 2),
                "cpu_ms": round(median(bench.cpu_seconds) * 1000, 2),
                "own_ms": round(median(bench.own_seconds) * 1000, 2),
                **bench.costs(),
                **bench.page(),
            }
        )
    names = ("XBlock", "xblock-sdk", "Django", *dict.fromkeys(subject.distribution for subject in SUBJECTS))
    return {
        "machine": f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, SQLite, "
        f"load {load:.1f} at the start",
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "samples": samples,
        "versions": {name: released(name) for name in names},
        "missing": missing,
        "runs": runs,
    }


def main() -> int:
    """Measure and write; a subject that did not work is named on standard error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    wanted = parser.parse_args()
    results = run(wanted.samples)
    wanted.out.write_text(json.dumps(results), encoding="utf-8")
    for one in results["missing"]:
        print(f"{one['subject']}: {one['reason']}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
