"""An inbox before and after: the learner's earlier judgements beside those of now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps

from xblocks.common import jsonform
from xblocks.common.hooks import EngineHooks
from xblocks.common.identity import Identity

from . import play as engine
from .story import Story, load_story
from .triage import Comparison, Detection, compare, detection


class BeforeMixin(EngineHooks):
    """Finds the play of an inbox with which one that has ended is compared. Rehearsals are not among them."""

    def comparison(self, model: Story, attempt: engine.Play, who: Identity) -> Comparison | None:
        """``attempt``, which has ended, beside the play before it: the latest one of another inbox of the same group in
        this course (before a lesson and after it), else the latest of this inbox."""
        if model.triage is None or attempt.status == "open":
            return None
        earlier = self._in_group(model, attempt, who) or self._in_this_inbox(model, attempt)
        return None if earlier is None else compare(earlier, detection(model, attempt))

    def _in_this_inbox(self, model: Story, attempt: engine.Play) -> Detection | None:
        for past in reversed(self.progress().past):
            if past.reset or past.practice or past.data is None or past.number >= attempt.number:
                continue
            play = self.read_attempt(past.data)
            if play.status == "ended":
                return detection(model, play)
        return None

    def _in_group(self, model: Story, attempt: engine.Play, who: Identity) -> Detection | None:
        group = "" if model.triage is None else model.triage.group
        recorded = who.records and who.user_id is not None and apps.is_installed("xblocks.learning_record")
        if not group or not recorded:
            return None
        from xblocks.learning_record import api, reading  # only where the app is installed
        from xblocks.learning_record.earlier import finished_before

        rows = finished_before(
            user_id=who.user_id,
            course_key=str(self.context_key),
            kind=self.kind,
            before=_moment(attempt.finished),
            but=str(self.usage_key),
            holding=jsonform.canonical({"group": group})[1:-1],
        )
        known: dict[str, Story | None] = {}
        for row, digest in rows:
            if digest not in known:
                body = reading.contents([digest]).get(digest)
                story = None if body is None else load_story(body)
                known[digest] = story if story is not None and story.triage and story.triage.group == group else None
            story = known[digest]
            if story is None or row.plan.get("practice"):
                continue
            moves = [(step.step, step.answer) for step in api.responses(row.pk)]
            play = engine.replay(story, self.read_attempt(row.plan), moves, now=attempt.started)
            if play.status == "ended":
                return detection(story, play)
        return None


def _moment(text: Any) -> datetime:
    """The end of the second that ``text`` names: rows tell parts of seconds, plays do not."""
    return datetime.fromisoformat(str(text)).astimezone(UTC) + timedelta(seconds=1)
