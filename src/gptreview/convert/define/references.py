"""Local references ($ref) to parameters, bodies, responses and headers, followed safely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from gptreview.convert.wording import json_kind, quoted
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import resolve

_LONGEST_CHAIN = 32


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a reference leads to."""

    value: JsonObject
    pointer: str
    """Where the value itself stands in the document."""
    problem: str = ""
    """Why nothing was found: then ``value`` is empty."""


def follow(document: JsonObject, value: Any, pointer: str) -> Resolved:
    """The object at the end of a chain of references; ``value`` itself where it is none.

    Fields beside a ``$ref`` (3.1 allows summary and description) win over the target's.
    """
    siblings: JsonObject = {}
    for _ in range(_LONGEST_CHAIN):
        if not isinstance(value, dict):
            return Resolved({}, pointer, f"{json_kind(value)} stands where an object is expected")
        reference = value.get("$ref")
        if not isinstance(reference, str):
            return Resolved({**value, **siblings} if siblings else value, pointer)
        siblings = {
            key: text
            for key, text in value.items()
            if key in ("summary", "description") and isinstance(text, str)
        } | siblings
        target = local_pointer(reference)
        if target is None:
            return Resolved({}, pointer, f"{quoted(reference)} is outside this document")
        try:
            value, pointer = resolve(document, target), target
        except LookupError:
            return Resolved({}, pointer, f"{quoted(reference)} leads nowhere")
    return Resolved({}, pointer, "the references lead in a circle, or further than anyone writes")


def local_pointer(reference: str) -> str | None:
    """The JSON pointer of a reference into the same document; None for any other reference."""
    if reference == "#":
        return ""
    if not reference.startswith("#/"):
        return None
    return unquote(reference[1:])
