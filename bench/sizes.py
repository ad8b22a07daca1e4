"""Does an answer cost more in a pool of 2,000 items than in one of 20, and a move in a story of 1,000 scenes?

Measured twice: in the engine (read the attempt, take the step, write the attempt), and in the classroom (a request of a
signed-in learner, through its runtime, with its tables and the records). Small and large take turns. Runs with the
classroom's own environment and a data folder that is thrown away, in memory where the machine offers that: waiting for
a disk would hide the difference that is looked for. Writes ``{"runs": [...]}`` to ``--out``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench.clocks import ServerClock, p95

DRAWN = 5
STEPS = 4
SIZES = {"pool_size": (20, 2000), "story_size": (20, 1000)}
NAMES = {"pool_size": "{n:,} items", "story_size": "{n:,} scenes"}
COURSE = "course-v1:HV+bench+2026"
KINDS = {"pool_size": "skill_quiz", "story_size": "scenario_sim"}


def pool(size: int) -> str:
    """A quiz that draws five of ``size`` items."""
    from xblocks.skill_quiz.model import Quiz

    options = [
        {"id": letter, "text": f"Lựa chọn {letter}", "correct": letter == "a", "feedback": f"Vì sao là {letter}."}
        for letter in "abcd"
    ]
    items = [
        {"id": f"cau-{n}", "type": "single_choice", "text": f"Bạn nhận được cuộc gọi lạ số {n}. Bạn làm gì?",
         "competencies": [f"tt02-2025:4.{n % 4 + 1}"], "tags": [], "points": 1, "shuffle": True, "hint": "",
         "explanation": "", "options": options}
        for n in range(size)
    ]  # fmt: skip
    pools = [{"id": "chung", "draw": DRAWN, "pick": {"all": True}, "shuffle": True}]
    return Quiz.from_json({"schema": 1, "intro": "", "items": items, "pools": pools, "facts": []}).to_json()


def story(size: int) -> str:
    """A story of ``size`` scenes in a row, with a meter and a condition in each."""
    from xblocks.scenario_sim.story import Story

    scenes: list[dict[str, Any]] = [
        {"id": f"canh-{n}", "title": f"Cảnh {n}", "channel": "call", "channel_info": {"from": "Số lạ"},
         "text": f"Điện thoại lại reo lần {n}.", "messages": [], "ending": None,
         "choices": [
             {"id": f"c{i}", "text": f"Cách {i}", "feedback": f"Vì sao {i}.", "to": f"canh-{n + 1}", "score": 1.0 - i,
              "exit": i == 0, "when": ["meter", "tien", ">", 0] if i else None, "competencies": [],
              "effects": [{"meter": "tien", "add": -i}]}
             for i in range(2)
         ]}
        for n in range(1, size)
    ]  # fmt: skip
    ending = {"kind": "good", "score": 1.0, "title": "Bạn đã an toàn", "text": "Bạn đã giữ được tiền của mình."}
    scenes.append({"id": f"canh-{size}", "title": "Kết thúc", "channel": "narration", "channel_info": {}, "text": "",
                   "messages": [], "choices": [], "ending": ending})  # fmt: skip
    meter = {"id": "tien", "label": "Tiền", "start": 100, "min": 0, "max": 100, "unit": "%", "good": "high"}
    return Story.from_json(
        {"schema": 1, "intro": "", "start": "canh-1", "meters": [meter], "flags": [], "scenes": scenes,
         "scoring": {"by": "choices"}, "debrief": {"text": "", "actions": []}, "facts": []}
    ).to_json()  # fmt: skip


CONTENT = {"pool_size": pool, "story_size": story}


def quiz_step(text: str) -> Callable[[], Any]:
    """One answer in the engine."""
    import random

    from xblocks.skill_quiz import attempt as engine
    from xblocks.skill_quiz.model import load_quiz

    quiz, rules = load_quiz(text), engine.Rules()
    begun = engine.start(quiz, attempt_id="0" * 32, number=1, rng=random.Random(1), now="2026-01-01T00:00:00+00:00")
    data, item = begun.to_json(), begun.items[0].item

    def step() -> Any:
        attempt = engine.Attempt.from_json(data)
        found = engine.answer(
            load_quiz(text), attempt, rules, step=1, item=item, raw="1", now="2026-01-01T00:00:01+00:00"
        )
        return found.attempt.to_json()

    return step


def story_step(text: str) -> Callable[[], Any]:
    """One move in the engine, and what the learner sees next."""
    from datetime import UTC, datetime

    from xblocks.scenario_sim import play as engine
    from xblocks.scenario_sim.story import load_story

    now = datetime(2026, 1, 1, tzinfo=UTC)
    data = engine.start(load_story(text), play_id="0" * 32, number=1, now=now).to_json()

    def step() -> Any:
        model = load_story(text)
        found = engine.choose(model, engine.Play.from_json(data), step=1, choice="1", now=now)
        return {**found.play.to_json(), "view": engine.play_view(model, found.play, show_correctness=True)}

    return step


ENGINE = {"pool_size": quiz_step, "story_size": story_step}


def row(
    bench: str, where: str, size: int, seconds: list[float], cpu_seconds: list[float], **more: Any
) -> dict[str, Any]:
    """One entry of the results."""
    return {
        "bench": bench,
        "subject": f"{where}, {NAMES[bench].format(n=size)}",
        "median_ms": round(median(seconds) * 1000, 4),
        "p95_ms": round(p95(seconds) * 1000, 4),
        "cpu_ms": round(median(cpu_seconds) * 1000, 4),
        **more,
    }


def engine_runs(samples: int) -> list[dict[str, Any]]:
    """The engine's figures; each sample is the mean of 20 steps, because one takes microseconds."""
    found = []
    for bench, sizes in SIZES.items():
        steps = {size: ENGINE[bench](CONTENT[bench](size)) for size in sizes}
        seconds: dict[int, list[float]] = {size: [] for size in sizes}
        cpu: dict[int, list[float]] = {size: [] for size in sizes}
        for _ in range(max(10, samples)):
            for size, step in steps.items():
                begun, worked = time.perf_counter(), time.process_time()
                for _ in range(20):
                    step()
                seconds[size].append((time.perf_counter() - begun) / 20)
                cpu[size].append((time.process_time() - worked) / 20)
        for size, step in steps.items():
            tracemalloc.start()
            size_of_state = len(json.dumps(step(), ensure_ascii=False).encode())
            peak = round(tracemalloc.get_traced_memory()[1] / 2**20, 2)
            tracemalloc.stop()
            found.append(
                row(bench, "engine", size, seconds[size], cpu[size], queries=0, bytes=size_of_state, peak_mib=peak)
            )
    return found


class Classroom:
    """A classroom with one course of four activities: each kind in both sizes."""

    def __init__(self) -> None:
        import django

        django.setup()
        from django.core.management import call_command
        from opaque_keys.edx.keys import CourseKey

        from classroom.models import Block, Course

        call_command("migrate", verbosity=0)
        self.key = CourseKey.from_string(COURSE)
        self.course = Course.objects.create(key=self.key, title="Đo")
        self.usages: dict[tuple[str, int], Any] = {}
        parent = None
        for order, kind in enumerate(("course", "chapter", "sequential", "vertical")):
            usage = self.key.make_usage_key(kind, kind)
            Block.objects.create(course=self.course, usage_key=usage, block_type=kind, parent_key=parent, order=order)
            parent = usage
        for bench, sizes in SIZES.items():
            for size in sizes:
                usage = self.key.make_usage_key(KINDS[bench], f"{bench}-{size}")
                Block.objects.create(
                    course=self.course, usage_key=usage, block_type=KINDS[bench], parent_key=parent, order=9,
                    content={"content": CONTENT[bench](size)},
                )  # fmt: skip
                self.usages[bench, size] = usage

    def learner(self, name: str) -> Any:
        """A signed-in client of a new learner, whose requests are timed (``client.clock``)."""
        from datetime import UTC, datetime

        from django.test import Client

        from classroom import api

        user = api.synthetic_learner(name, name, at=datetime.now(UTC))
        api.enrol(user, self.key, at=datetime.now(UTC))
        client: Any = Client(headers={"host": "localhost"})
        client.force_login(user)
        client.clock = client.handler = ServerClock(client.handler)
        return client

    def post(self, client: Any, usage: Any, handler: str, data: dict[str, Any]) -> Any:
        """The reply; raises ``AssertionError`` where the step was refused."""
        url = f"/courses/{COURSE}/xblock/{usage}/handler/{handler}"
        response = client.post(url, json.dumps(data), content_type="application/json")
        if response.status_code != 200:
            raise AssertionError(f"HTTP {response.status_code}: {response.content[:300].decode(errors='replace')}")
        return response

    def steps(self, client: Any, bench: str, size: int) -> Any:
        """Begins, and yields a function for each of the first steps; none of them ends the attempt."""
        usage = self.usages[bench, size]
        state = self.post(client, usage, "start_attempt", {"after": 0}).json()["state"]
        begun = state["attempt" if bench == "pool_size" else "play"]
        for step in range(1, STEPS + 1):
            if bench == "pool_size":
                data = {"attempt": begun["id"], "step": step, "item": begun["items"][step - 1]["id"], "answer": "1"}
                yield lambda data=data: self.post(client, usage, "answer", data)
            else:
                data = {"play": begun["id"], "step": step, "choice": "1"}
                yield lambda data=data: self.post(client, usage, "choose", data)

    def runs(self, samples: int) -> list[dict[str, Any]]:
        """The classroom's figures."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        for usage in self.usages:
            for step in self.steps(self.learner(f"first-{usage[1]}-{usage[0]}"), *usage):
                step()
        seconds: dict[tuple[str, int], list[float]] = {usage: [] for usage in self.usages}
        cpu: dict[tuple[str, int], list[float]] = {usage: [] for usage in self.usages}
        for turn in range(max(3, samples // STEPS)):
            client = self.learner(f"learner-{turn}")
            ways = {usage: self.steps(client, *usage) for usage in self.usages}
            for _ in range(STEPS):
                for usage, way in ways.items():
                    step = next(way)  # the first one also begins, untimed
                    step()
                    seconds[usage].append(client.clock.seconds)
                    cpu[usage].append(client.clock.cpu_seconds)
        found = []
        for (bench, size), taken in seconds.items():
            steps = list(self.steps(self.learner(f"last-{bench}-{size}"), bench, size))
            with CaptureQueriesContext(connection) as queries:
                reply = steps[0]()
            count = sum(not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for q in queries)
            tracemalloc.start()
            steps[1]()
            peak = round(tracemalloc.get_traced_memory()[1] / 2**20, 2)
            tracemalloc.stop()
            found.append(
                row(
                    bench,
                    "classroom",
                    size,
                    taken,
                    cpu[bench, size],
                    queries=count,
                    bytes=len(reply.content),
                    peak_mib=peak,
                )
            )
        return found


def main() -> int:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    wanted = parser.parse_args()
    memory = Path("/dev/shm")  # a folder with a name of its own is made below it
    with tempfile.TemporaryDirectory(
        prefix="hocvuso-bench-", dir=memory if os.access(memory, os.W_OK) else None
    ) as home:
        os.environ["HOCVUSO_HOME"] = home
        os.environ.pop("DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "classroom.settings"
        classroom = Classroom()
        runs = [*engine_runs(wanted.samples), *classroom.runs(wanted.samples)]
    runs.sort(key=lambda one: list(SIZES).index(one["bench"]))
    wanted.out.write_text(json.dumps({"runs": runs}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
