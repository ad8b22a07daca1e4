"""The classroom's editor, as an author meets it: how one comes there, and what stands in its frame."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import FrameLocator, Locator, Page, expect

from .conftest import Classroom
from .hands import Hands
from .walk import COURSE, enter, follow, open_course


def open_editor(page: Page, classroom: Classroom, kind: str, nth: int = 0, *, course: str = COURSE) -> FrameLocator:
    """The forms of the ``nth`` block of ``kind`` in a course, for an author who has signed in."""
    page.goto(f"{classroom.url}/author/")
    open_course(page, course)
    follow(page, page.locator(f"a[href*='/edit/'][href*='{kind}']").nth(nth))
    frame = page.frame_locator("#studio-frame")
    expect(frame.locator(".hv-qlist li").first).to_be_attached()
    if kind == "scenario_sim":
        expect(frame.locator(".hv-lookstage h3")).to_be_visible()
    return frame


def press(frame: FrameLocator, name: str) -> None:
    """Presses the first button with that name in the tab that is shown."""
    frame.get_by_role("tabpanel").get_by_role("button", name=name, exact=True).first.click()


def unfold(frame: FrameLocator, push: Callable[[Locator], None] = Locator.click) -> None:
    """Opens the list beside the forms where it is folded away, as on a phone."""
    chooser = frame.locator(".hv-chooser[aria-expanded=false]")
    expect(frame.locator(".hv-chooser")).to_be_attached()
    if chooser.is_visible():
        push(chooser)
        expect(frame.locator(".hv-chooser")).to_have_attribute("aria-expanded", "true")


def view(frame: FrameLocator, name: str) -> None:
    """Goes to a view by the list."""
    unfold(frame)
    frame.get_by_role("navigation").get_by_role("button", name=name).click()
    expect(frame.get_by_role("heading", name=name)).to_be_focused()


class Author:
    """Somebody at the forms, with these hands."""

    def __init__(self, page: Page, hands: Hands) -> None:
        self.page, self.hands = page, hands
        self.frame: FrameLocator = page.frame_locator("#studio-frame")
        self.rows = self.frame.locator(".hv-qlist li")
        self.tally = self.frame.locator(".hv-tally").first

    def sit_down(self, classroom: Classroom, kind: str, nth: int, *, course: str = COURSE) -> None:
        """Signs in and opens a block, as :func:`open_editor` does."""
        enter(self.page, classroom, "soanbai")
        open_editor(self.page, classroom, kind, nth, course=course)
