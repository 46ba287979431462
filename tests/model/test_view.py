"""The way back from a reading to what was written."""

from __future__ import annotations

import pytest

from gptreview.model.view import Piece, View

TEXT = "pa\u200by V信 now"
VIEW = View(
    "pay 微信 now",
    "plain",
    (
        Piece(0, 2, 0, 2),
        Piece(2, 2, 2, 3, "zero-width"),
        Piece(2, 4, 3, 5),
        Piece(4, 6, 5, 7, "evasion"),
        Piece(6, 10, 7, 11),
    ),
)
LUMP = View("say it", "base64", (Piece(0, 3, 4, 8, "base64"), Piece(3, 6, 8, 12, "base64")))


@pytest.mark.parametrize(
    ("start", "end", "written", "disguises"),
    [
        (0, 3, (0, 4), ("zero-width",)),
        (0, 2, (0, 2), ()),
        (2, 3, (3, 4), ()),
        (4, 6, (5, 7), ("evasion",)),
        (5, 6, (6, 7), ("evasion",)),
        (0, 10, (0, 11), ("evasion", "zero-width")),
        (3, 3, (4, 4), ()),
    ],
)
def test_a_span_leads_back(
    start: int, end: int, written: tuple[int, int], disguises: tuple[str, ...]
) -> None:
    """A span of the view is the span behind it, and only the disguises inside it count."""
    assert VIEW.written(start, end) == written
    assert VIEW.disguises(start, end) == disguises


def test_part_of_a_lump_leads_back_to_the_whole() -> None:
    """Where characters do not correspond, a span is widened to whole pieces."""
    assert LUMP.written(1, 2) == (4, 8)
    assert LUMP.written(2, 4) == (4, 12)
    assert LUMP.disguises(2, 4) == ("base64",)
    assert not LUMP.pieces[0].linear if LUMP.pieces else False


def test_the_written_view_is_its_own_way_back() -> None:
    """Without pieces, and with none, spans stand for themselves."""
    assert View(TEXT).written(2, 5) == (2, 5)
    assert View(TEXT).disguises(0, 5) == ()
    assert View("", "plain", ()).written(0, 0) == (0, 0)
