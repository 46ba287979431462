"""What one pass of the automaton found in one text, and the exact spans behind it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from gptreview.scan.offsets import Offsets

REACH: Final = 1_000
"""Code points that a match may be long; a longer one is not found."""
_REACH_BYTES: Final = 4 * REACH
_MAX_WORK: Final = 67_108_864
"""Bytes handed to RE2 for one text, 64 MiB; real listings need a few kB. Work is counted rather
than timed so that the same text always ends the same way."""


class ScanLimitError(Exception):
    """A text made more matches than anybody could read; the scanner gave up on it."""


class Matches:
    """Candidates of one text by pattern, and their confirmation. Offsets here count bytes.

    Args:
        text: What was scanned.
        data: The same in UTF-8.
        ends: Where each part ends, sorted, by the part's number.
        needs: The parts of each pattern.
        owners: The patterns that need each part.
        confirm: The compiled RE2 expression of a pattern.
    """

    def __init__(
        self,
        text: str,
        data: bytes,
        ends: Mapping[int, Sequence[int]],
        needs: Sequence[Sequence[int]],
        owners: Sequence[Sequence[int]],
        confirm: Callable[[int], Any],
    ) -> None:
        self.text = text
        self.offsets = Offsets(text, data)
        self.size = len(data)
        self._data = data
        self._ends = ends
        self._needs = needs
        self._owners = owners
        self._confirm = confirm
        self._work = 0

    def patterns(self) -> set[int]:
        """Those of which every part was found somewhere."""
        asked = {pattern for part in self._ends for pattern in self._owners[part]}
        return {each for each in asked if all(part in self._ends for part in self._needs[each])}

    def anchors(self, pattern: int) -> Sequence[int]:
        """Where the pattern's rarest part ends; empty where a part of it is missing."""
        return min((self._ends.get(part, ()) for part in self._needs[pattern]), key=len)

    def possible(self, pattern: int, start: int, end: int) -> bool:
        """Whether every part of the pattern ends in a stretch of the text."""
        for part in self._needs[pattern]:
            ends = self._ends.get(part, ())
            index = bisect_right(ends, start)
            if index == len(ends) or ends[index] > end:
                return False
        return True

    def spans(self, pattern: int, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Matches inside a stretch of the text: leftmost first, none overlapping another.

        Raises:
            ScanLimitError: The text asks for more confirmation than any real one.
        """
        anchors = self.anchors(pattern)
        expression = self._confirm(pattern)
        index = bisect_right(anchors, start)
        at = start
        while index < len(anchors) and anchors[index] <= end:
            anchor = anchors[index]
            low = self._character_start(max(at, anchor - _REACH_BYTES))
            high = min(end, anchor + 2 * _REACH_BYTES)
            found = self.search(expression, low, high)
            if found is None:
                if high == end:
                    return
                # A match around any of these parts would have lain between `low` and `high`.
                index = bisect_right(anchors, anchor + _REACH_BYTES, index)
                continue
            yield found
            at = found[1]
            index = bisect_right(anchors, at, index)

    def charge(self, work: int) -> None:
        """Count work that is as much as looking at so many bytes.

        Raises:
            ScanLimitError: The text has asked for more of it than any real one.
        """
        self._work += work
        if self._work > _MAX_WORK:
            raise ScanLimitError(f"more than {_MAX_WORK:,} bytes to look at twice")

    def search(self, expression: Any, low: int, high: int) -> tuple[int, int] | None:
        """The first match of an RE2 expression in a stretch of the text.

        Raises:
            ScanLimitError: The text asks for more confirmation than any real one.
        """
        found = expression.search(self._data, low, high)
        begin, finish = found.span() if found is not None else (low, high)
        self.charge(finish - low)
        return None if found is None else (begin, finish)

    def _character_start(self, at: int) -> int:
        while at < len(self._data) and self._data[at] & 0xC0 == 0x80:
            at += 1
        return at
