"""Distinct people: identifiers that stand together and are of different kinds."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.scan.pii.detection import Identifier
from gptreview.scan.pii.entity import Entity

_GAP: Final = 80
"""Code points between two identifiers of one person that stand on different lines."""
_NOBODY: Final = frozenset({Entity.CN_USCC, Entity.CRYPTO_WALLET})
"""Kinds that tell a company or a wallet, not a person."""
_PLACE: Final = frozenset({Entity.PHONE, Entity.CN_LANDLINE, Entity.CN_ADDRESS, Entity.IP_ADDRESS})
"""Kinds that a shop or a machine has too: these alone are no person."""


_SHARED: Final = _PLACE | {Entity.PERSON}
"""Kinds that several people have alike: by the others somebody is known again."""


@dataclass(frozen=True, slots=True)
class Record:
    """Two or more different identifiers of one person."""

    parts: tuple[Identifier, ...]

    @property
    def start(self) -> int:
        """First character in the written text, in code points."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """After the last character."""
        return max(part.end for part in self.parts)


def person_records(text: str, found: Sequence[Identifier]) -> list[Record]:
    """One record a person, in the order of the text; somebody who comes twice counts once.

    Args:
        text: As written.
        found: Identifiers that are no samples, sorted by place.
    """
    known: set[Hashable] = set()
    records = []
    for parts in _groups(text, [each for each in found if each.span.entity not in _NOBODY]):
        kinds = {part.span.entity for part in parts}
        if len(kinds) == 1 or kinds <= _PLACE:
            continue
        values = {part.value for part in parts if part.span.entity not in _SHARED}
        if known.isdisjoint(values):
            records.append(Record(tuple(parts)))
        known |= values
    return records


def _groups(text: str, found: Sequence[Identifier]) -> Iterator[list[Identifier]]:
    group: list[Identifier] = []
    for each in found:
        if group and not _joins(text, group, each):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _joins(text: str, group: Sequence[Identifier], new: Identifier) -> bool:
    """Whether an identifier belongs to the person before it: another kind, same line or block.

    A line that holds two already is a row of a table, and the next line is somebody else's.
    """
    if new.span.entity in {each.span.entity for each in group}:
        return False
    last = group[-1]
    between = text[last.end : min(new.start, last.end + 4 * _GAP)]
    if "\n" not in between:
        return new.start - last.end <= 4 * _GAP
    row = len(group) > 1 and "\n" not in text[group[-2].end : last.start]
    return not row and new.start - last.end <= _GAP and "\n\n" not in between
