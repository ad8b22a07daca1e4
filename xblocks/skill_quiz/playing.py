"""How a learner plays a quiz: the bridge from the handlers to the engine."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from xblocks.common import dates, staff_people
from xblocks.common.findings import AttemptClosed, PlayError, StaleStep
from xblocks.common.handlers import Refusal, int_of, learner_handler, staff_act_handler, text_of
from xblocks.common.hooks import EngineHooks
from xblocks.common.i18n import language
from xblocks.common.identity import Identity, identify
from xblocks.common.recording import Recorded, competency_titles, recorder_for
from xblocks.common.staterow import set_for_learner
from xblocks.common.views import with_urls

from . import attempt as engine
from . import timing
from . import view as quiz_view
from .model import Quiz
from .questions import type_of

MAX_EXTRA_TIME = 10.0


class QuizPlaying(EngineHooks):
    """Hooks of the engine, and the handlers ``answer``, ``finish`` and ``set_extra_time``."""

    shared_state = (*EngineHooks.shared_state, ("extra_time", 1.0))

    def is_graded(self) -> bool:
        """Practice is not."""
        return bool(self.behaviour != "practice")

    def points(self) -> float:
        """Points that a full score gives; none for practice, so that no grade book waits for them."""
        found: float = super().points() if self.is_graded() else 0.0  # type: ignore[misc]
        return found

    def begin(self, model: Quiz, *, attempt_id: str, number: int, now: str, seen: Sequence[str]) -> engine.Attempt:
        """A new attempt: items drawn, options ordered; what was right in the one before is kept if the rules say so.

        It is called before the attempt is stored: the current one of the state is the one before.
        """
        rules = self.rules()
        before = self.progress().ended() if rules.keep_right else None
        return engine.start(
            model,
            attempt_id=attempt_id,
            number=number,
            rng=self.rng(),
            now=now,
            seen=seen,
            rules=rules,
            previous=None if before is None else self.read_attempt(before),
        )

    def read_attempt(self, data: Mapping[str, Any]) -> engine.Attempt:
        """The attempt in ``data``."""
        return engine.Attempt.from_json(data)

    def dump_attempt(self, attempt: engine.Attempt) -> dict[str, Any]:
        """The JSON form of an attempt."""
        return attempt.to_json()

    def replay(self, model: Quiz, attempt: engine.Attempt, recorded: Iterable[Recorded]) -> engine.Attempt:
        """``attempt`` after the recorded responses that it lacks."""
        now, rules = self.now().isoformat(), self.rules()
        orders = {drawn.item: drawn.order for drawn in attempt.items}
        for past in recorded:
            item = model.by_id.get(past.item_id)
            if past.step == attempt.step + 1 and item is not None and past.item_id in orders:
                given, certainty = engine.unpacked(past.answer)
                raw = type_of(item).show(item, orders[item.id], given)
                try:
                    attempt = engine.answer(
                        model,
                        attempt,
                        rules,
                        step=past.step,
                        item=item.id,
                        raw=raw,
                        now=now,
                        certainty=certainty or None,
                    ).attempt
                except PlayError:  # accepted under rules that the author has changed since
                    break
        return attempt

    def scorecard(self, model: Quiz, attempt: engine.Attempt) -> engine.ScoreCard:
        """The score card of ``attempt``."""
        return engine.score(model, attempt)

    def regrade(self, model: Quiz, attempt: engine.Attempt) -> tuple[engine.Attempt, dict[int, float]]:
        """``attempt`` graded by ``model``."""
        again = engine.rescore(model, attempt)
        return again, {a.step: a.score for a in again.answers}

    def seen_items(self, attempt: engine.Attempt) -> list[str]:
        """Ids of the drawn items."""
        return [drawn.item for drawn in attempt.items]

    # --- time -------------------------------------------------------------------------------------------------------

    def _extra(self) -> float:
        extra = float(self.extra_time or 1.0)
        return min(max(1.0, extra), MAX_EXTRA_TIME) if math.isfinite(extra) else 1.0

    def overtime_end(self, attempt: engine.Attempt) -> datetime | None:
        """When the time of ``attempt`` ran out, if it and the grace are over."""
        rules, extra = self.step_rules(limited=True, certainty=False), self._extra()
        return timing.ends_at(attempt, rules, extra) if timing.is_up(attempt, rules, self.now(), extra) else None

    def ended_by_time(self, attempt: engine.Attempt, end: datetime) -> engine.Attempt:
        """``attempt``, finished with what was answered."""
        return engine.finish(attempt, now=end.isoformat())

    def _closed(self, attempt: engine.Attempt) -> Exception:
        end = timing.ends_at(attempt, self.rules(), self._extra())
        if end is None or attempt.finished is None or datetime.fromisoformat(attempt.finished) < end:
            return AttemptClosed()
        return Refusal(
            409,
            "time-up",
            "Đã hết giờ làm bài. Những câu bạn đã trả lời vẫn được tính.",
            "The time is up. What you answered in time counts.",
        )

    # --- what the browser may know ------------------------------------------------------------------------------------

    def _sight(self) -> dict[str, Any]:
        return {
            "past_due": None if dates.closes_at(self) is None else dates.is_past_due(self, self.now()),
            "show_correctness": getattr(self, "show_correctness", None) or "always",
        }

    def _passed_before(self) -> bool:
        return any(p.possible and p.earned / p.possible >= self.pass_mark for p in self.progress().counted())

    def _titles(self, model: Quiz, attempt: engine.Attempt) -> dict[str, str]:
        """Titles of the competencies of the drawn items: the pool may be a hundred times as large."""
        if not attempt.is_finished:
            return {}
        drawn = [model.by_id[d.item] for d in attempt.items if d.item in model.by_id]
        return competency_titles(list(dict.fromkeys(c for item in drawn for c in item.competencies)), language())

    def attempt_view(self, model: Quiz, attempt: engine.Attempt, who: Identity) -> dict[str, Any]:
        """``AttemptView`` of the contract."""
        rules = self.rules()
        return quiz_view.view(
            model,
            attempt,
            rules,
            passed_before=self._passed_before(),
            titles=self._titles(model, attempt),
            lang=language(),
            seconds_left=timing.seconds_left(attempt, rules, self.now(), self._extra()),
            **self._sight(),
        )

    def rules_view(self, model: Quiz) -> dict[str, Any]:
        """Behaviour and number of questions, and what is set beyond that."""
        rules = self.rules()
        found: dict[str, Any] = {"behaviour": self.behaviour, "items": model.attempt_length()}
        if rules.behaviour == "tries":
            found |= {"tries": rules.tries, "penalty": rules.penalty}
        if not rules.is_graded:
            found |= {"graded": False, "attempts_allowed": 0, "due": None, "past_due": False}
        if rules.certainty == "on":
            found["certainty"] = True
        if rules.keep_right and rules.is_graded:
            found["keep_right"] = True
        if rules.time_limit:
            found["time_limit"] = round(rules.time_limit * self._extra(), 2)
        return found

    # --- handlers -----------------------------------------------------------------------------------------------------

    @learner_handler
    def answer(self, data: dict[str, Any]) -> dict[str, Any]:
        """Grades and stores one answer; the same request again gets the same reply and changes nothing."""
        attempt_id, step, item = text_of(data, "attempt"), int_of(data, "step"), text_of(data, "item")
        if "answer" not in data:
            raise Refusal(400, "malformed", "Thiếu câu trả lời.", "The answer is missing.")
        who, recorder, now = identify(self), recorder_for(self), self.now()
        limited = bool((self.progress().current or {}).get("limit"))
        if limited:
            self.settle_overtime(who, recorder)
        rules = self.step_rules(limited=limited, certainty=data.get("certainty") is not None)
        given = {"step": step, "item": item, "raw": data["answer"], "certainty": data.get("certainty")}

        def take(attempt: engine.Attempt) -> engine.Outcome:
            return engine.answer(model, attempt, rules, now=now.isoformat(), **given)

        with recorder.together():
            found, model, attempt, row = self.locked_attempt(attempt_id, recorder)
            try:
                try:
                    outcome = take(attempt)
                except StaleStep:
                    # Perhaps the state was read before another request of this learner was done.
                    found, model, attempt, row = self.locked_attempt(attempt_id, recorder, fresh=True)
                    outcome = take(attempt)
            except AttemptClosed:
                raise self._closed(attempt) from None
            if not outcome.repeat:
                self.refuse_late()
                answered = outcome.answered
                counts = rules.is_graded and not attempt.practice
                first = row is None or recorder.respond(
                    row,
                    step=step,
                    item_id=item,
                    answer=answered.packed(),
                    score=answered.score,
                    competencies=model.by_id[item].competencies if counts else (),
                    now=now,
                )
                if not first:  # another request of this learner took that step: it is a repeat, or stale
                    found, model, attempt, row = self.locked_attempt(attempt_id, recorder, fresh=True)
                    outcome = take(attempt)
                if first or outcome.attempt.to_json() != found.current:
                    found = self.keep_step(found, model, outcome.attempt, row, recorder, who)
        if outcome.attempt.is_finished:
            rules = self.rules()
        told = self._told(model, outcome, rules, step, item)
        return with_urls(self, told | self.standing_after(outcome.attempt, found))

    def _told(self, model: Quiz, outcome: engine.Outcome, rules: engine.Rules, step: int, item: str) -> dict[str, Any]:
        """The reply to an answer, without the learner's standing: of that very answer, also when it is a repeat."""
        attempt, sight = outcome.attempt, self._sight()
        over = attempt.is_finished
        reply: dict[str, Any] = {
            "step": step,
            "item": item,
            "result": quiz_view.item_result(
                model,
                attempt,
                rules,
                item,
                passed_before=over and self._passed_before(),
                answered=outcome.answered,
                **sight,
            ),
            "attempt": {
                "status": attempt.status,
                "step": attempt.step,
                "result": None
                if not over
                else quiz_view.attempt_result(model, attempt, rules, titles=self._titles(model, attempt), **sight),
            },
        }
        if rules.behaviour == "tries":
            reply["tries_left"] = quiz_view.tries_left(model, attempt, rules, item)
        if attempt.limit and not over:
            left = timing.seconds_left(attempt, rules, self.now(), self._extra())
            if left is not None:
                reply["attempt"]["seconds_left"] = left
        return reply

    @learner_handler
    def finish(self, data: dict[str, Any]) -> dict[str, Any]:
        """Hands in the attempt. Also after the due date: what was answered in time counts. Again: the same result."""
        attempt_id = text_of(data, "attempt")
        who, recorder = identify(self), recorder_for(self)
        self.settle_overtime(who, recorder)
        with transaction.atomic():
            found, model, attempt, row = self.locked_attempt(attempt_id, recorder, fresh=True)
            if attempt.status == "open":
                ended = engine.finish(attempt, now=self.now().isoformat())
                found = self.keep_step(found, model, ended, row, recorder, who)
        return {"state": self.learner_state(who, found, recorder)}

    @staff_act_handler
    def set_extra_time(self, data: dict[str, Any]) -> dict[str, Any]:
        """Staff give the learner ``username`` a multiple (``factor``, 1 to 10) of the time limit; at once, also for an
        attempt under way. 1 takes it back."""
        name, factor = text_of(data, "username"), data.get("factor")
        number = isinstance(factor, int | float) and not isinstance(factor, bool)
        if not number or not 1 <= factor <= MAX_EXTRA_TIME:
            raise Refusal(
                400,
                "malformed",
                f"Số lần thời gian phải từ 1 đến {MAX_EXTRA_TIME:g} (ví dụ 1.5).",
                f"The multiple of the time must be from 1 to {MAX_EXTRA_TIME:g} (such as 1.5).",
            )
        user = get_user_model().objects.filter(username=name).first()
        if user is None or staff_people.is_outside(self, user.pk):  # staff learn nothing of people of other courses
            raise Refusal(
                404,
                "no-such-learner",
                f"Không có người học nào có tên đăng nhập “{name}”.",
                f"There is no learner with the username “{name}”.",
            )
        try:
            set_for_learner(self, user.pk, "extra_time", float(factor))
        except LookupError:
            raise Refusal(
                409, "no-state", "Ở đây không lưu kết quả của người học.", "No learners' state is kept here."
            ) from None
        self.act_done("extra-time", user.pk, factor=float(factor))
        return {"username": name, "factor": float(factor)}
