"""Titles, versions and rules in memory: asked on every page, changed a few times a year.

Read with three queries at the first question, kept for five minutes, dropped at once in the process that changes them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from . import mastery
from .frameworks import split_id, title_in
from .models import Competency, CompetencyRuleProfile, Framework

KEPT_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All frameworks of the database. Unknown ids never raise."""

    versions: Mapping[str, str]
    entries: Mapping[str, tuple[Mapping[str, str], bool]]
    rules: Mapping[str, mastery.Rule]
    order: Mapping[str, int]

    def title(self, competency_id: str, lang: str) -> str:
        """Title of a competency or domain; the id itself when unknown."""
        entry = self.entries.get(competency_id)
        return (title_in(entry[0], lang) if entry else None) or competency_id

    def is_known(self, competency_id: str) -> bool:
        """True for a competency that may be assessed."""
        entry = self.entries.get(competency_id)
        return entry is not None and entry[1]

    def version(self, framework: str) -> str:
        """Version of the framework as loaded; empty when unknown."""
        return self.versions.get(framework, "")

    def rule(self, competency_id: str) -> mastery.Rule:
        """The rule for this competency: its framework's, else the operator's default, else ours."""
        parts = split_id(competency_id)
        return self.rules.get(parts[0] if parts else "") or self.rules.get("") or mastery.Rule()

    def sorted(self, ids: Iterable[str]) -> list[str]:
        """``ids`` by framework and code; unknown ones last, by name."""
        return sorted(ids, key=lambda name: (self.order.get(name, len(self.order)), name))


_kept: tuple[float, Catalogue] | None = None


def current() -> Catalogue:
    """The catalogue, at most five minutes old."""
    global _kept
    now = time.monotonic()
    if _kept is None or now - _kept[0] > KEPT_SECONDS:
        _kept = (now, _read())
    return _kept[1]


def forget(**_: object) -> None:
    """Read anew at the next question; also once the running transaction is committed or gone."""
    global _kept
    _kept = None
    transaction.on_commit(_drop)


def _drop() -> None:
    global _kept
    _kept = None


def _read() -> Catalogue:
    versions = dict(Framework.objects.values_list("slug", "version"))
    rows = Competency.objects.order_by("framework__slug", "position").values_list(
        "framework__slug", "code", "titles", "assessable"
    )
    entries = {f"{slug}:{code}": (titles, assessable) for slug, code, titles, assessable in rows}
    rules = {profile.framework: profile.rule() for profile in CompetencyRuleProfile.objects.all()}
    return Catalogue(versions, entries, rules, {name: index for index, name in enumerate(entries)})
