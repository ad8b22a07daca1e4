"""Stories with every field filled, and with texts made to be mistaken for settings, headings, choices and signs.

Built by a seeded random source, because hypothesis spends seconds on data of this size; the seed names the story.
"""

from __future__ import annotations

from html import escape
from random import Random
from typing import Any

from hypothesis import strategies as st

from xblocks.scenario_sim.conditions import OPS
from xblocks.scenario_sim.reading import ILLEGAL
from xblocks.scenario_sim.replies import tokens
from xblocks.scenario_sim.story import CHANNELS, SIDES, Story

TRAPS = (
    "Cúp máy", "a → b", "x -> y", "{#a}", "khi: co-a", "- mã: m1", "- khi: co-a", "**A:** b",
    "<!-- hết -->", "<!-- -->", "<!-- lời kết -->", "## canh: Cảnh", "# một", "> trích",
    '[x](#dau-hieu "y")', "1. một", "---", "kênh: call", "thật: có", "a  b", "\\", "`", "*", "_",
    "&amp;", '"', '\' "', "no", "12", "true", "~", "😀", "có", "[ ] việc", "a\nb", "**", "::",
    '- dấu hiệu: "a" "b"', "Người lạ:", "156. Gọi", "2026-11-21", "null", "1.5", "=", "]]>", "\u2028",
    "\xa0", "ê",
)  # fmt: skip
SLUGS = ("a", "b", "or", "12", "x-1", "lan", "m1", "c1", "0", "a-", "no", "true")
TAGS = (
    "strong", "em", "code", 'span lang="en"', 'a href="https://e.vn/a_(b)" title="t &quot;x"',
    'a href="#dau-hieu" title="vì"', "a href='#sign/c9'",
)  # fmt: skip


class Maker:
    """Makes the parts of a story from ``rng``."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def word(self) -> str:
        if self.rng.random() < 0.7:
            return self.rng.choice(TRAPS)
        points = (self.rng.choice([self.rng.randrange(32, 127), self.rng.randrange(160, 0x3000)]) for _ in range(6))
        return ILLEGAL.sub("", "".join(map(chr, points)))

    def line(self) -> str:
        parts = []
        for _ in range(self.rng.randrange(4)):
            roll, word = self.rng.random(), escape(self.word())
            if roll < 0.6:
                parts.append(word)
            elif roll < 0.85:
                tag = self.rng.choice(TAGS)
                parts.append(f"<{tag}>{word}</{tag.split()[0]}>")
            else:
                parts.append(
                    self.rng.choice(["<br>", '<img src="/static/a.png" alt="tả">', " ", "<code>[x](#sign)</code>"])
                )
        return "".join(parts)

    def rich(self) -> str:
        if self.rng.random() < 0.5:
            return self.line()
        blocks = []
        for _ in range(self.rng.randrange(3)):
            a, b = self.line(), self.line()
            blocks.append(self.rng.choice([
                f"<p>{a}</p>", f"<ul><li>{a}</li><li>{b}</li></ul>", f"<ol><li>{a}</li><li>{b}</li></ol>",
                f"<blockquote><p>{a}</p><ul><li>{b}</li></ul></blockquote>",
            ]))  # fmt: skip
        return "".join(blocks)

    def condition(self, depth: int = 0) -> list[Any]:
        rng = self.rng
        if depth < 3 and rng.random() < 0.5:
            kind = rng.choice(["all", "any", "not"])
            return [kind, *(self.condition(depth + 1) for _ in range(1 if kind == "not" else rng.randrange(1, 4)))]
        op, name = rng.choice(sorted(OPS)), rng.choice(SLUGS)
        leaf = [["meter", name, op, rng.choice([-1, 0.5, 50])], ["flag", name], ["visits", name, op, rng.randrange(3)]]
        return rng.choice(leaf)

    def maybe(self) -> list[Any] | None:
        return self.condition() if self.rng.random() < 0.4 else None

    def named(self, part: dict[str, Any], taken: set[str], default: str) -> dict[str, Any] | None:
        """``part`` with an id of its own, the ``default`` one, or None if that is taken."""
        name = self.rng.choice([*SLUGS, default, default, default])
        if name in taken:
            return None
        taken.add(name)
        return {**part, "id": name}

    def message(self) -> dict[str, Any]:
        rng, text = self.rng, self.rich()
        pool = [*text.replace("<", " ").replace(">", " ").split(), "không có", "Cúp máy", "a"]
        taken: set[str] = set()
        cues = [
            self.named({"quote": rng.choice(pool), "why": self.word()}, taken, f"c{number}")
            for number in range(1, rng.randrange(1, 5))
        ]
        return {
            "from": self.word(), "side": rng.choice(SIDES), "text": text, "when": self.maybe(),
            "audio": rng.choice(["", "/static/a.mp3", "https://e.vn/b.mp3"]), "transcript": self.word(),
            "genuine": rng.random() < 0.5, "cues": [cue for cue in cues if cue],
        }  # fmt: skip

    def choice(self) -> dict[str, Any]:
        rng = self.rng
        effects = [
            rng.choice([{"meter": rng.choice(SLUGS), "add": rng.choice([0, -50, 3, 0.25])},
                        {"flag": rng.choice(SLUGS), "set": rng.random() < 0.5}])
            for _ in range(rng.randrange(3))
        ]  # fmt: skip
        label = escape(" ".join(self.word().split()))
        return {
            "text": f"Chọn {label} <em>này</em> {label}", "feedback": self.rich(), "to": rng.choice(SLUGS),
            "score": rng.choice([None, 0, 1, 0.5, 0.333333]), "exit": rng.random() < 0.5, "when": self.maybe(),
            "effects": effects, "competencies": rng.sample(["tt02-2025:4.2", "k:1", "lạ"], rng.randrange(3)),
        }  # fmt: skip

    def scene(self, name: str) -> dict[str, Any]:
        rng, taken = self.rng, set[str]()
        keys = rng.sample(["from", "number", "url", "extra_1", "to"], rng.randrange(4))
        messages = [self.named(self.message(), taken, f"m{n}") for n in range(1, rng.randrange(1, 4))]
        scene = {
            "id": name, "title": self.word(), "channel": rng.choice(CHANNELS), "text": self.rich(),
            "channel_info": {key: self.word() for key in keys}, "messages": [m for m in messages if m],
        }  # fmt: skip
        if rng.random() < 0.5:
            title = rng.choice([scene["title"], self.word()])
            scene["ending"] = {"kind": "mixed", "score": rng.choice([0, 0.5]), "title": title, "text": self.rich()}
        else:
            taken = set()
            choices = [self.named(self.choice(), taken, "abc"[n]) for n in range(rng.randrange(4))]
            scene["choices"] = [c for c in choices if c]
            if rng.random() < 0.3:
                scene["input"] = self.input(taken)
            if rng.random() < 0.3:
                scene["question"] = self.question(taken)
        return scene

    def pattern(self) -> str:
        word = " ".join(self.word().split())
        return word if tokens(word, True) else f"{word} không"

    def input(self, taken: set[str]) -> dict[str, Any]:
        rng, replies = self.rng, []
        for number in range(1, rng.randrange(1, 4)):
            way = {**self.choice(), "patterns": [self.pattern() for _ in range(rng.randrange(1, 4))]}
            if rng.random() < 0.5:
                del way["text"]
            replies.append(self.named(way, taken, f"r{number}"))
        way = {key: value for key, value in self.choice().items() if key not in ("when", "text")}
        return {
            "prompt": self.rich() + "<p>Bạn nhắn gì?</p>", "ignore_diacritics": rng.random() < 0.7,
            "replies": [reply for reply in replies if reply],
            "fallback": self.named(way, taken, "other") if rng.random() < 0.8 else None,
        }  # fmt: skip

    def question(self, taken: set[str]) -> dict[str, Any] | None:
        ways = {}
        for name in ("right", "wrong"):
            made = {key: value for key, value in self.choice().items() if key in ("to", "feedback", "effects")}
            ways[name] = self.named(made, taken, name)
        if None in ways.values():
            return None
        options = [
            {"id": "abc"[n], "text": f"Ý {n} {escape(' '.join(self.word().split()))}", "correct": n == 0,
             "feedback": self.line()}
            for n in range(3)
        ]  # fmt: skip
        item = {"id": self.rng.choice(["ma-otp", "no", "12"]), "type": "single_choice", "options": options,
                "text": f"Hỏi: {self.line()}", "hint": self.line(), "competencies": ["k:1"]}  # fmt: skip
        return {"item": item, **ways}

    def inbox(self) -> Story:
        rng, taken = self.rng, set[str]()
        items = []
        for number in range(rng.randrange(1, 4)):
            scene = self.scene("x")
            item = {key: scene[key] for key in ("channel", "channel_info", "messages", "title")}
            for message in item["messages"]:
                del message["when"]
            item |= {"genuine": rng.random() < 0.5, "why": self.rich(), "competencies": rng.sample(["k:1", "lạ"], 1)}
            items.append(self.named(item, taken, f"tin-{number}"))
        return Story.from_json({
            "schema": 1, "mode": "triage", "intro": self.rich(), "facts": [],
            "triage": {"items": [i for i in items if i] or [{"id": "a"}], "shuffle": rng.random() < 0.5,
                       "group": rng.choice(["", "truoc-sau"]),
                       "labels": {"genuine": self.word()} if rng.random() < 0.5 else {}},
            "debrief": {"text": self.rich(), "actions": [{"text": "Việc " + self.line()}]},
        })  # fmt: skip

    def slugs(self, least: int = 0) -> list[str]:
        return self.rng.sample(SLUGS, self.rng.randrange(least, least + 3))

    def story(self) -> Story:
        rng, names = self.rng, self.slugs(1)
        return Story.from_json({
            "schema": 1, "intro": self.rich(), "start": names[0], "scenes": [self.scene(name) for name in names],
            "meters": [{"id": name, "label": "Nhãn " + self.word(), "min": -5, "max": rng.choice([10, 0.5]), "start": 0,
                        "unit": self.word(), "good": rng.choice(["high", "low"])} for name in self.slugs()],
            "flags": self.slugs(), "shuffle": rng.random() < 0.5,
            "scoring": {"by": rng.choice(["ending", "choices", "meters"])},
            "debrief": {"text": self.rich(),
                        "actions": [{"text": "Việc " + self.line(), "fact": f} for f in self.slugs()]},
            "facts": [{"id": f, "text": "Tin " + self.word(), "source": "https://e.vn/x", "checked_on": "2026-11-21"}
                      for f in self.slugs()],
        })  # fmt: skip


def rich_inboxes() -> st.SearchStrategy[Story]:
    """Valid inboxes, one for each seed."""
    return st.integers(0, 2**32).map(lambda seed: Maker(Random(seed)).inbox())


def rich_stories() -> st.SearchStrategy[Story]:
    """Valid stories, one for each seed."""
    return st.integers(0, 2**32).map(lambda seed: Maker(Random(seed)).story())
