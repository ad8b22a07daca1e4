"""The platform's taxonomy CSV: what it asks for, there and back, and hostile files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.competency.strategies import frameworks
from xblocks.common.findings import ModelError
from xblocks.competency.frameworks import Framework, Frameworks
from xblocks.competency.taxonomy import MAX_ROWS, read_csv, write_csv

FOLDER = Path(__file__).resolve().parents[2] / "content" / "frameworks"


def read(text: str) -> Framework:
    """The CSV as a framework of fixed name."""
    return read_csv(text, framework_id="f", version="1", title="Khung", lang="vi")


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows as the platform's importer sees them."""
    return list(csv.DictReader(io.StringIO(text)))


def test_tt02_is_written_as_the_platform_imports_it() -> None:
    text, findings = write_csv(Frameworks.load(FOLDER).all["tt02-2025"], "vi")
    assert findings == []
    lines = text.splitlines()
    assert lines[:2] == ["id,value,parent_id", "1,1 Khai thác dữ liệu và thông tin,"]
    assert "4.2,4.2 Bảo vệ dữ liệu cá nhân và quyền riêng tư,4" in lines
    assert len(lines) == 1 + 6 + 24


@given(frameworks(), st.sampled_from(["vi", "en"]))
def test_what_is_written_keeps_to_the_platforms_limits(framework: Framework, lang: str) -> None:
    text, findings = write_csv(framework, lang)
    rows = rows_of(text)
    seen: set[str] = set()
    for row in rows:
        assert row["parent_id"] in seen | {""}
        seen.add(row["id"])
        assert 0 < len(row["value"]) <= 500
        assert row["value"].startswith(row["id"])
        assert not {"\t", ";"} & set(row["value"])
        assert " > " not in row["value"]
        assert row["value"][0] not in "=+-@\t\r"
    assert len({row["value"].casefold() for row in rows}) == len(rows)
    assert all(finding.severity == "warning" for finding in findings)


@given(frameworks(lang="vi"))
def test_there_and_back_gives_the_same_codes_and_titles_or_a_warning_for_each_change(framework: Framework) -> None:
    text, findings = write_csv(framework, "vi")
    back = read(text)
    changed = {finding.where.partition(":")[2] for finding in findings}
    assert [c.code for c in back.competencies] == [c.code for c in framework.competencies]
    used = {c.domain for c in framework.competencies} - {None}
    assert used <= {d.code for d in back.domains}
    for ours, theirs in zip(framework.competencies, back.competencies, strict=True):
        assert ours.domain == theirs.domain
        assert ours.code in changed or theirs.title == ours.title


@given(st.text() | st.lists(st.lists(st.text(max_size=8), max_size=4)).map(
    lambda rows: "id,value,parent_id\n" + "\n".join(",".join(row) for row in rows)))  # fmt: skip
def test_whatever_is_read_it_is_a_framework_or_a_sentence_with_its_place(text: str) -> None:
    try:
        found = read(text)
    except ModelError as error:
        refused = error.findings
        assert refused
        assert all(finding.vi and finding.en for finding in refused)
    else:
        assert found.competencies


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id,name\n1,a\n", 1),
        ("", 1),
        ("id,value,parent_id\n1,a,\n1,b,\n", 3),
        ("id,value,parent_id\n1.1,a,1\n1,b,\n", 2),
        ("id,value,parent_id\n1,,\n", 2),
        ("id,value,parent_id\n=cmd,a,\n", 2),
        ('id,value,parent_id\n1,"a"b,\n', 2),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(ModelError) as refused:
        read(text)
    assert refused.value.findings[0].line == line


def test_a_file_without_end_is_cut_off_with_a_sentence() -> None:
    with pytest.raises(ModelError, match="too long"):
        read("id,value,parent_id\n" + "".join(f"{n},a,\n" for n in range(MAX_ROWS + 5)))


def test_extra_columns_a_byte_order_mark_and_deeper_levels_are_read() -> None:
    found = read("\ufeffid,previous_id,value,parent_id\n4,,4. An toàn,\n4.2,,4.2: Bảo vệ,4\n4.2.a,,Chi tiết,4.2\n")
    assert [(d.code, d.title["vi"]) for d in found.domains] == [("4", "An toàn")]
    assert [(c.code, c.title["vi"], c.domain) for c in found.competencies] == [
        ("4.2", "Bảo vệ", "4"),
        ("4.2.a", "Chi tiết", "4"),
    ]


def test_rows_without_parents_are_competencies_when_no_row_has_one() -> None:
    found = read("id,value\nIU01,IU01 Hiểu biết\nIU02,IU02 Máy tính\n")
    assert (found.domains, [c.code for c in found.competencies]) == ((), ["IU01", "IU02"])


def test_a_title_with_reserved_signs_is_changed_with_a_warning() -> None:
    framework = Framework.from_json(
        {"schema": 1, "id": "f", "version": "1", "title": {"vi": "K"},
         "competencies": [{"code": "1", "title": {"vi": "a; b > c"}}, {"code": "2", "title": {"vi": "yên"}}]}
    )  # fmt: skip
    text, findings = write_csv(framework, "vi")
    assert [row["value"] for row in rows_of(text)] == ["1 a, b › c", "2 yên"]
    assert [finding.where for finding in findings] == ["f:1"]
