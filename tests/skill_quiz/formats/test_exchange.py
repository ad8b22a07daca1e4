"""What the formats share to speak of other people's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.skill_quiz.formats.exchange import beginning


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Câu ngắn", "“Câu ngắn”"),
        ("“Bác chuyển hết tiền vào tài khoản tạm giữ ngay”", "“Bác chuyển hết tiền vào tài khoản tạm…”"),
        ("", "“”"),
    ],
)
def test_words_are_cut_between_words_and_quoted_once(words: str, said: str) -> None:
    assert beginning(words) == said


@given(st.text(max_size=120), st.integers(5, 60))
def test_the_beginning_of_any_words_is_one_short_quotation(words: str, limit: int) -> None:
    said = beginning(words, limit)
    assert len(said) <= limit + 3
    assert (said.count("“"), said.count("”")) == (1, 1)
