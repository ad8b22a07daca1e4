"""A learner who reads Khmer is answered in Khmer; only what authors and staff can meet stays Vietnamese."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.utils import translation

from xblocks.common.khmer import SENTENCES, told

from .samples import quiz, quiz_data
from .test_quiz_flow import begin

ROOT = Path(__file__).parents[2] / "xblocks"
#: What only authors, in Studio, and staff, in their panel, can be told.
NOT_FOR_LEARNERS = ("staff", "studio", "tryout", "authorside")
STAFF_CODES = {"not-author", "not-staff", "not-here", "masquerading", "no-such-learner", "no-state"}
KHMER = re.compile("[\u1780-\u17ff]")


def codes() -> set[str]:
    """The codes of every refusal in our sources that a learner can meet."""
    found = set()
    for path in ROOT.rglob("*.py"):
        if any(word in path.name for word in NOT_FOR_LEARNERS):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", "")
            values = node.args[1:2] if name == "Refusal" else node.args[:1]
            if isinstance(node.func, ast.Attribute) and node.func.attr == "__init__":
                values = [arg for arg in node.args[:2] if isinstance(arg, ast.Constant)][:1]
            elif name != "Refusal":
                continue
            found |= {v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)}
    return {code for code in found if re.fullmatch(r"[a-z]+(-[a-z]+)*", code)}


def test_every_refusal_that_a_learner_can_meet_is_in_khmer():
    assert {"stale-step", "closed", "time-up", "empty-reply", "no-content"} <= codes()
    assert codes() - STAFF_CODES - SENTENCES.keys() == set()
    for sentence in SENTENCES.values():
        assert KHMER.search(sentence)
        assert sentence.endswith("។")


def test_each_reader_is_told_in_the_own_language():
    said = [told(lang, "closed", "vi", "en") for lang in ("vi", "en", "km")]
    assert said == ["vi", "en", SENTENCES["closed"]]
    assert told("km", "of-nobody", "vi", "en") == "vi"
    assert told("km", "malformed", "vi", "en", "khmer") == "khmer"


@pytest.mark.parametrize(("raw", "words"), [("9", SENTENCES["malformed"]), (None, None)])
def test_a_refusal_reaches_the_page_in_khmer(course, learner, raw, words):
    usage = course.add("skill_quiz", "k", content=quiz(items=quiz_data()["items"]).to_json(), max_attempts=1)
    attempt = begin(course, usage, learner)
    with translation.override("km-kh"):
        if raw is not None:
            data = {"attempt": attempt["id"], "step": 1, "item": attempt["items"][0]["id"], "answer": raw}
            status, reply = course.post(usage, learner, "answer", data)
            assert (status, reply["error"]) == (400, words)
        else:
            course.post(usage, learner, "finish", {"attempt": attempt["id"]})
            _, reply = course.post(usage, learner, "current")
            assert reply["state"]["why_not"] == SENTENCES["no-attempts"]


def test_true_and_false_are_in_khmer(course, learner):
    item = {"id": "mot", "type": "true_false", "text": "?", "answer": True, "feedback_true": "", "feedback_false": ""}
    usage = course.add("skill_quiz", "k", content=quiz(items=[item]).to_json())
    with translation.override("km-kh"):
        options = begin(course, usage, learner)["items"][0]["options"]
    assert all(KHMER.search(option["text"]) for option in options)


def test_the_words_around_a_block_are_in_khmer():
    """What ``views.py`` says itself: the rest of the catalogue is for authors."""
    with (ROOT / "translations" / "km_KH" / "LC_MESSAGES" / "text.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    source = (ROOT / "common" / "views.py").read_text(encoding="utf-8")
    said = re.findall(r'gettext\(block, "([^"]+)"\)', source)
    assert len(said) >= 2
    assert [text for text in said if not KHMER.search(catalogue.get(text, ""))] == []
