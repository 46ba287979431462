"""Hits become findings: placed, with their context, and with nothing personal left in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from gptreview.model.finding import Finding, Hit, evidence_digest
from gptreview.model.segment import Locator, Segment

_LONGEST_EXCERPT: Final = 400
_LONGEST_CONTEXT: Final = 80
_CUT: Final = "…"
_HIDDEN: Final = "[masked]"


class ScannerHit(NamedTuple):
    """A hit and the scanner that made it."""

    scanner: str
    hit: Hit


class _Mask(NamedTuple):
    start: int
    end: int
    shown: str


def findings(
    segment: Segment, hits: Iterable[ScannerHit], untold: Iterable[ScannerHit] = ()
) -> tuple[Finding, ...]:
    """Everything that the scanners found in one text, in its order.

    What any scanner calls personal or secret is masked in the excerpts and contexts of all, and
    so is what ``untold`` hits call so, of which no finding is made.
    """
    hits = sorted(hits, key=_by_place)
    masks = _disjoint(
        _Mask(each.hit.start, each.hit.end, each.hit.masked)
        for each in sorted((*hits, *untold), key=_by_place)
        if each.hit.masked
    )
    locators = segment.locate_all(each.hit.start for each in hits)
    return tuple(
        _finding(segment, each, masks, locator)
        for each, locator in zip(hits, locators, strict=True)
    )


def _by_place(found: ScannerHit) -> tuple[int, int, str]:
    return found.hit.start, found.hit.end, found.hit.card.id


def _finding(
    segment: Segment, found: ScannerHit, masks: Sequence[_Mask], locator: Locator
) -> Finding:
    scanner, hit = found
    card, text = hit.card, segment.text
    shown_before, shown_after = _context(text, hit, masks)
    excerpt = hit.masked or _masked(text, hit.start, hit.end, masks)
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
        decoded=_decoded(hit, masks),
        disguises=hit.disguises,
        message=hit.message or card.message,
        clause=card.clause,
        fix=card.fix,
        scanner=scanner,
        evidence_digest=evidence_digest(card.id, segment.field, evidence),
    )


def _context(text: str, hit: Hit, masks: Sequence[_Mask]) -> tuple[str, str]:
    """What stands before and after a hit on its line, with a mark where it was cut."""
    start = max(0, hit.start - _LONGEST_CONTEXT)
    end = min(len(text), hit.end + _LONGEST_CONTEXT)
    line_start = text.rfind("\n", start, hit.start) + 1
    line_end = text.find("\n", hit.end, end)
    before = _masked(text, line_start or start, hit.start, masks)
    after = _masked(text, hit.end, end if line_end < 0 else line_end, masks)
    cut_before = not line_start and start and text[start - 1] != "\n"
    cut_after = line_end < 0 and end < len(text) and text[end] != "\n"
    return (_CUT if cut_before else "") + before, after + (_CUT if cut_after else "")


def _disjoint(masks: Iterable[_Mask]) -> list[_Mask]:
    """Masks in order; of those that overlap, one that hides all of them."""
    merged: list[_Mask] = []
    for mask in masks:
        if merged and mask.start < merged[-1].end:
            last = merged[-1]
            covers = mask.start <= last.start and mask.end > last.end
            shown = mask.shown if covers else last.shown if mask.end <= last.end else _HIDDEN
            merged[-1] = _Mask(last.start, max(last.end, mask.end), shown)
        else:
            merged.append(mask)
    return merged


def _masked(text: str, start: int, end: int, masks: Sequence[_Mask]) -> str:
    """The text from start to end with what a mask covers replaced, also where it is cut."""
    parts: list[str] = []
    at = start
    for index in range(bisect_right(masks, start, key=lambda mask: mask.end), len(masks)):
        mask = masks[index]
        if mask.start >= end:
            break
        parts += (text[at : mask.start], mask.shown)
        at = mask.end
    if at < end:
        parts.append(text[at:end])
    return "".join(parts)


def _decoded(hit: Hit, masks: Sequence[_Mask]) -> str:
    """What a disguised text says; hidden where it holds what another scanner masks."""
    if not hit.decoded or hit.masked:
        return _shortened(hit.decoded)
    personal = any(mask.start < hit.end and hit.start < mask.end for mask in masks)
    return _HIDDEN if personal else _shortened(hit.decoded)


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_EXCERPT:
        return text
    half = (_LONGEST_EXCERPT - 3) // 2
    return f"{text[:half]} {_CUT} {text[-half:]}"
