"""Hyperscan: what ends where, in one pass, for as many expressions or words as there are."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from gptreview.scan.scanned_text import ScanLimitError

_MIN_CANDIDATES: Final = 200_000
_BYTES_A_CANDIDATE: Final = 6
_MAX_CANDIDATES: Final = 600_000
"""Raw matches of one scan: one for every six bytes, but 200,000 for a short text and 600,000 for
any. Real listings have some dozens a kilobyte. It bounds time and memory."""


class Ends(NamedTuple):
    """After which bytes matches end."""

    by_number: dict[int, list[int]]
    """Sorted, by the number of the expression."""
    limit: ScanLimitError | None = None
    """Why the scan was given up before the end of the text, where it was."""


class Automaton:
    """A compiled database, made by the first scan. Safe to use from several threads.

    Args:
        make: Gives the database; called once.
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._database: Any = None
        self._lock = threading.Lock()
        self._threads = threading.local()

    def ends(self, data: bytes) -> Ends:
        """After which bytes of a text in UTF-8 a match of each expression ends."""
        import hyperscan

        ends: dict[int, list[int]] = {}
        limit = min(max(_MIN_CANDIDATES, len(data) // _BYTES_A_CANDIDATE), _MAX_CANDIDATES)
        count = 0

        def note(number: int, _start: int, end: int, _flags: int, _context: object) -> bool:
            nonlocal count
            count += 1
            if number in ends:
                ends[number].append(end)
            else:
                ends[number] = [end]
            return count > limit

        given_up: ScanLimitError | None = None
        database, scratch = self._ready()
        try:
            database.scan(data, match_event_handler=note, scratch=scratch)
        except hyperscan.ScanTerminated:
            given_up = ScanLimitError(f"more than {limit:,} matches")
        for number, found in ends.items():
            if len(found) > 1:  # Hyperscan promises neither their order nor that each comes once
                ends[number] = sorted(set(found))
        return Ends(ends, given_up)

    def _ready(self) -> tuple[Any, Any]:
        """The database, and the scratch space that this thread has for it."""
        scratch = getattr(self._threads, "scratch", None)
        if scratch is None:
            import hyperscan

            with self._lock:
                if self._database is None:
                    self._database = self._make()
            scratch = self._threads.scratch = hyperscan.Scratch(self._database)
        return self._database, scratch
