"""What every page must be: accessible by axe at WCAG 2.2 AA, with targets that a thumb meets, and no sideways
scrolling."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SHOTS = Path(__file__).parents[2] / "docs" / "img"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = Axe()
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


def check(page: Page, name: str | None = None, *, sideways: bool = True) -> None:
    """Fails with the list of what is wrong on ``page``; keeps a screenshot ``name`` when asked to."""
    if name and os.environ.get("HOCVUSO_SHOTS") == "write":
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
    if not page.evaluate("() => 'axe' in window"):  # half a megabyte: once a page
        page.evaluate(AXE.axe_script)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    wrong = [f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes']]}" for v in found]
    assert not wrong, f"{name or page.url}: axe found {wrong}"
    small = page.evaluate(MEASURE)
    assert not small, f"{name or page.url}: smaller than 44 px: {small}"
    if sideways:
        over = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{name or page.url}: scrolls sideways by {over} px"
