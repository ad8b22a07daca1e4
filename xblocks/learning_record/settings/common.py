"""Defaults; an operator's own value, set earlier, stays."""

from __future__ import annotations

from typing import Any


def plugin_settings(settings: Any) -> None:
    """Add our defaults to the platform's settings module.

    ``HOCVUSO_STATE_MODEL``: the table of learners' state (``app.Model``, with ``student_id``, ``module_state_key`` and
    ``course_id``) whose deleted rows void our records.
    """
    if not hasattr(settings, "HOCVUSO_STATE_MODEL"):
        settings.HOCVUSO_STATE_MODEL = "courseware.StudentModule"
