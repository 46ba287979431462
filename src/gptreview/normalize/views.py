"""The readings of a text: as written, with its disguises undone, and what is encoded in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gptreview.model.view import View
from gptreview.normalize.encoded import encoded_runs
from gptreview.normalize.invisible import invisible_edits
from gptreview.normalize.layer import Layer

_NESTED: Final = 2
"""How often what was decoded is decoded again at most."""


def views(text: str) -> tuple[View, ...]:
    """All readings of a text that differ, the written one first.

    The second is named ``plain`` where undoing disguises changes anything; the others say by
    their names what was decoded: ``base64``, ``hex``.
    """
    written = Layer(text)
    plain = written.rewrite(invisible_edits(text))
    found = [View(text)]
    if plain.text != text and plain.text:
        found.append(plain.view("plain"))
    found.extend(_decoded(plain, _NESTED))
    return tuple(found)


def _decoded(layer: Layer, depth: int) -> Iterator[View]:
    for run in encoded_runs(layer.text):
        said = layer.part(run.start, run.end).rewrite(run.edits)
        yield said.view(run.name)
        if depth > 1:
            yield from _decoded(said, depth - 1)
