"""After a bad ending in the classroom: try again from a decision as practice, and see where one has been."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Classroom
from .looks import check
from .people import story_of, way_to
from .test_learners_day import MODULE
from .walk import choose, enter, open_course, press, sim, units


def to_the_story(page: Page, classroom: Classroom) -> None:
    """Signs the learner in and opens the situation of the first module."""
    enter(page, classroom, "hocvien")
    open_course(page)
    page.goto(units(page)[3])  # after the inbox, the lesson and the quiz


def unfold(page: Page) -> None:
    """Opens the way step by step."""
    sim(page).get_by_text("Từng bước, dấu hiệu").click()


def look_at_the_map(page: Page) -> None:
    """Asks for the map and reads it as a list."""
    unfold(page)
    expect(page.locator("script[src*='map.vi']")).to_have_count(0)
    press(sim(page), "Xem những nơi đã qua")
    expect(sim(page).get_by_role("heading", name="Những nơi bạn đã qua")).to_be_focused()
    way = way_to(story_of(MODULE), "bad")
    expect(sim(page).locator(".hv-map rect")).to_have_count(len(way) + 1)
    sim(page).get_by_text("Đọc bằng chữ").click()
    expect(sim(page).locator(".hv-map details")).to_contain_text("kết thúc xấu")
    expect(sim(page).locator(".hv-map details")).to_contain_text("2 lần")


def test_a_learner_tries_again_from_a_decision_and_it_does_not_count(classroom: Classroom, phone: Page, desk: Page):
    page = phone
    to_the_story(page, classroom)
    press(sim(page), "Bắt đầu diễn tập")
    way = way_to(story_of(MODULE), "bad")
    for text in way:
        choose(page, text)
    expect(sim(page)).to_contain_text("Lần này bị lừa")
    unfold(page)
    expect(sim(page).get_by_text("chỉ luyện thử, không tính điểm")).to_be_visible()
    steps = sim(page).locator(".hv-path button")
    expect(steps).to_have_count(len(way))

    steps.last.click()
    expect(sim(page).get_by_text("Luyện thử, không tính điểm.")).to_be_visible()
    expect(sim(page).get_by_role("heading", level=3).first).to_be_focused()
    check(page)
    # The phone is put away and taken up again: it is still the rehearsal, in the same order.
    shown = sim(page).locator("[data-choice]").all_inner_texts()
    page.reload()
    expect(sim(page).get_by_text("Luyện thử, không tính điểm.")).to_be_visible()
    assert sim(page).locator("[data-choice]").all_inner_texts() == shown
    # It can be left before its end: back on the result that counts, from where it can be tried once more.
    press(sim(page), "Thôi tập, về kết quả")
    expect(sim(page)).to_contain_text("Bạn được")
    expect(sim(page).get_by_role("heading", level=3).first).to_be_focused()
    unfold(page)
    steps.last.click()
    expect(sim(page).get_by_text("Luyện thử, không tính điểm.")).to_be_visible()
    choose(page, way[-1])
    expect(sim(page)).to_contain_text("Lần này bị lừa")
    expect(sim(page)).not_to_contain_text("Bạn được")

    look_at_the_map(page)
    check(page)
    # The office's screen shows the same of the same learner.
    to_the_story(desk, classroom)
    look_at_the_map(desk)
    check(desk)
