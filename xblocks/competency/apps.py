"""The app, and what a platform that knows plugins reads from it."""

from __future__ import annotations

from django.apps import AppConfig


class CompetencyConfig(AppConfig):
    """Competencies. It needs ``xblocks.learning_record``; blocks do without both."""

    name = "xblocks.competency"
    label = "hocvuso_competency"
    verbose_name = "Học vụ số: competencies"
    default_auto_field = "django.db.models.BigAutoField"

    # Nothing to configure: its presence alone makes the platform install the app.
    plugin_app: dict[str, dict[str, object]] = {}

    def ready(self) -> None:
        """Listen to the records of learning."""
        from . import receivers

        receivers.connect()
