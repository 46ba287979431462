"""A GPT together with where it was read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gptreview.errors import GptReviewError
from gptreview.model.gpt import Gpt


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a field's text stands among the files that a person can open."""

    file: str
    """Path as the user would write it."""
    line: int = 1
    """Line of the file on which the field begins, counted from 1."""
    exact: bool = False
    """Whether the field's text is the file's own, line by line, from there on."""
    shown: str = ""
    """The path with a mask over what is personal in it; empty where nothing is."""
    parts: tuple[FieldPart, ...] = ()
    """Of a field that was joined from several texts: where each stands, in their order. What is
    before the first one has the place itself."""

    def at(self, line: int) -> tuple[FieldPlace, int]:
        """The place of one line of the field, and which line of that place's text it is.

        Args:
            line: Line of the field, counted from 1, as is the one that comes back.
        """
        index = bisect_right(self.parts, line, key=lambda part: part.line) - 1
        if index < 0:
            return self, line
        part = self.parts[index]
        return part.place, line - part.line + 1

    def files(self) -> Iterator[str]:
        """Every file that the field was read from."""
        yield self.file
        for part in self.parts:
            yield from part.place.files()


@dataclass(frozen=True, slots=True)
class FieldPart:
    """One of several texts that a field was joined from."""

    line: int
    """Line of the field on which it begins, counted from 1."""
    place: FieldPlace


@dataclass(frozen=True, slots=True)
class Listing:
    """One GPT and its whereabouts."""

    gpt: Gpt
    source: str
    """What the user calls it: a folder, ``listings.jsonl:12``, an identifier of the API."""
    places: Mapping[str, FieldPlace] = field(default_factory=dict)
    """By field (``instructions``, ``knowledge:tips.md``, ``action:0``); a field that is not here
    stands in ``source`` as a whole."""
    remarks: tuple[str, ...] = ()
    """What the reader noticed and did not need: unknown keys, one sentence each."""

    @property
    def id(self) -> str:
        """The GPT's own identifier, else what the user calls it."""
        return self.gpt.id or self.source


@dataclass(frozen=True, slots=True)
class UnreadListing:
    """A listing that is there and cannot be parsed; the others of its source still are."""

    source: str
    error: GptReviewError
    gpt_id: str = ""
    """The GPT's own identifier, as far as that could be read."""

    @property
    def id(self) -> str:
        """As that of a `Listing`, so that an error and a verdict name a GPT alike."""
        return self.gpt_id or self.source
