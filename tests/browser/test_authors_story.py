"""An author who never saw Markdown writes a simulation in the classroom's editor: by keyboard, and on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import FrameLocator, Locator, Page, expect

from .conftest import Classroom
from .editor import open_editor, press, unfold
from .looks import check_frame
from .walk import enter


def start_over(frame: FrameLocator, name: str) -> None:
    """Takes one of the beginnings."""
    unfold(frame)
    frame.get_by_role("navigation").get_by_role("button", name="Cả câu chuyện").click()
    frame.get_by_text("Bắt đầu từ một bản khác").click()
    frame.get_by_role("button", name=name).click()


def at(frame: FrameLocator, path: str) -> Locator:
    """The control at a path of the content."""
    return frame.locator(f"[data-path='{path}']")


def test_an_author_writes_a_scene_with_signs_and_saves_it_by_keyboard(classroom: Classroom, desk: Page):
    page = desk
    enter(page, classroom, "soanbai")
    frame = open_editor(page, classroom, "scenario_sim")
    check_frame(page)
    start_over(frame, "Câu chuyện mẫu")
    expect(frame.get_by_role("heading", level=3).first).to_contain_text("Cuộc gọi lạ")

    at(frame, "scenes.cuoc-goi.choices.add").focus()
    page.keyboard.press("Enter")
    expect(at(frame, "scenes.cuoc-goi.choices.c.text")).to_be_focused()
    page.keyboard.type("Hỏi công an xã")
    expect(frame.locator(".hv-lookstage .hv-choice").nth(2)).to_have_text("Hỏi công an xã")
    at(frame, "scenes.cuoc-goi.choices.c.feedback").focus()
    page.keyboard.type("Đúng. Hỏi tận nơi là chắc nhất.")
    at(frame, "scenes.cuoc-goi.choices.c.to").select_option(label="＋ một cảnh mới")
    expect(at(frame, "scenes.cuoc-goi.choices.c.open")).to_be_focused()
    page.keyboard.press("Enter")
    expect(at(frame, "scenes.hoi-cong-an-xa.title")).to_have_value("Hỏi công an xã")
    at(frame, "scenes.hoi-cong-an-xa.ending").select_option("ending")
    at(frame, "scenes.hoi-cong-an-xa.ending.text").focus()
    page.keyboard.type("Ở xã không có việc gì.")
    expect(frame.locator(".hv-tally").first).to_contain_text("Không thấy lỗi nào")

    at(frame, "nav.cuoc-goi").focus()
    page.keyboard.press("Enter")
    at(frame, "scenes.cuoc-goi.messages.m1#row").focus()
    page.keyboard.press("Enter")
    at(frame, "scenes.cuoc-goi.messages.m1.text").focus()
    page.keyboard.press("Control+Home")
    for _ in range(14):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+m")
    expect(at(frame, "scenes.cuoc-goi.messages.m1.cues.c2.quote")).to_have_value("Tôi là công an")
    expect(at(frame, "scenes.cuoc-goi.messages.m1.cues.c2.why")).to_be_focused()
    page.keyboard.type("Ai cũng tự xưng được.")
    frame.get_by_label("Tô các dấu hiệu").check()
    expect(frame.locator(".hv-lookstage mark")).to_have_count(2)
    check_frame(page)

    press(frame, "Lưu")
    expect(page).not_to_have_url(re.compile("/edit/"))
    frame = open_editor(page, classroom, "scenario_sim")
    expect(frame.locator(".hv-qlist li")).to_have_count(4)
    expect(frame.locator(".hv-qlist li").nth(1)).to_contain_text("Hỏi công an xã")
    check_frame(page, "soan-tinh-huong")


def test_every_form_of_a_story_and_of_an_inbox_fits_a_phone(classroom: Classroom, phone: Page):
    page = phone
    enter(page, classroom, "soanbai")
    frame = open_editor(page, classroom, "scenario_sim")
    start_over(frame, "Câu chuyện mẫu")
    when = "scenes.cuoc-goi.choices.a.when"
    at(frame, "scenes.cuoc-goi.choices.a#row").click()
    at(frame, "scenes.cuoc-goi.choices.a#more").click()
    at(frame, when).select_option("all")
    at(frame, f"{when}.add").click()
    at(frame, f"{when}.2.kind").select_option("any")
    at(frame, f"{when}.2.add").click()
    at(frame, f"{when}.2.2.not").select_option("not")
    at(frame, "scenes.cuoc-goi.messages.m1#row").click()
    at(frame, "scenes.cuoc-goi.messages.m1.cues.words").click()
    frame.get_by_role("button", name="Tôi", exact=True).click()
    check_frame(page)
    at(frame, "scenes.cuoc-goi.input").click()
    at(frame, "scenes.cuoc-goi.question").click()
    check_frame(page)
    for view in ("story", "meters", "debrief", "settings", "files"):
        unfold(frame)
        at(frame, f"nav.{view}").click()
        expect(frame.get_by_role("heading", level=3).first).to_be_focused()
        check_frame(page)
    unfold(frame)
    at(frame, "nav.an-toan").click()
    at(frame, "act.delete").click()
    expect(frame.get_by_text("1 đường đang dẫn đến cảnh này")).to_be_visible()
    check_frame(page)
    start_over(frame, "Hộp thư mẫu")
    expect(frame.get_by_role("heading", level=3).first).to_contain_text("Đơn hàng")
    check_frame(page)
