"""Content to package, and the platform's tables to read records from."""

import shutil
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent / "fixtures"
PLATFORM = [
    "tests.course_export.platform.student.apps.StudentConfig",
    "tests.course_export.platform.grades.apps.GradesConfig",
    "tests.course_export.platform.course_groups.apps.CourseGroupsConfig",
]


@pytest.fixture
def content(tmp_path):
    """A copy of the small content folder, to change at will."""
    return Path(shutil.copytree(FIXTURES / "content", tmp_path / "content"))


@pytest.fixture(scope="module")
def platform_tables(django_db_setup, django_db_blocker):
    """The platform's apps installed and their tables made, for the tests of one module."""
    from django.apps import apps
    from django.conf import settings
    from django.db import connection
    from django.test import override_settings

    # The table of completions is the platform's own; other tests may have it installed already.
    own = [] if apps.is_installed("completion") else ["completion"]
    installed = [*settings.INSTALLED_APPS, *own, *PLATFORM]
    with override_settings(INSTALLED_APPS=installed), django_db_blocker.unblock():
        models = [
            m for label in ("student", "grades", "course_groups") for m in apps.get_app_config(label).get_models()
        ]
        if own:
            models.append(apps.get_model("completion", "BlockCompletion"))
        with connection.schema_editor() as editor:
            for model in models:
                editor.create_model(model)
        yield
        with connection.schema_editor() as editor:
            for model in reversed(models):
                editor.delete_model(model)
