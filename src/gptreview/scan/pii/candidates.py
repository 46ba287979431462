"""Where in a text an identifier may stand at all: the only part that reads all of it.

Each pattern is a cheap necessary condition. Hyperscan tells the ends of all of them in one pass;
the recognisers then run on windows around these, and only those that the pattern calls for.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path
from typing import Final, NamedTuple

from gptreview.scan.patterns import Pattern, PatternDatabase

_CHUNK: Final = 16_000
"""Code points a pass: with ten patterns it cannot make more ends than one scan may have."""
_OVERLAP: Final = 80
"""Code points that two passes share, so that no candidate is cut in two."""
_BEFORE: Final = 96
_AFTER: Final = 72
_LONGEST: Final = 16_000
"""Code points of a window, about: a table is looked at piece by piece, and may be given up."""


class Clue(IntEnum):
    """A necessary condition; the value is the index of its pattern."""

    AT = 0
    DIGITS = 1
    IPV4 = 2
    IPV6 = 3
    IBAN = 4
    WALLET = 5
    PLATE = 6
    MESSENGER = 7
    STREET = 8
    FOREIGN = 9
    LONG = 10
    CREDIT_CODE = 11
    SSN = 12
    MOBILE = 13
    LANDLINE = 14


_PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_EXPRESSIONS: Final = {
    Clue.AT: r"[a-z0-9_+\x{c0}-\x{24f}-]@[a-z0-9\x{c0}-\x{24f}-]{1,63}\.[a-z0-9\x{c0}-\x{24f}]{2}",
    Clue.DIGITS: r"(?:^|[^0-9])[0-9]{7}|[0-9]{2}[-. ()/]{1,3}[0-9]{2}[-. ()/]?[0-9]",
    Clue.IPV4: r"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]",
    Clue.IPV6: r"[0-9a-f]{1,4}:[0-9a-f]{0,4}:[0-9a-f]{1,4}:[0-9a-f]|[0-9a-f]{4}:[0-9a-f]{0,4}:",
    Clue.IBAN: r"(?:^|[^a-z0-9])[a-z]{2}[0-9]{2}[ -]?[a-z0-9]{4}[ -]?[a-z0-9]{4}",
    Clue.WALLET: r"(?:^|[^a-z0-9])(?:bc1|[13])[a-z0-9]{25}",
    Clue.PLATE: rf"[{_PROVINCES}][a-z][ ·•・]?[a-z0-9]{{4}}",
    Clue.MESSENGER: r"(?:微信|wechat|weixin|[vw]x|v信|薇信|威信|qq|扣扣|企鹅)"
    r"[^a-z0-9\n]{0,8}(?:id|号)?[^a-z0-9\n]{0,4}[a-z0-9_-]{5}",
    Clue.STREET: r"[0-9一二三四五六七八九十]{1,5} ?(?:号|弄|栋|幢|室|单元)",
    Clue.FOREIGN: r"(?:nhs|nino|national insurance|aadhaa?r|pan card|permanent account number"
    r"|\bni[ef]\b|dni\b|codice fiscale|fiscal code|pesel|nric|tax file number|\btfn\b|medicare"
    r"|social insurance number|\bsin\b|resident registration|henkil|steuer|personnummer|itin\b)",
    Clue.LONG: r"(?:^|[^0-9])[0-9](?:[ -]?[0-9]){11}",
    Clue.CREDIT_CODE: r"(?:^|[^0-9a-z])(?:[159n][1239]|y1)[0-9]{6}[0-9a-z]{10}",
    Clue.SSN: r"(?:^|[^0-9])[0-9]{3}[-. ]?[0-9]{2}[-. ]?[0-9]{4}",
    Clue.MOBILE: r"(?:^|[^0-9]|86)1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}",
    Clue.LANDLINE: r"0[1-9][0-9]{1,2}\)?[ -]?[2-8][0-9]{2,3}[ -]?[0-9]{4}",
}


_CLUES: Final = tuple(Clue)
COST: Final = {
    Clue.AT: 8,
    Clue.DIGITS: 5,
    Clue.IPV4: 8,
    Clue.IPV6: 8,
    Clue.IBAN: 25,
    Clue.WALLET: 15,
    Clue.PLATE: 6,
    Clue.MESSENGER: 15,
    Clue.STREET: 12,
    Clue.FOREIGN: 20,
    Clue.LONG: 10,
    Clue.CREDIT_CODE: 12,
    Clue.SSN: 7,
    Clue.MOBILE: 8,
    Clue.LANDLINE: 8,
}
"""Microseconds, about, that a candidate takes where a text is full of them."""


class Window(NamedTuple):
    """A stretch of text, in code points, and the clues whose candidates are inside."""

    start: int
    end: int
    clues: frozenset[Clue]
    first: int
    """What begins before this was the window before's."""
    last: int
    """What begins here or later is the next window's."""
    work: int
    """What its candidates cost to look at, in `COST`."""


class CandidateSearch:
    """The compiled clues.

    Args:
        cache: Folder for the compiled form; None keeps none.
    """

    def __init__(self, cache: Path | None = None) -> None:
        self._database = PatternDatabase(
            [Pattern(_EXPRESSIONS[clue]) for clue in sorted(Clue)], cache
        )

    def windows(self, text: str) -> Iterator[Window]:
        """Stretches around candidates, in order; those that touch are put together up to a length.

        What begins before the cut between two such belongs to candidates before it, so the clues
        of the first are those of the second, too.
        """
        size = len(text)
        start = first = end = work = 0
        clues: set[Clue] = set()
        carried: frozenset[Clue] = frozenset()
        for at, clue in self._candidates(text):
            if not clues:
                start = first = max(0, at - _BEFORE)
            elif at - _BEFORE > end:
                yield Window(start, end, carried | clues, first, end, work)
                start = first = at - _BEFORE
                clues, carried, work = set(), frozenset(), 0
            elif at - first > _LONGEST:
                cut, end = at - _BEFORE, max(end, at + _AFTER)
                yield Window(start, min(size, end), carried | clues, first, cut, work)
                start, first, carried, clues, work = cut - _BEFORE, cut, frozenset(clues), set(), 0
            clues.add(clue)
            work += COST[clue]
            if end < at + _AFTER:
                end = at + _AFTER
        if clues:
            end = min(size, end)
            yield Window(start, end, carried | clues, first, end, work)

    def _candidates(self, text: str) -> Iterator[tuple[int, Clue]]:
        for offset in range(0, len(text), _CHUNK):
            for pattern, end in self._database.endings(text[offset : offset + _CHUNK + _OVERLAP]):
                yield offset + end, _CLUES[pattern]
