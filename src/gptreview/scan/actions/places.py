"""Where in the schema's text a pointer stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from typing import Final

from gptreview.reading.document import Document

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_AHEAD: Final = 4_000
"""Code points after a key in which the words of its value are looked for."""
_LONGEST: Final = 300
"""Code points of a span where the words are not in the text as they are."""
_SHORTEST: Final = 12


class Places:
    """Spans of one text by pointers of the document that was read from it.

    Args:
        document: As it was read.
        text: The same text as the scanners see it; offsets are counted in it.
        pointers: All that will be asked for.
    """

    def __init__(self, document: Document, text: str, pointers: Collection[str]) -> None:
        self._text = text
        self._located = document.locate(pointers)
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def span(self, pointer: str, phrase: str) -> tuple[int, int]:
        """The phrase where it stands behind the pointer's key, else the key and its line."""
        start = self._offset(pointer)
        at = self._text.find(phrase, start, start + _AHEAD) if phrase else -1
        if at >= 0:
            return at, at + len(phrase)
        words = phrase.split()
        for size in range(min(len(words), 6), 1, -1):  # the text may break the line inside it
            lead = " ".join(words[:size])
            at = self._text.find(lead, start, start + _AHEAD) if len(lead) >= _SHORTEST else -1
            if at >= 0:
                return at, at + len(lead)
        return self._line(start)

    def _line(self, start: int) -> tuple[int, int]:
        line = bisect_right(self._starts, start)
        stop = self._starts[line] if line < len(self._starts) else len(self._text)
        shown = self._text[start : min(stop, start + _LONGEST)].rstrip()
        return start, start + max(len(shown), 1)

    def _offset(self, pointer: str) -> int:
        line, column = self._located[pointer]
        begin = self._starts[min(line, len(self._starts)) - 1]
        return max(0, min(begin + column - 1, len(self._text) - 1))
