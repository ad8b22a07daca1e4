"""What the platform reads from the apps, and what its databases ask of the tables."""

from __future__ import annotations

import ast
import importlib
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import models

from xblocks.competency.models import CompetencyRuleProfile
from xblocks.learning_record.apps import LearningRecordConfig
from xblocks.learning_record.fields import CanonicalJSONField

ROOT = Path(__file__).resolve().parents[2]
LABELS = ("hocvuso_learning_record", "hocvuso_competency")
OUR_MODELS = [model for label in LABELS for model in apps.get_app_config(label).get_models()]
MYSQL_KEY_BYTES = 3072


def test_the_words_of_the_plugin_configuration_are_the_platforms() -> None:
    constants = pytest.importorskip("edx_django_utils.plugins.constants")
    config = LearningRecordConfig.plugin_app
    assert set(config) == {constants.PluginSettings.CONFIG, constants.PluginSignals.CONFIG}
    for project in ("lms.djangoapp", "cms.djangoapp"):
        for kind in ("common", "production", "test"):
            path = config[constants.PluginSettings.CONFIG][project][kind][constants.PluginSettings.RELATIVE_PATH]
            module = importlib.import_module(f"{LearningRecordConfig.name}.{path}")
            assert callable(getattr(module, constants.PLUGIN_APP_SETTINGS_FUNC_NAME))
    signals = config[constants.PluginSignals.CONFIG]["lms.djangoapp"]
    module = importlib.import_module(f"{LearningRecordConfig.name}.{signals[constants.PluginSignals.RELATIVE_PATH]}")
    receivers = signals[constants.PluginSignals.RECEIVERS]
    for receiver in receivers:
        assert callable(getattr(module, receiver[constants.PluginSignals.RECEIVER_FUNC_NAME]))
        assert receiver[constants.PluginSignals.DISPATCH_UID]
    home = "openedx.core.djangoapps.user_api.accounts.signals"
    assert [receiver[constants.PluginSignals.SIGNAL_PATH] for receiver in receivers] == [
        f"{home}.USER_RETIRE_LMS_CRITICAL",
        f"{home}.USER_RETIRE_LMS_MISC",
    ]


def test_our_default_setting_gives_way_to_the_operators() -> None:
    from xblocks.learning_record.settings.common import plugin_settings

    bare, own = SimpleNamespace(), SimpleNamespace(HOCVUSO_STATE_MODEL="other.State")
    plugin_settings(bare)
    plugin_settings(own)
    assert bare.HOCVUSO_STATE_MODEL == "courseware.StudentModule"
    assert own.HOCVUSO_STATE_MODEL == "other.State"


def test_nothing_of_the_platform_is_imported() -> None:
    for path in [*(ROOT / "xblocks/learning_record").rglob("*.py"), *(ROOT / "xblocks/competency").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            foreign = {name.partition(".")[0] for name in names} & {
                "openedx",
                "lms",
                "common",
                "cms",
                "edx_django_utils",
            }
            assert not foreign, path


@pytest.mark.parametrize("label", LABELS)
def test_every_change_of_a_table_has_its_migration(label: str, db: None) -> None:
    call_command("makemigrations", label, check=True, dry_run=True, stdout=StringIO())


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model.__name__)
def test_keys_fit_into_mysql_and_no_constraint_is_partial(model: type[models.Model]) -> None:
    def size(name: str) -> int:
        field = model._meta.get_field(name)
        while field.remote_field:
            field = field.target_field
        return 4 * field.max_length if field.max_length else 8

    keys = [[field.name] for field in model._meta.concrete_fields if field.unique]
    for constraint in model._meta.constraints:
        assert isinstance(constraint, models.UniqueConstraint)
        assert constraint.condition is None
        assert not constraint.expressions
        keys.append(list(constraint.fields))
    for index in model._meta.indexes:
        assert index.condition is None
        keys.append(list(index.fields))
    for key in keys:
        assert sum(map(size, key)) <= MYSQL_KEY_BYTES, key


def test_json_is_stored_as_canonical_text() -> None:
    field = CanonicalJSONField()
    assert field.get_internal_type() == "TextField"
    assert field.get_prep_value({"b": ["đ"], "a": 1}) == '{"a":1,"b":["đ"]}'
    assert field.get_prep_value(None) is None
    assert field.from_db_value('{"a":1}', None, None) == {"a": 1}
    assert field.from_db_value(None, None, None) is None
    assert field.to_python('["a"]') == ["a"]
    assert field.to_python({"a": 1}) == {"a": 1}
    with pytest.raises(ValueError, match="JSON compliant"):
        field.get_prep_value(float("nan"))


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model.__name__)
def test_the_admin_shows_all_and_changes_only_the_rule(model: type[models.Model], rf, db) -> None:  # type: ignore[no-untyped-def]
    request = rf.get("/")
    request.user = get_user_model()(username="chief", is_superuser=True, is_staff=True, is_active=True)
    page = admin.site._registry[model]
    may_change = page.has_change_permission(request)
    assert page.has_view_permission(request)
    assert may_change == page.has_add_permission(request) == page.has_delete_permission(request)
    assert may_change == (model is CompetencyRuleProfile)
    list(page.get_queryset(request)[:1])
    assert page.get_changelist_instance(request).result_count == 0
