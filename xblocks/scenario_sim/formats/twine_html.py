"""Stories that Twine 2 published or keeps as a web page (``.html``): only the words in ``tw-storydata`` are looked at.

Nothing of the page is run or fetched. Source: the Twine 2 HTML output and archive specifications of the Interactive
Fiction Technology Foundation (iftechfoundation/twine-specs).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from xblocks.common.findings import Finding

from .losses import Losses
from .markdown import ReadResult
from .twee import story_of
from .twee_notation import Passage

#: A page holds the whole program of its story format besides the story.
MAX_BYTES: Final = 16_000_000
MAX_TAGS: Final = 10_000
_TAG = re.compile(r"<(tw-passagedata|script|style)\b", re.IGNORECASE)
_CLOSE = {name: re.compile(rf"</{name}\s{{0,9}}>", re.IGNORECASE) for name in ("tw-passagedata", "script", "style")}
_ATTRIBUTE = re.compile(
    r"\s{1,200}([\w:-]{1,60})(?:\s{0,9}=\s{0,9}(?:\"([^\"]{0,5000})\"|'([^']{0,5000})'|([^\s\"'>]{1,500})))?"
)


def read(data: bytes) -> ReadResult:
    """The (first) story in the page. Raises nothing; what was left behind is a finding ``not-carried``."""
    if len(data) > MAX_BYTES:
        return _refused("too-large", "Trang lớn hơn 16 MB nên không được đọc.", "The page is larger than 16 MB.")
    found = list(_stories(data.decode("utf-8-sig", "replace").replace("\x00", "\ufffd")))
    if not found:
        return _refused(
            "no-story",
            "Trang này không chứa câu chuyện Twine 2 nào; trong Twine hãy chọn Publish to File hoặc Export As Twee.",
            "The page holds no story of Twine 2; in Twine choose Publish to File or Export As Twee.",
        )
    losses = Losses()
    for other in found[1:]:
        losses.add(other.given.get("name") or "story", "câu chuyện thứ hai trong trang", "a further story in the page")
    for word in dict.fromkeys(found[0].code):
        losses.add("story", f"phần <{word}> của cả truyện", f"the story's <{word}>")
    return story_of(found[0].all(), losses)


def _refused(code: str, vi: str, en: str) -> ReadResult:
    return ReadResult(None, {}, (Finding("error", code, "file", vi, en),))


@dataclass
class _Story:
    """A ``tw-storydata``: its attributes, its passages (attributes, line, words), what code it holds."""

    given: dict[str, str]
    passages: list[tuple[dict[str, str], int, str]] = field(default_factory=list)
    code: list[str] = field(default_factory=list)

    def all(self) -> list[Passage]:
        """The passages, and those that Twee has for the title and the data of a story."""
        start = next(
            (g.get("name", "") for g, _, _ in self.passages if g.get("pid") == self.given.get("startnode")), ""
        )
        data = {"format": self.given.get("format", ""), "start": start}
        made = [
            Passage("StoryTitle", (), {}, 1, (self.given.get("name", ""),)),
            Passage("StoryData", (), {}, 1, (json.dumps(data),)),
        ]
        for given, line, words in self.passages:
            text = words.replace("\r\n", "\n").replace("\r", "\n").rstrip(" \t\n").split("\n")
            name = " ".join(given.get("name", "").split())
            place = {key: given[key] for key in ("position", "size") if given.get(key)}
            made.append(Passage(name, tuple(given.get("tags", "").split()), place, line, tuple(text)))
        return made


def _stories(text: str) -> Iterator[_Story]:
    """The stories in a page. Every step goes forward and is bounded, so that a page made to hinder costs no more than
    its length; Python's own parser of HTML takes minutes for some."""
    at, tries = 0, 0
    while (at := text.find("<tw-storydata", at)) >= 0 and tries < MAX_TAGS:
        tries += 1
        given, inside = _attributes(text, at + len("<tw-storydata"))
        if not given.keys() & {"name", "startnode", "ifid"}:
            at += 1
            continue
        end = text.find("</tw-storydata", inside)
        end = len(text) if end < 0 else end
        yield _read_story(text, given, inside, end)
        at = end


def _read_story(text: str, given: dict[str, str], at: int, end: int) -> _Story:
    story = _Story(given)
    line, counted = 1, 0
    while (tag := _TAG.search(text, at, end)) and len(story.passages) < MAX_TAGS:
        own, inside = _attributes(text, tag.end())
        name = tag[1].lower()
        close = _CLOSE[name].search(text, inside, end)
        until = close.start() if close else end
        if name == "tw-passagedata":
            line, counted = line + text.count("\n", counted, tag.start()), tag.start()
            story.passages.append((own, line, unescape(text[inside:until])))
        elif text[inside:until].strip():
            story.code.append(name)
        at = close.end() if close else end
    return story


def _attributes(text: str, at: int) -> tuple[dict[str, str], int]:
    """The attributes of the tag whose name ends at ``at``, and where its content begins."""
    given: dict[str, str] = {}
    while len(given) < 50 and (match := _ATTRIBUTE.match(text, at)):
        value = next((part for part in match.groups()[1:] if part is not None), "")
        given.setdefault(match[1].lower(), unescape(value))
        at = match.end()
    end = text.find(">", at, at + 1000)
    return given, at if end < 0 else end + 1
