"""What others may ask of the classroom: importing a package, demo accounts, playing as a learner.

The ``hocvuso`` command reaches this module through ``DJANGO_SETTINGS_MODULE``; Django is set up before it is imported.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from opaque_keys.edx.keys import CourseKey

from classroom.demo import DemoAccount, create_demo_accounts
from classroom.olx.edited import backups_of
from classroom.olx.importer import import_course
from classroom.play import (
    LearnerClient,
    course_keys,
    enrol,
    learner_client,
    remove_synthetic_learner,
    synthetic_learner,
    synthetic_learners,
)

__all__ = [
    "DemoAccount",
    "LearnerClient",
    "backups_of",
    "course_keys",
    "create_demo_accounts",
    "enrol",
    "import_olx",
    "learner_client",
    "remove_synthetic_learner",
    "synthetic_learner",
    "synthetic_learners",
]


def import_olx(path: str | Path, *, replace: bool = False) -> CourseKey:
    """Import an OLX package (``.tar.gz`` or folder) and return the course's key.

    Re-importing brings the course up to date and keeps learners' state. Raises
    ``classroom.olx.errors.ImportRefused`` (a ``UserError`` with ``vi`` and ``en``); then nothing has changed. One of
    them, ``EditedHere`` (``titles``: list of str), says that authors edited blocks here since the last import;
    ``replace`` True lets the package win, and the course as it was is kept (``backups_of(key)``, newest first).
    """
    key: Any = import_course(Path(path), replace=replace).key
    return key
