"""An author mends a quiz in the classroom's editor: findings beside the line, nothing saved while there are errors."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import Classroom
from .editor import open_editor, press, view
from .looks import check, check_frame
from .walk import enter, follow, open_course


def test_an_author_sees_what_is_wrong_beside_the_line_and_saves(classroom: Classroom, desk: Page):
    page = desk
    enter(page, classroom, "soanbai")
    page.goto(f"{classroom.url}/author/")
    open_course(page)
    check(page, "soan-cau-truc")
    follow(page, page.locator("a[href*='/edit/'][href*='skill_quiz']").first)
    frame = page.frame_locator("#studio-frame")
    frame.get_by_role("tab", name="Văn bản (Markdown)").click()
    source = frame.locator("textarea")
    expect(source).to_be_visible()
    good = source.input_value()
    assert "## " in good
    line = next(n for n, text in enumerate(good.split("\n"), start=1) if text.startswith("- [x]"))
    source.fill(good.replace("- [x]", "- [ ]", 1))
    wrong = frame.get_by_role("tabpanel").locator(".hv-finds")
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
    expect(page).not_to_have_url(re.compile("/edit/"))


def test_an_author_writes_a_question_in_forms_by_keyboard(classroom: Classroom, desk: Page):
    page = desk
    enter(page, classroom, "soanbai")
    frame = open_editor(page, classroom, "skill_quiz")
    rows = frame.locator(".hv-qlist li")
    before = rows.count()
    frame.get_by_label("Thêm câu hỏi").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(before + 1)
    page.keyboard.type("Ngân hàng có hỏi ")
    page.keyboard.press("Control+b")
    page.keyboard.type("mã OTP")
    page.keyboard.press("Control+b")
    page.keyboard.type(" của bạn không?")
    expect(frame.locator(".hv-itempreview legend strong")).to_have_text("mã OTP")
    # What is not begun is no mistake yet.
    expect(frame.locator(".hv-rowbox .hv-says--todo").filter(has_text="Còn phải làm")).to_have_count(2)
    expect(frame.locator(".hv-says--error")).to_have_count(0)
    check_frame(page, "soan-bang-mau")
    for name, words in (("1", ("Không bao giờ", "Đúng.")), ("2", ("Có, khi gấp", "Chưa đúng."))):
        box = frame.get_by_role("group", name=f"Lựa chọn {name}")
        box.get_by_role("textbox", name="Nội dung").focus()
        page.keyboard.type(words[0])
        box.get_by_role("textbox", name="Phản hồi khi chọn").focus()
        page.keyboard.type(words[1])
    frame.get_by_role("combobox", name="Năng lực").focus()
    page.keyboard.type("bao ve du lieu")
    expect(frame.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(frame.locator(".hv-chips li")).to_have_count(1)
    expect(frame.locator(".hv-tally").first).to_contain_text("Không thấy lỗi nào")
    page.keyboard.press("Alt+ArrowDown")
    expect(frame.get_by_role("heading", level=3).first).to_contain_text("Câu 3")
    page.keyboard.press("Control+z")
    expect(frame.get_by_role("heading", level=3).first).to_contain_text("Câu 2")

    frame.get_by_role("tab", name="Văn bản (Markdown)").click()
    expect(frame.locator("textarea")).to_have_value(re.compile(r"Ngân hàng có hỏi \*\*mã OTP\*\* của bạn không\?"))
    frame.get_by_role("tab", name="Soạn bằng mẫu").click()
    press(frame, "Lưu")
    expect(page).not_to_have_url(re.compile("/edit/"))
    frame = open_editor(page, classroom, "skill_quiz")
    expect(rows).to_have_count(before + 1)
    expect(rows.nth(1)).to_contain_text("Ngân hàng có hỏi mã OTP của bạn không?")


def test_an_author_looks_at_every_view_and_exports_on_a_phone(classroom: Classroom, phone: Page):
    page = phone
    enter(page, classroom, "soanbai")
    frame = open_editor(page, classroom, "skill_quiz")
    check_frame(page)
    for name in ("Lời mở đầu và thiết lập", "Hỏi những câu nào", "Bảng tất cả các câu", "Nhập và xuất"):
        view(frame, name)
        check_frame(page)
    with page.expect_download() as download:
        frame.get_by_role("button", name="Tải về").click()
    exported = download.value.path()
    frame.get_by_label("Tệp", exact=True).set_input_files(
        files=[{"name": "bai.md", "mimeType": "text/markdown", "buffer": exported.read_bytes()}]
    )
    frame.get_by_role("button", name="Đọc tệp").click()
    frame.get_by_role("button", name="Dùng bản này").click()
    expect(frame.get_by_role("status").filter(has_text="Đã nhập")).to_be_visible()
    frame.get_by_role("button", name="Hoàn tác").first.click()
