"""The words of a Twine passage as Markdown, and its links. Macros of Harlowe, SugarCube, Chapbook and Snowman are left
out and reported, never run; the words that they wrap stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .losses import Losses
from .twee_notation import Link, link

#: Every pattern is bounded, so that a file made to hinder costs no more than its length.
_COMMENTS = (("<!--", "-->"), ("/*", "*/"), ("/%", "%/"))
_CODE = re.compile(r"<(script|style)\b[^>]{0,300}>", re.IGNORECASE)
_SNOWMAN = re.compile(r"<%.*?(?:%>|\Z)", re.DOTALL)
_STRING = r"\"(?:\\.|[^\"\\]){0,300}+\"|'(?:\\.|[^'\\]){0,300}+'"
_SUGAR = re.compile(
    rf"<<\s{{0,9}}(/?[\w=-]{{1,40}}+)((?:{_STRING}|\[\[[^\]]{{0,200}}\]\]|(?!>>).){{0,300}}+)>>", re.DOTALL
)
_LINK = re.compile(r"\[\[(.{1,300}?)\]\]")
_HARLOWE = re.compile(r"\((?=([a-zA-Z][\w-]*):)")
_NAMED_HOOK = re.compile(r"\|[\w-]+[>)](?=\[)|(?<=\])[<(][\w-]+\|")
_HTML = re.compile(r"<(/?)([a-zA-Z][\w-]{0,30})((?:\"[^\"]{0,500}\"|'[^']{0,500}'|[^'\">]){0,300}+)>")
_BRACES = re.compile(r"\{([^{}\n]*)\}")
_VARIABLE = re.compile(r"\$[A-Za-z_]\w*")
_MODIFIER = re.compile(r"\[([^\[\]]+)\]")
_SETTING = re.compile(r"\s*[\w.$]+\s*(?:\([^)]*\))?\s*:.*")
_TWO_TEXTS = re.compile(r"\s*(\"(?:[^\"\\])*\"|'(?:[^'\\])*')(?:\s*,?\s*(\"(?:[^\"\\])*\"|'(?:[^'\\])*'))?\s*")
_MARK = "\ue000"
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass
class Converted:
    """``markdown`` without the links that stood alone; ``links`` with the line of each."""

    markdown: str = ""
    links: list[tuple[Link, int]] = field(default_factory=list)


def convert(lines: tuple[str, ...], first: int, where: str, story_format: str, losses: Losses) -> Converted:
    """What the passage at ``where`` says; ``first`` is the number of its first line."""
    return _Converter(where, story_format.lower(), first, losses).run(list(lines))


class _Converter:
    def __init__(self, where: str, story_format: str, first: int, losses: Losses) -> None:
        self._where, self._format, self._first, self._losses = where, story_format, first, losses
        self._found = Converted()
        self._text = ""
        self._unclosed: set[str] = set()

    def _lose(self, what: str, at: int) -> None:
        line = self._first + self._text.count("\n", 0, at)
        self._losses.add(self._where, f"lệnh Twine “{what[:60]}”", f"Twine's “{what[:60]}”", line)

    def run(self, lines: list[str]) -> Converted:
        self._text = "\n".join(re.sub(r"^\\:\\?:", "::", line) for line in lines)
        if self._format == "chapbook":
            self._chapbook()
        out: list[str] = []
        hooks: list[bool] = []
        at = 0
        while at < len(self._text):
            at = self._one(at, out, hooks)
        self._found.markdown = self._prose("".join(out))
        return self._found

    def _chapbook(self) -> None:
        """Blank out the section of variables and the parts that are code or notes, keeping the lines' numbers."""
        lines = self._text.split("\n")
        if "--" in lines:
            end = lines.index("--")
            if all(_SETTING.fullmatch(line) or not line.strip() for line in lines[:end]):
                self._lose("vars", 0)
                lines[: end + 1] = [""] * (end + 1)
        code = False
        for number, line in enumerate(lines):
            modifier = _MODIFIER.fullmatch(line.strip())
            if modifier:
                name = modifier[1].strip().lower()
                code = name.startswith(("javascript", "css", "note", "n.b", "todo", "fixme"))
                if name not in ("continue", "continued", "cont'd", "cont"):
                    self._lose(f"[{modifier[1]}]", sum(len(before) + 1 for before in lines[:number]))
            if modifier or code:
                lines[number] = ""
        self._text = "\n".join(lines)

    def _one(self, at: int, out: list[str], hooks: list[bool]) -> int:
        """Take what stands at ``at`` into ``out``; where to go on."""
        text, sign = self._text, self._text[at]
        if sign == "<" or sign == "/":
            end = self._angle(at, out)
            if end is not None:
                return end
        elif sign == "[":
            match = _LINK.match(text, at)
            if match and not text.startswith("[[[", at):
                self._link(link(match[1]), at, out)
                return match.end()
            if hooks:
                hooks.append(False)
        elif sign == "]" and hooks:
            if hooks.pop():
                return at + 1
        elif sign == "(":
            macro = _HARLOWE.match(text, at)
            if macro:
                return self._harlowe(macro[1], at, out, hooks)
        elif sign in "|<(":
            pass
        elif sign == "{" or sign == "}":
            match = _BRACES.match(text, at)
            if match and self._format == "chapbook":
                self._lose(match[0], at)
                return match.end()
            return at + 1
        elif sign == "$":
            match = _VARIABLE.match(text, at)
            if match:
                self._lose(match[0], at)
        if sign == "|":
            match = _NAMED_HOOK.match(text, at)
            if match:
                hooks.append(True)
                return match.end() + 1
        out.append(sign)
        return at + 1

    def _angle(self, at: int, out: list[str]) -> int | None:
        text = self._text
        for opener, closer in _COMMENTS:
            if text.startswith(opener, at) and opener not in self._unclosed:
                end = text.find(closer, at + len(opener))
                if end >= 0:
                    return end + len(closer)
                self._unclosed.add(opener)
        named = _NAMED_HOOK.match(text, at)
        if named:
            return named.end()
        snowman = _SNOWMAN.match(text, at)
        if snowman:
            self._lose("<%", at)
            return snowman.end()
        code = _CODE.match(text, at)
        if code:
            self._lose(f"<{code[1]}>", at)
            closed = re.compile(rf"</{code[1]}\s{{0,9}}>", re.IGNORECASE).search(text, code.end())
            return closed.end() if closed else len(text)
        sugar = _SUGAR.match(text, at)
        if sugar:
            self._sugar(sugar[1], sugar[2], at, out)
            return sugar.end()
        tag = _HTML.match(text, at)
        if tag:
            self._tag(tag, at, out)
            return tag.end()
        return None

    def _link(self, found: Link, at: int, out: list[str]) -> None:
        line = self._first + self._text.count("\n", 0, at)
        if found.setter:
            self._lose(f"[{found.setter}]", at)
        if re.match(r"(?:https?:|//|mailto:)", found.target):
            self._lose(found.target, at)
            out.append(found.text)
            return
        self._found.links.append((found, line))
        out.append(f"{_MARK}{found.text}{_MARK}")

    def _sugar(self, name: str, arguments: str, at: int, out: list[str]) -> None:
        if name in ("link", "button"):
            inner = _LINK.search(arguments)
            both = _TWO_TEXTS.fullmatch(arguments)
            if inner:
                self._link(link(inner[1]), at, out)
                return
            if both and both[2]:
                self._link(Link(both[1][1:-1], both[2][1:-1]), at, out)
                return
        if not name.startswith("/"):
            self._lose(f"<<{name}>>", at)

    def _harlowe(self, name: str, at: int, out: list[str], hooks: list[bool]) -> int:
        end = _closing(self._text, at)
        arguments = self._text[at + len(name) + 2 : end - 1]
        both = _TWO_TEXTS.fullmatch(arguments)
        if name.lower().replace("-", "").replace("_", "") in ("linkgoto", "linkrevealgoto") and both:
            self._link(Link(both[1][1:-1], (both[2] or both[1])[1:-1]), at, out)
        else:
            self._lose(f"({name}:)", at)
        rest = re.compile(r"\s*").match(self._text, end)
        hook = rest.end() if rest else end
        alone = self._text.startswith("[", hook) and not self._text.startswith("[[", hook)
        if alone or self._text.startswith("[[[", hook):
            hooks.append(True)
            return hook + 1
        return end

    def _tag(self, match: re.Match[str], at: int, out: list[str]) -> None:
        name = match[2].lower()
        if name == "br":
            out.append("\n")
        elif name in ("b", "strong"):
            out.append("**")
        elif name in ("i", "em"):
            out.append("*")
        elif name == "img":
            given = {key.lower(): a or b for key, a, b in _ATTRIBUTE.findall(match[3])}
            if re.match(r"https://[^\s()]+\Z", given.get("src", "")):
                out.append(f"![{given.get('alt', '')}]({given['src']})")
            else:
                self._lose(match[0], at)
        elif not match[1] and name not in ("p", "div", "span", "u", "center", "small", "big"):
            self._lose(f"<{name}>", at)

    def _prose(self, text: str) -> str:
        """Markdown of ``text``: lines that hold links only go, each other line end is a break."""
        paragraphs: list[list[str]] = [[]]
        for line in text.split("\n"):
            bare = re.sub(f"{_MARK}[^{_MARK}]*{_MARK}", "", line)
            if _MARK in line and not re.search(r"\w", bare):
                continue
            line = line.replace(_MARK, "").strip()
            line = re.sub(r"''(.+?)''", r"**\1**", line)
            line = re.sub(r"(?<![:\w/])//(.+?)//(?!/)", r"*\1*", line)
            line = re.sub(r"^(?:#{1,6}|!{1,6})\s*(\w.*)$", r"**\1**", line)
            if line:
                paragraphs[-1].append(line)
            elif paragraphs[-1]:
                paragraphs.append([])
        return "\n\n".join("\\\n".join(lines) for lines in paragraphs if lines)


def _closing(text: str, at: int) -> int:
    """The place behind the parenthesis that closes the one at ``at``; the end of the text if none does."""
    depth, quote = 0, ""
    while at < len(text):
        sign = text[at]
        if quote:
            if sign == "\\":
                at += 1
            elif sign == quote:
                quote = ""
        elif sign in "\"'":
            quote = sign
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return len(text)
