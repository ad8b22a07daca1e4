"""Grade and completion: what the grade book gets, when, and how a rescore or an override goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from xblock.completable import CompletableXBlockMixin
from xblock.scorable import ScorableXBlockMixin, Score

from .hooks import EngineHooks
from .identity import Identity
from .progress import Progress
from .recording import recorder_for


class ScoringMixin(EngineHooks, ScorableXBlockMixin, CompletableXBlockMixin):
    """The platform's scoring and completion contract for both blocks."""

    def points(self) -> float:
        """Points that a full score gives."""
        weight = self.weight
        return float(weight) if weight is not None and weight > 0 else 0.0

    def max_score(self) -> float:
        """From authored fields only: the platform collects it unbound."""
        return self.points()

    def has_submitted_answer(self) -> bool:
        """True once an attempt has ended."""
        found = self.progress()
        return bool(found.counted()) or found.ended() is not None

    def get_score(self) -> Score:
        """The stored score."""
        return Score(raw_earned=self.earned or 0.0, raw_possible=self.possible or self.points())

    def set_score(self, score: Score) -> None:
        """Stores ``score``. The platform calls it on publishing and when staff override a score."""
        self.earned = float(score.raw_earned)
        self.possible = float(score.raw_possible)

    def calculate_score(self) -> Score:
        """The score that the current content gives to the stored attempts; changes nothing."""
        return self._overall(self._regraded(self.progress())[0])

    def publish_grade(self, score: Score | None = None, only_if_higher: bool | None = None) -> None:
        """Sends ``score`` (or the stored one) to the grade book."""
        self._publish_grade(score or self.get_score(), only_if_higher)

    def rescore(self, only_if_higher: bool | None = None) -> None:
        """Grades the stored attempts by the current content; records and evidence follow.

        Raises ValueError without an ended attempt.
        """
        if not self.has_submitted_answer():
            raise ValueError(self.tr("There is no finished attempt to regrade."))
        recorder = recorder_for(self)
        now = self.now()
        with transaction.atomic():
            recorder.keep(self.canonical_content())
            regraded, scores = self._regraded(self.progress())
            for attempt_id, (by_step, card) in scores.items():
                recorder.regrade(attempt_id, by_step, card.earned, card.possible, now)
            self.state = regraded.to_json()
            score = self._overall(regraded)
            if self.is_graded():
                self.set_score(score)
                self._publish_grade(score, only_if_higher)

    def _regraded(self, found: Progress) -> tuple[Progress, dict[str, tuple[dict[int, float], Any]]]:
        model, recorder = self.model(), recorder_for(self)
        scores: dict[str, tuple[dict[int, float], Any]] = {}

        def again(data: Mapping[str, Any]) -> tuple[dict[str, Any], Any]:
            attempt, by_step = self.regrade(model, self.read_attempt(data))
            again_data = self.dump_attempt(attempt)
            own = self.model_for(again_data, recorder)
            card = self.scorecard(model if own is None else own, attempt)
            scores[str(data["id"])] = (by_step, card)
            return again_data, card

        past = []
        for entry in found.past:
            if entry.data is None:
                past.append(entry)
                continue
            data, card = again(entry.data)
            past.append(replace(entry, data=data, earned=card.earned, possible=card.possible))
        current = found.current if found.current is None else again(found.current)[0]
        return replace(found, past=tuple(past), current=current), scores

    def _fractions(self, found: Progress) -> list[float]:
        shares = [p.earned / p.possible if p.possible else 0.0 for p in found.counted()]
        ended = found.ended()
        if ended is not None:
            card = self._card_of(ended)
            shares.append(card.fraction if card else 0.0)
        return shares

    def _overall(self, found: Progress) -> Score:
        shares = self._fractions(found)
        return Score(
            raw_earned=round(overall(shares, self.grade_method) * self.points(), 6), raw_possible=self.points()
        )

    def _publish_result(self, who: Identity, found: Progress) -> None:
        if not self.is_graded() or found.ended() is None:
            if who.records:
                self.emit_completion(1.0)
            return
        score = self._overall(found)
        self.set_score(score)
        if who.records:
            # A best-attempt grade never falls, also not below what staff gave by hand.
            self._publish_grade(score, self.grade_method == "highest")
            self.emit_completion(1.0)


def overall(shares: Sequence[float], method: str) -> float:
    """The share (0..1) that counts of the shares of ended attempts, oldest first; 0 without any.

    ``method``: ``highest``, ``last``, ``first`` or ``average``, as in Moodle's grading method of a quiz.
    """
    if not shares:
        return 0.0
    if method == "last":
        return shares[-1]
    if method == "first":
        return shares[0]
    if method == "average":
        return sum(shares) / len(shares)
    return max(shares)
