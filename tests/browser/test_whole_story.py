"""A simulation written from an empty story to its endings in the forms of its editor: once with the keyboard alone,
once with a finger on a small phone. A call, a text message, signs, a meter, a condition, a typed reply, a question, a
debrief with a source; then the picture, playing from the middle, saving, and a learner who goes through it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from . import editor
from .conftest import Classroom, new_page
from .hands import Finger, Keys, Typist
from .looks import check_frame
from .walk import enter, press_after_reading, sim, units

CALL = "Điện lực đây. Bác nợ hai tháng tiền điện, chuyển khoản ngay kẻo 15 phút nữa cắt điện."
SIGNS = ("nợ hai tháng tiền điện", "15 phút nữa")
ON = "scenes.hoi-no-bao-nhieu"
ASKED = "scenes.tu-choi"
LATER = "scenes.cho-them"
NEW = "＋ một cảnh mới"


class Author(editor.Author):
    """What an author of a simulation does in the forms."""

    def look(self) -> None:
        """Looks at a view on the phone, where there is least room; test_authors_story.py does so at a desk."""
        if isinstance(self.hands, Finger):
            check_frame(self.page)

    def at(self, path: str) -> Locator:
        """The control at a path of the content."""
        return self.frame.locator(f'[data-path="{path}"]').first

    def press(self, path: str) -> None:
        self.hands.press(self.at(path))

    def write(self, path: str, text: str) -> None:
        self.hands.write(self.at(path), text)

    def pick(self, path: str) -> None:
        self.hands.pick(self.at(path))

    def take(self, path: str, words: str) -> None:
        """Takes the entry with these words; scenes have their number before them."""
        labels = self.at(path).evaluate("e => [...e.options].map(one => one.label)")
        self.hands.take(self.at(path), next(label for label in labels if words in label))

    def lead(self, way: str, to: str) -> str:
        """Leads a way to the scene with these words; says the id of a new one."""
        before = self.scenes()
        self.take(way + ".to", to)
        if to != NEW:
            return ""
        if isinstance(self.hands, Keys):
            self.page.keyboard.press("Enter")
        expect(self.at(way + ".open")).to_be_focused()
        return next(one for one in self.scenes() if one not in before)

    def scenes(self) -> list[str]:
        paths: list[str] = self.rows.locator("[data-path]").evaluate_all("all => all.map(one => one.dataset.path)")
        return [path.removeprefix("nav.") for path in paths]

    def view(self, path: str) -> None:
        """Goes to a scene or a view by the list, and looks at it."""
        editor.unfold(self.frame, self.hands.press)
        self.press(f"nav.{path}")
        expect(self.frame.get_by_role("heading", level=3).first).to_be_focused()
        self.look()

    def start_over(self, name: str) -> None:
        self.view("story")
        self.hands.press(self.frame.locator("summary", has_text="Bắt đầu từ một bản khác"))
        self.hands.press(self.frame.get_by_role("button", name=name))
        expect(self.rows).to_have_count(1)

    def choice(self, scene: str, key: str, words: str, why: str, score: str, to: str) -> str:
        """A whole choice."""
        way = f"{scene}.choices.{key}"
        self.press(f"{scene}.choices.add")
        expect(self.at(way + ".text")).to_be_focused()
        self.write(way + ".text", words)
        self.write(way + ".feedback", why)
        self.take(way + ".score", score)
        return self.lead(way, to)

    def message(self, scene: str, words: str) -> None:
        self.press(f"{scene}.messages.add")
        self.write(f"{scene}.messages.m1.text", words)

    def sign(self, nth: int, words: str, why: str) -> None:
        """Marks words of the call as a sign."""
        m = "scenes.canh-1.messages.m1"
        if isinstance(self.hands, Keys):
            self.hands.onto(self.at(m + ".text"))
            self.page.keyboard.press("Control+Home")
            for _ in range(CALL.index(words)):
                self.page.keyboard.press("ArrowRight")
            for _ in words:
                self.page.keyboard.press("Shift+ArrowRight")
            self.page.keyboard.press("Control+m")
        else:
            self.press(m + ".cues.words")
            self.look()
            parts = words.split()
            before = CALL[: CALL.index(words)].split()
            places = self.frame.locator("button.hv-word")
            places.nth(len(before)).tap()
            places.nth(len(before) + len(parts) - 1).tap()
            self.hands.press(self.frame.locator(".hv-words .hv-btn--primary"))
        expect(self.at(f"{m}.cues.c{nth}.quote")).to_have_value(words)
        expect(self.at(f"{m}.cues.c{nth}.why")).to_be_focused()
        self.page.keyboard.type(why)

    def ending(self, scene: str, kind: str, text: str) -> None:
        self.view(scene)
        self.take(f"scenes.{scene}.ending", "câu chuyện kết thúc ở đây")
        self.take(f"scenes.{scene}.ending.kind", kind)
        self.write(f"scenes.{scene}.ending.text", text)


def first_scene(a: Author) -> None:
    """The call: signs, an exit, a way that costs money, and one that is there only while there is money."""
    a.view("meters")
    a.press("meters.add")
    a.write("meters.thuoc-do-1.label", "Tiền trong tài khoản")
    a.look()
    a.view("canh-1")
    a.write("scenes.canh-1.title", "Điện lực gọi đòi tiền")
    a.pick("scenes.canh-1.channel.call")
    a.write("scenes.canh-1.channel_info.from", "Số lạ")
    a.write("scenes.canh-1.text", "Trưa nắng, điện thoại reo.")
    a.message("scenes.canh-1", CALL)
    for nth, (words, why) in enumerate(zip(SIGNS, ("Nợ thì có giấy báo.", "Hối để bạn khỏi nghĩ."), strict=True), 1):
        a.sign(nth, words, why)
    assert a.choice("scenes.canh-1", "a", "Cúp máy", "Đúng. Mở hóa đơn ra xem.", "nên làm", NEW) == "cup-may"
    a.pick("scenes.canh-1.choices.a.exit")
    assert a.choice("scenes.canh-1", "b", "Hỏi nợ bao nhiêu", "Họ sẽ nói bừa.", "chưa hẳn tốt", NEW) in ON
    a.press("scenes.canh-1.choices.b#more")
    a.press("scenes.canh-1.choices.b.effects.add")
    a.write("scenes.canh-1.choices.b.effects.1.add", "-30")
    assert a.choice("scenes.canh-1", "c", "Chờ thêm", "Chờ thì kịp hỏi.", "nên làm", NEW) in LATER
    a.press("scenes.canh-1.choices.c#more")
    a.take("scenes.canh-1.choices.c.when", "khi tất cả")
    a.look()


def later_scenes(a: Author) -> None:
    """A text message with a typed reply, a question, a scene in between, two endings."""
    a.view(ON.removeprefix("scenes."))
    a.pick(f"{ON}.channel.sms")
    a.message(ON, "Bam vao dien-luc-nop-tien de tra no.")
    a.press(f"{ON}.input")
    a.write(f"{ON}.input.prompt", "Bạn nhắn lại gì?")
    reply = f"{ON}.input.replies.a"
    a.write(f"{reply}.patterns", "không")
    a.write(f"{reply}.text", "Từ chối")
    a.write(f"{reply}.feedback", "Đúng, từ chối là được.")
    a.take(f"{reply}.score", "nên làm")
    assert a.lead(reply, NEW) in ASKED
    fallback = f"{ON}.input.fallback"
    a.write(f"{fallback}.feedback", "Câu này để họ nói tiếp.")
    lost = a.lead(fallback, NEW)
    a.look()
    a.ending("cup-may", "Kết thúc tốt", "Hóa đơn đã trả rồi. Không nợ gì.")
    a.ending(lost, "Kết thúc xấu", "Tiền đã bị chuyển đi.")
    a.write(f"scenes.{lost}.title", "Mất tiền")
    a.view(LATER.removeprefix("scenes."))
    a.choice(LATER, "a", "Gọi tổng đài trên hóa đơn", "Số in trên hóa đơn là số thật.", "nên làm", "Cúp máy")
    a.view(ASKED.removeprefix("scenes."))
    a.write(f"{ASKED}.text", "Con gái hỏi một câu.")
    a.press(f"{ASKED}.question")
    item = f"{ASKED}.question.item"
    a.write(f"{item}.text", "Số tổng đài lấy ở đâu?")
    for key, words in (("a", "In trên hóa đơn"), ("b", "Trong tin nhắn lạ")):
        a.write(f"{item}.options.{key}.text", words)
        a.write(f"{item}.options.{key}.feedback", f"{words}: bạn nhớ nhé.")
    a.lead(f"{ASKED}.question.right", "Cúp máy")
    a.lead(f"{ASKED}.question.wrong", "Mất tiền")
    a.look()


def look_back(a: Author) -> None:
    """What to do, with a fact that has its source."""
    a.view("debrief")
    a.write("debrief.text", "Ai hối bạn trả tiền thì bạn càng phải chậm lại.")
    a.press("debrief.actions.add")
    a.write("debrief.actions.1.text", "Gọi số in trên hóa đơn.")
    a.take("debrief.actions.1.fact", "mới")
    if isinstance(a.hands, Keys):
        a.page.keyboard.press("Enter")
    fact = "facts.thong-tin-1"
    expect(a.at(f"{fact}.text")).to_be_focused()
    a.write(f"{fact}.text", "Hóa đơn điện có in số tổng đài.")
    a.write(f"{fact}.source", "https://example.vn/dien")
    a.hands.press(a.frame.get_by_role("button", name="Vừa kiểm tra hôm nay"))
    a.look()


def write_story(a: Author) -> None:
    """The whole story, from an empty one."""
    a.start_over("Câu chuyện trống")
    first_scene(a)
    later_scenes(a)
    look_back(a)
    expect(a.rows).to_have_count(6)
    expect(a.tally).to_contain_text("6 cảnh, 2 kết thúc")
    expect(a.tally).to_contain_text(re.compile(r"Không thấy lỗi nào|(^|\D)0 lỗi"))


def save(a: Author) -> None:
    """Saves; where somebody is in the middle, the editor says first what they keep."""
    a.hands.press(a.frame.get_by_role("button", name="Lưu", exact=True).last)
    expect(a.page).not_to_have_url(re.compile("/edit/"))


@pytest.fixture(params=["keys", "finger"])
def author(request: pytest.FixtureRequest, browser: Browser) -> Any:
    """An author with a keyboard at a desk, or with a finger on a phone."""
    keys = request.param == "keys"
    size = (1280, 800) if keys else (360, 740)
    with new_page(browser, *size, touch=not keys) as page:
        yield Author(page, Typist(page) if keys else Finger(page))


def test_a_story_is_written_from_nothing_and_played_by_a_learner(author: Author, classroom: Classroom, phone: Page):
    a = author
    nth = 1 if isinstance(a.hands, Keys) else 2
    a.sit_down(classroom, "scenario_sim", nth)
    write_story(a)
    for _ in range(10):
        a.hands.press(a.frame.get_by_role("button", name="Hoàn tác").first)
    for _ in range(10):
        a.hands.press(a.frame.get_by_role("button", name="Làm lại").first)
    expect(a.tally).to_contain_text("6 cảnh, 2 kết thúc")

    a.view("graph")
    a.view(ASKED.removeprefix("scenes."))
    a.press("act.play")
    expect(a.frame.get_by_text("Số tổng đài lấy ở đâu?").last).to_be_visible()
    a.look()
    save(a)

    play(phone, classroom, nth - 1)


def play(page: Page, classroom: Classroom, nth: int) -> None:
    """A learner on a phone asks, refuses in words, answers a question rightly and ends well."""
    enter(page, classroom, "hocvien")
    page.goto(f"{classroom.url}/courses/course-v1:HocVuSo+ATS-ND+2026/")
    page.goto([unit for unit in units(page) if "tinh-huong" in unit][nth])
    here = sim(page)
    follows = here.get_by_role("heading", name="Chuyện gì xảy ra?")

    def until(button: Locator, shown: Locator) -> None:
        press_after_reading(button)
        expect(shown).to_be_visible()

    until(here.get_by_role("button", name="Bắt đầu diễn tập"), here.get_by_text("Trưa nắng, điện thoại reo."))
    until(here.get_by_role("button", name="Hỏi nợ bao nhiêu"), follows)
    until(here.get_by_role("button", name="Đi tiếp"), here.get_by_role("textbox"))
    here.get_by_role("textbox").fill("Khong nhe")
    until(here.locator("[data-choice=typed]"), follows)
    until(here.get_by_role("button", name="Đi tiếp"), here.get_by_text("Số tổng đài lấy ở đâu?"))
    here.locator("label").filter(has_text="In trên hóa đơn").click()
    until(here.locator("[data-choice=answer]"), here.get_by_role("heading", name="Đúng rồi"))
    until(here.get_by_role("button", name="Xem kết thúc"), here.get_by_text("Hóa đơn đã trả rồi.").first)
