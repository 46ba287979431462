"""From bytes to code points and back, without counting a long text each time."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import Final

_STRIDE: Final = 2_048
"""Code points from one mark to the next."""


class Offsets:
    """Offsets of one text and of its UTF-8 form; a lone surrogate counts as one byte there."""

    def __init__(self, text: str, data: bytes) -> None:
        self._text = text
        self._data = data
        self._plain = len(text) == len(data)

    def point(self, byte: int) -> int:
        """The code point that a byte belongs to, or the text's length."""
        if self._plain:
            return byte
        mark = bisect_right(self._marks, byte) - 1
        return mark * _STRIDE + len(self._data[self._marks[mark] : byte].decode("utf-8", "ignore"))

    def byte(self, point: int) -> int:
        """The byte at which a code point begins, or the length of the UTF-8 form."""
        if self._plain:
            return point
        mark, rest = divmod(point, _STRIDE)
        start = mark * _STRIDE
        return self._marks[mark] + len(self._text[start : start + rest].encode("utf-8", "replace"))

    @cached_property
    def _marks(self) -> list[int]:
        marks = [0]
        for start in range(0, len(self._text) - _STRIDE + 1, _STRIDE):
            stretch = self._text[start : start + _STRIDE]
            marks.append(marks[-1] + len(stretch.encode("utf-8", "replace")))
        return marks
