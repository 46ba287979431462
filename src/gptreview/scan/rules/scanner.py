"""The scanner that runs the rules."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from gptreview.model.finding import Card, Confidence, Hit
from gptreview.model.rule import RuleStatus
from gptreview.model.segment import Segment
from gptreview.model.view import View
from gptreview.scan.rules.compiled import CompiledRule, CompiledRules
from gptreview.scan.rules.places import Place, places
from gptreview.scan.rules.ruleset import RuleSet
from gptreview.scan.scanned_text import ScanLimitError

_LONGEST_DECODED: Final = 400
_PLAIN: Final = "plain"


@dataclass(slots=True)
class _Found:
    """What one rule found in one text so far."""

    hits: list[Hit] = field(default_factory=list)
    """Sorted by place, none overlapping another."""

    def add(self, hit: Hit) -> None:
        """Take a hit in, unless what is already there covers a part of the same place."""
        at = bisect_right(self.hits, hit.start, key=lambda each: each.start)
        if at and self.hits[at - 1].end > hit.start:
            return
        if at < len(self.hits) and self.hits[at].start < hit.end:
            return
        self.hits.insert(at, hit)


class RuleScanner:
    """Runs rules over every reading of a text.

    Args:
        rules: The loaded rules; deprecated ones do not run.
    """

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules

    @property
    def name(self) -> str:
        """``rules``."""
        return "rules"

    @property
    def version(self) -> str:
        """The beginning of the rules' digest."""
        return self._rules.digest[:12]

    def cards(self) -> Sequence[Card]:
        """The cards of the rules that run, sorted by id."""
        return self._cards

    def scan(self, segment: Segment, views: Sequence[View]) -> Iterator[Hit]:
        """The hits in one text; what was found before a limit was met comes first.

        Raises:
            ScanLimitError: The text makes more matches than anybody could read.
        """
        found: dict[str, _Found] = {}
        limits = [limit for view in views for limit in self._scan_view(segment, view, found)]
        for each in found.values():
            yield from each.hits
        if limits:
            raise limits[0]

    def _scan_view(
        self, segment: Segment, view: View, found: dict[str, _Found]
    ) -> Iterator[ScanLimitError]:
        """Add what the rules find in one reading; the limits that it met."""
        words = self._compiled.scan(view.text)
        if words.limit is not None:
            yield words.limit
        for compiled in self._compiled.possible(words):
            if segment.kind not in compiled.rule.applies_to:
                continue
            entry = found.setdefault(compiled.rule.card.id, _Found())
            try:
                for place in places(compiled, words):
                    entry.add(_hit(compiled, view, place))
            except ScanLimitError as error:
                yield error

    @cached_property
    def _cards(self) -> tuple[Card, ...]:
        return tuple(rule.card for rule in self._rules.active)

    @cached_property
    def _compiled(self) -> CompiledRules:
        return CompiledRules(self._rules.active, self._rules.cache)


def _hit(compiled: CompiledRule, view: View, place: Place) -> Hit:
    card = compiled.rule.card
    start, end = view.written(place.start, place.end)
    confidence = card.confidence
    decoded = ""
    disguises: tuple[str, ...] = ()
    if view.pieces is not None:
        undone = view.disguises(place.start, place.end)
        decoded = view.text[place.start : min(place.end, place.start + _LONGEST_DECODED)]
        disguises = undone or ((view.name,) if view.name != _PLAIN else ())
        confidence = _raised(confidence) if undone else confidence
    if compiled.rule.status is RuleStatus.EXPERIMENTAL:
        confidence = Confidence.LOW
    changed = confidence if confidence is not card.confidence else None
    return Hit(card, start, end, decoded=decoded, disguises=disguises, confidence=changed)


def _raised(confidence: Confidence) -> Confidence:
    steps = list(Confidence)
    return steps[min(confidence.rank + 1, len(steps) - 1)]
