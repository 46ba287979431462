"""What a yardstick found: tables of figures, as they are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

Cell = str | int | float | None
"""A float is a share from 0 to 1; None is a figure that does not exist, as no case was there."""
_Z: Final = 1.959964
"""Of the normal distribution, for 95 %."""


@dataclass(frozen=True, slots=True)
class Table:
    """Figures of one kind."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One yardstick's figures."""

    number: int
    """As review.md counts the yardsticks."""
    title: str
    tables: tuple[Table, ...]


def ratio(part: float, whole: float) -> float | None:
    """A share, or None of nothing."""
    return part / whole if whole else None


def f_score(precision: float | None, recall: float | None, beta: float = 1.0) -> float | None:
    """The weighted harmonic mean (van Rijsbergen 1979); ``beta`` 2 weighs recall four times."""
    if precision is None or recall is None:
        return None
    weight = beta * beta
    below = weight * precision + recall
    return (1 + weight) * precision * recall / below if below else 0.0


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """The 95 % interval of a share (Wilson 1927, J. Am. Stat. Assoc. 22); None of nothing."""
    if not whole:
        return None
    share = part / whole
    spread = _Z * math.sqrt(share * (1 - share) / whole + _Z * _Z / (4 * whole * whole))
    middle, below = share + _Z * _Z / (2 * whole), 1 + _Z * _Z / whole
    # Of none or all the limit is 0 or 1 itself; rounding would put it beside that.
    low = (middle - spread) / below if part else 0.0
    high = (middle + spread) / below if part < whole else 1.0
    return low, high
