"""Staff look at learners' work below the activity: on a phone, at a desk, by keyboard, in the platform's frame."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from .conftest import Classroom
from .looks import check
from .walk import enter, units

COURSE = "course-v1:HocVuSo+ATS-ND+2026"


def to_unit(page: Page, classroom: Classroom, kind: str, *, who: str = "quanly", query: str = "") -> None:
    """Signs in and opens the first unit whose address holds ``kind``."""
    enter(page, classroom, who)
    page.goto(f"{classroom.url}/courses/{COURSE}/")
    page.goto(next(unit for unit in units(page) if kind in unit) + query)


def part(where: Page | FrameLocator, title: str) -> Locator:
    """Opens the panel, then the part with that title; returns its body."""
    panel = where.locator(".hv-staff")
    outer = panel.locator("summary", has_text="Dành cho người phụ trách")
    if outer.evaluate("one => !one.parentElement.open"):
        outer.click()
    summary = panel.locator(".hv-ssection .hv-ssection > summary", has_text=title)
    summary.click()
    return summary.locator("xpath=../div")


def test_a_phone_shows_a_learners_answers_and_gives_a_fresh_attempt(played: Classroom, phone: Page):
    to_unit(phone, played, "kiem-tra")
    expect(phone.locator(".hv-staff details").first).not_to_have_attribute("open", "")
    check(phone)
    body = part(phone, "Bài làm của một người học")
    body.get_by_role("button", name="Tìm", exact=True).click()
    body.locator(".hv-spick", has_text="%").first.click()
    body.locator(".hv-sinner summary").first.click()
    expect(body.locator(".hv-srows li").first).to_be_visible()
    check(phone)
    body.get_by_role("button", name="Cho làm lại từ đầu").click()
    check(phone)
    body.get_by_role("button", name="Đồng ý").click()
    expect(body.get_by_role("status").first).to_contain_text("Đã cho làm lại")
    expect(body.locator(".hv-sinner summary").first).to_contain_text("đã bỏ để làm lại")
    check(phone)


def test_a_desk_shows_statistics_and_downloads_the_answers(played: Classroom, desk: Page):
    to_unit(desk, played, "kiem-tra")
    body = part(desk, "Thống kê câu hỏi")
    expect(body.get_by_text("gồm cả học viên thử")).to_be_visible()
    body.locator(".hv-sinner summary").first.click()
    expect(body.locator(".hv-sbars li").first).to_be_visible()
    check(desk)
    body.get_by_label("Tính lượt làm nào").select_option("all")
    body.get_by_role("button", name="Xem", exact=True).click()
    expect(body.locator(".hv-sinner").first).to_be_visible()
    files = part(desk, "Tải về tệp")
    files.get_by_label("Tính cả học viên thử").check()
    answers = files.get_by_role("group", name="Các lượt làm và câu trả lời")
    with desk.expect_download() as download:
        answers.get_by_role("button", name="Tải tệp Excel").click()
    assert re.fullmatch(r"HocVuSo-ATS-ND-2026-.*-answers\.xlsx", download.value.suggested_filename)
    with zipfile.ZipFile(download.value.path()) as book:
        assert book.testzip() is None
        assert "Học viên 0001" in book.read("xl/worksheets/sheet1.xml").decode()
    expect(answers.get_by_role("button", name="Tải tệp Excel")).to_be_focused()
    with desk.expect_download() as download:
        answers.get_by_role("button", name="Tải tệp CSV").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert text.startswith("\ufeff"), "Excel reads it as UTF-8"
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len({row["Tên đăng nhập"] for row in rows}) > 20
    check(desk)


def test_everybody_is_regraded_by_keyboard_alone(played: Classroom, desk: Page):
    to_unit(desk, played, "kiem-tra")
    panel = desk.locator(".hv-staff")
    panel.locator("summary").first.focus()
    desk.keyboard.press("Enter")
    title = panel.locator("summary", has_text="Chấm lại cho mọi người")
    expect(title).to_be_visible()
    for _ in range(6):
        desk.keyboard.press("Tab")
        if title.evaluate("one => one === document.activeElement"):
            break
    expect(title).to_be_focused()
    desk.keyboard.press("Enter")
    expect(panel.get_by_role("button", name="Bắt đầu chấm lại")).to_be_visible()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.textContent") == "Bắt đầu chấm lại"
    desk.keyboard.press("Enter")
    expect(panel.get_by_text(re.compile(r"Xong: \d+ người được chấm lại, 0 người đổi điểm"))).to_be_visible(
        timeout=60_000
    )
    expect(panel.get_by_role("button", name="Bắt đầu chấm lại")).to_be_focused()
    check(desk)


@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_a_simulation_tells_who_chose_what_and_draws_it(played: Classroom, screen: str, request: pytest.FixtureRequest):
    page: Page = request.getfixturevalue(screen)
    to_unit(page, played, "goi-dien-gia-danh-tinh-huong")
    body = part(page, "Người học đã chọn gì")
    first = body.locator(".hv-sinner summary").first
    expect(first).to_contain_text("lượt qua đây")
    first.click()
    expect(body.locator(".hv-sinner .hv-sbars li").first).to_contain_text("%")
    body.locator("summary", has_text="Xem thành sơ đồ").click()
    expect(body.locator(".hv-graph .hv-gnode").first).to_be_visible()
    check(page)


def test_in_the_platforms_frame_the_panel_grows_in_place(played: Classroom, phone: Page):
    to_unit(phone, played, "kiem-tra", query="?frame=1")
    frame = phone.frame_locator("iframe")
    body = part(frame, "Bài làm của một người học")
    body.get_by_role("button", name="Tìm", exact=True).click()
    picked = body.locator(".hv-spick").first
    expect(picked).to_be_visible()
    picked.click()
    expect(body.locator("h4").first).to_be_in_viewport()
    check(phone)


def test_a_learner_gets_neither_panel_nor_its_scripts(played: Classroom, phone: Page):
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    to_unit(phone, played, "kiem-tra", who="hocvien")
    expect(phone.locator(".hv-skill_quiz .hv-quiz")).to_be_visible()
    assert phone.locator(".hv-staff").count() == 0
    assert not [url for url in asked if "/public/staff" in url]
