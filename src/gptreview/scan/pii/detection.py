"""Every identifier of a text, before anybody asks whether it is a leak or a sample."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from gptreview.model.view import View
from gptreview.scan.pii.addresses import find_ip_addresses
from gptreview.scan.pii.candidates import CandidateSearch, Clue, Window
from gptreview.scan.pii.cn_contacts import find_landlines, find_messengers, find_mobiles
from gptreview.scan.pii.cn_names import find_cn_names
from gptreview.scan.pii.cn_numbers import (
    find_documents,
    find_plates,
    find_resident_ids,
    find_social_credit_codes,
)
from gptreview.scan.pii.cn_places import find_cn_addresses
from gptreview.scan.pii.emails import find_emails
from gptreview.scan.pii.entity import RANK, Span
from gptreview.scan.pii.foreign_ids import find_national_ids
from gptreview.scan.pii.latin_names import find_latin_names
from gptreview.scan.pii.page import Page
from gptreview.scan.pii.payments import find_accounts, find_cards, find_ibans, find_wallets
from gptreview.scan.pii.phones import find_phones
from gptreview.scan.pii.us_numbers import find_ssns
from gptreview.scan.readings import Found, each_place_once

Finder = Callable[[Page, int, int], Iterator[Span]]
"""Finds one kind of identifier between two places of a text."""

NAME_PATTERNS: Final[tuple[Finder, ...]] = (find_cn_names, find_latin_names)
"""What tells names without a language model."""

_FINDERS: Final[tuple[tuple[Clue, Finder], ...]] = (
    (Clue.AT, find_emails),
    (Clue.LONG, find_resident_ids),
    (Clue.CREDIT_CODE, find_social_credit_codes),
    (Clue.LONG, find_cards),
    (Clue.DIGITS, find_accounts),
    (Clue.SSN, find_ssns),
    (Clue.DIGITS, find_documents),
    (Clue.MOBILE, find_mobiles),
    (Clue.LANDLINE, find_landlines),
    (Clue.DIGITS, find_phones),
    (Clue.IPV4, find_ip_addresses),
    (Clue.IPV6, find_ip_addresses),
    (Clue.IBAN, find_ibans),
    (Clue.WALLET, find_wallets),
    (Clue.PLATE, find_plates),
    (Clue.MESSENGER, find_messengers),
    (Clue.STREET, find_cn_addresses),
    (Clue.FOREIGN, find_national_ids),
)


Identifier = Found[Span]
"""An identifier in one of a text's readings."""
MAX_WORK: Final = 2_000_000
"""For one text, all of its readings included, in microseconds, about. Work is counted rather than
timed so that the same text always ends the same way."""
_LEAST_WORK: Final = 500_000
_WORK_A_CHARACTER: Final = 0.375
"""Shorter texts may ask for less: a file may be many of them."""
_HIT_COST: Final = 55
_UNCHANGED: Final = 4
"""The part of its work that a window takes where the view reads what the text says."""


class Detection(NamedTuple):
    """The identifiers of one text."""

    found: list[Identifier]
    """Each place once, sorted by where it was written."""
    ended: int | None = None
    """Where in the written text the search was given up, in code points; None: it never was."""


@dataclass(slots=True)
class _Search:
    """How far the search of one text has come."""

    text: str
    left: int
    """Work that it may still ask for."""
    ended: int | None = None


class Detector:
    """Finds identifiers; cheap to make, compiled by the first text.

    Args:
        cache: Folder for the compiled candidate search; None keeps none.
        names: Finders of personal names, called only where other identifiers stand.
        most_work: After which a text is given up.
    """

    def __init__(
        self,
        cache: Path | None = None,
        names: Sequence[Finder] = NAME_PATTERNS,
        *,
        most_work: int = MAX_WORK,
    ) -> None:
        self._candidates = CandidateSearch(cache)
        self._names = tuple(names)
        self._most_work = most_work

    def spans(self, text: str) -> list[Span]:
        """The identifiers of one text, in order, none overlapping another."""
        return [each.span for each in self.detect(text).found]

    def detect(self, text: str, views: Sequence[View] = ()) -> Detection:
        """The identifiers of all readings, as far as the work allows.

        Args:
            text: As written.
            views: Its readings, the written one first; none: the text alone.
        """
        work = _LEAST_WORK + int(_WORK_A_CHARACTER * len(text))
        search = _Search(text, min(self._most_work, work))
        readings = views or (View(text),)
        found = each_place_once((view, self._spans(search, view)) for view in readings)
        return Detection(found, search.ended)

    def _spans(self, search: _Search, view: View) -> list[Span]:
        page = Page(view.text)
        found: list[Span] = []
        for window in self._candidates.windows(view.text):
            if search.left <= 0:
                if search.ended is None:
                    search.ended = view.written(window.first, window.first)[0]
                break
            if view.pieces is not None and not _changed(search.text, view, window):
                search.left -= window.work // _UNCHANGED
                continue
            before = page.asked
            spans = self._inside(page, window)
            search.left -= window.work + _HIT_COST * len(spans) + page.asked - before
            found.extend(spans)
        return _without_overlaps(found)

    def _inside(self, page: Page, window: Window) -> Sequence[Span]:
        finders = dict.fromkeys(finder for clue, finder in _FINDERS if clue in window.clues)
        place = window.start, window.end
        found = [span for find in finders for span in find(page, *place)]
        if found:
            found += [span for find in self._names for span in find(page, *place)]
        return [span for span in found if window.first <= span.start < window.last]


def _changed(text: str, view: View, window: Window) -> bool:
    """Whether the view reads something else here than the written text, which was searched."""
    start, end = view.written(window.start, window.end)
    return text[start:end] != view.text[window.start : window.end]


def _without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Of spans that overlap, the one of the higher rank, then the longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, RANK[each.entity], -each.end)):
        if kept and span.start < kept[-1].end:
            if _order(span) < _order(kept[-1]):
                kept[-1] = span
        else:
            kept.append(span)
    return kept


def _order(span: Span) -> tuple[int, int]:
    return RANK[span.entity], span.start - span.end
