"""A question type of a wholly different form (a count to type in) needs its own file, its registry line and its
Markdown adapter: model, attempt, view, OLX and Markdown carry it as they are."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import pytest
from lxml import etree

from xblocks.common import richtext
from xblocks.common.findings import Finding, MalformedAnswer
from xblocks.skill_quiz import model, questions
from xblocks.skill_quiz.attempt import answer, score, start
from xblocks.skill_quiz.formats import markdown, olx
from xblocks.skill_quiz.formats.source import ItemSource
from xblocks.skill_quiz.formats.types import MarkdownAdapter, Report
from xblocks.skill_quiz.policy import Rules
from xblocks.skill_quiz.questions.base import Answer, Feedback, Grade, Item, Order, QuestionType, Shape
from xblocks.skill_quiz.questions.fields import Fields
from xblocks.skill_quiz.view import view


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberItem(Item):
    type: ClassVar[str] = "counting"

    value: float
    unit: str
    told: str


class Number(QuestionType[NumberItem]):
    name = "counting"
    shape = Shape(rich=frozenset({"told"}), numbers=frozenset({"value"}))

    def _load(self, common: dict[str, Any], fields: Fields) -> NumberItem:
        value = fields.number("value", 1, above=-1e9, up_to=1e9)
        return NumberItem(**common, value=value, unit=fields.string("unit"), told=fields.text("told"))

    def _dump(self, item: NumberItem) -> dict[str, Any]:
        return {"value": item.value, "unit": item.unit, "told": item.told}

    def _check(self, item: NumberItem, where: str) -> Iterator[Finding]:
        return iter(())

    def _public(self, item: NumberItem, order: Order, lang: str) -> dict[str, Any]:
        return {"unit": item.unit}

    def order(self, item: NumberItem, rng: random.Random) -> Order:
        return ()

    def read(self, item: NumberItem, order: Order, raw: Any) -> str:
        if not isinstance(raw, str) or not raw.isdecimal():
            raise MalformedAnswer
        return raw

    def show(self, item: NumberItem, order: Order, answer: Answer) -> Any:
        return answer

    def grade(self, item: NumberItem, answer: Answer) -> Grade:
        correct = isinstance(answer, str) and float(answer) == item.value
        return Grade(float(correct), correct, (Feedback("", item.told),))

    def key(self, item: NumberItem, order: Order) -> list[str]:
        return [f"{item.value:g}"]


class NumberMarkdown(MarkdownAdapter):
    words = ("đếm",)
    keys = {"value": ("đáp án", "answer"), "unit": ("đơn vị", "unit")}

    def fits(self, source: ItemSource) -> bool:
        return "đáp án" in source.keys

    def read(self, source: ItemSource, values: Mapping[str, tuple[str, int]], report: Report) -> dict[str, Any]:
        text, _, told = source.text.partition("\n>")
        return {
            "value": float(values["value"][0]),
            "unit": values["unit"][0],
            "text": richtext.from_markdown(text),
            "told": richtext.from_markdown(told),
        }

    def write(self, item: NumberItem) -> tuple[dict[str, str], list[str]]:
        told = [f"> {line}" for line in richtext.to_markdown(item.told).split("\n")]
        return {"đáp án": f"{item.value:g}", "đơn vị": item.unit}, told


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = MappingProxyType({**questions.REGISTRY, "counting": Number()})
    for module in (questions, model, olx):
        monkeypatch.setattr(module, "REGISTRY", registry)
    adapter = NumberMarkdown()
    monkeypatch.setattr(markdown, "ADAPTERS", {"counting": adapter, **markdown.ADAPTERS})
    monkeypatch.setattr(markdown, "_ALL_KEYS", markdown._ALL_KEYS | {w for ws in adapter.keys.values() for w in ws})


def test_a_type_without_options_goes_all_the_way() -> None:
    text = (
        "---\nkind: skill_quiz\n---\n\n## so\nđáp án: 156\nđơn vị: \n\nGọi số nào?\n\n> Số *miễn phí*.\n\n"
        "**Giải thích:** Vì vậy.\n"
    )
    result = markdown.read(text)
    assert result.findings == ()
    quiz = result.model
    assert quiz is not None
    assert markdown.read(markdown.write(quiz, {})).model == quiz

    node = etree.Element("skill_quiz")
    olx.write(node, quiz)
    assert olx.read(etree.fromstring(etree.tostring(node, pretty_print=True))) == quiz

    attempt = start(quiz, attempt_id="0" * 32, number=1, rng=random.Random(1), now="t")
    before = view(quiz, attempt, Rules())["items"][0]
    assert "156" not in str(before)
    attempt = answer(quiz, attempt, Rules(), step=1, item="so", raw="156", now="t").attempt
    assert score(quiz, attempt).fraction == 1
    shown = view(quiz, attempt, Rules())["items"][0]
    assert shown["answer"] == "156"
    assert shown["result"]["feedback"] == [{"for": "", "html": "Số <em>miễn phí</em>."}]
    assert shown["result"]["key"] == ["156"]
