"""Which counts are hidden from the public: small ones, and what small ones could be told by.

Counts of a breakdown add up to a total that is shown, so a single hidden one is the rest. Hence
the secondary suppression of statistics offices: A. Hundepool et al., Statistical Disclosure
Control (Wiley, 2012), chapter 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gptreview.model.transparency import SMALL

FEW: Final = f"<{SMALL}"
"""Stands for a count of 1 to 4."""
MORE: Final = f"{SMALL}+"
"""Stands for a larger count that would tell a small one."""


def is_few(number: int) -> bool:
    """Whether few people may be known by it."""
    return 0 < number < SMALL


def companions(numbers: Sequence[int]) -> frozenset[int]:
    """Places of the larger counts that are hidden as well, the smallest of them first.

    As many as it takes until every hidden count could be another number for whoever knows the
    total, the shown ones and what the signs mean; where all are hidden, nothing more can be.
    """
    few = [each for each in numbers if is_few(each)]
    left = sorted((number, place) for place, number in enumerate(numbers) if number >= SMALL)
    hidden: list[tuple[int, int]] = []
    while left and _are_told(few, [number for number, _place in hidden]):
        hidden.append(left.pop(0))
    return frozenset(place for _number, place in hidden)


def _are_told(few: Sequence[int], more: Sequence[int]) -> bool:
    """Whether only these numbers have their sum: there is one, or all are at an end."""
    if not few:
        return False
    are_least = set(few) == {1} and set(more) <= {SMALL}
    are_most = set(few) == {SMALL - 1} and not more
    return len(few) + len(more) == 1 or are_least or are_most
