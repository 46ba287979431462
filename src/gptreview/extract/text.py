"""What the reader of one format hands back."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from gptreview.model.segment import Mark


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one file, with where each part of it stands, before it becomes a segment."""

    text: str = dataclasses.field(repr=False)
    marks: tuple[Mark, ...] = dataclasses.field(default=(Mark(0, ""),), repr=False)
    """Sorted by start, which counts code points of ``text``; the first one has start 0."""
    media_type: str = "text/plain"
    """What the file turned out to be, by IANA's names."""
