"""Where a rule's conditions hold together in one text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from gptreview.scan.matches import Matches, ScanLimitError
from gptreview.scan.rules.compiled import CompiledRule
from gptreview.scan.rules.units import unit_finder, unit_reach

MAX_PLACES: Final = 1_000
"""Places of one rule in one text; nobody reads more."""
_UNIT_COST: Final = 256
"""To find a unit takes about as long as to look at so many bytes."""
_MAX_SPANS: Final = 2_000
"""Matches of one expression in one stretch."""


class Place(NamedTuple):
    """From the first to the last match, in code points."""

    start: int
    end: int


def places(compiled: CompiledRule, matches: Matches) -> Iterator[Place]:
    """Every place where a rule hits, in order, none overlapping another.

    Raises:
        ScanLimitError: There are more than 1,000.
    """
    last = Place(-1, -1)
    count = 0
    for start, end in _stretches(compiled, matches):
        for place in _clusters(compiled, matches, start, end):
            if place.start < last.end:
                continue
            last = place
            yield place
            count += 1
            if count == MAX_PLACES:
                raise ScanLimitError(f"more than {MAX_PLACES:,} places of {compiled.rule.card.id}")


def _stretches(compiled: CompiledRule, matches: Matches) -> Iterator[tuple[int, int]]:
    """The units, in bytes, in which every group has a candidate."""
    find = unit_finder(matches.text, compiled.rule.detect.within)
    reach = 4 * unit_reach(compiled.rule.detect.within)
    offsets = matches.offsets
    settled = 0
    for anchor in _rarest(compiled.groups, matches):
        if anchor <= settled or (
            reach and not _all_possible(compiled, matches, anchor - reach, anchor + reach)
        ):
            continue
        matches.charge(_UNIT_COST)
        unit = find(offsets.point(anchor) - 1)
        start, end = offsets.byte(unit.start), offsets.byte(unit.end)
        settled = offsets.byte(min(unit.settled, len(matches.text)))
        if _all_possible(compiled, matches, start, end):
            yield start, end


def _rarest(groups: Sequence[Sequence[int]], matches: Matches) -> list[int]:
    """Where the candidates of the group with the fewest of them end."""
    fewest: list[Sequence[int]] = min(
        ([matches.anchors(pattern) for pattern in group] for group in groups),
        key=lambda found: sum(map(len, found)),
    )
    return sorted(set().union(*fewest))


def _all_possible(compiled: CompiledRule, matches: Matches, start: int, end: int) -> bool:
    return all(
        any(matches.possible(pattern, start, end) for pattern in group) for group in compiled.groups
    )


def _clusters(compiled: CompiledRule, matches: Matches, start: int, end: int) -> Iterator[Place]:
    """The tightest groups of matches inside one unit."""
    found: list[list[tuple[int, int]]] = []
    for group in compiled.groups:
        spans = sorted(
            span
            for pattern in group
            if matches.possible(pattern, start, end)
            for span in _spans(matches, pattern, start, end)
        )
        if not spans:
            return
        found.append(spans)
    if any(veto.first(matches, start, end) is not None for veto in compiled.unless):
        return
    within = compiled.rule.detect.within
    point = matches.offsets.point
    for low, high in _hulls(found):
        place = Place(point(low), point(high))
        if not isinstance(within, int) or place.end - place.start <= within:
            yield place


def _spans(matches: Matches, pattern: int, start: int, end: int) -> list[tuple[int, int]]:
    spans = list(islice(matches.spans(pattern, start, end), _MAX_SPANS + 1))
    if len(spans) > _MAX_SPANS:
        raise ScanLimitError(f"more than {_MAX_SPANS:,} matches of one expression in a stretch")
    return spans


def _hulls(groups: list[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """For each match of the rarest group the stretch to its nearest ones of the others."""
    rarest = min(groups, key=len)
    hulls = []
    for start, end in rarest:
        low, high = start, end
        for group in groups:
            if group is not rarest:
                first, last = _nearest(group, start, end)
                low, high = min(low, first), max(high, last)
        hulls.append((low, high))
    return sorted(hulls)


def _nearest(spans: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The span with the smallest gap to a stretch; of two equal ones the first."""
    at = bisect_left(spans, (start, end))
    near = spans[max(0, at - 1) : at + 1]
    return min(near, key=lambda span: max(span[0] - end, start - span[1], 0))
