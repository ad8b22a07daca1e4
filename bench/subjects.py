"""What is measured: the same learner's act in our block and in each peer, with content of the same size and shape.

A quiz has five single-choice questions of four options with feedback for each; a scenario has twenty scenes of two
choices.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

QUESTIONS = 5
SCENES = 20
QUESTION = "Công an gọi video yêu cầu bạn chuyển tiền để “xác minh”. Bạn làm gì? (câu {n})"
OPTIONS = (
    ("Cúp máy và báo công an xã", "Đúng vậy. Công an không làm việc qua gọi video và không nhận tiền qua điện thoại."),
    ("Chuyển một ít để thử", "Chưa đúng. Tiền đã chuyển thì rất khó lấy lại."),
    ("Gửi ảnh căn cước để giải thích", "Chưa đúng. Kẻ gian dùng ảnh giấy tờ để mở tài khoản và vay tiền."),
    ("Giữ bí mật và làm theo", "Chưa đúng. Yêu cầu giữ bí mật là dấu hiệu lừa đảo."),
)
NARRATION = (
    "Điện thoại reo. Một người tự xưng là cán bộ nói bạn liên quan đến một vụ án và phải làm theo ngay. "
    "Giọng nói gấp gáp, không cho bạn thời gian suy nghĩ. (cảnh {n})"
)
CHOICES = ("Cúp máy rồi gọi lại số chính thức", "Nghe tiếp xem họ nói gì")

Post = Callable[..., Any]


class WrongAnswer(Exception):
    """A subject did not do what was asked of it; its figures would mean nothing."""


@dataclass(frozen=True)
class Subject:
    """One block in one bench.

    ``xml`` is its scenario, ``fill(block)`` sets what XML cannot. ``before(post)`` brings a fresh learner to the act,
    untimed, and returns what the act needs; ``act(post, found)`` is the one request that is timed; ``done(reply)`` says
    whether the reply shows that the act took place. ``post(handler, data)`` sends JSON and returns the response;
    ``post(handler, data, form=True)`` sends a form, which CAPA wants.
    """

    bench: str
    name: str
    block_type: str
    distribution: str
    xml: str
    before: Callable[[Post], Any]
    act: Callable[[Post, Any], Any]
    done: Callable[[dict[str, Any]], bool]
    fill: Callable[[Any], None] = lambda block: None


def _reply(response: Any) -> dict[str, Any]:
    if response.status_code != 200:
        raise WrongAnswer(f"HTTP {response.status_code}: {response.content[:200]!r}")
    return json.loads(response.content)


# --- ours -----------------------------------------------------------------------------------------------------------


def _our_quiz_content() -> str:
    letters = "abcd"
    return json.dumps(
        {
            "schema": 1, "intro": "", "pools": [], "facts": [],
            "items": [
                {
                    "id": f"cau-{n}", "type": "single_choice", "text": QUESTION.format(n=n),
                    "competencies": [], "tags": [], "points": 1, "shuffle": True, "hint": "", "explanation": "",
                    "options": [
                        {"id": letters[i], "text": text, "correct": i == 0, "feedback": feedback}
                        for i, (text, feedback) in enumerate(OPTIONS)
                    ],
                }
                for n in range(1, QUESTIONS + 1)
            ],
        }
    )  # fmt: skip


def _our_story_content() -> str:
    scenes: list[dict[str, Any]] = []
    for n in range(1, SCENES):
        scenes.append(
            {
                "id": f"canh-{n}", "title": f"Cảnh {n}", "channel": "call", "channel_info": {"from": "Số lạ"},
                "text": NARRATION.format(n=n), "messages": [], "ending": None,
                "choices": [
                    {"id": f"c{i}", "text": text, "feedback": OPTIONS[i][1], "to": f"canh-{n + 1}", "score": 1.0 - i,
                     "exit": i == 0, "when": None, "effects": [], "competencies": []}
                    for i, text in enumerate(CHOICES)
                ],
            }
        )  # fmt: skip
    ending = {"kind": "good", "score": 1.0, "title": "Bạn đã an toàn", "text": "Bạn đã giữ được tiền của mình."}
    scenes.append(
        {"id": f"canh-{SCENES}", "title": "Kết thúc", "channel": "narration", "channel_info": {}, "text": "",
         "messages": [], "choices": [], "ending": ending}
    )  # fmt: skip
    return json.dumps(
        {"schema": 1, "intro": "", "start": "canh-1", "meters": [], "flags": [], "scenes": scenes,
         "scoring": {"by": "choices"}, "debrief": {"text": "", "actions": []}, "facts": []}
    )  # fmt: skip


def _set_content(content: str) -> Callable[[Any], None]:
    def fill(block: Any) -> None:
        block.content = type(block).load_content(content).to_json()

    return fill


def _quiz_start(post: Post) -> dict[str, Any]:
    return _reply(post("start_attempt", {"after": 0}))["state"]["attempt"]


def _quiz_answer(post: Post, attempt: dict[str, Any]) -> Any:
    item = attempt["items"][0]["id"]
    return post("answer", {"attempt": attempt["id"], "step": 1, "item": item, "answer": "1"})


def _play_start(post: Post) -> dict[str, Any]:
    return _reply(post("start_attempt", {"after": 0}))["state"]["play"]


def _play_choose(post: Post, play: dict[str, Any]) -> Any:
    return post("choose", {"play": play["id"], "step": 1, "choice": "1"})


# --- the peers ------------------------------------------------------------------------------------------------------


def _mcq(n: int) -> str:
    values = "abcd"
    question = QUESTION.format(n=n)
    choices = "".join(
        f'<pb-choice value="{value}">{escape(text)}</pb-choice>'
        for value, (text, _) in zip(values, OPTIONS, strict=True)
    )
    tips = "".join(
        f"<pb-tip values='[\"{value}\"]'>{escape(feedback)}</pb-tip>"
        for value, (_, feedback) in zip(values, OPTIONS, strict=True)
    )
    return f'<pb-mcq name="q{n}" question={quoteattr(question)} correct_choices=\'["a"]\'>{choices}{tips}</pb-mcq>'


PB_ONE = f"<problem-builder display_name='q'>{_mcq(1)}</problem-builder>"
PB_STEPS = (
    "<step-builder display_name='q'>"
    + "".join(f"<sb-step>{_mcq(n)}</sb-step>" for n in range(1, QUESTIONS + 1))
    + "<sb-review-step/></step-builder>"
)


def _fill_branching(block: Any) -> None:
    nodes = {}
    for n in range(1, SCENES + 1):
        choices = [
            {
                "text": text,
                "target_node_id": f"node-{n + 1}",
                "feedback": OPTIONS[i][1],
                "hint": "",
                "score": 10 - 10 * i,
            }
            for i, text in enumerate(CHOICES)
        ]
        nodes[f"node-{n}"] = {
            "id": f"node-{n}", "type": "start" if n == 1 else "normal", "content": f"<p>{NARRATION.format(n=n)}</p>",
            "media": {"type": "", "url": ""}, "choices": choices if n < SCENES else [], "hint": "",
            "overlay_text": False, "left_image_url": "", "right_image_url": "", "transcript_url": "",
        }  # fmt: skip
    block.scenario_data = {"nodes": nodes, "start_node_id": "node-1"}
    block.enable_scoring = True


def _capa(questions: int) -> str:
    """A problem of CAPA's: with several questions, all of them are handed in at once."""
    parts = []
    for n in range(1, questions + 1):
        choices = "".join(
            f'<choice correct="{"true" if i == 0 else "false"}">{escape(text)}'
            f"<choicehint>{escape(feedback)}</choicehint></choice>"
            for i, (text, feedback) in enumerate(OPTIONS)
        )
        parts.append(
            f"<multiplechoiceresponse><label>{escape(QUESTION.format(n=n))}</label>"
            f'<choicegroup type="MultipleChoice">{choices}</choicegroup></multiplechoiceresponse>'
        )
    return f"<problem>{''.join(parts)}</problem>"


def _fill_capa(questions: int) -> Callable[[Any], None]:
    def fill(block: Any) -> None:
        block.data = _capa(questions)

    return fill


def _capa_check(questions: int) -> Callable[[Post, Any], Any]:
    answers = {f"input_capa_{n + 1}_1": "choice_0" for n in range(1, questions + 1)}
    return lambda post, _: post("xmodule_handler/problem_check", answers, form=True)


SUBJECTS = (
    Subject(
        "quiz_answer", "skill_quiz", "skill_quiz", "hocvuso", "<skill_quiz/>", _quiz_start, _quiz_answer,
        lambda reply: reply["step"] == 1 and bool(reply["result"]["feedback"]), _set_content(_our_quiz_content()),
    ),
    Subject(
        "quiz_answer", "step-builder (5 steps)", "step-builder", "xblock-problem-builder", PB_STEPS, lambda post: None,
        lambda post, _: post("submit", {"active_step": 0, "q1": {"value": "a"}}),
        lambda reply: reply["message"] == "Success!" and reply["step_status"] == "correct",
    ),
    Subject(
        "quiz_answer", "problem-builder (1 question)", "problem-builder", "xblock-problem-builder", PB_ONE,
        lambda post: None, lambda post, _: post("submit", {"q1": {"value": "a"}}),
        lambda reply: reply["results"][0][1]["status"] == "correct",
    ),
    Subject(
        "quiz_answer", "drag-and-drop-v2 (1 item)", "drag-and-drop-v2", "xblock-drag-and-drop-v2",
        "<drag-and-drop-v2/>",
        lambda post: None, lambda post, _: post("drop_item", {"val": 0, "zone": "top"}),
        lambda reply: reply["correct"] is True,
    ),
    Subject(
        "quiz_answer", "CAPA (1 question)", "capa", "xblocks-contrib", "<capa/>", lambda post: None, _capa_check(1),
        lambda reply: reply["success"] == "correct" and reply["current_score"] == 1, _fill_capa(1),
    ),
    Subject(
        "quiz_answer", f"CAPA ({QUESTIONS} questions at once)", "capa", "xblocks-contrib", "<capa/>",
        lambda post: None, _capa_check(QUESTIONS),
        lambda reply: reply["success"] == "correct" and reply["current_score"] == QUESTIONS, _fill_capa(QUESTIONS),
    ),
    Subject(
        "scenario_move", "scenario_sim", "scenario_sim", "hocvuso", "<scenario_sim/>", _play_start, _play_choose,
        lambda reply: reply["step"] == 1 and reply["play"]["step"] == 1, _set_content(_our_story_content()),
    ),
    Subject(
        "scenario_move", "branching-xblock", "branching_xblock", "branching-xblock", "<branching_xblock/>",
        lambda post: None, lambda post, _: post("select_choice", {"choice_index": 0}),
        lambda reply: reply["success"] is True and reply["current_node"]["id"] == "node-2", _fill_branching,
    ),
    Subject(
        "floor", "a handler that does nothing", "floor", "xblock-sdk", "<floor/>", lambda post: None,
        lambda post, _: post("nothing", {}), lambda reply: reply["done"] is True,
    ),
    Subject(
        "floor", "a handler that reads and writes one field", "floor", "xblock-sdk", "<floor/>",
        lambda post: post("read_and_write", {}), lambda post, _: post("read_and_write", {}),
        lambda reply: reply["count"] == 2,
    ),
)  # fmt: skip
