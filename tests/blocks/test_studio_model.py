"""The visual editor's handlers: content as JSON, formats, competencies, and what saving means for others."""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path

import pytest

from xblocks.common import jsonform
from xblocks.competency.api import load_frameworks

from . import samples
from .samples import RIGHT
from .test_quiz_flow import begin, play
from .test_staff_acts import finish_story


@pytest.fixture(params=["skill_quiz", "scenario_sim"])
def usage(request, quiz, story):
    return quiz if request.param == "skill_quiz" else story


def opened(course, usage, author):
    """What the editor opens with."""
    status, reply = course.post(usage, author, "studio_model", author=True)
    assert status == 200
    return reply


def test_the_content_opens_and_saves_unchanged(course, usage, learner):
    found = opened(course, usage, learner)
    before = course.block(usage).content
    data = {"model": found["model"], "settings": found["settings"], "base": found["digest"]}
    status, reply = course.post(usage, learner, "studio_save_model", data, author=True)
    assert status == 200, reply
    assert course.block(usage).content == before
    assert reply["digest"] == jsonform.digest(before)


def test_a_change_is_saved_with_its_settings(course, usage, learner):
    found = opened(course, usage, learner)
    found["model"]["intro"] = "Lời đầu"
    data = {"model": found["model"], "settings": {"pass_mark": 0.9}, "base": found["digest"]}
    assert course.post(usage, learner, "studio_save_model", data, author=True)[0] == 200
    block = course.block(usage)
    assert json.loads(block.content)["intro"] == "Lời đầu"
    assert block.pass_mark == 0.9


@pytest.mark.parametrize("model", [{}, {"schema": 1}, {"schema": 1, "items": 3}, {"schema": 1, "scenes": [[]]}])
def test_content_with_errors_is_told_and_not_saved(course, usage, learner, model):
    found = opened(course, usage, learner)
    before = course.block(usage).content
    status, reply = course.post(usage, learner, "studio_check", {"model": model}, author=True)
    assert status == 200
    data = {"model": model, "settings": {}, "base": found["digest"]}
    status, refused = course.post(usage, learner, "studio_save_model", data, author=True)
    if status == 200:  # an empty quiz is content that an author has just begun
        assert [f["severity"] for f in reply["findings"]] == ["warning"]
        return
    assert status == 422
    assert refused["findings"]
    assert course.block(usage).content == before


def test_newer_content_is_refused_politely(course, usage, learner):
    status, reply = course.post(usage, learner, "studio_check", {"model": {"schema": 99}}, author=True)
    assert status == 422
    assert "nâng cấp" in reply["error"]


def test_two_editors_do_not_overwrite_each_other(course, usage, learner, other):
    first, second = opened(course, usage, learner), opened(course, usage, other)
    first["model"]["intro"] = "Của người thứ nhất"
    data = {"model": first["model"], "settings": {}, "base": first["digest"]}
    assert course.post(usage, learner, "studio_save_model", data, author=True)[0] == 200
    data = {"model": second["model"], "settings": {}, "base": second["digest"]}
    assert course.post(usage, other, "studio_save_model", data, author=True)[1]["code"] == "edited-meanwhile"


@pytest.mark.parametrize("setting", ["display_name", "layout"])
def test_settings_and_places_that_another_saved_are_not_overwritten_without_a_word(
    course, usage, learner, other, setting
):
    first, second = opened(course, usage, learner), opened(course, usage, other)
    assert first["version"].partition(".")[0] == first["digest"]
    if setting not in first["settings"]:  # only simulations have an arranged picture
        setting = "display_name"
    beside = {setting: f'{{"{first["model"]["start"]}":[40,60]}}' if setting == "layout" else "Tên mới"}
    data = {"model": first["model"], "settings": {**first["settings"], **beside}, "base": first["version"]}
    status, saved = course.post(usage, learner, "studio_save_model", data, author=True)
    assert status == 200
    assert saved["digest"] == first["digest"]
    assert saved["version"] != first["version"]
    late = {"model": second["model"], "settings": second["settings"], "base": second["version"]}
    assert course.post(usage, other, "studio_save_model", late, author=True)[1]["code"] == "edited-meanwhile"
    assert opened(course, usage, other)["settings"] == data["settings"]
    assert course.post(usage, other, "studio_save_model", late | {"base": saved["version"]}, author=True)[0] == 200


def test_every_format_that_writes_is_read_back_as_a_proposal(course, usage, learner):
    offered = opened(course, usage, learner)["formats"]
    assert offered
    before = course.block(usage).content
    for one in offered:
        if not (one["reads"] and one["writes"]):
            continue
        status, file = course.post(usage, learner, "studio_export", {"format": one["name"]}, author=True)
        assert status == 200, one
        assert base64.b64decode(file["data"])
        data = {"format": one["name"], "data": file["data"]}
        status, reply = course.post(usage, learner, "studio_import", data, author=True)
        assert status == 200, one
        assert reply["model"] is not None, (one, reply)
    assert course.block(usage).content == before


@pytest.mark.parametrize("data", ["", "%%%", base64.b64encode(b"\xff\xfe\x00").decode(), "é"])
def test_a_damaged_file_gets_a_sentence(course, usage, learner, data):
    name = opened(course, usage, learner)["formats"][0]["name"]
    status, reply = course.post(usage, learner, "studio_import", {"format": name, "data": data}, author=True)
    assert status in (200, 400)
    assert reply.get("error") or reply["findings"] or reply["model"] is not None


@pytest.mark.parametrize(
    ("title", "name"), [("Cuộc gọi “công an”: Đúng hay sai?", "cuoc-goi-cong-an-dung-hay-sai"), ("ការ", "")]
)
def test_an_exported_file_is_called_as_the_block_is(course, quiz, learner, title, name):
    at = opened(course, quiz, learner)
    settings = {**at["settings"], "display_name": title}
    saved = {"model": at["model"], "settings": settings, "base": at["digest"]}
    assert course.post(quiz, learner, "studio_save_model", saved, author=True)[0] == 200
    _, file = course.post(quiz, learner, "studio_export", {"format": "csv"}, author=True)
    assert file["name"] == (name or "skill_quiz") + ".csv"


def test_a_file_of_another_format_is_named_and_the_way_to_read_it_offered(course, quiz, learner):
    _, file = course.post(quiz, learner, "studio_export", {"format": "moodle_xml"}, author=True)
    data = {"format": "csv", "data": file["data"]}
    status, reply = course.post(quiz, learner, "studio_import", data, author=True)
    assert (status, reply["model"], reply["format"]) == (200, None, "moodle_xml")
    assert [f["code"] for f in reply["findings"]] == ["other-format"]
    assert "“Moodle XML”" in reply["findings"][0]["message"]


def test_an_unknown_format_is_refused(course, usage, learner):
    status, reply = course.post(usage, learner, "studio_export", {"format": "no-such"}, author=True)
    assert (status, reply["code"]) == (400, "unknown-format")


def test_competencies_are_found_without_diacritics(course, quiz, learner):
    load_frameworks(Path(__file__).parents[2] / "content" / "frameworks")
    _, reply = course.post(quiz, learner, "studio_competencies", {"query": "bao ve du lieu ca nhan"}, author=True)
    assert "tt02-2025:4.2" in [c["id"] for c in reply["competencies"]]
    _, reply = course.post(quiz, learner, "studio_competencies", {"query": ""}, author=True)
    assert len(reply["competencies"]) == 30


def test_the_author_is_told_who_is_in_the_middle_and_what_happens_to_scores(course, quiz, learner, other):
    _, reply = course.post(quiz, learner, "studio_impact", author=True)
    assert reply["words"] == ["Chưa có ai bắt đầu."]
    begin(course, quiz, learner)
    play(course, quiz, other, [RIGHT, RIGHT, RIGHT])
    _, reply = course.post(quiz, learner, "studio_impact", author=True)
    assert (reply["open"], reply["done"]) == (1, 1)
    assert len(reply["words"]) == 2
    assert reply["regrade"] is False  # Studio has no learners: staff regrade in the course


def test_attempts_that_never_count_are_not_among_those_that_may_be_regraded(course, story, learner):
    view = finish_story(course, story, learner, "Nghe tiếp", "Chuyển tiền")["play"]
    _, reply = course.post(story, learner, "rehearse_from", {"play": view["id"], "step": 1, "after": 1})
    again = reply["state"]["play"]
    assert course.post(story, learner, "studio_impact", author=True)[1]["open"] == 1, "goes on in its own version"
    hang_up = next(one["id"] for one in again["scene"]["choices"] if one["text"] == "Cúp máy")
    assert course.post(story, learner, "choose", {"play": again["id"], "step": 1, "choice": hang_up})[0] == 200
    _, reply = course.post(story, learner, "studio_impact", author=True)
    assert (reply["open"], reply["done"]) == (0, 1)


def test_a_block_that_was_only_practised_has_nothing_to_regrade(course, learner):
    usage = course.add("skill_quiz", content=samples.quiz().to_json(), behaviour="practice")
    play(course, usage, learner, [RIGHT, RIGHT, RIGHT])
    _, reply = course.post(usage, learner, "studio_impact", author=True)
    assert (reply["open"], reply["done"], reply["regrade"]) == (0, 0, False)
    assert reply["words"] == ["1 lượt là luyện tập. Những lượt này không bao giờ tính."]


def test_regrading_from_studio_is_refused_with_the_way_to_go(course, quiz, learner, teacher):
    for who, author in ((learner, True), (teacher, True), (learner, False), (teacher, False)):
        status, reply = course.post(quiz, who, "studio_regrade_all", {"after": 0}, author=author)
        assert status == 403
        assert reply["code"] == ("not-here" if author else "not-author")


def told(course, usage, author):
    model = opened(course, usage, author)["model"]
    status, reply = course.post(usage, author, "studio_check", {"model": model}, author=True)
    assert status == 200
    return [f for f in reply["findings"] if f["code"] == "unknown-competency"]


def test_a_competency_that_no_framework_has_is_told_to_the_author_where_frameworks_are_loaded(
    course, usage, learner, tmp_path
):
    assert told(course, usage, learner) == [], "without any framework nothing can be said"
    folder = Path(__file__).parents[2] / "content" / "frameworks"
    shutil.copy(folder / "unesco-dlgf.json", tmp_path)
    load_frameworks(tmp_path)
    found = told(course, usage, learner)
    assert {f["severity"] for f in found} == {"warning"}
    assert all(f["where"].endswith(".competencies") for f in found)
    load_frameworks(folder)
    assert len(told(course, usage, learner)) < len(found)


def test_files_that_the_content_names_get_an_address_also_while_it_has_errors(course, quiz, learner):
    model = opened(course, quiz, learner)["model"]
    assert "urls" not in course.post(quiz, learner, "studio_check", {"model": model}, author=True)[1]
    model["intro"] = '<p>Xem <img src="/static/trang.png" alt="">'
    model["items"] = [
        {"id": "x", "type": "spot_signs", "audio": "/static/doc.mp3", "picture": {"src": "/static/t 2.png"}}
    ]
    status, reply = course.post(quiz, learner, "studio_check", {"model": model}, author=True)
    assert status == 200
    assert any(f["severity"] == "error" for f in reply["findings"])
    stem = "/asset-v1:HocVuSo+ATS+2026+type@asset+block@"
    assert reply["urls"] == {
        "/static/trang.png": stem + "trang.png",
        "/static/doc.mp3": stem + "doc.mp3",
        "/static/t": stem + "t",
    }
