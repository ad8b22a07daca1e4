"""Responses to lines of evidence: one line per attempt, item and competency, the latest answer winning."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import connections, router

from xblocks.learning_record.models import Attempt, Response

from . import catalogue
from .frameworks import split_id
from .models import Evidence

log = logging.getLogger(__name__)

_KINDS = {"skill_quiz": Evidence.Kind.QUIZ, "scenario_sim": Evidence.Kind.SCENARIO}
_UNIQUE = ["attempt", "item_id", "competency"]
_FOLLOWING = ["score", "response", "created", "framework_version", "voided_at"]


def lines_of(attempt: Attempt, responses: Iterable[Response]) -> list[Evidence]:
    """Unsaved evidence from ``responses`` (in step order): scored ones only, each competency once.

    An id that is no ``framework:code`` is left out with a line in the log: a misspelt tag must not cost an answer.
    """
    lines: dict[tuple[str, str], Evidence] = {}
    for response in responses:
        if response.score is None:
            continue
        for competency in response.competencies:
            parts = split_id(competency)
            if parts is None:
                log.warning("Response %s names %r, which is no competency id.", response.pk, competency)
                continue
            lines[response.item_id, competency] = Evidence(
                learner_id=attempt.learner_id,
                attempt=attempt,
                usage_key=attempt.usage_key,
                course_key=attempt.course_key,
                item_id=response.item_id,
                competency=competency,
                framework_version=catalogue.current().version(parts[0]),
                score=response.score,
                kind=_KINDS.get(attempt.kind, Evidence.Kind.OFFLINE),
                response=response,
                created=response.created,
                voided_at=None,
            )
    return list(lines.values())


def write(attempt: Attempt, responses: Iterable[Response]) -> int:
    """Write or bring up to date the evidence of ``responses``; one query, none without evidence. Returns the lines."""
    lines = lines_of(attempt, responses)
    if lines:
        features = connections[router.db_for_write(Evidence)].features
        Evidence.objects.bulk_create(
            lines,
            update_conflicts=True,
            update_fields=_FOLLOWING,
            unique_fields=_UNIQUE if features.supports_update_conflicts_with_target else None,
        )
    return len(lines)
