"""What a quiz has beyond plain questions, in a real browser on a small phone: the certainty question, pictures that
can be made larger, a recording, answers that are kept. Each screen is checked by axe, for targets and for scrolling."""

from __future__ import annotations

import io
import math
import re
import struct
import wave

import pytest
from playwright.sync_api import Locator, Page, expect

from . import looks
from .conftest import Classroom
from .hands import still
from .shelf import NAME, import_types
from .walk import enter, next_question, open_course, press, quiz, see_results, units

QUIZ = """---
kind: skill_quiz
id: muoi-loai-cau-hoi
title: Nghe, nhìn, chắc hay không
pass_mark: 0.6
certainty: on
keep_right: true
---
## nghe-va-nhin
năng lực: tt02-2025:4.2
âm thanh: /static/cau-1.wav
trộn: không

Trang này có thật không?

![Trang đăng nhập giống trang của một ngân hàng](/static/trang-gia.png)

- [ ] Có
  > Chưa đúng. Bạn nhìn địa chỉ trang.
- [x] Không ![Địa chỉ có đuôi lạ](/static/trang-gia.png)
  > Đúng. Địa chỉ có đuôi lạ.

**Giải thích:** Ngân hàng không dùng đuôi .example.

## khong-dua
năng lực: tt02-2025:4.2
trộn: không

Mã OTP đưa cho ai?

- [x] Không ai cả
  > Đúng. Mã này chỉ mình bạn biết.
- [ ] Nhân viên ngân hàng
  > Chưa đúng. Ngân hàng không hỏi mã này.
"""


def tone() -> bytes:
    """A tenth of a second of sound."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(n / 3))) for n in range(800)))
    return out.getvalue()


@pytest.fixture(scope="module")
def course(classroom: Classroom, tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """The classroom with a quiz that has everything."""
    content = tmp_path_factory.mktemp("extras") / "content"
    import_types(classroom, content, QUIZ, media={"cau-1.wav": tone()})
    return classroom


def open_quiz(page: Page, course: Classroom, label: str | None = None) -> None:
    """Signs in and goes to the quiz: in the middle of an attempt, or pressing ``label`` there."""
    enter(page, course, "hocvien")
    open_course(page, NAME)
    page.goto(units(page)[1])
    if label:
        press(quiz(page), label)
    expect(quiz(page).locator("fieldset").first).to_be_visible()


def sure(page: Page) -> Locator:
    """The certainty question."""
    return quiz(page).get_by_role("group", name="Bạn chắc đến đâu?")


def test_a_recording_plays_and_is_fetched_when_it_is_wanted(course: Classroom, phone: Page):
    fetched: list[str] = []
    phone.on("request", lambda request: fetched.append(request.url))
    open_quiz(phone, course, "Bắt đầu")
    expect(quiz(phone).get_by_text("Nghe câu hỏi")).to_be_visible()
    looks.check(phone, "nghe-va-nhin")
    assert not [url for url in fetched if "cau-1" in url]
    player = quiz(phone).locator("audio")
    play = "e => new Promise((ok, no) => { e.onended = () => ok(e.duration); e.onerror = no; e.play().catch(no) })"
    assert player.evaluate(play) == pytest.approx(0.1)


def test_a_picture_is_seen_larger_where_it_stands(course: Classroom, phone: Page):
    open_quiz(phone, course)
    button = quiz(phone).get_by_role("button", name="Xem hình lớn hơn: Trang đăng nhập giống trang của một ngân hàng")
    picture = quiz(phone).locator("legend img")
    assert picture.evaluate("e => e.decode().then(() => e.naturalWidth)")
    before = still(picture)
    button.focus()
    phone.keyboard.press("Enter")
    box = quiz(phone).get_by_role("group", name="Trang đăng nhập giống trang của một ngân hàng", exact=True)
    expect(box).to_be_visible()
    assert still(picture)["width"] >= 1.9 * before["width"]
    looks.check(phone, "hinh-lon")
    box.focus()
    phone.keyboard.press("ArrowRight")
    phone.wait_for_function("e => e.scrollLeft > 0", arg=box.element_handle())
    phone.keyboard.press("Escape")
    expect(quiz(phone).get_by_role("button", name=re.compile("^Xem hình lớn hơn: Trang"))).to_be_focused()
    assert still(picture)["width"] == before["width"]


def test_what_one_was_sure_of_and_got_wrong_comes_first_and_leads_to_its_feedback(course: Classroom, phone: Page):
    open_quiz(phone, course)
    expect(sure(phone)).to_be_hidden()
    quiz(phone).locator(".hv-q label").nth(0).tap()
    sure(phone).get_by_text("Chắc chắn").tap()
    looks.check(phone, "do-chac")
    press(quiz(phone), "Trả lời")
    expect(quiz(phone).get_by_text("Bạn nhìn địa chỉ trang.")).to_be_visible()
    looks.check(phone)
    next_question(phone)
    quiz(phone).locator(".hv-q label").nth(0).tap()
    sure(phone).get_by_text("Tôi đoán").tap()
    press(quiz(phone), "Trả lời")
    expect(quiz(phone).get_by_role("button", name="Xem kết quả")).to_be_visible()
    see_results(phone)
    rows = quiz(phone).locator(".hv-items--why > li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Bạn chắc, nhưng chưa đúng")
    expect(rows.nth(1)).to_contain_text("Bạn đoán, và đúng")
    looks.check(phone, "nen-doc-lai")
    rows.nth(0).get_by_role("button").tap()
    expect(quiz(phone).get_by_text("Bạn nói: Chắc chắn")).to_be_visible()
    expect(quiz(phone).get_by_text("Ngân hàng không dùng đuôi .example.")).to_be_visible()
    looks.check(phone)


def test_the_next_attempt_keeps_what_was_right_and_says_so_in_khmer_too(course: Classroom, phone: Page):
    open_quiz(phone, course, "Làm lại")
    expect(quiz(phone).get_by_text("được giữ lại")).to_be_visible()
    expect(quiz(phone).get_by_text("Trang này có thật không?")).to_be_visible()
    looks.check(phone, "giu-lai")
    phone.get_by_role("button", name="ភាសាខ្មែរ").click()
    expect(quiz(phone).get_by_text("ត្រូវបានរក្សាទុក")).to_be_visible()
    expect(phone.locator("html")).to_have_attribute("lang", "km-kh")
    looks.check(phone, "khmer")


def test_nothing_is_cut_off_at_twice_the_size(course: Classroom, zoomed: Page):
    open_quiz(zoomed, course)
    quiz(zoomed).get_by_role("button", name=re.compile("^Xem hình lớn hơn: Trang")).tap()
    quiz(zoomed).locator(".hv-q label").nth(0).tap()
    expect(sure(zoomed)).to_be_visible()
    looks.check(zoomed)
    press(quiz(zoomed), "Trả lời")
    expect(quiz(zoomed).get_by_text("Bạn nhìn địa chỉ trang.")).to_be_visible()
    looks.check(zoomed)
    see_results(zoomed)
    expect(quiz(zoomed).get_by_text("Những câu nên đọc lại")).to_be_visible()
    looks.check(zoomed)
