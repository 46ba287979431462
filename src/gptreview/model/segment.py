"""Text on its way to the scanners: what it was taken from, and where each letter stood there."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """The part of a listing that a text belongs to."""

    NAME = "name"
    DESCRIPTION = "description"
    INSTRUCTIONS = "instructions"
    STARTERS = "starters"
    KNOWLEDGE = "knowledge"
    ACTIONS = "actions"


@dataclass(frozen=True, slots=True)
class Artifact:
    """One part of a listing before its text is taken out."""

    field: str
    """``name``, ``description``, ``instructions``, ``starters``, ``knowledge:<name>`` or
    ``action:<index>``, the index counted from 0."""
    kind: FieldKind
    name: str
    """The file's name, which is a hint and no evidence of its type; else the field."""
    data: bytes = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that no scanner has seen, and therefore nothing that may pass."""

    field: str
    """As in `Artifact`."""
    reason: str
    """Why, in one clause: ``encrypted PDF``, ``over the budget of 4,000,000 characters``."""
    place: str = ""
    """Which part of the artifact, in words: ``page 3``, ``archive member a/b.txt``; empty: all."""
    code: str = "unread"
    """Stable identifier: encrypted, damaged, too-large, too-deep, too-slow, unknown-type, …"""


@dataclass(frozen=True, slots=True)
class Mark:
    """From ``start`` on, the text was taken from this place of the artifact."""

    start: int
    """First character, counted in code points from the start of the segment."""
    place: str
    """In words: ``page 3``, ``slide 2``, ``inner.zip > notes.txt``; empty for the file itself."""
    line: int = 1
    """Line of the place on which the text begins, counted from 1."""
    row: int = 0
    """Row of a table, counted from 1; the text is then one row, its cells parted by tabs."""
    column: int = 1
    """Column of that line on which the text begins, counted from 1 in code points."""
    in_file: bool = False
    """Whether line and column count in the artifact's own file although a place is named, as for
    an attribute of a page."""


@dataclass(frozen=True, slots=True)
class Locator:
    """A spot that a person can find."""

    line: int
    """Counted from 1 inside the place."""
    column: int
    """Counted from 1 in code points."""
    place: str = ""
    """In words, with the cell where there is one: ``page 3``, ``sheet Staff, cell B12``."""
    in_file: bool = False
    """As in `Mark`."""

    def __str__(self) -> str:
        spot = f"{self.line}:{self.column}"
        return f"{self.place}, {spot}" if self.place else spot


@dataclass(frozen=True, slots=True)
class Segment:
    """A text with its origin. One artifact gives one segment, unless it is an archive."""

    field: str
    """As in `Artifact`."""
    kind: FieldKind
    text: str = dataclasses.field(repr=False)
    start: int = 0
    """Where the text begins, counted in code points from the start of the field's whole text."""
    marks: tuple[Mark, ...] = dataclasses.field(default=(Mark(0, ""),), repr=False)
    """Sorted by start; the first one has start 0."""
    media_type: str = "text/plain"
    """What the content turned out to be, by IANA's names."""

    def locate(self, offset: int) -> Locator:
        """Where a character stands; ``offset`` counts code points from the segment's start."""
        return self.locate_all((offset,))[0]

    def locate_all(self, offsets: Iterable[int]) -> list[Locator]:
        """As `locate`, for offsets in ascending order, in one pass over the text."""
        found: list[Locator] = []
        mark = at = line = cell = line_start = cell_start = -1
        text, marks = self.text, self.marks
        for offset in offsets:
            index = bisect_right(marks, offset, key=lambda each: each.start) - 1
            if index != mark:
                mark, at, line, cell = index, marks[index].start, marks[index].line, 0
                cell_start = at
                line_start = at - marks[index].column + 1
            line += text.count("\n", at, offset)
            line_start = text.rfind("\n", at, offset) + 1 or line_start
            place, start = marks[mark].place, line_start
            if marks[mark].row:
                cell += text.count("\t", at, offset)
                start = cell_start = text.rfind("\t", at, offset) + 1 or cell_start
                cell_name = f"cell {column_letters(cell)}{marks[mark].row}"
                place = f"{place}, {cell_name}" if place else cell_name
            found.append(Locator(line, offset - start + 1, place, marks[mark].in_file))
            at = offset
        return found


def column_letters(index: int) -> str:
    """A column's letters as spreadsheets name it; ``index`` counts from 0, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
