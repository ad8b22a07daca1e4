"""``hocvuso demo``: synthetic learners who play through the real engines and blocks, in the classroom's database.

The same seed and number give the same learners doing the same things; their days are counted back from today. Nobody
is real: every name says so ("Học viên 0001"). Each learner is one transaction: a second run goes on where an
interrupted one stopped, and leaves those alone who are there already.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from course_export.commands.classroom_client import classroom
from course_export.commands.content import VIET_NAM, find_cohort, today
from course_export.commands.context import Context, Progress, content_root
from course_export.commands.database import reachable, set_up
from course_export.commands.players import QuizPlayer, StoryPlayer
from course_export.package.names import usage_key
from course_export.says import UserError
from course_export.source import formats
from course_export.source.dates import moment

MOST = 2_000
#: How long ago the first synthetic learner may have enrolled.
DAYS_BACK = 60


@dataclass(frozen=True)
class Plan:
    """What one synthetic learner is like: ``skill``, ``patience`` and the ``share`` of the course tried, all 0..1."""

    enrolled: dt.datetime
    skill: float
    patience: float
    share: float


def add_command(commands: Any, lang: str) -> None:
    """Add ``demo`` to the parser."""
    vi = lang == "vi"
    demo = commands.add_parser("demo", help="Tạo học viên thử" if vi else "Make synthetic learners")
    what = demo.add_mutually_exclusive_group(required=True)
    what.add_argument("--learners", type=int, metavar="N", help=f"1-{MOST}")
    what.add_argument(
        "--remove",
        action="store_true",
        help="xóa mọi học viên thử và kết quả của họ" if vi else "remove all synthetic learners and what they did",
    )
    demo.add_argument("--seed", type=int, default=1, metavar="S", help="số để lặp lại" if vi else "number to repeat by")
    demo.add_argument("--cohort", default=None, metavar="C", help="mã nhóm" if vi else "cohort")
    demo.add_argument("--content", metavar="DIR", help="thư mục nội dung" if vi else "the content folder")
    demo.set_defaults(run=run)


def plan(rng: random.Random, start: dt.datetime, now: dt.datetime) -> Plan:
    """A learner drawn from ``rng``: one in ten only enrols, two in ten stop on the way, the others go through.

    They enrol from ``start`` on (at most :data:`DAYS_BACK` before ``now``), the last of them two weeks ago if possible.
    """
    first = max(start, now - dt.timedelta(days=DAYS_BACK))
    span = max(now - first - dt.timedelta(days=14), (now - first) / 2, dt.timedelta(minutes=1))
    enrolled = first + dt.timedelta(minutes=int(rng.random() * span / dt.timedelta(minutes=1)))
    kind = rng.random()
    share = 0.0 if kind < 0.1 else rng.uniform(0.1, 0.9) if kind < 0.3 else 1.0
    return Plan(enrolled, rng.betavariate(5, 2), rng.random(), share)


def run(options: argparse.Namespace, context: Context) -> int:
    """Make the learners; interrupted, it leaves whole learners only."""
    if options.remove:
        return _remove(context)
    if not 1 <= options.learners <= MOST:
        raise UserError(
            f"Số học viên phải từ 1 đến {MOST}.", f"The number of learners must be from 1 to {MOST}.", exit_code=2
        )
    from course_export.source import load

    source = load(content_root(options.content))
    if not options.cohort and len(source.cohorts) != 1:
        known = ", ".join(sorted(source.cohorts)) or "-"
        raise UserError(
            f"Hãy chọn nhóm bằng --cohort; hiện có: {known}.",
            f"Choose a cohort by --cohort; there is: {known}.",
            exit_code=2,
        )
    cohort = find_cohort(source, options.cohort or next(iter(source.cohorts)))
    set_up()
    from django.db import transaction

    api = classroom()
    with reachable():
        key = _course(api, cohort)
        players = _players(source, cohort)
        start = moment(cohort.course.start) or _latest()
        progress = Progress(context, "Học viên thử", "Synthetic learners", options.learners)
        made = passed = 0
        for number in range(1, options.learners + 1):
            with transaction.atomic():
                result = _live(api, key, players, start, number, options.seed)
            made += result is not None
            passed += bool(result)
            progress.at(number)
        progress.close()
    context.say(
        f"Đã thêm {made} học viên thử vào {key} (số lặp lại {options.seed}), {options.learners - made} người có sẵn; "
        f"{passed} người mới đạt mọi phần.",
        f"Added {made} synthetic learners to {key} (seed {options.seed}), {options.learners - made} were there; "
        f"{passed} of the new ones passed every part.",
    )
    return 0


def _remove(context: Context) -> int:
    """Take all synthetic learners out of the classroom; interrupted, whole learners stay."""
    set_up()
    api = classroom()
    with reachable():
        ids = api.synthetic_learners()
        progress = Progress(context, "Xóa học viên thử", "Removing synthetic learners", len(ids))
        for number, user_id in enumerate(ids, start=1):
            api.remove_synthetic_learner(user_id)
            progress.at(number)
        progress.close()
    context.say(f"Đã xóa {len(ids)} học viên thử.", f"Removed {len(ids)} synthetic learners.")
    return 0


def _course(api: Any, cohort: Any) -> Any:
    for key in api.course_keys():
        if str(key) == cohort.course.key:
            return key
    raise UserError(
        f"Lớp học chưa có khóa {cohort.course.key}; hãy đóng gói (hocvuso package) và đưa vào (hocvuso import) trước.",
        f"The classroom has no course {cohort.course.key}; package it (hocvuso package) and import it first.",
    )


def _players(source: Any, cohort: Any) -> dict[str, QuizPlayer | StoryPlayer]:
    """A player for every quiz and scenario, by usage key."""
    kinds: dict[str, type[QuizPlayer] | type[StoryPlayer]] = {"quiz": QuizPlayer, "scenario": StoryPlayer}
    return {
        usage_key(cohort, module, unit): kinds[unit.kind](formats.as_data(unit.content))
        for module in source.cohort_modules(cohort)
        for unit in module.units
        if unit.kind in kinds and unit.content is not None
    }


def _live(
    api: Any, key: Any, players: dict[str, QuizPlayer | StoryPlayer], start: dt.datetime, number: int, seed: int
) -> bool | None:
    """One learner's weeks; True if every quiz and scenario was passed, None if the learner was there already."""
    rng = random.Random(f"{seed}/{number}")
    drawn = plan(rng, start, _latest())
    user = api.synthetic_learner(f"demo{seed}-{number:04}", f"Học viên {number:04}", at=drawn.enrolled)
    if not api.enrol(user, key, at=drawn.enrolled):
        return None
    client = api.learner_client(user, key)
    blocks = list(client.blocks())
    if not blocks:
        raise UserError(
            f"Học viên chưa thấy phần nào của khóa {key}; hãy xem lại ngày bắt đầu (start) và các nhóm của khóa.",
            f"Learners see nothing of {key} yet; check its start date and its groups.",
        )
    clock = drawn.enrolled + dt.timedelta(hours=rng.randrange(1, 72))
    results: list[bool] = []
    for block in blocks[: round(drawn.share * len(blocks))]:
        clock = min(clock, _latest())
        player = players.get(str(block))
        if player is None:
            client.read(block, at=clock)
        else:
            results.append(_play(client, block, player, rng, drawn, clock))
        clock += dt.timedelta(minutes=rng.randrange(4, 12))
        if rng.random() < 0.3:
            clock += dt.timedelta(days=1)
    return len(results) == len(players) and all(results)


def _latest() -> dt.datetime:
    """The start of today: nothing synthetic happens in the future."""
    return dt.datetime.combine(today(), dt.time(0), VIET_NAM)


def _play(
    client: Any, block: Any, player: QuizPlayer | StoryPlayer, rng: random.Random, drawn: Plan, clock: dt.datetime
) -> bool:
    """Play until passed, out of attempts or out of patience; each try a little better than the last."""
    moment = [clock]

    def post(handler: str, data: dict[str, Any]) -> dict[str, Any]:
        moment[0] += dt.timedelta(seconds=20)
        answer: dict[str, Any] = client.post(block, handler, data, at=moment[0], rng=draws)
        return answer

    for attempt in range(3):
        draws = random.Random(f"{rng.random()}")
        state = post("current", {})["state"]
        best = state.get("best")
        opened = state.get("attempt") or state.get("play")
        if best and best["passed"] and not (opened and opened["status"] == "open"):
            return True
        skill = min(0.97, drawn.skill + 0.12 * attempt)
        best = player.play(post, rng, skill).get("best")
        if best and best["passed"]:
            return True
        if rng.random() > drawn.patience:
            break
    return False
