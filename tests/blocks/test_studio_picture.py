"""The arranged picture of a simulation, and playing from any scene: nothing of either is content or a record."""

from __future__ import annotations

import base64
import json

import pytest
from lxml import etree

from xblocks.learning_record.models import Attempt, ContentVersion, Response

from . import samples
from .test_olx import export, take_in

PLACES = {"cuoc-goi": [10, 20], "ket-tot": [300, -40]}
LAYOUT = '{"cuoc-goi":[10,20],"ket-tot":[300,-40]}'


def opened(course, usage, author):
    """What the editor opens with."""
    return course.post(usage, author, "studio_model", author=True)[1]


def save(course, usage, author, **settings):
    found = opened(course, usage, author)
    data = {"model": found["model"], "settings": {**found["settings"], **settings}, "base": found["digest"]}
    return course.post(usage, author, "studio_save_model", data, author=True)


class TestTheArrangedPicture:
    def test_it_is_saved_beside_the_content_and_makes_no_new_version(self, course, story, learner):
        before = course.block(story).content
        for _ in range(2):
            status, reply = save(course, story, learner, layout=LAYOUT)
            assert status == 200, reply
            assert course.block(story).layout == LAYOUT
            assert course.block(story).content == before
        assert opened(course, story, learner)["settings"]["layout"] == LAYOUT

    def test_places_of_scenes_that_are_gone_go_with_them(self, course, story, learner):
        save(course, story, learner, layout={**PLACES, "la": [1, 2], "doi-tien": ["x", 2]})
        assert course.block(story).layout == LAYOUT
        found = opened(course, story, learner)
        text = course.post(story, learner, "studio_source", author=True)[1]
        source = text["source"].replace("ket-tot", "ket-moi")
        data = {"source": source, "settings": {}, "base": found["digest"]}
        status, reply = course.post(story, learner, "studio_save", data, author=True)
        assert status == 200, reply
        assert course.block(story).layout == '{"cuoc-goi":[10,20]}'

    def test_saving_without_places_keeps_them_and_empty_ones_forget_them(self, course, story, learner):
        save(course, story, learner, layout=LAYOUT)
        found = opened(course, story, learner)
        data = {"model": found["model"], "settings": {}, "base": found["digest"]}
        assert course.post(story, learner, "studio_save_model", data, author=True)[0] == 200
        assert course.block(story).layout == LAYOUT
        save(course, story, learner, layout="")
        assert course.block(story).layout == ""

    def test_it_stands_in_no_form_and_in_no_learners_page(self, course, story, learner):
        save(course, story, learner, layout=LAYOUT)
        page = course.block(story, learner, author=True).studio_view().json_init_args
        assert "layout" not in [field["name"] for field in json.loads(page)["fields"]]
        assert "[300,-40]" not in course.block(story, learner).student_view().json_init_args

    def test_it_travels_in_olx_without_loss(self, course, story, learner):
        save(course, story, learner, layout=LAYOUT)
        node = export(course, story)
        assert node.get("layout") == LAYOUT
        block = take_in(course, etree.fromstring(etree.tostring(node)), "ban-sao")
        assert (block.layout, block.content) == (LAYOUT, course.block(story).content)

    def test_a_block_whose_picture_was_never_arranged_has_no_such_attribute(self, course, story, learner):
        save(course, story, learner)
        assert "layout" not in export(course, story).attrib

    def test_learners_cannot_arrange(self, course, story, learner):
        found = opened(course, story, learner)
        data = {"model": found["model"], "settings": {"layout": LAYOUT}, "base": found["digest"]}
        assert course.post(story, learner, "studio_save_model", data)[0] == 403
        assert course.block(story).layout == ""

    def test_a_quiz_has_no_places(self, course, quiz, learner):
        status, _reply = save(course, quiz, learner, layout=LAYOUT)
        assert status == 200
        assert "layout" not in opened(course, quiz, learner)["settings"]

    def test_twee_carries_it_there_and_back(self, course, story, learner):
        save(course, story, learner, layout=LAYOUT)
        written = course.post(story, learner, "studio_export", {"format": "twee"}, author=True)[1]
        text = base64.b64decode(written["data"]).decode()
        assert '{"position":"10,85","size":"100,100"}' in text
        assert '{"position":"300,25","size":"100,100"}' in text
        assert "layout" not in text
        data = {"format": "twee", "data": written["data"]}
        status, reply = course.post(story, learner, "studio_import", data, author=True)
        assert status == 200
        places = json.loads(reply["settings"]["layout"])
        assert set(places) == set(PLACES)
        assert [b - a for a, b in zip(places["cuoc-goi"], places["ket-tot"], strict=True)] == [290, -60]


def play(course, usage, author, moves=(), **more):
    data = {"model": samples.story_data(), "from": "", "moves": list(moves), **more}
    return course.post(usage, author, "studio_play", data, author=True)


class TestPlayingFromAnyScene:
    def test_it_plays_what_was_sent_not_what_is_saved_and_keeps_nothing(self, course, story, learner):
        block = course.block(story, learner, author=True)
        before = {name: getattr(block, name) for name in ("content", "layout", "state", "attempts", "earned")}
        model = samples.story_data()
        model["scenes"][0]["title"] = "CHƯA LƯU"
        for _ in range(2):
            status, reply = play(course, story, learner, model=model)
            assert status == 200, reply
            assert reply["state"]["play"]["scene"]["title"] == "CHƯA LƯU"
        status, reply = play(course, story, learner, [{"choice": "1"}], model=model)
        assert status == 200
        again = course.block(story, learner, author=True)
        assert {name: getattr(again, name) for name in before} == before
        assert not Attempt.objects.exists()
        assert not Response.objects.exists()
        assert not ContentVersion.objects.exists()

    def test_it_begins_at_any_scene_and_says_where_one_is(self, course, story, learner):
        status, reply = play(course, story, learner, **{"from": "doi-tien"})
        assert status == 200
        assert reply["scene"] == "doi-tien"
        assert reply["flags"] == [{"id": "da-tin", "set": False}]
        assert reply["state"]["play"]["meters"][0]["value"] == 100
        assert (reply["reply"], reply["error"], reply["trail"]) == (None, None, [])

    def test_the_last_move_is_told_as_a_learner_is_told(self, course, story, learner):
        status, reply = play(course, story, learner, [{"choice": "1"}])
        assert status == 200
        assert reply["reply"]["feedback"] == "PHẢN HỒI cúp máy"
        assert reply["reply"]["step"] == 1
        assert reply["moves"] == [{"way": "cup-may"}]
        assert reply["trail"] == [{"scene": "cuoc-goi", "way": "cup-may"}]
        assert reply["state"]["play"]["status"] == "ended"
        assert reply["state"]["play"]["debrief"]["result"]["percent"] == 100

    def test_a_move_that_does_not_fit_is_a_sentence_and_the_rest_stands(self, course, story, learner):
        status, reply = play(course, story, learner, [{"way": "nghe-tiep"}, {"way": "khong-con"}, {"way": "x"}])
        assert status == 200
        assert reply["moves"] == [{"way": "nghe-tiep"}]
        assert reply["scene"] == "doi-tien"
        assert "khong-con" in reply["error"]

    @pytest.mark.parametrize(
        ("more", "status"),
        [
            ({"model": None}, 400),
            ({"moves": "x"}, 400),
            ({"moves": [1]}, 400),
            ({"from": 3}, 400),
            ({"from": "khong-co"}, 409),
            ({"model": {"schema": 1, "scenes": []}}, 422),
            ({"model": {"schema": 99}}, 422),
        ],
    )
    def test_what_cannot_be_played_is_refused_with_a_sentence(self, course, story, learner, more, status):
        found, reply = play(course, story, learner, **more)
        assert found == status
        assert reply["error"]
        if status == 422:
            assert reply["findings"]

    def test_learners_and_strangers_are_refused(self, course, story, learner):
        data = {"model": samples.story_data(), "from": "", "moves": []}
        assert course.post(story, learner, "studio_play", data)[0] == 403
        assert course.post(story, None, "studio_play", data, author=True)[0] in (401, 403)
