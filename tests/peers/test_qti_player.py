"""Our QTI 3.0 in another player (qti-components, in Chromium): every answer scores there what it scores here."""

from __future__ import annotations

import io
import itertools
import json
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET
from tests.skill_quiz.formats.foreign import GOLDEN
from xblocks.skill_quiz.formats import qti
from xblocks.skill_quiz.model import Quiz
from xblocks.skill_quiz.questions import type_of

from .conftest import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import envs

SCRIPT = "node_modules/@citolab/qti-components/cdn/index.global.js"
#: Puts an item into the page, answers it, has it scored; the outcomes by name.
PLAY = """
async ([xml, responses]) => {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  const html = new XMLSerializer().serializeToString(root).replace(/<([a-z0-9-]+)((?:\\s[^<>]*?)?)\\/>/g,
    (all, name, rest) => (name === 'br' || name === 'img' ? all : `<${name}${rest}></${name}>`));
  document.body.innerHTML = html;
  const item = document.querySelector('qti-assessment-item');
  await item.updateComplete;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (const [name, value] of Object.entries(responses)) item.updateResponseVariable(name, value);
  item.processResponse();
  return Object.fromEntries(item.variables.map((one) => [one.identifier, one.value]));
}
"""
Responses = dict[str, str | list[str]]


@pytest.fixture(scope="module")
def play() -> Iterator[Any]:
    """``play(xml, responses) -> outcomes``."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = chromium.new_page()
        page.set_content("<!DOCTYPE html><html><body></body></html>")
        page.add_script_tag(path=envs.ensure_node("qtiplayer") / SCRIPT)
        yield lambda xml, responses: page.evaluate(PLAY, [xml, responses])
        chromium.close()


def subsets(ids: list[str]) -> Iterator[tuple[str, ...]]:
    """Every choice of one or more."""
    for size in range(1, len(ids) + 1):
        yield from itertools.combinations(ids, size)


def answers(data: dict[str, Any]) -> Iterator[tuple[Any, Responses]]:
    """Answers to a question as our engine keeps them, and as QTI's responses."""
    kind = data["type"]
    if kind == "single_choice":
        yield from ((o["id"], {"RESPONSE": o["id"]}) for o in data["options"])
    elif kind in ("multiple_choice", "spot_signs"):
        ids = [row["id"] for row in data.get("options") or data["parts"]]
        yield from ((some, {"RESPONSE": list(some)}) for some in subsets(ids))
    elif kind == "true_false":
        yield from ((said, {"RESPONSE": said}) for said in ("true", "false"))
    elif kind == "short_text":
        yield from ((said, {"RESPONSE": said}) for said in ("OTP", "otp", "mã xác thực", "PIN"))
    elif kind == "number":
        yield from ((said, {"RESPONSE": said}) for said in ("2", "2.05", "1.95", "2.06", "1.9", "-2", "20"))
    elif kind == "matching":
        rights = [row["id"] for row in (*data["pairs"], *data["distractors"])]
        for chosen in itertools.permutations(rights, len(data["pairs"])):
            pairs = tuple((row["id"], right) for row, right in zip(data["pairs"], chosen, strict=True))
            yield pairs, {"RESPONSE": [f"{left} R_{right}" for left, right in pairs]}
    elif kind == "grouping":
        for chosen in itertools.product([g["id"] for g in data["groups"]], repeat=len(data["things"])):
            pairs = tuple((row["id"], group) for row, group in zip(data["things"], chosen, strict=True))
            yield pairs, {"RESPONSE": [f"{thing} R_{group}" for thing, group in pairs]}
    elif kind == "ordering":
        yield from (
            (order, {"RESPONSE": list(order)}) for order in itertools.permutations([s["id"] for s in data["steps"]])
        )
    else:
        assert kind == "gaps"
        yield from (((("dau-so", n), ("noi", who)), {"dau-so": n, "noi": who}) for n in ("156", "113") for who in "ab")


def quizzes() -> Iterator[Any]:
    """The question of every type, and choices scored in every way."""
    data = json.loads((GOLDEN / "all" / "quiz.json").read_text("utf-8"))
    yield from (pytest.param(item, id=item["id"]) for item in data["items"])
    many = next(item for item in data["items"] if item["type"] == "multiple_choice")
    for scoring in ("all_or_nothing", "partial"):
        yield pytest.param({**many, "scoring": scoring, "points": 3}, id=f"nhieu-lua-chon-{scoring}")
    gaps = next(item for item in data["items"] if item["type"] == "gaps")
    yield pytest.param({**gaps, "scoring": "all_or_nothing", "points": 0.5}, id="cho-trong-all_or_nothing")
    pairs = next(item for item in data["items"] if item["type"] == "matching")
    yield pytest.param({**pairs, "scoring": "all_or_nothing"}, id="ghep-doi-all_or_nothing")


@pytest.mark.parametrize("data", list(quizzes()))
def test_every_answer_scores_elsewhere_what_it_scores_here(data: dict[str, Any], play: Any) -> None:
    quiz = Quiz.from_json({"schema": 1, "items": [data]})
    (item,) = quiz.items
    with zipfile.ZipFile(io.BytesIO(qti.write_3(quiz)[0])) as package:
        xml = package.read(f"items/{item.id}.xml").decode()
    tried = 0
    for answer, responses in answers(data):
        ours = type_of(item).grade(item, answer).score * item.points
        theirs = play(xml, responses)
        assert float(theirs["SCORE"]) == pytest.approx(ours, abs=0.001), (answer, theirs)
        assert float(theirs["MAXSCORE"]) == item.points
        tried += 1
    assert tried >= 2
