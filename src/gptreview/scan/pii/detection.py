"""Every identifier of a text, before anybody asks whether it is a leak or a sample."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

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
    (Clue.DIGITS, find_resident_ids),
    (Clue.DIGITS, find_social_credit_codes),
    (Clue.DIGITS, find_cards),
    (Clue.DIGITS, find_accounts),
    (Clue.DIGITS, find_ssns),
    (Clue.DIGITS, find_documents),
    (Clue.DIGITS, find_mobiles),
    (Clue.DIGITS, find_landlines),
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


class Detector:
    """Finds identifiers; cheap to make, compiled by the first text.

    Args:
        cache: Folder for the compiled candidate search; None keeps none.
        names: Finders of personal names, called only where other identifiers stand.
    """

    def __init__(
        self,
        cache: Path | None = None,
        names: Sequence[Finder] = NAME_PATTERNS,
    ) -> None:
        self._candidates = CandidateSearch(cache)
        self._names = tuple(names)

    def spans(self, text: str) -> list[Span]:
        """The identifiers of one text, in order, none overlapping another.

        Raises:
            ScanLimitError: There are more candidates than any honest text has.
        """
        return self._spans(text, View(text))

    def detect(self, text: str, views: Sequence[View] = ()) -> list[Identifier]:
        """The identifiers of all readings, each place once, sorted by where it was written.

        Args:
            text: As written.
            views: Its readings, the written one first; none: the text alone.

        Raises:
            ScanLimitError: There are more candidates than any honest text has.
        """
        readings = views or (View(text),)
        return each_place_once((view, self._spans(text, view)) for view in readings)

    def _spans(self, text: str, view: View) -> list[Span]:
        page = Page(view.text)
        found: list[Span] = []
        for window in self._candidates.windows(view.text):
            if view.pieces is None or _changed(text, view, window):
                found.extend(self._inside(page, window))
        return _without_overlaps(found)

    def _inside(self, page: Page, window: Window) -> Iterable[Span]:
        finders = dict.fromkeys(finder for clue, finder in _FINDERS if clue in window.clues)
        found = [span for find in finders for span in find(page, window.start, window.end)]
        if found:
            found += [span for find in self._names for span in find(page, *window[:2])]
        return found


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
