"""Every check, and every move, beside a second reading of the same story that shares no code with the engine
(``second.py``): stories with typed replies, questions, conditions, effects and faults of every kind."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from xblocks.common.findings import PlayError
from xblocks.scenario_sim import play as p
from xblocks.scenario_sim.checks import check_story
from xblocks.scenario_sim.rehearsal import rehearse
from xblocks.scenario_sim.story import Story
from xblocks.scenario_sim.texts import SENTENCES

from . import second
from .stories import story_data

TODAY = date(2026, 11, 21)
NOW = "2026-11-21T08:00:00Z"
PHRASES = ("có", "không", "không có", "vâng ạ", "Vang a", "có không")
DAYS = ("", "2026-05-24", "2026-05-25", "2026-11-21", "2026-11-22")
#: Codes about an inbox, and about whether a search came to its end.
ELSEWHERE = {"too-many-situations", *(code for code in SENTENCES if code.startswith("triage-"))}


@st.composite
def stories(draw: st.DrawFn) -> dict[str, Any]:
    """Small stories that ask, in which phrases cover each other and anything may be left out or wrong."""
    data = draw(story_data(max_scenes=3, asking=True))
    sometimes = st.integers(0, 5).map(lambda n: n == 0)
    for scene in data["scenes"]:
        for name in ("title", "text"):
            if draw(sometimes):
                scene[name] = ""
        if draw(sometimes):
            scene["text"] = draw(st.sampled_from(['<img src="/static/a.png">', '<img src="/static/a.png" alt="Hình">']))
        for message in scene["messages"]:
            message["cues"] = [
                {
                    "quote": draw(st.sampled_from(["bí mật", "Tin bí", "tin bí", "mật  s1"])),
                    "why": draw(st.sampled_from(["", "Vì"])),
                }
            ]
            if draw(sometimes):
                message |= {"audio": "/static/a.mp3", "transcript": draw(st.sampled_from(["", "Lời"]))}
        for reply in (scene.get("input") or {"replies": []})["replies"]:
            reply["patterns"] = draw(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=2))
            reply["exit"] = draw(st.booleans())
        for choice in scene.get("choices", ()):
            if draw(sometimes):
                choice["feedback"] = ""
            if draw(sometimes):
                choice["competencies"] = ["sai/mã"]
    data["debrief"]["actions"] = [
        {"text": "Gọi", "fact": name} for name in draw(st.lists(st.sampled_from(["k", "la"]), max_size=2))
    ]
    data["facts"] = [
        {
            "id": "k",
            "text": "K",
            "source": draw(st.sampled_from(["", "https://vi.du.vn"])),
            "checked_on": draw(st.sampled_from(DAYS)),
        }
    ]
    data["flags"] = draw(st.sampled_from([["co-a", "co-b"], ["co-a"], []]))
    return data


def mentioned(when: Any) -> set[tuple[str, str]]:
    """Kind and name of everything that a condition looks at."""
    if when is None:
        return set()
    if when[0] in ("meter", "flag", "visits"):
        return {(when[0], when[1])}
    return set().union(*(mentioned(part) for part in when[1:]))


def wanted_of_ways(story: dict[str, Any], truth: second.Truth) -> set[tuple[str, str]]:
    """The findings about where one can go, by walking everywhere."""
    found: set[tuple[str, str]] = set()
    if not any(scene["ending"] for scene in story["scenes"]):
        found.add(("no-ending", "scenes"))
    elif not truth.good_end:
        found.add(("no-good-ending", "scenes"))
    if not truth.safe_exit:
        found.add(("no-safe-exit", "scenes"))
    for meter in story["meters"]:
        if meter["id"] not in truth.changed:
            found.add(("meter-never-changes", f"meters.{meter['id']}"))
    for flag in story["flags"]:
        if flag not in truth.raised:
            found.add(("flag-never-set", f"flags.{flag}"))
    known = second.scenes(story)
    for scene in story["scenes"]:
        name, where = scene["id"], f"scenes.{scene['id']}"
        here = {
            "unreachable-scene": name not in truth.scenes,
            "dead-end": name in truth.stuck,
            "no-way-to-ending": name in truth.trapped,
            "scene-without-exit": name in truth.bare and truth.safe_exit,
        }
        found |= {(code, where) for code, holds in here.items() if holds}
        asked = scene.get("input")
        if asked and asked["fallback"] and asked["fallback"]["to"] in known:
            for reply in asked["replies"]:
                key = (name, reply["id"])
                if reply["to"] in known and key in truth.held and key not in truth.taken:
                    found.add(("reply-never-meant", f"{where}.input.replies.{reply['id']}"))
    return found


def never_true(story: dict[str, Any], truth: second.Truth) -> set[str]:
    """Places of conditions that are false whenever their scene is met."""
    found = set()
    for scene in story["scenes"]:
        if scene["id"] not in truth.scenes:
            continue
        where = f"scenes.{scene['id']}"
        for message in scene["messages"]:
            if message["when"] and (scene["id"], message["id"]) not in truth.shown:
                found.add(f"{where}.messages.{message['id']}.when")
        for place, way in second.parts(scene):
            if way.get("when") and (scene["id"], way["id"]) not in truth.held:
                found.add(f"{where}.{place}.when")
    return found


def wanted_of_texts(story: dict[str, Any]) -> set[tuple[str, str]]:
    """The findings about names, words, scores and facts, by reading the story once."""
    known, flags, meters = second.scenes(story), set(story["flags"]), {m["id"] for m in story["meters"]}
    found: set[tuple[str, str]] = set()
    read: set[tuple[str, str]] = set()
    scored = False

    def condition(when: Any, where: str) -> None:
        read.update(mentioned(when))
        for kind, name in mentioned(when):
            if kind == "meter" and name not in meters:
                found.add(("unknown-meter", where))
            if kind == "flag" and name not in flags:
                found.add(("unknown-flag", where))
            if kind == "visits" and name not in known:
                found.add(("unknown-scene", where))

    for scene in story["scenes"]:
        at = f"scenes.{scene['id']}"
        ending = scene["ending"]
        if not scene["title"] and not (ending and ending["title"]):
            found.add(("scene-without-title", at))
        if not scene["text"] and not scene["messages"] and not (ending and ending["text"]):
            found.add(("empty-scene", at))
        if ending and any(m["cues"] for m in scene["messages"]):
            found.add(("cue-in-ending", at))
        if "<img" in scene["text"] and 'alt="Hình"' not in scene["text"]:
            found.add(("image-without-alt", f"{at}.text"))
        for message in scene["messages"]:
            place = f"{at}.messages.{message['id']}"
            condition(message["when"], f"{place}.when")
            if message["audio"] and not message["transcript"]:
                found.add(("audio-without-transcript", place))
            for cue in message["cues"]:
                if cue["quote"] not in message["text"]:
                    found.add(("cue-not-found", f"{place}.cues.{cue['id']}"))
                if not cue["why"]:
                    found.add(("cue-without-explanation", f"{place}.cues.{cue['id']}"))
        asked = scene.get("input")
        if asked and not asked["fallback"]:
            found.add(("input-without-fallback", f"{at}.input"))
        if asked and not asked["replies"]:
            found.add(("input-without-replies", f"{at}.input"))
        for part, way in second.parts(scene):
            place = f"{at}.{part}"
            condition(way.get("when"), f"{place}.when")
            if way["to"] not in known:
                found.add(("unknown-target", place))
            for number, effect in enumerate(way["effects"], start=1):
                if "meter" in effect and effect["meter"] not in meters:
                    found.add(("unknown-meter", f"{place}.effects.{number}"))
                if "flag" in effect and effect["flag"] not in flags:
                    found.add(("unknown-flag", f"{place}.effects.{number}"))
            if part.startswith("question."):
                scored = True
                continue
            scored = scored or way["score"] is not None
            if not way["feedback"]:
                found.add(("choice-without-feedback", place))
            if way["competencies"] and way["score"] is None:
                found.add(("competency-without-score", place))
            if "sai/mã" in way["competencies"]:
                found.add(("bad-competency", f"{place}.competencies"))
    found |= {("flag-never-read", f"flags.{flag}") for flag in flags if ("flag", flag) not in read}
    by = story["scoring"]["by"]
    if (by == "choices" and not scored) or (by == "meters" and not story["meters"]):
        found.add(("nothing-scored", "scoring.by"))
    for number, action in enumerate(story["debrief"]["actions"], start=1):
        if action["fact"] != "k":
            found.add(("unknown-fact", f"debrief.actions.{number}"))
    day = story["facts"][0]["checked_on"]
    late = {None: "fact-unchecked", "2026-05-24": "fact-outdated", "2026-11-22": "fact-in-future"}
    if day in late:
        found.add((late[day], "facts.k"))
    if not story["facts"][0]["source"]:
        found.add(("fact-without-source", "facts.k"))
    rank = {"bad": 0, "mixed": 1, "good": 2}
    endings = {scene["id"]: scene["ending"] for scene in story["scenes"] if scene["ending"]}
    for name, ending in endings.items():
        worse = [one for one in endings.values() if rank[one["kind"]] < rank[ending["kind"]]]
        if by == "ending" and any(one["score"] > ending["score"] for one in worse):
            found.add(("ending-scores-reversed", f"scenes.{name}.ending"))
    return found


#: What a walk tells, and nothing else: the findings of ``wanted_of_ways``.
OF_WAYS = {
    "no-ending", "no-good-ending", "no-safe-exit", "scene-without-exit", "meter-never-changes", "flag-never-set",
    "unreachable-scene", "dead-end", "no-way-to-ending",
}  # fmt: skip


@given(stories())
@settings(max_examples=250, deadline=None)
def test_every_check_agrees_with_a_walk_through_every_situation(data):
    story = Story.from_json(data)
    plain = json.loads(story.to_json())
    try:
        truth = second.walk_everywhere(plain)
    except second.TooMany:
        assume(False)
    found = {(f.code, f.where) for f in check_story(story, today=TODAY, cap=100_000)}
    assert ("too-many-situations", "scenes") not in found

    def only(*codes: str) -> set[tuple[str, str]]:
        return {one for one in found if one[0] in codes}

    ways = wanted_of_ways(plain, truth)
    assert only(*OF_WAYS) == {one for one in ways if one[0] in OF_WAYS}
    never = {where for _, where in only("never-holds")}
    met = {where for where in never if where.split(".")[1] in truth.scenes}
    assert met == never_true(plain, truth)
    meant = {one for one in ways if one[0] == "reply-never-meant"}
    assert meant <= only("reply-never-meant")
    for _, where in only("reply-never-meant") - meant:
        _, scene, _, _, reply = where.split(".")
        assert (scene, reply) not in truth.taken
    assert only(*(set(SENTENCES) - OF_WAYS - ELSEWHERE - {"never-holds", "reply-never-meant"})) == wanted_of_texts(
        plain
    )


@given(stories(), st.integers(1, 40))
@settings(max_examples=120, deadline=None)
def test_a_search_that_stops_early_claims_nothing_that_is_not_so(data, cap):
    story = Story.from_json(data)
    plain = json.loads(story.to_json())
    try:
        truth = second.walk_everywhere(plain)
    except second.TooMany:
        assume(False)
    found = {(f.code, f.where) for f in check_story(story, today=TODAY, cap=cap)}
    ways = wanted_of_ways(plain, truth)
    for code, where in found:
        if code not in OF_WAYS:
            continue
        met = where == "scenes" or where.split(".")[1] in truth.scenes or not where.startswith("scenes.")
        # A scene nobody can get to, seen only where conditions are taken to hold, may be stuck in ways of its own.
        # A scene that is stuck for ever may be called a loop without a way out: both are mended by a way on.
        same = code in ("dead-end", "no-way-to-ending") and {("dead-end", where), ("no-way-to-ending", where)} & ways
        bare = code == "scene-without-exit" and where.split(".")[1] in truth.bare
        assert (code, where) in ways or not met or same or bare


@given(
    stories(),
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from([*PHRASES, "zzz", "ừ không có đâu"])), max_size=14),
    st.integers(0, 14),
    st.integers(0, 2**64),
)
@settings(max_examples=250, deadline=None)
def test_every_move_agrees_with_a_second_reading(data, moves, again_from, number):
    """Also in a rehearsal from any step: offered choices in whatever order, typed texts, answers, scores."""
    story = Story.from_json(data)
    plain = json.loads(story.to_json())
    play = p.start(story, play_id=f"{number:032x}", number=1, now=NOW)
    play, at = walk(story, plain, play, second.begin(plain), moves)
    if play.status == "open":
        return
    for step in {1 + again_from % max(1, play.step), play.step}:
        if not 1 <= step <= play.step:
            continue
        rehearsal = rehearse(story, play, step=step, play_id=f"{number + 1:032x}", number=2, now=NOW)
        at = second.begin(plain)
        for move in play.path[: step - 1]:
            at = second.then(plain, at, way_of(plain, move))
        agree(story, plain, rehearsal, at)
        walk(story, plain, rehearsal, at, moves[::-1])


def way_of(plain: dict[str, Any], move: p.Move) -> dict[str, Any]:
    """The way that a move took."""
    return next(way for _, way in second.parts(second.scenes(plain)[move.scene]) if way["id"] == move.choice)


def walk(story: Story, plain: dict[str, Any], play: p.Play, at: second.At, moves: Any) -> tuple[p.Play, second.At]:
    """Makes the moves in both readings, comparing after each."""
    agree(story, plain, play, at)
    for pick, text in moves:
        view = p.scene_view(story, play)
        kinds: list[dict[str, Any]] = [{"choice": choice["id"]} for choice in view["choices"]]
        kinds += [{"typed": text}] if "input" in view else []
        kinds += [{"answer": option["id"]} for option in view.get("question", {"options": []})["options"]]
        if not kinds:
            break
        outcome = p.choose(story, play, step=play.step + 1, now=NOW, **kinds[pick % len(kinds)])
        way = way_of(plain, outcome.play.path[-1])
        if "typed" in kinds[pick % len(kinds)]:
            assert way == second.typed(plain, at, text)
        assert way in second.ways(plain, at)
        play, at = outcome.play, second.then(plain, at, way)
        agree(story, plain, play, at)
    return play, at


def agree(story: Story, plain: dict[str, Any], play: p.Play, at: second.At) -> None:
    """Both stand in the same situation, offer the same and score the same."""
    assert (play.scene, dict(play.meters), set(play.flags), dict(play.visits)) == (
        at.scene, dict(at.meters), set(at.flags), dict(at.visits),
    )  # fmt: skip
    scene = second.scenes(plain)[at.scene]
    found = second.ways(plain, at) if not scene["ending"] else []
    assert (play.status == "open") == bool(found)
    view = p.scene_view(story, play)
    offered = [choice["text"] for choice in scene["choices"] if choice in found]
    assert sorted(choice["text"] for choice in view["choices"]) == sorted(offered)
    assert [m["text"] for m in view["messages"]] == [m["text"] for m in scene["messages"] if second.true(m["when"], at)]
    card = p.score(story, play)
    taken = {(move.scene, move.choice): way_of(plain, move) for move in play.path}
    points = {key: marked(key, way) for key, way in taken.items()}
    scored = [one for one in points.values() if one is not None]
    ending = scene["ending"]
    if not ending:
        assert card.fraction == 0
    else:
        good = [
            (dict(at.meters)[m["id"]] - m["min"]) / (m["max"] - m["min"])
            for m in plain["meters"]
            if m["good"] == "high"
        ] + [
            (m["max"] - dict(at.meters)[m["id"]]) / (m["max"] - m["min"]) for m in plain["meters"] if m["good"] == "low"
        ]
        by = plain["scoring"]["by"]
        wanted = {
            "ending": [ending["score"]],
            "choices": scored or [ending["score"]],
            "meters": good or [ending["score"]],
        }[by]
        assert abs(card.fraction - sum(wanted) / len(wanted)) < 1e-9
    assert 0 <= card.earned == card.fraction <= card.possible == 1
    json.dumps(p.play_view(story, play, show_correctness=True), allow_nan=False)
    try:
        p.choose(story, play, step=play.step + 2, choice="1", now=NOW)
        raise AssertionError("a step too far was taken")
    except PlayError:
        pass


def marked(key: tuple[str, str], way: dict[str, Any]) -> float | None:
    """What a way scores: the outcomes of a question 1 and 0."""
    if "score" not in way:
        return 1.0 if key[1] == "right" else 0.0
    return way["score"]  # type: ignore[no-any-return]
