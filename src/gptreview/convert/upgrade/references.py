"""Local references, rewritten while the places they name move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from gptreview.convert.ledger import Stage
from gptreview.model.action import JsonObject
from gptreview.reading.pointer import join, resolve, split

Translate = Callable[[list[str]], list[str] | None]
"""Old tokens to new ones; None where only the finished walk can tell."""

_HOPS = 50
_FRAGMENT = "/~!$&'()*+,;=:@?-._"  # RFC 3986, section 3.5: what a fragment may hold unescaped


class References:
    """Rewrites ``$ref`` strings; what cannot be known yet waits until the walk is over."""

    __slots__ = ("_known", "_late", "_translate")

    def __init__(self, translate: Translate) -> None:
        self._translate = translate
        self._known: dict[str, str | None] = {}
        self._late: list[tuple[JsonObject, str, str]] = []

    def rewrite(self, holder: JsonObject, key: str, reference: str) -> None:
        """Write ``reference`` into ``holder[key]``, pointing to where its target will stand."""
        if reference in self._known:
            answer = self._known[reference]
        else:
            answer = self._known[reference] = self._answer(reference)
        holder[key] = reference if answer is None else answer
        if answer is None:
            self._late.append((holder, key, target(reference) or ""))

    def _answer(self, reference: str) -> str | None:
        place = target(reference)
        if place is None:
            return reference  # another document: not ours to touch
        tokens = split(place)
        moved = self._translate(tokens)
        if moved is None:
            return None
        return reference if moved == tokens else spell(join("", *moved))

    def settle(self, stage: Stage) -> None:
        """Rewrite what waited, by what the walk recorded as moved."""
        if not self._late:
            return
        destinations = Stage(origins=stage.destinations())
        for holder, key, place in self._late:
            moved = destinations.origin(place)
            if moved != place:
                holder[key] = spell(moved)
        self._late.clear()


def target(reference: str) -> str | None:
    """The JSON pointer of a reference into this document; None for any other."""
    if not reference.startswith("#"):
        return None
    place = unquote(reference[1:])
    return place if not place or place.startswith("/") else None


def spell(place: str) -> str:
    """The reference to a JSON pointer in this document."""
    return "#" + quote(place, safe=_FRAGMENT)


def follow(document: JsonObject, value: Any) -> tuple[Any, str | None]:
    """What a chain of local references ends in, and its pointer.

    A value that is no reference is returned with None. A chain that dangles, leaves the document
    or never ends gives ``(None, None)``.
    """
    place: str | None = None
    for _ in range(_HOPS):
        if not (isinstance(value, dict) and isinstance(value.get("$ref"), str)):
            return value, place
        place = target(value["$ref"])
        if place is None:
            return None, None
        try:
            value = resolve(document, place)
        except (LookupError, ValueError):  # ValueError: an index of thousands of digits
            return None, None
    return None, None
