"""Every question type through the block: recorded, replayed from the records, shown again, described to staff."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from tests.blocks.lms import Course, init_data
from tests.platform_standin.models import StudentModule
from tests.skill_quiz.raws import proper, right
from xblocks.learning_record.models import Response
from xblocks.skill_quiz.block import SkillQuizBlock, describe
from xblocks.skill_quiz.formats import markdown
from xblocks.skill_quiz.model import Quiz
from xblocks.skill_quiz.policy import BEHAVIOURS, SHOW_ANSWERS
from xblocks.skill_quiz.questions import REGISTRY, type_of
from xblocks.skill_quiz.sheet import frozen

PAGE = (Path(__file__).parents[2] / "docs" / "authors" / "markdown.md").read_text("utf-8")
OPTIONS = "".join(
    f"\n## {name}\n\nHỏi?\n\n{options}\n"
    for name, options in (
        ("mot", "- [x] a\n- [ ] b"),
        ("nhieu", "- [x] a\n- [x] b"),
        ("dung", "- [x] Đúng\n- [ ] Sai"),
    )
)


def every_type() -> Quiz:
    """The questions of the page for authors, and one of each kind of choice."""
    examples = re.findall(r"```markdown\n(## .*?)```", PAGE, re.DOTALL)
    quiz = markdown.read("---\nkind: skill_quiz\n---\n" + "\n".join(examples) + OPTIONS).model
    assert quiz is not None
    assert {item.type for item in quiz.items} == set(REGISTRY)
    return quiz


@pytest.mark.django_db
def test_answers_of_every_type_are_mended_from_the_records() -> None:
    quiz, course = every_type(), Course()
    learner = get_user_model().objects.create_user("hocvien")
    usage = course.add("skill_quiz", content=quiz.to_json())
    status, reply = course.post(usage, learner, "start_attempt", {"after": 0})
    assert status == 200, reply
    attempt = reply["state"]["attempt"]
    sent: dict[str, Any] = {}
    for step, public in enumerate(attempt["items"], start=1):
        before = StudentModule.objects.get().state
        sent[public["id"]] = proper(public, random.Random(step))
        data = {"attempt": attempt["id"], "step": step, "item": public["id"], "answer": sent[public["id"]]}
        status, first = course.post(usage, learner, "answer", data)
        assert status == 200, (public["type"], first)
        StudentModule.objects.update(state=before)  # the platform dropped the write
        status, again = course.post(usage, learner, "answer", data)
        assert (status, again) == (200, first), public["type"]
    assert Response.objects.count() == len(attempt["items"])
    state = course.post(usage, learner, "current", {})[1]["state"]
    for item in state["attempt"]["items"]:
        authored = quiz.by_id[item["id"]]
        kind = type_of(authored)
        recorded = frozen(Response.objects.get(item_id=item["id"]).answer)
        assert kind.grade(authored, recorded).score == item["result"]["score"]
        assert describe(authored, recorded)
        if item["type"] in ("multiple_choice", "spot_signs"):  # sets: shown in the order of the page
            assert sorted(item["answer"]) == sorted(sent[item["id"]])
        elif item["type"] not in ("gaps", "short_text", "number"):  # typed words are tidied
            assert item["answer"] == sent[item["id"]]


@pytest.mark.django_db
@pytest.mark.parametrize("show_answer", SHOW_ANSWERS)
@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_right_answers_of_every_type_earn_all_points(behaviour: str, show_answer: str) -> None:
    quiz, course = every_type(), Course()
    learner = get_user_model().objects.create_user("hocvien")
    rules = {"behaviour": behaviour, "show_answer": show_answer, "certainty": "on", "time_limit": 10.0}
    usage = course.add("skill_quiz", content=quiz.to_json(), **rules)
    attempt = course.post(usage, learner, "start_attempt", {"after": 0})[1]["state"]["attempt"]
    stored = course.block(usage, learner).state
    orders = {drawn["item"]: tuple(drawn["order"]) for drawn in _find(stored, "items")}
    at_once, over = behaviour != "deferred", False
    for step, public in enumerate(attempt["items"], start=1):
        item = quiz.by_id[public["id"]]
        key = type_of(item).key(item, orders[item.id])
        raw = right(item.type, key)
        data = {"attempt": attempt["id"], "step": step, "item": item.id, "answer": raw, "certainty": "2"}
        status, reply = course.post(usage, learner, "answer", data)
        over = reply["attempt"]["status"] == "finished"
        assert status == 200
        if not at_once:
            assert reply["result"] is None
            continue
        result = reply["result"]
        assert (result["correct"], result["score"]) == (True, 1), item.type
        told = {"never": False, "after_answer": True, "after_due": False}.get(show_answer, over)
        assert (result["key"] is not None) is told, (item.type, over)
        if told and item.explanation:
            assert result["explanation"] == item.explanation
    assert over is at_once
    state = course.post(usage, learner, "finish", {"attempt": attempt["id"]})[1]["state"]
    assert state["attempt"]["result"]["percent"] == 100
    for item in state["attempt"]["items"]:
        shown = show_answer in ("after_answer", "after_attempt", "after_pass")
        assert (item["result"]["key"] is not None) is shown, item["type"]
        assert item["result"]["correct"] is True
    assert (state["best"] is None) is (behaviour == "practice")
    assert StudentModule.objects.get().grade == (None if behaviour == "practice" else 1.0)


def _find(state: Any, name: str) -> Any:
    """The first list under ``name`` that holds drawn items, anywhere in ``state``."""
    if isinstance(state, dict):
        if name in state and state[name] and isinstance(state[name][0], dict) and "order" in state[name][0]:
            return state[name]
        for value in state.values():
            if (found := _find(value, name)) is not None:
                return found
    return None


@pytest.mark.django_db
def test_the_order_stays_after_a_reload_on_another_phone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after answers, and after the author has changed the content: nothing is drawn but at the start."""
    quiz, course = every_type(), Course()
    learner = get_user_model().objects.create_user("hocvien")
    data = quiz.as_dict() | {"pools": [{"id": "p", "draw": 9, "pick": {"all": True}, "shuffle": True}]}
    usage = course.add("skill_quiz", content=Quiz.from_json(data).to_json())
    first = course.post(usage, learner, "start_attempt", {"after": 0})[1]["state"]["attempt"]

    def no_chance(_block: Any) -> random.Random:
        raise AssertionError("nothing is drawn any more")

    monkeypatch.setattr(SkillQuizBlock, "rng", no_chance)

    def shown() -> list[dict[str, Any]]:
        page = init_data(course.block(usage, learner).student_view())["state"]["attempt"]
        assert course.post(usage, learner, "current")[1]["state"]["attempt"] == page, "on every phone the same"
        return [{k: v for k, v in item.items() if k not in ("answer", "result")} for item in page["items"]]

    before = shown()
    assert before == [{k: v for k, v in item.items() if k not in ("answer", "result")} for item in first["items"]]
    for step, public in enumerate(first["items"][:4], start=1):
        raw = proper(public, random.Random(step))
        body = {"attempt": first["id"], "step": step, "item": public["id"], "answer": raw}
        assert course.post(usage, learner, "answer", body)[0] == 200
        assert shown() == before
    author = course.block(usage)
    author.content = Quiz.from_json(data | {"items": data["items"][::-1]}).to_json()
    author.save()
    assert shown() == before
