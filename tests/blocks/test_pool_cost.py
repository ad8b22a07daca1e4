"""A pool of 2,000 items costs an answer no more work than one of 20: counted, not timed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xblocks.common import jsonform
from xblocks.skill_quiz import model

from . import samples
from .lms import Course, post
from .samples import RIGHT, pick
from .test_quiz_flow import begin, send

DRAWN = 5


class Watched(tuple):  # type: ignore[type-arg]
    """The items of a quiz, counting how often somebody goes through all of them."""

    rounds = 0

    def __iter__(self) -> Iterator[Any]:
        Watched.rounds += 1
        return super().__iter__()


def pool(course: Course, size: int, **fields: Any) -> Any:
    """A quiz that draws five of ``size`` items."""
    one = samples.quiz_data()["items"][0]
    items = [one | {"id": f"q{n}", "competencies": [f"tt02-2025:{n % 40}.1"]} for n in range(size)]
    pools = [{"id": "p", "draw": DRAWN, "pick": {"all": True}, "shuffle": True}]
    return course.add("skill_quiz", f"b{size}", content=samples.quiz(items=items, pools=pools).to_json(), **fields)


def calls_of(act: Callable[[], Any]) -> Counter[str]:
    """How often ``act`` calls each Python function."""
    found: Counter[str] = Counter()

    def note(frame: Any, event: str, arg: Any) -> None:
        if event == "call":
            found[f"{frame.f_code.co_filename}:{frame.f_code.co_qualname}"] += 1

    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
    return found


def second_answer(course: Course, usage: Any, user: Any) -> tuple[Counter[str], list[str]]:
    """Python calls and statements of an answer in an attempt under way."""
    attempt = begin(course, usage, user)
    send(course, usage, user, attempt, 1, RIGHT)
    block = course.block(usage, user)
    item = attempt["items"][1]
    data = {"attempt": attempt["id"], "step": 2, "item": item["id"], "answer": pick(item, RIGHT)}
    replies = []
    with CaptureQueriesContext(connection) as context:
        calls = calls_of(lambda: replies.append(post(block, "answer", data)))
    assert replies[0][0] == 200
    return calls, [query["sql"].split()[0] for query in context.captured_queries]


@pytest.mark.parametrize("fields", [{}, {"behaviour": "tries"}, {"certainty": "on", "time_limit": 10.0}])
def test_an_answer_makes_the_same_calls_in_a_pool_of_20_and_of_2000(course, learner, fields):
    warm = pool(course, 21, **fields)  # what a process does once is not counted
    second_answer(course, warm, learner)
    small = second_answer(course, pool(course, 20, **fields), learner)
    large = second_answer(course, pool(course, 2000, **fields), learner)
    ours = {name: n for name, n in large[0].items() if "/xblocks/" in name}
    assert ours == {name: n for name, n in small[0].items() if "/xblocks/" in name}
    assert large[1] == small[1]
    assert sum(large[0].values()) <= sum(small[0].values()) * 1.02 + 20  # Django and XBlock themselves


@pytest.fixture
def watched(course, learner, monkeypatch):
    """The key of a quiz of 2,000 items whose going-through is counted, and an attempt under way."""
    usage = pool(course, 2000)
    attempt = begin(course, usage, learner)
    quiz = model.load_quiz(course.block(usage).content)
    assert quiz.by_id
    assert quiz.digest
    object.__setattr__(quiz, "items", Watched(quiz.items))
    monkeypatch.setattr(Watched, "rounds", 0)
    return usage, attempt


def test_an_answer_reads_digests_and_goes_through_the_pool_not_once(course, learner, watched, monkeypatch):
    usage, attempt = watched

    def never(*args: object) -> None:
        raise AssertionError("the whole content was read again")

    monkeypatch.setattr(jsonform, "digest", never)
    monkeypatch.setattr(model.Quiz, "to_json", never)
    monkeypatch.setattr(model, "read_quiz", never)
    for step in range(1, DRAWN + 1):
        status, reply = send(course, usage, learner, attempt, step, RIGHT)
        assert status == 200
    assert reply["attempt"]["status"] == "finished"
    assert Watched.rounds == 0


def test_a_page_loads_the_content_once_and_an_answer_not_at_all(course, learner, watched, monkeypatch):
    usage, attempt = watched
    loaded = []
    monkeypatch.setattr("xblocks.skill_quiz.block.load_quiz", lambda text: loaded.append(1) or model.load_quiz(text))
    send(course, usage, learner, attempt, 1, RIGHT)
    assert loaded == []
    course.block(usage, learner).student_view()
    assert loaded == [1]


def test_the_stored_attempt_and_the_reply_are_as_large_as_those_of_a_small_pool(course, learner):
    sizes = []
    for size in (20, 2000):
        attempt = begin(course, pool(course, size), learner)
        _, reply = send(course, course.block(pool(course, size)).usage_key, learner, attempt, 1, RIGHT)
        state = course.block(pool(course, size), learner).state
        sizes.append((len(jsonform.canonical(reply)), len(jsonform.canonical(state))))
    (small_reply, small_state), (large_reply, large_state) = sizes
    assert abs(large_reply - small_reply) < 40
    assert abs(large_state - small_state) < 80  # ids are longer
