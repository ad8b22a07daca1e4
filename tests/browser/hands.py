"""Two ways to answer any type of question: with the keyboard alone, and with a finger. One method per kind of field."""

from __future__ import annotations

from typing import Any, Protocol

from playwright.sync_api import Locator, Page, expect

from xblocks.common.richtext import plain


def words(text: str) -> str:
    """``text`` as it is read: without markup, with single spaces."""
    return " ".join(plain(text).split())


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


class Hands(Protocol):
    """What a person does to a field."""

    def pick(self, control: Locator) -> None:
        """Marks a radio, a box or a pressable part."""

    def take(self, control: Locator, label: str) -> None:
        """Takes the entry ``label`` of a list."""

    def write(self, control: Locator, text: str) -> None:
        """Writes into a field."""

    def press(self, button: Locator) -> None:
        """Presses a button."""


class Finger:
    """Taps; writes with the phone's keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def pick(self, control: Locator) -> None:
        """Taps the whole row, as a thumb does."""
        row = control.locator("xpath=ancestor-or-self::*[self::label or self::button][1]")
        row.tap()

    def take(self, control: Locator, label: str) -> None:
        """The phone draws the list itself; what it does is to select an entry."""
        control.tap()
        control.select_option(label=label)

    def write(self, control: Locator, text: str) -> None:
        """Taps the field and types."""
        control.tap()
        control.fill("")
        self.page.keyboard.type(text)

    def press(self, button: Locator) -> None:
        """Taps."""
        button.tap()

    def drag(self, target: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Goes down on ``target`` and up elsewhere; places are shares of its box."""
        target.scroll_into_view_if_needed()
        box = still(target)
        x0, y0 = box["x"] + box["width"] * start[0], box["y"] + box["height"] * start[1]
        x1, y1 = box["x"] + box["width"] * end[0], box["y"] + box["height"] * end[1]
        session = self.page.context.new_cdp_session(self.page)

        def touch(kind: str, points: list[dict[str, float]]) -> None:
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        touch("touchStart", [{"x": x0, "y": y0}])
        for step in range(1, 6):
            touch("touchMove", [{"x": x0 + (x1 - x0) * step / 5, "y": y0 + (y1 - y0) * step / 5}])
        touch("touchEnd", [])
        session.detach()


class Keys:
    """Tab, arrows, Space, Enter and letters; nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def onto(self, control: Locator, limit: int = 80) -> None:
        """Presses Tab until ``control``, or another radio of its group, has the focus."""
        same = (
            "e => { const a = document.activeElement;"
            " return a === e || (e.type === 'radio' && a.type === 'radio' && a.name === e.name) }"
        )
        for _ in range(limit):
            if control.evaluate(same):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never came to {control}")

    def pick(self, control: Locator) -> None:
        """Space marks; arrows go through radios."""
        self.onto(control)
        if control.get_attribute("type") != "radio":
            self.page.keyboard.press("Space")
            return
        self.page.keyboard.press("Space")
        for _ in range(12):
            if control.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"arrows never came to {control}")

    def take(self, control: Locator, label: str) -> None:
        """Arrows go through a list."""
        self.onto(control)
        self.page.keyboard.press("Home")
        for _ in range(20):
            if control.evaluate("e => e.selectedOptions[0].label") == label:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"arrows never came to {label}")

    def write(self, control: Locator, text: str) -> None:
        """Types."""
        self.onto(control)
        self.page.keyboard.type(text)

    def press(self, button: Locator) -> None:
        """Enter presses."""
        self.onto(button)
        self.page.keyboard.press("Enter")


class Typist(Keys):
    """Tab and Shift+Tab, whichever is shorter; what stood in a field is written over."""

    def onto(self, control: Locator, limit: int = 400) -> None:
        """Presses Tab or Shift+Tab until ``control``, or another radio of its group, has the focus."""
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
        """Types over what there is."""
        self.onto(control)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)


def answer(where: Locator, item: Any, hands: Hands, *, right: bool) -> None:
    """Fills in the question ``item`` shown in the block ``where``, rightly or wrongly, by what a reader sees."""
    ACTS[item.type](where.locator("fieldset").first, item, hands, right)


def _labelled(box: Locator, text: str) -> Locator:
    return box.locator("label").filter(has_text=text).locator("input").first


def _choices(box: Locator, item: Any, hands: Hands, right: bool) -> None:
    for option in item.options:
        if option.correct == right:
            hands.pick(_labelled(box, words(option.text)))
            if item.type == "single_choice":
                return


def _true_false(box: Locator, item: Any, hands: Hands, right: bool) -> None:
    hands.pick(_labelled(box, "Đúng" if item.answer == right else "Sai"))


def _typed(box: Locator, item: Any, hands: Hands, right: bool) -> None:
    best = next(one for one in item.alternatives if one.score == 1)
    known = str(best.value).replace(".", ",") if item.type == "number" else best.text
    hands.write(box.get_by_role("textbox"), known if right else "7,5" if item.type == "number" else "không nhớ")


def _ordering(box: Locator, item: Any, hands: Hands, right: bool) -> None:
    wanted = [words(step.text) for step in item.steps]
    if not right:
        wanted.reverse()
    rows = box.locator("ol.hv-steps > li")
    expect(rows).to_have_count(len(wanted))
    moved = False
    for place, text in enumerate(wanted):
        for _ in range(len(wanted)):
            shown = [words(one) for one in rows.locator(".hv-rich").all_inner_texts()]
            if shown.index(text) <= place:
                break
            hands.press(rows.filter(has_text=text).get_by_role("button").first)
            moved = True
    if not moved:  # it stood so by chance: a step down and up again is an answer too
        hands.press(rows.first.get_by_role("button").nth(1))
        hands.press(rows.nth(1).get_by_role("button").first)


def _matching(box: Locator, item: Any, hands: Hands, right: bool) -> None:
    sides = [words(pair.right) for pair in item.pairs]
    for number, pair in enumerate(item.pairs):
        row = box.locator(".hv-line").filter(has_text=words(pair.left))
        hands.take(row.locator("select"), sides[number] if right else sides[number - 1])


def _grouping(box: Locator, item: Any, hands: Hands, right: bool) -> None:
    titles = {group.id: group.title for group in item.groups}
    for thing in item.things:
        title = next(t for one, t in titles.items() if (one == thing.group) == right)
        row = box.get_by_role("radiogroup").filter(has_text=words(thing.text))
        hands.pick(_labelled(row, title))


def _gaps(box: Locator, item: Any, hands: Hands, right: bool) -> None:
    for number, gap in enumerate(item.gaps):
        host = box.locator(".hv-gap").nth(number)
        if gap.mode == "choose":
            text = next(o.text for o in gap.options if o.correct == right)
            hands.take(host.locator("select"), text)
        else:
            hands.write(host.locator("input"), gap.options[0].text if right else "xyz")


def _spot_signs(box: Locator, item: Any, hands: Hands, right: bool) -> None:
    for part in item.parts:
        if part.sign == right:
            text = words(getattr(part, "text", "") or getattr(part, "label", ""))
            hands.pick(box.locator("button.hv-part").filter(has_text=text))


ACTS = {
    "single_choice": _choices,
    "multiple_choice": _choices,
    "true_false": _true_false,
    "short_text": _typed,
    "number": _typed,
    "ordering": _ordering,
    "matching": _matching,
    "grouping": _grouping,
    "gaps": _gaps,
    "spot_signs": _spot_signs,
}
