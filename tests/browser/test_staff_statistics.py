"""Staff looks at which questions are good: on a phone and at a desk."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import Classroom
from .looks import check
from .walk import enter, follow


def to_statistics(page: Page, classroom: Classroom) -> None:
    """From the sign-in by the grade book to the statistics of the first quiz."""
    enter(page, classroom, "quanly")
    page.goto(f"{classroom.url}/staff/course-v1:HocVuSo+ATS-ND+2026/gradebook/")
    follow(page, page.locator("a[href*='/statistics/']").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thống kê câu hỏi")


def test_a_phone_shows_the_figures_and_the_way_from_a_question_to_its_answers(played: Classroom, phone: Page):
    to_statistics(phone, played)
    check(phone)
    first = phone.locator("td a[href^='#q-']").first
    first.click()
    expect(phone).to_have_url(re.compile("#q-"))
    expect(phone.locator("section:target table").first).to_be_in_viewport()
    details = phone.locator("summary", has_text="nghĩa là gì")
    details.click()
    check(phone)


def test_a_desk_shows_them_too_and_downloads_the_file(played: Classroom, desk: Page):
    to_statistics(desk, played)
    check(desk)
    desk.get_by_label("Tính lượt làm nào").select_option("best")
    follow(desk, desk.get_by_role("button", name="Xem", exact=True))
    expect(desk).to_have_url(re.compile("attempts=best"))
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Tải CSV").click()
    assert download.value.suggested_filename.endswith("-statistics.csv")
    assert "Độ phân biệt" in download.value.path().read_text(encoding="utf-8-sig")


def test_a_learners_answers_are_read_in_words(played: Classroom, phone: Page):
    enter(phone, played, "quanly")
    phone.goto(f"{played.url}/staff/course-v1:HocVuSo+ATS-ND+2026/gradebook/?demo=1")  # played by demo learners
    follow(phone, phone.locator("tbody tr:has(.hv-tag--good) a").first)  # somebody who passed has answered
    told = phone.locator("summary", has_text="Các câu trả lời trong lượt 1")
    unit = phone.locator("section.hv-module", has=told).first
    expect(told.first).to_be_hidden()
    unit.locator("summary").first.click()
    answers = unit.locator("summary", has_text="Các câu trả lời trong lượt 1").first
    answers.click()
    expect(unit.locator("details details table").first).to_be_visible()
    check(phone)
