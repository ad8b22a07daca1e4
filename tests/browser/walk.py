"""A learner's hands: signing in, going to a unit, answering, choosing. Nothing here waits for a fixed time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Error, Locator, Page, expect

from .conftest import Classroom
from .people import right_answers

LESSON_DONE = "Tôi đã đọc xong, đi tiếp"


def sign_in(page: Page, classroom: Classroom, name: str, *, after: Callable[[], None] | None = None) -> None:
    """Fills the sign-in form that is shown."""
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(classroom.passwords[name])
    if after:
        after()
    page.locator("main button[type=submit], main form button").first.click()
    expect(page.locator("input[name=password]")).to_have_count(0)


def quiz(page: Page) -> Locator:
    """The quiz on the page."""
    return page.locator(".hv-skill_quiz")


def sim(page: Page) -> Locator:
    """The simulation on the page."""
    return page.locator(".hv-scenario_sim")


def press(where: Locator | Page, name: str) -> None:
    """Presses the button with that name."""
    where.get_by_role("button", name=name, exact=True).click()


def question(page: Page) -> str:
    """The text of the question that is shown."""
    return " ".join(quiz(page).locator("legend").first.inner_text().split())


def answer(page: Page, module: str, *, right: bool, send: bool = True) -> str:
    """Chooses right or wrong options of the question that is shown, and answers; returns the question."""
    asked = question(page)
    known = right_answers(module)
    wanted = next(texts for text, texts in known.items() if text in asked or asked in text)
    labels = quiz(page).locator("fieldset label")
    texts = [" ".join(t.split()) for t in labels.all_inner_texts()]
    for index, text in enumerate(texts):
        is_right = any(text == " ".join(w.split()) for w in wanted)
        if is_right == right:
            labels.nth(index).click()
            if quiz(page).locator("input[type=radio]").count() or not right:
                break
    if send:
        press(quiz(page), "Trả lời")
    return asked


def next_question(page: Page) -> None:
    """Goes on to the next question. A press within half a second of the answer is taken for a double tap."""
    heading = quiz(page).get_by_role("heading", level=3).first
    before = heading.inner_text()
    for _ in range(4):
        press(quiz(page), "Câu tiếp theo")
        try:
            expect(heading).not_to_have_text(before, timeout=700)
        except AssertionError:
            continue
        return
    raise AssertionError(f"still at {before}")


def see_results(page: Page) -> None:
    """Goes on from the last question to the results."""
    for _ in range(4):
        button = quiz(page).get_by_role("button", name="Xem kết quả", exact=True)
        if not button.count():
            return
        button.click()
        try:
            expect(button).to_have_count(0, timeout=700)
        except AssertionError:
            continue


def choose(page: Page, text: str) -> None:
    """Takes the choice with that text and goes on from what follows."""
    on = sim(page).get_by_role("button", name="Đi tiếp", exact=True)
    on = on.or_(sim(page).get_by_role("button", name="Xem kết thúc", exact=True))
    for _ in range(4):  # a press within half a second of the new scene is taken for a double tap
        sim(page).locator("[data-choice]").filter(has_text=text).first.click()
        try:
            expect(on.or_(sim(page).get_by_text("Lựa chọn của bạn được giữ lại")).first).to_be_visible(timeout=700)
        except AssertionError:
            continue
        break
    on.first.click()


def arrive(page: Page, url: str, ready: Callable[[Page], Locator]) -> None:
    """Opens ``url`` as a patient person does on a bad network: again, until ``ready`` is there (at most ten times)."""
    for _ in range(10):
        with suppress(Error):  # Chromium opens a page that failed once more by itself, which interrupts ours
            page.goto(url)
        with suppress(Error):
            ready(page).first.wait_for(timeout=4_000)
            return
    raise AssertionError(f"{url} did not open")
