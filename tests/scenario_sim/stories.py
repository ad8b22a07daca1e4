"""Stories for the tests: one written out, and hypothesis strategies for random ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from xblocks.scenario_sim.conditions import OPS
from xblocks.scenario_sim.story import CHANNELS, SIDES

DEMO: dict[str, Any] = {
    "schema": 1,
    "intro": "Bạn nhận một cuộc gọi.",
    "start": "cuoc-goi",
    "meters": [
        {"id": "tien", "label": "Tiền trong tài khoản", "start": 100, "min": 0, "max": 100, "unit": "%", "good": "high"}
    ],
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
                    "text": "Tôi là công an. Anh đang bị điều tra.",
                    "cues": [
                        {"id": "c1", "quote": "Anh đang bị điều tra", "why": "Công an không báo tin qua điện thoại."}
                    ],
                },
                {
                    "id": "m2",
                    "from": "Số lạ",
                    "text": "Anh còn chần chừ gì nữa?",
                    "when": ["flag", "da-tin"],
                    "cues": [{"id": "c1", "quote": "chần chừ", "why": "Họ thúc giục."}],
                },
            ],
            "choices": [
                {
                    "id": "nghe",
                    "text": "Nghe tiếp",
                    "feedback": "Hãy cẩn thận.",
                    "to": "cuoc-goi",
                    "score": 0.0,
                    "effects": [{"meter": "tien", "add": -30}, {"flag": "da-tin", "set": True}],
                    "competencies": ["tt02-2025:4.2"],
                },
                {
                    "id": "cup-may",
                    "text": "Cúp máy",
                    "feedback": "Đúng rồi.",
                    "to": "ket-tot",
                    "score": 1.0,
                    "exit": True,
                    "competencies": ["tt02-2025:4.2"],
                },
                {
                    "id": "chuyen",
                    "text": "Chuyển tiền",
                    "feedback": "Bạn mất tiền.",
                    "to": "ket-xau",
                    "score": 0,
                    "when": ["all", ["flag", "da-tin"], ["visits", "cuoc-goi", ">=", 2], ["meter", "tien", "<", 80]],
                },
            ],
        },
        {
            "id": "ket-tot",
            "title": "Bạn đã an toàn",
            "ending": {"kind": "good", "score": 1.0, "title": "An toàn", "text": "Bạn đã cúp máy."},
        },
        {
            "id": "ket-xau",
            "title": "Tiền đã mất",
            "ending": {"kind": "bad", "score": 0, "title": "Mất tiền", "text": "Đừng tự trách mình."},
        },
    ],
    "scoring": {"by": "ending"},
    "debrief": {"text": "Công an không làm việc qua điện thoại.", "actions": [{"text": "Gọi 156", "fact": "kenh"}]},
    "facts": [
        {"id": "kenh", "text": "Số 156", "source": "https://example.vn/156", "checked_on": "2026-11-01"},
    ],
}

QUESTION: dict[str, Any] = {
    "id": "ma-otp",
    "type": "single_choice",
    "text": "Ai được biết mã OTP của bạn?",
    "competencies": ["tt02-2025:4.1"],
    "explanation": "Chỉ mình bạn.",
    "options": [
        {"id": "a", "text": "Chỉ mình tôi", "correct": True, "feedback": "Đúng."},
        {"id": "b", "text": "Ngân hàng", "correct": False, "feedback": "Ngân hàng không hỏi."},
        {"id": "c", "text": "Công an", "correct": False, "feedback": "Công an không hỏi."},
    ],
}
INPUT: dict[str, Any] = {
    "prompt": "Bạn nhắn lại thế nào?",
    "replies": [
        {"id": "tu-choi", "patterns": ["không", "tôi sẽ gọi lại"], "text": "Từ chối", "to": "hoi-ma", "score": 1,
         "feedback": "Tốt.", "exit": True, "competencies": ["tt02-2025:4.2"]},
        {"id": "dong-y", "patterns": ["vâng", "được"], "to": "mat", "score": 0, "feedback": "Khoan đã.",
         "effects": [{"flag": "da-tin", "set": True}]},
    ],
    "fallback": {"to": "nhan-tin", "feedback": "Hãy nói rõ hơn."},
}  # fmt: skip
#: A story of typed answers and a question.
ASKING: dict[str, Any] = {
    "schema": 1,
    "start": "nhan-tin",
    "flags": [],
    "scenes": [
        {"id": "nhan-tin", "title": "Tin nhắn", "channel": "chat", "text": "Có tin nhắn.", "input": INPUT},
        {
            "id": "hoi-ma",
            "title": "Mã",
            "text": "Họ hỏi mã.",
            "question": {
                "item": QUESTION,
                "right": {"to": "an-toan", "feedback": "Bạn giữ được mã."},
                "wrong": {"to": "hoi-ma", "feedback": "Thử lại nhé.", "effects": []},
            },
        },
        {"id": "an-toan", "title": "An toàn", "ending": {"kind": "good", "score": 1, "title": "", "text": "Xong."}},
        {"id": "mat", "title": "Mất", "ending": {"kind": "bad", "score": 0, "title": "", "text": "Tiếc quá."}},
    ],
}

#: An inbox of two messages.
INBOX: dict[str, Any] = {
    "schema": 1,
    "mode": "triage",
    "intro": "Tin nào tin được?",
    "triage": {
        "items": [
            {
                "id": "ngan-hang",
                "title": "Tin ngân hàng",
                "channel": "sms",
                "channel_info": {"from": "NGANHANG"},
                "messages": [
                    {"from": "NGANHANG", "text": "Bấm vào abc.xyz ngay",
                     "cues": [{"quote": "abc.xyz", "why": "Tên miền lạ."}]}
                ],
                "genuine": False,
                "why": "Ngân hàng không gửi đường dẫn.",
                "competencies": ["tt02-2025:4.1"],
            },
            {
                "id": "con",
                "channel": "chat",
                "messages": [{"from": "Con gái", "text": "Tối con về ăn cơm nhé"}],
                "genuine": True,
                "why": "Không đòi gì cả.",
                "competencies": ["tt02-2025:4.1"],
            },
        ]
    },
    "debrief": {"text": "Chậm lại một chút.", "actions": []},
    "facts": [],
}  # fmt: skip

SCENE_IDS = ("s1", "s2", "s3", "s4", "s5")
METERS = ("tien", "tin")
FLAGS = ("co-a", "co-b")


def condition_data(scenes: tuple[str, ...] = SCENE_IDS) -> st.SearchStrategy[Any]:
    """Conditions in their JSON form, not always in normal form, sometimes about what does not exist."""
    op = st.sampled_from(sorted(OPS))
    number = st.one_of(st.integers(-5, 15), st.sampled_from([0.5, -2.25, 10]))
    leaf = st.one_of(
        st.tuples(st.just("meter"), st.sampled_from((*METERS, "or", "12")), op, number).map(list),
        st.tuples(st.just("flag"), st.sampled_from((*FLAGS, "not", "7"))).map(list),
        st.tuples(st.just("visits"), st.sampled_from(scenes), op, st.integers(-1, 4)).map(list),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(
                lambda kind, parts: [kind, *parts],
                st.sampled_from(["all", "any"]),
                st.lists(inner, min_size=1, max_size=3),
            ),
            st.builds(lambda part: ["not", part], inner),
        ),
        max_leaves=5,
    )


@st.composite
def story_data(draw: st.DrawFn, max_scenes: int = 5, asking: bool = False) -> dict[str, Any]:
    """Small random stories: loops, dead ends, hidden choices, unknown targets and all."""
    ids = SCENE_IDS[: draw(st.integers(1, max_scenes))]
    meters = [
        {"id": name, "label": name, "min": 0, "max": 10, "start": draw(st.integers(0, 10)), "good": good}
        for name, good in zip(METERS, ("high", "low"), strict=True)
        if draw(st.booleans())
    ]
    effect = st.one_of(
        st.builds(lambda m, n: {"meter": m, "add": n}, st.sampled_from(METERS), st.integers(-6, 6)),
        st.builds(lambda f, on: {"flag": f, "set": on}, st.sampled_from(FLAGS), st.booleans()),
    )
    maybe = st.one_of(st.none(), st.none(), condition_data(ids))
    scenes = []
    for name in ids:
        scene: dict[str, Any] = {
            "id": name,
            "title": f"Cảnh bí mật {name}",
            "channel": draw(st.sampled_from(CHANNELS)),
            "text": f"Lời kể bí mật {name}",
            "messages": [
                {
                    "from": f"Người bí mật {name}",
                    "side": draw(st.sampled_from(SIDES)),
                    "text": f"Tin bí mật {name}",
                    "when": draw(maybe),
                    "cues": [{"quote": "bí mật", "why": f"Vì {name}"}],
                }
                for _ in range(draw(st.integers(0, 2)))
            ],
        }
        if draw(st.integers(0, 3)) == 0:
            kind = draw(st.sampled_from(["good", "mixed", "bad"]))
            score = draw(st.sampled_from([0, 0.25, 0.5, 1]))
            scene["ending"] = {"kind": kind, "score": score, "title": f"Kết bí mật {name}", "text": "…"}
        else:
            scene["choices"] = [
                {
                    "text": f"Chọn bí mật {name} {index}",
                    "feedback": f"Lời bàn bí mật {name} {index}",
                    "to": draw(st.sampled_from((*ids, *ids, "s9"))),
                    "score": draw(st.sampled_from([None, 0, 0.5, 1])),
                    "exit": draw(st.booleans()),
                    "when": draw(maybe),
                    "effects": draw(st.lists(effect, max_size=2)),
                    "competencies": draw(st.lists(st.sampled_from(["k:1", "k:2"]), max_size=2)),
                }
                for index in range(draw(st.integers(0, 3)))
            ]
            asks = draw(st.integers(0, 5)) if asking else 0
            if asks in (1, 2):
                scene["input"] = {
                    "prompt": f"Hỏi bí mật {name}",
                    "replies": [
                        {
                            "patterns": [word],
                            "to": draw(st.sampled_from((*ids, "s9"))),
                            "when": draw(maybe),
                            "score": draw(st.sampled_from([None, 0, 1])),
                            "effects": draw(st.lists(effect, max_size=1)),
                        }
                        for word in draw(st.lists(st.sampled_from(["có", "không", "vâng ạ"]), max_size=2, unique=True))
                    ],
                    "fallback": draw(st.sampled_from([None, *({"to": target} for target in (*ids, "s9"))])),
                }
            if asks in (2, 3):
                right, wrong = draw(st.sampled_from((*ids, "s9"))), draw(st.sampled_from(ids))
                scene["question"] = {"item": QUESTION, "right": {"to": right}, "wrong": {"to": wrong}}
        scenes.append(scene)
    return {
        "schema": 1,
        "start": draw(st.sampled_from(ids)),
        "meters": meters,
        "flags": list(FLAGS),
        "scenes": scenes,
        "scoring": {"by": draw(st.sampled_from(["ending", "choices", "meters"]))},
        "debrief": {"text": "Bài học chung", "actions": []},
    }
