"""The live look of what an author is writing: the preview of one scene, whatever is saved."""

from __future__ import annotations

from . import samples


def test_a_check_shows_the_scene_that_is_asked_for(course, story, learner):
    model = samples.story_data()
    last = model["scenes"][-1]["id"]
    model["scenes"][-1]["title"] = "CHƯA LƯU"
    status, reply = course.post(story, learner, "studio_check", {"model": model, "scene": last}, author=True)
    assert status == 200
    assert reply["preview"]["of"] == last
    assert reply["preview"]["scene"]["title"] == "CHƯA LƯU"


def test_without_a_known_scene_the_first_is_shown_as_ever(course, story, learner):
    model = samples.story_data()
    for asked in ({}, {"scene": "khong-co"}, {"scene": 7}, {"scene": None}):
        status, reply = course.post(story, learner, "studio_check", {"model": model, **asked}, author=True)
        assert status == 200
        assert "of" not in reply["preview"]
        assert reply["preview"]["scene"]["title"] == model["scenes"][0]["title"]


def test_a_quiz_has_no_such_part(course, quiz, learner):
    found = course.post(quiz, learner, "studio_model", author=True)[1]["model"]
    status, reply = course.post(quiz, learner, "studio_check", {"model": found, "scene": "x"}, author=True)
    assert status == 200
    assert "of" not in reply["preview"]
