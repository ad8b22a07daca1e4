"""Framework files: what is read, what is refused and how it is said, lookup, search and order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.competency.strategies import frameworks
from xblocks.common.findings import ModelError, NewerSchemaError
from xblocks.competency.frameworks import Framework, Frameworks, fold, sort_key, split_id, title_in

FOLDER = Path(__file__).resolve().parents[2] / "content" / "frameworks"
SMALL: dict[str, Any] = {
    "schema": 1,
    "id": "small-1",
    "version": "1",
    "title": {"vi": "Khung nhỏ"},
    "domains": [{"code": "1", "title": {"vi": "Miền"}}],
    "competencies": [{"code": "1.1", "title": {"vi": "Bảo vệ thiết bị"}, "domain": "1"}],
}


@pytest.fixture(scope="module")
def ours() -> Frameworks:
    """The frameworks that we ship."""
    return Frameworks.load(FOLDER)


def test_the_frameworks_we_ship_are_whole_and_say_so(ours: Frameworks) -> None:
    shape = {f.id: (len(f.domains), len(f.competencies), f.complete) for f in ours}
    assert shape == {
        "cv3139-2024": (2, 5, False),
        "digcomp-2.2": (5, 21, True),
        "digcomp-3.0": (5, 21, True),
        "tt02-2025": (6, 24, True),
        "tt03-2014": (0, 6, False),
        "unesco-dlgf": (7, 26, True),
    }
    for framework in ours:
        assert framework.complete or framework.notes
        assert framework.citation
        assert framework.licence
        assert framework.retrieved
        assert all(source["url"].startswith("http") for source in framework.sources)


def test_every_file_bears_the_name_of_its_framework(ours: Frameworks) -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(ours.all)


def test_tt02_has_its_titles_in_both_languages(ours: Frameworks) -> None:
    assert ours.title("tt02-2025:4.2", "vi") == "Bảo vệ dữ liệu cá nhân và quyền riêng tư"
    assert ours.title("tt02-2025:4.2", "en") == "Protecting personal data and privacy"
    assert all({"vi", "en"} <= set(c.title) for c in ours.all["tt02-2025"].competencies)


def test_unknown_ids_never_raise(ours: Frameworks) -> None:
    for name in ("tt02-2025:9.9", "khac:1.1", "tt02-2025", "", ":", "tt02-2025:", "tt02-2025:4", "a:b:c"):
        assert not ours.is_known(name)
        assert ours.get(name) is None
        assert ours.title(name, "vi") == name


@given(frameworks())
def test_a_framework_survives_its_json(framework: Framework) -> None:
    assert Framework.from_json(framework.to_json()) == framework
    assert Framework.from_json(framework.to_json().encode()) == framework


@given(st.text() | st.binary() | st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_whatever_is_read_it_is_a_framework_or_a_sentence(data: Any) -> None:
    for raw in (data, json.dumps(data) if not isinstance(data, bytes) else data):
        with pytest.raises(ModelError) as refused:
            Framework.from_json(raw)
        assert refused.value.findings


_scraps = st.text(max_size=3) | st.dictionaries(st.text(max_size=2), st.text(max_size=2))
_entries = st.lists(st.none() | st.dictionaries(st.sampled_from(["code", "title", "domain"]), _scraps))
_parts = {*SMALL, "levels", "sources", "notes", "complete", "issuer"} - {"schema"}


@given(
    st.fixed_dictionaries(
        {"schema": st.just(1)},
        optional={name: st.none() | st.integers() | st.text(max_size=3) | _entries for name in sorted(_parts)},
    )
)
def test_a_deformed_framework_gets_findings_in_both_languages(data: dict[str, Any]) -> None:
    with pytest.raises(ModelError) as refused:
        Framework.from_json(data)
    for finding in refused.value.findings:
        assert finding.severity == "error"
        assert finding.vi.endswith(".")
        assert finding.en.endswith(".")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"schema": None}, "schema"),
        ({"schema": True}, "schema"),
        ({"id": "Có dấu"}, "id"),
        ({"version": ""}, "version"),
        ({"title": {}}, "title"),
        ({"title": "Khung"}, "title"),
        ({"competencies": []}, "competencies"),
        ({"competencies": [{"code": "1 1", "title": {"vi": "a"}, "domain": "1"}]}, "competencies.1 1"),
        ({"competencies": [{"code": "1.1", "title": {}, "domain": "1"}]}, "competencies.1.1"),
        ({"competencies": [{"code": "1.1", "title": {"vi": "a"}, "domain": "9"}]}, "competencies.1.1"),
        ({"competencies": [{"code": "1", "title": {"vi": "a"}, "domain": "1"}]}, "1"),
        ({"domains": []}, "competencies.1.1"),
        ({"complete": "no"}, "complete"),
        ({"levels": [1]}, "levels.0"),
        ({"notes": "x"}, "notes"),
    ],
)
def test_a_mistake_is_named_with_its_place(change: dict[str, Any], where: str) -> None:
    with pytest.raises(ModelError) as refused:
        Framework.from_json({**SMALL, **change})
    assert where in [finding.where for finding in refused.value.findings]


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(ModelError) as refused:
        Framework.from_json({"schema": 1})
    assert {finding.where for finding in refused.value.findings} == {"id", "version", "title", "competencies"}


def test_broken_json_is_refused_with_its_line() -> None:
    with pytest.raises(ModelError) as refused:
        Framework.from_json('{\n "schema": 1,\n')
    assert refused.value.findings[0].line == 3


def test_deeply_nested_json_is_refused() -> None:
    with pytest.raises(ModelError):
        Framework.from_json("[" * 200_000)


def test_a_newer_schema_is_refused_politely(tmp_path: Path) -> None:
    (tmp_path / "new.json").write_text(json.dumps({**SMALL, "schema": 2}), encoding="utf-8")
    with pytest.raises(NewerSchemaError, match="Upgrade"):
        Frameworks.load(tmp_path)


def test_a_folder_with_mistakes_names_the_file_of_each(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps({**SMALL, "id": "Sai"}), encoding="utf-8")
    (tmp_path / "c.json").write_text(json.dumps(SMALL), encoding="utf-8")
    with pytest.raises(ModelError) as refused:
        Frameworks.load(tmp_path)
    assert [finding.where for finding in refused.value.findings] == ["a.json: framework", "b.json: id"]


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(json.dumps(SMALL), encoding="utf-8")
    with pytest.raises(ModelError, match="same id"):
        Frameworks.load(tmp_path)


def test_search_needs_no_diacritics_and_finds_all_words_in_any_order(ours: Frameworks) -> None:
    assert ours.search("rieng TU du lieu") == ["tt02-2025:4.2"]
    assert ours.search("đanh gia tri tue") == ours.search("danh gia tri tue") == ["tt02-2025:6.3"]
    assert "tt02-2025:4.2" in ours.search("4.2")
    assert ours.search("privacy data") == ["digcomp-2.2:4.2", "digcomp-3.0:4.2", "tt02-2025:4.2", "unesco-dlgf:4.2"]
    assert ours.search("không có gì như thế") == []
    assert ours.search("") == ours.ids()


@pytest.mark.parametrize(("text", "folded"), [("Đường ĐIỆN", "duong dien"), ("  a \n b ", "a b"), ("ế", "e")])
def test_folding_drops_case_and_diacritics(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_codes_are_in_natural_order(ours: Frameworks) -> None:
    mixed = ["2.10", "2.9", "10.1", "IU10", "IU9", "0.2", "2"]
    assert sorted(mixed, key=sort_key) == ["0.2", "2", "2.9", "2.10", "10.1", "IU9", "IU10"]
    for framework in ours:
        codes = [c.code for c in framework.competencies]
        assert codes == sorted(codes, key=sort_key)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("tt02-2025:4.2", ("tt02-2025", "4.2")),
        ("digcomp-2.2:IU01", ("digcomp-2.2", "IU01")),
        ("TT02:1", None),
        ("a:", None),
    ],
)
def test_ids_come_apart(name: str, parts: tuple[str, str] | None) -> None:
    assert split_id(name) == parts


def test_a_title_falls_back_to_a_language_that_is_there() -> None:
    both, english = {"vi": "Việt", "en": "Eng"}, {"en": "Eng"}
    assert [title_in(both, lang) for lang in ("vi", "vi-VN", "en", "km-kh", "fr")] == [
        "Việt",
        "Việt",
        "Eng",
        "Eng",
        "Eng",
    ]
    assert title_in(english, "vi") == "Eng"
    assert title_in({"km": "ខ្មែរ"}, "km_KH") == "ខ្មែរ"
    assert title_in({"fr": "x"}, "vi") == "x"
    assert title_in({}, "vi") is None
