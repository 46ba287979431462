"""The scanner for keys, tokens and passwords."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from gptreview.model.finding import Card, Hit
from gptreview.model.segment import Segment
from gptreview.model.view import View

_REVISION: Final = 0
"""Counts up whenever the same text could get other hits."""


class SecretScanner:
    """Tells what opens something; documented examples and placeholders are not told.

    Args:
        cache: Folder for the compiled candidate search; None keeps none.
    """

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache

    @property
    def name(self) -> str:
        """``secrets``."""
        return "secrets"

    @property
    def version(self) -> str:
        """Own revision."""
        return str(_REVISION)

    def cards(self) -> Sequence[Card]:
        """What it can say, sorted by id."""
        return ()

    def scan(self, segment: Segment, views: Sequence[View]) -> Iterable[Hit]:  # noqa: ARG002 - none yet
        """The hits in one text, in its order."""
        return ()
