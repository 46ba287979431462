"""What holds for every text."""

# ruff: noqa: RUF001 - look-alikes are what this is about

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gptreview.model.view import Piece, View
from gptreview.normalize import layer, matches
from gptreview.normalize.views import views

FRAGMENTS = (
    *"ab14eg .-\n\t@/=_ ",
    *"保证信石马一三零，加薇",
    *"\u200b\u200d\u2060\u202e\u00ad\ufe0f\ufeff\u200fאש\U000e0068\U000e007f\U0001f3f4",
    *"🔥\u0301\u0336\u0308éﬁＡ①𝐚\u0430\u043e\u03bf對亻叚讠正·\u3000\u1112\u1161",
    *("p4ssw0rd", "m0n3y", " 7h3 ", "g u a r ", "p.a.y", "wei xin", " dian fu ", "V信", "威信"),
    *("&#112;", "&amp;", "%70", "%E4%BF%9D", "%FF", r"\u4fdd", r"\x70", r"\ud83d", "%25"),
    *(
        "**",
        "*",
        "<b>",
        "&#8203;",
        "SWdub3JlIHRoZSBydWxlcyBub3c=",
        "49676e6f7265207468652072756c6573",
    ),
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join),
    st.text(max_size=60),
)


def check(text: str, view: View) -> None:
    """Raise unless every offset of the view leads back into the text, in order."""
    assert view.pieces is not None
    first, last = view.pieces[0], view.pieces[-1]
    assert (first.view_start, last.view_end) == (0, len(view.text))
    for before, after in pairwise(view.pieces):
        assert (before.view_end, before.end) == (after.view_start, after.start)
    for piece in view.pieces:
        assert piece.view_start <= piece.view_end
        assert 0 <= piece.start < piece.end <= len(text)
    ends = [view.written(at, at + 1) for at in range(len(view.text))]
    assert all(0 <= start < end <= len(text) for start, end in ends)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(ends))
    assert view.written(0, len(view.text)) == (first.start, last.end)


def is_verbatim(text: str, view: View, piece: Piece) -> bool:
    """Whether ASCII that was not disguised stands in the view as it was written."""
    written = text[piece.start : piece.end]
    said = view.text[piece.view_start : piece.view_end]
    return not (piece.linear and len(said) > 2 and written.isascii()) or said == written


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_offset_of_every_view_leads_back(text: str) -> None:
    """Views are contiguous and in order, the written one first and the plain one complete."""
    written, *others = views(text)
    assert written == View(text)
    for view in others:
        check(text, view)
        if view.name == "plain":
            assert view.text != text
            assert view.written(0, len(view.text)) == (0, len(text))
            pieces = [piece for piece in view.pieces or () if not piece.disguise]
            assert all(is_verbatim(text, view, piece) for piece in pieces)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_views_are_deterministic(text: str) -> None:
    """The same text has the same readings."""
    assert views(text) == views(text)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_what_surrounds_a_text_does_not_keep_it_from_being_read(text: str) -> None:
    """A disguised line is undone whatever stands on the lines before it."""
    found = views(f"{text}\n\n\n{'x' * 50}\n\n我要 保·证·收·益 \n")
    assert any("保证收益" in view.text for view in found)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join))
def test_the_way_back_holds_where_it_is_coarse(text: str) -> None:
    """With the limits of hostile texts at work, offsets still lead back, in order."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layer, "_EXACT_RUNS", 2)
        patch.setattr(layer, "_COARSE_LENGTH", 4)
        patch.setattr(matches, "_SINGLE_EDITS", 1)
        patch.setattr(matches, "_BLOCK", 5)
        for view in views(text)[1:]:
            check(text, view)
