"""The tables. Keys are strings, times are aware and UTC; unique keys stay under 3,072 bytes of utf8mb4.

The floors above write through ``api.py`` only; reading (reports, exports) may use the models.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from .fields import CanonicalJSONField


def new_pseudonym() -> str:
    """A fresh random name of 32 hex digits that says nothing about a person."""
    return uuid.uuid4().hex


class Learner(models.Model):
    """The one row between a person and the records: take ``user`` away, and the records belong to nobody.

    No constraint in the database points to the platform's user table: creating one would lock its busiest table.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_constraint=False,
    )
    pseudonym = models.CharField(max_length=32, unique=True, default=new_pseudonym, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.pseudonym


class ContentVersion(models.Model):
    """Content exactly as it was shown: the canonical JSON ``body`` under its SHA-256."""

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=32)
    schema = models.PositiveSmallIntegerField()
    body = models.TextField()

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:12]}"


class Attempt(models.Model):
    """One attempt at a quiz or one play of a simulation.

    ``generation`` counts the resets and deletions of this learner's state in this block: after one, numbers start
    again at 1 beside the old rows. ``step`` is the number of the last step, written when the attempt closes.
    """

    class Status(models.TextChoices):
        """Life of an attempt. ``reset`` and ``void`` are ends that support staff made."""

        OPEN = "open", "open"
        FINISHED = "finished", "finished"
        RESET = "reset", "reset"
        VOID = "void", "void"

    id = models.CharField(max_length=32, primary_key=True)
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="attempts")
    course_key = models.CharField(max_length=255)
    usage_key = models.CharField(max_length=255)
    number = models.PositiveIntegerField()
    generation = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=32)
    content = models.ForeignKey(ContentVersion, on_delete=models.PROTECT, related_name="+")
    plan = CanonicalJSONField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    started = models.DateTimeField()
    finished = models.DateTimeField(null=True, blank=True)
    earned = models.FloatField(null=True, blank=True)
    possible = models.FloatField(null=True, blank=True)
    step = models.PositiveIntegerField(default=0)
    rescored_at = models.DateTimeField(null=True, blank=True)
    ended_by_staff_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "usage_key", "number", "generation"], name="hocvuso_lr_attempt_first"
            )
        ]
        indexes = [
            models.Index(fields=["course_key", "finished"], name="hocvuso_lr_attempt_course"),
            models.Index(fields=["usage_key", "status"], name="hocvuso_lr_attempt_usage"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id[:8]} #{self.number} {self.status}"


class Response(models.Model):
    """One answer or one move, in the real ids of the content, as the server graded it.

    ``score`` is 0..1, None where the step is not scored. ``competencies`` are ``framework:code`` ids.
    """

    id = models.BigAutoField(primary_key=True)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="responses")
    step = models.PositiveIntegerField()
    item_id = models.CharField(max_length=130)
    answer = CanonicalJSONField()
    score = models.FloatField(null=True, blank=True)
    competencies = CanonicalJSONField()
    digest = models.CharField(max_length=64)
    created = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "step"], name="hocvuso_lr_response_first")]
        indexes = [models.Index(fields=["created"], name="hocvuso_lr_response_created")]

    def __str__(self) -> str:
        return f"{self.attempt_id[:8]} step {self.step}"
