"""Content of the block tests, and how to answer it."""

from __future__ import annotations

import json
from typing import Any

from xblocks.scenario_sim.story import Story
from xblocks.skill_quiz.model import Quiz


def _item(name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "type": "single_choice",
        "text": f"Câu hỏi {name}?",
        "competencies": ["tt02-2025:4.2"],
        "tags": [],
        "points": 1,
        "shuffle": True,
        "hint": "",
        "explanation": f"GIẢI THÍCH {name}",
        "options": [
            {"id": "dung", "text": "Cúp máy", "correct": True, "feedback": "PHẢN HỒI đúng"},
            {"id": "sai", "text": "Chuyển tiền", "correct": False, "feedback": "PHẢN HỒI sai"},
            {"id": "cung-sai", "text": "Đọc mã", "correct": False, "feedback": "PHẢN HỒI cũng sai"},
        ],
    } | more


def quiz_data(**more: Any) -> dict[str, Any]:
    """A quiz of three single-choice questions; the right option is always ``dung``."""
    return {"schema": 1, "intro": "", "items": [_item("q1"), _item("q2"), _item("q3")], "pools": [], "facts": []} | more


def quiz(**more: Any) -> Quiz:
    """The quiz of ``quiz_data``."""
    return Quiz.from_json(json.dumps(quiz_data(**more)))


def story_data() -> dict[str, Any]:
    """Two decisions, a good and a bad ending."""
    return {
        "schema": 1,
        "intro": "",
        "start": "cuoc-goi",
        "shuffle": False,
        "meters": [{"id": "tien", "label": "Tiền", "start": 100, "min": 0, "max": 100, "unit": "%", "good": "high"}],
        "flags": ["da-tin"],
        "scenes": [
            {
                "id": "cuoc-goi",
                "title": "Cuộc gọi lạ",
                "channel": "call",
                "channel_info": {"from": "Số lạ"},
                "text": "Điện thoại reo.",
                "messages": [
                    {
                        "id": "m1",
                        "from": "Số lạ",
                        "side": "them",
                        "text": "Tôi là công an.",
                        "when": None,
                        "audio": "",
                        "transcript": "",
                        "genuine": False,
                        "cues": [{"id": "c1", "quote": "Tôi là công an", "why": "DẤU HIỆU: tự xưng"}],
                    }
                ],
                "choices": [
                    {
                        "id": "cup-may",
                        "text": "Cúp máy",
                        "feedback": "PHẢN HỒI cúp máy",
                        "to": "ket-tot",
                        "score": 1.0,
                        "exit": True,
                        "when": None,
                        "effects": [],
                        "competencies": ["tt02-2025:4.2"],
                    },
                    {
                        "id": "nghe-tiep",
                        "text": "Nghe tiếp",
                        "feedback": "PHẢN HỒI nghe tiếp",
                        "to": "doi-tien",
                        "score": 0.0,
                        "exit": False,
                        "when": None,
                        "effects": [{"meter": "tien", "add": -50}, {"flag": "da-tin", "set": True}],
                        "competencies": ["tt02-2025:4.2"],
                    },
                ],
                "ending": None,
            },
            {
                "id": "doi-tien",
                "title": "Đòi tiền",
                "channel": "call",
                "channel_info": {},
                "text": "Họ đòi chuyển tiền.",
                "messages": [],
                "choices": [
                    {
                        "id": "hoi-con",
                        "text": "Hỏi con",
                        "feedback": "PHẢN HỒI hỏi con",
                        "to": "ket-tot",
                        "score": 1.0,
                        "exit": True,
                        "when": None,
                        "effects": [],
                        "competencies": ["tt02-2025:4.2"],
                    },
                    {
                        "id": "chuyen",
                        "text": "Chuyển tiền",
                        "feedback": "PHẢN HỒI chuyển tiền",
                        "to": "ket-xau",
                        "score": 0.0,
                        "exit": False,
                        "when": ["flag", "da-tin"],
                        "effects": [{"meter": "tien", "add": -50}],
                        "competencies": ["tt02-2025:4.2"],
                    },
                ],
                "ending": None,
            },
            {
                "id": "ket-tot",
                "title": "An toàn",
                "channel": "narration",
                "channel_info": {},
                "text": "",
                "messages": [],
                "choices": [],
                "ending": {"kind": "good", "score": 1.0, "title": "KẾT tốt", "text": "Bạn đã dừng lại."},
            },
            {
                "id": "ket-xau",
                "title": "Mất tiền",
                "channel": "narration",
                "channel_info": {},
                "text": "",
                "messages": [],
                "choices": [],
                "ending": {"kind": "bad", "score": 0.0, "title": "KẾT xấu", "text": "Tiền đã mất."},
            },
        ],
        "scoring": {"by": "ending"},
        "debrief": {"text": "LỜI KẾT", "actions": []},
        "facts": [],
    }


def story() -> Story:
    """The story of ``story_data``."""
    return Story.from_json(json.dumps(story_data()))


def pick(view: dict[str, Any], text: str) -> str:
    """The public id of the option with that text in the public form of a question."""
    return next(option["id"] for option in view["options"] if option["text"] == text)


RIGHT, WRONG = "Cúp máy", "Chuyển tiền"
