"""The scanner for personal data."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Final

from gptreview.model.finding import Card, Confidence, Hit, Severity, Wording
from gptreview.model.segment import Segment
from gptreview.model.view import View
from gptreview.scan.pii.catalogue import RECORDS, all_cards
from gptreview.scan.pii.detection import MAX_WORK, NAME_PATTERNS, Detection, Detector
from gptreview.scan.pii.judgement import Judgement, Leak, judge
from gptreview.scan.pii.masking import mask
from gptreview.scan.pii.ner import NameModel
from gptreview.scan.pii.people import Record
from gptreview.scan.scanned_text import ScanLimitError
from gptreview.scan.scanner import MissingPartError

_REVISION: Final = 2
"""Counts up whenever the same text could get other hits."""
_MAX_HITS: Final = 200
"""Identifiers told of one text; of more, the worst."""
_CROWD: Final = 5
"""People from which on it is surely a file of people."""


class PiiScanner:
    """Tells what identifies a person; samples, roles and hotlines are not told.

    Args:
        cache: Folder for the compiled candidate search; None keeps none.
        models: Tell names beside the patterns for them.
        most_work: After which a text is given up, in microseconds, about.
    """

    def __init__(
        self,
        cache: Path | None = None,
        models: Sequence[NameModel] = (),
        *,
        most_work: int = MAX_WORK,
    ) -> None:
        self._cache = cache
        self._models = models
        self._most_work = most_work
        self._detector = Detector(cache, (*NAME_PATTERNS, *models), most_work=most_work)

    @property
    def name(self) -> str:
        """``pii``."""
        return "pii"

    @cached_property
    def version(self) -> str:
        """Own revision, and the versions of the parts that judge numbers and tell names."""
        parts = ("presidio-analyzer", "phonenumbers", "tldextract")
        versions = [f"{part}-{version(part)}" for part in parts]
        return "+".join((str(_REVISION), *versions, *(model.version for model in self._models)))

    def cards(self) -> Sequence[Card]:
        """What it can say, sorted by id."""
        return tuple(self._cards.values())

    def scan(self, segment: Segment, views: Sequence[View]) -> Iterable[Hit]:
        """The hits in one text, in its order, at most 201.

        A list of so many identifiers that not all are told fails by the hit that counts them, so
        it need not be read to its end.

        Raises:
            ScanLimitError: The text has more candidates than any honest one.
            MissingPartError: A model was needed and does not work; the hits were told without it.
        """
        try:
            detection = self._detector.detect(segment.text, views)
        except MissingPartError:
            yield from self._hits(segment, self._without_models.detect(segment.text, views))
            raise
        yield from self._hits(segment, detection)

    @cached_property
    def _without_models(self) -> Detector:
        return Detector(self._cache, most_work=self._most_work)

    def _hits(self, segment: Segment, detection: Detection) -> Iterator[Hit]:
        judgement = judge(segment.text, detection.found)
        worst = heapq.nsmallest(_MAX_HITS, judgement.leaks, key=_badness)
        worst.sort(key=lambda leak: leak.found.start)
        hits = [self._hit(segment, leak) for leak in worst]
        total = len(judgement.leaks)
        certain = total > _MAX_HITS and judgement.is_list
        if total > _MAX_HITS:
            hits[-1] = replace(hits[-1], message=_count(total, detection.ended))
        if certain:
            hits[-1] = replace(hits[-1], severity=Severity.HIGH, confidence=Confidence.HIGH)
        yield from _records(judgement)
        yield from hits
        if detection.ended is not None and not certain:
            raise ScanLimitError(f"too many candidates; given up at character {detection.ended:,}")

    @cached_property
    def _cards(self) -> dict[str, Card]:
        return {card.id: card for card in all_cards()}

    def _hit(self, segment: Segment, leak: Leak) -> Hit:
        found = leak.found
        entity, value = found.span.entity, found.value
        masked = mask(entity, value)
        written = segment.text[found.start : found.end]
        return Hit(
            self._cards[f"pii-{entity.value}"],
            found.start,
            found.end,
            decoded="" if written == value else masked,
            disguises=found.view.disguises(found.span.start, found.span.end),
            masked=masked,
            severity=leak.severity,
            confidence=leak.confidence,
        )


def _badness(leak: Leak) -> tuple[int, int, int]:
    return -leak.severity.rank, -leak.confidence.rank, leak.found.start


def _count(total: int, ended: int | None) -> Wording:
    """How many there are, and up to where, if the search did not come to the end."""
    en, zh = f"{total:,} identifiers in this text", f"此文本共有 {total:,} 项个人信息"
    if ended is not None:
        en = f"{total:,} identifiers up to character {ended:,}, where the search was given up"
        zh = f"此文本前 {ended:,} 个字符已有 {total:,} 项个人信息，其后未再检查"
    return Wording(
        f"{en}; the {_MAX_HITS} gravest are told.", f"{zh}，仅列出最严重的 {_MAX_HITS} 项。"
    )


def _records(judgement: Judgement) -> Iterator[Hit]:
    """One hit for all people, at the first of them."""
    people = len(judgement.records)
    if people < 2:
        return
    first = judgement.records[0]
    yield Hit(
        RECORDS,
        first.start,
        first.end,
        masked=_masked(first),
        severity=Severity.HIGH if people >= 3 else Severity.MEDIUM,
        confidence=Confidence.HIGH if people >= _CROWD else Confidence.MEDIUM,
        message=Wording(
            f"{people:,} people with two or more identifiers each.",
            f"{people:,} 人各有两项或以上个人信息。",
        ),
    )


def _masked(record: Record) -> str:
    """Only the identifiers: what stands between them may be personal too."""
    return " … ".join(mask(part.span.entity, part.value) for part in record.parts)
