"""The classroom as a Django app."""

from django.apps import AppConfig


class ClassroomConfig(AppConfig):
    """Accounts, courses, learners' state and grades of one machine."""

    name = "classroom"
    label = "classroom"
    verbose_name = "Classroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from eventtracking import tracker

        # edx-completion reports every change to the platform's tracking log; here nobody listens.
        tracker.register_tracker(tracker.Tracker(backends={}))
