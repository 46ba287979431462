"""Rewriting with the way back."""

from __future__ import annotations

from gptreview.model.view import Piece, View
from gptreview.normalize.layer import Edit, Layer, Run


def test_an_untouched_layer_is_the_written_text() -> None:
    """Without edits there is nothing to lead back from."""
    layer = Layer("abc")
    assert layer.rewrite([]) is layer
    assert layer.view("plain") == View("abc", "plain")


def test_an_edit_that_overlaps_an_earlier_one_is_left_out() -> None:
    """The first edit wins; the text in between is kept once."""
    layer = Layer("abcdef").rewrite([Edit(1, 4, "X", "leet"), Edit(3, 5, "Y")])
    assert layer.text == "aXef"
    assert layer.runs == (Run(0, 1, 0, 1), Run(1, 2, 1, 4, "leet", lump=True), Run(2, 4, 4, 6))


def test_edits_upon_edits_lead_straight_back() -> None:
    """Two rewritings are one; what was deleted in the first is inside a lump of the second."""
    first = Layer("a\u200bbcdé!").rewrite([Edit(1, 2, "", "zero-width"), Edit(5, 6, "ef")])
    second = first.rewrite([Edit(0, 2, "Z", "leet"), Edit(4, 5, "w")])
    assert (first.text, second.text) == ("abcdef!"[:4] + "ef!"[:3], "Zcdwf!")
    assert second.runs == (
        Run(0, 1, 0, 3, "leet", lump=True),
        Run(1, 3, 3, 5),
        Run(3, 5, 5, 6, "", lump=True),
        Run(5, 6, 6, 7),
    )


def test_what_was_deleted_at_the_ends_belongs_to_the_neighbours() -> None:
    """The full span of the view is the full span of the text."""
    layer = Layer("\ufeffabcd\u200b\u200b").rewrite([Edit(0, 1, ""), Edit(5, 7, "")])
    assert layer.view("plain") == View(
        "abcd", "plain", (Piece(0, 1, 0, 2), Piece(1, 3, 2, 4), Piece(3, 4, 4, 7))
    )
    short = Layer("\ufeffa\u200b").rewrite([Edit(0, 1, ""), Edit(2, 3, "")])
    assert short.view("plain").pieces == (Piece(0, 1, 0, 3),)
    lumps = Layer("\u200bﬁ\u200b").rewrite([Edit(0, 1, ""), Edit(1, 2, "fi"), Edit(2, 3, "")])
    assert lumps.view("plain").written(0, 2) == (0, 3)


def test_a_stretch_keeps_its_way_back() -> None:
    """A part of a layer leads back to the same place as the whole."""
    layer = Layer("a\u200bbcd").rewrite([Edit(1, 2, "", "zero-width")])
    assert layer.part(1, 3) == Layer("bc", (Run(0, 2, 2, 4),))
    assert Layer("abcd").part(1, 3) == Layer("bc", (Run(0, 2, 1, 3),))


def test_respelling_keeps_places_and_names_nothing() -> None:
    """One character for one needs no pieces of its own."""
    assert Layer("對了").respell("对了") == Layer("对了", (Run(0, 2, 0, 2),))
    assert Layer("对了").respell("对了") == Layer("对了")


def test_a_lump_is_never_taken_for_a_correspondence() -> None:
    """Pieces of equal length correspond one to one, so a lump of equal length is split."""
    view = Layer("wxyz", (Run(0, 4, 0, 4, "leet", lump=True),)).view("plain")
    assert view.pieces == (Piece(0, 1, 0, 2, "leet"), Piece(1, 4, 2, 4, "leet"))
