"""Accounts and enrolments, with the platform's own field names."""

from django.conf import settings
from django.db import models
from opaque_keys.edx.django.models import CourseKeyField


class UserProfile(models.Model):
    """``common.djangoapps.student.models.UserProfile``."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, related_name="profile", on_delete=models.CASCADE)
    name = models.CharField(blank=True, max_length=255)

    def __str__(self):
        return self.name


class CourseEnrollment(models.Model):
    """``common.djangoapps.student.models.CourseEnrollment`` (there ``course_id`` is a key to an overview)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    course_id = CourseKeyField(max_length=255, db_index=True)
    created = models.DateTimeField()
    is_active = models.BooleanField(default=True)
    mode = models.CharField(default="audit", max_length=100)

    def __str__(self):
        return f"{self.user_id}"


class CourseAccessRole(models.Model):
    """``common.djangoapps.student.models.CourseAccessRole``."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    org = models.CharField(max_length=64, blank=True)
    course_id = CourseKeyField(max_length=255, db_index=True, blank=True)
    role = models.CharField(max_length=64, db_index=True)

    def __str__(self):
        return self.role
