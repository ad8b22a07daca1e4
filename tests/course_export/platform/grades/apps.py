"""The app, under the platform's label."""

from django.apps import AppConfig


class GradesConfig(AppConfig):
    """Answers to ``grades``."""

    name = "tests.course_export.platform.grades"
    label = "grades"
    default_auto_field = "django.db.models.AutoField"
