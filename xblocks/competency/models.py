"""The tables of competencies. Evidence and statuses name a competency by ``framework:code``, not by a row: they outlive
a framework that is taken away or loaded anew."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from xblocks.learning_record.fields import CanonicalJSONField
from xblocks.learning_record.models import Attempt, Learner, Response

from . import mastery


class Framework(models.Model):
    """A framework as it was loaded; ``body`` is its canonical JSON, ``digest`` the SHA-256 of it."""

    slug = models.CharField(max_length=64, unique=True)
    version = models.CharField(max_length=64)
    titles = CanonicalJSONField()
    source = models.TextField(blank=True, default="")
    body = models.TextField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.slug} ({self.version})"


class Competency(models.Model):
    """A code of a framework. Not ``assessable``: a domain (it has children), and a code that the newest file lacks."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="competencies")
    code = models.CharField(max_length=32)
    titles = CanonicalJSONField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children")
    position = models.PositiveIntegerField(default=0)
    assessable = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="hocvuso_comp_code")]

    def __str__(self) -> str:
        return self.code


class Evidence(models.Model):
    """One line: in this attempt, this item gave this score for this competency."""

    class Kind(models.TextChoices):
        """Where the evidence comes from."""

        QUIZ = "quiz", "quiz"
        SCENARIO = "scenario", "scenario"
        OFFLINE = "offline", "offline"

    id = models.BigAutoField(primary_key=True)
    # A copy of the attempt's learner. Without a constraint: its check would take a shared lock on the learner's row,
    # and two attempts of one learner that close at once would deadlock on MySQL (see api.recompute).
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="+")
    usage_key = models.CharField(max_length=255)
    course_key = models.CharField(max_length=255)
    item_id = models.CharField(max_length=130)
    competency = models.CharField(max_length=128)
    framework_version = models.CharField(max_length=64, blank=True, default="")
    score = models.FloatField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["attempt", "item_id", "competency"], name="hocvuso_comp_evidence_once")
        ]
        indexes = [
            models.Index(fields=["learner", "competency"], name="hocvuso_comp_ev_learner"),
            models.Index(fields=["competency", "created"], name="hocvuso_comp_ev_competency"),
        ]

    def __str__(self) -> str:
        return f"{self.competency} {self.item_id} {self.score:g}"


class CompetencyRuleProfile(models.Model):
    """The rule that an operator sets: for one framework, or (empty ``framework``) for all without one of their own."""

    framework = models.CharField(
        max_length=64, unique=True, blank=True, default="", help_text="Framework id; empty: all others."
    )
    min_items = models.PositiveSmallIntegerField(default=8, validators=[MinValueValidator(1)])
    min_sources = models.PositiveSmallIntegerField(default=2)
    min_scenarios = models.PositiveSmallIntegerField(default=1)
    threshold = models.FloatField(default=0.8, validators=[MinValueValidator(0.01), MaxValueValidator(1.0)])

    def __str__(self) -> str:
        return self.framework or "default"

    def rule(self) -> mastery.Rule:
        """The engine's rule."""
        return mastery.Rule(
            self.framework or "default", self.min_items, self.min_sources, self.min_scenarios, self.threshold
        )


class StudentCompetencyStatus(models.Model):
    """What a learner has demonstrated (raised only), and beside it the estimate when it was computed, with the rule.

    Names follow the platform's coming model of the same name.
    """

    class Status(models.TextChoices):
        """Raised from the second to the first, never lowered by learning on."""

        DEMONSTRATED = mastery.DEMONSTRATED, "Demonstrated"
        PARTIALLY_ATTEMPTED = mastery.PARTIALLY_ATTEMPTED, "Partially attempted"

    id = models.BigAutoField(primary_key=True)
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="+")
    competency = models.CharField(max_length=128)
    status = models.CharField(max_length=24, choices=Status.choices)
    demonstrated_at = models.DateTimeField(null=True, blank=True)
    items = models.PositiveIntegerField()
    points = models.FloatField()
    sources = models.PositiveIntegerField()
    scenarios = models.PositiveIntegerField()
    enough = models.BooleanField()
    rule = CanonicalJSONField()
    framework_version = models.CharField(max_length=64, blank=True, default="")
    updated = models.DateTimeField()

    class Meta:
        verbose_name_plural = "student competency statuses"
        constraints = [models.UniqueConstraint(fields=["learner", "competency"], name="hocvuso_comp_status_once")]
        indexes = [models.Index(fields=["competency", "status"], name="hocvuso_comp_status_by")]

    def __str__(self) -> str:
        return f"{self.competency} {self.status}"
