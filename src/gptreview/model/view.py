"""A text as a reader would understand it, with the way back to what was written."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the view and the run of the written text that it came from.

    Where both are equally long, characters correspond one to one; else the whole run stands for
    the whole run.
    """

    view_start: int
    view_end: int
    start: int
    """In the written text; all offsets count code points, ends are exclusive."""
    end: int
    disguise: str = ""
    """What was undone here: ``zero-width``, ``confusable``, ``base64``, …; empty for nothing, or
    for a change that hides nothing (case of width, traditional characters)."""

    @property
    def linear(self) -> bool:
        """Whether characters correspond one to one."""
        return self.view_end - self.view_start == self.end - self.start


@dataclass(frozen=True, slots=True)
class View:
    """One reading of a text."""

    text: str = field(repr=False)
    name: str = "written"
    """``written`` is the text itself; ``plain`` undoes disguises; others say what was decoded."""
    pieces: tuple[Piece, ...] | None = field(default=None, repr=False)
    """Contiguous, from the view's first to its last character; None: the written text itself."""

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The span of the written text behind a span of the view; never empty for a full one."""
        if self.pieces is None or not self.pieces:
            return start, end
        first = self._piece(start)
        last = self._piece(end - 1) if end > start else first
        begin = first.start + (start - first.view_start if first.linear else 0)
        if end <= start:
            return begin, begin
        finish = last.start + (end - last.view_start) if last.linear else last.end
        return begin, finish

    def disguises(self, start: int, end: int) -> tuple[str, ...]:
        """What was undone inside a span of the view, sorted, each once."""
        found: set[str] = set()
        for index in range(self._index(start) if self.pieces else 0, len(self.pieces or ())):
            assert self.pieces is not None  # noqa: S101 - the range is empty otherwise
            piece = self.pieces[index]
            if piece.view_start >= end:
                break
            if piece.disguise:
                found.add(piece.disguise)
        return tuple(sorted(found))

    def _index(self, at: int) -> int:
        assert self.pieces is not None  # noqa: S101 - asked by the callers
        found = bisect_right(self.pieces, at, key=lambda piece: piece.view_start) - 1
        return max(0, found)

    def _piece(self, at: int) -> Piece:
        assert self.pieces is not None  # noqa: S101 - asked by the callers
        return self.pieces[self._index(at)]
