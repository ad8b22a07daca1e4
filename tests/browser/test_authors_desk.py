"""An author mends a quiz in the classroom's editor: findings beside the line, nothing saved while there are errors."""

from __future__ import annotations

import re

from playwright.sync_api import FrameLocator, Page, expect

from .conftest import Classroom
from .looks import check
from .walk import sign_in


def press(frame: FrameLocator, name: str) -> None:
    """Presses the first button with that name in the tab that is shown."""
    frame.get_by_role("tabpanel").get_by_role("button", name=name, exact=True).first.click()


def test_an_author_sees_what_is_wrong_beside_the_line_and_saves(classroom: Classroom, desk: Page):
    page = desk
    page.goto(f"{classroom.url}/sign-in/")
    sign_in(page, classroom, "soanbai")
    page.goto(f"{classroom.url}/author/")
    page.get_by_role("link", name="An toàn số").first.click()
    check(page, "soan-cau-truc")
    page.locator("a[href*='/edit/'][href*='skill_quiz']").first.click()
    frame = page.frame_locator("#studio-frame")
    frame.get_by_role("tab", name="Văn bản (Markdown)").click()
    source = frame.locator("textarea")
    expect(source).to_be_visible()
    good = source.input_value()
    assert "## " in good
    line = next(n for n, text in enumerate(good.split("\n"), start=1) if text.startswith("- [x]"))
    source.fill(good.replace("- [x]", "- [ ]", 1))
    wrong = frame.locator(".hv-finds")
    expect(wrong).to_contain_text("đúng")
    expect(wrong).to_contain_text("Dòng")
    check(page, "soan-loi-ben-dong")
    press(frame, "Lưu")
    expect(frame.get_by_role("status").filter(has_text="Chưa lưu được").first).to_be_visible()
    assert source.input_value() != good
    assert line > 5

    source.fill(good.replace("- [x] ", "- [x]  ", 1))
    expect(wrong).not_to_contain_text("Dòng")
    press(frame, "Lưu")
    expect(page.locator("#studio-says").or_(page.locator(".hv-unit")).first).to_be_visible()
    expect(page).not_to_have_url(re.compile("/edit/"))
