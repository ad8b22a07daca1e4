"""Groups of a course, with the platform's own field names."""

from django.conf import settings
from django.db import models
from opaque_keys.edx.django.models import CourseKeyField


class CourseUserGroup(models.Model):
    """``openedx.core.djangoapps.course_groups.models.CourseUserGroup``."""

    name = models.CharField(max_length=255)
    course_id = CourseKeyField(max_length=255, db_index=True)
    group_type = models.CharField(max_length=20)

    def __str__(self):
        return self.name


class CohortMembership(models.Model):
    """``openedx.core.djangoapps.course_groups.models.CohortMembership``."""

    course_user_group = models.ForeignKey(CourseUserGroup, on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    course_id = CourseKeyField(max_length=255)

    def __str__(self):
        return f"{self.user_id}"
