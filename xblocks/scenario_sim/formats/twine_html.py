"""Stories that Twine 2 published or keeps as a web page (``.html``): only the words in ``tw-storydata`` are looked at.

Nothing of the page is run or fetched. Source: the Twine 2 HTML output and archive specifications of the Interactive
Fiction Technology Foundation (iftechfoundation/twine-specs).
"""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Final

from xblocks.common.findings import Finding

from .losses import Losses
from .markdown import ReadResult
from .twee import story_of
from .twee_notation import Passage

#: A page holds the whole program of its story format besides the story.
MAX_BYTES: Final = 16_000_000


def read(data: bytes) -> ReadResult:
    """The (first) story in the page. Raises nothing; what was left behind is a finding ``not-carried``."""
    if len(data) > MAX_BYTES:
        return _refused("too-large", "Trang lớn hơn 16 MB nên không được đọc.", "The page is larger than 16 MB.")
    page = _Page()
    page.feed(data.decode("utf-8-sig", "replace").replace("\x00", "\ufffd"))
    page.close()
    if not page.found:
        return _refused(
            "no-story",
            "Trang này không chứa câu chuyện Twine 2 nào; trong Twine hãy chọn Publish to File hoặc Export As Twee.",
            "The page holds no story of Twine 2; in Twine choose Publish to File or Export As Twee.",
        )
    losses = Losses()
    for story in page.others:
        losses.add(story or "story", "câu chuyện thứ hai trong trang", "a further story in the page")
    for word in dict.fromkeys(page.code):
        losses.add("story", f"phần {word} của cả truyện", f"the story's {word}")
    return story_of(page.passages(), losses)


def _refused(code: str, vi: str, en: str) -> ReadResult:
    return ReadResult(None, {}, (Finding("error", code, "file", vi, en),))


class _Page(HTMLParser):
    """Collects what stands in the first ``tw-storydata``; all else of the page passes by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self.others: list[str] = []
        self.code: list[str] = []
        self._inside = False
        self._all: list[tuple[dict[str, str], int, list[str]]] = []
        self._open = False
        self._role = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "tw-storydata":
            if self.found:
                self.others.append(given.get("name", ""))
            else:
                self.found, self._inside = {"name": "", **given}, True
        elif tag == "tw-passagedata" and self._inside:
            self._all.append((given, self.getpos()[0], []))
            self._open = True
        elif tag in ("script", "style") and self._inside:
            self._role = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == "tw-storydata":
            self._inside = self._open = False
        elif tag == "tw-passagedata":
            self._open = False
        elif tag in ("script", "style"):
            self._role = ""

    def handle_data(self, data: str) -> None:
        if self._role:
            if data.strip():
                self.code.append(f"<{self._role}>")
        elif self._open:
            self._all[-1][2].append(data)

    def passages(self) -> list[Passage]:
        """The passages, and those that Twee has for the title and the data of a story."""
        start = next((g.get("name", "") for g, _, _ in self._all if g.get("pid") == self.found.get("startnode")), "")
        data = {"format": self.found.get("format", ""), "start": start}
        made = [
            Passage("StoryTitle", (), {}, 1, (self.found["name"],)),
            Passage("StoryData", (), {}, 1, (json.dumps(data),)),
        ]
        for given, line, parts in self._all:
            text = "".join(parts).replace("\r\n", "\n").replace("\r", "\n").rstrip(" \t\n").split("\n")
            name = " ".join(given.get("name", "").split())
            place = {key: given[key] for key in ("position", "size") if given.get(key)}
            made.append(Passage(name, tuple(given.get("tags", "").split()), place, line, tuple(text)))
        return made
