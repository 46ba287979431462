"""Figures of a simulation while it goes on: as large at its end as after some hundred flips."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from gptreview.decide.shifts import flip_between
from gptreview.model.simulation import MOVES, Flip, Move, Shift
from gptreview.model.verdict import Verdict


@dataclass(slots=True)
class SimulationTally:
    """Counts flips, and keeps the worst of each move.

    Args:
        most: How many contents are kept for each move.
    """

    most: int
    versions: int = 0
    unreviewed: int = 0
    rejudged: int = 0
    reviewed: int = 0
    against: Counter[str] = field(default_factory=Counter)
    moves: Counter[Move] = field(default_factory=Counter)
    categories: defaultdict[Move, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    shifts: Counter[Shift] = field(default_factory=Counter)
    _worst: defaultdict[Move, list[Flip]] = field(default_factory=lambda: defaultdict(list))

    def compare(self, before: Verdict, after: Verdict, listings: int) -> None:
        """Count a content that so many listings have."""
        flip = flip_between(before, after)
        if flip is None:
            return
        self.moves[flip.move] += listings
        for category in {each.category for each in flip.shifts}:
            self.categories[flip.move][category] += listings
        for shift in flip.shifts:
            self.shifts[shift] += listings
        worst = self._worst[flip.move]
        worst.append(flip)
        if len(worst) > 2 * self.most:
            self._worst[flip.move] = sorted(worst, key=_worst_first)[: self.most]

    def worst(self) -> Iterator[Flip]:
        """Those that are kept, move by move, the worst first."""
        for move in MOVES:
            yield from sorted(self._worst[move], key=_worst_first)[: self.most]


def _worst_first(flip: Flip) -> tuple[object, ...]:
    return -flip.severity, -len(flip.shifts), flip.content_digest
