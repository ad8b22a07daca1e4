"""What learners leave behind: state, scores and grades, under the platform's own column names."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from opaque_keys.edx.django.models import CourseKeyField, UsageKeyField


class StudentModule(models.Model):
    """One learner's state and score in one block (the platform's ``courseware.StudentModule``)."""

    module_type = models.CharField(max_length=32, default="problem")
    module_state_key = UsageKeyField(max_length=255, db_column="module_id")
    student = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False)
    course_id = CourseKeyField(max_length=255)
    state = models.TextField(null=True, blank=True)  # noqa: DJ001  # as the platform has it
    grade = models.FloatField(null=True, blank=True)
    max_grade = models.FloatField(null=True, blank=True)
    done = models.CharField(max_length=8, default="na")
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField()

    class Meta:
        unique_together = [("student", "module_state_key", "course_id")]
        indexes = [
            models.Index(fields=["course_id", "student"]),
            models.Index(fields=["module_state_key", "grade"]),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} in {self.module_state_key}"


class ScopedValue(models.Model):
    """A field value that belongs to no single (learner, block): the scopes user_state_summary, preferences and
    user_info.

    ``owner`` names the block, the block type or nothing; ``user`` is null where the scope has no learner.
    """

    scope = models.CharField(max_length=24)
    owner = models.CharField(max_length=255, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True)
    field_name = models.CharField(max_length=64)
    value = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "owner", "user", "field_name"], name="classroom_scopedvalue_one"),
        ]

    def __str__(self) -> str:
        return f"{self.scope}.{self.owner}.{self.field_name}"


class PersistentSubsectionGrade(models.Model):
    """A score that staff wrote over the computed one (the platform's subsection override), 0..possible."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    course_id = CourseKeyField(max_length=255)
    usage_key = UsageKeyField(max_length=255)
    earned_graded_override = models.FloatField()
    possible_graded_override = models.FloatField()
    comment = models.CharField(max_length=500, blank=True)
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        unique_together = [("user", "course_id", "usage_key")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.usage_key}"


class PersistentCourseGrade(models.Model):
    """A learner's grade in a course, 0..1. ``passed_timestamp`` is when it first passed and stays after a later
    fall."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False)
    course_id = CourseKeyField(max_length=255, db_index=True)
    percent_grade = models.FloatField()
    letter_grade = models.CharField(max_length=255, blank=True)
    passed_timestamp = models.DateTimeField(null=True, blank=True)
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        unique_together = [("user", "course_id")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.course_id}"


class StaffAction(models.Model):
    """What staff did to somebody's record, and when. Written in the same transaction, never changed."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    course_id = CourseKeyField(max_length=255, db_index=True)
    usage_id = models.CharField(max_length=255, blank=True)
    action = models.CharField(max_length=40)
    detail = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.action} {self.usage_id}"
