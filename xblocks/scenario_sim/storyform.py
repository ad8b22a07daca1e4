"""Stories from JSON and to JSON: every mistake becomes a finding with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, TypeVar

from xblocks.common import jsonform, richtext
from xblocks.common.findings import Finding, ModelError, NewerSchemaError

from . import conditions
from . import story as story_module
from .askform import dump_input, dump_question, read_input, read_question
from .reading import MEDIA, WEB, Reader, illegal_characters
from .story import (
    CHANNELS,
    ENDINGS,
    MAX_BYTES,
    SCORINGS,
    SIDES,
    Action,
    Cue,
    Debrief,
    Ending,
    Fact,
    Message,
    Meter,
    Scene,
    Story,
    Triage,
    TriageItem,
)
from .wayform import choice, dump_way, when

T = TypeVar("T")
#: The words of the two verdicts of an inbox, where the author gives none.
LABELS = {"genuine": "Tin được", "fraud": "Lừa đảo"}
#: More messages nobody judges in one sitting.
MAX_ITEMS = 200
_INFO_KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")


def _too_big() -> ModelError:
    return ModelError(
        [
            Finding(
                "error",
                "too-big",
                "content",
                "Kịch bản lớn hơn 4 MB; hãy chia thành nhiều kịch bản nhỏ.",
                "The story is larger than 4 MB; split it into smaller ones.",
            )
        ]
    )


def _not_json(why: str) -> ModelError:
    return ModelError(
        [
            Finding(
                "error",
                "not-json",
                "content",
                "Nội dung không phải là dữ liệu JSON đọc được; hãy chép lại từ bản gốc.",
                f"The content is no readable JSON ({why}); copy it again from its source.",
            )
        ]
    )


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def load(data: str | Mapping[str, Any]) -> Story:
    """See ``Story.from_json``."""
    try:
        text = data if isinstance(data, str) else json.dumps(dict(data), ensure_ascii=False, allow_nan=False)
        if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
            raise _too_big()
        decoded = json.loads(text, parse_constant=_refuse_constant)
        problems = list(illegal_characters(decoded))
        if problems:
            raise ModelError(problems)
        canonical = jsonform.canonical(decoded)
        raw = json.loads(canonical)
    except ModelError:
        raise
    except (ValueError, TypeError, RecursionError) as error:
        raise _not_json(type(error).__name__) from None
    story = _read(upgraded(raw))
    object.__setattr__(story, "source_digest", jsonform.digest(canonical))
    return story


def upgraded(raw: Any) -> dict[str, Any]:
    """``raw`` lifted to the newest schema. Raises ``ModelError`` and ``NewerSchemaError``."""
    found = raw.get("schema") if isinstance(raw, dict) else None
    if isinstance(found, int) and not isinstance(found, bool):
        if found > story_module.SCHEMA:
            raise NewerSchemaError("schema", found, story_module.SCHEMA)
        while found in story_module.UPGRADES and found < story_module.SCHEMA:
            raw = {**story_module.UPGRADES[found](raw), "schema": found + 1}
            found += 1
    if not isinstance(raw, dict) or found != story_module.SCHEMA or isinstance(found, bool):
        raise ModelError(
            [
                Finding(
                    "error",
                    "no-schema",
                    "schema",
                    f"Đây không phải là một kịch bản (thiếu “schema”: {story_module.SCHEMA}).",
                    f"This is no story (“schema”: {story_module.SCHEMA} is missing).",
                )
            ]
        )
    return raw


_TOP = frozenset({"schema", "intro", "start", "meters", "flags", "scenes", "scoring", "debrief", "facts"})
_TRIAGE_TOP = frozenset({"schema", "mode", "intro", "triage", "debrief", "facts"})
MODES = ("story", "triage")


def _read(raw: dict[str, Any]) -> Story:
    r = Reader()
    mode = r.one_of(raw, "mode", "", MODES, "story")
    if mode == "triage":
        return _inbox(r, raw)
    r.record(raw, "story", _TOP | {"mode", "shuffle"})
    meters = _each(r, raw, "meters", "", _meter)
    flags: list[str] = []
    for index, value in r.records(raw, "flags", ""):
        flags.append(r.slug({"id": value}, "id", f"flags.{index + 1}"))
    scenes = _each(r, raw, "scenes", "", _scene)
    facts = _each(r, raw, "facts", "", _fact)
    for what, ids in (
        ("meters", [m.id for m in meters]),
        ("flags", flags),
        ("scenes", [s.id for s in scenes]),
        ("facts", [f.id for f in facts]),
    ):
        seen: set[str] = set()
        for value in ids:
            r.unique(seen, value, f"{what}.{value}")
    start = r.slug(raw, "start", "", scenes[0].id if scenes else "")
    if not scenes and isinstance(raw.get("scenes") or [], list):
        r.error(
            "no-scene",
            "scenes",
            "Kịch bản chưa có cảnh nào; hãy thêm ít nhất một cảnh.",
            "The story has no scene; add at least one.",
        )
    elif scenes and start not in {scene.id for scene in scenes}:
        r.error(
            "unknown-start",
            "start",
            f"Cảnh mở đầu “{start}” không có trong kịch bản; hãy sửa “start”.",
            f"The first scene “{start}” does not exist; correct “start”.",
        )
    scoring = r.record(raw.get("scoring", {}), "scoring", {"by"})
    by = r.one_of(scoring, "by", "scoring", SCORINGS, "ending")
    debrief = _debrief(r, raw)
    shuffle = raw.get("shuffle") is None or r.yes(raw, "shuffle", "")
    intro = r.rich(raw, "intro", "")
    if r.findings:
        raise ModelError(r.findings)
    return Story(intro, start, tuple(meters), tuple(flags), tuple(scenes), by, debrief, tuple(facts), shuffle=shuffle)


def _debrief(r: Reader, raw: dict[str, Any]) -> Debrief:
    told = r.record(raw.get("debrief", {}), "debrief", {"text", "actions"})
    return Debrief(r.rich(told, "text", "debrief"), tuple(_each(r, told, "actions", "debrief", _action)))


def _inbox(r: Reader, raw: dict[str, Any]) -> Story:
    """A story of the mode ``triage``."""
    r.record(raw, "story", _TRIAGE_TOP)
    facts = _each(r, raw, "facts", "", _fact)
    seen: set[str] = set()
    for fact in facts:
        r.unique(seen, fact.id, f"facts.{fact.id}")
    data = r.record(raw.get("triage", {}), "triage", {"items", "shuffle", "labels", "group"})
    items = _each(r, data, "items", "triage", _triage_item)
    seen = set()
    for item in items:
        r.unique(seen, item.id, f"triage.items.{item.id}")
    if not 1 <= len(items) <= MAX_ITEMS:
        r.error(
            "no-item",
            "triage.items",
            f"Hộp thư phải có từ 1 đến {MAX_ITEMS} tin để phân loại.",
            f"The inbox must hold 1 to {MAX_ITEMS} messages to be judged.",
        )
    labels = r.record(data.get("labels") or {}, "triage.labels", {"genuine", "fraud"})
    words = [r.string(labels, key, "triage.labels") or default for key, default in LABELS.items()]
    trust, suspect = (richtext.clean(escape(word)) for word in words)
    group = r.slug(data, "group", "triage") if data.get("group") else ""
    box = Triage(tuple(items), r.yes(data, "shuffle", "triage"), trust, suspect, group)
    debrief, intro = _debrief(r, raw), r.rich(raw, "intro", "")
    if r.findings:
        raise ModelError(r.findings)
    return Story(intro, "", (), (), (), "ending", debrief, tuple(facts), box)


def _triage_item(r: Reader, value: Any, where: str, index: int) -> TriageItem:
    data = r.record(
        value, where, {"id", "title", "channel", "channel_info", "messages", "genuine", "why", "competencies"}
    )
    messages = _each(r, data, "messages", where, _message)
    seen: set[str] = set()
    for message in messages:
        r.unique(seen, message.id, f"{where}.messages.{message.id}")
        if message.when is not None:
            r.error(
                "when-in-triage",
                f"{where}.messages.{message.id}.when",
                f"Tin “{where}” không được có điều kiện “khi”; hãy bỏ đi.",
                f"“{where}” must have no condition “when”; remove it.",
            )
    return TriageItem(
        id=r.slug(data, "id", where),
        title=r.string(data, "title", where),
        channel=r.one_of(data, "channel", where, CHANNELS, "sms"),
        channel_info=_info(r, data, where),
        messages=tuple(messages),
        genuine=r.yes(data, "genuine", where),
        why=r.rich(data, "why", where),
        competencies=r.competencies(data, where),
    )


def _info(r: Reader, data: dict[str, Any], where: str) -> tuple[tuple[str, str], ...]:
    """``channel_info``, sorted, without what is empty."""
    info = r.record(data.get("channel_info") or {}, f"{where}.channel_info", data.get("channel_info") or ())
    for key in info:
        if not _INFO_KEY.fullmatch(key):
            r.error(
                "bad-id",
                f"{where}.channel_info",
                f"Tên “{key}” ở “{where}.channel_info” chỉ được dùng chữ thường không dấu, số và gạch dưới.",
                f"The name “{key}” in “{where}.channel_info” may use only a-z, 0-9 and underscores.",
            )
    pairs = [(key, r.string(info, key, f"{where}.channel_info")) for key in sorted(info)]
    return tuple(p for p in pairs if p[1])


def _each(r: Reader, data: dict[str, Any], key: str, where: str, read: Callable[[Reader, Any, str, int], T]) -> list[T]:
    """What ``read`` makes of each member of a list; its place is named by its id where it has one."""
    found = []
    for index, value in r.records(data, key, where):
        name = value.get("id") if isinstance(value, dict) else None
        name = name if isinstance(name, str) and name else str(index + 1)
        found.append(read(r, value, f"{where}.{key}.{name}" if where else f"{key}.{name}", index))
    return found


def _meter(r: Reader, value: Any, where: str, index: int) -> Meter:
    data = r.record(value, where, {"id", "label", "start", "min", "max", "unit", "good"})
    low = r.number(data, "min", where, 0)
    high = r.number(data, "max", where, 100)
    if not low < high:
        r.error(
            "bad-meter",
            where,
            f"“{where}”: giá trị nhỏ nhất (min) phải nhỏ hơn giá trị lớn nhất (max).",
            f"“{where}”: min must be less than max.",
        )
        low, high = 0, 100
    return Meter(
        id=r.slug(data, "id", where),
        label=r.string(data, "label", where, required=True),
        start=r.number(data, "start", where, low, low, high),
        min=low,
        max=high,
        unit=r.string(data, "unit", where),
        good=r.one_of(data, "good", where, ("high", "low"), "high"),
    )


def _fact(r: Reader, value: Any, where: str, index: int) -> Fact:
    data = r.record(value, where, {"id", "text", "source", "checked_on", "valid_from"})
    return Fact(
        id=r.slug(data, "id", where),
        text=r.string(data, "text", where, required=True),
        source=r.address(data, "source", where, WEB, "bad-source"),
        checked_on=r.day(data, "checked_on", where),
        valid_from=r.day(data, "valid_from", where),
    )


def _action(r: Reader, value: Any, where: str, index: int) -> Action:
    data = r.record(value, where, {"text", "fact"})
    fact = r.slug(data, "fact", where) if data.get("fact") else ""
    return Action(r.rich(data, "text", where, required=True), fact)


def _cue(r: Reader, value: Any, where: str, index: int) -> Cue:
    data = r.record(value, where, {"id", "quote", "why"})
    return Cue(
        r.slug(data, "id", where, f"c{index + 1}"),
        r.string(data, "quote", where, required=True),
        r.string(data, "why", where),
    )


def _message(r: Reader, value: Any, where: str, index: int) -> Message:
    data = r.record(value, where, {"id", "from", "side", "text", "when", "audio", "transcript", "genuine", "cues"})
    cues = _each(r, data, "cues", where, _cue)
    seen: set[str] = set()
    for cue in cues:
        r.unique(seen, cue.id, f"{where}.cues.{cue.id}")
    return Message(
        id=r.slug(data, "id", where, f"m{index + 1}"),
        sender=r.string(data, "from", where),
        side=r.one_of(data, "side", where, SIDES, "them"),
        text=r.rich(data, "text", where),
        when=when(r, data, where),
        audio=r.address(data, "audio", where, MEDIA, "bad-audio"),
        transcript=r.string(data, "transcript", where),
        genuine=r.yes(data, "genuine", where),
        cues=tuple(cues),
    )


_SCENE = frozenset(
    {"id", "title", "channel", "channel_info", "text", "messages", "choices", "ending", "input", "question"}
)


def _scene(r: Reader, value: Any, where: str, index: int) -> Scene:
    data = r.record(value, where, _SCENE)
    messages = _each(r, data, "messages", where, _message)
    choices = _each(r, data, "choices", where, choice)
    typed = None if data.get("input") is None else read_input(r, data["input"], f"{where}.input")
    asked = None if data.get("question") is None else read_question(r, data["question"], f"{where}.question")
    ending = None if data.get("ending") is None else _ending(r, data["ending"], f"{where}.ending")
    if ending and (choices or typed or asked):
        r.error(
            "ending-with-choices",
            where,
            f"Cảnh kết thúc “{where}” không được có lựa chọn; hãy bỏ lựa chọn hoặc bỏ phần kết thúc.",
            f"The ending “{where}” must have no choices; remove them, or the ending.",
        )
    scene = Scene(
        id=r.slug(data, "id", where),
        title=r.string(data, "title", where),
        channel=r.one_of(data, "channel", where, CHANNELS, "narration"),
        channel_info=_info(r, data, where),
        text=r.rich(data, "text", where),
        messages=tuple(messages),
        choices=tuple(choices),
        ending=ending,
        input=typed,
        question=asked,
    )
    for kind, ids in (("messages", [m.id for m in messages]), ("choices", [way.id for way in scene.ways])):
        seen: set[str] = set()
        for name in ids:
            r.unique(seen, name, f"{where}.{kind}.{name}")
    return scene


def _ending(r: Reader, value: Any, where: str) -> Ending:
    data = r.record(value, where, {"kind", "score", "title", "text"})
    return Ending(
        r.one_of(data, "kind", where, ENDINGS, "mixed"),
        float(r.number(data, "score", where, 0, 0, 1)),
        r.string(data, "title", where),
        r.rich(data, "text", where),
    )


def dump(story: Story) -> dict[str, Any]:
    """The JSON form of ``story``, every field written out."""
    if story.triage is not None:
        return {**_dump_end(story), "mode": "triage", "intro": story.intro, "triage": _dump_triage(story.triage)}
    return {
        **_dump_end(story),
        **({} if story.shuffle else {"shuffle": False}),
        "intro": story.intro,
        "start": story.start,
        "meters": [
            {"id": m.id, "label": m.label, "start": m.start, "min": m.min, "max": m.max, "unit": m.unit, "good": m.good}
            for m in story.meters
        ],
        "flags": list(story.flags),
        "scenes": [_dump_scene(scene) for scene in story.scenes],
        "scoring": {"by": story.scoring},
    }


def _dump_triage(box: Triage) -> dict[str, Any]:
    return {
        **({"group": box.group} if box.group else {}),
        "shuffle": box.shuffle,
        "labels": {"genuine": richtext.plain(box.trust), "fraud": richtext.plain(box.suspect)},
        "items": [
            {
                "id": item.id,
                "title": item.title,
                "channel": item.channel,
                "channel_info": dict(item.channel_info),
                "messages": [_dump_message(m) for m in item.messages],
                "genuine": item.genuine,
                "why": item.why,
                "competencies": list(item.competencies),
            }
            for item in box.items
        ],
    }


def _dump_end(story: Story) -> dict[str, Any]:
    return {
        "schema": story_module.SCHEMA,
        "debrief": {
            "text": story.debrief.text,
            "actions": [{"text": a.text, "fact": a.fact} for a in story.debrief.actions],
        },
        "facts": [
            {
                "id": f.id,
                "text": f.text,
                "source": f.source,
                "checked_on": f.checked_on or None,
                "valid_from": f.valid_from or None,
            }
            for f in story.facts
        ],
    }


def _dump_message(m: Message) -> dict[str, Any]:
    return {
        "id": m.id,
        "from": m.sender,
        "side": m.side,
        "text": m.text,
        "when": conditions.dump(m.when) if m.when else None,
        "audio": m.audio,
        "transcript": m.transcript,
        "genuine": m.genuine,
        "cues": [{"id": c.id, "quote": c.quote, "why": c.why} for c in m.cues],
    }


def _dump_scene(scene: Scene) -> dict[str, Any]:
    ending = scene.ending
    # What later versions added is left out where it is not used, so that older stories keep their digests.
    later: dict[str, Any] = {}
    if scene.input is not None:
        later["input"] = dump_input(scene.input)
    if scene.question is not None:
        later["question"] = dump_question(scene.question)
    return {
        **later,
        "id": scene.id,
        "title": scene.title,
        "channel": scene.channel,
        "channel_info": dict(scene.channel_info),
        "text": scene.text,
        "messages": [_dump_message(m) for m in scene.messages],
        "choices": [dump_way(c, text=True) for c in scene.choices],
        "ending": None
        if ending is None
        else {"kind": ending.kind, "score": ending.score, "title": ending.title, "text": ending.text},
    }
