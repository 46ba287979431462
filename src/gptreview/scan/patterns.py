"""One automaton for many patterns: which of them end where, in one pass over the text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

_MAX_MATCHES: Final = 200_000
"""Raw matches of one scan; real listings have dozens. It bounds time and memory."""


class ScanLimitError(Exception):
    """A text made more matches than anybody could read; the scanner gave up on it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One expression in the syntax that Hyperscan and RE2 share."""

    expression: str
    caseless: bool = True


class Ending(NamedTuple):
    """A pattern ends here."""

    pattern: int
    """Index into the patterns."""
    end: int
    """After the last character, in code points."""


class PatternDatabase:
    """Patterns compiled together; the compiled form is kept on disk by its digest.

    Args:
        patterns: What to look for; a match is told by its index.
        cache: Folder for compiled databases; None keeps none.
    """

    def __init__(self, patterns: Sequence[Pattern], cache: Path | None = None) -> None:
        self._patterns = tuple(patterns)
        self._cache = cache

    @cached_property
    def digest(self) -> str:
        """Hex digest of the patterns."""
        text = "\0".join(f"{each.caseless:d}{each.expression}" for each in self._patterns)
        return hashlib.sha256(text.encode()).hexdigest()

    def endings(self, text: str) -> list[Ending]:
        """Every place where a pattern ends, sorted by place, then pattern.

        Raises:
            ScanLimitError: There are more than 200,000.
        """
        data = text.encode("utf-8", "replace")
        found: list[tuple[int, int]] = []

        def note(pattern: int, _start: int, end: int, _flags: int, _context: object) -> bool:
            found.append((end, pattern))
            return len(found) > _MAX_MATCHES

        import hyperscan

        try:
            self._database.scan(data, match_event_handler=note)
        except hyperscan.ScanTerminated as error:
            raise ScanLimitError(f"more than {_MAX_MATCHES:,} matches") from error
        return _code_points(data, sorted(set(found)))

    @cached_property
    def _database(self) -> Any:
        import hyperscan

        database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        database.compile(
            expressions=[each.expression.encode() for each in self._patterns],
            ids=list(range(len(self._patterns))),
            elements=len(self._patterns),
            flags=[_flags(each) for each in self._patterns],
        )
        return database


def _flags(pattern: Pattern) -> int:
    import hyperscan

    flags = hyperscan.HS_FLAG_UTF8
    if pattern.caseless:
        flags |= hyperscan.HS_FLAG_CASELESS
    return int(flags)


def _code_points(data: bytes, found: list[tuple[int, int]]) -> list[Ending]:
    """Byte offsets to code points, by decoding each stretch of the text once."""
    endings = []
    byte = point = 0
    for end, pattern in found:
        point += len(data[byte:end].decode("utf-8"))
        byte = end
        endings.append(Ending(pattern, point))
    return endings
