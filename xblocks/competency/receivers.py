"""Evidence follows the responses, within their transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from xblocks.learning_record import signals
from xblocks.learning_record.models import Attempt, Response

from . import api, catalogue, evidence
from .models import Competency, CompetencyRuleProfile, Evidence, Framework


def connect() -> None:
    """Connect to the records below, and forget cached titles and rules when they change in this process."""
    signals.response_recorded.connect(on_recorded, dispatch_uid="hocvuso.competency.recorded")
    signals.attempt_closed.connect(on_closed, dispatch_uid="hocvuso.competency.closed")
    signals.attempt_rescored.connect(on_rescored, dispatch_uid="hocvuso.competency.rescored")
    signals.responses_voided.connect(on_voided, dispatch_uid="hocvuso.competency.voided")
    for model in (Framework, Competency, CompetencyRuleProfile):
        for signal in (post_save, post_delete):
            signal.connect(catalogue.forget, sender=model, dispatch_uid=f"hocvuso.competency.forget.{id(signal)}")


def on_recorded(sender: Any, attempt: Attempt, responses: Iterable[Response], **_: Any) -> None:
    """One bulk insert; a re-answer within the attempt brings its line up to date."""
    evidence.write(attempt, responses)


def on_closed(sender: Any, attempt: Attempt, **_: Any) -> None:
    """The attempt counts: statuses may rise."""
    api.recompute(attempt.learner_id, attempt_id=attempt.pk)


def on_rescored(sender: Any, attempt: Attempt, responses: Iterable[Response], **_: Any) -> None:
    """Scores changed: lines follow, those whose answer is not scored any more become void, statuses are exact."""
    rows = list(responses)
    evidence.write(attempt, rows)
    unscored = [row.pk for row in rows if row.score is None]
    if unscored:
        Evidence.objects.filter(attempt=attempt, response_id__in=unscored, voided_at=None).update(
            voided_at=attempt.rescored_at or timezone.now()
        )
    api.recompute(attempt.learner_id, attempt_id=attempt.pk, exact=True)


def on_voided(sender: Any, attempt: Attempt, **_: Any) -> None:
    """The attempt is void: so is its evidence, and what rested on it."""
    Evidence.objects.filter(attempt=attempt, voided_at=None).update(
        voided_at=attempt.ended_by_staff_at or timezone.now()
    )
    api.recompute(attempt.learner_id, attempt_id=attempt.pk, exact=True)
