"""The conversion's memory: what each stage changed, and where everything went.

A stage speaks of its own input and output only. The ledger chains the stages, so that every
change can be read in the coordinates of the first input and of the last output.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gptreview.convert.methods import METHODS
from gptreview.model.change import Change, ChangeKind, Place
from gptreview.reading.pointer import existing, split


@dataclass(slots=True)
class Stage:
    """What one stage did: changes in its own coordinates, and the subtrees that it moved."""

    changes: list[Change] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)
    """Pointer in the output -> pointer in the input, for every subtree that changed place."""

    def moved(self, before: str, after: str) -> None:
        """Record that the subtree at ``before`` now stands at ``after`` (it may move twice)."""
        if before != after:
            self.origins[after] = before

    def mapping(self, code: str, message: str, *, before: str | None, after: str | None) -> None:
        """Record something said differently, with nothing lost."""
        self._add(ChangeKind.MAPPING, code, message, before, after)

    def repair(self, code: str, message: str, *, before: str | None, after: str | None) -> None:
        """Record a fault or a silence of the source that was put right."""
        self._add(ChangeKind.REPAIR, code, message, before, after)

    def loss(self, code: str, message: str, *, before: str | None, after: str | None) -> None:
        """Record something that the result cannot say."""
        self._add(ChangeKind.LOSS, code, message, before, after)

    def _add(
        self, kind: ChangeKind, code: str, message: str, before: str | None, after: str | None
    ) -> None:
        self.changes.append(
            Change(
                kind,
                code,
                message,
                None if before is None else Place("", before),
                None if after is None else Place("", after),
            )
        )

    def origin(self, after: str) -> str:
        """Where the subtree at ``after`` in the output stood in the input."""
        return _rewrite(after, self.origins)

    def destinations(self) -> dict[str, str]:
        """Pointer in the input -> pointer in the output (its first copy)."""
        inverse: dict[str, str] = {}
        for after, before in self.origins.items():
            inverse.setdefault(before, after)
        return inverse


@dataclass(frozen=True, slots=True)
class Trail:
    """Several stages, one after the other, read from end to end.

    The last stage's output is files: its pointers are written ``FILE#POINTER``.
    """

    source: str
    """File name of the first stage's input."""
    stages: tuple[Stage, ...]

    def changes(self, before: Any, after: Mapping[str, Any]) -> tuple[Change, ...]:
        """Every change, in order, with places in the source and in the written files.

        A place that does not exist there (it was only made on the way) becomes the nearest
        one around it. What is the same in every word and place is told once.

        Args:
            before: The first stage's input.
            after: The written documents by file name.
        """
        forward = [stage.destinations() for stage in self.stages]
        found = (
            Change(
                change.kind,
                change.code,
                change.message,
                self._before(number, change.before, before),
                self._after(number, change.after, after, forward),
                _operation(change),
            )
            for number, stage in enumerate(self.stages)
            for change in stage.changes
        )
        return tuple(dict.fromkeys(found))

    def written(self, number: int, pointer: str) -> str:
        """Where a place in the output of stage ``number`` stood in the source."""
        for stage in reversed(self.stages[: number + 1]):
            pointer = stage.origin(pointer)
        return pointer

    def _before(self, number: int, place: Place | None, document: Any) -> Place | None:
        if place is None:
            return None
        return Place(self.source, existing(document, self.written(number - 1, place.pointer)))

    def _after(
        self,
        number: int,
        place: Place | None,
        documents: Mapping[str, Any],
        forward: list[dict[str, str]],
    ) -> Place | None:
        if place is None:
            return None
        pointer = place.pointer
        for destinations in forward[number + 1 :]:
            pointer = _rewrite(pointer, destinations)
        if not _names_file(pointer):
            return None
        file, _, inside = pointer.partition("#")
        return Place(file, existing(documents.get(file), inside))


def _operation(change: Change) -> str:
    for place in (change.before, change.after):
        inside = _inside(place.pointer) if place else ""
        tokens = split(inside) if inside.startswith("/paths/") else []
        if len(tokens) > 2 and tokens[0] == "paths" and tokens[2].lower() in METHODS:
            return f"{tokens[2].upper()} {tokens[1]}"
    return ""


def _names_file(pointer: str) -> bool:
    """Whether it is ``FILE#POINTER``; a plain pointer may hold a ``#`` too, in an API's path."""
    return pointer != "" and not pointer.startswith("/")


def _inside(pointer: str) -> str:
    return pointer.partition("#")[2] if _names_file(pointer) else pointer


def _rewrite(pointer: str, prefixes: Mapping[str, str]) -> str:
    """Replace the longest recorded prefix of ``pointer``; unchanged where none is recorded."""
    if not prefixes:
        return pointer
    end = len(pointer)
    while True:
        replacement = prefixes.get(pointer[:end])
        if replacement is not None:
            return replacement + pointer[end:]
        if end <= 0:
            return pointer
        end = pointer.rfind("/", 0, end)
