"""An author looks at a whole simulation: the picture and the outline, arranging by keyboard and pointer, playing from a
scene; at a desk and on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import FrameLocator, Page, expect

from .conftest import Classroom
from .editor import open_editor, press, view
from .hands import still
from .looks import check_frame
from .walk import enter, press_after_reading

VIEW = "Sơ đồ các cảnh"
#: Words on ways that lie on a box, on the mark of one, or on other words.
MEET = """
() => {
  const areas = all => [...all].map(one => [one.textContent, one.getBoundingClientRect()]);
  const words = areas(document.querySelectorAll('.hv-gway'));
  const rest = areas(document.querySelectorAll('.hv-gbox, .hv-gpill rect'));
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return words.filter(([, a], i) => rest.concat(words.slice(0, i)).some(([, b]) => meet(a, b))).map(one => one[0]);
}
"""
#: The smallest letters of a title in the picture, in pixels of the screen.
LETTERS = """
() => {
  const by = document.querySelector('.hv-gfield > g').getScreenCTM().a;
  const sizes = [...document.querySelectorAll('.hv-glabel')].map(one => parseFloat(getComputedStyle(one).fontSize));
  return Math.min(...sizes) * by;
}
"""


def open_map(page: Page, classroom: Classroom) -> FrameLocator:
    """The view of the whole story of a simulation of the first course (the first one is an inbox)."""
    frame = open_editor(page, classroom, "scenario_sim", 1)
    view(frame, VIEW)
    return frame


def look(page: Page, name: str) -> None:
    """Looks at the page and at the editor with its drawing."""
    check_frame(page, name, drawing=True)


def test_an_author_arranges_the_picture_and_finds_it_so_again(classroom: Classroom, desk: Page):
    page = desk
    enter(page, classroom, "soanbai")
    frame = open_map(page, classroom)
    boxes = frame.locator(".hv-gnode")
    expect(boxes.first).to_be_visible()
    look(page, "soan-so-do")
    start = frame.locator(".hv-gnode--start")
    begin = start.get_attribute("transform")
    start.focus()
    page.keyboard.press("Space")
    listed = frame.locator(".hv-gways li")
    expect(listed.first).to_be_visible()
    expect(frame.locator(".hv-gway").first).to_be_visible()
    for key in ("+", "0"):
        page.keyboard.press(key)
        assert frame.locator(":root").evaluate(MEET) == []
        assert frame.locator(":root").evaluate(LETTERS) > 10.9
    expect(frame.locator(".hv-gedge--near")).to_have_count(listed.count())
    page.keyboard.press("m")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(frame.get_by_role("status").filter(has_text="Ngang")).to_be_visible()
    page.keyboard.press("Enter")
    moved = start.get_attribute("transform")
    assert moved != begin
    page.keyboard.press("Control+z")
    expect(start).to_have_attribute("transform", begin or "")
    expect(start).to_be_focused()
    page.keyboard.press("Control+y")
    expect(start).to_have_attribute("transform", moved or "")

    page.keyboard.press("0")
    other = frame.locator(".hv-gnode[data-id]").nth(1)
    name = other.get_attribute("data-id")
    other = frame.locator(f".hv-gnode[data-id='{name}']")
    before = other.get_attribute("transform")
    other.scroll_into_view_if_needed()
    place = still(other)
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] / 2 + 60, place["y"] + place["height"] / 2 + 30, steps=6)
    page.mouse.up()
    expect(other).not_to_have_attribute("transform", before or "")
    dragged = other.get_attribute("transform")
    press(frame, "Lưu")
    expect(page).not_to_have_url(re.compile("/edit/"))

    frame = open_map(page, classroom)
    expect(frame.locator(".hv-gnode--start")).to_have_attribute("transform", moved or "")
    expect(frame.locator(f".hv-gnode[data-id='{name}']")).to_have_attribute("transform", dragged or "")


def test_an_author_plays_from_a_scene_what_is_not_saved_yet(classroom: Classroom, desk: Page):
    page = desk
    enter(page, classroom, "soanbai")
    frame = open_map(page, classroom)
    start = frame.locator(".hv-gnode--start")
    start.focus()
    page.keyboard.press("Space")
    frame.get_by_role("button", name="Chơi thử từ đây").click()
    panel = frame.get_by_role("region", name="Chơi thử")
    expect(panel.get_by_role("heading", name="Chơi thử")).to_be_focused()
    choices = panel.locator(".hv-choice")
    expect(choices.first).to_be_visible()
    look(page, "soan-choi-thu")
    here = frame.locator(".hv-gnode[aria-current]").get_attribute("data-id")
    press_after_reading(choices.first)
    expect(panel.get_by_role("heading", name="Chuyện gì xảy ra?")).to_be_visible()
    expect(frame.locator(f".hv-gnode[aria-current]:not([data-id='{here}'])")).to_have_count(1)
    look(page, "soan-choi-thu-hau-qua")
    panel.get_by_role("button", name="Lùi một bước").click()
    expect(frame.locator(f".hv-gnode[aria-current][data-id='{here}']")).to_have_count(1)
    panel.get_by_role("button", name="Mở để sửa").click()
    title = frame.get_by_role("textbox", name=re.compile("^(Tên cảnh|Tên)")).first
    title.fill("Cảnh chưa lưu")
    frame.get_by_role("navigation").get_by_role("button", name=VIEW).click()
    expect(panel.locator(".hv-tryout-stage h3")).to_have_text("Cảnh chưa lưu")
    panel.get_by_role("button", name="Đóng").click()
    expect(panel).to_be_hidden()


def test_the_outline_comes_first_on_a_phone_and_does_the_same(classroom: Classroom, phone: Page):
    page = phone
    enter(page, classroom, "soanbai")
    frame = open_map(page, classroom)
    items = frame.locator(".hv-outline-item")
    expect(items.first).to_be_visible()
    look(page, "soan-dan-y")
    first = items.first.locator(".hv-outline-title")
    first.focus()
    page.keyboard.press("ArrowDown")
    expect(items.nth(1).locator(".hv-outline-title")).to_be_focused()
    items.first.get_by_role("button", name=re.compile("^Chơi thử từ")).click()
    panel = frame.get_by_role("region", name="Chơi thử")
    expect(panel.locator(".hv-choice").first).to_be_visible()
    look(page, "soan-choi-thu-dien-thoai")
    panel.get_by_role("button", name="Đóng").click()
    frame.get_by_role("button", name="Sơ đồ", exact=True).click()
    expect(frame.locator(".hv-gnode").first).to_be_visible()
    look(page, "soan-so-do-dien-thoai")
    tops = frame.locator(".hv-gfinder :is(input, button)").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().top)"
    )
    assert max(tops) - min(tops) < 8, "the box to search in and its buttons stand in one line"
    frame.get_by_label("Tìm cảnh").fill("an toan")
    expect(frame.locator(".hv-gfound")).to_contain_text("1 trên")
