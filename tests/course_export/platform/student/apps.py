"""The app, under the platform's label."""

from django.apps import AppConfig


class StudentConfig(AppConfig):
    """Answers to ``student``."""

    name = "tests.course_export.platform.student"
    label = "student"
    default_auto_field = "django.db.models.AutoField"
