"""The quiz model: validates everything, says what is wrong, round trips, upgrades, refuses the future."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.skill_quiz.strategies import RICH_TEXTS, quizzes
from xblocks.common import jsonform
from xblocks.common.findings import ModelError, NewerSchemaError
from xblocks.skill_quiz import model
from xblocks.skill_quiz.model import Quiz, check_quiz, load_quiz, read_quiz

DATA: dict[str, Any] = {
    "schema": 1,
    "intro": "Chào",
    "items": [
        {
            "id": "a",
            "type": "single_choice",
            "text": "?",
            "competencies": ["tt02-2025:4.2"],
            "tags": ["otp"],
            "options": [
                {"id": "a", "text": "A", "correct": True, "feedback": "x"},
                {"id": "b", "text": "B", "correct": False, "feedback": "y"},
            ],
        },
        {"id": "b", "type": "true_false", "text": "?", "answer": True, "feedback_true": "x", "feedback_false": "y"},
    ],
    "pools": [{"id": "p", "draw": 1, "pick": {"all": True}}],
    "facts": [{"id": "f", "text": "x", "source": "https://a.vn", "checked_on": "2026-11-21", "valid_from": None}],
}


@given(quizzes(min_items=0, max_items=4, texts=RICH_TEXTS))
def test_a_quiz_survives_storing(quiz: Quiz) -> None:
    text = quiz.to_json()
    again = Quiz.from_json(text)
    assert again == quiz
    assert again.to_json() == text
    assert quiz.digest == jsonform.digest(text)
    assert not [f for f in check_quiz(quiz) if f.severity == "error"]


def test_an_example_has_nothing_to_complain_about() -> None:
    assert read_quiz(DATA)[1] == ()


def changed(path: str, value: Any) -> dict[str, Any]:
    data = copy.deepcopy(DATA)
    node: Any = data
    *parents, last = [int(p) if p.isdigit() else p for p in path.split("/")]
    for part in parents:
        node = node[part]
    if value is ...:
        del node[last]
    else:
        node[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        ("schema", "1", "bad-number", "schema"),
        ("intro", 5, "wrong-type", "intro"),
        ("items", {}, "wrong-type", "items"),
        ("items/0", [], "wrong-form", "items.1"),
        ("items/0/id", "Có dấu", "bad-id", "items.1.id"),
        ("items/0/id", ..., "bad-id", "items.1.id"),
        ("items/0/id", "x" * 65, "bad-id", "items.1.id"),
        ("items/1/id", "a", "duplicate-id", "items.a"),
        ("items/0/type", "essay", "unknown-type", "items.a.type"),
        ("items/0/type", ["x"], "unknown-type", "items.a.type"),
        ("items/0/points", 0, "bad-number", "items.a.points"),
        ("items/0/points", -1, "bad-number", "items.a.points"),
        ("items/0/points", float("nan"), "bad-number", "items.a.points"),
        ("items/0/points", float("inf"), "bad-number", "items.a.points"),
        ("items/0/points", 10**400, "bad-number", "items.a.points"),
        ("items/0/points", True, "bad-number", "items.a.points"),
        ("items/0/competencies", ["4.2"], "bad-competency", "items.a.competencies"),
        ("items/0/competencies", "x:1", "wrong-type", "items.a.competencies"),
        ("items/0/tags", ["otp", "otp"], "duplicate-id", "items.a.tags"),
        ("items/0/shuffle", "no", "wrong-type", "items.a.shuffle"),
        ("items/0/optoins", [], "unknown-field", "items.a.optoins"),
        ("items/0/options/0/correct", 1, "wrong-type", "items.a.options.a.correct"),
        ("items/0/options/0/correct", False, "no-right-option", "items.a"),
        ("items/0/options/1/correct", True, "several-right-options", "items.a"),
        ("items/0/options/1/id", "a", "duplicate-id", "items.a.options.a"),
        ("items/1/answer", ..., "wrong-type", "items.b.answer"),
        ("items/1/text", "<script>x</script>", "item-without-text", "items.b"),
        ("pools/0/draw", 3, "pool-too-small", "pools.p"),
        ("pools/0/draw", 0, "bad-number", "pools.p.draw"),
        ("pools/0/pick", {}, "bad-pick", "pools.p.pick"),
        ("pools/0/pick", {"all": False}, "bad-pick", "pools.p.pick.all"),
        ("pools/0/pick", {"all": True, "tags": ["otp"]}, "bad-pick", "pools.p.pick"),
        ("pools/0/pick", {"items": ["a", "c"]}, "unknown-item", "pools.p"),
        ("pools/0/pick", {"tags": ["khac"]}, "pool-too-small", "pools.p"),
        ("pools/0", {"id": "p", "pick": {"tags": ["khac"]}}, "empty-pool", "pools.p"),
        ("facts/0/source", "javascript:alert(1)", "bad-address", "facts.f.source"),
        ("facts/0/source", "https://a.vn/\ud800", "bad-address", "facts.f.source"),
        ("facts/0/checked_on", "2026-02-30", "bad-date", "facts.f.checked_on"),
        ("facts/0/text", "", "fact-without-text", "facts.f"),
    ],
)
def test_a_fault_is_an_error_at_its_place(path: str, value: Any, code: str, where: str) -> None:
    quiz, findings = read_quiz(changed(path, value))
    assert quiz is None
    assert (code, where) in [(f.code, f.where) for f in findings if f.severity == "error"]
    with pytest.raises(ModelError):
        Quiz.from_json(changed(path, value))


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("items/0/options/1/feedback", "", "option-without-feedback"),
        ("items", [], "no-items"),
        ("pools/0/pick", {"items": ["a"]}, "item-never-drawn"),
    ],
)
def test_a_doubt_is_a_warning_and_the_quiz_is_usable(path: str, value: Any, code: str) -> None:
    data = changed(path, value)
    if code == "no-items":
        data["pools"] = []
    quiz, findings = read_quiz(data)
    assert quiz is not None
    assert code in [f.code for f in findings]


def test_every_fault_is_reported_at_once() -> None:
    data = changed("items/0/points", 0)
    data["items"][1]["answer"] = "x"
    data["facts"][0]["source"] = ""
    assert len(read_quiz(data)[1]) == 3


def test_unknown_names_get_a_suggestion() -> None:
    finding = read_quiz(changed("items/0/explanatoin", "x"))[1][0]
    assert "explanation" in finding.en
    assert "explanation" in finding.vi


def test_texts_are_cleaned_on_loading() -> None:
    quiz = Quiz.from_json(changed("items/0/options/0/text", '<img src=x onerror=alert(1)><p onclick="x">A</p>'))
    assert quiz.items[0].options[0].text == "A"  # type: ignore[attr-defined]


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(
                st.one_of(st.text(max_size=3), st.sampled_from(["schema", "items", "pools", "facts", "id", "type"])),
                inner,
                max_size=5,
            ),
        ),
        max_leaves=20,
    )
)  # fmt: skip
def test_any_json_is_a_quiz_or_a_list_of_findings(data: Any) -> None:
    try:
        quiz, findings = read_quiz(data if isinstance(data, dict | str) else json.dumps(data))
    except NewerSchemaError:
        return
    assert quiz is not None or findings
    for finding in findings:
        finding.vi.encode()


@pytest.mark.parametrize("text", ["", "[", "[" * 100_000, "5", '"x"', "null", '{"schema": 1, "schema": 2\ud800'])
def test_damaged_text_is_refused(text: str) -> None:
    with pytest.raises(ModelError):
        load_quiz(text)


def test_four_megabytes_are_the_limit() -> None:
    data = changed("intro", "x" * 4_000_000)
    assert [f.code for f in read_quiz(json.dumps(data))[1]] == ["too-large"]
    assert "too-large" in [f.code for f in read_quiz(data)[1]]


def test_a_newer_schema_is_refused_politely() -> None:
    with pytest.raises(NewerSchemaError) as caught:
        Quiz.from_json(changed("schema", 2))
    assert caught.value.findings[0].code == "newer-schema"


@pytest.mark.parametrize("schema", [0, ...])
def test_schema_0_is_upgraded(schema: Any) -> None:
    data = changed("schema", schema)
    del data["facts"]
    data["items"][0]["competency"] = data["items"][0].pop("competencies")[0]
    quiz = Quiz.from_json(data)
    assert quiz.items[0].competencies == ("tt02-2025:4.2",)
    assert json.loads(quiz.to_json())["schema"] == 1
    assert data["items"][0]["competency"] == "tt02-2025:4.2"


def test_every_older_schema_has_its_upgrade() -> None:
    assert sorted(model.UPGRADES) == list(range(model.SCHEMA))


def test_a_digest_does_not_depend_on_how_numbers_and_letters_were_typed() -> None:
    one = changed("items/0/points", 2)
    two = changed("items/0/points", 2.0)
    one["intro"], two["intro"] = "e\u0301", "é"
    assert Quiz.from_json(one).digest == Quiz.from_json(two).digest


def test_parsing_is_done_once_per_text(monkeypatch: pytest.MonkeyPatch) -> None:
    text = Quiz.from_json(changed("intro", "một lần")).to_json()
    first = load_quiz(text)
    monkeypatch.setattr(model, "read_quiz", lambda _: pytest.fail("parsed twice"))
    assert load_quiz(text) is first


def test_the_cache_forgets_the_oldest() -> None:
    text = Quiz.from_json(changed("intro", "cũ")).to_json()
    first = load_quiz(text)
    for number in range(100):
        load_quiz(Quiz.from_json(changed("intro", f"mới {number}")).to_json())
    assert load_quiz(text) is not first


def test_pools_that_overlap_are_counted_without_their_common_items() -> None:
    data = changed("pools", [{"id": "p", "draw": 1, "pick": {"all": True}}, {"id": "q", "pick": {"all": True}}])
    assert Quiz.from_json(data).attempt_length() == 2
    data["pools"][1]["draw"] = 2
    assert "pool-too-small" in [f.code for f in read_quiz(data)[1]]
