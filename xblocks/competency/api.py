"""What others ask of competencies. Evidence itself is written by ``receivers.py`` when a response is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connections, router, transaction
from django.utils import timezone

from xblocks.common.jsonform import digest
from xblocks.learning_record.models import Learner

from . import catalogue, frameworks, mastery
from .models import Competency, Evidence, Framework, StudentCompetencyStatus


@dataclass(frozen=True, slots=True)
class CompetencyStatus:
    """One learner's standing in one competency, to show.

    ``fraction`` is 0..1 over ``items`` distinct items; ``enough`` is False while there is too little evidence to say
    more than that; ``demonstrated_at`` is None until it is demonstrated.
    """

    id: str
    title: str
    status: str
    demonstrated_at: datetime | None
    items: int
    points: float
    fraction: float
    sources: int
    scenarios: int
    enough: bool


def load_frameworks(folder: Path | str) -> dict[str, str]:
    """Bring the tables in line with the ``*.json`` of ``folder``: ``{id: "created" | "updated" | "same"}``.

    All or nothing; running it again changes nothing. Codes that a newer file lacks stay, not assessable any more, so
    that old evidence keeps its titles; frameworks without a file stay. Raises ``ModelError`` as ``Frameworks.load``.
    """
    found = frameworks.Frameworks.load(folder)
    with transaction.atomic():
        known = dict(Framework.objects.values_list("slug", "digest"))
        done = {}
        for framework in found:
            body = framework.to_json()
            if known.get(framework.id) == digest(body):
                done[framework.id] = "same"
                continue
            _store(framework, body)
            done[framework.id] = "updated" if framework.id in known else "created"
        catalogue.forget()
    return done


def titles(ids: Iterable[str], lang: str) -> dict[str, str]:
    """Title of each id in ``lang``; an unknown id is its own title. No query (see ``catalogue.py``)."""
    known = catalogue.current()
    return {name: known.title(name, lang) for name in ids}


def search(text: str, *, limit: int) -> list[str]:
    """Ids of at most ``limit`` competencies whose code or a title holds every word of ``text``, without regard to case
    and diacritics, by framework and code. No query."""
    words = frameworks.fold(text).split()
    known = catalogue.current()
    found = []
    for name, (titles_by_lang, assessable) in known.entries.items():
        if assessable and all(w in frameworks.fold(" ".join((name, *titles_by_lang.values()))) for w in words):
            found.append(name)
    return known.sorted(found)[:limit]


def is_known(competency_id: str) -> bool:
    """True for a competency of a loaded framework (not for a domain). No query."""
    return catalogue.current().is_known(competency_id)


def has_frameworks() -> bool:
    """Whether any framework is loaded. No query."""
    return bool(catalogue.current().entries)


def status_of(user_id: int, lang: str = "vi") -> list[CompetencyStatus]:
    """The learner's statuses by framework and code; 1 query."""
    rows = {row.competency: row for row in StudentCompetencyStatus.objects.filter(learner__user_id=user_id)}
    known = catalogue.current()
    return [
        CompetencyStatus(
            id=name,
            title=known.title(name, lang),
            status=rows[name].status,
            demonstrated_at=rows[name].demonstrated_at,
            items=rows[name].items,
            points=rows[name].points,
            fraction=rows[name].points / rows[name].items if rows[name].items else 0.0,
            sources=rows[name].sources,
            scenarios=rows[name].scenarios,
            enough=rows[name].enough,
        )
        for name in known.sorted(rows)
    ]


def recompute(learner_id: int, *, attempt_id: str | None = None, exact: bool = False) -> int:
    """Compute the learner's statuses from the evidence that is not void; returns how many competencies were looked at.

    ``attempt_id`` limits it to the competencies of that attempt. Statuses are raised only; ``exact`` (after voiding and
    rescoring) also takes away what has no evidence any more. 4 queries; 2 without competencies; 1 more if rows go.
    """
    with transaction.atomic(savepoint=False):
        # One after the other for each learner: a slower computation must not overwrite a newer one.
        no_key = connections[router.db_for_write(Learner)].features.has_select_for_no_key_update
        list(Learner.objects.select_for_update(no_key=no_key).filter(pk=learner_id).values_list("pk"))
        evidence = Evidence.objects.filter(learner_id=learner_id)
        if attempt_id is not None:
            of_attempt = Evidence.objects.filter(attempt_id=attempt_id).values("competency")
            evidence = evidence.filter(competency__in=of_attempt)
        lines: dict[str, list[mastery.Line]] = {}
        for line in evidence.order_by("competency", "id"):
            own = lines.setdefault(line.competency, [])
            if line.voided_at is None:
                own.append(
                    mastery.Line(
                        item=line.item_id,
                        source=line.usage_key,
                        kind=line.kind,
                        attempt=line.attempt_id,
                        score=line.score,
                        at=line.created,
                        order=line.pk,
                    )
                )
        if lines:
            _store_statuses(learner_id, lines, exact)
    return len(lines)


def _store_statuses(learner_id: int, lines: dict[str, list[mastery.Line]], exact: bool) -> None:
    known = catalogue.current()
    before = {
        row.competency: row
        for row in StudentCompetencyStatus.objects.filter(learner_id=learner_id, competency__in=list(lines))
    }
    now = timezone.now()
    rows = []
    for name, own in lines.items():
        if not own:
            continue
        rule, earlier = known.rule(name), before.get(name)
        reached = earlier.demonstrated_at if earlier is not None and not exact else None
        standing = mastery.standing(own, rule, reached)
        parts = frameworks.split_id(name)
        rows.append(
            StudentCompetencyStatus(
                learner_id=learner_id,
                competency=name,
                status=standing.status,
                demonstrated_at=standing.demonstrated_at,
                items=standing.estimate.items,
                points=standing.estimate.points,
                sources=standing.estimate.sources,
                scenarios=standing.estimate.scenarios,
                enough=standing.estimate.enough,
                rule=_rule_data(rule),
                framework_version=known.version(parts[0]) if parts else "",
                updated=now,
            )
        )
    _upsert(StudentCompetencyStatus, rows, ["learner", "competency"])
    gone = [row.pk for name, row in before.items() if not lines[name]]
    if gone and exact:
        StudentCompetencyStatus.objects.filter(pk__in=gone).delete()


def _rule_data(rule: mastery.Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "min_items": rule.min_items,
        "min_sources": rule.min_sources,
        "min_scenarios": rule.min_scenarios,
        "threshold": rule.threshold,
    }


def _store(framework: frameworks.Framework, body: str) -> None:
    row, _ = Framework.objects.update_or_create(
        slug=framework.id,
        defaults={
            "version": framework.version[:64],
            "titles": dict(framework.title),
            "source": framework.citation,
            "body": body,
            "digest": digest(body),
        },
    )
    domains = [
        Competency(framework=row, code=d.code, titles=dict(d.title), position=index, assessable=False)
        for index, d in enumerate(framework.domains)
    ]
    _upsert(Competency, domains, ["framework", "code"])
    pks = dict(Competency.objects.filter(framework=row).values_list("code", "pk"))
    competencies = [
        Competency(
            framework=row,
            code=c.code,
            titles=dict(c.title),
            parent_id=pks[c.domain] if c.domain is not None else None,
            position=len(domains) + index,
            assessable=True,
        )
        for index, c in enumerate(framework.competencies)
    ]
    _upsert(Competency, competencies, ["framework", "code"])
    current = [entry.code for entry in (*domains, *competencies)]
    Competency.objects.filter(framework=row).exclude(code__in=current).update(assessable=False)


def _upsert(model: Any, rows: list[Any], unique: list[str]) -> None:
    """Insert ``rows`` or bring those with the same unique key up to date; one query, none without rows."""
    if not rows:
        return
    features = connections[router.db_for_write(model)].features
    names = [f.name for f in model._meta.concrete_fields if not f.primary_key and f.name not in unique]
    model.objects.bulk_create(
        rows,
        update_conflicts=True,
        update_fields=names,
        unique_fields=unique if features.supports_update_conflicts_with_target else None,
    )
