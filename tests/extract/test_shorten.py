from __future__ import annotations

from gptreview.extract.text import Text, shorten
from gptreview.model.segment import Mark


def test_text_inside_the_budget_is_kept() -> None:
    """What fits is the same value."""
    text = Text("abc")
    assert shorten(text, 3) == (text,)


def test_places_survive_the_cut() -> None:
    """Beginning and end keep their marks, and the end says on which line of which place it is."""
    text = Text(
        "a\nb\nc\nd\ne\nf\n", (Mark(0, "one"), Mark(4, "two", 7), Mark(10, "three")), "text/html"
    )
    assert shorten(text, 8) == (
        Text("a\nb\nc\n", (Mark(0, "one"), Mark(4, "two", 7)), "text/html"),
        Text("f\n", (Mark(0, "three"),), "text/html", 10),
    )
    assert shorten(text, 4)[1] == Text("\n", (Mark(0, "three", column=2),), "text/html", 11)
    assert shorten(text, 16) == (text,)


def test_cut_inside_a_place_counts_its_lines() -> None:
    """The line of the end is the one that it has in the whole text."""
    text = Text("a\nb\nc\nd\ne\nf\n", (Mark(0, "one", 3),))
    assert shorten(text, 8)[1] == Text("f\n", (Mark(0, "one", 8),), start=10)


def test_cut_inside_a_line_counts_its_columns() -> None:
    """The end's column is that of the whole line, from the mark or from the line's start."""
    text = Text("abcdefgh", (Mark(0, "one", 3, column=5),))
    assert shorten(text, 4)[1].marks == (Mark(0, "one", 3, column=12),)
    text = Text("a\ncdefgh", (Mark(0, "one", 3, column=5),))
    assert shorten(text, 4)[1].marks == (Mark(0, "one", 4, column=6),)


def test_cut_row_keeps_its_number() -> None:
    """A row of a table is one line, however long it is."""
    text = Text("a\tb\tc\td\te\tf\tg", (Mark(0, "sheet A", 1, 5),))
    assert shorten(text, 4)[1].marks == (Mark(0, "sheet A", 1, 5),)
