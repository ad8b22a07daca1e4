"""``manage.py hocvuso_recompute``: statuses anew from the evidence, for instance after the rule was changed."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import models, transaction

from xblocks.competency import api, evidence
from xblocks.learning_record.api import responses
from xblocks.learning_record.models import Attempt, Learner

PAGE = 500


class Command(BaseCommand):
    """Safe to run at any time, to interrupt and to run again; every learner and attempt is a transaction of its own."""

    help = (
        "Compute competency statuses anew from the evidence. Statuses are raised only, unless --exact says otherwise. "
        "--evidence first writes evidence that is missing (responses from before this app was installed)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two switches."""
        parser.add_argument("--evidence", action="store_true", help="write evidence that is missing first")
        parser.add_argument("--exact", action="store_true", help="also take away what the evidence does not bear out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through attempts, if asked to, and learners, in pages; progress is shown on a terminal."""
        if options["evidence"]:
            attempts = Attempt.objects.exclude(status=Attempt.Status.VOID)
            total, lines = attempts.count(), 0
            for number, attempt in enumerate(_paged(attempts), 1):
                with transaction.atomic():
                    lines += evidence.write(attempt, responses(attempt.pk))
                self._progress("attempts", number, total)
            self.stdout.write(f"evidence: {lines} lines from {total} attempts")
        total = Learner.objects.count()
        for number, learner in enumerate(_paged(Learner.objects.all()), 1):
            with transaction.atomic():
                api.recompute(learner.pk, exact=options["exact"])
            self._progress("learners", number, total)
        self.stdout.write(f"statuses: {total} learners")

    def _progress(self, what: str, number: int, total: int) -> None:
        if self.stderr.isatty() and (number % 100 == 0 or number == total):
            self.stderr.write(f"\r{what}: {number}/{total}", ending="" if number < total else "\n")


def _paged(rows: models.QuerySet[Any]) -> Iterator[Any]:
    """All rows by primary key, ``PAGE`` at a time: memory stays flat and no cursor stays open over the writes."""
    last = None
    while True:
        page = list((rows if last is None else rows.filter(pk__gt=last)).order_by("pk")[:PAGE])
        yield from page
        if len(page) < PAGE:
            return
        last = page[-1].pk
