"""Figures of a time range: what came in, what was decided, how long that took, what held."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import Final

from gptreview.model.database import ChainHead

SMALL: Final = 5
"""Counts below it are not published: few people may be known by them."""
_Z: Final = 1.959964
"""Of the normal distribution, for an interval that holds in 95 of 100 cases."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        """Between 0 and 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the true rate is, in 95 of 100 cases: Wilson's score interval; None of nothing.

        E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference,
        JASA 22 (1927), equation for p.
        """
        if not self.whole:
            return None
        rate, weight = self.part / self.whole, _Z**2 / self.whole
        middle = rate + weight / 2
        half = math.sqrt(weight * (rate * (1 - rate) + weight / 4))
        low, high = (middle - half) / (1 + weight), (middle + half) / (1 + weight)
        return max(0.0, low), min(1.0, high)


@dataclass(frozen=True, slots=True)
class Waits:
    """How long several things took, in seconds."""

    count: int = 0
    median: float | None = None
    """None of nothing; of an even number the mean of the two in the middle."""
    p95: float | None = None
    """The smallest wait that 95 of 100 do not exceed (nearest rank)."""


def waits(seconds: list[float]) -> Waits:
    """Median and 95th percentile of waits."""
    if not seconds:
        return Waits()
    ordered = sorted(seconds)
    half = len(ordered) // 2
    median = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return Waits(len(ordered), median, ordered[math.ceil(0.95 * len(ordered)) - 1])


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened, of all or of one category, language or week."""

    received: int = 0
    """Reports; the same text by the same reporter counts once."""
    decided: int = 0
    """First decisions on a case, and those after a new report or a missed change."""
    actioned: int = 0
    """Of those: decisions that something is wrong."""
    from_intake: Waits = Waits()
    """From when the case was opened, or opened again, to its decision."""
    from_claim: Waits = Waits()
    """From the claim of whoever decided to the decision."""
    in_time: int = 0
    """Of those decided: within the service level."""
    appeals: int = 0
    """That were filed."""
    appeals_decided: int = 0
    overturned: int = 0
    """Of those decided."""

    @property
    def service_level(self) -> Share:
        """Decisions in time."""
        return Share(self.in_time, self.decided)

    @property
    def appealed(self) -> Share:
        """Appeals that were filed, of as many decisions as were made."""
        return Share(self.appeals, self.decided)

    @property
    def overturn(self) -> Share:
        """Appeals that changed the decision, of those decided."""
        return Share(self.overturned, self.appeals_decided)


@dataclass(frozen=True, slots=True)
class RulePrecision:
    """How often people agreed with a rule."""

    rule: str
    decided: int
    """Cases that were decided and whose verdict had a finding of the rule."""
    borne_out: int
    """Of those: the decision that was made last is a violation and names the finding."""
    overturned: int
    """Of those decided: a decision that named the finding fell on appeal."""

    @property
    def precision(self) -> Share:
        """Of the cases that were decided."""
        return Share(self.borne_out, self.decided)


@dataclass(frozen=True, slots=True)
class TransparencyReport:
    """The figures of a time range, and of its parts."""

    since: dt.datetime
    until: dt.datetime
    """The moment after the last one."""
    head: ChainHead
    """Of the event log that they were computed from."""
    total: Figures
    actions: tuple[tuple[str, int], ...] = ()
    """First decisions by what was done, the most frequent first."""
    by_category: tuple[tuple[str, Figures], ...] = ()
    """By name; what has several categories counts in each."""
    by_language: tuple[tuple[str, Figures], ...] = ()
    by_week: tuple[tuple[str, Figures], ...] = ()
    """By ISO 8601 week, ``2026-W10``, in UTC."""
    rules: tuple[RulePrecision, ...] = field(default=())
