"""Columns of a terminal."""

from __future__ import annotations

import pytest

from gptreview.render.columns import columned, wrapped


def test_cells_are_as_wide_as_the_widest() -> None:
    """A Chinese character takes two columns; the last cell is not filled up."""
    assert columned([["a", "一二", "x"], ["bcd", "e", "yz"]], None) == [
        ["a  ", "一二", "x"],
        ["bcd", "e   ", "yz"],
    ]


@pytest.mark.parametrize(
    ("width", "last"),
    [(18, ["abcdefghijklmno"]), (17, ["abcdefghijklm…"]), (15, ["abcdefghijk…"]), (14, [])],
)
def test_the_last_cell_is_cut_or_left_out(width: int, last: list[str]) -> None:
    """Twelve columns of it are the least that says anything."""
    assert columned([["k", "abcdefghijklmno"]], width) == [["k", *last]]


def test_a_short_last_cell_is_never_left_out_where_it_fits() -> None:
    """It needs no twelve columns."""
    assert columned([["key", "ab"]], 7) == [["key", "ab"]]


def test_text_is_wrapped_at_words() -> None:
    """A very narrow terminal is taken for forty columns; None wraps nothing."""
    text = "one two three four five six seven eight nine"
    assert wrapped(text, None) == [text]
    assert wrapped(text, 3) == ["one two three four five six seven eight", "nine"]
    assert wrapped("", 50) == [""]
