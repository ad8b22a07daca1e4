"""Synthetic learners can answer every question type, rightly when they know."""

from __future__ import annotations

import random
from typing import Any

import pytest

from course_export.commands import answers
from xblocks.skill_quiz.questions import REGISTRY


def _options(*texts: str) -> list[dict[str, Any]]:
    """The first of ``texts`` is right."""
    return [{"id": f"o{n}", "text": text, "correct": n == 0, "feedback": "Vì vậy."} for n, text in enumerate(texts)]


def _steps(*texts: str) -> list[dict[str, Any]]:
    return [{"id": f"s{n}", "text": text} for n, text in enumerate(texts)]


OWN: dict[str, dict[str, Any]] = {
    "single_choice": {"shuffle": True, "options": _options("Cúp máy", "Chuyển tiền", "Đọc mã")},
    "multiple_choice": {"shuffle": True, "scoring": "partial", "options": _options("Một", "Hai", "Ba")},
    "true_false": {"answer": False, "feedback_true": "Chưa.", "feedback_false": "Đúng."},
    "number": {
        "alternatives": [{"value": 156, "tolerance": 0, "score": 1, "feedback": "Đúng."}],
        "unit": "",
        "feedback_other": "Chưa.",
    },
    "short_text": {
        "alternatives": [{"text": "mã xác thực", "score": 1, "feedback": "Đúng."}],
        "case_sensitive": False,
        "ignore_diacritics": True,
        "feedback_other": "Chưa.",
    },
    "ordering": {
        "steps": _steps("Dừng lại", "Hỏi người nhà", "Báo công an"),
        "feedback_right": "Đúng.",
        "feedback_wrong": "Chưa.",
        "scoring": "partial",
    },
    "matching": {
        "pairs": [
            {"id": "p1", "left": "Gọi", "right": "156", "feedback": ""},
            {"id": "p2", "left": "Gặp", "right": "Công an xã", "feedback": ""},
        ],
        "distractors": [{"id": "d1", "text": "Người lạ"}],
        "scoring": "partial",
    },
    "grouping": {
        "groups": [{"id": "g1", "title": "Thật"}, {"id": "g2", "title": "Giả"}],
        "things": [
            {"id": "t1", "text": "Giấy mời", "group": "g1", "feedback": ""},
            {"id": "t2", "text": "Gọi video", "group": "g2", "feedback": ""},
        ],
        "scoring": "partial",
    },
    "gaps": {
        "body": "Gọi [[so]] hoặc đến [[noi]].",
        "gaps": [
            {
                "id": "so",
                "mode": "type",
                "options": [{"id": "a", "text": "156", "correct": True, "feedback": ""}],
                "case_sensitive": False,
                "ignore_diacritics": False,
            },
            {
                "id": "noi",
                "mode": "choose",
                "options": [
                    {"id": "a", "text": "công an xã", "correct": True, "feedback": ""},
                    {"id": "b", "text": "quán nước", "correct": False, "feedback": ""},
                ],
                "case_sensitive": False,
                "ignore_diacritics": False,
            },
        ],
        "scoring": "partial",
    },
    "spot_signs": {
        "skin": "sms",
        "skin_info": {"from": "Ngân hàng"},
        "parts": [
            {"id": "a", "text": "Tài khoản sắp khóa", "sign": True, "why": "Giục gấp."},
            {"id": "b", "text": "Kính chào quý khách", "sign": False, "why": ""},
        ],
    },
}


def test_every_registered_type_has_an_example_here():
    assert set(OWN) == set(REGISTRY)


@pytest.mark.parametrize("name", sorted(OWN))
@pytest.mark.parametrize("seed", range(5))
class TestAnswers:
    """For each type, with several orders."""

    def made(self, name: str, seed: int) -> tuple[Any, Any, Any, dict[str, Any]]:
        """The type, an item of it, an order and the public form."""
        kind = REGISTRY[name]
        item = kind.load({"id": "cau", "type": name, "text": "Câu hỏi?", "competencies": [], **OWN[name]})
        order = kind.order(item, random.Random(seed))
        return kind, item, order, kind.public(item, order)

    def test_one_who_knows_is_wholly_right(self, name: str, seed: int):
        kind, item, order, public = self.made(name, seed)
        raw = answers.right(public, kind.dump(item))
        assert kind.grade(item, kind.read(item, order, raw)).correct

    def test_one_who_does_not_know_still_answers_in_the_right_form(self, name: str, seed: int):
        kind, item, order, public = self.made(name, seed)
        grade = kind.grade(item, kind.read(item, order, answers.some(public, random.Random(seed))))
        assert 0 <= grade.score <= 1
