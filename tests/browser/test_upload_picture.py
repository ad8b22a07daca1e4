"""An author puts a photo of the own device into a question with the keyboard alone; a learner sees it: turned the right
way, small enough for a weak network, and without the place where it was taken."""

from __future__ import annotations

import base64
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Classroom
from .looks import check_frame
from .shelf import import_course
from .walk import quiz, sign_in

COURSE = Path(__file__).parent / "course"
QUIZ = """---
kind: skill_quiz
id: bai-anh
title: Bài có ảnh
---
## anh-cua-toi

Đây có phải công an không?

- [x] Không
  > Đúng.
- [ ] Có
  > Chưa đúng.
"""
MODULE = """
units:
  - quiz: quiz.md
"""
#: 1000 × 2400 as it is stored; a camera says that it has to be turned.
PHOTO = """
() => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 1000, height: 2400});
  const pen = canvas.getContext('2d');
  for (let i = 0; i < 4000; i++) {
    pen.fillStyle = `hsl(${i * 7 % 360} 60% 60%)`;
    pen.fillRect(i * 37 % 1000, i * 91 % 2400, 60, 60);
  }
  return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
}
"""
#: Orientation 6, and a place: latitude 21.
EXIF = bytes.fromhex(
    "4d4d002a00000008000201120003000000010006000088250004000000010000002600000000"
    "000100020005000000010000003800000000"
    "00000015000000010000000100000001000000000000000100"
)


@pytest.fixture(scope="module")
def course(classroom: Classroom, tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """The classroom with a quiz of one question in words."""
    content = tmp_path_factory.mktemp("anh") / "content"
    shutil.copytree(COURSE, content)
    module = content / "modules" / "muoi-loai"
    (module / "quiz.md").write_text(QUIZ, encoding="utf-8")
    listed = (module / "module.yaml").read_text(encoding="utf-8")
    (module / "module.yaml").write_text(listed.partition("units:")[0] + MODULE, encoding="utf-8")
    import_course(classroom, content, "thu-loai-cau-hoi")
    return classroom


def photo(page: Page) -> bytes:
    """A photo as a phone writes it."""
    plain = base64.b64decode(page.evaluate(PHOTO))
    body = b"Exif\0\0" + EXIF
    return plain[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + plain[2:]


def test_a_photo_is_put_into_a_question_by_keyboard_and_seen_by_a_learner(course: Classroom, desk: Page, phone: Page):
    page = desk
    page.on("filechooser", lambda chooser: None)  # told from the start, not from just before the press
    page.goto(f"{course.url}/sign-in/")
    sign_in(page, course, "soanbai")
    page.goto(f"{course.url}/author/")
    page.get_by_role("link", name="Thử mười loại câu hỏi").first.click()
    page.locator("a[href*='/edit/'][href*='skill_quiz']").first.click()
    frame = page.frame_locator("#studio-frame")
    text = frame.locator(".hv-desk-main .hv-rt").first
    text.focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Alt+F10")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(frame.get_by_role("button", name="Hình", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(frame.get_by_label("Địa chỉ hình (/static/ten-hinh.png hoặc https://…)")).to_be_focused()
    page.keyboard.press("Tab")
    expect(frame.get_by_role("button", name="Chọn ảnh từ máy")).to_be_focused()
    taken = photo(page)
    assert len(taken) > 200_000
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files([{"name": "Ảnh nhà tôi.jpg", "mimeType": "image/jpeg", "buffer": taken}])
    told = frame.locator(".hv-rt-ask .hv-picksays")
    expect(told).to_contain_text("Đã tải lên: anh_nha_toi-")
    expect(told).to_contain_text("Nhớ viết vài chữ mô tả hình")
    expect(frame.get_by_label("Mô tả hình cho người không nhìn thấy")).to_be_focused()
    check_frame(page)
    page.keyboard.type("Người mặc sắc phục gọi video")
    page.keyboard.press("Enter")
    expect(frame.locator(".hv-itempreview img")).to_have_js_property("naturalWidth", 1600)
    expect(frame.locator(".hv-tally").first).to_contain_text("Không thấy lỗi nào")
    page.keyboard.press("Control+s")
    expect(page).not_to_have_url(re.compile("/edit/"))

    phone.goto(f"{course.url}/sign-in/")
    sign_in(phone, course, "hocvien")
    phone.get_by_role("link", name="Thử mười loại câu hỏi").first.click()
    phone.locator("main section li > a[href*='/unit/']").first.click()
    phone.get_by_role("button", name="Bắt đầu").click()
    seen = quiz(phone).get_by_alt_text("Người mặc sắc phục gọi video")
    expect(seen).to_be_visible()
    expect(seen).to_have_js_property("naturalWidth", 1600)
    expect(seen).to_have_js_property("naturalHeight", 667)
    kept = phone.request.get(f"{course.url}{seen.get_attribute('src')}").body()
    assert len(kept) < len(taken)
    assert b"Exif" not in kept
