"""The app, under the platform's label."""

from django.apps import AppConfig


class CoursewareStandInConfig(AppConfig):
    """Answers to ``courseware`` as the platform's app does, so that ``courseware.StudentModule`` resolves."""

    name = "tests.platform_standin"
    label = "courseware"
    default_auto_field = "django.db.models.AutoField"
