"""The app, and what a platform that knows plugins reads from it."""

from __future__ import annotations

from django.apps import AppConfig


def _retirement(signal: str) -> dict[str, str]:
    return {
        "receiver_func_name": "on_user_retired",
        "signal_path": f"openedx.core.djangoapps.user_api.accounts.signals.{signal}",
        "dispatch_uid": f"hocvuso.learning_record.{signal.lower()}",
    }


_SETTINGS = {
    "common": {"relative_path": "settings.common"},
    "production": {"relative_path": "settings.common"},
    "test": {"relative_path": "settings.common"},
}


class LearningRecordConfig(AppConfig):
    """Records of learning. The words in ``plugin_app`` are those of ``edx_django_utils.plugins``, written out so that
    nothing of the platform is imported."""

    name = "xblocks.learning_record"
    label = "hocvuso_learning_record"
    verbose_name = "Học vụ số: records of learning"
    default_auto_field = "django.db.models.BigAutoField"

    plugin_app = {
        "settings_config": {"lms.djangoapp": _SETTINGS, "cms.djangoapp": _SETTINGS},
        "signals_config": {
            "lms.djangoapp": {
                "relative_path": "receivers",
                "receivers": [_retirement("USER_RETIRE_LMS_CRITICAL"), _retirement("USER_RETIRE_LMS_MISC")],
            }
        },
    }

    def ready(self) -> None:
        """Listen to the deletion of learners' state and of users."""
        from . import receivers

        receivers.connect()
