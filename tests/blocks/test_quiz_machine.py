"""A quiz block under everything at once: requests doubled, reordered, concurrent and lost, resets, deleted state,
extensions, rescoring, edits and time that passes; the platform's own acts of staff, and those of the panel. Grades and
rows are compared with a bookkeeping of its own."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
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
from xblocks.competency.models import Evidence
from xblocks.learning_record.models import Attempt, Response
from xblocks.skill_quiz.attempt import Attempt as Sheet
from xblocks.skill_quiz.attempt import score as score_of
from xblocks.skill_quiz.block import SkillQuizBlock

from . import samples
from .lms import post
from .lms_binding import Platform, installed
from .machine import BlockMachine

OPTIONS = ("dung", "sai", "cung-sai")


def content(right: str) -> str:
    """Five questions of which three are drawn; the option ``right`` is the right one everywhere."""
    one = samples.quiz_data()["items"][0]
    options = [option | {"correct": option["id"] == right} for option in one["options"]]
    items = [one | {"id": f"q{n}", "options": options} for n in range(5)]
    pools = [{"id": "p", "draw": 3, "pick": {"all": True}, "shuffle": True}]
    return samples.quiz(items=items, pools=pools).to_json()


class Block(BlockMachine):
    """One learner, one quiz, an author, staff, and a bad network."""

    kind = SkillQuizBlock

    def __init__(self) -> None:
        super().__init__()
        self.seed = 0
        self.patch.setattr(SkillQuizBlock, "rng", lambda block: self._rng())
        self.teacher = get_user_model().objects.create_user("phutrach")
        self.platform = Platform(self.course)
        self.installed = installed(self.platform)
        self.installed.__enter__()
        #: (attempt, step) -> (item, answer as sent), as the server acknowledged it.
        self.acknowledged: dict[tuple[str, int], tuple[str, Any]] = {}
        self.overridden = False
        self.extra = 1.0
        #: Attempts that staff have seen in the panel: one of them is the newest, or was.
        self.looked_at = [""]

    def _rng(self) -> random.Random:
        self.seed += 1
        return random.Random(self.seed)

    def teardown(self) -> None:
        self.installed.__exit__(None, None, None)
        super().teardown()

    @initialize(
        behaviour=st.sampled_from(["immediate", "deferred", "tries", "practice"]),
        certainty=st.sampled_from(["off", "on"]),
        keep_right=st.booleans(),
        time_limit=st.sampled_from([None, 10.0]),
        max_attempts=st.sampled_from([None, 3]),
        grade_method=st.sampled_from(["highest", "last", "first", "average"]),
    )
    def author_makes_a_quiz(self, **fields: Any) -> None:
        self.behaviour = fields["behaviour"]
        self.method = fields["grade_method"]
        self.limit = fields["time_limit"]
        self.right = "dung"
        self.usage = self.course.add("skill_quiz", content=content(self.right), **fields)

    # -- a browser -----------------------------------------------------------------------------------------------------

    def _request(self, handler: str, body: dict[str, Any], block: Any = None) -> tuple[int, Any]:
        before = self._rows()
        status, reply = post(block or self._block(), handler, body)
        assert status in (200, 409), reply
        self._be_slow_later()
        after = self._rows()
        assert before.keys() <= after.keys(), "a response was lost"
        new = after.keys() - before.keys()
        if handler != "answer":
            assert not new
            return status, reply
        key = (body["attempt"], body["step"])
        given = (body["item"], body["answer"])
        assert new <= {key}
        if status == 200:
            assert key in after, "acknowledged, not recorded"
            assert self.acknowledged.setdefault(key, given) == given, "one step has one answer"
        else:
            assert not new, "refused, and recorded"
        if new and block is None:  # a slow request goes by the dates that it read
            self._assert_in_time(body["attempt"])
        return status, reply

    def _assert_in_time(self, attempt: str) -> None:
        assert self.due is None or self.behaviour == "practice" or self.now <= self.due, "answered after the due date"
        if self.limit:
            allowed = timedelta(minutes=self.limit * self.extra, seconds=30)
            assert self.now <= Attempt.objects.get(pk=attempt).started + allowed, "answered after the time was up"

    @rule(early=st.booleans())
    def start(self, early: bool) -> None:
        body = {"after": self._state()["attempts_used"]}
        self.sent.append(("start_attempt", body))
        self._request("start_attempt", body, self._early() if early else None)

    def _early(self) -> Any:
        return self.early.pop(self.seed % len(self.early)) if self.early else None

    @rule(choices=st.lists(st.sampled_from(OPTIONS), min_size=3, max_size=6), early=st.booleans())
    def play_on(self, choices: list[str], early: bool) -> None:
        """Begins if one can, and answers what is open, in order, some of it by slow requests."""
        self.start(False)
        for choice in choices:
            attempt = self._state()["attempt"]
            if attempt is None or attempt["status"] != "open":
                return
            places = [p for p, i in enumerate(attempt["items"]) if i.get("tries_left") or i["answer"] is None]
            if not places:
                return
            self.answer(places[0], choice, None, "early" if early else "sent")

    @rule(
        place=st.integers(0, 2),
        choice=st.sampled_from(OPTIONS),
        sure=st.sampled_from([None, "1", "3"]),
        way=st.sampled_from(["sent", "lost", "twice", "early", "elsewhere-too"]),
    )
    def answer(self, place: int, choice: str, sure: str | None, way: str) -> None:
        attempt = self._state()["attempt"]
        if attempt is None:
            return
        item = attempt["items"][place]
        words = {"dung": "Cúp máy", "sai": "Chuyển tiền", "cung-sai": "Đọc mã"}
        body = {
            "attempt": attempt["id"],
            "step": attempt["step"] + 1,
            "item": item["id"],
            "answer": samples.pick(item, words[choice]),
            "certainty": sure,
        }
        self.sent.append(("answer", body))
        if way == "lost":  # on its way to the server; perhaps it is sent again later
            return
        if way == "elsewhere-too":  # the other phone is a moment faster, with another answer
            slow = self._block()
            assert slow.state is not None
            other = samples.pick(item, words[OPTIONS[OPTIONS.index(choice) - 1]])
            self._request("answer", body | {"answer": other})
            self._request("answer", body, slow)
            return
        first = self._request("answer", body, self._early() if way == "early" else None)
        if way == "twice" and first[0] == 200:
            assert self._request("answer", body) == first, "the same request, the same reply"

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), early=st.booleans())
    def send_something_again(self, data: st.DataObject, early: bool) -> None:
        handler, body = data.draw(st.sampled_from(self.sent))
        key = (body.get("attempt"), body.get("step"))
        known = key in self.acknowledged and self.acknowledged[key] == (body.get("item"), body.get("answer"))
        self._state()  # the first request of any kind ends an attempt whose time is up
        before = self._stored()
        status, _reply = self._request(handler, body, self._early() if early else None)
        if handler == "answer" and known and status == 200:
            assert self._stored() == before, "a repeat changes nothing"

    @precondition(lambda self: self.acknowledged)
    @rule(early=st.booleans())
    def hand_in(self, early: bool) -> None:
        attempt = self._state()["attempt"]
        if attempt is not None:
            body = {"attempt": attempt["id"]}
            self.sent.append(("finish", body))
            self._request("finish", body, self._early() if early else None)

    # -- staff, authors, time ------------------------------------------------------------------------------------------

    @precondition(lambda self: self.seed % 3 == 1)
    @rule()
    def staff_reset_the_attempts(self) -> None:
        row = StudentModule.objects.filter(student=self.learner).first()
        if row is not None and json.loads(row.state or "{}").get("attempts"):
            row.state = json.dumps(json.loads(row.state) | {"attempts": 0})
            row.save()
            self.was_reset = True

    @precondition(lambda self: self.seed % 4 == 3)
    @rule()
    def staff_delete_the_state(self) -> None:
        self.voided |= set(Attempt.objects.values_list("id", flat=True))
        StudentModule.objects.filter(student=self.learner).delete()
        self.extra = 1.0
        self.acknowledged = {k: v for k, v in self.acknowledged.items() if k[0] not in self.voided}
        assert not Response.objects.filter(voided_at=None).exists()

    @rule(right=st.sampled_from(OPTIONS))
    def author_changes_the_key(self, right: str) -> None:
        self.right = right
        block = self.course.block(self.usage)
        block.content = content(right)
        block.save()
        self.early.clear()  # a runtime reads content and state together

    @rule(only_if_higher=st.booleans())
    def staff_rescore(self, only_if_higher: bool) -> None:
        block = self._block()
        if not block.has_submitted_answer():
            return
        block.rescore(only_if_higher=only_if_higher)
        block.save()
        self.early.clear()  # the platform's task and a request at the same moment: the later save wins
        self.overridden = self.overridden or only_if_higher

    def _was_here(self) -> bool:
        return StudentModule.objects.filter(student=self.learner).exists()

    # -- staff, by the panel below the quiz ----------------------------------------------------------------------------

    def _panel(self, handler: str, **data: Any) -> tuple[int, Any]:
        block = self.course.block(self.usage, self.teacher, staff=True)
        responses = self._rows().keys()
        status, reply = post(self.platform.during(block, self.teacher), handler, data)
        assert status in (200, 409), reply
        assert self._rows().keys() == responses, "staff neither answer nor take an answer away"
        assert not StudentModule.objects.filter(student=self.teacher).exists(), "their own state is none of it"
        return status, reply

    @precondition(lambda self: hasattr(self, "usage") and self._was_here())
    @rule()
    def staff_look_at_the_learner(self) -> None:
        status, shown = self._panel("staff_learner", learner=self.learner.pk)
        assert status == 200
        self.looked_at = [*self.looked_at[-3:], shown["newest"]]
        assert shown["extra_time"] == self.extra
        row = StudentModule.objects.filter(student=self.learner).first()
        grade = None if row is None or row.grade is None else pytest.approx(row.grade, abs=0.01)
        assert (None if shown["grade"] is None else shown["grade"]["earned"]) == grade
        answers = 0
        for attempt in shown["attempts"]:
            told = self._panel("staff_attempt", learner=self.learner.pk, attempt=attempt["id"])[1]
            if not told["void"]:  # what staff deleted is shown, and marked so
                answers += sum(row["answer"] is not None and not row.get("kept") for row in told["rows"])
        if self.behaviour in ("immediate", "practice"):
            assert answers == len(self.acknowledged), "every answer that counts, and no other"

    @precondition(lambda self: self.seed % 3 == 2 and self._was_here())
    @rule(data=st.data())
    def staff_give_fresh_attempts(self, data: st.DataObject) -> None:
        """Perhaps the page of the staff member is older than the newest attempt."""
        newest = data.draw(st.sampled_from(self.looked_at))
        before, state = self._stored(), self._state()
        status, reply = self._panel("staff_reset", learner=self.learner.pk, newest=newest)
        if status == 200 and reply["reset"]:
            assert state["attempt"] is None or state["attempt"]["id"] == newest, "only what they had seen"
            assert self._stored() == before | {"attempts": 0}
            assert reply["newest"] == ""
            assert not Attempt.objects.filter(status="open").exists()
            self.was_reset = True
        else:
            assert self._stored() == before

    @precondition(lambda self: hasattr(self, "usage") and self._was_here())
    @rule(only_if_higher=st.booleans(), everybody=st.booleans())
    def staff_regrade(self, only_if_higher: bool, everybody: bool) -> None:
        before = self._stored()
        ended = self._block().has_submitted_answer()
        counts = {key: value for key, value in before.items() if key != "state"}
        if everybody:
            status, reply = self._panel("staff_regrade_all", after=0, only_if_higher=only_if_higher)
            assert (status, reply["next"], reply["left"], reply["closed"]) == (200, None, 0, [])
            done = reply["regraded"] == 1
            assert done is (ended and bool(before.get("attempts")))
        else:
            status, reply = self._panel("staff_regrade", learner=self.learner.pk, only_if_higher=only_if_higher)
            assert status == 200
            done = reply["regraded"]
            assert done is ended
        if done:
            self.overridden = self.overridden or only_if_higher
            again = self._panel("staff_regrade", learner=self.learner.pk, only_if_higher=only_if_higher)[1]
            assert again["change"]["from"] == again["change"]["to"], "again it changes nothing"
        else:
            assert {key: value for key, value in self._stored().items() if key != "state"} == counts

    @rule(minutes=st.sampled_from([1, 9, 20]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(hours=st.sampled_from([None, 0, 1]))
    def an_extension_or_a_due_date(self, hours: int | None) -> None:
        self.due = None if hours is None else self.now + timedelta(hours=hours)

    @rule(factor=st.sampled_from([1, 2]))
    def staff_give_more_time(self, factor: int) -> None:
        body = {"username": "hocvien", "factor": factor}
        block = self.course.block(self.usage, self.learner, staff=True)
        assert post(block, "set_extra_time", body)[0] == 200
        self.extra = float(factor)

    # -- what always holds ---------------------------------------------------------------------------------------------

    @invariant()
    def no_response_is_lost_or_doubled(self) -> None:
        if not hasattr(self, "usage"):
            return
        rows = self._rows()
        assert set(rows) == set(self.acknowledged)
        for (_attempt, _step), row in rows.items():
            assert row.score is not None
            assert 0 <= row.score <= 1
        for attempt in {name for name, _ in rows}:
            steps = sorted(step for name, step in rows if name == attempt)
            assert steps == list(range(1, len(steps) + 1)), "steps without a gap"

    @invariant()
    def the_state_tells_the_same_as_the_responses(self) -> None:
        if not hasattr(self, "usage"):
            return
        state = self._stored().get("state") or {}
        sheets = [state.get("current"), *(past["data"] for past in state.get("past", ()))]
        rows = self._rows()
        for data in filter(None, sheets):
            sheet = Sheet.from_json(data)
            assert [a.step for a in sheet.answers] == [s for name, s in sorted(rows) if name == sheet.id]
            for given in sheet.answers:
                row = rows[sheet.id, given.step]
                assert (row.item_id, row.score) == (given.item, pytest.approx(given.score))
        numbers = [Sheet.from_json(data).number for data in filter(None, sheets)]
        assert len(numbers) == len({Sheet.from_json(d).id for d in filter(None, sheets)})

    @invariant()
    def there_is_at_most_one_open_attempt(self) -> None:
        if hasattr(self, "usage"):
            assert Attempt.objects.filter(status="open").count() <= 1

    @invariant()
    def the_grade_is_that_of_the_attempts_that_count(self) -> None:
        if not hasattr(self, "usage"):
            return
        row = StudentModule.objects.filter(student=self.learner).first()
        grade = None if row is None else row.grade
        if self.behaviour == "practice":
            assert grade is None
            assert not Evidence.objects.exists()
            return
        block = self._block()
        found = block.progress()
        shares = []
        for past in [*found.counted(), *filter(None, [found.ended()])]:
            data = past if isinstance(past, Mapping) else past.data
            if data is None:  # of old attempts only the score is kept
                shares.append(past.earned / past.possible if past.possible else 0)
                continue
            sheet = Sheet.from_json(data)
            quiz = block.model_for(data, _Contents())
            card = score_of(quiz, sheet)
            assert 0 <= card.earned <= card.possible + 1e-9
            shares.append(card.fraction)
        if not shares or grade is None or self.overridden:
            return
        counts = {
            "highest": max,
            "last": lambda s: s[-1],
            "first": lambda s: s[0],
            "average": lambda s: sum(s) / len(s),
        }
        expected = counts[self.method](shares)
        stored_share = block.earned / block.possible if block.possible else 0
        if self.method == "highest":
            assert grade + 1e-6 >= expected, "a grade is never below the best attempt"
            assert stored_share <= grade + 1e-6
        if not self.was_reset:  # a reset leaves the grade of before in the grade book, as the platform does
            assert stored_share == pytest.approx(expected, abs=1e-5)
            assert grade == pytest.approx(expected, abs=1e-5)

    @invariant()
    def evidence_is_of_the_last_answer(self) -> None:
        if not hasattr(self, "usage"):
            return
        last: dict[tuple[str, str], Response] = {}
        for (attempt, _step), row in sorted(self._rows().items()):
            last[attempt, row.item_id] = row
        found = {(e.attempt_id, e.item_id): e.score for e in Evidence.objects.filter(voided_at=None)}
        if self.behaviour != "practice":
            assert found == {key: pytest.approx(row.score) for key, row in last.items()}


class _Contents:
    """Looks contents up as the records keep them."""

    def content(self, digest: str) -> str | None:
        """The content with that digest."""
        from xblocks.learning_record import api

        return api.get_content(digest)


@pytest.mark.django_db
def test_a_quiz_block_keeps_its_promises_under_everything_at_once() -> None:
    run_state_machine_as_test(Block, settings=settings(max_examples=25, stateful_step_count=25, deadline=None))
