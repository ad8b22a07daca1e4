"""YAML of authors: plain data with lines, nothing surprising, never an unexpected exception."""

import datetime as dt

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from course_export.source.yamltext import YamlProblem, front_matter, parse

plain_texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20)
json_data = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | plain_texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain_texts, inner, max_size=4),
    max_leaves=12,
)


def problem(text: str) -> YamlProblem:
    with pytest.raises(YamlProblem) as caught:
        parse(text)
    return caught.value


def test_every_value_knows_its_line():
    document = parse("id: a\ncourse:\n  org: X\n  modules:\n    - một\n    - hai\n", first_line=11)
    assert document.line("id") == 11
    assert document.line("course", "org") == 13
    assert document.line("course", "modules", 1) == 16
    assert document.line("course", "not there") == 12


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3),
        ("a: {b: 1,\n  b: 2}\n", "yaml-duplicate-key", 2),
        ("a: &x [1]\nb: *x\n", "yaml-alias", 1),
        ("a: 1\nb: *x\n", "yaml-alias", 2),
        ("a: 1\n<<: {b: 2}\n", "yaml-key", 2),
        ("a: !!python/object/apply:os.system [ls]\n", "yaml-tag", 1),
        ("a: !!binary aGVsbG8=\n", "yaml-tag", 1),
        ("? [1, 2]\n: x\n", "yaml-key", 1),
        ("a: 1\nb: [1, 2\n", "yaml-syntax", 3),
        ("a: 1\n\tb: 2\n", "yaml-syntax", 2),
        ("a: 1\n---\nb: 2\n", "yaml-syntax", 2),
        ("a: 1\nb: \x07\n", "yaml-syntax", 2),
        ("a: 2026-13-45\n", "yaml-value", 1),
        ("a: " + "[" * 200 + "]" * 200, "yaml-too-deep", 1),
        ("a: " + "[" * 100_000, "yaml-too-deep", 1),
    ],
)
def test_surprises_are_refused_with_a_line(text, code, line):
    found = problem(text)
    assert (found.code, found.line) == (code, line)
    assert found.vi
    assert found.en


def test_the_line_counts_from_where_the_text_begins_in_its_file():
    with pytest.raises(YamlProblem) as caught:
        parse("a: 1\na: 2\n", first_line=2)
    assert caught.value.line == 3


def test_dates_come_out_as_text_and_text_is_composed():
    day, decomposed = dt.date(2026, 11, 21), "tie\u0302\u0301ng"
    assert parse(f"a: {day}\nb: {decomposed}\n").data == {"a": "2026-11-21", "b": "ti\u1ebfng"}


@given(st.dictionaries(plain_texts.filter(bool), json_data, max_size=4))
def test_what_a_yaml_writer_writes_is_read_back(data):
    import unicodedata

    def nfc(value):
        if isinstance(value, str):
            return unicodedata.normalize("NFC", value)
        if isinstance(value, dict):
            return {nfc(k): nfc(v) for k, v in value.items()}
        return [nfc(v) for v in value] if isinstance(value, list) else value

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data):
            return True

    text = yaml.dump(data, Dumper=Plain, allow_unicode=True)
    assert parse(text).data == nfc(data)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        parse(text)
    except YamlProblem as found:
        words = found.vi
    else:
        words = "."
    assert words.endswith((".", "?"))


@given(st.text(alphabet="-ab:\n \t.", max_size=80))
def test_front_matter_splits_without_losing_a_line(text):
    matter, body, line = front_matter(text)
    if matter is None:
        assert (body, line) == (text, 1)
    else:
        lines = text.split("\n")
        assert lines[line - 1 :] == body.split("\n") or (body == "" and line == len(lines) + 1)
        assert "\n".join(lines[1 : line - 2]) == matter
