"""The Markdown of one question, cut into its parts before anything is known about its type."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from xblocks.common.findings import Finding

from . import slips
from .slips import KEY

#: The sections that any question may have: field -> spellings of its label, the first per language is written.
SECTIONS = {"hint": ("gợi ý", "hint"), "explanation": ("giải thích", "explanation")}

_LABEL = re.compile(r" {0,3}\*\*(?!\*)([^*:]{1,40}?)\s*(?::\*\*|\*\*\s*:)[ \t]*")
_OPTION_ID = re.compile(r"\{#([^{}\s]*)\}\s*(\\?)$")


@dataclass(frozen=True)
class Grammar:
    """What the parts of a question look like where its type has a say.

    ``mark``: regular expression of what may stand in ``- […]`` before an option; ``sections``: further sections,
    field -> spellings of the label, the first is written; ``head``: regular expression of a line that begins a group
    of options, with the groups ``name`` and ``rest`` (none if empty).
    """

    mark: str = "[ xX]"
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    head: str = ""

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Spelling of a label -> its section, own and common."""
        return {word: name for name, words in {**SECTIONS, **self.sections}.items() for word in words}

    @cached_property
    def option(self) -> re.Pattern[str]:
        """The line that begins an option: its mark, its text."""
        return re.compile(rf" ?[-*+] +\[({self.mark})\](?:[ \t]+|$)(.*)$")

    def heads(self, line: str) -> re.Match[str] | None:
        """The match if ``line`` begins a group of options."""
        return re.fullmatch(self.head, line) if self.head else None


#: The grammar of the types that need no other.
PLAIN_GRAMMAR = Grammar()


@dataclass(frozen=True)
class OptionSource:
    """A line ``- [x] …`` and what belongs to it; ``text`` and ``feedback`` are Markdown, ``id`` may be "". ``mark``
    is what stands in the brackets; ``head`` the name of the group to which it belongs, or ""."""

    mark: str
    id: str
    text: str
    feedback: str
    line: int
    head: str = ""

    @property
    def marked(self) -> bool:
        """Whether the mark is an x."""
        return self.mark in ("x", "X")


@dataclass(frozen=True)
class HeadSource:
    """A line that begins a group of options."""

    name: str
    rest: str
    line: int


@dataclass
class ItemSource:
    """A question as written. ``keys``: name as typed (small letters, NFC) -> (value, line); ``text`` and ``sections``
    are Markdown; ``lines``: path inside the item -> line, for findings, filled on by the adapter of its type."""

    id: str
    line: int
    keys: dict[str, tuple[str, int]] = field(default_factory=dict)
    text: str = ""
    text_line: int = 0
    options: list[OptionSource] = field(default_factory=list)
    heads: list[HeadSource] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def fold(word: str) -> str:
    """``word`` as keys and labels are compared: NFC, small letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", word).casefold().split())


def label_of(line: str, grammar: Grammar) -> tuple[str, str] | None:
    """(section, rest of the line) if ``line`` begins with the label of a section."""
    match = _LABEL.match(line)
    name = grammar.labels.get(fold(match[1])) if match else None
    return (name, line[match.end() :]) if match and name else None


def guard_labels(markdown: str, grammar: Grammar = PLAIN_GRAMMAR) -> str:
    """``markdown`` of a text, with tags instead of stars where a line would be taken for a label."""

    def guarded(line: str) -> str:
        if not label_of(line, grammar):
            return line
        stars = line.index("**")
        end = line.index("**", stars + 2)
        return f"{line[:stars]}<strong>{line[stars + 2 : end]}</strong>{line[end + 2 :]}"

    return "\n".join(guarded(line) for line in markdown.split("\n"))


def split_item(
    item_id: str,
    lines: Sequence[str],
    heading: int,
    known: Collection[str],
    findings: list[Finding],
    grammar: Callable[[ItemSource], Grammar],
) -> ItemSource:
    """The parts of the question whose heading is line ``heading`` and which goes on with ``lines``; ``known`` are the
    spellings of all keys; ``grammar`` knows the grammar once the keys are read."""
    source = ItemSource(item_id, heading)
    place = 0
    while place < len(lines) and (match := KEY.match(lines[place])):
        number = heading + 1 + place
        key = fold(match[1])
        # One word, or nearly a known key, is meant as a key; other words with a colon begin the question.
        near = slips.same_key(key, known) or difflib.get_close_matches(key, known, 1, 0.75)
        if key not in known and " " in key and not near:
            break
        if key in source.keys:
            findings.append(
                Finding(
                    "error",
                    "duplicate-key",
                    f"items.{item_id}",
                    f"Câu “{item_id}” ghi “{key}” hai lần; hãy bỏ một dòng.",
                    f"Question “{item_id}” says “{key}” twice; remove one line.",
                    number,
                )
            )
        source.keys.setdefault(key, (match[2] or "", number))
        place += 1
    findings.extend(slips.malformed_keys(item_id, heading + 1, lines, place, known))
    _split_body(source, lines, place, findings, grammar(source))
    return source


def _split_body(
    source: ItemSource, lines: Sequence[str], place: int, findings: list[Finding], grammar: Grammar
) -> None:
    """Text, options and sections. A part goes on until the next one begins."""
    text: list[str] = []
    source.text_line = source.line + 1 + place
    sections: dict[str, list[str]] = {}
    part: list[str] | None = text
    while place < len(lines):
        line = lines[place]
        if match := grammar.option.match(line):
            taken = _option_extent(lines, place + 1, grammar)
            content = [match[2], *lines[place + 1 : taken]]
            head = source.heads[-1].name if source.heads else ""
            source.options.append(_read_option(match[1].strip(), content, source.line + 1 + place, head))
            place, part = taken, None
            continue
        if near := slips.near_option(line, grammar):
            findings.append(
                slips.malformed_option(line, near, source.line + 1 + place, f"items.{source.id}", source.id)
            )
            taken = _option_extent(lines, place + 1, grammar)
            if near.mark:
                head = source.heads[-1].name if source.heads else ""
                content = [near.text, *lines[place + 1 : taken]]
                source.options.append(_read_option(near.mark.strip(), content, source.line + 1 + place, head))
            place, part = taken, None
            continue
        if other := slips.near_heading(line):
            findings.append(
                _finding(
                    source,
                    "wrong-heading",
                    place,
                    f"dòng “{line.strip()[:60]}” giống tiêu đề của câu hỏi khác; hãy viết “## {other}”",
                    f"a line “{line.strip()[:60]}” that looks like the heading of another question; write “## {other}”",
                )
            )
        if match := grammar.heads(line):
            source.heads.append(HeadSource(match["name"], match["rest"] or "", source.line + 1 + place))
            place, part = place + 1, None
            continue
        if label := label_of(line, grammar):
            name, rest = label
            if name in sections:
                findings.append(_finding(source, "duplicate-section", place, f"“{name}” hai lần", f"“{name}” twice"))
            part = sections.setdefault(name, [])
            part.append(rest)
            source.lines.setdefault(name, source.line + 1 + place)
        elif part is not None:
            if slipped := slips.near_label(line, grammar.labels):
                wrong, right = slipped[0], f"**{slipped[1].capitalize()}:**"
                vi = f"phần lạ “{wrong}”; nếu bạn muốn viết “{right}”, hãy sửa lại dòng này"
                en = f"a section “{wrong}” that is not known; if you meant “{right}”, correct this line"
                findings.append(replace(_finding(source, "unknown-section", place, vi, en), severity="warning"))
            part.append(line)
        elif line.strip():
            findings.append(
                _finding(
                    source,
                    "stray-text",
                    place,
                    "dòng chữ không thuộc phần nào sau các lựa chọn; hãy thụt vào hai dấu cách nếu nó thuộc lựa chọn, "
                    "hoặc đặt sau “**Giải thích:**”",
                    "a line after the options that belongs to nothing; indent it by two spaces if it belongs to the "
                    "option, or put it after “**Explanation:**”",
                )
            )
        place += 1
    source.text = "\n".join(text)
    source.sections = {name: "\n".join(part) for name, part in sections.items()}


def _finding(source: ItemSource, code: str, place: int, vi: str, en: str) -> Finding:
    return Finding(
        "error",
        code,
        f"items.{source.id}",
        f"Câu “{source.id}” có {vi}.",
        f"Question “{source.id}” has {en}.",
        source.line + 1 + place,
    )


def _option_extent(lines: Sequence[str], place: int, grammar: Grammar) -> int:
    """The end of the option whose continuation may begin at ``place``: indented lines, and an unindented quote or
    words that follow without a blank line."""
    end = place
    while place < len(lines):
        line = lines[place]
        begins = grammar.option.match(line) or label_of(line, grammar) or grammar.heads(line)
        if slips.near_option(line, grammar) or slips.near_heading(line):
            break
        follows = place == end and not begins
        if line.strip():
            if not line.startswith(("  ", "\t")) and not follows:
                break
            end = place + 1
        place += 1
    return end


def _read_option(mark: str, lines: list[str], number: int, head: str) -> OptionSource:
    first, rest = lines[0], [line.replace("\t", "    ") for line in lines[1:]]
    indents = [len(line) - len(line.lstrip(" ")) for line in rest if line.strip() and line.startswith("  ")]
    dedent = min(indents, default=0)
    rest = [line[dedent:] if line.startswith(" " * dedent) else line for line in rest]
    option_id = ""
    if match := _OPTION_ID.search(first):
        first, option_id = first[: match.start()].rstrip() + match[2], match[1]
    content = [first, *rest]
    while content and not content[-1].strip():
        content.pop()
    # The quotes at the end are the feedback, also when blank lines part them.
    begin = len(content)
    for place in range(len(content) - 1, 0, -1):
        if content[place].startswith(">"):
            begin = place
        elif content[place].strip():
            break
    feedback = [re.sub(r"^> ?", "", line) for line in content[begin:]]
    return OptionSource(mark, option_id, "\n".join(content[:begin]), "\n".join(feedback), number, head)


# -- out ------------------------------------------------------------------------------------------------------------


def write_option(marked: bool | str, option_id: str, text: str, feedback: str) -> list[str]:
    """The lines of an option. ``marked`` may be the mark itself; ``option_id`` is "" where the position gives it;
    ``text`` and ``feedback`` are Markdown."""
    mark = marked if isinstance(marked, str) else "x" if marked else " "
    lines = text.split("\n") if text else [""]
    if re.match(r"> ?|- |1\. ", lines[0]):
        lines.insert(0, "")
    # A text that ends with a quote would lose it to the feedback: an empty paragraph parts them.
    if lines[-1].startswith(">"):
        lines.extend(["", "&#32;"])
    if option_id:
        words = lines[0].rstrip("\\")
        slashes = lines[0][len(words) :]
        broken = slashes[: len(slashes) % 2]
        lines[0] = f"{words}{slashes[len(broken) :]} {{#{option_id}}}{broken}".strip(" ")
    written = [f"- [{mark}] {lines[0]}".rstrip(" ")]
    written.extend(f"  {line}" if line else "" for line in lines[1:])
    if feedback:
        written.extend(f"  > {line}".rstrip(" ") for line in feedback.split("\n"))
    return written


def write_section(label: str, markdown: str, grammar: Grammar = PLAIN_GRAMMAR) -> list[str]:
    """The lines of the section with that label, after an empty one; none if ``markdown`` is empty."""
    if not markdown:
        return []
    lines = guard_labels(markdown, grammar).split("\n")
    if re.match(r"> ?|- |1\. ", lines[0]):
        return ["", f"**{label}:**", "", *lines]
    return ["", f"**{label}:** {lines[0]}", *lines[1:]]


def has_id(text: str) -> bool:
    """Whether the Markdown ``text`` of an option seems to end its first line with an id."""
    return bool(_OPTION_ID.search(text.split("\n")[0]))
