"""Texts on one line, and the way back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gptreview.scan.one_line import OneLine, only_words


def _inside(line: OneLine) -> list[int]:
    return list(range(1, len(line.data))) if line.data.strip() else []


_TEXTS = st.text(alphabet="aB_9 \n\t\v\r.好\u2003\u00a0", max_size=40)


def test_white_space_becomes_one_space() -> None:
    """Letters of ASCII are lowered; both ends have a space."""
    line = OneLine("Send \r\n\tME Ünd\u00a0so".encode())
    assert line.data == " send me Ünd\u00a0so ".encode()
    assert not line.is_ascii
    assert OneLine(b"").data == b"  "


def test_only_words_of_ascii_are_left() -> None:
    """All else is as many spaces as it has bytes."""
    assert OneLine("don’t: a_1 验".encode()).words == b" don   t  a_1     "
    assert only_words(b"a-b") == b"a b"


@given(_TEXTS)
def test_every_byte_finds_its_way_back(text: str) -> None:
    """The letters before a place of the line are those before the place in the text."""
    data = text.encode()
    line = OneLine(data)
    assert len(line.words) == len(line.data)
    places = _inside(line)
    for place, written in zip(places, line.written(places), strict=True):
        assert b"".join(data[:written].lower().split()) == b"".join(line.data[:place].split())


@given(_TEXTS, st.data())
def test_some_places_are_found_as_all_are(text: str, data: st.DataObject) -> None:
    """A few places, some of them twice, are where they are among all."""
    line = OneLine(text.encode())
    places = _inside(line)
    every = dict(zip(places, line.written(places), strict=True))
    some = sorted(data.draw(st.lists(st.sampled_from(places), max_size=6))) if places else []
    assert list(line.written(some)) == [every[place] for place in some]
