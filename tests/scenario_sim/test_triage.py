"""An inbox: the step rule, the measures beside values worked out another way, and what never reaches a browser."""

from __future__ import annotations

import copy
import json
import math
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xblocks.common.findings import AttemptClosed, MalformedAnswer, ModelError, PlayError, StaleStep
from xblocks.scenario_sim import play as p
from xblocks.scenario_sim.story import Story
from xblocks.scenario_sim.triage import Detection, compare, detection

from .stories import DEMO, INBOX

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def begin(data: dict[str, Any] = INBOX, play_id: str = "0" * 32) -> tuple[Story, p.Play]:
    story = Story.from_json(data)
    return story, p.start(story, play_id=play_id, number=1, now=NOW)


def judge(story: Story, play: p.Play, *choices: str) -> p.Play:
    for choice in choices:
        play = p.choose(story, play, step=play.step + 1, choice=choice, now=NOW).play
    return play


def quantile(rate: float) -> float:
    """The normal quantile by halving the interval on ``erf``: another way than the engine's."""
    low, high = -10.0, 10.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if 0.5 * (1 + math.erf(middle / math.sqrt(2))) < rate else (low, middle)
    return low


@pytest.mark.parametrize(
    ("counts", "sensitivity", "bias"),
    [
        # Worked by hand from tables of z: rates 10.5/11 and 0.5/11; 5.5/11 each; 8.5/11 and 2.5/11.
        ((10, 0, 0, 10), 3.3812, 0.0),
        ((5, 5, 5, 5), 0.0, 0.0),
        ((8, 2, 2, 8), 1.4957, 0.0),
        ((10, 0, 10, 0), 0.0, -1.6906),
        ((0, 10, 0, 10), 0.0, 1.6906),
    ],
)
def test_sensitivity_and_bias_are_what_the_tables_say(counts, sensitivity, bias):
    found = Detection(*counts)
    assert found.sensitivity == pytest.approx(sensitivity, abs=2e-4)
    assert found.bias == pytest.approx(bias, abs=2e-4)


COUNTS = st.integers(0, 60)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_the_measures_agree_with_a_second_way_and_stay_finite(hits, misses, alarms, rejections):
    found = Detection(hits, misses, alarms, rejections)
    if not hits + misses or not alarms + rejections:
        assert found.sensitivity is None
        assert found.bias is None
        return
    hit = quantile((hits + 0.5) / (hits + misses + 1))
    alarm = quantile((alarms + 0.5) / (alarms + rejections + 1))
    assert found.sensitivity == pytest.approx(hit - alarm, abs=1e-6)
    assert found.bias == pytest.approx(-(hit + alarm) / 2, abs=1e-6)
    mirrored = Detection(rejections, alarms, misses, hits)
    assert mirrored.sensitivity == pytest.approx(found.sensitivity, abs=1e-9)
    assert mirrored.bias == pytest.approx(-found.bias, abs=1e-9)
    json.dumps(found.view(), allow_nan=False)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_one_hit_more_instead_of_a_miss_never_lowers_sensitivity(hits, misses, alarms, rejections):
    before, after = Detection(hits, misses + 1, alarms, rejections), Detection(hits + 1, misses, alarms, rejections)
    if before.sensitivity is not None and after.sensitivity is not None:
        assert after.sensitivity > before.sensitivity


def test_messages_are_shown_one_at_a_time_and_never_what_they_are():
    story, play = begin()
    view = p.play_view(story, play, show_correctness=True)
    assert view["triage"] == {"index": 1, "count": 2}
    assert view["scene"]["choices"] == [
        {"id": "1", "text": "Tin được", "verdict": "genuine"},
        {"id": "2", "text": "Lừa đảo", "verdict": "fraud"},
    ]
    assert view["scene"]["messages"][0]["text"] == "Bấm vào abc.xyz ngay"
    text = json.dumps(view, ensure_ascii=False)
    for secret in ("Con gái", "không gửi đường dẫn", "Tên miền lạ", '"genuine":', '"why"', "ngan-hang"):
        assert secret not in text


def test_each_verdict_tells_right_from_wrong_and_why():
    story, play = begin()
    outcome = p.choose(story, play, step=1, choice="1", now=NOW)
    assert (outcome.item, outcome.choice.score, outcome.choice.competencies) == (
        "ngan-hang.genuine", 0.0, ("tt02-2025:4.1",),
    )  # fmt: skip
    assert outcome.view() == {
        "verdict": {"correct": False, "genuine": False},
        "feedback": "Ngân hàng không gửi đường dẫn.",
        "cues": [{"message": 0, "quote": "abc.xyz", "why": "Tên miền lạ."}],
        "effects": [],
    }
    assert outcome.view(show_correctness=False) == {"feedback": "", "cues": [], "effects": []}
    assert outcome.play.scene == "con"
    assert p.score(story, outcome.play).fraction == 0


def test_the_debrief_shows_every_message_with_its_reason():
    story, play = begin()
    play = judge(story, play, "2", "2")
    assert (play.status, play.ending, play.finished) == ("ended", "done", "2026-11-21T00:00:00Z")
    view = p.play_view(story, play, show_correctness=True, titles={"tt02-2025:4.1": "Bảo vệ thiết bị"})
    assert view["scene"]["ending"]["kind"] == "mixed"
    debrief = view["debrief"]
    assert [(s["scene"], s["choice"], s["correct"], s["genuine"], s["feedback"]) for s in debrief["path"]] == [
        ("Tin ngân hàng", "Lừa đảo", True, False, "Ngân hàng không gửi đường dẫn."),
        ("Con gái", "Lừa đảo", False, True, "Không đòi gì cả."),
    ]
    assert debrief["triage"] == {
        "hits": 1, "misses": 0, "false_alarms": 1, "correct_rejections": 0, "sensitivity": 0.0, "bias": -0.674,
    }  # fmt: skip
    assert debrief["result"]["percent"] == 50
    assert debrief["result"]["competencies"] == [
        {"id": "tt02-2025:4.1", "title": "Bảo vệ thiết bị", "earned": 1.0, "possible": 2.0}
    ]
    hidden = json.dumps(p.play_view(story, play, show_correctness=False), ensure_ascii=False)
    for secret in ('"correct"', '"genuine":', "Không đòi", "hits"):
        assert secret not in hidden
    assert [row["score"] for row in p.describe(story, play)] == [1.0, 0.0]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"step": 1, "choice": "3"}, p.UnknownChoice),
        ({"step": 1, "choice": "genuine"}, p.UnknownChoice),
        ({"step": 1, "typed": "1"}, MalformedAnswer),
        ({"step": True, "choice": "1"}, MalformedAnswer),
        ({"step": 0, "choice": "1"}, StaleStep),
        ({"step": 2, "choice": "1"}, StaleStep),
    ],
)
def test_what_does_not_fit_is_refused(given, error):
    story, play = begin()
    with pytest.raises(error):
        p.choose(story, play, now=NOW, **given)


def test_repeats_and_stale_steps_follow_the_rule_of_stories():
    story, play = begin()
    first = p.choose(story, play, step=1, choice="2", now=NOW)
    done = judge(story, first.play, "1")
    again = p.choose(story, done, step=1, choice="2", now="later")
    assert (again.repeat, again.play, again.view()) == (True, done, first.view())
    with pytest.raises(StaleStep):
        p.choose(story, done, step=1, choice="1", now=NOW)
    with pytest.raises(AttemptClosed):
        p.choose(story, done, step=3, choice="1", now=NOW)
    with pytest.raises(p.ContentChanged):
        p.choose(Story.from_json(DEMO), play, step=1, choice="1", now=NOW)


def test_a_shuffled_inbox_keeps_its_order_in_one_play_and_varies_between_plays():
    data = copy.deepcopy(INBOX)
    data["triage"]["shuffle"] = True
    orders = set()
    for number in range(20):
        story, play = begin(data, f"{number:032x}")
        assert p.scene_view(story, play) == p.scene_view(story, p.Play.from_json(play.to_json()))
        orders.add(play.scene)
    assert orders == {"ngan-hang", "con"}


def test_a_new_version_judges_old_verdicts_anew():
    story, play = begin()
    done = judge(story, play, "2", "1")
    data = copy.deepcopy(INBOX)
    data["triage"]["items"][1]["genuine"] = False
    newer = Story.from_json(data)
    moved, scores = p.rescore(newer, done)
    assert (moved.content, scores) == (newer.digest, {1: 1.0, 2: 0.0})
    assert p.score(newer, moved).fraction == 0.5
    del data["triage"]["items"][0]
    shorter = Story.from_json(data)
    assert p.rescore(shorter, done) == (done, {2: 0.0})
    assert p.rescore(Story.from_json(DEMO), done) == (done, {})
    assert p.rescore(shorter, play) == (play, {})


@st.composite
def inboxes(draw: st.DrawFn) -> dict[str, Any]:
    """Random inboxes."""
    data = copy.deepcopy(INBOX)
    data["triage"] = {
        "shuffle": draw(st.booleans()),
        "items": [
            {"id": f"t{n}", "messages": [{"text": f"Tin {n}"}], "genuine": draw(st.booleans()), "why": f"Vì bí mật {n}",
             "competencies": draw(st.lists(st.sampled_from(["k:1", "k:2"]), max_size=2))}
            for n in range(draw(st.integers(1, 6)))
        ],
    }  # fmt: skip
    return data


@given(inboxes(), st.lists(st.tuples(st.integers(-1, 8), st.sampled_from(["1", "2", "3", ""])), max_size=30))
@settings(max_examples=150, deadline=None)
def test_careless_browsers_do_no_harm(data, requests):
    story, play = begin(data)
    first, done = play, dict[int, str]()
    for step, choice in [*requests, *((n, "2") for n in range(1, 7))]:
        try:
            outcome = p.choose(story, play, step=step, choice=choice, now=NOW)
        except PlayError:
            continue
        assert outcome.repeat == (step in done)
        assert done.setdefault(step, choice) == choice
        play = p.Play.from_json(json.dumps(outcome.play.to_json()))
        if play.status == "open":
            assert "bí mật" not in json.dumps(p.play_view(story, play, show_correctness=True), ensure_ascii=False)
    assert play.step == len(done) == len(data["triage"]["items"])
    assert play.status == "ended"
    found, card = detection(story, play), p.score(story, play)
    assert found.hits + found.misses + found.false_alarms + found.correct_rejections == play.step
    assert card.fraction == pytest.approx((found.hits + found.correct_rejections) / play.step)
    assert all(0 <= c.earned <= c.possible for c in card.by_competency)
    recorded = [(n, m.choice) for n, m in enumerate(play.path, start=1)]
    assert p.replay(story, first, recorded, now=NOW) == play
    assert p.rescore(story, play)[0] == play


def test_json_loses_nothing_and_has_no_scenes():
    data = copy.deepcopy(INBOX)
    data["triage"]["labels"] = {"genuine": "Tin & dùng", "fraud": ""}
    story = Story.from_json(data)
    assert Story.from_json(story.to_json()) == story
    assert set(json.loads(story.to_json())) == {"schema", "mode", "intro", "triage", "debrief", "facts"}
    assert json.loads(story.to_json())["triage"]["labels"] == {"genuine": "Tin & dùng", "fraud": "Lừa đảo"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"mode": "quiz"}, "bad-value"),
        ({"mode": "story"}, "unknown-field"),
        ({"scenes": []}, "unknown-field"),
        ({"triage": {"items": []}}, "no-item"),
        ({"triage": {"items": [{"id": "a"}, {"id": "a"}]}}, "duplicate-id"),
        ({"triage": {"items": [{"id": "a", "messages": [{"when": ["flag", "x"]}]}]}}, "when-in-triage"),
        ({"triage": []}, "not-an-object"),
    ],
)
def test_what_has_not_the_form_is_refused(changes, code):
    with pytest.raises(ModelError) as refused:
        Story.from_json({**INBOX, **changes})
    assert code in {f.code for f in refused.value.findings}


# -- before and after -------------------------------------------------------------------------------------------------

COUNTS = st.builds(Detection, *(st.integers(0, 12) for _ in range(4)))


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        ((3, 2, 2, 3), (5, 0, 0, 5), "better"),
        ((5, 0, 0, 5), (3, 2, 2, 3), "worse"),
        ((4, 1, 1, 4), (4, 1, 1, 4), "same"),
        ((5, 5, 5, 5), (2, 2, 2, 2), "same"),  # guessing is guessing, in an inbox of any length
        ((5, 0, 5, 0), (5, 0, 1, 4), "better"),  # who no longer suspects everything has learned as well
        ((5, 0, 0, 0), (5, 0, 0, 5), None),
    ],
)
def test_before_and_now_are_told_apart(before, now, change):
    found = compare(Detection(*before), Detection(*now))
    assert found is not None
    assert found.change == change
    assert found.view() == {**Detection(*before).view(), "change": change}


@given(COUNTS, COUNTS)
def test_a_comparison_turns_round_and_is_none_only_without_judgements(before, now):
    one, other = compare(before, now), compare(now, before)
    assert (one is None) == (other is None) == (before == Detection(0, 0, 0, 0) or now == Detection(0, 0, 0, 0))
    if one is None or other is None:
        return
    turned = {"better": "worse", "worse": "better", "same": "same", None: None}
    assert one.change == turned[other.change]
    assert (one.gain is None) == (before.sensitivity is None or now.sensitivity is None)
    if one.gain is not None and other.gain is not None:
        assert one.gain == pytest.approx(-other.gain)
    json.dumps(one.view(), allow_nan=False)


def test_the_group_is_left_out_where_there_is_none_and_must_be_a_name():
    plain, grouped = Story.from_json(INBOX), copy.deepcopy(INBOX)
    assert "group" not in json.loads(plain.to_json())["triage"]
    grouped["triage"]["group"] = "truoc-sau"
    story = Story.from_json(grouped)
    assert story.triage.group == "truoc-sau"
    assert Story.from_json(story.to_json()) == story
    grouped["triage"]["group"] = "Trước & sau"
    with pytest.raises(ModelError):
        Story.from_json(grouped)


def test_what_is_read_again_looks_as_what_was_judged():
    story, play = begin()
    looks = []
    while play.status == "open":
        scene = p.scene_view(story, play)
        looks.append({key: scene[key] for key in ("channel", "channel_info", "messages")})
        play = judge(story, play, "1")
    told = p.debrief(story, play, show_correctness=False)["path"]
    assert [{key: step[key] for key in ("channel", "channel_info", "messages")} for step in told] == looks
