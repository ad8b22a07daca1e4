"""A story as an author's Markdown; what is written reads back to the same story."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from xblocks.common import richtext

from .. import conditions
from ..askform import FALLBACK
from ..conditions import figure
from ..reading import position_id
from ..story import Choice, Effect, Input, Message, MeterEffect, Question, Scene, Story, TriageItem
from . import cues, frontmatter, markdown_ask, words
from .markdown_read import _ITEM, _MESSAGE_WORDS, _SENDER

_HAZARD = re.compile(r"(?:>|[-*+] |<!--|##)")


def document(story: Story, front: Mapping[str, Any], lang: str) -> str:
    """The whole text: ``front`` between ``---``, introduction, scenes. ``lang`` chooses the words of settings."""
    writer = Writer(lang)
    parts = [f"---\n{frontmatter.dump(front)}---"]
    if story.intro:
        parts.append(richtext.to_markdown(story.intro))
    parts.extend(page for _, page in writer.pages(story))
    return "\n\n".join(parts) + "\n"


class Writer:
    """Writes scenes with the words of ``lang``; ``column`` is that of its words in the tables of ``words``."""

    def __init__(self, lang: str) -> None:
        self.column = self._column = 0 if lang.startswith("vi") else 1
        self._lang = ("vi", "en")[self.column]

    def _word(self, table: Mapping[str, tuple[str, ...]], key: str) -> str:
        return table[key][self._column]

    def _yes(self, value: bool) -> str:
        return (("không", "có"), ("no", "yes"))[self._column][value]

    def pages(self, story: Story) -> list[tuple[Scene | TriageItem, str]]:
        """Every scene, or every message of an inbox, with its text."""
        if story.triage is not None:
            return [(item, self.item(item)) for item in story.triage.items]
        return [(scene, self.scene(scene)) for scene in story.scenes]

    def item(self, item: TriageItem) -> str:
        """One message of an inbox, heading first."""
        lines = [f"## {item.id}: {item.title}" if item.title else f"## {item.id}"]
        lines.append(f"{self._word(words.ITEM, 'channel')}: {item.channel}")
        lines += self._info(item.channel_info)
        lines.append(f"{self._word(words.ITEM, 'genuine')}: {self._yes(item.genuine)}")
        if item.competencies:
            lines.append(f"{self._word(words.ITEM, 'competencies')}: {', '.join(item.competencies)}")
        blocks = ["\n".join(lines)]
        blocks.extend(self._message(message, index) for index, message in enumerate(item.messages, start=1))
        if item.why:
            blocks.append(self._narration(item.why))
        return "\n\n".join(blocks)

    def scene(self, scene: Scene) -> str:
        """One scene, heading first."""
        heading = f"## {scene.id}: {scene.title}" if scene.title else f"## {scene.id}"
        blocks = ["\n".join([heading, *self._settings(scene)])]
        if scene.text:
            blocks.append(self._narration(scene.text))
        if scene.ending is not None and scene.text:
            blocks.append(words.CLOSING[self._column])
        blocks.extend(self._message(message, index) for index, message in enumerate(scene.messages, start=1))
        if scene.choices:
            blocks.append("\n".join(self._choice(choice, index) for index, choice in enumerate(scene.choices)))
        if scene.input is not None:
            blocks.extend(self._input(scene.input))
        if scene.question is not None:
            blocks.extend(self._question(scene.question))
        if scene.ending is not None and scene.ending.text:
            blocks.append(self._narration(scene.ending.text))
        return "\n\n".join(blocks)

    def _settings(self, scene: Scene) -> list[str]:
        lines = []
        if scene.ending is None or scene.channel != "narration":
            lines.append(f"{self._word(words.SCENE, 'channel')}: {scene.channel}")
        lines += self._info(scene.channel_info)
        if scene.ending is not None:
            ending = scene.ending
            lines.append(f"{self._word(words.SCENE, 'ending')}: {ending.kind} {figure(ending.score)}")
            if ending.title != scene.title:
                lines.append(f"{self._word(words.SCENE, 'ending_title')}: {ending.title}".rstrip())
        return lines

    def _info(self, pairs: tuple[tuple[str, str], ...]) -> list[str]:
        names = ((f"info.{key}", value) for key, value in pairs)
        return [f"{self._word(words.SCENE, n) if n in words.SCENE else n}: {value}" for n, value in names]

    def _narration(self, html: str) -> str:
        md = richtext.to_markdown(html)
        if any(_HAZARD.match(line) for line in md.split("\n")):
            return f"{words.TEXT_BEGIN[self._column]}\n{md}\n{words.TEXT_END[self._column]}"
        return md

    # -- messages ---------------------------------------------------------------------------------------------------

    def _message(self, message: Message, index: int) -> str:
        md, loose, inline = cues.write(message.text, message.cues)
        lines = md.split("\n") if md else []
        items: list[tuple[str, str]] = []
        if message.id != f"m{index}":
            items.append(("id", message.id))
        lines, sender = _with_sender(lines, message.sender)
        if sender is not None:
            items.append(("from", sender))
        if message.side != "them":
            items.append(("side", message.side))
        if message.when is not None:
            items.append(("when", conditions.to_text(message.when, self._lang)))
        if message.genuine:
            items.append(("genuine", self._yes(True)))
        if message.audio:
            items.append(("audio", message.audio))
        if message.transcript:
            items.append(("transcript", message.transcript))
        if not inline:
            items.append(("inline", self._yes(False)))
        marked = len(message.cues) - len(loose)
        items.extend(
            ("cue", _loose(cue.quote, cue.why, cue.id, number)) for number, cue in enumerate(loose, marked + 1)
        )
        if lines and (_is_setting(lines[-1]) or lines[-1].strip() == words.BREAK):
            lines.append(words.BREAK)
        lines += [f"- {self._word(words.MESSAGE, key)}: {value}".rstrip() for key, value in items]
        return "\n".join(f"> {line}".rstrip(" ") if not line.endswith("  ") else f"> {line}" for line in lines or [""])

    # -- choices ----------------------------------------------------------------------------------------------------

    def _input(self, asked: Input) -> list[str]:
        heading = f"### {markdown_ask.INPUT[self._column]}"
        if not asked.ignore_diacritics:
            heading += f"\n{markdown_ask.STRICT[self._column]}: {self._yes(True)}"
        ways = []
        for index, reply in enumerate(asked.replies):
            ways.append(self._way(markdown_ask.label_of(reply.patterns), reply.way, f"r{index + 1}", named=True))
        if asked.fallback is not None:
            ways.append(self._way(markdown_ask.ANYTHING, asked.fallback, FALLBACK, named=True))
        return [heading, self._narration(asked.prompt), *(["\n".join(ways)] if ways else [])]

    def _question(self, asked: Question) -> list[str]:
        words_ = tuple(markdown_ask.OUTCOMES)[self._column :: 2]
        item = "\n".join(
            [f"### {markdown_ask.QUESTION[self._column]}: {asked.item.id}", *markdown_ask.write_item(asked.item)]
        )
        ways = []
        for word, way in zip(words_, (asked.right, asked.wrong), strict=True):
            own = markdown_ask.OUTCOMES[word]
            ways.append(self._way(word, replace(way, score=None, competencies=()), own))
        return [item, f"### {markdown_ask.ANSWERS[self._column]}", "\n".join(ways)]

    def _choice(self, choice: Choice, index: int) -> str:
        return self._way(richtext.to_markdown(choice.text), choice, position_id(index))

    def _way(self, label: str, choice: Choice, own: str, *, named: bool = False) -> str:
        name = "" if choice.id == own else f" {{#{choice.id}}}"
        lines = [f"- {label} → {choice.to}{name}"]
        if choice.feedback:
            lines += [f"  > {line}".rstrip(" ") for line in richtext.to_markdown(choice.feedback).split("\n")]
        items: list[tuple[str, str]] = []
        if named and choice.text:
            items.append(("text", richtext.to_markdown(choice.text)))
        if choice.score is not None:
            items.append(("score", figure(choice.score)))
        if choice.exit:
            items.append(("exit", self._yes(True)))
        if choice.when is not None:
            items.append(("when", conditions.to_text(choice.when, self._lang)))
        if choice.effects:
            items.append(("effects", "; ".join(self._effect(effect) for effect in choice.effects)))
        if choice.competencies:
            items.append(("competencies", ", ".join(choice.competencies)))
        return "\n".join(lines + [f"  - {self._word(words.REPLY, key)}: {value}" for key, value in items])

    def _effect(self, effect: Effect) -> str:
        if isinstance(effect, MeterEffect):
            return f"{effect.meter} {'+' if effect.add >= 0 else '-'}{figure(abs(effect.add))}"
        return f"{effect.flag} = {self._yes(effect.set)}"


def _is_setting(line: str) -> bool:
    match = _ITEM.fullmatch(line.rstrip())
    return match is not None and words.plain_key(match[1]) in _MESSAGE_WORDS


def _with_sender(lines: list[str], sender: str) -> tuple[list[str], str | None]:
    """``lines`` with the sender before them, or else the sender to be written as a setting."""
    if not sender:
        looks_sent = bool(lines) and _SENDER.fullmatch(lines[0]) is not None
        return lines, "" if looks_sent else None
    first = f"**{sender}:**"
    alone = bool(lines) and re.match(r"[->\d]", lines[0]) is not None
    joined = [first, "", *lines] if alone else [f"{first} {lines[0]}".rstrip(" "), *lines[1:]] if lines else [first]
    match = _SENDER.fullmatch(joined[0])
    rest = "" if alone or not lines else lines[0]
    if match is None or match[1] != sender or match[2] != rest:
        return lines, sender
    return joined, None


def _loose(quote: str, why: str, name: str, number: int) -> str:
    texts = " ".join(json.dumps(text, ensure_ascii=False) for text in (quote, why))
    return texts if name == f"c{number}" else f"{texts} {{#{name}}}"
