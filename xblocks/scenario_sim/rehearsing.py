"""What the block offers after an ending: to try again from a decision, and the map of where one has been."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction

from xblocks.common.findings import AttemptClosed, StaleStep
from xblocks.common.handlers import int_of, learner_handler, text_of
from xblocks.common.hooks import EngineHooks
from xblocks.common.i18n import language
from xblocks.common.identity import identify
from xblocks.common.progress import Progress
from xblocks.common.recording import Recorder, recorder_for

from . import play as engine
from .rehearsal import left, rehearse
from .story import Story
from .visited import scene_map

#: Where the handler leaves what the next attempt is to begin with, for as long as one start takes.
_PLANNED = "_hv_rehearsal"


class RehearsalMixin(EngineHooks):
    """Handlers ``rehearse_from``, ``leave_rehearsal`` and ``scene_map``."""

    def begin(self, model: Story, *, attempt_id: str, number: int, now: str, seen: Sequence[str]) -> engine.Play:
        """A new play at the first scene, or the rehearsal that was asked for."""
        planned = self.__dict__.get(_PLANNED)
        if planned is not None:
            rehearsal: engine.Play = planned(play_id=attempt_id, number=number, now=now)
            return rehearsal
        return engine.start(model, play_id=attempt_id, number=number, now=now)

    @learner_handler
    def rehearse_from(self, data: dict[str, Any]) -> dict[str, Any]:
        """Begins a rehearsal at step ``step`` of the ended play ``play``, when the page knows of all plays (``after``);
        else says where one stands, so that a repeat changes nothing.

        It counts for nothing, so neither the due date nor the number of attempts refuses it.
        """
        play_id, step, after = text_of(data, "play"), int_of(data, "step"), int_of(data, "after")
        who, recorder, now = identify(self), recorder_for(self), self.now()
        with transaction.atomic():
            if after != self.attempts or self._was_touched(recorder):
                self.catch_up_state(recorder)
            found = self.progress()
            if after == self.attempts and not self._is_open(found, recorder):
                self.__dict__[_PLANNED] = self._rehearsal(found, play_id, step, recorder)
                try:
                    if self._start(found, recorder, now):
                        self.save()
                finally:
                    del self.__dict__[_PLANNED]
            return {"state": self.learner_state(who, self.progress(), recorder)}

    def _rehearsal(self, found: Progress, play_id: str, step: int, recorder: Recorder) -> partial[engine.Play]:
        """What makes the play. Tried once before anything is written: it raises what it would raise."""
        if found.current is None or found.current["id"] != play_id:
            raise StaleStep
        model = self.model_for(found.current, recorder)
        if model is None:
            raise engine.ContentChanged
        make = partial(rehearse, model, self.read_attempt(found.current), step=step)
        make(play_id=play_id, number=1, now=self.now())
        return make

    @learner_handler
    def leave_rehearsal(self, data: dict[str, Any]) -> dict[str, Any]:
        """Ends the rehearsal ``play`` where it stands, and the play that counted last is the current one again; where
        it is no longer the current one (left, reset, gone on elsewhere) it says where one stands."""
        play_id = text_of(data, "play")
        who, recorder, now = identify(self), recorder_for(self), self.now()
        with recorder.together():
            try:
                found, model, play, row = self.locked_attempt(play_id, recorder, fresh=True)
            except AttemptClosed:
                return {"state": self.learner_state(who, self.progress(), recorder)}
            over = left(play, now=now.isoformat())
            card = self.scorecard(model, over)
            if row is not None:
                recorder.close(row, earned=card.earned, possible=card.possible, now=now)
            found = found.leave_practice(self.dump_attempt(over), card.earned, card.possible)
            self.state = found.to_json()
            self.save()
        return {"state": self.learner_state(who, found, recorder)}

    @learner_handler
    def scene_map(self, data: dict[str, Any]) -> dict[str, Any]:
        """The scenes and moves of this learner's plays since the last reset; ``null`` where there is no map: an inbox,
        or nothing played."""
        recorder, found = recorder_for(self), self.progress()
        current = found.current
        model = None if current is None else self.model_for(current, recorder)
        if current is None or model is None or model.triage is not None:
            return {"map": None}
        kept = [past.data for past in found.past if past.data is not None and not past.reset]
        plays = [self.read_attempt(one) for one in (*kept, current)]
        return {"map": scene_map(model, plays, show_correctness=self.may_see_scores())}

    def init_data(self, mode: str) -> dict[str, Any]:
        """Init data of the learner's page, with the address of the script that draws the map."""
        data: dict[str, Any] = super().init_data(mode)  # type: ignore[misc]  # of StandingMixin
        if data["state"] is not None:
            data["map_url"] = self.runtime.local_resource_url(self, f"public/map.{language()}.js")
        return data
