"""Courses, their structure, and who takes part."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from opaque_keys.edx.django.models import CourseKeyField, UsageKeyField


class Course(models.Model):
    """A course run. ``version`` grows with every change of its content, so that cached structures know when to go."""

    key = CourseKeyField(max_length=255, unique=True)
    title = models.CharField(max_length=255)
    version = models.PositiveIntegerField(default=1)
    open_preview = models.BooleanField(default=True, help_text="Visitors without an account may look at the course.")
    about = models.TextField(blank=True)
    image = models.CharField(max_length=255, blank=True)
    grading_policy = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["title", "key"]

    def __str__(self) -> str:
        return self.title


class Block(models.Model):
    """One block of a course. ``settings`` and ``content`` hold the explicitly set fields of those scopes, as field
    JSON; ``imported`` is their digest as they came with the last package, empty for what was imported before digests
    were kept."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="blocks")
    usage_key = UsageKeyField(max_length=255, unique=True)
    block_type = models.CharField(max_length=64)
    parent_key = UsageKeyField(max_length=255, null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    settings = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    imported = models.CharField(max_length=64, blank=True, default="")
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["order"]
        indexes = [models.Index(fields=["course", "order"])]

    def __str__(self) -> str:
        return str(self.usage_key)


class Asset(models.Model):
    """A static file of a course: ``path`` below ``static/``; its bytes lie in the data folder under their digest."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="assets")
    path = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        unique_together = [("course", "path")]

    def __str__(self) -> str:
        return self.path


class Enrollment(models.Model):
    """A learner in a course. Column names follow the platform's ``CourseEnrollment`` where both have them.

    ``field_overrides`` maps a usage id to fields of this learner only, such as a later ``due`` (the platform's
    individual extensions).
    """

    MODES = [("honor", _("learner"))]

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrollments")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="enrollments")
    mode = models.CharField(max_length=20, default="honor", choices=MODES)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)
    last_unit = models.CharField(max_length=255, blank=True)
    last_seen = models.DateTimeField(null=True, blank=True)
    field_overrides = models.JSONField(default=dict, blank=True)

    class Meta:
        unique_together = [("user", "course")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.course_id}"


class Cohort(models.Model):
    """A group of learners inside a course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="cohorts")
    name = models.CharField(max_length=255)
    users = models.ManyToManyField(settings.AUTH_USER_MODEL, through="CohortMembership", related_name="cohorts")

    class Meta:
        unique_together = [("course", "name")]

    def __str__(self) -> str:
        return self.name


class CohortMembership(models.Model):
    """One cohort per learner and course, as on the platform."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    course = models.ForeignKey(Course, on_delete=models.CASCADE)

    class Meta:
        unique_together = [("user", "course")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.cohort_id}"
