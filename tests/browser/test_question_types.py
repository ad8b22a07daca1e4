"""Every type of question, answered in a real browser by keyboard and by finger, rightly and wrongly; each screen is
checked by axe, for targets of 44 px and for sideways scrolling."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from xblocks.skill_quiz.formats import markdown
from xblocks.skill_quiz.questions import REGISTRY

from . import looks
from .conftest import Classroom
from .hands import ACTS, Finger, Hands, Keys, answer
from .shelf import NAME, TYPES, import_types
from .walk import enter, next_question, open_course, quiz, see_results, units


def items() -> list[Any]:
    """The questions of the course, in their order."""
    source = (TYPES / "modules" / "muoi-loai" / "quiz.md").read_text(encoding="utf-8")
    model = markdown.read(source).model
    assert model is not None
    return list(model.items)


@pytest.fixture(scope="module")
def course(classroom: Classroom, tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """The classroom with the course of all types."""
    import_types(classroom, tmp_path_factory.mktemp("types") / "content")
    return classroom


def test_the_course_and_the_hands_know_every_type():
    assert {item.type for item in items()} == set(REGISTRY) == set(ACTS)


def open_quiz(page: Page, course: Classroom, hands: Hands) -> None:
    """Signs in, goes to the quiz and begins an attempt, the first or another one."""
    enter(page, course, "hocvien")
    open_course(page, NAME)
    page.goto(units(page)[1])
    begin = quiz(page).get_by_role("button", name=re.compile("^(Bắt đầu|Làm lại)$"))
    expect(begin).to_be_visible()
    hands.press(begin)


def go_through(page: Page, hands: Hands, *, right: bool) -> None:
    """Answers every question, and looks at each screen before and after the answer."""
    for number, item in enumerate(items()):
        expect(quiz(page).locator("fieldset").first).to_be_visible()
        looks.check(page)
        for picture in quiz(page).locator("img").all():
            assert picture.evaluate("e => e.decode().then(() => e.naturalWidth > 0)"), f"{item.id}: no picture"
        answer(quiz(page), item, hands, right=right)
        hands.press(quiz(page).get_by_role("button", name="Trả lời", exact=True))
        last = number == len(items()) - 1
        on = quiz(page).get_by_role("button", name="Xem kết quả" if last else "Câu tiếp theo", exact=True)
        expect(on).to_be_visible()
        told = quiz(page).get_by_role("status").filter(has_text="Đúng" if right else "Chưa")
        expect(told.first).to_be_visible()
        looks.check(page)
        if not last:
            next_question(page)
    see_results(page)


def test_every_type_by_keyboard(course: Classroom, desk: Page):
    hands = Keys(desk)
    open_quiz(desk, course, hands)
    go_through(desk, hands, right=True)
    expect(quiz(desk).get_by_text("Bạn đúng 11 trong 11 câu.")).to_be_visible()
    looks.check(desk)


def test_every_type_by_finger_first_wrong_then_right(course: Classroom, phone: Page):
    hands = Finger(phone)
    open_quiz(phone, course, hands)
    go_through(phone, hands, right=False)
    expect(quiz(phone).get_by_text("Bạn đúng 0 trong 11 câu.")).to_be_visible()
    looks.check(phone)
    hands.press(quiz(phone).get_by_role("button", name="Làm lại", exact=True))
    go_through(phone, hands, right=True)
    expect(quiz(phone).get_by_text("Bạn đúng 11 trong 11 câu.")).to_be_visible()
