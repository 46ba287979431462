"""Where a rule's conditions hold together in one text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from gptreview.model.rule import Scope
from gptreview.scan.rules.compiled import CompiledRule, Trigger, WordsFound
from gptreview.scan.rules.units import Unit, unit_finder
from gptreview.scan.scanned_text import ByteSpan, Regexp, ScanLimitError, ScannedText

MAX_PLACES: Final = 1_000
"""Places of one rule in one text; nobody reads more."""
_MAX_SPANS: Final = 200
"""Matches of one expression that are weighed for the nearest."""
_UNIT_COST: Final = 2_048
"""To find a unit takes about as long as to have RE2 look at so many bytes."""
_NEAR: Final = 4_096
"""Bytes to both sides of a match in which the nearest others are looked for first."""


class Place(NamedTuple):
    """From the first to the last match, in code points."""

    start: int
    end: int


def places(rule: CompiledRule, found: WordsFound) -> Iterator[Place]:
    """The places where a rule hits; some may overlap.

    Raises:
        ScanLimitError: There are more than 1,000, or the text asks for more work than any real
            one.
    """
    found.text.begin()
    told: set[Place] = set()
    for unit in _units(rule, found):
        for place in _in_unit(rule, found.text, unit):
            if place in told:
                continue
            if len(told) == MAX_PLACES:
                raise ScanLimitError(f"more than {MAX_PLACES:,} places of {rule.rule.card.id}")
            told.add(place)
            yield place


def _units(rule: CompiledRule, found: WordsFound) -> Iterator[Unit]:
    """The stretches of text around matches of the triggers, in code points, each once."""
    seen: set[Unit] = set()
    find = unit_finder(found.text.text, rule.rule.detect.within)
    for trigger in rule.triggers:
        anchors = found.anchors.get(trigger.number, ())
        for unit in _around(trigger, found.text, anchors, find):
            if unit not in seen:
                seen.add(unit)
                yield unit


def _around(
    trigger: Trigger, text: ScannedText, anchors: Sequence[int] | None, find: Callable[[int], Unit]
) -> Iterator[Unit]:
    """The units that matches of one expression are in, in order."""
    if anchors is None:
        for span in text.within(trigger.regexp, 0, len(text.data)):
            yield from (unit for unit, _ in _units_of(span, text, find))
        return
    reach = text.bytes_of(trigger.regexp.reach)
    index = done = 0
    while (index := bisect_right(anchors, done, index)) < len(anchors):
        anchor = anchors[index]
        index += 1
        # What ends before `done` was looked at, and would be found again as the leftmost match.
        found = text.search(trigger.regexp, max(anchor - reach, done), anchor + reach)
        for unit, settled in _units_of(found, text, find) if found else ():
            done = max(done, settled)
            yield unit


def _units_of(
    span: ByteSpan, text: ScannedText, find: Callable[[int], Unit]
) -> Iterator[tuple[Unit, int]]:
    """The units that a match reaches into, and the byte up to which each is done with."""
    point, byte = text.offsets.point, text.offsets.byte
    at, end = span
    while at < end:
        text.charge(_UNIT_COST)
        unit = find(point(at))
        at = end if byte(unit.end) >= end else byte(unit.settled)
        yield unit, max(end, byte(min(unit.settled, len(text.text))))


def _in_unit(rule: CompiledRule, text: ScannedText, unit: Unit) -> list[Place]:
    """The tightest groups of matches inside one unit, sorted."""
    point, byte = text.offsets.point, text.offsets.byte
    start, end = byte(unit.start), byte(unit.end)
    found: list[Place] = []
    for span in _trigger_spans(rule, text, start, end):
        hull = _hull(rule, text, span, start, end)
        if hull is None:
            return []
        found.append(Place(point(hull[0]), point(hull[1])))
    within = rule.rule.detect.within
    if not isinstance(within, Scope):
        found = [place for place in found if place.end - place.start <= within]
    if found and any(_stands(veto, text, start, end) for veto in rule.vetoes):
        return []
    return _disjoint(found)


def _disjoint(found: list[Place]) -> list[Place]:
    """The tightest ones of those that overlap, sorted by place."""
    kept: list[Place] = []
    for place in sorted(set(found), key=lambda each: (each.end - each.start, each)):
        at = bisect_left(kept, place)
        before_is_clear = at == 0 or kept[at - 1].end <= place.start
        if before_is_clear and (at == len(kept) or place.end <= kept[at].start):
            kept.insert(at, place)
    return kept


def _trigger_spans(
    rule: CompiledRule, text: ScannedText, start: int, end: int
) -> Iterator[ByteSpan]:
    """Matches of the trigger inside a unit; a few more than anybody reads are enough."""
    for trigger in rule.triggers:
        yield from islice(text.within(trigger.regexp, start, end), MAX_PLACES + 1)


def _hull(
    rule: CompiledRule, text: ScannedText, span: ByteSpan, start: int, end: int
) -> ByteSpan | None:
    """From a match of the trigger to the nearest ones of the other conditions."""
    low, high = span
    for condition in rule.conditions:
        nearest = _nearest(condition, text, span, start, end)
        if nearest is None:
            return None
        low, high = min(low, nearest[0]), max(high, nearest[1])
    return low, high


def _nearest(
    condition: Sequence[Regexp], text: ScannedText, span: ByteSpan, start: int, end: int
) -> ByteSpan | None:
    """The match of a condition that is nearest to a span, in ever wider surroundings of it."""
    width = _NEAR
    while True:
        low, high = max(start, span[0] - width), min(end, span[1] + width)
        found = [
            each
            for regexp in condition
            for each in islice(text.within(regexp, low, high), _MAX_SPANS)
        ]
        if found:
            return min(found, key=lambda each: (max(each[0] - span[1], span[0] - each[1]), each))
        if (low, high) == (start, end):
            return None
        width *= 8


def _stands(regexp: Regexp, text: ScannedText, start: int, end: int) -> bool:
    return any(True for _ in text.within(regexp, start, end))
