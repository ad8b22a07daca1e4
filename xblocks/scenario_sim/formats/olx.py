"""Stories as readable children of their OLX element, lossless. The element's own attributes are the block's business.

Rich texts are CDATA sections, because the platform's importer drops white space between child elements; conditions are
in their English text form.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any, Final

from lxml import etree

from xblocks.common import richtext
from xblocks.common.findings import Finding, ModelError
from xblocks.skill_quiz.formats import olx as quiz_olx
from xblocks.skill_quiz.model import SCHEMA as QUIZ_SCHEMA
from xblocks.skill_quiz.model import Quiz
from xblocks.skill_quiz.questions import type_of

from .. import conditions
from ..conditions import ConditionError, figure
from ..story import SCHEMA, Choice, Fact, Input, Message, Meter, MeterEffect, Question, Scene, Story, Triage

_TRUTH: Final = {"true": True, "false": False}


def write(node: Any, model: Story) -> None:
    """Add ``schema`` and children that say ``model`` to the lxml element ``node``."""
    node.set("schema", str(SCHEMA))
    _text(node, "intro", model.intro)
    if model.triage is not None:
        _triage(node, model.triage)
    else:
        _child(node, "opening", scene=model.start, shuffle="" if model.shuffle else "false")
        _child(node, "scoring", by=model.scoring)
    for meter in model.meters:
        _meter(node, meter)
    for flag in model.flags:
        _child(node, "flag", id=flag)
    for scene in model.scenes:
        _scene(node, scene)
    told = _child(node, "debrief")
    _text(told, "text", model.debrief.text)
    for action in model.debrief.actions:
        _text(_child(told, "action", fact=action.fact), "text", action.text)
    for fact in model.facts:
        _fact(node, fact)


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    """A new child with the attributes that are not empty."""
    child = etree.SubElement(parent, tag)
    for name, value in attributes.items():
        if value:
            child.set(name.rstrip("_"), value)
    return child


def _text(parent: Any, tag: str, value: str) -> None:
    if value:
        etree.SubElement(parent, tag).text = etree.CDATA(value) if "<" in value and "]]>" not in value else value


def _meter(node: Any, meter: Meter) -> None:
    _child(
        node,
        "meter",
        id=meter.id,
        label=meter.label,
        start=figure(meter.start),
        min=figure(meter.min),
        max=figure(meter.max),
        unit=meter.unit,
        good=meter.good,
    )


def _fact(node: Any, fact: Fact) -> None:
    child = _child(node, "fact", id=fact.id, source=fact.source, checked_on=fact.checked_on, valid_from=fact.valid_from)
    child.text = fact.text


def _triage(node: Any, box: Triage) -> None:
    labels = {"genuine": richtext.plain(box.trust), "fraud": richtext.plain(box.suspect)}
    child = _child(node, "triage", group=box.group, shuffle="true" if box.shuffle else "", **labels)
    for one in box.items:
        item = _child(
            child,
            "message",
            id=one.id,
            title=one.title,
            channel=one.channel,
            genuine="true" if one.genuine else "false",
            competencies=" ".join(one.competencies),
        )
        for name, value in one.channel_info:
            _child(item, "info", name=name, value=value)
        for message in one.messages:
            _message(item, message)
        _text(item, "why", one.why)


def _scene(node: Any, scene: Scene) -> None:
    child = _child(node, "scene", id=scene.id, title=scene.title, channel=scene.channel)
    for name, value in scene.channel_info:
        _child(child, "info", name=name, value=value)
    _text(child, "text", scene.text)
    for message in scene.messages:
        _message(child, message)
    for choice in scene.choices:
        _choice(child, choice)
    if scene.input is not None:
        _input(child, scene.input)
    if scene.question is not None:
        _question(child, scene.question)
    if scene.ending is not None:
        ending = scene.ending
        _text(
            _child(child, "ending", kind=ending.kind, score=figure(ending.score), title=ending.title),
            "text",
            ending.text,
        )


def _when(condition: conditions.Condition | None) -> str:
    return "" if condition is None else conditions.to_text(condition, "en")


def _message(node: Any, message: Message) -> None:
    child = _child(
        node,
        "message",
        id=message.id,
        from_=message.sender,
        side=message.side,
        genuine="true" if message.genuine else "",
        audio=message.audio,
        when=_when(message.when),
    )
    _text(child, "text", message.text)
    _text(child, "transcript", message.transcript)
    for cue in message.cues:
        _child(child, "cue", id=cue.id, quote=cue.quote, why=cue.why)


def _input(node: Any, asked: Input) -> None:
    child = _child(node, "input", ignore_diacritics="" if asked.ignore_diacritics else "false")
    _text(child, "prompt", asked.prompt)
    for reply in asked.replies:
        way = _choice(child, reply.way, "reply")
        for pattern in reply.patterns:
            _child(way, "pattern", words=pattern)
    if asked.fallback is not None:
        _choice(child, asked.fallback, "fallback")


def _question(node: Any, asked: Question) -> None:
    """The item in the quiz's OLX, then its two ways; their score and competencies follow from the item."""
    child = _child(node, "ask")
    item = type_of(asked.item).dump(asked.item)
    quiz_olx.write(_child(child, "item"), Quiz.from_json({"schema": QUIZ_SCHEMA, "items": [item]}))
    for tag, way in (("right", asked.right), ("wrong", asked.wrong)):
        _choice(child, replace(way, score=None, competencies=()), tag)


def _choice(node: Any, choice: Choice, tag: str = "choice") -> Any:
    child = _child(
        node,
        tag,
        id=choice.id,
        to=choice.to,
        score="" if choice.score is None else figure(choice.score),
        exit="true" if choice.exit else "",
        when=_when(choice.when),
        competencies=" ".join(choice.competencies),
    )
    _text(child, "text", choice.text)
    _text(child, "feedback", choice.feedback)
    for effect in choice.effects:
        if isinstance(effect, MeterEffect):
            _child(child, "effect", meter=effect.meter, add=figure(effect.add))
        else:
            _child(child, "effect", flag=effect.flag, set="true" if effect.set else "false")
    return child


def read(node: Any) -> Story:
    """The story that the children of the lxml element ``node`` say. Raises ``ModelError`` and ``NewerSchemaError``."""
    reader = _Reader()
    data = reader.story(node)
    try:
        story = Story.from_json(data)
    except ModelError as error:
        if type(error) is not ModelError:
            raise
        raise ModelError([*reader.findings, *error.findings]) from None
    if reader.findings:
        raise ModelError(reader.findings)
    return story


class _Reader:
    """Turns elements into the JSON form; what it does not know is a finding."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def _error(self, node: Any, code: str, vi: str, en: str) -> None:
        line = node.sourceline if isinstance(node.sourceline, int) else None
        self.findings.append(Finding("error", code, str(node.tag), vi, en, line))

    def _known(self, node: Any, attributes: str, children: str, own: bool = True) -> list[Any]:
        """The child elements; unknown ones, and attributes that are not ``own``ed by the block, are findings."""
        if own:
            for name in node.attrib:
                if name not in attributes.split():
                    vi = f"Phần tử <{node.tag}> có thuộc tính lạ “{name}”; hãy bỏ đi hoặc sửa tên."
                    self._error(node, "unknown-attribute", vi, f"<{node.tag}> has the unknown attribute “{name}”.")
        found = []
        for child in node:
            if not isinstance(child.tag, str):
                continue
            if child.tag not in children.split():
                vi = f"Phần tử <{child.tag}> không thuộc về <{node.tag}>; hãy bỏ đi hoặc sửa tên."
                self._error(child, "unknown-element", vi, f"<{child.tag}> does not belong into <{node.tag}>.")
                continue
            found.append(child)
        return found

    def _number(self, node: Any, name: str) -> Any:
        try:
            return float(node.get(name))
        except ValueError:
            return node.get(name)

    def _attributes(self, node: Any, names: str, numbers: str = "") -> dict[str, Any]:
        found: dict[str, Any] = {name: node.get(name) for name in names.split() if node.get(name) is not None}
        found.update({name: self._number(node, name) for name in numbers.split() if node.get(name) is not None})
        for name in ("exit", "genuine", "set", "ignore_diacritics", "shuffle"):
            if name in found:
                found[name] = _TRUTH.get(found[name], found[name])
        if "when" in found:
            try:
                found["when"] = conditions.dump(conditions.parse_text(found["when"]))
            except ConditionError as error:
                self._error(node, "bad-condition", error.findings[0].vi, error.findings[0].en)
                found.pop("when")
        return found

    def story(self, node: Any) -> dict[str, Any]:
        """The JSON form of the whole."""
        lists: dict[str, list[Any]] = {"meters": [], "flags": [], "scenes": [], "facts": []}
        data: dict[str, Any] = {**lists}
        schema = node.get("schema", "")
        data["schema"] = int(schema) if schema.isascii() and schema.isdigit() and len(schema) < 10 else schema
        for child in self._known(node, "", "intro triage opening scoring meter flag scene debrief fact", own=False):
            match child.tag:
                case "intro":
                    data["intro"] = _words(child)
                case "triage":
                    data["mode"] = "triage"
                    data["triage"] = self._triage(child)
                case "opening":
                    self._known(child, "scene shuffle", "")
                    data["start"] = child.get("scene")
                    data.update(self._attributes(child, "shuffle"))
                case "scoring":
                    self._known(child, "by", "")
                    data["scoring"] = self._attributes(child, "by")
                case "meter":
                    self._known(child, "id label start min max unit good", "")
                    lists["meters"].append(self._attributes(child, "id label unit good", "start min max"))
                case "flag":
                    self._known(child, "id", "")
                    lists["flags"].append(child.get("id"))
                case "scene":
                    lists["scenes"].append(self._scene(child))
                case "debrief":
                    data["debrief"] = self._debrief(child)
                case "fact":
                    self._known(child, "id source checked_on valid_from", "")
                    fact = self._attributes(child, "id source checked_on valid_from")
                    lists["facts"].append({**fact, "text": _words(child)})
        if "triage" in data:
            # An inbox has none of these; what was written nevertheless is left in to be refused.
            data = {k: v for k, v in data.items() if v or k not in ("meters", "flags", "scenes")}
        return data

    def _triage(self, node: Any) -> dict[str, Any]:
        known = "group shuffle genuine fraud"
        labels = {key: node.get(key) for key in ("genuine", "fraud") if node.get(key) is not None}
        box: dict[str, Any] = {**self._attributes(node, "group shuffle"), "labels": labels, "items": []}
        for child in self._known(node, known, "message"):
            names = "id title channel genuine competencies"
            item = {**self._attributes(child, names), "messages": [], "channel_info": {}}
            item["competencies"] = item.get("competencies", "").split()
            for part in self._known(child, names, "info message why"):
                if part.tag == "info":
                    self._known(part, "name value", "")
                    item["channel_info"][part.get("name", "")] = part.get("value", "")
                elif part.tag == "message":
                    item["messages"].append(self._message(part))
                else:
                    item["why"] = _words(part)
            box["items"].append(item)
        return box

    def _debrief(self, node: Any) -> dict[str, Any]:
        told: dict[str, Any] = {"actions": []}
        for child in self._known(node, "", "text action"):
            if child.tag == "text":
                told["text"] = _words(child)
            else:
                told["actions"].append({**self._attributes(child, "fact"), **self._texts(child, "fact", "text")})
        return told

    def _texts(self, node: Any, attributes: str, names: str) -> dict[str, str]:
        return {child.tag: _words(child) for child in self._known(node, attributes, names)}

    def _scene(self, node: Any) -> dict[str, Any]:
        scene = self._attributes(node, "id title channel")
        scene.update({"messages": [], "choices": [], "channel_info": {}})
        for child in self._known(node, "id title channel", "info text message choice input ask ending"):
            match child.tag:
                case "info":
                    self._known(child, "name value", "")
                    scene["channel_info"][child.get("name", "")] = child.get("value", "")
                case "text":
                    scene["text"] = _words(child)
                case "message":
                    scene["messages"].append(self._message(child))
                case "choice":
                    scene["choices"].append(self._choice(child))
                case "input":
                    scene["input"] = self._input(child)
                case "ask":
                    scene["question"] = self._question(child)
                case "ending":
                    given = self._attributes(child, "kind title", "score")
                    scene["ending"] = {**given, **self._texts(child, "kind title score", "text")}
        return scene

    def _message(self, node: Any) -> dict[str, Any]:
        names = "id from side genuine audio when"
        message = {**self._attributes(node, names), "cues": []}
        for child in self._known(node, names, "text transcript cue"):
            if child.tag == "cue":
                self._known(child, "id quote why", "")
                message["cues"].append(self._attributes(child, "id quote why"))
            else:
                message[child.tag] = _words(child)
        return message

    def _input(self, node: Any) -> dict[str, Any]:
        asked = {**self._attributes(node, "ignore_diacritics"), "replies": []}
        for child in self._known(node, "ignore_diacritics", "prompt reply fallback"):
            if child.tag == "prompt":
                asked["prompt"] = _words(child)
            elif child.tag == "reply":
                asked["replies"].append(self._choice(child, "pattern"))
            else:
                asked["fallback"] = self._choice(child)
        return asked

    def _question(self, node: Any) -> dict[str, Any]:
        asked: dict[str, Any] = {}
        for child in self._known(node, "", "item right wrong"):
            if child.tag != "item":
                way = self._choice(child)
                asked[child.tag] = {key: value for key, value in way.items() if key != "competencies" or value}
                continue
            try:
                items = quiz_olx.read(child).items
            except ModelError as error:
                self.findings.extend(error.findings)
                continue
            if len(items) == 1:
                asked["item"] = type_of(items[0]).dump(items[0])
        return asked

    def _choice(self, node: Any, more: str = "") -> dict[str, Any]:
        choice = self._attributes(node, "id to exit when competencies", "score")
        choice["competencies"] = choice.get("competencies", "").split()
        choice["effects"] = []
        for child in self._known(node, "id to exit when competencies score", f"text feedback effect {more}"):
            if child.tag == "effect":
                self._known(child, "meter add flag set", "")
                choice["effects"].append(self._attributes(child, "meter flag set", "add"))
            elif child.tag == "pattern":
                self._known(child, "words", "")
                choice.setdefault("patterns", []).append(child.get("words", ""))
            else:
                choice[child.tag] = _words(child)
        return choice


def _words(node: Any) -> str:
    """The text of ``node``; where someone wrote HTML elements instead of text, their HTML."""
    has_elements = any(isinstance(child.tag, str) for child in node)
    keep = (lambda text: escape(text, quote=False)) if has_elements else str
    parts = [keep(node.text or "")]
    for child in node:
        if isinstance(child.tag, str):
            parts.append(etree.tostring(child, encoding="unicode", with_tail=False))
        parts.append(keep(child.tail or ""))
    return "".join(parts)
