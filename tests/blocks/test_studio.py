"""The author's handlers: looking changes nothing, saving is all or nothing and never overwrites somebody else."""

from __future__ import annotations

import pytest

from xblocks.common import jsonform

from .lms import init_data


@pytest.fixture(params=["skill_quiz", "scenario_sim"])
def usage(request, quiz, story):
    return quiz if request.param == "skill_quiz" else story


def source(course, usage, author):
    """What the editor opens with."""
    status, reply = course.post(usage, author, "studio_source", author=True)
    assert status == 200
    return reply


def test_the_editor_opens_with_source_settings_and_version(course, usage, learner):
    found = init_data(course.block(usage, learner, author=True).studio_view())
    assert found["source"] == source(course, usage, learner)["source"]
    assert found["digest"] == jsonform.digest(course.block(usage).content)
    assert next(f["name"] for f in found["fields"]) == "display_name"


def test_saving_the_unchanged_source_changes_no_content(course, usage, learner):
    opened = source(course, usage, learner)
    before = course.block(usage).content
    status, reply = course.post(
        usage,
        learner,
        "studio_save",
        {"source": opened["source"], "settings": opened["settings"], "base": opened["digest"]},
        author=True,
    )
    assert status == 200, reply
    assert course.block(usage).content == before


def test_lint_tells_and_changes_nothing(course, usage, learner):
    opened = source(course, usage, learner)
    block = course.block(usage, learner, author=True)
    status, reply = course.post(usage, learner, "studio_lint", {"source": opened["source"]}, block=block)
    assert status == 200
    assert reply["preview"] is not None
    assert reply["summary"]
    assert course.block(usage).content == block.content


def test_lint_gives_the_content_and_its_settings_to_an_editor_that_asks(course, quiz, learner):
    text = "---\nkind: skill_quiz\ntitle: Mới\npass_mark: 0.5\n---\n\n## q1\n\nHỏi?\n\n- [x] Có\n- [ ] Không\n"
    _, plain = course.post(quiz, learner, "studio_lint", {"source": text}, author=True)
    assert "model" not in plain
    _, reply = course.post(quiz, learner, "studio_lint", {"source": text, "model": True}, author=True)
    assert [item["id"] for item in reply["model"]["items"]] == ["q1"]
    assert reply["settings"] == {"display_name": "Mới", "pass_mark": 0.5}
    _, reply = course.post(quiz, learner, "studio_lint", {"source": "## \n- [x]", "model": True}, author=True)
    assert reply["model"] is None


def test_lint_names_the_line(course, quiz, learner):
    text = "---\nkind: skill_quiz\n---\n\n## q1\nnăng lực: tt02-2025:4.2\n\nHỏi?\n"
    _, reply = course.post(quiz, learner, "studio_lint", {"source": text}, author=True)
    error = next(f for f in reply["findings"] if f["severity"] == "error")
    assert error["line"] == 5
    assert error["message"]


def test_a_source_with_errors_is_not_saved(course, usage, learner):
    opened = source(course, usage, learner)
    before = course.block(usage).content
    status, reply = course.post(
        usage,
        learner,
        "studio_save",
        {"source": "## \n- [x]", "settings": {"pass_mark": 0.1}, "base": opened["digest"]},
        author=True,
    )
    assert status == 422
    assert reply["findings"]
    after = course.block(usage)
    assert (after.content, after.pass_mark) == (before, 0.6)


def test_two_authors_do_not_overwrite_each_other(course, usage, learner, other):
    first, second = source(course, usage, learner), source(course, usage, other)
    changed = first["source"].replace("Cúp máy", "Cúp máy ngay")
    assert changed != first["source"]
    data = {"source": changed, "settings": {}, "base": first["digest"]}
    assert course.post(usage, learner, "studio_save", data, author=True)[0] == 200
    data = {"source": second["source"], "settings": {}, "base": second["digest"]}
    status, reply = course.post(usage, other, "studio_save", data, author=True)
    assert (status, reply["code"]) == (409, "edited-meanwhile")


@pytest.mark.parametrize(
    "settings",
    [
        {"pass_mark": 2},
        {"pass_mark": "abc"},
        {"pass_mark": ""},
        {"pass_mark": float("inf")},
        {"max_attempts": -1},
        {"grade_method": "lottery"},
        {"weight": []},
    ],
)
def test_a_setting_out_of_range_is_refused_by_name(course, usage, learner, settings):
    opened = source(course, usage, learner)
    data = {"source": opened["source"], "settings": settings, "base": opened["digest"]}
    status, reply = course.post(usage, learner, "studio_save", data, author=True)
    assert (status, reply["code"]) == (422, "invalid-setting")


def test_a_new_block_opens_with_an_example_that_can_be_saved(course, learner):
    for kind in ("skill_quiz", "scenario_sim"):
        usage = course.add(kind, "neu")
        opened = source(course, usage, learner)
        data = {"source": opened["source"], "settings": {}, "base": opened["digest"]}
        status, reply = course.post(usage, learner, "studio_save", data, author=True)
        assert status == 200, reply
        assert [f for f in reply["findings"] if f["severity"] == "error"] == []


def test_settings_in_a_pasted_source_are_taken_over(course, quiz, learner):
    opened = source(course, quiz, learner)
    text = opened["source"].replace("kind: skill_quiz\n", "kind: skill_quiz\ntitle: Tên mới\npass_mark: 0.8\n")
    data = {"source": text, "settings": {"display_name": "Tên cũ"}, "base": opened["digest"]}
    assert course.post(quiz, learner, "studio_save", data, author=True)[0] == 200
    block = course.block(quiz)
    assert (block.display_name, block.pass_mark) == ("Tên mới", 0.8)


def test_every_setting_has_our_own_words_also_where_the_platform_has_a_field_of_that_name(course, usage, learner):
    found = init_data(course.block(usage, learner, author=True).studio_view())
    labels = {field["name"]: field["label"] for field in found["fields"]}
    assert labels["max_attempts"] == "Số lượt làm"
    assert not [name for name, label in labels.items() if label == name]


def test_a_negative_number_of_attempts_is_refused_also_there(course, usage, learner):
    opened = source(course, usage, learner)
    data = {"source": opened["source"], "settings": {"max_attempts": -1}, "base": opened["digest"]}
    assert course.post(usage, learner, "studio_save", data, author=True)[0] == 422
