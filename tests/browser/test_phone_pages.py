"""The frame of the classroom's pages on a small phone: little of it, and nothing cut."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Classroom
from .hands import still
from .looks import check
from .walk import enter, follow, open_course


def test_the_menu_takes_one_line_opens_over_the_page_and_closes_on_escape(classroom: Classroom, phone: Page):
    enter(phone, classroom, "quanly")
    header = phone.locator(".hv-topbar")
    menu = header.locator("summary")
    assert still(header)["height"] <= 72
    expect(phone.get_by_role("link", name="Tài khoản: ")).to_have_count(0)
    below = still(phone.locator("h1"))
    menu.press("Enter")
    for name in ("Khóa học của tôi", "Soạn bài"):
        expect(header.get_by_role("link", name=name)).to_be_visible()
    expect(header.get_by_role("button", name="Đăng xuất")).to_be_visible()
    check(phone)
    assert still(phone.locator("h1")) == below
    phone.keyboard.press("Tab")
    phone.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(header.get_by_role("button", name="Đăng xuất")).to_be_hidden()


def test_the_wide_page_shows_its_menu_unfolded(classroom: Classroom, desk: Page):
    enter(desk, classroom, "hocvien")
    expect(desk.get_by_role("button", name="Đăng xuất")).to_be_visible()
    expect(desk.get_by_role("link", name="Khóa học của tôi")).to_have_count(1)
    expect(desk.locator(".hv-topbar summary")).to_be_hidden()


def test_the_outline_of_a_long_course_shows_the_module_to_go_on_with(classroom: Classroom, phone: Page):
    enter(phone, classroom, "hocvien")
    open_course(phone)
    units = phone.locator("main section li > a[href*='/unit/']")
    expect(units.first).to_be_visible()
    shown = [one.is_visible() for one in units.all()]
    assert shown[0]
    assert not shown[-1]
    assert phone.evaluate("document.documentElement.scrollHeight") < 2.5 * 740
    last = phone.locator("main section").last
    last.locator("summary").tap()
    expect(units.last).to_be_visible()
    check(phone)


def test_captions_of_wide_tables_lie_within_the_window(classroom: Classroom, phone: Page):
    enter(phone, classroom, "quanly")
    open_course(phone)
    follow(phone, phone.get_by_role("link", name="Sổ điểm").first)
    box = still(phone.locator("caption").first)
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    text = phone.locator("caption").first.evaluate(
        "e => { const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect().right }"
    )
    assert text <= 360
