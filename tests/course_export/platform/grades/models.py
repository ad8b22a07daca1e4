"""Course grades, with the platform's own field names."""

from django.db import models
from opaque_keys.edx.django.models import CourseKeyField


class PersistentCourseGrade(models.Model):
    """``lms.djangoapps.grades.models.PersistentCourseGrade``."""

    user_id = models.IntegerField(db_index=True)
    course_id = CourseKeyField(max_length=255)
    percent_grade = models.FloatField()
    letter_grade = models.CharField(max_length=255, blank=True)
    passed_timestamp = models.DateTimeField(blank=True, null=True)
    modified = models.DateTimeField()

    def __str__(self):
        return f"{self.user_id}"
