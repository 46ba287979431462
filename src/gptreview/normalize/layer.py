"""Rewriting a text by edits, with the way back from every character."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from gptreview.model.view import Piece, View

_EXACT_RUNS: Final = 20_000
"""Runs kept apart. Beyond them neighbours are merged: a hostile text may hold millions, a real
one a few hundred. The text of the view stays whole; only the way back gets coarser."""
_COARSE_LENGTH: Final = 256
"""Characters that a run merged in this way covers at least."""
_SPLITTABLE: Final = 3


class Edit(NamedTuple):
    """What stands in the text from ``start`` to ``end`` reads ``text``."""

    start: int
    end: int
    text: str
    disguise: str = ""


class Run(NamedTuple):
    """A piece in the making; offsets as in `Piece`."""

    view_start: int
    view_end: int
    start: int
    end: int
    disguise: str = ""
    lump: bool = False
    """Whether the whole stands for the whole, whatever the lengths."""


@dataclasses.dataclass(frozen=True, slots=True)
class Layer:
    """A text after some rewriting."""

    text: str = dataclasses.field(repr=False)
    runs: tuple[Run, ...] | None = dataclasses.field(default=None, repr=False)
    """Contiguous, from the text's first to its last character; None: the written text itself."""

    def rewrite(self, edits: Iterable[Edit]) -> Layer:
        """Apply edits sorted by start; one that overlaps an earlier one is left out."""
        text, runs = _apply(self.text, edits)
        if text == self.text:
            return self
        return Layer(text, tuple(runs if self.runs is None else _chain(runs, self.runs)))

    def respell(self, text: str) -> Layer:
        """The same with other characters, one for one, where the change hides nothing."""
        whole = (Run(0, len(text), 0, len(text)),)
        return self if text == self.text else Layer(text, self.runs or whole)

    def part(self, start: int, end: int) -> Layer:
        """A stretch of the text alone, with its way back."""
        run = Run(0, end - start, start, end)
        inner = (Run(0, len(self.text), 0, len(self.text)),) if self.runs is None else self.runs
        first = bisect_right(inner, start, key=lambda each: each.view_end)
        last = bisect_left(inner, end, key=lambda each: each.view_start)
        return Layer(self.text[start:end], tuple(_split(run, inner[first:last])))

    def view(self, name: str) -> View:
        """The finished view."""
        if self.runs is None:
            return View(self.text, name)
        return View(self.text, name, tuple(_pieces(_close_ends(self.runs))))


class _Collector:
    """Takes runs in order and keeps them few."""

    def __init__(self) -> None:
        self.runs: list[Run] = []

    def add(self, run: Run) -> None:
        """Append a run, or widen the last one by it."""
        if self.runs and self._joins(self.runs[-1], run):
            self.runs[-1] = _merge(self.runs[-1], run)
        else:
            self.runs.append(run)

    def _joins(self, last: Run, run: Run) -> bool:
        if run.start < last.end:
            return True
        if not last.lump and not run.lump and last.disguise == run.disguise:
            return True
        return (
            len(self.runs) >= _EXACT_RUNS
            and last.view_end - last.view_start < _COARSE_LENGTH
            and last.end - last.start < _COARSE_LENGTH
        )


def _merge(first: Run, second: Run) -> Run:
    return Run(
        first.view_start,
        second.view_end,
        first.start,
        max(first.end, second.end),
        first.disguise or second.disguise,
        first.lump or second.lump,
    )


def _apply(text: str, edits: Iterable[Edit]) -> tuple[str, list[Run]]:
    collector = _Collector()
    parts: list[str] = []
    at = out = 0
    for start, end, new, disguise in edits:
        if start < at:
            continue
        if start > at:
            parts.append(text[at:start])
            collector.add(Run(out, out + start - at, at, start))
            out += start - at
        parts.append(new)
        collector.add(Run(out, out + len(new), start, end, disguise, len(new) != end - start))
        out += len(new)
        at = end
    if at < len(text):
        parts.append(text[at:])
        collector.add(Run(out, out + len(text) - at, at, len(text)))
    return "".join(parts), collector.runs


def _chain(outer: Sequence[Run], inner: Sequence[Run]) -> list[Run]:
    """Runs from the outer text straight to the one under the inner text."""
    collector = _Collector()
    index = 0
    for run in outer:
        last = index
        while last < len(inner) and inner[last].view_start < run.end:
            last += 1
        under = inner[index:last]
        for part in [_whole(run, under)] if run.lump else _split(run, under):
            collector.add(part)
        while index < last and inner[index].view_end <= run.end:
            index += 1
    for rest in inner[index:]:  # what was deleted at the very end
        collector.add(rest._replace(view_start=outer[-1].view_end, view_end=outer[-1].view_end))
    return collector.runs


def _whole(run: Run, under: Sequence[Run]) -> Run:
    first, last = under[0], under[-1]
    start = first.start if first.lump else first.start + max(0, run.start - first.view_start)
    end = last.end if last.lump else last.end - max(0, last.view_end - run.end)
    disguise = run.disguise or next((each.disguise for each in under if each.disguise), "")
    return Run(run.view_start, run.view_end, start, end, disguise, lump=True)


def _split(run: Run, under: Sequence[Run]) -> Iterator[Run]:
    shift = run.view_start - run.start
    for each in under:
        begin = max(run.start, each.view_start)
        end = max(begin, min(run.end, each.view_end))
        disguise = each.disguise or run.disguise
        if each.lump:
            start, finish = each.start, each.end
        else:
            start = each.start + begin - each.view_start
            finish = start + end - begin
        yield Run(begin + shift, end + shift, start, finish, disguise, each.lump)


def _close_ends(runs: Sequence[Run]) -> list[Run]:
    """Give what was deleted at an end to the next character: the full span is the full span."""
    closed = list(runs)
    while len(closed) > 1 and closed[0].view_start == closed[0].view_end:
        closed[:2] = _joined(closed[0], *_cut(closed[1], 1))
    while len(closed) > 1 and closed[-1].view_start == closed[-1].view_end:
        last = closed[-2]
        head, tail = _cut(last, last.view_end - last.view_start - 1)
        closed[-2:] = [*([head] if tail else []), _merge(tail or head, closed[-1])]
    return closed


def _joined(deleted: Run, first: Run, rest: Run | None) -> list[Run]:
    return [_merge(deleted, first), *([rest] if rest else [])]


def _cut(run: Run, length: int) -> tuple[Run, Run | None]:
    """The first characters of a run and the others; a lump stays whole."""
    if run.lump or not 0 < length < run.view_end - run.view_start:
        return run, None
    middle, place = run.view_start + length, run.start + length
    return run._replace(view_end=middle, end=place), run._replace(view_start=middle, start=place)


def _pieces(runs: Iterable[Run]) -> Iterator[Piece]:
    for view_start, view_end, start, end, disguise, lump in runs:
        length = view_end - view_start
        if lump and length == end - start and length >= _SPLITTABLE:
            # As one piece it would be taken for a correspondence of characters.
            yield Piece(view_start, view_start + 1, start, start + 2, disguise)
            view_start, start = view_start + 1, start + 2
        yield Piece(view_start, view_end, start, end, disguise)
