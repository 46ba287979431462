"""How often a word stands in ordinary text: to wait for a frequent one is to wait for nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

EDGE: Final = "\b"
"""Before or after a word: no letter, digit or underscore of ASCII stands there."""
_RARE: Final = 3.0
"""Assumed of a word that is not in the list."""
_SHORT: Final = {1: 20_000.0, 2: 2_000.0, 3: 200.0}
"""Assumed of so few letters, which are parts of many words; with an edge a tenth of it."""
_SIGN: Final = 1_000.0
_COMPANY: Final = 20
_PART: Final = re.compile(r"[a-z]+|[\u3400-\u9fff]+")


@lru_cache(maxsize=16_384)
def frequency(word: str) -> float:
    """About how often it stands among a million words, inside other words too.

    Args:
        word: In lower case; with `EDGE` at the ends where no word may go on.
    """
    core = word.replace(EDGE, "")
    parts = _PART.findall(core)
    if len(parts) > 1:
        return _of_phrase(parts)
    if not parts:
        return _SIGN
    if len(parts[0]) < len(core):
        return frequency(f"{EDGE}{parts[0]}{EDGE}")
    return _of_letters(word, core) if core.isascii() else _of_ideographs(core)


def _of_phrase(words: list[str]) -> float:
    """As if words stood by chance, but that those of a phrase seek one another's company."""
    first, *others = sorted(frequency(f"{EDGE}{word}{EDGE}") for word in words)
    return first * min([1.0, *(_COMPANY * other / 1_000_000 for other in others)])


def _of_letters(word: str, core: str) -> float:
    table = _table()
    looked_for = word.replace(EDGE, "\n")
    total = 0.0
    at = table.text.find(looked_for)
    while at >= 0:
        row = bisect_right(table.starts, at + 1) - 1
        total += table.counts[row]
        at = table.text.find(looked_for, table.starts[row + 1] - 1)
    return total + _SHORT.get(len(core), _RARE) / (10 if word != core else 1)


def _of_ideographs(core: str) -> float:
    pairs = [core[at : at + 2] for at in range(len(core) - 1)] or [core]
    return min(_table().ideographs.get(pair, _RARE) for pair in pairs)


class _Table(NamedTuple):
    text: str
    """Every word of letters between line ends."""
    starts: list[int]
    """Where each begins in it, and where another would."""
    counts: list[float]
    ideographs: dict[str, float]


@cache
def _table() -> _Table:
    """Made of this project's own texts, and of public descriptions of APIs."""
    rows = Path(__file__).with_suffix(".txt").read_text("utf-8").split()
    counted = dict(zip(rows[::2], map(float, rows[1::2]), strict=True))
    letters = {word: count for word, count in counted.items() if word.isascii()}
    starts = [1]
    for word in letters:
        starts.append(starts[-1] + len(word) + 1)
    ideographs = {word: count for word, count in counted.items() if word not in letters}
    text = "\n" + "\n".join(letters) + "\n"
    return _Table(text, starts, list(letters.values()), ideographs)
