"""What the reader of one format hands back."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gptreview.model.segment import Mark


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one file, with where each part of it stands, before it becomes a segment."""

    text: str = dataclasses.field(repr=False)
    marks: tuple[Mark, ...] = dataclasses.field(default=(Mark(0, ""),), repr=False)
    """Sorted by start, which counts code points of ``text``; the first one has start 0."""
    media_type: str = "text/plain"
    """What the file turned out to be, by IANA's names."""
    start: int = 0
    """Where it begins, counted in code points of the file's text; only the end of a text whose
    middle is over the budget does not begin at 0."""


def shorten(text: Text, max_characters: int) -> tuple[Text, ...]:
    """The text itself, or its beginning and its end where it is over the budget."""
    if len(text.text) <= max_characters:
        return (text,)
    head, tail = shares(max_characters)
    cut = len(text.text) - tail
    kept = bisect_right(text.marks, cut, key=lambda mark: mark.start)
    before = text.marks[kept - 1]
    newlines = 0 if before.row else text.text.count("\n", before.start, cut)
    opening = replace(
        before, start=0, line=before.line + newlines, column=_column(text, before, cut)
    )
    later = shifted(text.marks[kept:], -cut)
    beginning = Text(
        text.text[:head],
        tuple(mark for mark in text.marks if mark.start < head) or text.marks[:1],
        text.media_type,
    )
    ending = Text(text.text[cut:], (opening, *later), text.media_type, cut)
    return (beginning, ending)


def shifted(marks: Iterable[Mark], characters: int, place: str = "") -> list[Mark]:
    """The marks of a text that comes to stand later, and inside a place."""
    if not characters and not place:
        return list(marks)
    return [
        Mark(
            mark.start + characters,
            join(place, mark.place),
            mark.line,
            mark.row,
            mark.column,
            mark.in_file and not place,
        )
        for mark in marks
    ]


def _column(text: Text, before: Mark, at: int) -> int:
    """The column of a place after a mark; in a table it counts from the cell's start."""
    if before.row:
        return before.column
    newline = text.text.rfind("\n", before.start, at)
    return at - newline if newline >= 0 else before.column + at - before.start


def join(outer: str, inner: str) -> str:
    """A place inside a place: ``inner.zip > notes.txt``."""
    return f"{outer} > {inner}" if outer and inner else outer or inner


def shares(max_characters: int) -> tuple[int, int]:
    """How many characters of a longer text its beginning gets, and how many its end."""
    tail = max_characters // 4
    return max_characters - tail, tail
