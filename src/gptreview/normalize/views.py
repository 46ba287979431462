"""The readings of a text: as written, with its disguises undone, and what is encoded in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gptreview.model.view import View
from gptreview.normalize.encoded import Encoded, encoded_runs
from gptreview.normalize.layer import Edit, Layer
from gptreview.normalize.plain import legible, worded
from gptreview.normalize.signs import Signs

_NESTED: Final = 2
"""How often a text is decoded, what was decoded included."""
_OWN_VIEWS: Final = 32
"""Encoded runs of a text that get a view each; what follows them shares one, line by line."""

_SINGLE_RUNS: Final = 1_000
"""Runs of a shared view that each lead back to their own place; of more, 32 together do."""
_BLOCK: Final = 32


def views(text: str) -> tuple[View, ...]:
    """All readings of a text that differ, the written one first.

    The second is named ``plain`` where undoing disguises changes anything; the others say by
    their names what was decoded: ``base64``, ``hex``, or ``encoded`` for the rest of very many.
    Nothing is left out, however large the text: of hostile ones only the way back gets coarser.
    """
    seen, signs = legible(Layer(text))
    plain = worded(seen, signs)
    found = [View(text)]
    if plain.text != text and plain.text:
        found.append(plain.view("plain"))
    found.extend(_decoded(seen, signs, _NESTED))
    return tuple(found)


def _decoded(layer: Layer, signs: Signs, depth: int) -> Iterator[View]:
    runs = list(encoded_runs(layer.text, signs))
    layers = [
        (run.name, layer.part(run.start, run.end).rewrite(run.edits)) for run in runs[:_OWN_VIEWS]
    ]
    if runs[_OWN_VIEWS:]:
        layers.append(("encoded", _together(layer, runs[_OWN_VIEWS:])))
    for name, decoded in layers:
        said, found = legible(decoded)
        yield worded(said, found).view(name)
        if depth > 1:
            yield from _decoded(said, found, depth - 1)


def _together(layer: Layer, runs: list[Encoded]) -> Layer:
    """What the runs say, one a line."""
    runs = sorted(runs)  # those of one kind stand before those of the other
    first, last = runs[0].start, max(run.end for run in runs)
    return layer.part(first, last).rewrite(_lines(runs))


def _lines(runs: list[Encoded]) -> Iterator[Edit]:
    """An edit for each run and what stands before it, or for many together where they are many."""
    first = at = runs[0].start
    step = 1 if len(runs) <= _SINGLE_RUNS else _BLOCK
    for index in range(0, len(runs), step):
        group = runs[index : index + step]
        start, end = group[0].start, max(run.end for run in group)
        if start > at:
            yield Edit(at - first, start - first, "\n")
        said = "\n".join("".join(edit.text for edit in run.edits) for run in group)
        yield Edit(start - first, end - first, said, group[0].name)
        at = end
