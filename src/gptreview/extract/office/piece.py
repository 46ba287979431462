"""What a parser of a binary format says, piece by piece, while it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_UNSOUND = re.compile("[\ud800-\udfff]|\r\n?")


@dataclass(frozen=True, slots=True)
class Line:
    """A text that was read; one line of a table, or as many lines as a page has."""

    text: str = field(repr=False)
    place: str
    """In words, as in `Mark`."""
    row: int = 0
    """As in `Mark`."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was not read; an `Unread` before it knows its artifact."""

    code: str
    reason: str
    place: str = ""


Piece = Line | Gap


def sound(text: str) -> str:
    """The text with line feeds only, and no half of a surrogate pair."""
    return _UNSOUND.sub(lambda found: "\n" if found[0] < "\ud800" else "�", text)


def within_characters(pieces: Iterator[Piece], max_characters: int) -> Iterator[Piece]:
    """Pass pieces on until their text reaches the budget; the rest is a gap, and isn't read."""
    left = max_characters
    for piece in pieces:
        if isinstance(piece, Gap):
            yield piece
            continue
        text = sound(piece.text)
        if len(text) < left:
            left -= len(text) + 1
            yield Line(text, piece.place, piece.row)
            continue
        if left:
            yield Line(text[:left], piece.place, piece.row)
        reason = f"over the budget of {max_characters:,} characters"
        yield Gap("too-large", reason, f"from {piece.place} on" if piece.place else "")
        return
