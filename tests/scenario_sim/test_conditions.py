"""Conditions: one meaning in two forms, and no text that makes the parser fall over."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.common.findings import ModelError
from xblocks.scenario_sim import conditions as c
from xblocks.scenario_sim.conditions import AllOf, AnyOf, ConditionError, FlagSet, MeterIs, Not, Visits

from .stories import condition_data

EXAMPLE = AllOf((MeterIs("tien", "<", 50), AnyOf((FlagSet("da-tin"), Not(Visits("cuoc-goi", ">=", 2))))))


@pytest.mark.parametrize(
    "text",
    [
        "tien < 50 và (da-tin hoặc không cuoc-goi >= 2 lần)",
        "tien < 50 and (da-tin or not cuoc-goi >= 2 visits)",
        "TIEN".lower() + "<50 AND (da-tin OR NOT cuoc-goi ≥ 2 times)",
        "((tien < 50,0)) và ((da-tin) hoặc (không (cuoc-goi >= 2 lần)))",
    ],
)
def test_both_languages_say_the_same(text):
    assert c.parse_text(text) == EXAMPLE


def test_words_typed_with_combining_accents_are_understood():
    import unicodedata

    assert c.parse_text(unicodedata.normalize("NFD", "a và không b")) == AllOf((FlagSet("a"), Not(FlagSet("b"))))


@given(condition_data())
def test_every_form_reads_back_to_the_same_condition(data):
    condition = c.load(data)
    assert c.load(c.dump(condition)) == condition
    assert c.parse_text(c.to_text(condition, "vi")) == condition
    assert c.parse_text(c.to_text(condition, "en")) == condition


@given(
    condition_data(),
    st.dictionaries(st.sampled_from(["tien", "tin"]), st.integers(0, 10)),
    st.sets(st.sampled_from(["co-a", "co-b"])),
    st.dictionaries(st.sampled_from(["s1", "s2"]), st.integers(1, 3)),
)
def test_evaluation_is_total_and_keeps_the_laws_of_logic(data, meters, flags, visits):
    state = SimpleNamespace(meters=meters, flags=flags, visits=visits)
    condition = c.load(data)
    held = c.evaluate(condition, state)
    assert c.evaluate(Not(condition), state) is (not held)
    assert c.evaluate(c.load(["all", data, data]), state) is held
    assert c.evaluate(c.load(["any", data, ["not", data]]), state)


@given(st.text(max_size=60) | st.text(alphabet='()"<>=≤ab-12.,và hoặckôngl', max_size=60))
def test_any_text_is_a_condition_or_a_finding(text):
    findings = ()
    try:
        condition = c.parse_text(text, "scenes.a.choices.b.when")
    except ConditionError as error:
        findings = error.findings
    else:
        assert c.parse_text(c.to_text(condition)) == condition
    assert all(f.where == "scenes.a.choices.b.when" and f.vi and f.en for f in findings)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["all", "not", "meter", "a", "<"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=8,
)


@given(json_values)
def test_any_json_is_a_condition_or_a_finding(data):
    findings = ()
    try:
        condition = c.load(data)
    except ModelError as error:
        findings = error.findings
    else:
        assert c.load(c.dump(condition)) == condition
    assert all(f.code == "bad-condition" for f in findings)


@pytest.mark.parametrize("text", ["(" * 5000, "không " * 5000, "a và " * 3000 + "a", "a < " + "9" * 500, "x" * 100_000])
def test_hostile_lengths_are_refused(text):
    with pytest.raises(ConditionError):
        c.parse_text(text)


def test_hostile_json_depth_is_refused():
    data = ["flag", "a"]
    for _ in range(500):
        data = ["not", data]
    with pytest.raises(ConditionError):
        c.load(data)


def test_unknown_names_compare_as_false():
    nothing = SimpleNamespace(meters={}, flags=(), visits={})
    assert not c.evaluate(MeterIs("x", ">=", 0), nothing)
    assert not c.evaluate(FlagSet("x"), nothing)
    assert c.evaluate(Visits("x", "=", 0), nothing)
    assert c.evaluate(None, nothing)
