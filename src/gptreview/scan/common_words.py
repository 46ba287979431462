"""How rare a word is: to wait for one that stands in almost every text is to wait for nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

_COMMON_WEIGHT: Final = 0.4


def rarity(word: str) -> float:
    """About 1 a letter and 2 an ideograph, and next to nothing for a common word.

    Args:
        word: In lower case; empty counts for nothing.
    """
    common = _common_words()
    if word in common or word.removesuffix("s") in common or word.removesuffix("ing") in common:
        return _COMMON_WEIGHT
    return sum(1.0 if char.isascii() else 2.0 for char in word)


@cache
def _common_words() -> frozenset[str]:
    """Frequent words of English and Chinese, and what instructions to a model are made of."""
    return frozenset(Path(__file__).with_suffix(".txt").read_text("utf-8").split())
