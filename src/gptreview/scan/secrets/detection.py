"""Every secret of a text, in all of its readings.

What has the shape of a key is also removed from what `gptreview migrate` writes. That list is
another one on purpose: there a mere suspicion is reason enough to take something out, and an
example that is lost costs nothing. Here a finding accuses somebody, so it needs evidence: a
checksum, a prefix that is nobody else's, a decoded header, or a name for the value beside it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from gptreview.model.view import View
from gptreview.scan.patterns import Pattern, PatternDatabase
from gptreview.scan.readings import Found, each_place_once
from gptreview.scan.secrets.assignments import ASSIGNMENTS
from gptreview.scan.secrets.cloud_keys import CLOUD_KEYS
from gptreview.scan.secrets.developer_keys import DEVELOPER_KEYS
from gptreview.scan.secrets.messaging_keys import MESSAGING_KEYS
from gptreview.scan.secrets.private_keys import PRIVATE_KEYS
from gptreview.scan.secrets.secret import RANK, Clue, Span
from gptreview.scan.secrets.tokens import TOKENS
from gptreview.scan.secrets.urls import URLS

CLUES: Final[tuple[Clue, ...]] = (
    *PRIVATE_KEYS,
    *CLOUD_KEYS,
    *DEVELOPER_KEYS,
    *MESSAGING_KEYS,
    *TOKENS,
    *URLS,
    *ASSIGNMENTS,
)
_CHUNK: Final = 60_000
"""Code points a pass, so that a text made of candidates is given up early."""
_OVERLAP: Final = 120
"""Code points that two passes share, so that no candidate is cut in two."""
_HIT_COST: Final = 10
MAX_WORK: Final = 150_000
"""Looks at one text, each at its clue's cost; real texts ask for some hundreds in a megabyte."""


class Detection(NamedTuple):
    """What was found in all readings of a text."""

    found: list[Found[Span]]
    complete: bool
    """False where there were more candidates than any honest text has."""


class Detector:
    """Finds secrets; cheap to make, compiled by the first text.

    Args:
        cache: Folder for the compiled candidate search; None keeps none.
    """

    def __init__(self, cache: Path | None = None) -> None:
        self._database = PatternDatabase(
            [Pattern(clue.expression, caseless=clue.caseless) for clue in CLUES], cache
        )

    def detect(self, views: Sequence[View]) -> Detection:
        """The secrets of all readings, each place once, sorted by where it was written.

        Args:
            views: The readings of one text, the written one first.
        """
        read = [(view, *self.spans(view.text)) for view in views]
        found = each_place_once((view, spans) for view, spans, _ in read)
        return Detection(found, all(whole for _, _, whole in read))

    def spans(self, text: str) -> tuple[list[Span], bool]:
        """The secrets of one text, in order, none overlapping another; whether these are all."""
        found: set[Span] = set()
        work = 0
        for offset in range(0, len(text), _CHUNK):
            for pattern, end in self._database.endings(text[offset : offset + _CHUNK + _OVERLAP]):
                clue = CLUES[pattern]
                found.update(clue.find(text, offset + end))
                work += clue.cost
            if work + _HIT_COST * len(found) > MAX_WORK:
                return _without_overlaps(found), False
        return _without_overlaps(found), True


def _without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Of spans that overlap, the one of the more telling kind, then the longer one."""
    taken: list[Span] = []
    starts: list[int] = []
    for span in sorted(spans, key=_order):
        at = bisect_left(starts, span.start)
        clear_before = not at or taken[at - 1].end <= span.start
        if clear_before and (at == len(taken) or span.end <= starts[at]):
            taken.insert(at, span)
            starts.insert(at, span.start)
    return taken


def _order(span: Span) -> tuple[int, int, int]:
    return RANK[span.secret], span.start - span.end, span.start
