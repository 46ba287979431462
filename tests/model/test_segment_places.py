"""Where a character stands: lines, columns, places and cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptreview.model.segment import FieldKind, Locator, Mark, Segment, column_letters

TEXT = "one\ntwo\n\nName\tAge\nAnn\t7\nlast\n"
SEGMENT = Segment(
    "knowledge:staff.xlsx",
    FieldKind.KNOWLEDGE,
    TEXT,
    marks=(Mark(0, "page 2", line=5), Mark(9, "sheet Staff", row=3), Mark(18, "", row=27)),
)


@pytest.mark.parametrize(
    ("offset", "locator", "shown"),
    [
        (0, Locator(5, 1, "page 2"), "page 2, 5:1"),
        (5, Locator(6, 2, "page 2"), "page 2, 6:2"),
        (8, Locator(7, 1, "page 2"), "page 2, 7:1"),
        (9, Locator(1, 1, "sheet Staff, cell A3"), "sheet Staff, cell A3, 1:1"),
        (15, Locator(1, 2, "sheet Staff, cell B3"), "sheet Staff, cell B3, 1:2"),
        (18, Locator(1, 1, "cell A27"), "cell A27, 1:1"),
    ],
)
def test_offset_becomes_a_place(offset: int, locator: Locator, shown: str) -> None:
    """A place has its own lines, and a row of a table has cells."""
    assert SEGMENT.locate(offset) == locator
    assert str(locator) == shown


def test_file_itself_needs_no_words() -> None:
    """A plain file's place is line and column."""
    assert str(Segment("name", FieldKind.NAME, "a\nb").locate(2)) == "2:1"


@given(
    text=st.text("ab\n\t", max_size=40),
    marks=st.lists(st.tuples(st.integers(1, 40), st.integers(0, 2)), max_size=4),
    offsets=st.lists(st.integers(0, 40), max_size=20).map(sorted),
)
def test_many_offsets_are_placed_as_each_alone(
    text: str, marks: list[tuple[int, int]], offsets: list[int]
) -> None:
    """One pass over the text gives what a look at each offset gives."""
    inside = [(start, row) for start, row in dict(sorted(marks)).items() if start <= len(text)]
    placed = tuple(Mark(start, f"part {start}", 1 + row, row) for start, row in inside)
    segment = Segment("name", FieldKind.NAME, text, marks=(Mark(0, ""), *placed))
    offsets = [offset for offset in offsets if offset <= len(text)]
    assert segment.locate_all(offsets) == [segment.locate(offset) for offset in offsets]


def test_columns_are_lettered_as_spreadsheets_do() -> None:
    """After Z comes AA, and after ZZ comes AAA."""
    letters = [column_letters(index) for index in (0, 25, 26, 51, 701, 702)]
    assert letters == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]


def test_a_mark_may_begin_inside_a_line() -> None:
    """Its column counts up to the end of that line, and the next one begins anew."""
    marks = (Mark(0, "", line=5, column=7), Mark(4, "script", line=9, column=2, in_file=True))
    segment = Segment("knowledge:a.html", FieldKind.KNOWLEDGE, "ab\nc\nde", marks=marks)
    assert segment.locate_all((1, 3, 4, 6)) == [
        Locator(5, 8),
        Locator(6, 1),
        Locator(9, 2, "script", in_file=True),
        Locator(10, 2, "script", in_file=True),
    ]
