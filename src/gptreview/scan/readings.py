"""What was found in a text's readings, each place of the written text once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Generic, NamedTuple, Protocol, TypeVar

from gptreview.model.view import View


class Spanned(Protocol):
    """Anything that stands between two places of a view."""

    @property
    def start(self) -> int:
        """First character, counted in code points."""
        ...

    @property
    def end(self) -> int:
        """After the last character."""
        ...


SpanT = TypeVar("SpanT", bound=Spanned)


class Found(NamedTuple, Generic[SpanT]):
    """What stands in one of a text's readings."""

    span: SpanT
    """Offsets in the view."""
    view: View
    start: int
    """In the written text; all offsets count code points, ends are exclusive."""
    end: int

    @property
    def value(self) -> str:
        """The text of the span as the view reads it."""
        return self.view.text[self.span.start : self.span.end]


def each_place_once(readings: Iterable[tuple[View, Iterable[SpanT]]]) -> list[Found[SpanT]]:
    """The spans of all readings, sorted by where they were written.

    Where a place was read before, what a later reading says of it is left out.

    Args:
        readings: Each view with what was found in it, the written text's own first.
    """
    found: list[Found[SpanT]] = []
    for view, spans in readings:
        known = [each.start for each in found]
        new = []
        for span in spans:
            start, end = view.written(span.start, span.end)
            before = bisect_left(known, end) - 1
            if before < 0 or found[before].end <= start:
                new.append(Found(span, view, start, end))
        if new:
            found = sorted(found + new, key=lambda each: (each.start, each.end))
    return found
