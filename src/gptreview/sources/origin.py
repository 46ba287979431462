"""Where a listing's values stand, and how a listing is put together from them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from gptreview.errors import InputError
from gptreview.model.gpt import Gpt
from gptreview.model.listing import FieldPart, FieldPlace, Listing
from gptreview.reading.document import Document
from gptreview.reading.pointer import split
from gptreview.sources.nodes import FieldError, Keys, Notes, shown, shown_pointer


class Origin(Protocol):
    """The text that a listing's values were read from."""

    @property
    def file(self) -> str:
        """Path as the user would write it."""
        ...

    def lines(self, pointers: Collection[str]) -> Mapping[str, int]:
        """The line of the file, counted from 1, on which each pointer's value stands."""
        ...

    def where(self, line: int) -> str:
        """The place as messages name it."""
        ...


@dataclass(frozen=True, slots=True)
class DocumentOrigin:
    """A file that is one listing."""

    document: Document

    @property
    def file(self) -> str:
        """The document's name."""
        return self.document.name

    def lines(self, pointers: Collection[str]) -> Mapping[str, int]:
        """Found by one walk over the text."""
        return {at: line for at, (line, _) in self.document.locate(pointers).items()}

    def where(self, line: int) -> str:
        """File and line."""
        return f"{self.file}: line {line}"


@dataclass(frozen=True, slots=True)
class LineOrigin:
    """A line, or an item of a list, that is one listing among others."""

    file: str
    line: int
    name: str
    """``listings.jsonl:12`` or ``listings.json#/3``."""

    def lines(self, pointers: Collection[str]) -> Mapping[str, int]:
        """All stand on the same line."""
        return dict.fromkeys(pointers, self.line)

    def where(self, line: int) -> str:  # noqa: ARG002 - the protocol's
        """The name, which has the line."""
        return self.name


@dataclass(frozen=True, slots=True)
class GptReading:
    """A GPT and where each of its fields was read."""

    gpt: Gpt
    pointers: Mapping[str, str] = field(default_factory=dict)
    """JSON pointer, by field, of what stands in the listing's own text."""
    files: Mapping[str, FieldPlace] = field(default_factory=dict)
    """Place, by field, of what stands in a file of its own."""
    items: Mapping[str, Sequence[tuple[int, str]]] = field(default_factory=dict)
    """By field that a list was joined to: the line on which an item begins, and its pointer."""


def listing(
    reading: GptReading,
    notes: Notes,
    *,
    origin: Origin,
    source: str,
    remarks: tuple[str, ...] = (),
) -> Listing:
    """The listing, with every place and note turned into file and line.

    Args:
        reading: The GPT.
        notes: What was noticed in the origin's text.
        origin: The listing's own text.
        source: What the user calls the listing.
        remarks: What was noticed in other files, as sentences with their place.
    """
    items = (pointer for each in reading.items.values() for _, pointer in each)
    noted = (pointer for pointer, _ in notes)
    lines = origin.lines({*reading.pointers.values(), *items, *noted})
    inline = {
        name: FieldPlace(
            origin.file,
            lines[pointer],
            parts=_parts(reading.items.get(name, ()), origin.file, lines, lines[pointer]),
        )
        for name, pointer in reading.pointers.items()
    }
    return Listing(
        gpt=reading.gpt,
        source=source,
        places=inline | dict(reading.files),
        remarks=(*_told(notes, origin, lines), *remarks),
    )


def _parts(
    items: Sequence[tuple[int, str]], file: str, lines: Mapping[str, int], line: int
) -> tuple[FieldPart, ...]:
    """The items' own places; none where they all stand on the field's line."""
    if all(lines[pointer] == line for _, pointer in items):
        return ()
    return tuple(FieldPart(at, FieldPlace(file, lines[pointer])) for at, pointer in items)


def told(notes: Notes, origin: Origin) -> tuple[str, ...]:
    """Notes as sentences with their place."""
    return _told(notes, origin, origin.lines({pointer for pointer, _ in notes}))


def _told(notes: Notes, origin: Origin, lines: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(f"{origin.where(lines[pointer])}: {sentence}" for pointer, sentence in notes)


def placed(error: FieldError, origin: Origin) -> InputError:
    """The refusal of a value, with file, line and pointer."""
    line = origin.lines([error.pointer])[error.pointer]
    parts = (origin.where(line), shown_pointer(error.pointer))
    return InputError(
        error.found,
        where=": ".join(part for part in parts if part),
        expected=error.expected,
        next_step=error.next_step,
    )


def check_repeats(repeats: Iterable[tuple[str, bool]], keys: Keys) -> None:
    """Refuse keys that stand twice where a value was dropped that might have been read.

    Args:
        repeats: Pointer of the key, and whether both values were mappings and were merged.
        keys: The listing's mapping, after it was asked for all that it may hold.

    Raises:
        FieldError: A key that means something stands twice.
    """
    for pointer, merged in repeats:
        name = split(pointer)[-1]
        # A merge key may bring anything.
        if not merged and split(pointer)[0] in keys.asked | {"<<"}:
            raise FieldError(
                pointer,
                f"the key {shown(name)} stands twice",
                expected="each key once",
                next_step="remove the one that is not meant",
            )
        keys.notes.add(pointer, f"the key {shown(name)} stands twice")
