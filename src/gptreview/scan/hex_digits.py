"""The way back from each letter of a hexadecimal run, where the run as a whole is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from gptreview.model.view import Piece, View

_BYTE: Final = re.compile(r"(?:0x)?([0-9A-Fa-f]{2})")
_EXACT_LETTERS: Final = 30_000
"""Of longer runs only the whole is known, as of base64."""


def by_letter(view: View, text: str) -> View:
    """The reading with a piece for each letter that hexadecimal digits stand for.

    A value inside a run could not be masked without all the rest of it.

    Args:
        view: A reading of the text.
        text: As written.
    """
    if view.pieces is None or not any(map(_is_run, view.pieces)):
        return view
    return replace(
        view, pieces=tuple(part for piece in view.pieces for part in _parts(piece, view, text))
    )


def _is_run(piece: Piece) -> bool:
    length = piece.view_end - piece.view_start
    return piece.disguise == "hex" and not piece.linear and length <= _EXACT_LETTERS


def _parts(piece: Piece, view: View, text: str) -> Iterator[Piece]:
    said = view.text[piece.view_start : piece.view_end]
    digits = list(_BYTE.finditer(text, piece.start, piece.end)) if _is_run(piece) else []
    if bytes.fromhex("".join(match[1] for match in digits)) != said.encode("utf-8", "replace"):
        yield piece  # another encoding, or itself inside something else
        return
    byte = 0
    for at, letter in enumerate(said, piece.view_start):
        size = len(letter.encode())
        last = digits[byte + size - 1]
        yield Piece(at, at + 1, digits[byte].start(), last.end(), piece.disguise)
        byte += size
