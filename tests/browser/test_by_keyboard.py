"""The learner's main acts with the keyboard alone: no mouse, no touch; the focus is always seen."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Classroom
from .walk import enter, open_course, quiz, read, sim, units


def tab_to(page: Page, wanted: str, limit: int = 60) -> None:
    """Presses Tab until the focused element's text or label holds ``wanted``."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "() => { const e = document.activeElement;"
            " return (e.getAttribute('aria-label') || '') + ' ' + (e.closest('label') || e).textContent }"
        )
        if wanted in " ".join(said.split()):
            return
    raise AssertionError(f"Tab never came to {wanted!r}")


FOCUS_IS_SEEN = """() => {
  const e = document.activeElement, at = e.matches('input') ? (e.closest('label') || e) : e;
  const box = at.getBoundingClientRect();
  const styles = [getComputedStyle(e), getComputedStyle(at)];
  const ring = styles.some(s =>
    (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none');
  return ring && box.bottom > 0 && box.top < innerHeight;
}"""


def focus_is_seen(page: Page) -> None:
    """Waits until the focused element lies in the window and has an outline or a ring."""
    page.wait_for_function(FOCUS_IS_SEEN)


def test_a_quiz_and_a_rehearsal_by_keyboard(classroom: Classroom, desk: Page):
    page = desk
    enter(page, classroom, "hocvien")
    open_course(page)
    unit = units(page)[1:]  # lesson, quiz and situation come after the inbox

    page.goto(unit[1])
    expect(quiz(page).get_by_role("button").first).to_be_visible()
    tab_to(page, "Bắt đầu")
    focus_is_seen(page)
    page.keyboard.press("Enter")
    expect(quiz(page).get_by_role("heading", level=3).first).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.matches('input')")
    page.keyboard.press("Space")
    focus_is_seen(page)
    expect(quiz(page).locator("input:checked")).to_have_count(1)
    tab_to(page, "Trả lời", 10)
    page.keyboard.press("Enter")
    following = quiz(page).get_by_role("button", name="Câu tiếp theo", exact=True)
    expect(following).to_be_focused()
    focus_is_seen(page)
    expect(quiz(page).get_by_role("status").filter(has_text="úng").first).to_be_visible()

    page.goto(unit[2])
    expect(sim(page).get_by_role("button").first).to_be_visible()
    tab_to(page, "Bắt đầu diễn tập")
    page.keyboard.press("Enter")
    heading = sim(page).get_by_role("heading", level=3).first
    expect(heading).to_be_focused()
    expect(sim(page).locator("[data-choice]").first).to_be_visible()
    exit_text = sim(page).locator("[data-choice]").last.inner_text()
    tab_to(page, " ".join(exit_text.split()), 20)
    focus_is_seen(page)
    follows = sim(page).get_by_role("heading", name="Chuyện gì xảy ra?")
    read(page)
    page.keyboard.press("Enter")
    expect(follows).to_be_focused()
