"""What every scanner of text is: views in, hits out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from gptreview.model.finding import Card, Hit
from gptreview.model.segment import Segment
from gptreview.model.view import View


class MissingPartError(Exception):
    """A part that a scanner ought to have does not work; its message says which, in one clause."""


class Scanner(Protocol):
    """Finds places in a text. Cheap to make: what is heavy is loaded by the first text."""

    @property
    def name(self) -> str:
        """Short and stable: ``rules``, ``pii``."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same text could get other hits."""
        ...

    def cards(self) -> Sequence[Card]:
        """What it can say, sorted by id."""
        ...

    def scan(self, segment: Segment, views: Sequence[View]) -> Iterable[Hit]:
        """The hits in one text.

        Args:
            segment: The text as written; hits are spans of it.
            views: Its readings, the written one first.

        Raises:
            ScanLimitError: The text made it give up; the review then ends in ``review``.
            MissingPartError: The text needed a part that does not work; likewise, after the hits
                that were found without it.
        """
        ...
