"""Golden files: exactly what each view sends to the browser. HOCVUSO_GOLDEN=write renews them; read the diff."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from .lms import init_data
from .samples import RIGHT, WRONG
from .test_quiz_flow import begin, send
from .test_staff_acts import finish_story

GOLDEN = Path(__file__).parent / "golden"
SECRETS = (
    "PHẢN HỒI",
    "GIẢI THÍCH",
    "DẤU HIỆU",
    "LỜI KẾT",
    "KẾT tốt",
    "KẾT xấu",
    "Đòi tiền",
    '"dung"',
    '"sai"',
    "cung-sai",
    '"correct":true',
    "ket-tot",
    "doi-tien",
    "da-tin",
)


def check(name: str, found: Any) -> None:
    """Compares ``found`` with the golden file ``name``; ids that are random are masked."""
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    text = re.sub(r"\b[0-9a-f]{32}\b", "<attempt>", text)
    text = re.sub(r'"learner": "[0-9a-f]{20}"', '"learner": "<learner>"', text)
    path = GOLDEN / f"{name}.json"
    if os.environ.get("HOCVUSO_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def everything(fragment: Any) -> dict[str, Any]:
    """All that a fragment brings to the page."""
    return {
        "html": fragment.content,
        "resources": sorted(f"{r.kind} {r.data}" for r in fragment.resources),
        "function": fragment.js_init_fn,
        "init": init_data(fragment),
    }


def leaks(value: Any, allowed: tuple[str, ...] = ()) -> list[str]:
    """The secrets that stand in ``value``."""
    text = json.dumps(value, ensure_ascii=False)
    return [s for s in SECRETS if s in text and s not in allowed]


@pytest.mark.parametrize("view", ["student_view", "author_view", "public_view"])
@pytest.mark.parametrize("kind", ["skill_quiz", "scenario_sim"])
def test_a_view_before_the_first_attempt(course, quiz, story, learner, kind, view):
    usage = quiz if kind == "skill_quiz" else story
    block = course.block(usage, learner, author=view == "author_view")
    found = everything(getattr(block, view)())
    assert leaks(found) == []
    check(f"{kind}.{view}", found)


def test_an_open_attempt_shows_the_questions_and_no_key(course, quiz, learner):
    begin(course, quiz, learner)
    found = everything(course.block(quiz, learner).student_view())
    assert leaks(found) == []
    check("skill_quiz.open", found["init"]["state"])


def test_after_an_answer_only_that_answers_feedback_is_told(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    _, reply = send(course, quiz, learner, attempt, 1, WRONG)
    text = json.dumps(reply, ensure_ascii=False)
    assert "PHẢN HỒI sai" in text
    assert "PHẢN HỒI đúng" not in text
    assert "PHẢN HỒI cũng sai" not in text
    check("skill_quiz.answer", reply)


def test_a_finished_attempt(course, quiz, learner):
    attempt = begin(course, quiz, learner)
    for step, text in enumerate((RIGHT, WRONG, RIGHT), start=1):
        send(course, quiz, learner, attempt, step, text)
    check("skill_quiz.finished", course.post(quiz, learner, "current")[1]["state"])


def test_an_open_play_shows_the_current_scene_only(course, story, learner):
    course.post(story, learner, "start_attempt", {"after": 0})
    found = everything(course.block(story, learner).student_view())
    assert leaks(found) == []
    check("scenario_sim.open", found["init"]["state"])


def test_a_move_shows_the_next_scene_only(course, story, learner):
    reply = finish_story(course, story, learner, "Nghe tiếp")
    assert leaks(reply, ("PHẢN HỒI", "DẤU HIỆU", "Đòi tiền")) == []
    assert "Chuyển tiền" in json.dumps(reply, ensure_ascii=False)
    check("scenario_sim.move", reply)


def test_an_ended_play_brings_the_debrief_of_its_own_path(course, story, learner):
    reply = finish_story(course, story, learner, "Cúp máy")
    assert leaks(reply, ("PHẢN HỒI", "DẤU HIỆU", "LỜI KẾT", "KẾT tốt")) == []
    check("scenario_sim.ended", reply)


def test_the_rarer_question_types_come_only_where_a_quiz_holds_one(course, learner):
    from .samples import quiz, quiz_data

    typed = {"id": "so", "type": "number", "text": "Số nào?", "alternatives": [{"value": 156}]}
    named = {}
    for place, items in (("thuong", quiz_data()["items"]), ("hiem", [*quiz_data()["items"], typed])):
        usage = course.add("skill_quiz", place, content=quiz(items=items).to_json())
        resources = course.block(usage, learner).student_view().resources
        named[place] = [r.data.rpartition("/")[2] for r in resources]
    assert named["thuong"] == ["core.css", "core.js", "strings.vi.js", "student.js"]
    assert named["hiem"] == [
        "core.css",
        "core.js",
        "strings.vi.js",
        "types.vi.js",
        "types.css",
        "student.js",
    ]


@pytest.mark.parametrize(
    ("settings", "item"),
    [
        ({"behaviour": "tries"}, {}),
        ({"certainty": "on"}, {}),
        ({"keep_right": True}, {}),
        ({"time_limit": 10.0}, {}),
        ({}, {"audio": "/static/cau-1.mp3"}),
        ({}, {"explanation": '<img src="/static/a.png" alt="Tin nhắn">'}),
    ],
)
def test_what_goes_beyond_plain_questions_comes_only_where_it_is_needed(course, learner, settings, item):
    from .samples import quiz, quiz_data

    def names(place, items, **fields):
        usage = course.add("skill_quiz", place, content=quiz(items=items).to_json(), **fields)
        return [r.data.rpartition("/")[2] for r in course.block(usage, learner).student_view().resources]

    first, *rest = quiz_data()["items"]
    assert not [name for name in names("thuong", [first, *rest], behaviour="deferred") if "extras" in name]
    found = names("them", [{**first, **item}, *rest], **settings)
    assert [name for name in found if "extras" in name] == ["extras.vi.js", "extras.css"]


def test_an_attempt_brings_what_it_began_with_also_after_the_author_has_taken_it_away(course, learner):
    from .samples import quiz, quiz_data

    first, *rest = quiz_data()["items"]
    usage = course.add("skill_quiz", "cu", content=quiz(items=[{**first, "audio": "/static/a.mp3"}, *rest]).to_json())
    attempt = begin(course, usage, learner)
    assert attempt["items"][0]["audio"].endswith("a.mp3")
    assert "/static/" not in attempt["items"][0]["audio"]
    course.add("skill_quiz", "cu", content=quiz(items=[first, *rest]).to_json())
    resources = course.block(usage, learner).student_view().resources
    assert any(r.data.endswith("extras.vi.js") for r in resources)


def test_a_simulation_brings_what_asks_and_the_inbox_only_where_it_holds_them(course, learner):
    from tests.scenario_sim.test_triage import INBOX
    from xblocks.scenario_sim.story import Story

    from .samples import quiz_data, story_data

    def scripts(place, **added):
        data = story_data()
        data["scenes"][0].update(added)
        return named(place, data)

    def named(place, data):
        usage = course.add("scenario_sim", place, content=Story.from_json(json.dumps(data)).to_json())
        urls = [r.data for r in course.block(usage, learner).student_view().resources]
        return [url.rpartition("/")[2] for url in urls if "core" not in url and "student" not in url], urls

    to = story_data()["scenes"][-1]["id"]
    answered = {"right": {"id": "right", "to": to}, "wrong": {"id": "wrong", "to": to}}
    written = {"prompt": "Bạn nói gì?", "replies": [], "fallback": {"id": "other", "to": to}}
    number = {"id": "so", "type": "number", "text": "Số nào?", "alternatives": [{"value": 156}]}
    assert scripts("thuong")[0] == ["strings.vi.js"]
    assert scripts("viet", input=written)[0] == ["strings.vi.js", "ask.vi.js", "ask.css"]
    plain = scripts("hoi", question={"item": quiz_data()["items"][0], **answered})
    assert plain[0] == ["strings.vi.js", "ask.vi.js", "ask.css"]
    rare, urls = scripts("hoi-so", question={"item": number, **answered})
    assert rare == ["strings.vi.js", "ask.vi.js", "ask.css", "types.vi.js", "types.css"]
    folders = {url.rpartition("/")[2]: url.rpartition("/public/")[0] for url in urls}
    assert folders["types.vi.js"] == folders["core.js"] != folders["ask.vi.js"]
    heard = {**number, "audio": "/static/so.mp3"}
    told, urls = scripts("hoi-nghe", question={"item": heard, **answered})
    assert told[-2:] == ["extras.vi.js", "extras.css"]
    folders = {url.rpartition("/")[2]: url.rpartition("/public/")[0] for url in urls}
    assert folders["extras.vi.js"] == folders["core.js"]
    seen = {**quiz_data()["items"][0], "text": 'Xem <img src="/static/a.png" alt="Tin nhắn">'}
    assert scripts("hoi-hinh", question={"item": seen, **answered})[0][-2:] == ["extras.vi.js", "extras.css"]
    assert named("hop-thu", INBOX)[0] == ["strings.vi.js", "inbox.vi.js", "inbox.css"]


def test_init_data_can_stand_in_a_script_element(course, learner):
    from .samples import quiz

    usage = course.add(
        "skill_quiz", "böse", content=quiz(intro="<p>a &amp; b</p>").to_json(), display_name="</script><b>&\u2028"
    )
    raw = course.block(usage, learner).student_view().json_init_args
    assert not set("<>&\u2028\u2029") & set(raw)
    assert json.loads(raw)["title"] == "</script><b>&\u2028"


def test_an_address_that_stands_alone_is_made_absolute_too(course, learner):
    """A picture in which signs are marked, a recording: their address is a value of its own, no HTML."""
    part = {"id": "a", "label": "Địa chỉ", "x": 1, "y": 1, "w": 9, "h": 9, "sign": True, "why": "Tên miền lạ."}
    from .samples import quiz, quiz_data

    item = quiz_data()["items"][0] | {
        "type": "spot_signs",
        "skin": "picture",
        "skin_info": {},
        "picture": {"src": "/static/trang gia.png", "alt": "Trang giả"},
        "parts": [part],
    }
    del item["options"], item["shuffle"]
    usage = course.add("skill_quiz", "hinh", content=quiz(items=[item]).to_json())
    attempt = begin(course, usage, learner)
    src = attempt["items"][0]["picture"]["src"]
    assert src.startswith("/asset-v1:")
    assert src.endswith("trang%20gia.png")


def test_static_addresses_are_made_absolute_in_views_and_replies(course, learner):
    from .samples import quiz, quiz_data

    items = quiz_data()["items"][:1]
    items[0]["text"] = '<img src="/static/tin.png" alt="Tin nhắn">'
    items[0]["explanation"] = '<img src="/static/dau-hieu.png" alt="Dấu hiệu">'
    usage = course.add("skill_quiz", "bild", content=quiz(items=items).to_json())
    attempt = begin(course, usage, learner)
    assert "/static/" not in json.dumps(attempt)
    _, reply = send(course, usage, learner, attempt, 1, RIGHT)
    assert "asset-v1" in reply["result"]["explanation"]


@pytest.mark.parametrize("kind", ["skill_quiz", "scenario_sim"])
def test_what_is_collected_without_a_learner_holds_no_answers(course, quiz, story, kind):
    usage = quiz if kind == "skill_quiz" else story
    block = course.block(usage)
    found = {"data": block.student_view_data(), "index": block.index_dictionary(), "max": block.max_score()}
    assert leaks(found) == []
    check(f"{kind}.collected", found)
