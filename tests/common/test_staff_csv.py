"""Cells of the files for course staff, whatever somebody typed into an answer or a name."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.common import staff_csv

STARTERS = ("=", "+", "-", "@")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("Lan;=1+1", "Lan;'=1+1"),
        ('Lan; "=1+1', "Lan; \"'=1+1"),
        ("Lan\n=1+1", "Lan\n'=1+1"),
        ("a;b; c - d", "a;b; c - d"),
        ("12:30; 5", "12:30; 5"),
    ],
)
def test_what_another_separator_would_cut_out_is_no_formula_either(value, cell):
    assert staff_csv.cell(value) == cell


@pytest.mark.parametrize(("value", "cell"), [(4.0, "4"), (-2.0, "-2"), (0.8, "0.8"), (5, "5"), (None, "")])
def test_whole_points_have_no_decimals_that_another_language_reads_as_thousands(value, cell):
    assert staff_csv.cell(value) == cell


@given(st.lists(st.text(alphabet="ab;,\"\n\r\t =+-@1'", max_size=12), min_size=1, max_size=4))
def test_no_spreadsheet_finds_a_formula(words):
    text = staff_csv.lines([["lan", *words]])
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            for cell in row:
                assert re.fullmatch(r"-\d+", cell) or not cell.strip().startswith(STARTERS), (separator, cell)
