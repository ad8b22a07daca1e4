"""A quiz written from one question to a whole test in the forms of its editor: once with the keyboard alone, once with
a finger on a small phone. Ten types of questions, a picture with areas, facts, the table, an import, undo; then saving
what somebody has already worked with, and grading that again. Every view is looked at by axe and measured."""

from __future__ import annotations

import contextlib
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from . import editor
from .conftest import Classroom, new_page
from .hands import Finger, Keys, Typist
from .looks import check_editor, check_frame
from .shelf import NAME, import_types
from .walk import enter, open_course, press, quiz, units

QUIZ = """---
kind: skill_quiz
id: bai-{n}
title: Bài soạn {n}
pass_mark: 0.6
---
## cau-dau-{n}

Trang này có thật không? ![Trang đăng nhập lạ](/static/trang-gia.png)

- [x] Không
  > Đúng.
- [ ] Có
  > Chưa đúng.
"""
GIFT = "// Hai câu\n::G1::Mã OTP đưa cho ai? {=Không ai ~Ngân hàng}\n\n::G2::Ngân hàng không hỏi mã OTP. {TRUE}\n"
FORMS: dict[str, list[tuple[str, str]]] = {
    "Chọn một đáp án": [
        ("text", "Gọi số nào?"),
        ("options.a.text", "156"),
        ("options.a.feedback", "Đúng."),
        ("options.b.text", "Số lạ"),
        ("options.b.feedback", "Chưa đúng."),
    ],
    "Chọn nhiều đáp án": [
        ("text", "Dấu hiệu nào?"),
        ("options.a.text", "Hối thúc"),
        ("options.a.feedback", "Đúng."),
        ("options.b.text", "Hẹn đến trụ sở"),
        ("options.b.feedback", "Chưa đúng."),
    ],
    "Đúng hay sai": [
        ("text", "Ngân hàng không hỏi mã OTP."),
        ("feedback_true", "Đúng vậy."),
        ("feedback_false", "Chưa đúng."),
    ],
    "Gõ câu trả lời ngắn": [
        ("text", "OTP là gì?"),
        ("alternatives.1.text", "mã xác thực"),
        ("alternatives.1.feedback", "Đúng."),
        ("feedback_other", "Là mã xác thực."),
    ],
    "Gõ một con số": [
        ("text", "Số tổng đài?"),
        ("alternatives.1.value", "156"),
        ("alternatives.1.feedback", "Đúng."),
        ("feedback_other", "Là 156."),
    ],
    "Ghép cặp": [
        ("text", "Ghép nơi với việc"),
        ("pairs.a.left", "156"),
        ("pairs.a.right", "Báo cuộc gọi rác"),
        ("pairs.b.left", "Ngân hàng"),
        ("pairs.b.right", "Khóa thẻ"),
    ],
    "Xếp thứ tự": [
        ("text", "Xếp các việc"),
        ("steps.a.text", "Cúp máy"),
        ("steps.b.text", "Hỏi người nhà"),
        ("steps.c.text", "Báo công an"),
        ("feedback_right", "Đúng."),
        ("feedback_wrong", "Cúp máy trước."),
    ],
    "Xếp vào nhóm": [
        ("text", "Tin nào thật?"),
        ("groups.a.title", "Thật"),
        ("groups.b.title", "Lừa"),
        ("things.a.text", "Nhắc đóng tiền điện"),
        ("things.b.text", "Trúng thưởng xe máy"),
    ],
    "Điền vào chỗ trống": [
        ("text", "Điền số"),
        ("body", "Gọi [[a]] để báo."),
        ("gaps.a.options.a.text", "156"),
        ("gaps.a.options.a.feedback", "Đúng."),
        ("gaps.a.options.b.text", "115"),
        ("gaps.a.options.b.feedback", "Đó là cấp cứu."),
    ],
}
"""Label of a type -> what is written, in the order of the form."""


@pytest.fixture(scope="module")
def course(classroom: Classroom, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """The classroom with two quizzes of one question each, which a learner has answered."""
    import_types(classroom, tmp_path_factory.mktemp("soan") / "content", QUIZ.format(n=1), QUIZ.format(n=2))
    with new_page(browser, 360, 740) as page:
        enter(page, classroom, "hocvien")
        open_course(page, NAME)
        for unit in units(page)[1:]:
            page.goto(unit)
            press(quiz(page), "Bắt đầu")
            quiz(page).locator("fieldset label").filter(has_text="Có").first.click()
            press(quiz(page), "Trả lời")
            expect(quiz(page).get_by_text("Chưa đúng").first).to_be_visible()
    return classroom


class Author(editor.Author):
    """What an author of a quiz does in the forms."""

    at = ""

    def open(self, classroom: Classroom, nth: int) -> None:
        self.sit_down(classroom, "skill_quiz", nth, course=NAME)
        expect(self.rows).to_have_count(1)

    def field(self, path: str) -> Locator:
        """The control of what is written at the moment, by the path in its content."""
        return self.frame.locator(f'.hv-desk-main [data-path="{self.at}.{path}"]')

    def button(self, name: str, where: Locator | None = None) -> Locator:
        return (where or self.frame.get_by_role("tabpanel")).get_by_role("button", name=name, exact=True).first

    def press(self, name: str, where: Locator | None = None) -> None:
        self.hands.press(self.button(name, where))

    def view(self, name: str) -> None:
        """Goes to a view by the list and looks at it."""
        editor.unfold(self.frame, self.hands.press)
        self.hands.press(self.frame.get_by_role("navigation").get_by_role("button", name=name))
        expect(self.frame.get_by_role("heading", name=name)).to_be_focused()
        check_editor(self.page)

    def add(self, kind: str) -> None:
        before = self.rows.count()
        editor.unfold(self.frame, self.hands.press)
        self.hands.take(self.frame.get_by_label("Thêm câu hỏi"), kind)
        self.press("Thêm", self.frame.get_by_role("navigation"))
        expect(self.rows).to_have_count(before + 1)
        text = self.frame.locator(".hv-desk-main .hv-rt").first
        expect(text).to_be_focused()
        self.at = str(text.get_attribute("data-path")).removesuffix(".text")

    def write(self, kind: str) -> None:
        self.add(kind)
        for path, text in FORMS[kind]:
            self.hands.write(self.field(path), text)

    def whole(self) -> None:
        """Waits until the server's check finds no error."""
        expect(self.tally).to_contain_text(re.compile(r"Không thấy lỗi nào|(^|\D)0 lỗi"))

    def tag(self, box: Locator, words: str) -> None:
        """Finds a competency by words without accents and takes the first."""
        before = self.frame.locator(".hv-chips .hv-chip").count()
        self.hands.write(box, words)
        first = self.frame.get_by_role("listbox").get_by_role("option").first
        expect(first).to_be_visible()
        if isinstance(self.hands, Keys):
            self.page.keyboard.press("Enter")
        else:
            first.tap()
        expect(self.frame.locator(".hv-chips .hv-chip")).to_have_count(before + 1)

    def facts(self) -> None:
        self.view("Thông tin có nguồn")
        self.press("Thêm thông tin")
        self.at = "facts"
        self.hands.write(self.field("thong-tin-1.text"), "Tổng đài 156 nhận phản ánh cuộc gọi rác.")
        self.hands.write(self.field("thong-tin-1.source"), "https://example.vn/156")
        self.press("Vừa kiểm tra hôm nay")
        expect(self.field("thong-tin-1.checked_on")).to_have_value(re.compile(r"^\d{4}-\d\d-\d\d$"))
        self.whole()
        check_editor(self.page)

    def table(self) -> None:
        self.view("Bảng tất cả các câu")
        self.press("Đánh dấu tất cả")
        self.hands.write(self.frame.locator("input[id$='-bulk-points']"), "2")
        self.press("Đặt điểm")
        expect(self.frame.locator(".hv-bulk input[type=number]").last).to_have_value("2")
        self.tag(self.frame.get_by_role("combobox", name="Năng lực"), "thiet bi")
        self.press("Thêm năng lực")
        expect(self.frame.locator(".hv-bulk tbody .hv-chip").first).to_be_visible()
        self.whole()

    def imports(self) -> None:
        """Takes in a file, takes it back, and takes it in again."""
        self.view("Nhập và xuất")
        before = self.rows.count()
        with self.page.expect_file_chooser() as chooser:
            self.press("Chọn tệp từ máy")
        chooser.value.set_files(files=[{"name": "bai.gift", "mimeType": "text/plain", "buffer": GIFT.encode()}])
        self.press("Đọc tệp")
        expect(self.button("Thêm vào cuối bài")).to_be_visible()
        check_editor(self.page)
        self.press("Thêm vào cuối bài")
        expect(self.rows).to_have_count(before + 2)
        self.press("Hoàn tác")
        expect(self.rows).to_have_count(before)
        self.press("Làm lại")
        expect(self.rows).to_have_count(before + 2)

    def save(self) -> None:
        """Saves what a learner has worked with: is told so, grades it again, and leaves."""
        count = self.rows.count()
        self.whole()
        self.press("Lưu", self.frame.locator(".hv-savebar"))
        told = self.frame.get_by_role("status").filter(has_text="Trước khi lưu")
        expect(told).to_contain_text("1 lượt đã làm xong")
        check_editor(self.page)
        self.press("Lưu", told)
        self.hands.press(self.frame.get_by_role("button", name=re.compile("^Chấm lại 1 lượt")))
        expect(self.frame.get_by_text("Xong: 1 người được chấm lại")).to_be_visible()
        check_frame(self.page, "soan-cham-lai")
        edit = self.page.url
        self.press("Đóng")
        expect(self.page).not_to_have_url(re.compile("/edit/"))
        self.page.goto(edit)
        expect(self.rows).to_have_count(count)
        self.whole()


def style(mark: Locator) -> dict[str, float]:
    return {
        side: float(mark.evaluate(f"e => parseFloat(e.style.{side})")) for side in ("left", "top", "width", "height")
    }


def picture(author: Author) -> None:
    """A question about a picture, up to the areas on it."""
    author.add("Tìm dấu hiệu lừa đảo")
    author.hands.write(author.field("text"), "Chạm vào chỗ đáng ngờ")
    author.hands.take(author.field("skin"), "một tấm hình")
    author.hands.write(author.field("picture.src"), "/static/trang-gia.png")
    author.hands.write(author.field("picture.alt"), "Trang đăng nhập lạ")
    expect(author.frame.locator(".hv-board img")).to_have_attribute("src", re.compile("/files/"))
    expect(author.frame.locator(".hv-board-empty")).to_be_hidden()


def test_a_whole_quiz_is_written_with_the_keyboard_alone(course: Classroom, desk: Page):
    hands = Typist(desk)
    author = Author(desk, hands)
    author.open(course, 0)
    keys = desk.keyboard
    for kind in FORMS:
        author.write(kind)
    check_editor(desk)

    picture(author)
    marks = author.frame.locator(".hv-mark")
    expect(marks).to_have_count(2)
    hands.onto(marks.first)
    before = style(marks.first)
    for key in ["ArrowRight"] * 3 + ["ArrowDown"] * 2 + ["Shift+ArrowRight"] * 4 + ["Shift+ArrowUp"]:
        keys.press(key)
    assert style(marks.first) == {
        "left": before["left"] + 3,
        "top": before["top"] + 2,
        "width": before["width"] + 4,
        "height": before["height"] - 1,
    }
    check_frame(desk, "soan-vung-tren-hinh")
    keys.press("Enter")
    expect(author.field("parts.a.label")).to_be_focused()
    keys.type("Địa chỉ lạ")
    author.hands.write(author.field("parts.a.why"), "Không phải địa chỉ của ngân hàng.")
    author.hands.write(author.field("parts.b.label"), "Lô-gô")
    author.press("Thêm phần")
    expect(marks).to_have_count(3)
    hands.onto(marks.nth(2))
    keys.press("Delete")
    expect(marks).to_have_count(2)
    author.whole()

    hands.onto(author.field("text"))
    keys.press("Alt+ArrowUp")
    expect(author.frame.get_by_role("heading", level=3).first).to_contain_text("Câu 10")
    author.press("Nhân đôi")
    expect(author.rows).to_have_count(12)
    keys.press("Control+z")
    expect(author.rows).to_have_count(11)
    keys.press("Control+y")
    expect(author.rows).to_have_count(12)
    author.tag(author.frame.get_by_role("combobox", name="Năng lực"), "bao ve du lieu")
    author.facts()
    author.table()
    author.imports()
    author.save()


def test_a_whole_quiz_is_written_with_a_finger_on_a_small_phone(course: Classroom, phone: Page):
    hands = Finger(phone)
    author = Author(phone, hands)
    author.open(course, 1)
    check_frame(phone)
    for kind in FORMS:
        author.write(kind)
    check_editor(phone)

    picture(author)
    board, marks = author.frame.locator(".hv-board"), author.frame.locator(".hv-mark")
    hands.drag(marks.first, (0.5, 0.5), (0.9, 0.9))
    before = style(marks.first)
    marks.first.tap()
    hands.drag(marks.first, (0.5, 0.5), (0.9, 0.9))
    assert style(marks.first)["left"] > before["left"] + 3
    wide = style(marks.first)
    hands.drag(marks.first.locator(".hv-grip").last, (0.5, 0.5), (1.2, 1.2))
    assert style(marks.first)["width"] > wide["width"] + 3
    draw = author.frame.get_by_role("button", name="Vẽ vùng mới", exact=True)
    for _ in range(3):  # a form that moved under the finger is met at the next go
        if draw.get_attribute("aria-pressed") == "false":
            author.press("Vẽ vùng mới")
        hands.drag(board, (0.5, 0.6), (0.8, 0.9))
        with contextlib.suppress(AssertionError):
            expect(marks).to_have_count(3, timeout=1_500)
            break
    expect(marks).to_have_count(3)
    expect(author.field("parts.c.label")).to_be_focused()
    phone.keyboard.type("Nút bấm")
    drawn = style(marks.nth(2))
    assert abs(drawn["left"] - 50) < 3
    assert abs(drawn["width"] - 30) < 3
    check_frame(phone, "soan-ngon-tay-vung")
    for part, words in (("a", "Địa chỉ lạ"), ("b", "Lô-gô")):
        author.hands.write(author.field(f"parts.{part}.label"), words)
    author.whole()

    author.press("Lên")
    expect(author.frame.get_by_role("heading", level=3).first).to_contain_text("Câu 10")
    author.press("Nhân đôi")
    expect(author.rows).to_have_count(12)
    author.press("Xóa câu")
    expect(author.rows).to_have_count(11)
    author.tag(author.frame.get_by_role("combobox", name="Năng lực"), "bao ve du lieu")
    author.facts()
    author.table()
    author.imports()
    author.save()
