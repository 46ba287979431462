"""How soon a case should be looked at, as a sum of named parts that reviewers are shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_POINTS_A_DAY: Final = 2
"""A case of low severity overtakes a new critical one in four and a half days."""
_STEP: Final = dt.timedelta(days=1) / (1_000 * _POINTS_A_DAY)
"""In which a waiting case gains a thousandth of a point."""

AGE: Final = "age"
"""Name of the part that grows by itself."""
PARTS: Final = ("severity", "reach", "reporters", "accuracy", "history", AGE)
"""Names of all parts in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class PriorityFacts:
    """What the priority of a case is made of, but its age."""

    severity: str
    """Of the worst finding that counts, or of what is reported: ``low`` to ``critical``."""
    reach: int
    """Listings that offer the content now."""
    reporters: int
    """Different people who reported it, bad faith left out."""
    accuracy: float
    """Mean share of their earlier reports that were borne out, 0 to 1, Laplace-smoothed: one half
    for whoever has none."""
    strikes: int
    """Weight of the builder's strikes that are in force."""


@dataclass(frozen=True, slots=True)
class Priority:
    """The parts of a priority that stay as they are while a case waits."""

    parts: Mapping[str, int]
    """By name, in thousandths of a point."""

    def rank(self, opened_at: dt.datetime) -> int:
        """Place in the queue of a case that was opened at a moment, the greatest first.

        All cases gain the same while time passes, so that their order needs no writing: the sum of
        the parts, less what age would have given since 1970 up to that moment.
        """
        return sum(self.parts.values()) - _steps(opened_at)


def age_part(opened_at: dt.datetime, now: dt.datetime) -> int:
    """What age gives to a case by now, in thousandths of a point; never below 0."""
    return max(0, _steps(now) - _steps(opened_at))


def _steps(moment: dt.datetime) -> int:
    return (moment - _EPOCH) // _STEP
