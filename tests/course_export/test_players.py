"""Synthetic learners: good ones answer well, whatever order they are shown, and every story ends."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_export.commands.players import MAX_MOVES, QuizPlayer, StoryPlayer

QUIZ = {
    "items": [
        {
            "text": "Bạn làm gì?",
            "type": "single_choice",
            "options": [{"text": "Cúp máy", "correct": True}, {"text": "Chuyển"}, {"text": "Chờ"}],
        },
        {
            "text": "Dấu hiệu?",
            "type": "multiple_choice",
            "options": [{"text": "Vội", "correct": True}, {"text": "Mật", "correct": True}, {"text": "Hẹn"}],
        },
        {"text": "Hỏi OTP là thường.", "type": "true_false", "answer": False},
    ]
}


def shown(index, rng):
    item = QUIZ["items"][index]
    texts = [option["text"] for option in item.get("options", ({"text": "Đúng"}, {"text": "Sai"}))]
    if "options" in item:
        rng.shuffle(texts)
    options = [{"id": str(n), "text": f"<strong>{text}</strong>"} for n, text in enumerate(texts, 1)]
    return {"id": "x", "type": item["type"], "text": item["text"], "options": options}


def is_right(item, answer):
    texts = {option["id"]: option["text"] for option in item["options"]}
    given_texts = {texts[a] for a in ([answer] if isinstance(answer, str) else answer)}
    return given_texts in (
        {"<strong>Cúp máy</strong>"},
        {"<strong>Vội</strong>", "<strong>Mật</strong>"},
        {"<strong>Sai</strong>"},
    )


@pytest.mark.parametrize("index", [0, 1, 2])
@given(seed=st.integers())
def test_full_skill_answers_right_in_any_order(index, seed):
    item = shown(index, random.Random(seed))
    assert is_right(item, QuizPlayer(QUIZ).answer(item, random.Random(seed), 1.0))


@pytest.mark.parametrize("index", [0, 2])
@given(seed=st.integers())
def test_no_skill_answers_wrong(index, seed):
    item = shown(index, random.Random(seed))
    assert not is_right(item, QuizPlayer(QUIZ).answer(item, random.Random(seed), 0.0))


@given(seed=st.integers())
def test_a_question_that_the_content_does_not_know_gets_some_answer(seed):
    item = {**shown(0, random.Random(seed)), "text": "Câu khác"}
    assert QuizPlayer(QUIZ).answer(item, random.Random(seed), 1.0) in {"1", "2", "3"}


STORY = {
    "scenes": [
        {"id": "a", "title": "A", "choices": [{"text": "tới b", "to": "b"}, {"text": "hỏng", "to": "xau"}]},
        {"id": "b", "title": "B", "choices": [{"text": "về a", "to": "a"}, {"text": "xong", "to": "tot"}]},
        {"id": "tot", "title": "Tốt", "choices": [], "ending": {"score": 1.0}},
        {"id": "xau", "title": "Xấu", "choices": [], "ending": {"score": 0.0}},
    ]
}


class Server:
    """Plays the story as the block would, as far as the player sees it."""

    def __init__(self):
        self.scenes = {scene["id"]: scene for scene in STORY["scenes"]}
        self.at, self.moves, self.started = "a", 0, False

    def view(self):
        scene = self.scenes[self.at]
        ended = "ending" in scene
        choices = [{"id": str(n), "text": c["text"]} for n, c in enumerate(scene["choices"], 1)]
        return {
            "id": "p",
            "status": "ended" if ended else "open",
            "step": self.moves,
            "scene": {"title": scene["title"], "choices": choices},
        }

    def post(self, handler, data):
        if handler == "start_attempt":
            self.started = True
        if handler == "choose":
            assert data["step"] == self.moves + 1
            self.moves += 1
            self.at = self.scenes[self.at]["choices"][int(data["choice"]) - 1]["to"]
            return {"play": self.view()}
        return {"state": {"can_start": True, "plays_used": 0, "play": self.view() if self.started else None}}


@given(seed=st.integers(), skill=st.floats(0, 1))
def test_every_play_ends(seed, skill):
    server = Server()
    StoryPlayer(STORY).play(server.post, random.Random(seed), skill)
    assert "ending" in server.scenes[server.at]
    assert server.moves < MAX_MOVES


def test_full_skill_reaches_the_best_ending_the_short_way():
    server = Server()
    StoryPlayer(STORY).play(server.post, random.Random(1), 1.0)
    assert (server.at, server.moves) == ("tot", 2)


ASKING = {
    "scenes": [
        {
            "id": "a",
            "title": "A",
            "choices": [],
            "input": {
                "replies": [
                    {"id": "r1", "patterns": ["vâng"], "to": "xau"},
                    {"id": "r2", "patterns": ["không", "thôi"], "to": "b"},
                ],
                "fallback": {"id": "other", "to": "a"},
            },
        },
        {
            "id": "b",
            "title": "B",
            "choices": [],
            "question": {
                "item": QUIZ["items"][0],
                "right": {"id": "right", "to": "tot"},
                "wrong": {"id": "wrong", "to": "xau"},
            },
        },
        *STORY["scenes"][2:],
    ]
}


def test_full_skill_types_and_answers_where_a_scene_offers_nothing_else():
    player, rng = StoryPlayer(ASKING), random.Random(3)
    first = {"title": "A", "choices": [], "input": {"prompt": "?", "max_length": 300}}
    assert player.move(first, rng, 1.0, asked=False) == {"typed": "không"}
    question = shown(0, rng)
    taken = player.move({"title": "B", "choices": [], "question": question}, rng, 1.0, asked=False)
    assert is_right(question, taken["answer"])
    assert player.move({"title": "B", "choices": []}, rng, 1.0, asked=True) == {}


def test_messages_of_an_inbox_are_known_by_their_words_and_judged_by_skill():
    items = [
        {"title": "Tin", "messages": [{"text": f"tin <em>{kind}</em>"}], "genuine": kind == "thật"}
        for kind in ("thật", "giả")
    ]
    player = StoryPlayer({"triage": {"items": items}})
    choices = [{"id": "1", "verdict": "genuine"}, {"id": "2", "verdict": "fraud"}]
    for item, right in zip(items, ("1", "2"), strict=True):
        seen = {**item, "choices": choices}
        del seen["genuine"]
        assert player.move(seen, random.Random(1), 1.0, asked=True) == {"choice": right}
        assert player.move(seen, random.Random(1), 0.0, asked=True) != {"choice": right}
