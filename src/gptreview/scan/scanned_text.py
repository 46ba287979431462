"""A text as the engines see it: in bytes, and with a limit to the work that it may ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final

from gptreview.scan.offsets import Offsets

REACH: Final = 1_000
"""Code points that a match may be long; a longer one is not found."""
_WINDOW: Final = 16_384
"""Bytes that RE2 is given at a time: some expressions look to the end of what they are given."""
_MAX_WORK: Final = 33_554_432
"""Bytes that RE2 may look at for one rule in one text, 32 MiB; real listings need a few kB. Work
is counted rather than timed so that the same text always ends the same way."""
_SEARCH_COST: Final = 1_024
"""To call RE2 takes about as long as to have it look at so many bytes."""

ByteSpan = tuple[int, int]


class ScanLimitError(Exception):
    """A text made more matches than anybody could read; the scanner gave up on it."""


class Regexp:
    """An expression for RE2, read and compiled when it is first asked.

    Args:
        read: Gives the compiled form, which matches bytes of UTF-8, and how many code points a
            match may have.
    """

    def __init__(self, read: Callable[[], tuple[Any, float]]) -> None:
        self._read = read

    @cached_property
    def _loaded(self) -> tuple[Callable[[bytes, int, int], Any], int]:
        compiled, longest = self._read()
        return compiled.search, int(min(longest, REACH))

    @property
    def reach(self) -> int:
        """Code points that a match may be long; a longer one is not found."""
        return self._loaded[1]

    def search(self, data: bytes, start: int, end: int) -> ByteSpan | None:
        """The leftmost match between two bytes; what stands around them is seen by anchors."""
        found = self._loaded[0](data, start, end)
        return None if found is None else found.span()


class ScannedText:
    """One text, in which expressions are looked for here and there. Offsets count bytes.

    Args:
        text: As it was given; a lone surrogate is taken for a question mark.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.data = text.encode("utf-8", "replace")
        self.offsets = Offsets(text, self.data)
        self._work = 0

    def bytes_of(self, points: int) -> int:
        """The most bytes that so many code points of this text may take."""
        return min(4 * points, points + len(self.data) - len(self.text))

    def search(self, regexp: Regexp, start: int, end: int) -> ByteSpan | None:
        """The first match in a stretch of the text, which may reach over its ends.

        Raises:
            ScanLimitError: The text asks for more work than any real one.
        """
        start, end = max(0, start), min(len(self.data), end)
        while start < end and self.data[start] & 0xC0 == 0x80:
            start += 1  # not into the middle of a character
        found = regexp.search(self.data, start, end)
        self.charge(_SEARCH_COST + (end if found is None else found[1]) - start)
        return found

    def around(self, regexp: Regexp, anchors: Sequence[int]) -> Iterator[ByteSpan]:
        """The matches that end at anchors: leftmost first, none overlapping another.

        Raises:
            ScanLimitError: The text asks for more work than any real one.
        """
        reach = self.bytes_of(regexp.reach)
        at = 0
        for anchor in anchors:
            if anchor <= at:
                continue
            found = self.search(regexp, max(at, anchor - reach), anchor + reach)
            if found is not None:
                yield found
                at = found[1]

    def within(self, regexp: Regexp, start: int, end: int) -> Iterator[ByteSpan]:
        """The matches inside a stretch of the text: leftmost first, none overlapping another.

        Raises:
            ScanLimitError: The text asks for more work than any real one.
        """
        at = start
        while at < end:
            high = min(end, at + _WINDOW)
            found = self.search(regexp, at, high)
            if found is not None:
                yield found
                at = found[1]
            elif high == end:
                return
            else:
                at = high - self.bytes_of(regexp.reach)

    def begin(self) -> None:
        """Count the work of another rule: what one has spent is not taken from the next."""
        self._work = 0

    def charge(self, work: int) -> None:
        """Count work that is as much as looking at so many bytes.

        Raises:
            ScanLimitError: A rule has asked for more of it than in any real text.
        """
        self._work += work
        if self._work > _MAX_WORK:
            raise ScanLimitError(f"more than {_MAX_WORK:,} bytes to look at twice")
