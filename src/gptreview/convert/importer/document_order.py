"""Findings in the order in which their places stand in the document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gptreview.model.diagnostic import Diagnostic
from gptreview.reading.pointer import split


def in_document_order(document: Any, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by place; findings about one place stay in the order in which they were made."""
    positions: dict[int, dict[str, int]] = {}
    keys: dict[str, tuple[int, ...]] = {}

    def key(diagnostic: Diagnostic) -> tuple[int, ...]:
        pointer = diagnostic.pointer
        if pointer not in keys:
            keys[pointer] = _place(document, pointer, positions)
        return keys[pointer]

    return sorted(diagnostics, key=key)


def _place(document: Any, pointer: str, positions: dict[int, dict[str, int]]) -> tuple[int, ...]:
    """The index of every step on the way to the pointer, as far as the document has it."""
    place: list[int] = []
    value = document
    for token in split(pointer):
        if isinstance(value, dict):
            known = positions.get(id(value))
            if known is None:
                known = positions[id(value)] = {str(k): i for i, k in enumerate(value)}
            if token not in known:
                break
            place.append(known[token])
            value = value.get(token)
        elif isinstance(value, list) and token.isdecimal() and int(token) < len(value):
            place.append(int(token))
            value = value[int(token)]
        else:
            break
    return tuple(place)
