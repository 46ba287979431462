"""Hits become findings: placed, with their context, and with nothing personal left in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from gptreview.model.finding import Finding, Hit, evidence_digest
from gptreview.model.segment import Locator, Segment
from gptreview.model.view import View
from gptreview.scan.masks import Masks

_LONGEST_EXCERPT: Final = 400
_LONGEST_CONTEXT: Final = 80
_CUT: Final = "…"


class ScannerHit(NamedTuple):
    """A hit and the scanner that made it."""

    scanner: str
    hit: Hit


def findings(
    segment: Segment,
    hits: Iterable[ScannerHit],
    untold: Iterable[ScannerHit] = (),
    views: Sequence[View] = (),
) -> tuple[Finding, ...]:
    """Everything that the scanners found in one text, in its order.

    What any scanner calls personal or secret is masked in the excerpts and contexts of all, and
    so is what ``untold`` hits call so, of which no finding is made.

    Args:
        segment: The text.
        hits: What was found in it.
        untold: What was found beyond that.
        views: The readings in which it was found; without them, what a disguised text says is
            hidden where a part of it is masked.
    """
    hits = sorted(hits, key=_by_place)
    masks = Masks(segment.text, (each.hit for each in sorted((*hits, *untold), key=_by_place)))
    locators = segment.locate_all(each.hit.start for each in hits)
    return tuple(
        _finding(segment, each, masks, views, locator)
        for each, locator in zip(hits, locators, strict=True)
    )


def _by_place(found: ScannerHit) -> tuple[int, int, str]:
    return found.hit.start, found.hit.end, found.hit.card.id


def _finding(
    segment: Segment, found: ScannerHit, masks: Masks, views: Sequence[View], locator: Locator
) -> Finding:
    scanner, hit = found
    card, text = hit.card, segment.text
    if hit.masked:
        start, end, excerpt = masks.of(hit)
        decoded = excerpt if hit.decoded == hit.masked else hit.decoded
    else:
        start, end = masks.whole(hit.start, hit.end)
        excerpt = masks.over(start, end)
        decoded = hit.decoded and masks.over_reading(hit.decoded, hit, views)
    shown_before, shown_after = _context(text, start, end, masks)
    # The digest of a telephone number gives the number away to whoever tries them all: personal
    # evidence goes by what is shown of it.
    evidence = shown_before + excerpt + shown_after if hit.masked else text[hit.start : hit.end]
    return Finding(
        rule_id=card.id,
        title=card.title,
        category=card.category,
        severity=hit.severity or card.severity,
        confidence=hit.confidence or card.confidence,
        field=segment.field,
        start=segment.start + hit.start,
        end=segment.start + hit.end,
        locator=locator,
        excerpt=_shortened(excerpt),
        before=shown_before,
        after=shown_after,
        decoded=_shortened(decoded),
        disguises=hit.disguises,
        message=hit.message or card.message,
        clause=card.clause,
        fix=card.fix,
        scanner=scanner,
        evidence_digest=evidence_digest(card.id, segment.field, evidence),
        general=card.message if hit.message else None,
    )


def _context(text: str, start: int, end: int, masks: Masks) -> tuple[str, str]:
    """What stands before and after a place on its line, with a mark where it was cut."""
    first = max(0, start - _LONGEST_CONTEXT)
    last = min(len(text), end + _LONGEST_CONTEXT)
    line_start = text.rfind("\n", first, start) + 1
    line_end = text.find("\n", end, last)
    before = masks.over(line_start or first, start)
    after = masks.over(end, last if line_end < 0 else line_end)
    cut_before = not line_start and first and text[first - 1] != "\n"
    cut_after = line_end < 0 and last < len(text) and text[last] != "\n"
    return (_CUT if cut_before else "") + before, after + (_CUT if cut_after else "")


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_EXCERPT:
        return text
    half = (_LONGEST_EXCERPT - 3) // 2
    return f"{text[:half]} {_CUT} {text[-half:]}"
