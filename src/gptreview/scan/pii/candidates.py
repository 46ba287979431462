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
from gptreview.scan.scanned_text import ScanLimitError

_CHUNK: Final = 16_000
"""Code points a pass: with ten patterns it cannot make more ends than one scan may have."""
_OVERLAP: Final = 80
"""Code points that two passes share, so that no candidate is cut in two."""
_BEFORE: Final = 96
_AFTER: Final = 72
_MAX_CANDIDATES: Final = 400_000
"""Ends in one text; a table of 4,000,000 characters that is full of identifiers has 250,000."""


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
}


class Window(NamedTuple):
    """A stretch of text, in code points, and the clues whose candidates are inside."""

    start: int
    end: int
    clues: frozenset[Clue]


class CandidateSearch:
    """The compiled clues.

    Args:
        cache: Folder for the compiled form; None keeps none.
        limit: Candidates from which on a text is given up.
    """

    def __init__(self, cache: Path | None = None, *, limit: int = _MAX_CANDIDATES) -> None:
        self._limit = limit
        self._database = PatternDatabase(
            [Pattern(_EXPRESSIONS[clue]) for clue in sorted(Clue)], cache
        )

    def windows(self, text: str) -> Iterator[Window]:
        """Stretches around candidates, in order, those that touch put together.

        Raises:
            ScanLimitError: There are more candidates than any honest text has.
        """
        start = end = -1
        clues: set[Clue] = set()
        for at, clue in self._candidates(text):
            if clues and at - _BEFORE > end:
                yield Window(start, end, frozenset(clues))
                clues = set()
            if not clues:
                start = max(0, at - _BEFORE)
            clues.add(clue)
            end = min(len(text), max(end, at + _AFTER))
        if clues:
            yield Window(start, end, frozenset(clues))

    def _candidates(self, text: str) -> Iterator[tuple[int, Clue]]:
        count = 0
        for offset in range(0, len(text), _CHUNK):
            for pattern, end in self._database.endings(text[offset : offset + _CHUNK + _OVERLAP]):
                count += 1
                yield offset + end, Clue(pattern)
            if count > self._limit:
                raise ScanLimitError(f"more than {self._limit:,} candidates")
