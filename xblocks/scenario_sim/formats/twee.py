"""Twee 3, the text form of Twine: ``read`` any story, ``write`` ours without loss (docs/authors/exchange.md).

Ours is told by a passage named ``HocvusoStory`` that holds the front matter and the introduction of the author's
Markdown; the other passages are scenes in that Markdown, with their choices as Twine links. In anybody else's story
macros are reported and never run.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final

from xblocks.common import richtext
from xblocks.common.findings import Finding, ModelError, has_errors

from ..reading import one_line, position_id
from ..story import CHANNELS, ENDINGS, SCHEMA, Scene, Story, TriageItem
from . import frontmatter, words
from .losses import Losses
from .markdown import ReadResult, finish, front_of, prepared
from .markdown_ask import sections
from .markdown_read import Line
from .markdown_write import Writer
from .names import slug, unused
from .twee_notation import Link, Passage, header, link, passages
from .twee_places import layout_of, positions
from .twine_text import convert

OURS: Final = "HocvusoStory"
TITLE_WORDS: Final = ("tiêu đề", "title")
#: Passages that the story formats keep for themselves.
SPECIAL: Final = frozenset(
    {
        "StoryTitle", "StoryData", "StoryAuthor", "StorySubtitle", "StoryInit", "StoryMenu", "StoryCaption",
        "StoryBanner", "StoryInterface", "StoryShare", "StorySettings", "StoryIncludes", "StoryDisplayTitle",
        "StoryLoadingMessage", "StoryStylesheet", "StoryScript", "PassageHeader", "PassageFooter", "PassageReady",
        "PassageDone", "PassageStart", "UserScript", "UserStylesheet",
    }
)  # fmt: skip
SPECIAL_TAGS: Final = frozenset(
    {"script", "stylesheet", "widget", "init", "startup", "header", "footer", "debug-startup", "debug-header",
     "debug-footer", "annotation", "twine.private", "twine.image", "bookmark", "nobr-init", "haml.html"}
)  # fmt: skip
_CHOICE = re.compile(r"\[\[(.+)\]\][ \t]*(\{#[^{}\s]*\})?[ \t]*")
_INLINE = re.compile(r"`[^`]*`|(?<!\\)\[\[((?:(?!\]\]).)+)\]\]")
_END_SCORE: Final = {"good": 1.0, "mixed": 0.5, "bad": 0.0}


def read(text: str) -> ReadResult:
    """The story in the Twee text. Raises nothing; what was left behind is a finding ``not-carried``."""
    text, problem = prepared(text)
    if problem is not None:
        return ReadResult(None, {}, (problem,))
    found, stray = passages(text.split("\n"))
    losses = Losses()
    if stray is not None:
        losses.add("text", "phần chữ đứng trước đoạn đầu tiên", "text before the first passage", stray)
    return story_of(found, losses)


def story_of(found: Iterable[Passage], losses: Losses) -> ReadResult:
    """The story in these passages, ours or anybody's; ``losses`` may hold some already."""
    by_name: dict[str, Passage] = {}
    for passage in found:
        if passage.name in by_name:
            losses.add(passage.name, "đoạn thứ hai trùng tên này", "a second passage of this name", passage.line)
            continue
        by_name[passage.name] = passage
        if passage.bad_metadata:
            losses.add(passage.name, "phần dữ liệu {…} viết sai", "its malformed metadata {…}", passage.line)
    data = _story_data(by_name.get("StoryData"), losses)
    if OURS in by_name:
        return _ours(by_name, data, losses)
    return _theirs(by_name, data, losses)


def _story_data(passage: Passage | None, losses: Losses) -> dict[str, Any]:
    if passage is None:
        return {}
    try:
        data = json.loads("\n".join(passage.text))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        losses.add("StoryData", "phần dữ liệu viết sai", "its malformed JSON", passage.line)
        return {}
    return data


def _title(by_name: Mapping[str, Passage]) -> str:
    passage = by_name.get("StoryTitle")
    return one_line("\n".join(re.sub(r"^\\:\\?:", "::", line) for line in passage.text)) if passage else ""


# -- our own ----------------------------------------------------------------------------------------------------------


def _ours(by_name: dict[str, Passage], data: dict[str, Any], losses: Losses) -> ReadResult:
    own = by_name.pop(OURS)
    cut = frontmatter.split("\n".join(own.text), own.line + 1)
    if cut.error is not None:
        return ReadResult(None, {}, (cut.error, *losses.findings))
    front = cut.data
    title = _title(by_name)
    if title and title != one_line(str(front.get("title", ""))):
        front["title"] = title
    start = data.get("start")
    if isinstance(start, str) and start in by_name and front.get("mode") != "triage":
        front["start"] = start
    numbered = list(cut.body)
    for passage in by_name.values():
        if not _special(passage, losses):
            numbered += _scene_lines(passage)
    result = finish(front, numbered, cut.lines, [])
    ordered = sorted([*result.findings, *losses.findings], key=lambda f: f.line or 0)
    places = layout_of(by_name.values(), _same_names(result.model), ours=True)
    settings = {**result.settings, "layout": places} if places else result.settings
    return ReadResult(result.model, settings, tuple(ordered), result.lines)


def _same_names(model: Story | None) -> dict[str, str]:
    """The passages of our own files are called as their scenes. An inbox has no picture."""
    return {} if model is None else {scene.id: scene.id for scene in model.scenes}


def _special(passage: Passage, losses: Losses) -> bool:
    """Whether ``passage`` is no scene; it is reported if something is lost with it."""
    tags = {tag.lower() for tag in passage.tags}
    if passage.name not in SPECIAL and not tags & SPECIAL_TAGS:
        return False
    if passage.name not in ("StoryTitle", "StoryData"):
        losses.add(passage.name, "đoạn đặc biệt của Twine", "this special passage of Twine", passage.line)
    return True


def _scene_lines(passage: Passage) -> list[Line]:
    """A scene as the lines of the author's Markdown."""
    text = list(enumerate(passage.text, start=passage.line + 1))
    title = ""
    if text:
        key, colon, value = text[0][1].partition(":")
        if colon and words.plain_key(key) in TITLE_WORDS:
            title = value.strip()
            text = text[1:]
    out: list[Line] = [(passage.line, f"## {passage.name}: {title}" if title else f"## {passage.name}")]
    for tag in passage.tags:
        kind, _, value = tag.partition("-")
        if kind == "channel" and value in CHANNELS:
            out.append((passage.line, f"{words.SCENE['channel'][1]}: {value}"))
    below = [line for _, line in text]
    ends = [tag.removeprefix("ending-") for tag in passage.tags if tag.startswith("ending-")]
    if ends and not any(words.plain_key(line.partition(":")[0]) in words.SCENE["ending"] for line in below):
        out.append((passage.line, f"{words.SCENE['ending'][1]}: {ends[0]} {_END_SCORE.get(ends[0], 0)}"))
    settings, kept, raw, loose = True, False, False, list[Line]()
    for number, line in text:
        settings = settings and bool(line.strip(" \t"))
        bare = line.strip(" \t")
        kept = (kept or bare in words.TEXT_BEGIN) and bare not in words.TEXT_END
        raw = _raw(line, raw)
        match = None if settings or kept or raw else _CHOICE.fullmatch(line)
        if match and "]]" not in _bare(match[1]):
            out.append((number, _choice_line(link(match[1]), match[2] or "")))
            continue
        if not (settings or kept or raw) and not line.startswith((">", "- ", "  ")):
            line = _without_links(line, number, loose)
        out.append((number, line))
    if loose:
        out += [(loose[0][0], ""), *loose]
    return [*out, (passage.line + len(passage.text) + 1, "")]


def _raw(line: str, raw: bool) -> bool:
    """Whether ``line`` belongs to a question in the quiz's Markdown, which knows no links; ``raw``: the line before."""
    _, found = sections([(0, line)])
    return found[0].kind == "question" if found else raw


def _bare(label: str) -> str:
    """``label`` without code and escaped characters, where brackets are no brackets."""
    return re.sub(r"`[^`]*`|\\.", "", label)


def _choice_line(found: Link, name: str) -> str:
    return f"- {found.text} → {found.target} {name}".rstrip()


def _without_links(line: str, number: int, loose: list[Line]) -> str:
    def take(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        found = link(match[1])
        loose.append((number, _choice_line(found, "")))
        return found.text

    return _INLINE.sub(take, line)


# -- of other people --------------------------------------------------------------------------------------------------


def _theirs(by_name: dict[str, Passage], data: dict[str, Any], losses: Losses) -> ReadResult:
    scenes = [p for p in by_name.values() if not _special(p, losses)]
    names: dict[str, str] = {}
    for passage in scenes:
        names[passage.name] = unused(slug(passage.name), names.values())
    story_format = str(data.get("format", ""))
    findings: list[Finding] = []
    lines: dict[str, int] = {}
    raw = []
    for passage in scenes:
        name = names[passage.name]
        where = f"scenes.{name}"
        lines[where] = passage.line
        told = convert(passage.text, passage.line + 1, where, story_format, losses)
        raw.append(_scene(passage, name, told.markdown, told.links, names, lines))
        if raw[-1].get("ending"):
            findings.append(_guessed(where, passage.line))
    start = data.get("start")
    if not isinstance(start, str) or start not in names:
        start = "Start" if "Start" in names else scenes[0].name if scenes else ""
    title = _title(by_name)
    whole: dict[str, Any] = {"schema": SCHEMA, "scenes": raw}
    if start in names:
        whole["start"] = names[start]
    model: Story | None = None
    try:
        model = Story.from_json(whole)
    except ModelError as error:
        findings.extend(error.findings)
    places = layout_of(scenes, names, ours=False)
    settings = {**({"title": title} if title else {}), **({"layout": places} if places else {})}
    result = ReadResult(None if has_errors(findings) else model, settings, (), lines)
    located = sorted([result.located(f) for f in [*findings, *losses.findings]], key=lambda f: f.line or 0)
    return ReadResult(result.model, result.settings, tuple(located), lines)


def _scene(
    passage: Passage,
    name: str,
    markdown: str,
    links: list[tuple[Link, int]],
    names: Mapping[str, str],
    lines: dict[str, int],
) -> dict[str, Any]:
    text = richtext.from_markdown(markdown)
    scene: dict[str, Any] = {"id": name, "title": passage.name}
    tags = [tag.partition("-") for tag in passage.tags]
    channel = next((v for k, _, v in tags if k == "channel" and v in CHANNELS), "narration")
    if not links:
        kind = next((v for k, _, v in tags if k == "ending" and v in ENDINGS), "mixed")
        ending = {"kind": kind, "score": _END_SCORE[kind], "title": passage.name, "text": text}
        return {**scene, "channel": channel, "ending": ending}
    choices = []
    for index, (found, line) in enumerate(links):
        own = position_id(index)
        lines[f"scenes.{name}.choices.{own}"] = line
        label = one_line(richtext.plain(richtext.from_markdown(found.text))) or found.target
        target = names.get(found.target) or slug(found.target)
        choices.append({"id": own, "text": _escape(label), "to": target})
    return {**scene, "channel": channel, "text": text, "choices": choices}


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _guessed(where: str, line: int) -> Finding:
    return Finding(
        "warning",
        "guessed-ending",
        where,
        f"“{where}” không có liên kết nào nên được coi là một kết thúc; hãy xem lại loại kết thúc và điểm.",
        f"“{where}” has no links, so it was taken for an ending; look at its kind and score.",
        line,
    )


# -- writing ----------------------------------------------------------------------------------------------------------


def write(model: Story, settings: Mapping[str, Any], *, lang: str = "vi") -> str:
    """``model`` and ``settings`` as Twee: ``read(write(m, s))`` gives both back. The same story gives the same text."""
    front = front_of(model, {name: value for name, value in settings.items() if name != "layout"})
    front.pop("start", None)
    seed = str(settings.get("id") or model.digest)
    writer = Writer(lang)
    pages = writer.pages(model)
    data: dict[str, Any] = {
        "ifid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"hocvuso:{seed}")).upper(),
        "start": model.start or pages[0][0].id,
        "tag-colors": {"ending-good": "green", "ending-mixed": "yellow", "ending-bad": "red"},
    }
    parts = []
    title = one_line(str(settings.get("title", "")))
    if title:
        parts.append(f"{header('StoryTitle')}\n{_shielded([title])[0]}")
    parts.append(f"{header('StoryData')}\n{json.dumps(data, indent=2, ensure_ascii=False)}")
    intro = richtext.to_markdown(model.intro).split("\n") if model.intro else []
    whole = f"---\n{frontmatter.dump(front)}---".split("\n")
    parts.append("\n".join([header(OURS), *whole, *_shielded(["", *intro] if intro else [])]))
    places = positions(settings.get("layout"), [page.id for page, _ in pages])
    for page, text in pages:
        parts.append("\n".join(_passage(page, text, writer, places[page.id])))
    return "\n\n".join(parts) + "\n"


def _shielded(lines: list[str]) -> list[str]:
    """``lines`` so that none begins a passage."""
    return [f"\\{line}" if line.startswith("::") else line for line in lines]


def _passage(scene: Scene | TriageItem, text: str, writer: Writer, position: tuple[int, int] | None) -> list[str]:
    lines = text.split("\n")
    ending = scene.ending if isinstance(scene, Scene) else None
    tags = (f"channel-{scene.channel}",) if ending is None or scene.channel != "narration" else ()
    if ending is not None:
        tags = (*tags, f"ending-{ending.kind}")
    out = [header(scene.id, tags, position)]
    if scene.title:
        out.append(f"{TITLE_WORDS[writer.column]}: {scene.title}")
    kept, raw = False, False
    channel = f"{words.SCENE['channel'][writer.column]}: {scene.channel}"
    for line in lines[1:]:
        kept = (kept or line in words.TEXT_BEGIN) and line not in words.TEXT_END
        raw = _raw(line, raw)
        if line == channel and channel:
            channel = ""
            continue
        if line.startswith("- ") and not kept and not raw:
            label, _, rest = line[2:].rpartition(" → ")
            target, _, name = rest.partition(" ")
            line = f"[[{label}->{target}]] {name}".rstrip()
        out.append(line)
    return [out[0], *_shielded(out[1:])]
