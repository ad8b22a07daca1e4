"""The OLX package: golden tree, same content same bytes, everything checked before anything is written."""

import datetime as dt
import io
import json
import os
import shutil
import tarfile
from pathlib import Path

import pytest
from lxml import etree

from course_export.package import TARGETS, names, olx
from course_export.package.archive import pack
from course_export.package.verify import check_tree
from course_export.says import UserError
from course_export.source import formats, lint, load
from tests.course_export.conftest import FIXTURES

GOLDEN = FIXTURES / "golden" / "thu"
TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def source(content):
    return load(content)


@pytest.fixture
def tree(source):
    return olx.build(source, source.cohorts["thu"])


@pytest.fixture
def gated(content):
    """The tree of a course whose second module only one of two groups sees."""
    shutil.copytree(content / "modules/cuoc-goi-la", content / "modules/hai")
    for path, old, new in (
        (content / "modules/hai/module.yaml", "id: cuoc-goi-la", "id: hai"),
        (content / "cohorts/thu.yaml", "modules: [cuoc-goi-la]\ngrading", "modules: [cuoc-goi-la, hai]\ngrading"),
    ):
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    source = load(content)
    return olx.build(source, source.cohorts["thu"])


def test_the_tree_is_the_golden_one(tree):
    """``HOCVUSO_GOLDEN=1 pytest`` writes it anew; look at the difference before you commit it."""
    if os.environ.get("HOCVUSO_GOLDEN"):
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for path, data in tree.items():
            (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / path).write_bytes(data)
    golden = {p.relative_to(GOLDEN).as_posix(): p.read_bytes() for p in GOLDEN.rglob("*") if p.is_file()}
    assert sorted(tree) == sorted(golden)
    for path in golden:
        assert tree[path].decode("utf-8") == golden[path].decode("utf-8"), path


def test_the_same_content_gives_the_same_bytes(source, tmp_path, content):
    first = olx.write(source, source.cohorts["thu"], tmp_path / "a", today=TODAY).read_bytes()
    for path in content.rglob("*"):
        os.utime(path, (1, 1))
    again = load(content)
    assert olx.write(again, again.cohorts["thu"], tmp_path / "b", today=TODAY).read_bytes() == first


def test_the_archive_carries_no_time_owner_or_machine(tree):
    stream = io.BytesIO()
    pack(tree, stream)
    assert stream.getvalue()[4:8] == b"\0\0\0\0"
    with tarfile.open(fileobj=io.BytesIO(stream.getvalue())) as tar:
        members = tar.getmembers()
        assert {(m.mtime, m.uid, m.gid, m.uname, m.gname) for m in members} == {(0, 0, 0, "", "")}
        files = [m.name for m in members if m.isfile()]
        assert files == sorted(tree)
        assert tar.extractfile("course/hocvuso.json").read() == tree["course/hocvuso.json"]


def test_names_stay_when_titles_and_order_change(source, content):
    module = source.modules["cuoc-goi-la"]
    before = [names.block(module, unit) for unit in module.units]
    assert before == [
        "lesson-05194a0443",
        "cuoc-goi-la-kiem-tra-db6bf6c892",
        "cuoc-goi-la-tinh-huong-f1c2dce334",
    ]
    path = content / "modules/cuoc-goi-la/module.yaml"
    path.write_text(path.read_text("utf-8").replace("title: ", "title: Mới ").replace("minutes: 12", "minutes: 13"))
    module = load(content).modules["cuoc-goi-la"]
    assert [names.block(module, unit) for unit in module.units] == before


def test_quiz_and_scenario_are_inlined_and_read_back_the_same(tree, source):
    found = 0
    for unit in source.modules["cuoc-goi-la"].units[1:]:
        tag = "skill_quiz" if unit.kind == "quiz" else "scenario_sim"
        for path, data in tree.items():
            if "/vertical/" in path and f"<{tag}".encode() in data:
                node = etree.fromstring(data).find(tag)
                assert formats.olx(unit.kind).read(node) == unit.content
                assert node.get("display_name") == unit.title
                found += 1
    assert found == 2
    assert not [path for path in tree if path.startswith(("course/skill_quiz", "course/scenario_sim"))]


def test_the_policy_says_dates_grading_and_groups(tree):
    policy = json.loads(tree["course/policies/2026/policy.json"])["course/2026"]
    assert (policy["start"], policy["end"]) == ("2025-11-30T17:00:00Z", "2027-12-31T16:59:59Z")
    assert policy["course_image"] == "bia.svg"
    assert [g["name"] for g in policy["user_partitions"][0]["groups"]] == ["Lớp tối", "Lớp sáng"]
    grading = json.loads(tree["course/policies/2026/grading_policy.json"])
    assert [(g["type"], g["weight"], g["min_count"]) for g in grading["GRADER"]] == [
        ("Kiểm tra", 0.6, 1),
        ("Tình huống", 0.4, 1),
    ]
    assert grading["GRADE_CUTOFFS"] == {"Pass": 0.6}


def test_what_weighs_nothing_is_in_the_course_but_not_in_its_grade(content):
    path = content / "modules/cuoc-goi-la/quiz.md"
    path.write_text(path.read_text("utf-8").replace("pass_mark:", "weight: 0\npass_mark:", 1), "utf-8")
    cohort = content / "cohorts/thu.yaml"
    source = load(content)
    assert [(f.code, f.where) for f in lint(source, TODAY)] == [("grading-nothing", "grading.quiz")]
    cohort.write_text(
        cohort.read_text("utf-8").replace("quiz: 0.6, scenario: 0.4", "quiz: 0, scenario: 1"), encoding="utf-8"
    )
    source = load(content)
    tree = olx.build(source, source.cohorts["thu"])
    graders = json.loads(tree["course/policies/2026/grading_policy.json"])["GRADER"]
    assert [(g["type"], g["weight"], g["min_count"]) for g in graders] == [("Tình huống", 1, 1)]
    graded = [etree.fromstring(data).get("format") for name, data in tree.items() if "/sequential/" in name]
    assert sorted(filter(None, graded)) == ["Tình huống"]
    assert any(b'weight="0"' in data for name, data in tree.items() if "/vertical/" in name)


def test_the_tags_carry_values_and_nothing_that_the_platform_would_split(tree):
    text = tree["course/tags.csv"].decode("utf-8")
    assert '"4.2 Bảo vệ dữ liệu, riêng tư;4.1 Bảo vệ thiết bị"' in text


def test_content_with_errors_is_refused_in_words_and_nothing_is_written(content, tmp_path):
    lesson = content / "modules/cuoc-goi-la/lesson.md"
    lesson.write_text(lesson.read_text("utf-8").replace("media/dien-thoai", "media/mat"), "utf-8")
    source = load(content)
    out = tmp_path / "out"
    out.mkdir()
    (out / "thu.olx.tar.gz").write_bytes(b"older")
    with pytest.raises(UserError) as caught:
        olx.write(source, source.cohorts["thu"], out, today=TODAY)
    assert "modules/cuoc-goi-la/lesson.md:8" in caught.value.vi
    assert [(p.name, p.read_bytes()) for p in out.iterdir()] == [("thu.olx.tar.gz", b"older")]


def test_errors_of_another_module_do_not_stop_this_cohort(content, tmp_path):
    shutil.copytree(content / "modules/cuoc-goi-la", content / "modules/khac")
    path = content / "modules/khac/module.yaml"
    path.write_text(path.read_text("utf-8").replace("id: cuoc-goi-la", "id: khac").replace(":4.2", ":9.9"), "utf-8")
    source = load(content)
    assert olx.write(source, source.cohorts["thu"], tmp_path, today=TODAY).exists()


def test_a_write_that_fails_leaves_the_older_package_and_no_litter(source, tmp_path, monkeypatch):
    target = olx.write(source, source.cohorts["thu"], tmp_path / "out", today=TODAY)
    older = target.read_bytes()

    def broken(tree, stream):
        stream.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(olx, "pack", broken)
    with pytest.raises(UserError):
        olx.write(source, source.cohorts["thu"], tmp_path / "out", today=TODAY)
    assert [(p.name, p.read_bytes()) for p in target.parent.iterdir()] == [(target.name, older)]


def without(tree, ending):
    return {path: data for path, data in tree.items() if not path.endswith(ending)}


def replaced(tree, part, old, new):
    changed = {p: d.replace(old, new) if part in p else d for p, d in tree.items()}
    assert changed != tree
    return changed


@pytest.mark.parametrize(
    ("break_it", "code"),
    [
        (lambda t: without(t, "course.xml"), "broken-course"),
        (lambda t: without(t, "/policy.json"), "broken-policy"),
        (lambda t: without(t, ".svg"), "missing-media"),
        (lambda t: without(t, ".html"), "missing-file"),
        (lambda t: {p: d for p, d in t.items() if "/vertical/" not in p}, "missing-file"),
        (lambda t: replaced(t, "/chapter/hai", b"[1]", b"[7]"), "bad-group-access"),
        (lambda t: replaced(t, "/chapter/hai", b"[1]", b"[]"), "bad-group-access"),
        (lambda t: replaced(t, "/chapter/hai", b"735001", b"1"), "bad-group-access"),
        (lambda t: replaced(t, "/chapter/hai", b"{&quot;735001&quot;: [1]}", b"[1]"), "bad-group-access"),
        (lambda t: replaced(t, "/sequential/", "Kiểm tra".encode(), b"Quiz"), "unknown-format"),
        (lambda t: replaced(t, "grading_policy", b"0.6", b"0.5"), "grading-sum"),
        (lambda t: replaced(t, "grading_policy", b'"Pass": 0.6', b'"Pass": 6'), "grading-pass"),
        (lambda t: replaced(t, "/chapter/", b"</chapter>", b'<vertical url_name="v"/></chapter>'), "wrong-child"),
        (lambda t: {**t, "course/../../etc/passwd": b""}, "bad-path"),
        (lambda t: {**t, "elsewhere/x": b""}, "bad-path"),
        (lambda t: replaced(t, "/vertical/", b"</vertical>", b'<skill_quiz url_name="x"/></vertical>'), "empty-block"),
        (lambda t: replaced(t, "/vertical/", b"</vertical>", b'<problem url_name="x"/></vertical>'), "unknown-block"),
    ],
)
def test_a_tree_that_does_not_hang_together_is_found_out(gated, break_it, code):
    assert check_tree(gated, "course") == []
    assert code in {finding.code for finding in check_tree(break_it(gated), "course")}


def test_a_module_that_some_groups_do_not_see_is_closed_to_them_and_the_others_are_open_to_all(gated):
    closed = {path: etree.fromstring(data).get("group_access") for path, data in gated.items() if "/chapter/" in path}
    assert next(access for path, access in closed.items() if "/hai-" in path) == '{"735001": [1]}'
    assert next(access for path, access in closed.items() if "/cuoc-goi-la-" in path) is None


def test_the_manifest_carries_the_groups_that_olx_cannot(gated):
    manifest = json.loads(gated["course/hocvuso.json"])
    assert [(c["name"], c["group_id"]) for c in manifest["cohorts"]] == [("Lớp tối", 1), ("Lớp sáng", 2)]
    assert set(manifest["needs"]) == {"skill_quiz", "scenario_sim"}


def test_an_xml_bomb_in_a_tree_is_no_course(tree):
    bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 100 + b'"><!ENTITY c "&b;&b;">]><course url_name="&c;"/>'
    assert check_tree({**tree, "course/course.xml": bomb}, "course")


def test_every_target_has_a_test_here():
    assert set(TARGETS) == {"olx"}
    assert Path(__file__).read_text("utf-8").count("olx.write") > 1
