"""What is shown in place of personal and secret values: one mask a value, wherever it stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from gptreview.model.finding import Hit
from gptreview.model.view import Piece, View

HIDDEN: Final = "[masked]"
JOINT: Final = " … "
"""Between the masks of one hit that stands for several values."""
_WORD: Final = r"[A-Za-z0-9_.%+-]"
_GAP: Final = "[\u200b-\u200d\u2060\ufeff\u00ad]"
_SPLIT_BEFORE: Final = re.compile(rf"{_WORD}{{0,64}}(?:{_GAP}{_WORD}{{0,64}}){{1,64}}\Z")
_SPLIT_AFTER: Final = re.compile(rf"(?:{_GAP}{{1,8}}{_WORD}{{1,64}}){{1,64}}")
"""The rest of a value that was found without what signs of no width part from it."""
_LONGEST_SPLIT: Final = 64
_MOST_TRIES: Final = 20
_MOST_WORK: Final = 100_000_000
"""Characters of readings that may be looked at for one text; one that is masked counts more."""
_LETTER: Final = 500


class Mask(NamedTuple):
    """What is shown in place of a stretch of the text."""

    start: int
    """First character, counted in code points."""
    end: int
    """After the last character."""
    shown: str


class Masks:
    """The masks of one text, in the order of their places, none overlapping another.

    Args:
        text: As written.
        hits: Of any scanner; those that mask something count.
    """

    def __init__(self, text: str, hits: Iterable[Hit]) -> None:
        self._text = text
        self._work = _MOST_WORK
        masking = [hit for hit in hits if hit.masked and hit.start < hit.end]
        # The wider of two that begin together comes first.
        singles = _one_a_place(
            sorted(
                ((_mask(text, hit), bool(hit.decoded)) for hit in masking),
                key=lambda each: (each[0].start, -each[0].end),
            )
        )
        self._frames = frozenset(_frames(singles))
        self._masks = _disjoint([each for each in singles if each not in self._frames])
        self._ends = [each.end for each in self._masks]

    def of(self, hit: Hit) -> Mask:
        """Where a hit that masks something stands, and what is shown of it."""
        if hit.start >= hit.end:
            return Mask(hit.start, hit.end, hit.masked)
        own = _mask(self._text, hit)
        if own in self._frames:
            return own
        return self._masks[bisect_right(self._ends, hit.end - 1)]

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch, so widened that it cuts no mask in two."""
        for mask in self._between(start, end):
            start, end = min(start, mask.start), max(end, mask.end)
        return start, end

    def over(self, start: int, end: int) -> str:
        """The text from start to end; a mask that is cut there is shown whole."""
        parts: list[str] = []
        at = start
        for mask in self._between(start, end):
            parts += (
                JOINT if at == mask.start > start else self._text[at : mask.start],
                mask.shown,
            )
            at = mask.end
        parts.append(self._text[at:end])
        return "".join(parts)

    def over_reading(self, said: str, hit: Hit, views: Iterable[View]) -> str:
        """What a reading says at a hit, with the masks laid over it.

        Args:
            said: From where the hit begins; the rest of it may be missing.
            hit: In the written text.
            views: The readings of the text; in one of them it was found.
        """
        masks = self._between(hit.start, hit.end)
        if not masks:
            return said
        for view in views:
            at = self._found(said, hit.start, view)
            if at >= 0:
                return _laid(view, at, at + len(said), masks)
        return HIDDEN

    def _found(self, said: str, start: int, view: View) -> int:
        """Where the reading says it of a place of the written text; -1 where it does not."""
        self._work -= len(said) * _LETTER
        at = _likely(start, view)
        if view.text.startswith(said, at) and view.written(at, at + len(said))[0] == start:
            return at
        at = -1
        for _ in range(_MOST_TRIES):
            before, at = at, view.text.find(said, at + 1) if self._work > 0 else -1
            self._work -= (at if at >= 0 else len(view.text)) - before
            if at < 0 or view.written(at, at + len(said))[0] == start:
                return at
        return -1

    def _between(self, start: int, end: int) -> Sequence[Mask]:
        first = bisect_right(self._ends, start)
        last = bisect_left(self._masks, end, lo=first, key=lambda each: each.start)
        return self._masks[first:last]


def _mask(text: str, hit: Hit) -> Mask:
    """The hit's own, with what belongs to its word where invisible signs split that."""
    start, end = hit.start, hit.end
    before = text[max(0, start - _LONGEST_SPLIT) : start]
    after = text[end : end + _LONGEST_SPLIT]
    if not before.isascii() and (split := _SPLIT_BEFORE.search(before)):
        start -= len(split[0])
    if not after.isascii() and (split := _SPLIT_AFTER.match(after)):
        end += len(split[0])
    return Mask(start, end, hit.masked)


def _one_a_place(masks: Iterable[tuple[Mask, bool]]) -> list[Mask]:
    """One mask a stretch, of sorted ones that say whether they are of a disguised value.

    Where only the whole of an encoded run is known, several values share it, and all are told;
    what stands openly is one value, for which several scanners have a name.
    """
    together = []
    for (start, end), group in groupby(masks, key=lambda each: (each[0].start, each[0].end)):
        alike = list(group)
        shown = dict.fromkeys(mask.shown for mask, disguised in alike if disguised)
        opened = [mask.shown for mask, disguised in alike if not disguised]
        together.append(Mask(start, end, opened[0] if opened else JOINT.join(shown)))
    return together


def _frames(masks: Sequence[Mask]) -> Iterable[Mask]:
    """Those that only show together what others inside them show one by one."""
    for index, mask in enumerate(masks):
        parts = set(mask.shown.split(JOINT))
        if len(parts) > 1:
            last = bisect_left(masks, mask.end, lo=index + 1, key=lambda each: each.start)
            inner = (each for each in masks[index + 1 : last] if each.end <= mask.end)
            if parts <= {each.shown for each in inner}:
                yield mask


def _disjoint(masks: Iterable[Mask]) -> list[Mask]:
    """Of nested ones the widest; of two that overlap the second from where the first ends."""
    kept: list[Mask] = []
    for mask in masks:
        last = kept[-1].end if kept else 0
        if mask.end > last:
            kept.append(mask._replace(start=max(mask.start, last)))
    return kept


def _likely(start: int, view: View) -> int:
    """Where a place of the written text is in a reading that keeps to its order."""
    pieces = view.pieces or (Piece(0, len(view.text), 0, len(view.text)),)
    piece = pieces[max(0, bisect_right(pieces, start, key=lambda each: each.start) - 1)]
    return piece.view_start + (max(0, start - piece.start) if piece.linear else 0)


def _laid(view: View, start: int, end: int, masks: Sequence[Mask]) -> str:
    """A stretch of a reading with each mask over everything that comes from under it."""
    ends = [mask.end for mask in masks]

    def covering(at: int) -> Mask | None:
        begin, finish = view.written(at, at + 1)
        index = bisect_right(ends, begin)
        return masks[index] if index < len(masks) and masks[index].start < finish else None

    parts = [(mask, list(group)) for mask, group in groupby(range(start, end), covering)]
    if all(mask is not None for mask, _ in parts):
        return HIDDEN  # nothing would be left of it
    return "".join(
        mask.shown if mask else view.text[group[0] : group[-1] + 1] for mask, group in parts
    )
