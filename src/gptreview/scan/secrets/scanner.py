"""The scanner for keys, tokens and passwords."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final

from gptreview.model.finding import Card, Hit, Wording
from gptreview.model.segment import Segment
from gptreview.model.view import View
from gptreview.scan.readings import Found
from gptreview.scan.scanned_text import ScanLimitError
from gptreview.scan.secrets.catalogue import all_cards
from gptreview.scan.secrets.detection import MAX_WORK, Detector
from gptreview.scan.secrets.secret import Span

_REVISION: Final = 1
"""Counts up whenever the same text could get other hits."""
_MAX_HITS: Final = 200
"""Secrets told of one text; of more, the gravest."""
_HIDDEN: Final = "****"


class SecretScanner:
    """Tells what opens something; documented examples and placeholders are not told.

    Args:
        cache: Folder for the compiled candidate search; None keeps none.
    """

    def __init__(self, cache: Path | None = None) -> None:
        self._detector = Detector(cache)

    @property
    def name(self) -> str:
        """``secrets``."""
        return "secrets"

    @property
    def version(self) -> str:
        """Own revision."""
        return str(_REVISION)

    def cards(self) -> Sequence[Card]:
        """What it can say, sorted by id."""
        return tuple(self._cards.values())

    def scan(self, segment: Segment, views: Sequence[View]) -> Iterator[Hit]:
        """The hits in one text, in its order, at most 200.

        Raises:
            ScanLimitError: The text has more candidates than any honest one.
        """
        detection = self._detector.detect(views or (View(segment.text),))
        yield from _gravest([self._hit(segment, each) for each in detection.found])
        if not detection.complete:  # what was found before counts all the same
            raise ScanLimitError(f"more than {MAX_WORK:,} candidates")

    @cached_property
    def _cards(self) -> dict[str, Card]:
        return {card.id: card for card in all_cards()}

    def _hit(self, segment: Segment, found: Found[Span]) -> Hit:
        span, value = found.span, found.value
        masked = value[: span.public] + _HIDDEN
        return Hit(
            self._cards[f"secret-{span.secret.value}"],
            found.start,
            found.end,
            decoded="" if segment.text[found.start : found.end] == value else masked,
            disguises=found.view.disguises(span.start, span.end),
            masked=masked,
            severity=span.severity,
            confidence=span.confidence,
        )


def _gravest(hits: list[Hit]) -> list[Hit]:
    """All hits, or where these are too many the gravest, the last of which counts them."""
    if len(hits) <= _MAX_HITS:
        return hits
    gravest = sorted(hits, key=lambda hit: (*hit.gravity, hit.start))[:_MAX_HITS]
    gravest[-1] = replace(gravest[-1], message=_count(len(hits)))
    return sorted(gravest, key=lambda hit: hit.start)


def _count(total: int) -> Wording:
    return Wording(
        f"{total:,} secrets in this text; the {_MAX_HITS} gravest are told.",
        f"此文本共有 {total:,} 项密钥或凭据，仅列出最严重的 {_MAX_HITS} 项。",
    )
