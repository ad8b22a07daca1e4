"""The app, under the platform's label."""

from django.apps import AppConfig


class CourseGroupsConfig(AppConfig):
    """Answers to ``course_groups``."""

    name = "tests.course_export.platform.course_groups"
    label = "course_groups"
    default_auto_field = "django.db.models.AutoField"
