"""A quiz written from one question to a whole test in the forms of its editor: once with the keyboard alone, once with
a finger on a small phone. Ten types of questions, a picture with areas, facts, the table, an import, undo; then saving
what somebody has already worked with, and grading that again. Every view is looked at by axe and measured."""

from __future__ import annotations

import contextlib
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from .conftest import Classroom
from .hands import Finger, Hands, Keys
from .shelf import import_course
from .test_authors_desk import check_editor, check_frame
from .walk import press, quiz, sign_in

COURSE = Path(__file__).parent / "course"
NAME = "Thử mười loại câu hỏi"
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
MODULE = """
units:
  - lesson: lesson.md
  - quiz: quiz.md
  - quiz: quiz2.md
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


class Typist(Keys):
    """Tab and Shift+Tab, whichever is shorter; what stood in a field is written over."""

    def onto(self, control: Locator, limit: int = 400) -> None:
        here = (
            "e => { const a = document.activeElement;"
            " if (a === e || (e.type === 'radio' && a.type === 'radio' && a.name === e.name)) return 'here';"
            " return a && a !== document.body && e.compareDocumentPosition(a) & Node.DOCUMENT_POSITION_FOLLOWING"
            " ? 'Shift+Tab' : 'Tab' }"
        )
        for _ in range(limit):
            way = control.evaluate(here)
            if way == "here":
                return
            self.page.keyboard.press(way)
        raise AssertionError(f"Tab never came to {control}")

    def write(self, control: Locator, text: str) -> None:
        self.onto(control)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)


@pytest.fixture(scope="module")
def course(classroom: Classroom, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """The classroom with two quizzes of one question each, which a learner has answered."""
    content = tmp_path_factory.mktemp("soan") / "content"
    shutil.copytree(COURSE, content)
    module = content / "modules" / "muoi-loai"
    for n, name in ((1, "quiz.md"), (2, "quiz2.md")):
        (module / name).write_text(QUIZ.format(n=n), encoding="utf-8")
    listed = (module / "module.yaml").read_text(encoding="utf-8")
    (module / "module.yaml").write_text(listed.partition("units:")[0] + MODULE, encoding="utf-8")
    import_course(classroom, content, "thu-loai-cau-hoi")
    page = browser.new_page(viewport={"width": 360, "height": 740}, locale="vi-VN")
    page.goto(f"{classroom.url}/sign-in/")
    sign_in(page, classroom, "hocvien")
    page.goto(classroom.url)
    page.get_by_role("link", name=NAME).first.click()
    units = page.locator("main section li > a[href*='/unit/']").evaluate_all("all => all.map(one => one.href)")
    for unit in list(dict.fromkeys(units))[1:]:
        page.goto(unit)
        press(quiz(page), "Bắt đầu")
        quiz(page).locator("fieldset label").filter(has_text="Có").first.click()
        press(quiz(page), "Trả lời")
        expect(quiz(page).get_by_text("Chưa đúng").first).to_be_visible()
    page.context.close()
    return classroom


class Author:
    """What an author does in the forms, with these hands."""

    def __init__(self, page: Page, hands: Hands) -> None:
        self.page, self.hands = page, hands
        self.frame: FrameLocator = page.frame_locator("#studio-frame")
        self.rows = self.frame.locator(".hv-qlist li")
        self.tally = self.frame.locator(".hv-tally").first
        self.at = ""

    def open(self, course: Classroom, nth: int) -> None:
        self.page.goto(f"{course.url}/sign-in/")
        sign_in(self.page, course, "soanbai")
        self.page.goto(f"{course.url}/author/")
        self.page.get_by_role("link", name=NAME).first.click()
        self.page.locator("a[href*='/edit/'][href*='skill_quiz']").nth(nth).click()
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
        self.hands.press(self.frame.get_by_role("navigation").get_by_role("button", name=name))
        expect(self.frame.get_by_role("heading", name=name)).to_be_focused()
        check_editor(self.page)

    def add(self, kind: str) -> None:
        before = self.rows.count()
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
            self.hands.press(self.frame.get_by_label("Tệp", exact=True))
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
    author = Author(desk, Typist(desk))
    author.open(course, 0)
    keys = desk.keyboard
    for kind in FORMS:
        author.write(kind)
    check_editor(desk)

    picture(author)
    marks = author.frame.locator(".hv-mark")
    expect(marks).to_have_count(2)
    author.hands.onto(marks.first)  # type: ignore[attr-defined]
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
    author.hands.onto(marks.nth(2))  # type: ignore[attr-defined]
    keys.press("Delete")
    expect(marks).to_have_count(2)
    author.whole()

    author.hands.onto(author.field("text"))  # type: ignore[attr-defined]
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
    author = Author(phone, Finger(phone))
    author.open(course, 1)
    check_frame(phone)
    for kind in FORMS:
        author.write(kind)
    check_editor(phone)

    picture(author)
    board, marks = author.frame.locator(".hv-board"), author.frame.locator(".hv-mark")
    drag(phone, marks.first, (0.5, 0.5), (0.9, 0.9))
    before = style(marks.first)
    marks.first.tap()
    drag(phone, marks.first, (0.5, 0.5), (0.9, 0.9))
    assert style(marks.first)["left"] > before["left"] + 3
    wide = style(marks.first)
    drag(phone, marks.first.locator(".hv-grip").last, (0.5, 0.5), (1.2, 1.2))
    assert style(marks.first)["width"] > wide["width"] + 3
    draw = author.frame.get_by_role("button", name="Vẽ vùng mới", exact=True)
    for _ in range(3):  # a form that moved under the finger is met at the next go
        if draw.get_attribute("aria-pressed") == "false":
            author.press("Vẽ vùng mới")
        drag(phone, board, (0.5, 0.6), (0.8, 0.9))
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


def still(target: Locator) -> dict[str, float]:
    """The box of ``target`` once it has stayed for ten frames: findings that arrive move a form."""
    frames = (
        "() => new Promise(done => { let n = 10; const on = () => n-- ? requestAnimationFrame(on) : done(); on() })"
    )
    before = None
    for _ in range(20):
        box = target.bounding_box()
        if box is not None and box == before:
            return dict(box)
        before = box
        target.page.evaluate(frames)
    raise AssertionError(f"{target} never stands still")


def drag(page: Page, target: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A finger goes down on ``target`` and up elsewhere; places are shares of its box."""
    target.scroll_into_view_if_needed()
    box = still(target)
    x0, y0 = box["x"] + box["width"] * start[0], box["y"] + box["height"] * start[1]
    x1, y1 = box["x"] + box["width"] * end[0], box["y"] + box["height"] * end[1]
    session = page.context.new_cdp_session(page)

    def touch(kind: str, points: list[dict[str, float]]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", [{"x": x0, "y": y0}])
    for step in range(1, 6):
        touch("touchMove", [{"x": x0 + (x1 - x0) * step / 5, "y": y0 + (y1 - y0) * step / 5}])
    touch("touchEnd", [])
    session.detach()
