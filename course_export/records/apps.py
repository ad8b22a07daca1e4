"""The app that keeps the log of exports."""

from django.apps import AppConfig


class CourseRecordsConfig(AppConfig):
    """Label ``hocvuso_course_records``."""

    name = "course_export.records"
    label = "hocvuso_course_records"
    verbose_name = "hocvuso: records of courses"
    default_auto_field = "django.db.models.BigAutoField"
