"""The readings of a text: as written, with its disguises undone, and what is encoded in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gptreview.model.view import View
from gptreview.normalize.encoded import encoded_runs
from gptreview.normalize.layer import Layer
from gptreview.normalize.plain import legible, worded
from gptreview.normalize.signs import signs

_NESTED: Final = 2
"""How often a text is decoded, what was decoded included."""


def views(text: str) -> tuple[View, ...]:
    """All readings of a text that differ, the written one first.

    The second is named ``plain`` where undoing disguises changes anything; the others say by
    their names what was decoded: ``base64``, ``hex``.
    """
    seen = legible(Layer(text))
    plain = worded(seen)
    found = [View(text)]
    if plain.text != text and plain.text:
        found.append(plain.view("plain"))
    found.extend(_decoded(seen, _NESTED))
    return tuple(found)


def _decoded(layer: Layer, depth: int) -> Iterator[View]:
    if not signs(layer.text).encoded:
        return
    for run in encoded_runs(layer.text):
        said = legible(layer.part(run.start, run.end).rewrite(run.edits))
        yield worded(said).view(run.name)
        if depth > 1:
            yield from _decoded(said, depth - 1)
