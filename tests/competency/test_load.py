"""Frameworks in the database: loading again, newer files, titles without queries, the operator's command."""

from __future__ import annotations

import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.learning_record.helpers import Queries
from xblocks.common.findings import ModelError, NewerSchemaError
from xblocks.competency import api, catalogue
from xblocks.competency.models import Competency, CompetencyRuleProfile, Framework

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).resolve().parents[2] / "content" / "frameworks"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one framework that may be changed."""
    shutil.copy(FOLDER / "tt02-2025.json", tmp_path)
    return tmp_path


def change(folder: Path, **parts: Any) -> None:
    """Write the framework's file anew with these parts changed."""
    path = folder / "tt02-2025.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **parts}), encoding="utf-8")


def test_loading_fills_the_tables_and_loading_again_changes_nothing() -> None:
    assert set(api.load_frameworks(FOLDER).values()) == {"created"}
    counts = (Framework.objects.count(), Competency.objects.count())
    assert counts == (6, 103 + 25)
    keys = list(Competency.objects.order_by("pk").values_list("pk", "code"))
    with Queries() as queries:
        assert set(api.load_frameworks(FOLDER).values()) == {"same"}
    assert len(queries.real) == 1
    assert list(Competency.objects.order_by("pk").values_list("pk", "code")) == keys


def test_a_competency_hangs_on_its_domain_and_a_domain_is_not_assessable(folder: Path) -> None:
    api.load_frameworks(folder)
    row = Competency.objects.get(code="4.2")
    assert (row.parent.code, row.assessable, row.parent.assessable) == ("4", True, False)
    assert api.is_known("tt02-2025:4.2")
    assert not api.is_known("tt02-2025:4")
    assert not api.is_known("tt02-2025:9.9")
    assert not api.is_known("nothing")


def test_a_newer_file_updates_titles_and_keeps_codes_it_lacks_for_old_evidence(folder: Path) -> None:
    api.load_frameworks(folder)
    assert api.is_known("tt02-2025:6.3")
    change(
        folder,
        version="sửa đổi",
        competencies=[{"code": "4.2", "title": {"vi": "Tên mới"}, "domain": "4"}],
    )
    assert api.load_frameworks(folder) == {"tt02-2025": "updated"}
    assert api.titles(["tt02-2025:4.2"], "vi") == {"tt02-2025:4.2": "Tên mới"}
    assert api.titles(["tt02-2025:6.3"], "vi") == {"tt02-2025:6.3": "Đánh giá trí tuệ nhân tạo"}
    assert not api.is_known("tt02-2025:6.3")
    assert catalogue.current().version("tt02-2025") == "sửa đổi"


def test_one_bad_file_stops_the_loading_of_all(folder: Path) -> None:
    (folder / "bad.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError):
        api.load_frameworks(folder)
    assert not Framework.objects.exists()
    (folder / "bad.json").unlink()
    change(folder, schema=99)
    with pytest.raises(NewerSchemaError):
        api.load_frameworks(folder)


def test_titles_cost_no_query_once_known_and_unknown_ids_are_their_own_titles() -> None:
    api.load_frameworks(FOLDER)
    with Queries() as queries:
        api.titles([], "vi")
    assert len(queries.real) == 3
    ids = ["tt02-2025:4.2", "tt02-2025:4", "không-có:1", "", "tt02-2025:99"]
    with Queries() as queries:
        found = api.titles(ids, "en")
        api.is_known("tt02-2025:4.2")
    assert queries.real == []
    assert found == {
        "tt02-2025:4.2": "Protecting personal data and privacy",
        "tt02-2025:4": "Safety",
        "không-có:1": "không-có:1",
        "": "",
        "tt02-2025:99": "tt02-2025:99",
    }


def test_the_catalogue_is_read_anew_after_five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(catalogue.time, "monotonic", lambda: now)
    first = catalogue.current()
    now += catalogue.KEPT_SECONDS
    assert catalogue.current() is first
    now += 1
    assert catalogue.current() is not first


def test_a_changed_rule_holds_at_once_in_this_process() -> None:
    assert catalogue.current().rule("tt02-2025:4.2").min_items == 8
    profile = CompetencyRuleProfile.objects.create(min_items=3)
    assert catalogue.current().rule("tt02-2025:4.2").min_items == 3
    profile.delete()
    assert catalogue.current().rule("tt02-2025:4.2").min_items == 8


def test_the_command_loads_and_says_what_it_did(folder: Path) -> None:
    out = StringIO()
    call_command("hocvuso_load_frameworks", folder, stdout=out)
    assert out.getvalue() == "tt02-2025: created\n"


def test_the_command_refuses_in_one_sentence(folder: Path) -> None:
    with pytest.raises(CommandError, match="is no folder"):
        call_command("hocvuso_load_frameworks", folder / "none")
    change(folder, title={})
    with pytest.raises(CommandError, match=r"tt02-2025\.json: title: .*needs a title"):
        call_command("hocvuso_load_frameworks", folder)
