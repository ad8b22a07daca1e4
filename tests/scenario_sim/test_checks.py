"""The checks: each fault is found at its place, and what they say of ways agrees with a brute-force search."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings

from xblocks.scenario_sim.checks import check_story
from xblocks.scenario_sim.conditions import evaluate, load
from xblocks.scenario_sim.play import after, first_state, visible_choices
from xblocks.scenario_sim.possible import can_hold
from xblocks.scenario_sim.search import explore, explore_graph
from xblocks.scenario_sim.state import State
from xblocks.scenario_sim.story import Story
from xblocks.scenario_sim.texts import SENTENCES

from .stories import DEMO, INBOX, INPUT, story_data

TODAY = date(2026, 11, 21)


def found(data: dict[str, Any], **options: Any) -> set[tuple[str, str]]:
    return {(f.code, f.where) for f in check_story(Story.from_json(data), today=TODAY, **options)}


def demo(story: dict[str, Any] = DEMO, /, **changes: Any) -> dict[str, Any]:
    """The demo story; ``a__0__b=value`` changes one part."""
    data = json.loads(json.dumps(story))
    for path, value in changes.items():
        part: Any = data
        *way, last = path.split("__")
        for step in way:
            part = part[int(step) if step.isdigit() else step]
        if value is None:
            del part[last]
        else:
            part[int(last) if last.isdigit() else last] = value
    return data


def test_a_good_story_has_no_findings():
    assert found(DEMO) == set()


C = "scenes.cuoc-goi.choices"
CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("unknown-target", f"{C}.cup-may", {"scenes__0__choices__1__to": "mat-tich"}),
    ("unknown-meter", f"{C}.nghe.effects.1", {"scenes__0__choices__0__effects__0__meter": "vang"}),
    ("unknown-meter", f"{C}.chuyen.when", {"scenes__0__choices__2__when": ["meter", "vang", "<", 3]}),
    ("unknown-flag", f"{C}.nghe.effects.2", {"scenes__0__choices__0__effects__1__flag": "co-la"}),
    ("unknown-flag", f"{C}.chuyen.when", {"scenes__0__choices__2__when": ["flag", "co-la"]}),
    ("unknown-scene", f"{C}.chuyen.when", {"scenes__0__choices__2__when": ["visits", "la", ">=", 1]}),
    ("unknown-fact", "debrief.actions.1", {"debrief__actions__0__fact": "la"}),
    ("no-ending", "scenes", {"scenes__1__ending": None, "scenes__2__ending": None}),
    ("dead-end", "scenes.ket-tot", {"scenes__1__ending": None}),
    ("no-good-ending", "scenes", {"scenes__1__ending__kind": "mixed"}),
    ("no-safe-exit", "scenes", {"scenes__0__choices__1__exit": False}),
    ("scene-without-exit", "scenes.cuoc-goi", {"scenes__0__choices__1__when": ["visits", "cuoc-goi", ">", 1]}),
    ("unreachable-scene", "scenes.ket-xau", {"scenes__0__choices__2__to": "ket-tot"}),
    ("unreachable-scene", "scenes.ket-xau", {"scenes__0__choices__2__when": ["meter", "tien", ">", 100]}),
    (
        "no-way-to-ending",
        "scenes.cuoc-goi",
        {"scenes__0__choices__1__to": "cuoc-goi", "scenes__0__choices__2__to": "cuoc-goi"},
    ),
    ("never-holds", f"{C}.chuyen.when", {"scenes__0__choices__2__when": ["meter", "tien", ">", 100]}),
    ("never-holds", f"{C}.chuyen.when", {"scenes__0__choices__2__when": ["meter", "tien", "=", 85]}),
    (
        "never-holds",
        "scenes.cuoc-goi.messages.m2.when",
        {"scenes__0__messages__1__when": ["visits", "ket-tot", ">", 0]},
    ),
    ("meter-never-changes", "meters.tien", {"scenes__0__choices__0__effects": [{"flag": "da-tin", "set": True}]}),
    ("meter-never-changes", "meters.tien", {"scenes__0__choices__0__effects__0__add": 5}),
    ("flag-never-set", "flags.da-tin", {"scenes__0__choices__0__when": ["meter", "tien", "<", 50]}),
    ("flag-never-set", "flags.da-tin", {"scenes__0__choices__0__effects": [{"meter": "tien", "add": -30}]}),
    ("flag-never-read", "flags.moi", {"flags": ["da-tin", "moi"]}),
    ("nothing-scored", "scoring.by", {"scoring__by": "meters", "meters": []}),
    (
        "ending-scores-reversed",
        "scenes.ket-tot.ending",
        {"scenes__1__ending__score": 0.1, "scenes__2__ending__score": 0.5},
    ),
    ("competency-without-score", f"{C}.cup-may", {"scenes__0__choices__1__score": None}),
    ("bad-competency", f"{C}.cup-may.competencies", {"scenes__0__choices__1__competencies": ["tt02-2025/4.2"]}),
    ("choice-without-feedback", f"{C}.cup-may", {"scenes__0__choices__1__feedback": ""}),
    ("cue-without-explanation", "scenes.cuoc-goi.messages.m1.cues.c1", {"scenes__0__messages__0__cues__0__why": ""}),
    ("cue-not-found", "scenes.cuoc-goi.messages.m1.cues.c1", {"scenes__0__messages__0__cues__0__quote": "anh đang"}),
    ("cue-in-ending", "scenes.ket-tot", {"scenes__1__messages": DEMO["scenes"][0]["messages"][:1]}),
    ("scene-without-title", "scenes.cuoc-goi", {"scenes__0__title": ""}),
    ("empty-scene", "scenes.ket-tot", {"scenes__1__ending__text": ""}),
    ("image-without-alt", "scenes.cuoc-goi.text", {"scenes__0__text": '<img src="/static/a.png">'}),
    ("image-without-alt", "intro", {"intro": 'a <img src="/static/a.png" alt=" ">'}),
    ("audio-without-transcript", "scenes.cuoc-goi.messages.m1", {"scenes__0__messages__0__audio": "/static/a.mp3"}),
    ("input-without-fallback", "scenes.cuoc-goi.input", {"scenes__0__input": {**INPUT, "fallback": None}}),
    ("input-without-replies", "scenes.cuoc-goi.input", {"scenes__0__input": {**INPUT, "replies": []}}),
    (
        "reply-never-meant",
        "scenes.cuoc-goi.input.replies.r2",
        {
            "scenes__0__input": {
                **INPUT,
                "replies": [
                    {"patterns": ["khong"], "to": "ket-tot"},
                    {"patterns": ["Không, cảm ơn", "tôi không"], "to": "ket-tot"},
                ],
            }
        },
    ),
    (
        "reply-never-meant",
        "scenes.cuoc-goi.input.replies.r2",
        {
            "scenes__0__input": {
                **INPUT,
                "replies": [
                    {"patterns": ["khong"], "to": "ket-tot", "when": ["visits", "cuoc-goi", ">=", 1]},
                    {"patterns": ["không, cảm ơn"], "to": "ket-xau"},
                ],
                "fallback": {"to": "ket-tot"},
            }
        },
    ),
    ("fact-without-source", "facts.kenh", {"facts__0__source": ""}),
    ("fact-unchecked", "facts.kenh", {"facts__0__checked_on": ""}),
    ("fact-outdated", "facts.kenh", {"facts__0__checked_on": "2026-05-24"}),
    ("fact-in-future", "facts.kenh", {"facts__0__checked_on": "2026-11-22"}),
]


@pytest.mark.parametrize(("code", "where", "changes"), CASES)
def test_a_fault_is_found_at_its_place(code, where, changes):
    assert (code, where) in found(demo(**changes))


def test_every_rule_has_a_case():
    cases = {code for code, _, _ in [*CASES, *TRIAGE_CASES]}
    assert cases | {"too-many-situations"} == set(SENTENCES)


def test_a_good_inbox_has_no_findings():
    assert found(INBOX) == set()


T = "triage.items"
TRIAGE_CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("triage-without-fraud", T, {"triage__items__0__genuine": True}),
    ("triage-without-genuine", T, {"triage__items__1__genuine": False}),
    ("triage-without-why", f"{T}.ngan-hang", {"triage__items__0__why": ""}),
    ("triage-without-message", f"{T}.ngan-hang", {"triage__items__0__messages": []}),
    ("bad-competency", f"{T}.ngan-hang.competencies", {"triage__items__0__competencies": ["x"]}),
    ("cue-not-found", f"{T}.ngan-hang.messages.m1.cues.c1", {"triage__items__0__messages__0__cues__0__quote": "đâu"}),
    ("image-without-alt", f"{T}.ngan-hang.why", {"triage__items__0__why": '<img src="/static/a.png">'}),
    ("audio-without-transcript", f"{T}.con.messages.m1", {"triage__items__1__messages__0__audio": "/static/a.mp3"}),
    ("unknown-fact", "debrief.actions.1", {"debrief": {"actions": [{"text": "Gọi", "fact": "la"}]}}),
    ("fact-unchecked", "facts.k", {"facts": [{"id": "k", "text": "K", "source": "https://e.vn"}]}),
]


@pytest.mark.parametrize(("code", "where", "changes"), TRIAGE_CASES)
def test_a_fault_of_an_inbox_is_found_at_its_place(code, where, changes):
    assert (code, where) in found(demo(INBOX, **changes))


def test_a_fact_is_good_for_180_days():
    assert found(demo(facts__0__checked_on="2026-05-25")) == set()


def test_a_described_image_is_fine():
    assert found(demo(scenes__0__text='<img src="/static/a.png" alt="Màn hình">')) == set()


def test_a_loop_that_can_be_left_only_before_a_meter_is_empty_is_seen():
    data = demo(scenes__0__choices__1__when=["meter", "tien", ">", 50], scenes__0__choices__2__to="cuoc-goi")
    assert ("no-way-to-ending", "scenes.cuoc-goi") in found(data)


def test_a_condition_that_holds_is_not_blamed_where_its_reply_cannot_be_sent():
    reply = {"patterns": ["không"], "to": "ket-tot", "when": ["meter", "tien", ">", 50]}
    codes = found(demo(scenes__0__input={**INPUT, "replies": [reply], "fallback": None}))
    assert ("input-without-fallback", "scenes.cuoc-goi.input") in codes
    assert "never-holds" not in {code for code, _ in codes}


def test_a_scene_that_only_a_covered_reply_leads_to_cannot_be_reached():
    replies = [{"patterns": ["khong"], "to": "ket-tot"}, {"patterns": ["không ạ"], "to": "ket-xau"}]
    data = demo(scenes__0__input={**INPUT, "replies": replies, "fallback": {"to": "ket-tot"}})
    data["scenes"][0]["choices"][2]["to"] = "ket-tot"
    assert ("unreachable-scene", "scenes.ket-xau") in found(data)


def test_where_there_are_too_many_situations_only_the_certain_is_said():
    data = demo(scenes__0__choices__2__when=["meter", "tien", "=", 85])
    assert ("too-many-situations", "scenes") in found(data, cap=2)
    assert ("never-holds", f"{C}.chuyen.when") not in found(data, cap=2)
    assert ("never-holds", f"{C}.chuyen.when") in found(
        demo(scenes__0__choices__2__when=["meter", "tien", ">", 100]), cap=2
    )
    assert ("dead-end", "scenes.ket-tot") in found(demo(scenes__1__ending=None), cap=2)


@pytest.mark.parametrize(
    ("condition", "possible"),
    [
        (["meter", "tien", "<", 0], False),
        (["meter", "tien", "<=", 0], True),
        (["all", ["meter", "tien", "<", 20], ["meter", "tien", ">", 50]], False),
        (["all", ["meter", "tien", "<=", 20], ["meter", "tien", ">=", 20]], True),
        (["all", ["meter", "tien", "<", 20], ["meter", "tien", ">=", 20]], False),
        (["not", ["any", ["meter", "tien", "<", 50], ["meter", "tien", ">=", 50]]], False),
        (["all", ["flag", "da-tin"], ["not", ["flag", "da-tin"]]], False),
        (["flag", "chua-bao-gio"], False),
        (["not", ["flag", "chua-bao-gio"]], True),
        (["visits", "cuoc-goi", "<", 0], False),
        (["visits", "khong-co", ">", 0], False),
        (["visits", "khong-co", "=", 0], True),
        (["not", ["meter", "tien", "<=", 100]], False),
        (["not", ["meter", "vang", "<", 1]], True),
        (["any", ["meter", "tien", ">", 100], ["flag", "da-tin"]], True),
    ],
)
def test_bounds_tell_what_can_never_hold(condition, possible):
    assert can_hold(load(condition), Story.from_json(DEMO)) is possible


class TooMany(Exception):
    """The brute-force search of a story takes too long."""


def brute(story: Story) -> dict[str, set[Any]]:
    """Every situation, nothing left out, visits told apart up to 6 (the strategy compares with 4 at most)."""

    def key(state: State) -> Any:
        visits = tuple(sorted((s, min(6, n)) for s, n in state.visits.items()))
        return state.scene, tuple(sorted(state.meters.items())), tuple(sorted(state.flags)), visits

    first = first_state(story)
    onward: dict[Any, set[Any]] = {}
    todo, states = [first], {key(first): first}
    out: dict[str, set[Any]] = {name: set() for name in ("scenes", "offered", "shown", "stuck", "trapped")}
    while todo:
        state = todo.pop()
        scene = story.scene_of[state.scene]
        out["scenes"].add(scene.id)
        out["shown"] |= {(scene.id, m.id) for m in scene.messages if evaluate(m.when, state)}
        choices = visible_choices(story, state)
        if not choices and scene.ending is None:
            out["stuck"].add(scene.id)
        targets = onward.setdefault(key(state), set())
        for choice in choices:
            out["offered"].add((scene.id, choice.id))
            then = after(story, state, choice)
            targets.add(key(then))
            if key(then) not in states:
                states[key(then)] = then
                todo.append(then)
                if len(states) > 3000:
                    raise TooMany
    safe = {k for k, s in states.items() if story.scene_of[s.scene].ending is not None}
    size = -1
    while size != len(safe):
        size = len(safe)
        safe |= {k for k, targets in onward.items() if targets & safe}
    out["trapped"] = {states[k].scene for k, targets in onward.items() if targets and k not in safe}
    return out


@given(story_data(max_scenes=3))
@settings(max_examples=150, deadline=None)
def test_the_search_agrees_with_brute_force(data):
    story = Story.from_json(data)
    exact = explore(story, cap=100_000)
    assume(exact.complete)
    try:
        truth = brute(story)
    except TooMany:
        assume(False)
    for name in ("scenes", "offered", "shown", "stuck", "trapped"):
        assert getattr(exact, name) == truth[name], name
    findings = {(f.code, f.where) for f in check_story(story, today=TODAY, cap=100_000)}
    for scene in story.scenes:
        where = f"scenes.{scene.id}"
        assert (("unreachable-scene", where) in findings) == (scene.id not in truth["scenes"])
        assert (("dead-end", where) in findings) == (scene.id in truth["stuck"])
        assert (("no-way-to-ending", where) in findings) == (scene.id in truth["trapped"])
        for choice in scene.choices:
            never = ("never-holds", f"{where}.choices.{choice.id}.when") in findings
            if choice.when is not None and scene.id in truth["scenes"] and choice.to in story.scene_of:
                assert never == ((scene.id, choice.id) not in truth["offered"])
        for message in scene.messages:
            never = ("never-holds", f"{where}.messages.{message.id}.when") in findings
            if message.when is not None and scene.id in truth["scenes"]:
                assert never == ((scene.id, message.id) not in truth["shown"])
    safe_exit = any(c.exit and (s.id, c.id) in truth["offered"] for s in story.scenes for c in s.choices)
    assert (("no-safe-exit", "scenes") in findings) == (not safe_exit)


@given(story_data(max_scenes=3))
@settings(max_examples=60, deadline=None)
def test_a_search_cut_short_claims_nothing_false(data):
    story = Story.from_json(data)
    full, part, graph = explore(story, cap=3_000), explore(story, cap=4), explore_graph(story)
    assume(full.complete)
    assert part.scenes <= full.scenes <= graph.scenes
    assert part.offered <= full.offered <= graph.offered
    assert part.stuck <= full.stuck
    assert graph.stuck & full.scenes <= full.stuck
    assert graph.trapped & full.scenes <= full.trapped | full.stuck


def test_three_hundred_scenes_are_checked_while_an_author_types():
    scenes = [
        {"id": f"s{n}", "title": "Cảnh", "text": "Lời", "choices": [
            {"text": "Tiếp", "feedback": "Vâng", "to": f"s{n + 1}", "effects": [{"meter": "tien", "add": -1}]},
            {"text": "Dừng", "feedback": "Tốt", "to": "s300", "exit": True, "when": ["meter", "tien", ">", 10]},
        ]}
        for n in range(300)
    ]  # fmt: skip
    scenes.append({"id": "s300", "title": "Hết", "ending": {"kind": "good", "score": 1, "title": "Hết", "text": "Hết"}})
    data = {"schema": 1, "start": "s0", "meters": DEMO["meters"], "scenes": scenes}
    assert "no-way-to-ending" not in {code for code, _ in found(data)}
