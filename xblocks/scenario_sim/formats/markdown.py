"""The Markdown in which authors write stories: ``read`` and ``write`` (docs/authors/markdown-scenario.md)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from xblocks.common import richtext
from xblocks.common.findings import Finding, ModelError, has_errors

from ..reading import ILLEGAL
from ..story import MAX_BYTES, SCHEMA, Story
from ..storyform import LABELS
from . import frontmatter, words
from .markdown_read import AGAIN, Body, Line
from .markdown_write import document

KIND: Final = "scenario_sim"
#: Front matter that belongs to the story; everything else but ``kind`` is a setting.
STORY_KEYS: Final = ("mode", "start", "meters", "flags", "scoring", "debrief", "facts", "shuffle", "labels", "group")
#: ``shuffle`` in Vietnamese.
SHUFFLE: Final = "trộn"
#: Settings that are known, with what they must be; others are kept, with a warning.
SETTINGS: Final[Mapping[str, tuple[Callable[[Any], bool], str, str]]] = {
    "id": (lambda v: isinstance(v, str), "chữ", "a text"),
    "title": (lambda v: isinstance(v, str), "chữ", "a text"),
    "weight": (lambda v: _is_number(v) and v >= 0, "số không âm", "a number of 0 or more"),
    "pass_mark": (lambda v: _is_number(v) and v <= 1 and v >= 0, "số từ 0 đến 1", "a number from 0 to 1"),
    "max_attempts": (
        lambda v: v is None or (isinstance(v, int) and _is_number(v) and v >= 0),
        "số nguyên không âm (0 là không giới hạn)",
        "a whole number of 0 or more (0 is unlimited)",
    ),
    "grade_method": (
        lambda v: v in ("highest", "last", "first", "average"),
        "highest, last, first hoặc average",
        "highest, last, first or average",
    ),
}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@dataclass(frozen=True)
class ReadResult:
    """What was read.

    ``model`` is None if there is an error among ``findings``; ``settings`` is the front matter that is not part of the
    story; ``lines`` tells for each place (``scenes.goi.choices.a``) the line where it stands; ``media`` holds embedded
    files by name, for a caller that can put them under ``/static/``.
    """

    model: Story | None
    settings: dict[str, Any]
    findings: tuple[Finding, ...]
    lines: dict[str, int] = field(default_factory=dict)
    media: Mapping[str, bytes] = field(default_factory=dict)

    def located(self, finding: Finding) -> Finding:
        """``finding`` (from a check, say) with the line of its place, or of the nearest place around it."""
        if finding.line is not None:
            return finding
        place = finding.where.removeprefix("story.")
        if finding.code == "duplicate-id" and f"{place}{AGAIN}" in self.lines:
            place = f"{place}{AGAIN}"
        while place and place not in self.lines:
            place = place.rpartition(".")[0]
        return replace(finding, line=self.lines.get(place, 1))


def read(text: str) -> ReadResult:
    """The story that ``text`` tells. Raises nothing: mistakes are findings, each with its line."""
    text, problem = prepared(text)
    if problem is not None:
        return ReadResult(None, {}, (problem,))
    cut = frontmatter.split(text)
    if cut.error is not None:
        return ReadResult(None, {}, (cut.error,))
    return finish(cut.data, cut.body, cut.lines, [])


def prepared(text: str) -> tuple[str, Finding | None]:
    """``text`` in NFC with plain line ends, and what makes it unreadable altogether, if anything."""
    if len(text) > MAX_BYTES:
        vi, en = "Văn bản lớn hơn 4 MB; hãy chia thành nhiều kịch bản.", "The text is larger than 4 MB; split it."
        return "", Finding("error", "too-big", "text", vi, en, 1)
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff")).replace("\r\n", "\n").replace("\r", "\n")
    bad = ILLEGAL.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        vi = "Dòng này có ký tự điều khiển không lưu được; hãy gõ lại dòng đó."
        en = "This line holds a control character that cannot be stored; type it again."
        return "", Finding("error", "control-character", f"line {line}", vi, en, line)
    return text, None


def finish(front: dict[str, Any], numbered: list[Line], lines: dict[str, int], findings: list[Finding]) -> ReadResult:
    """The story that front matter and the lines of a body (each with its number) tell; for every format whose scenes
    are this Markdown."""
    for key in [key for key in front if isinstance(key, str) and words.plain_key(key) == SHUFFLE]:
        front.setdefault("shuffle", front.pop(key))
        lines.setdefault("shuffle", lines.get(key, 1))
    settings = _settings(front, lines, findings)
    triage = front.get("mode") == "triage"
    body = Body(numbered, findings, lines, triage=triage)
    data: dict[str, Any] = {"schema": SCHEMA, "intro": body.intro}
    given = {key: front[key] for key in STORY_KEYS if front.get(key) is not None}
    if isinstance(given.get("shuffle"), str):
        given["shuffle"] = words.YES_NO.get(words.plain_key(given["shuffle"]), given["shuffle"])
    if triage:
        data["triage"] = {
            "items": body.scenes,
            **{k: given.pop(k) for k in ("shuffle", "labels", "group") if k in given},
        }
    else:
        data["scenes"] = body.scenes
    data.update(given)
    _shorthands(data)
    model: Story | None = None
    try:
        model = Story.from_json(data)
    except ModelError as error:
        findings.extend(error.findings)
    if has_errors(findings):
        model = None
    result = ReadResult(model, settings, (), lines)
    located = [result.located(finding) for finding in findings]
    return replace(result, findings=tuple(sorted(located, key=lambda f: f.line or 0)))


def _settings(front: dict[str, Any], lines: dict[str, int], findings: list[Finding]) -> dict[str, Any]:
    kind = front.get("kind", KIND)
    if kind != KIND:
        findings.append(
            Finding(
                "error",
                "wrong-kind",
                "kind",
                f"Tệp này ghi “kind: {kind}” nên không phải là tình huống mô phỏng; hãy ghi “kind: {KIND}”.",
                f"This file says “kind: {kind}”, so it is no simulation; write “kind: {KIND}”.",
                lines.get("kind"),
            )
        )
    settings: dict[str, Any] = {}
    for written, value in front.items():
        key = "title" if written == "display_name" else written
        if key == "kind" or key in STORY_KEYS:
            continue
        line = lines.get(written)
        if key not in SETTINGS:
            vi = f"Không có thiết lập nào tên “{key}”; hãy kiểm tra chính tả."
            en = f"There is no setting named “{key}”; check its spelling."
            findings.append(Finding("warning", "unknown-setting", key, vi, en, line))
        elif not SETTINGS[key][0](value):
            _, what_vi, what_en = SETTINGS[key]
            vi, en = f"“{written}” phải là {what_vi}.", f"“{written}” must be {what_en}."
            findings.append(Finding("error", "bad-setting", key, vi, en, line))
            continue
        settings[key] = value
    return settings


def _shorthands(data: dict[str, Any]) -> None:
    """``scoring: ending`` and ``debrief: some text`` are short for the long form; texts of the debrief are Markdown."""
    if isinstance(data.get("scoring"), str):
        data["scoring"] = {"by": data["scoring"]}
    told = data.get("debrief")
    if isinstance(told, str):
        told = {"text": told}
    if isinstance(told, dict):
        told = data["debrief"] = dict(told)
        if isinstance(told.get("text"), str):
            told["text"] = richtext.from_markdown(told["text"])
        if isinstance(told.get("actions"), list):
            told["actions"] = [_action(action) for action in told["actions"]]


def _action(action: Any) -> Any:
    if isinstance(action, str):
        return {"text": richtext.from_markdown(action)}
    if isinstance(action, dict) and isinstance(action.get("text"), str):
        return {**action, "text": richtext.from_markdown(action["text"])}
    return action


def write(model: Story, settings: Mapping[str, Any], *, lang: str = "vi") -> str:
    """``model`` and ``settings`` as Markdown: ``read(write(m, s))`` gives ``m`` and ``s`` back.

    ``settings`` are JSON data under names that the story itself does not use; ``lang`` (vi, en) chooses the words.
    """
    return document(model, front_of(model, settings), lang)


def front_of(model: Story, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the front matter of ``model``."""
    front: dict[str, Any] = {"kind": KIND}
    front.update((key, value) for key, value in settings.items() if key != "kind" and key not in STORY_KEYS)
    if model.triage is not None:
        box = model.triage
        front["mode"] = "triage"
        if box.shuffle:
            front["shuffle"] = True
        if box.group:
            front["group"] = box.group
        labels = {"genuine": richtext.plain(box.trust), "fraud": richtext.plain(box.suspect)}
        if labels != LABELS:
            front["labels"] = labels
    else:
        front["start"] = model.start
        if not model.shuffle:
            front["shuffle"] = False
    if model.meters:
        front["meters"] = [
            {"id": m.id, "label": m.label, "start": m.start, "min": m.min, "max": m.max, "unit": m.unit, "good": m.good}
            for m in model.meters
        ]
    if model.flags:
        front["flags"] = list(model.flags)
    if model.triage is None:
        front["scoring"] = {"by": model.scoring}
    told: dict[str, Any] = {}
    if model.debrief.text:
        told["text"] = richtext.to_markdown(model.debrief.text)
    if model.debrief.actions:
        told["actions"] = [
            {"text": richtext.to_markdown(a.text), **({"fact": a.fact} if a.fact else {})}
            for a in model.debrief.actions
        ]
    if told:
        front["debrief"] = told
    if model.facts:
        front["facts"] = [
            {key: value for key, value in (("id", f.id), ("text", f.text), ("source", f.source),
             ("checked_on", f.checked_on), ("valid_from", f.valid_from)) if value}
            for f in model.facts
        ]  # fmt: skip
    return front
