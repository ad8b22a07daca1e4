"""Percentages of results are rounded down, for learners and staff alike."""

from __future__ import annotations

import pytest

from xblocks.common.shares import percent
from xblocks.common.staff_words import percent_of


@pytest.mark.parametrize(
    ("share", "said"), [(0, 0), (2 / 3, 66), (0.598, 59), (0.6, 60), (0.58, 58), (0.29, 29), (1, 100), (0.9999, 99)]
)
def test_nobody_reads_the_pass_mark_who_has_not_reached_it(share, said):
    assert percent(share) == said
    assert percent_of(share * 7, 7) == said


def test_where_nothing_could_be_earned_there_is_no_percentage():
    assert percent_of(0, 0) is None
    assert percent_of(None, 3) is None
