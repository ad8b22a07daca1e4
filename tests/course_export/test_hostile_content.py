"""Whatever stands in a content folder, reading and linting end in findings, never in an exception."""

import datetime as dt
import json
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course_export.package import olx
from course_export.says import UserError
from course_export.source import lint, load
from tests.course_export.conftest import FIXTURES

TODAY = dt.date(2026, 11, 21)

words = st.sampled_from(
    ["", "a", "cuoc-goi-la", "../x", "/etc/passwd", "lesson.md", "quiz.md", "thu-khung:4.2", ":", "=1"]
)
leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words | st.text(max_size=10)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3), max_leaves=6
)
modules = st.fixed_dictionaries(
    {},
    optional={
        "id": values,
        "title": values,
        "minutes": values,
        "summary": values,
        "competencies": values,
        "units": values
        | st.lists(
            st.dictionaries(st.sampled_from(["lesson", "quiz", "scenario", "title"]), values, max_size=2), max_size=3
        ),
        "facts": values
        | st.lists(st.dictionaries(st.sampled_from(["id", "text", "source", "checked_on"]), values), max_size=2),
        "other": values,
    },
)
courses = st.dictionaries(st.sampled_from(["org", "number", "run", "title", "start", "end", "image", "about"]), values)
cohorts = st.fixed_dictionaries(
    {},
    optional={
        "id": values,
        "title": values,
        "course": values | courses,
        "modules": values,
        "grading": values | st.dictionaries(st.sampled_from(["quiz", "scenario", "pass"]), values),
        "competency_frameworks": values,
        "groups": values | st.lists(st.dictionaries(st.sampled_from(["id", "title", "modules"]), values), max_size=2),
    },
)
front = st.dictionaries(
    st.sampled_from(["kind", "id", "title", "minutes", "pass_mark", "pools", "facts", "meters"]), values
)
quick = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def survives(change):
    """Reads, lints and tries to package a changed copy of the small content."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(FIXTURES / "content", Path(folder) / "content"))
        change(root)
        source = load(root)
        findings = lint(source, TODAY)
        for finding in findings:
            assert finding.file
            assert finding.vi
            assert finding.en
        for cohort in source.cohorts.values():
            try:
                olx.write(source, cohort, Path(folder) / "out", today=TODAY)
            except UserError as error:
                assert error.vi  # noqa: PT017  either outcome is right
        return findings


@quick
@given(modules)
def test_any_module_file(data):
    survives(lambda root: (root / "modules/cuoc-goi-la/module.yaml").write_text(json.dumps(data), "utf-8"))


@quick
@given(cohorts)
def test_any_cohort_file(data):
    survives(lambda root: (root / "cohorts/thu.yaml").write_text(json.dumps(data), "utf-8"))


@quick
@given(st.sampled_from(["lesson.md", "quiz.md", "scenario.md"]), front, st.text(max_size=60))
def test_any_front_matter(name, data, body):
    text = f"---\n{json.dumps(data)}\n---\n{body}"
    survives(lambda root: (root / "modules/cuoc-goi-la" / name).write_text(text, "utf-8"))


@quick
@given(
    st.sampled_from(["modules/cuoc-goi-la/module.yaml", "cohorts/thu.yaml", "frameworks/thu-khung.json"]), st.binary()
)
def test_any_bytes(name, data):
    survives(lambda root: (root / name).write_bytes(data))


def test_a_folder_where_a_file_should_be():
    def change(root):
        (root / "modules/cuoc-goi-la/quiz.md").unlink()
        (root / "modules/cuoc-goi-la/quiz.md").mkdir()

    assert "unreadable" in {f.code for f in survives(change)}


def test_a_billion_laughs():
    rows = "a0: &a0 [ha, ha]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))

    def change(root):
        (root / "modules/cuoc-goi-la/module.yaml").write_text(rows, "utf-8")

    assert "yaml-alias" in {f.code for f in survives(change)}
