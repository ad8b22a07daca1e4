"""What every page must be: accessible by axe at WCAG 2.2 AA, with targets that a thumb meets, and no sideways
scrolling. A page that still moves is judged when it stands."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page

SHOTS = Path(__file__).parents[2] / "docs" / "img"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MEASURE = """
() => {
  const seen = [];
  for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary, [role=button]')) {
    let at = one;
    if (one.matches('input[type=radio], input[type=checkbox]')) at = one.closest('label') || one;
    if (one.matches('input[type=hidden]') || one.disabled) continue;
    const box = at.getBoundingClientRect();
    if (!box.width || !box.height || getComputedStyle(at).visibility === 'hidden') continue;
    if (box.right <= 0 || box.bottom + scrollY <= 0) continue;
    const inText = at.matches('a') && getComputedStyle(at).display === 'inline' && at.parentElement.textContent.trim()
    !== at.textContent.trim(); if (inText) continue;
    if (box.width < 44 || box.height < 44) seen.push(`${at.tagName} "${at.textContent.trim().slice(0, 40)}"
    ${Math.round(box.width)}x${Math.round(box.height)}`); }
  return seen;
}
"""
#: Resolves when nothing was changed and nothing was resized for ten frames, or after a second.
STANDS = """
() => new Promise(done => {
  let frames = 10, at = document.documentElement;
  const again = () => { frames = 10 }, seen = new MutationObserver(again), sized = new ResizeObserver(again);
  seen.observe(at, {subtree: true, childList: true, attributes: true, characterData: true});
  sized.observe(at);
  sized.observe(document.body);
  const end = performance.now() + 1000;
  const on = () => {
    if (frames-- > 0 && performance.now() < end) return requestAnimationFrame(on);
    seen.disconnect();
    sized.disconnect();
    done();
  };
  on();
})
"""


def check(page: Page, name: str | None = None) -> None:
    """Fails with the list of what is wrong on ``page``, frames apart; keeps a screenshot ``name`` when asked to."""
    if name and os.environ.get("HOCVUSO_SHOTS") == "write":
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
    _check(page.main_frame, name)


def check_editor(page: Page, name: str | None = None, *, drawing: bool = False) -> None:
    """The same for the editor's frame alone. The boxes of a ``drawing`` that was made small may be smaller than a
    thumb: the outline beside it has them all."""
    inner = page.frame_locator("#studio-frame").locator(":root").element_handle()
    frame = inner.owner_frame() if inner else None
    assert frame is not None
    _check(frame, name, drawing=drawing)


def check_frame(page: Page, name: str | None = None, *, drawing: bool = False) -> None:
    """What holds for every page holds inside the editor's frame, too."""
    check(page, name)
    check_editor(page, name, drawing=drawing)


def _check(frame: Frame, name: str | None, *, drawing: bool = False) -> None:
    frame.wait_for_load_state()
    for _ in range(3):
        wrong = _wrong(frame, drawing=drawing)
        if not wrong:
            return
        frame.evaluate(STANDS)
    raise AssertionError(f"{name or frame.url}: {'; '.join(wrong)}")


def _wrong(frame: Frame, *, drawing: bool) -> list[str]:
    """What is wrong in ``frame`` at this moment."""
    if not frame.evaluate("() => 'axe' in window"):  # half a megabyte: once a page
        frame.evaluate(AXE_SCRIPT)
    # Without the frames in it, which are checked one by one or belong to somebody else.
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "iframes": False}
    found = frame.evaluate("options => axe.run(options).then(found => found.violations)", options)
    wrong = [f"axe: {v['id']}: {v['help']} {[n['target'] for n in v['nodes']]}" for v in found]
    small = [one for one in frame.evaluate(MEASURE) if not (drawing and one.startswith("g "))]
    if small:
        wrong.append(f"smaller than 44 px: {small}")
    over = frame.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        wrong.append(f"scrolls sideways by {over} px")
    return wrong
