"""A text as the search for words sees it: in lower case, and on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

_WORD: Final = re.compile(rb"[^\t\n\v\f\r ]+")
_LETTERS: Final = b"abcdefghijklmnopqrstuvwxyz0123456789_"
_ONLY_LETTERS: Final = bytes(byte if byte in _LETTERS else 0x20 for byte in range(256))


def only_words(data: bytes) -> bytes:
    """The same, but that all save letters, digits and underscores of ASCII are spaces."""
    return data.translate(_ONLY_LETTERS)


class OneLine:
    """A text with one space for every run of white space and at both ends.

    Args:
        text: In UTF-8.
    """

    def __init__(self, text: bytes) -> None:
        self._text = text
        self.data = b" %b " % b" ".join(text.lower().split())
        self.words = only_words(self.data)
        """The same length, with spaces for all but words of ASCII."""
        self.is_ascii = text.isascii()

    def written(self, places: Iterable[int]) -> Iterator[int]:
        """The bytes of the text that bytes of the line were; a space is the end of a word.

        Args:
            places: Sorted; in words, or where they end.
        """
        words = _WORD.finditer(self._text)
        seen = line = start = 0
        for place in places:
            further = self.data.count(b" ", seen, place)
            seen = place
            if further:
                start = next(islice(words, further - 1, None)).start()
                line = self.data.rfind(b" ", 0, place) + 1
            yield start + place - line
