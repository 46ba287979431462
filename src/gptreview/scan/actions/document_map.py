"""What stands where in an API description, and what each operation reaches of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from gptreview.reading.pointer import existing, join, resolve, split
from gptreview.scan.actions.inputs import Taken, taken_by
from gptreview.scan.actions.orders import Instruction, find_instructions
from gptreview.scan.scanned_text import ScanLimitError

_MAX_NODES: Final = 1_500_000
"""Values looked at; a document of 29 MB, the largest known, has 700,000."""
_SHORTEST: Final = 6
"""Code points of the shortest text that can hold an order."""
_NOT_EVERYWHERE: Final = (
    "/paths/",
    "/components/",
    "/definitions/",
    "/parameters/",
    "/responses/",
)


class Input(NamedTuple):
    """A parameter or a property of a request's body."""

    pointer: str
    name: str
    taken: Taken


@dataclass(slots=True)
class Part:
    """A subtree, as far as it stands in one piece: what it refers to is another part."""

    orders: list[str] = field(default_factory=list)
    """Pointers of texts that hold an order."""
    inputs: list[Input] = field(default_factory=list)
    references: set[str] = field(default_factory=set)
    """Pointers of other parts."""


@dataclass(frozen=True, slots=True)
class Reached:
    """All that one operation puts before the model or asks from it."""

    orders: frozenset[str]
    inputs: tuple[Input, ...]


class DocumentMap:
    """The texts and inputs of one document.

    Args:
        value: The document, in any version of OpenAPI, as it was read.
    """

    def __init__(self, value: Any) -> None:
        self._value = value
        self._parts: dict[str, Part] = {}
        self._nodes = 0

    @cached_property
    def instructions(self) -> dict[str, Instruction]:
        """Orders by the pointer of the text that holds them, in document order.

        Raises:
            ScanLimitError: The document has more values than any real one.
        """
        places = [(pointer, text) for pointer, text in self._texts() if len(text) >= _SHORTEST]
        texts = list(dict.fromkeys(text for _, text in places))
        told = dict(zip(texts, find_instructions(texts), strict=True))
        return {pointer: order for pointer, text in places if (order := told[text]) is not None}

    def reached(self, operation: str) -> Reached:
        """What an operation reaches, by its pointer.

        Raises:
            ScanLimitError: The document has more values than any real one.
        """
        place = existing(self._value, operation)
        path = "/".join(operation.split("/")[:3])  # "", "paths" and the path, escaped
        if place != operation:  # an operation that only the upgraded document has
            return Reached(frozenset(), ())
        asked = self._closure([place, join(path, "parameters")], skip="responses")
        answered = self._closure([join(place, "responses")], skip="")
        orders = {pointer for part in (*asked, *answered) for pointer in part.orders}
        orders |= self._everywhere
        orders |= {join(path, key) for key in ("summary", "description")} & set(self.instructions)
        inputs = dict.fromkeys(each for part in asked for each in part.inputs)
        return Reached(frozenset(orders), tuple(inputs))

    @cached_property
    def _everywhere(self) -> frozenset[str]:
        """Orders outside any operation, which the model reads with all of them."""
        return frozenset(
            pointer for pointer in self.instructions if not pointer.startswith(_NOT_EVERYWHERE)
        )

    def _closure(self, starts: list[str], *, skip: str) -> list[Part]:
        waiting = [start for start in starts if existing(self._value, start) == start]
        seen = set(waiting)
        parts = []
        while waiting:
            pointer = waiting.pop()
            part = self._part(pointer, skip if pointer in starts else "")
            parts.append(part)
            waiting += part.references - seen
            seen |= part.references
        return parts

    def _part(self, pointer: str, skip: str) -> Part:
        if pointer not in self._parts:
            part = Part()
            try:
                value = resolve(self._value, pointer)
            except LookupError:
                value = None
            self._fill(part, pointer, value, skip)
            self._parts[pointer] = part
        return self._parts[pointer]

    def _fill(self, part: Part, pointer: str, value: Any, skip: str) -> None:
        waiting: list[tuple[str, Any]] = [(pointer, value)]
        while waiting:
            at, each = waiting.pop()
            self._count()
            if at in self.instructions:
                part.orders.append(at)
            if isinstance(each, list):
                waiting += [(join(at, index), item) for index, item in enumerate(each)]
            if not isinstance(each, dict):
                continue
            reference = each.get("$ref")
            if isinstance(reference, str) and reference.startswith("#/"):
                part.references.add(reference[1:])
            part.inputs.extend(_inputs(at, each))
            waiting += [
                (join(at, key), item) for key, item in each.items() if key != skip or at != pointer
            ]

    def _texts(self) -> Iterator[tuple[str, str]]:
        waiting: list[tuple[str, Any]] = [("", self._value)]
        while waiting:
            at, each = waiting.pop()
            self._count()
            if isinstance(each, str):
                yield at, each
            elif isinstance(each, dict):
                waiting += [(join(at, key), item) for key, item in reversed(each.items())]
            elif isinstance(each, list):
                waiting += [(join(at, index), each[index]) for index in reversed(range(len(each)))]

    def _count(self) -> None:
        self._nodes += 1
        if self._nodes > _MAX_NODES:
            raise ScanLimitError(f"more than {_MAX_NODES:,} values")


def _inputs(pointer: str, value: dict[str, Any]) -> Iterator[Input]:
    """The inputs that a mapping itself declares."""
    name = value.get("name")
    if isinstance(name, str) and isinstance(value.get("in"), str):
        taken = taken_by(name, _description(value))
        if taken is not None:
            yield Input(join(pointer, "name"), name, taken)
    properties = value.get("properties")
    for key, schema in properties.items() if isinstance(properties, dict) else ():
        taken = taken_by(key, _description(schema))
        if taken is not None:
            yield Input(join(pointer, "properties", key), key, taken)


def _description(value: Any) -> str:
    said = value.get("description") if isinstance(value, dict) else None
    return said if isinstance(said, str) else ""


def is_hidden(pointer: str) -> bool:
    """Whether a place is one that people do not read as prose: an extension, a value, a sample."""
    return any(
        token.startswith("x-") or token in ("example", "examples", "default", "enum", "const")
        for token in split(pointer)[-3:]
    )
