"""A learner's hands: signing in, going to a unit, answering, choosing. Nothing here waits for a fixed time."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Error, Locator, Page, expect

from .conftest import Classroom
from .people import right_answers

COURSE = "An toàn số"
"""The first course of the demo, by the beginning of its name."""


def enter(page: Page, classroom: Classroom, name: str) -> None:
    """Goes to the sign-in page and signs in."""
    page.goto(f"{classroom.url}/sign-in/")
    sign_in(page, classroom, name)


def sign_in(page: Page, classroom: Classroom, name: str) -> None:
    """Fills the sign-in form that is shown; the page behind it is there afterwards."""
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(classroom.passwords[name])
    follow(page, page.locator("main button[type=submit], main form button").first)
    expect(page.locator("input[name=password]")).to_have_count(0)


def follow(page: Page, link: Locator) -> None:
    """Clicks what leads to another page, and waits until that is loaded."""
    with page.expect_navigation():
        link.click()


def open_course(page: Page, name: str = COURSE) -> None:
    """Goes to the outline of a course from the list of courses that is shown."""
    follow(page, page.get_by_role("link", name=name).first)


def units(page: Page) -> list[str]:
    """Addresses of the units of the outline that is shown, in order; the demo's first courses begin with an inbox."""
    titles = page.locator("main section li > a[href*='/unit/']:first-of-type")  # the second one says "Làm lại"
    expect(titles.first).to_be_attached()
    found: list[str] = titles.evaluate_all("all => all.map(a => a.href)")
    return found


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


def answer(page: Page, module: str, *, right: bool) -> str:
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
    press(quiz(page), "Trả lời")
    return asked


def read(page: Page) -> None:
    """Lets the half second go by in which the page takes a press for a double tap, by the page's own clock."""
    page.wait_for_function("since => Date.now() - since > 500", arg=page.evaluate("Date.now()"))


def press_after_reading(button: Locator) -> None:
    """Presses a button that has just come, once it takes presses."""
    expect(button).to_be_visible()
    read(button.page)
    button.click()


def next_question(page: Page) -> None:
    """Goes on to the next question."""
    heading = quiz(page).get_by_role("heading", level=3).first
    before = heading.inner_text()
    press_after_reading(quiz(page).get_by_role("button", name="Câu tiếp theo", exact=True))
    expect(heading).not_to_have_text(before)


def see_results(page: Page) -> None:
    """Goes on from the last question to the results."""
    button = quiz(page).get_by_role("button", name="Xem kết quả", exact=True)
    press_after_reading(button)
    expect(button).to_have_count(0)


def take(page: Page, text: str) -> None:
    """Takes the choice with that text."""
    press_after_reading(sim(page).locator("[data-choice]").filter(has_text=text).first)
    expect(sim(page).get_by_role("heading", name="Chuyện gì xảy ra?")).to_be_visible()


def choose(page: Page, text: str) -> None:
    """Takes the choice with that text and goes on from what follows."""
    take(page, text)
    sim(page).get_by_role("button", name=re.compile("^(Đi tiếp|Xem kết thúc)$")).click()


def arrive(page: Page, url: str, ready: Callable[[Page], Locator]) -> None:
    """Opens ``url`` as a patient person does on a bad network: again, until ``ready`` is there (at most ten times)."""
    for _ in range(10):
        with suppress(Error):  # Chromium opens a page that failed once more by itself, which interrupts ours
            page.goto(url)
        with suppress(Error):
            ready(page).first.wait_for(timeout=4_000)
            return
    raise AssertionError(f"{url} did not open")
