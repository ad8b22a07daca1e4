"""A story from an author's Markdown. Reads on after every mistake, and raises nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from xblocks.common import richtext
from xblocks.common.findings import Finding

from .. import conditions
from ..conditions import ConditionError
from ..reading import one_line, position_id
from . import cues, markdown_ask, words

_HEADING = re.compile(r"##[ \t]+([^\s:]+)[ \t]*(?::[ \t]*(.*))?")
_SETTING = re.compile(r"([^\s:>#*-][^:]{0,40}?)\s*:(?:\s+(.*)|)")
_ARROWS: Final = ("→", "->", "⇒", "=>")
_TARGET = re.compile(r"\s*([^\s{}]+)\s*(?:\{#([^{}\s]*)\})?\s*")
_ITEM = re.compile(r"- ([^\s:][^:]{0,40}?)\s*:(?:\s+(.*)|)")
_SENDER = re.compile(r"\*\*([^*\n]+?)(?::\*\*|\*\*[ \t]*:)[ \t]*(.*)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:[.,][0-9]{1,12})?")
_METER = re.compile(r"([a-z0-9][a-z0-9-]*)\s*([+−-])\s*([0-9]{1,12}(?:[.,][0-9]{1,12})?)")
_FLAG = re.compile(r"([a-z0-9][a-z0-9-]*)(?:\s*=\s*(\w+))?")
_INFO: Final = re.compile(r"info\.([a-z][a-z0-9_]{0,31})")

_SCENE_WORDS = words.names(words.SCENE)
_ITEM_WORDS = words.names(words.ITEM)
_MESSAGE_WORDS = words.names(words.MESSAGE)
_CHOICE_WORDS = words.names(words.CHOICE)
_REPLY_WORDS = words.names(words.REPLY)
Line = tuple[int, str]
#: Added to the place of a part whose id was used before.
AGAIN: Final = "#again"


class Body:
    """Reads the part below the front matter into ``intro`` (HTML) and ``scenes`` (JSON form); notes lines by place.

    ``numbered`` are its lines, each with the number under which findings name it. With ``triage`` the ``scenes`` are
    the messages of an inbox.
    """

    def __init__(
        self, numbered: list[Line], findings: list[Finding], places: dict[str, int], *, triage: bool = False
    ) -> None:
        self.findings, self.places, self._triage = findings, places, triage
        self.scenes: list[dict[str, Any]] = []
        starts = self._headings(numbered)
        intro = numbered[: starts[0]] if starts else numbered
        places.setdefault("intro", numbered[0][0] if numbered else 1)
        self.intro = _html([text for _, text in intro])
        for begin, end in pairwise([*starts, len(numbered)]):
            self._scene(numbered[begin], numbered[begin + 1 : end])

    def _error(self, line: int, code: str, where: str, vi: str, en: str, severity: Any = "error") -> None:
        self.findings.append(Finding(severity, code, where, vi, en, line))

    def _place(self, where: str, line: int) -> None:
        """Note where a part stands; of two with one id the second is noted apart, for it is the one to mend."""
        self.places.setdefault(f"{where}{AGAIN}" if where in self.places else where, line)

    def _headings(self, numbered: list[Line]) -> list[int]:
        """Positions of scene headings; what looks like one inside narration kept together is none."""
        found: list[int] = []
        inside = False
        for index, (_, text) in enumerate(numbered):
            if found and text.strip(" \t") in words.TEXT_BEGIN:
                inside = True
            elif text.strip(" \t") in words.TEXT_END:
                inside = False
            elif re.match(r"##(?!#)", text) and not inside:
                found.append(index)
        return found

    # -- scenes -----------------------------------------------------------------------------------------------------

    def _scene(self, heading: Line, lines: list[Line]) -> None:
        number, text = heading
        match = _HEADING.fullmatch(text.rstrip(" \t"))
        if match is None:
            self._error(
                number,
                "bad-heading",
                f"line {number}",
                "Tiêu đề cảnh phải có dạng “## ma-canh: Tên cảnh”; hãy sửa lại dòng này.",
                "The heading of a scene must look like “## scene-id: Title”; correct this line.",
            )
            return
        scene: dict[str, Any] = {"id": match[1], "title": one_line(match[2] or ""), "channel_info": {}}
        where = f"triage.items.{match[1]}" if self._triage else f"scenes.{match[1]}"
        self._place(where, number)
        scene.update({"messages": [], "choices": []})
        at = self._scene_settings(scene, where, lines)
        own, asks = markdown_ask.sections(lines[at:])
        narration, closing = self._scene_body(scene, where, own)
        if self._triage:
            self.scenes.append(self._item(scene, where, number, narration, bool(asks)))
            return
        self._asks(scene, where, asks)
        if "ending" in scene:
            scene["ending"].setdefault("title", scene["title"])
            scene["text"] = _html(narration) if closing is not None else ""
            scene["ending"]["text"] = _html(narration if closing is None else closing)
        else:
            scene["text"] = _html(narration)
        self.scenes.append(scene)

    def _item(self, scene: dict[str, Any], where: str, line: int, narration: list[str], asks: bool) -> dict[str, Any]:
        """A message of an inbox: what is narration in a scene is its reason."""
        if scene.pop("choices") or asks:
            self._error(
                line,
                "choice-in-triage",
                where,
                "Tin để phân loại không có lựa chọn hay câu hỏi riêng; hãy bỏ các dòng “- … → …” và “###”.",
                "A message to be judged has no choices or questions of its own; remove the lines “- … → …” and “###”.",
            )
        if "genuine" not in scene:
            self._error(
                line,
                "no-verdict",
                where,
                "Tin này chưa nói là thật hay lừa đảo; hãy viết “thật: có” hoặc “thật: không” ngay dưới tiêu đề.",
                "This message does not say what it is; write “genuine: yes” or “genuine: no” right below the heading.",
            )
        return {**scene, "why": _html(narration)}

    def _asks(self, scene: dict[str, Any], where: str, sections: list[markdown_ask.Section]) -> None:
        """Typed replies and the question of a scene."""
        for section in sections:
            ways: dict[str, Any] = {"messages": [], "choices": []}
            place = f"{where}.{'input' if section.kind == 'input' else 'question'}"
            self.places.setdefault(place, section.line)
            if section.kind == "question":
                item, found = markdown_ask.read_item(section, place)
                self.findings.extend(found)
                scene.setdefault("question", {})["item"] = item
                continue
            strict, lines = markdown_ask.strictness(section.lines)
            if strict is None:
                self._yes(section.line + 1, f"{place}.ignore_diacritics", lines[0][1] if lines else "")
            told, _ = self._scene_body(ways, f"{place}.replies" if section.kind == "input" else place, lines)
            if ways["messages"]:
                self._lost(section.line, place)
            if section.kind == "input":
                asked: dict[str, Any] = {"prompt": _html(told), "ignore_diacritics": not strict, "replies": []}
                scene["input"] = asked
            for way in ways["choices"]:
                label = way.pop("label")
                outcome = markdown_ask.OUTCOMES.get(words.plain_key(label))
                if section.kind == "input" and label.strip(" \t") == markdown_ask.ANYTHING:
                    asked["fallback"] = way
                    self.places.setdefault(f"{place}.fallback", self.places[f"{place}.replies.{way['id']}"])
                elif section.kind == "input":
                    asked["replies"].append({**way, "patterns": markdown_ask.patterns_of(label)})
                elif outcome is not None:
                    scene.setdefault("question", {})[outcome] = way
                else:
                    self._lost(self.places[f"{place}.{way['id']}"], place)

    def _lost(self, line: int, place: str) -> None:
        self._error(
            line,
            "lost-line",
            place,
            "Không rõ dòng này thuộc về đâu; câu hỏi có hai lối “- đúng → …”, “- sai → …”, phần gõ không có lời nhắn.",
            "It is not clear where this line belongs; a question has two ways, “- right → …” and “- wrong → …”, and "
            "there are no messages in a part for typing.",
        )

    def _scene_settings(self, scene: dict[str, Any], where: str, lines: list[Line]) -> int:
        """Read the settings that stand directly below the heading; how many lines they are."""
        title: str | None = None
        used = 0
        for number, text in lines:
            match = _SETTING.fullmatch(text.strip(" \t"))
            if match is None or not text.strip(" \t"):
                break
            key, value = words.plain_key(match[1]), (match[2] or "").strip(" \t")
            name = (_ITEM_WORDS if self._triage else _SCENE_WORDS).get(key)
            info = _INFO.fullmatch(key)
            if name == "ending":
                scene["ending"] = self._ending(number, where, value)
            elif name == "ending_title":
                title = value
            elif name == "genuine":
                scene["genuine"] = self._yes(number, f"{where}.genuine", value)
            elif name == "competencies":
                scene["competencies"] = [part for part in re.split(r"[\s,;]+", value) if part]
            elif name == "channel":
                scene["channel"] = words.CHANNELS.get(words.plain_key(value), value)
            elif name or info:
                scene["channel_info"][name.removeprefix("info.") if name else info and info[1]] = value
            else:
                self._unknown_key(number, where, match[1], words.ITEM if self._triage else words.SCENE)
            self.places[f"{where}.{name or 'channel_info'}"] = number
            used += 1
        if title is not None and "ending" in scene:
            scene["ending"]["title"] = title
        return used

    def _unknown_key(self, line: int, where: str, key: str, table: Mapping[str, tuple[str, ...]]) -> None:
        vi = ", ".join(row[0] for row in table.values())
        en = ", ".join(row[1] for row in table.values())
        self._error(
            line,
            "unknown-key",
            where,
            f"Không hiểu mục “{key}”; ở đây dùng được: {vi}. (Lời kể phải cách tiêu đề một dòng trống.)",
            f"“{key}” is not understood; here you can use: {en}. (Leave an empty line between heading and narration.)",
        )

    def _ending(self, line: int, where: str, value: str) -> dict[str, Any]:
        """``tốt 1.0``; a kind without a score gets the score that is usual for it."""
        named = words.plain_key(value)
        named = words.ENDINGS.get(named, named)
        if named in words.ENDING_SCORES:
            return {"kind": named, "score": words.ENDING_SCORES[named]}
        kind, _, score = value.rpartition(" ")
        if not kind:
            kind, score = value, "0"
        figure = self._number(line, f"{where}.ending.score", score)
        return {"kind": words.ENDINGS.get(words.plain_key(kind), kind.strip(" \t")), "score": figure}

    def _scene_body(self, scene: dict[str, Any], where: str, lines: list[Line]) -> tuple[list[str], list[str] | None]:
        """Messages and choices into ``scene``; narration, and the closing words if they are marked."""
        narration: list[str] = []
        closing: list[str] | None = None
        at = 0
        while at < len(lines):
            number, text = lines[at]
            sort = text.strip(" \t")
            end = at + 1
            if sort in words.TEXT_BEGIN:
                while end < len(lines) and lines[end][1].strip(" \t") not in words.TEXT_END:
                    end += 1
                (narration if closing is None else closing).extend(["", *(t for _, t in lines[at + 1 : end]), ""])
                if end == len(lines):
                    self._error(
                        number,
                        "text-not-ended",
                        where,
                        f"Lời kể mở bằng “{sort}” nhưng thiếu dòng “{words.TEXT_END[0]}”; hãy thêm dòng đó.",
                        f"Narration opened by “{sort}” lacks its line “{words.TEXT_END[1]}”; add it.",
                    )
                end += 1
            elif sort in words.CLOSING:
                closing = []
            elif text.startswith(">"):
                while end < len(lines) and lines[end][1].startswith(">"):
                    end += 1
                self._message(scene, where, lines[at:end])
                (narration if closing is None else closing).append("")
            elif re.match(r"[-*+] ", text):
                while end < len(lines) and _belongs(lines, end):
                    end += 1
                self._choice(scene, where, lines[at:end])
                (narration if closing is None else closing).append("")
            elif sort != words.BREAK:
                self._narrated(scene, where, number, text)
                (narration if closing is None else closing).append(text)
            at = end
        return narration, closing

    def _narrated(self, scene: dict[str, Any], where: str, line: int, text: str) -> None:
        if not text.strip(" \t") or "ending" in scene or self._triage:
            return
        if scene["messages"] or scene["choices"]:
            self._error(
                line,
                "text-after-message",
                f"{where}.text",
                "Lời kể này đứng sau lời nhắn hay lựa chọn nhưng sẽ hiện trước chúng; hãy chuyển nó lên trên.",
                "This narration stands after messages or choices but will be shown before them; move it up.",
                "warning",
            )
        match = _SETTING.fullmatch(text.strip(" \t"))
        if match is not None and words.plain_key(match[1]) in _SCENE_WORDS:
            self._error(
                line,
                "setting-in-text",
                f"{where}.text",
                f"Dòng “{match[1]}: …” nằm trong lời kể; nếu là thiết lập của cảnh, hãy đặt ngay dưới tiêu đề.",
                f"The line “{match[1]}: …” is part of the narration; a setting must stand right below the heading.",
                "warning",
            )

    # -- messages ---------------------------------------------------------------------------------------------------

    def _message(self, scene: dict[str, Any], where: str, lines: list[Line]) -> None:
        inner = [(number, re.sub(r"^> ?", "", text)) for number, text in lines]
        message: dict[str, Any] = {"id": f"m{len(scene['messages']) + 1}"}
        settings: list[tuple[int, str, str]] = []
        while inner:
            match = _ITEM.fullmatch(inner[-1][1].rstrip(" \t"))
            name = _MESSAGE_WORDS.get(words.plain_key(match[1])) if match else None
            if match is None or name is None:
                break
            settings.insert(0, (inner[-1][0], name, (match[2] or "").strip(" \t")))
            inner.pop()
        while inner and not inner[-1][1].strip(" \t"):
            inner.pop()
        if inner and inner[-1][1].strip(" \t") == words.BREAK:
            inner.pop()
        given = {name: value for _, name, value in settings}
        message["id"] = given.get("id", message["id"])
        place = f"{where}.messages.{message['id']}"
        self._place(place, lines[0][0])
        text = [line for _, line in inner]
        if "from" in given:
            message["from"] = given["from"]
        elif text and (sender := _SENDER.fullmatch(text[0])):
            message["from"] = one_line(sender[1])
            text[0] = sender[2]
        md = "\n".join(text)
        if words.YES_NO.get(words.plain_key(given.get("inline", "")), True):
            message["text"], message["cues"] = cues.read(md)
        else:
            message["text"], message["cues"] = richtext.from_markdown(md), []
        for number, name, value in settings:
            self.places.setdefault(f"{place}.{name}", number)
            self._message_setting(message, place, number, name, value)
        for cue in message["cues"]:
            self.places.setdefault(f"{place}.cues.{cue['id']}", lines[0][0])
        scene["messages"].append(message)

    def _message_setting(self, message: dict[str, Any], place: str, line: int, name: str, value: str) -> None:
        if name == "side":
            message["side"] = words.SIDES.get(words.plain_key(value), value)
        elif name == "genuine":
            message["genuine"] = self._yes(line, f"{place}.genuine", value)
        elif name == "when":
            message["when"] = self._when(line, f"{place}.when", value)
        elif name in ("audio", "transcript"):
            message[name] = value
        elif name == "cue":
            cue = cues.loose(value, len(message["cues"]) + 1)
            if cue is None:
                self._error(
                    line,
                    "bad-cue",
                    place,
                    'Dấu hiệu phải có dạng - dấu hiệu: "đoạn trích" "điều nó cho biết".',
                    'A sign must look like - sign: "quoted words" "what they tell".',
                )
            else:
                self.places.setdefault(f"{place}.cues.{cue['id']}", line)
                message["cues"].append(cue)

    # -- choices ----------------------------------------------------------------------------------------------------

    def _choice(self, scene: dict[str, Any], where: str, lines: list[Line]) -> None:
        first, rest = lines[0], [(number, text.strip(" \t")) for number, text in lines[1:]]
        text = first[1].rstrip(" \t")
        while rest and rest[0][1] and not rest[0][1].startswith((">", "- ")) and _split_choice(text) is None:
            text += " " + rest.pop(0)[1]
        parts = _split_choice(text)
        if parts is None:
            self._error(
                first[0],
                "choice-without-target",
                where,
                "Lựa chọn phải có dạng “- Điều bạn làm → ma-canh”; nếu đây là danh sách trong lời kể, hãy đặt nó giữa "
                f"{words.TEXT_BEGIN[0]} và {words.TEXT_END[0]}.",
                "A choice must look like “- What you do → scene-id”; a list in the narration must stand between "
                f"{words.TEXT_BEGIN[1]} and {words.TEXT_END[1]}.",
            )
            return
        label, target, own = parts
        reply = where.endswith((".input.replies", ".question"))
        count = len(scene["choices"])
        name = own or (markdown_ask.default_id(label, count) if reply else position_id(count))
        words_ = {"label": label} if reply else {"text": _html([label])}
        choice: dict[str, Any] = {"id": name, **words_, "to": target}
        place = f"{where}.{name}" if reply else f"{where}.choices.{name}"
        self._place(place, first[0])
        feedback: list[str] = []
        for number, line in rest:
            item = _ITEM.fullmatch(line)
            if line.startswith(">"):
                feedback.append(re.sub(r"^> ?", "", line))
                self.places.setdefault(f"{place}.feedback", number)
            elif item:
                self._choice_setting(choice, place, number, item[1], (item[2] or "").strip(" \t"))
            elif line and line != words.BREAK:
                self._error(
                    number,
                    "lost-line",
                    place,
                    "Không rõ dòng này thuộc về đâu; lời phản hồi bắt đầu bằng “>”, thiết lập có dạng “- điểm: 1”.",
                    "It is not clear where this line belongs; feedback begins with “>”, a setting is “- score: 1”.",
                )
        choice["feedback"] = _html(feedback)
        scene["choices"].append(choice)

    def _choice_setting(self, choice: dict[str, Any], place: str, line: int, key: str, value: str) -> None:
        reply = "label" in choice
        name = (_REPLY_WORDS if reply else _CHOICE_WORDS).get(words.plain_key(key))
        self.places.setdefault(f"{place}.{name}", line)
        if name == "score":
            choice["score"] = self._number(line, f"{place}.score", value)
        elif name == "exit":
            choice["exit"] = self._yes(line, f"{place}.exit", value)
        elif name == "when":
            choice["when"] = self._when(line, f"{place}.when", value)
        elif name == "competencies":
            choice["competencies"] = [part for part in re.split(r"[\s,;]+", value) if part]
        elif name == "effects":
            parts = [part.strip(" \t") for part in value.split(";") if part.strip(" \t")]
            effects = [self._effect(line, f"{place}.effects", part) for part in parts]
            choice["effects"] = [effect for effect in effects if effect is not None]
        elif name == "text":
            choice["text"] = _html([value])
        else:
            self._unknown_key(line, place, key, words.REPLY if reply else words.CHOICE)

    def _effect(self, line: int, where: str, text: str) -> dict[str, Any] | None:
        meter, flag = _METER.fullmatch(text), _FLAG.fullmatch(text)
        if meter:
            add = float(meter[3].replace(",", "."))
            return {"meter": meter[1], "add": add if meter[2] == "+" else -add}
        if flag:
            wanted = words.YES_NO.get(words.plain_key(flag[2])) if flag[2] else True
            if wanted is not None:
                return {"flag": flag[1], "set": wanted}
        self._error(
            line,
            "bad-effect",
            where,
            f"Không hiểu tác động “{text}”; hãy viết như “tien -50; da-tin = có”.",
            f"The effect “{text}” is not understood; write it like “tien -50; da-tin = yes”.",
        )
        return None

    # -- values -----------------------------------------------------------------------------------------------------

    def _number(self, line: int, where: str, value: str) -> float:
        if _NUMBER.fullmatch(value):
            return float(value.replace(",", "."))
        self._error(
            line,
            "bad-number",
            where,
            f"“{value}” không phải là số; hãy viết như 0.5 hoặc 1.",
            f"“{value}” is not a number; write it like 0.5 or 1.",
        )
        return 0.0

    def _yes(self, line: int, where: str, value: str) -> bool:
        found = words.YES_NO.get(words.plain_key(value))
        if found is None:
            self._error(
                line,
                "not-yes-or-no",
                where,
                f"“{value}” ở đây phải là “có” hoặc “không”.",
                f"“{value}” must be “yes” or “no” here.",
            )
        return bool(found)

    def _when(self, line: int, where: str, value: str) -> list[Any] | None:
        try:
            return conditions.dump(conditions.parse_text(value, where))
        except ConditionError as error:
            self.findings.extend(Finding(f.severity, f.code, f.where, f.vi, f.en, line) for f in error.findings)
            return None


def _split_choice(line: str) -> tuple[str, str, str] | None:
    """``- label → target {#id}`` in its parts, parted at the last arrow; None if there is no target."""
    at, arrow = max((line.rfind(arrow), arrow) for arrow in _ARROWS)
    match = _TARGET.fullmatch(line, at + len(arrow)) if at >= 2 else None
    return None if match is None else (line[2:at], match[1], match[2] or "")


def _belongs(lines: list[Line], at: int) -> bool:
    """Whether the line belongs to the choice above it: indented, or empty with an indented line to follow."""
    while at < len(lines) and not lines[at][1].strip(" \t"):
        at += 1
    return at < len(lines) and lines[at][1].startswith(("  ", "\t"))


def _html(lines: list[str]) -> str:
    return richtext.from_markdown("\n".join(lines))
