"""A simulation under everything at once: moves doubled, reordered, concurrent and lost, rehearsals, resets, deleted
state, edits, due dates. Grades, rows and evidence are compared with a bookkeeping of its own."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.platform_standin.models import StudentModule
from tests.scenario_sim.stories import DEMO
from xblocks.competency.models import Evidence
from xblocks.learning_record.models import Attempt, Response
from xblocks.scenario_sim.block import ScenarioSimBlock
from xblocks.scenario_sim.play import Play, scene_view
from xblocks.scenario_sim.story import Story

from .lms import post
from .machine import BlockMachine


def edited(version: int) -> Story:
    """The story after so many edits: ways moved, taken out and added, a scene renamed, one put in between. “Cúp máy”
    stands in every scene that is no ending."""
    data = json.loads(json.dumps({**DEMO, "intro": f"Bản {version}"}))
    first = data["scenes"][0]
    match version % 4:
        case 1:
            first["choices"] = first["choices"][1::-1]
        case 2:
            data["start"] = first["id"] = "goi-la"
            first["choices"][0]["to"] = "goi-la"
            first["choices"][2].pop("when")
            data["shuffle"] = False
        case 3:
            between = {**first, "id": "nghe-tiep", "choices": first["choices"][:0:-1]}
            first["choices"] = [{**first["choices"][0], "id": "doi-may", "to": "nghe-tiep"}, *first["choices"]]
            data["scenes"].insert(0, between)
            data["scenes"][2]["ending"]["score"] = 0.5
    return Story.from_json(data)


class Block(BlockMachine):
    """One learner with two phones, an author, staff, and a bad network."""

    kind = ScenarioSimBlock

    def __init__(self) -> None:
        super().__init__()
        self.version = 0
        #: Every version there was, and the one in which each play began.
        self.stories: dict[str, Story] = {}
        self.began: dict[str, str] = {}
        self.usage = self.course.add("scenario_sim", content=self._content())
        self.acknowledged: dict[tuple[str, int], str] = {}

    @initialize(limit=st.sampled_from([None, 2]))
    def author_makes_a_story(self, limit: int | None) -> None:
        block = self.course.block(self.usage)
        block.max_attempts = limit
        block.save()
        self.limit = limit

    def _content(self) -> str:
        story = edited(self.version)
        self.stories[story.digest] = story
        return story.to_json()

    def _plays(self) -> list[Play]:
        state = self._stored().get("state") or {}
        data = [*(past["data"] for past in state.get("past", ())), state.get("current")]
        return [Play.from_json(one) for one in data if one]

    def _request(self, handler: str, body: dict[str, Any], block: Any = None) -> tuple[int, Any]:
        before = self._rows()
        status, reply = post(block or self._block(), handler, body)
        assert status in (200, 409), reply
        self._be_slow_later()
        new = self._rows().keys() - before.keys()
        assert before.keys() <= self._rows().keys(), "a response was lost"
        if handler != "choose":
            assert not new
            return status, reply
        key = (body["play"], body["step"])
        assert new <= {key}
        if status == 200 and body["play"] in self.voided:
            assert not new, "a repeat that was slow is told what it was told, and brings nothing back"
        elif status == 200:
            assert self.acknowledged.setdefault(key, body["choice"]) == body["choice"], "one step has one choice"
        else:
            assert not new, "refused, and recorded"
        return status, reply

    def _send(self, handler: str, body: dict[str, Any], way: str) -> None:
        self.sent.append((handler, body))
        if way == "lost":
            return
        slow = self.early.pop() if way == "early" and self.early else None
        first = self._request(handler, body, slow)
        if way == "twice" and first[0] == 200:
            assert self._request(handler, body) == first, "the same request, the same reply"

    WAYS = st.sampled_from(["sent", "sent", "lost", "twice", "early"])

    @rule(way=WAYS)
    def start(self, way: str) -> None:
        self._send("start_attempt", {"after": self._state()["plays_used"]}, way)

    @rule(pick=st.integers(0, 2), way=WAYS)
    def move(self, pick: int, way: str) -> None:
        view = self._state()["play"]
        if view is None or not view["scene"]["choices"]:
            return
        choice = view["scene"]["choices"][pick % len(view["scene"]["choices"])]["id"]
        self._send("choose", {"play": view["id"], "step": view["step"] + 1, "choice": choice}, way)

    @rule(picks=st.lists(st.sampled_from([0, 1, 1, 2]), min_size=1, max_size=5))
    def play_on(self, picks: list[int]) -> None:
        for pick in picks:
            self.move(pick, "sent")

    @rule(picks=st.lists(st.integers(0, 2), max_size=3), step=st.integers(1, 4), way=WAYS)
    def play_to_the_end_and_try_again(self, picks: list[int], step: int, way: str) -> None:
        """The last choice of every scene of this story is one of two that end it."""
        self.start("sent")
        for pick in [*picks, "Cúp máy"]:
            view = self._state()["play"]
            if view is None or view["status"] != "open":
                break
            texts = [choice["text"] for choice in view["scene"]["choices"]]
            self.move(texts.index(pick) if isinstance(pick, str) else pick, "sent")
        self.try_again_from(step, way)

    @rule(step=st.integers(1, 4), way=WAYS)
    def try_again_from(self, step: int, way: str) -> None:
        state = self._state()
        if state["play"] is None:
            return
        # one step too far now and then
        step = (step - 1) % (state["play"]["step"] + 1) + 1
        body = {"play": state["play"]["id"], "step": step, "after": state["plays_used"]}
        self._send("rehearse_from", body, way)

    @rule(way=WAYS)
    def leave_what_is_shown(self, way: str) -> None:
        """A rehearsal, as the page offers; now and then a play that counts, as it never does."""
        before = self._state()
        play = before["play"]
        if play is None:
            return
        self._send("leave_rehearsal", {"play": play["id"]}, way)
        after = self._state()
        assert after["plays_used"] == before["plays_used"]
        if way == "lost" or not play.get("practice"):
            assert after == before, "nothing arrived, or it was refused"
        else:
            assert after["play"] is None or (after["play"]["status"], "practice" in after["play"]) == ("ended", False)

    @rule(picks=st.lists(st.integers(0, 2), max_size=2), step=st.integers(1, 3), way=WAYS)
    def try_again_and_leave(self, picks: list[int], step: int, way: str) -> None:
        """Back on the very page from which the rehearsal was begun, whatever was done in between."""
        self.play_to_the_end_and_try_again([], 1, "sent")
        self.leave_what_is_shown("sent")
        shown = self._state()
        if shown["play"] is None or shown["play"]["status"] == "open":
            return
        self.try_again_from(step, "sent")
        for pick in picks:
            self.move(pick, "sent")
        self.leave_what_is_shown(way)
        if way != "lost":
            assert self._state() == shown | {"plays_used": self._state()["plays_used"]}

    @rule(step=st.integers(1, 3))
    def try_again_and_begin_at_the_same_moment(self, step: int) -> None:
        state = self._state()
        if state["play"] is None:
            return
        slow = self._block()
        assert slow.state is not None
        assert slow.attempts is not None
        body = {"play": state["play"]["id"], "step": step, "after": state["plays_used"]}
        first = self._request("rehearse_from", body)
        second = self._request("start_attempt", {"after": state["plays_used"]}, slow)
        if first[0] == second[0] == 200:
            assert first[1]["state"]["play"]["id"] == second[1]["state"]["play"]["id"]

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), early=st.booleans())
    def send_something_again(self, data: st.DataObject, early: bool) -> None:
        handler, body = data.draw(st.sampled_from(self.sent))
        known = handler == "choose" and self.acknowledged.get((body["play"], body["step"])) == body["choice"]
        before = self._stored()
        status, _reply = self._request(handler, body, self.early.pop() if early and self.early else None)
        if known and status == 200:
            assert self._stored() == before, "a repeat changes nothing"

    @rule()
    def look_at_the_map(self) -> None:
        status, reply = post(self._block(), "scene_map")
        assert status == 200
        if reply["map"] is None:
            assert self._state()["play"] is None
        else:
            visited = {move.scene for play in self._plays() for move in play.path}
            visited |= {play.scene for play in self._plays()}
            assert 1 <= len(reply["map"]["scenes"]) <= len(visited)

    @precondition(lambda self: len(self.sent) % 4 == 3)
    @rule()
    def staff_reset_the_attempts(self) -> None:
        row = StudentModule.objects.filter(student=self.learner).first()
        if row is not None and json.loads(row.state or "{}").get("attempts"):
            row.state = json.dumps(json.loads(row.state) | {"attempts": 0})
            row.save()
            self.was_reset = True

    @precondition(lambda self: len(self.sent) % 5 == 4)
    @rule()
    def staff_delete_the_state(self) -> None:
        StudentModule.objects.filter(student=self.learner).delete()
        self.voided |= set(Attempt.objects.values_list("id", flat=True))
        self.acknowledged = {}
        assert not Response.objects.filter(voided_at=None).exists()

    @rule()
    def author_changes_the_story(self) -> None:
        self.version += 1
        block = self.course.block(self.usage)
        block.content = self._content()
        block.save()
        self.early.clear()  # a runtime reads content and state together

    @rule(hours=st.sampled_from([None, None, -1, 1]))
    def a_due_date(self, hours: int | None) -> None:
        self.due = None if hours is None else self.now + timedelta(hours=hours)

    # -- what always holds ---------------------------------------------------------------------------------------------

    @invariant()
    def the_state_tells_the_same_as_the_responses(self) -> None:
        rows = self._rows()
        assert set(rows) == set(self.acknowledged)
        for play in self._plays():
            own = {step: rows[name, step] for name, step in rows if name == play.id}
            assert sorted(own) == list(range(play.taken + 1, play.step + 1)), "what was taken over has no rows"
            for step, row in own.items():
                assert (row.item_id, row.answer) == (play.path[step - 1].scene, play.path[step - 1].choice)
            assert play.practice or play.taken == 0

    @invariant()
    def a_play_under_way_goes_on_in_the_version_that_it_began(self) -> None:
        for play in self._plays():
            assert self.began.setdefault(play.id, play.content) == play.content
        view = self._state()["play"]
        if view is not None:
            play = next(one for one in self._plays() if one.id == view["id"])
            assert view["scene"] == scene_view(self.stories[play.content], play)

    @invariant()
    def there_is_at_most_one_open_attempt(self) -> None:
        assert Attempt.objects.filter(status="open").count() <= 1

    @invariant()
    def rehearsals_leave_no_evidence_and_no_grade(self) -> None:
        practice = {one.pk for one in Attempt.objects.all() if one.plan.get("practice")}
        assert not Evidence.objects.filter(attempt_id__in=practice).exists()
        assert all(row.competencies == [] for (name, _), row in self._rows().items() if name in practice)
        row = StudentModule.objects.filter(student=self.learner).first()
        grade = None if row is None else row.grade
        finished = Attempt.objects.exclude(pk__in=practice).filter(status__in=["finished", "reset"])
        shares = [one.earned / one.possible for one in finished if one.finished and one.possible]
        if shares and grade is not None and not self.was_reset:
            assert grade == pytest.approx(max(shares))
        if not shares:
            assert grade is None, "only plays that count give a grade"

    @invariant()
    def no_more_plays_count_than_are_allowed(self) -> None:
        if getattr(self, "limit", None) is None:
            return
        state = self._stored().get("state") or {}
        counted = [past for past in state.get("past", ()) if not past["reset"] and not past.get("practice")]
        current = state.get("current")
        if self._stored().get("attempts"):
            assert len(counted) + bool(current and not current.get("practice")) <= self.limit


@pytest.mark.django_db
def test_a_simulation_keeps_its_promises_under_everything_at_once() -> None:
    run_state_machine_as_test(Block, settings=settings(max_examples=40, stateful_step_count=25, deadline=None))
