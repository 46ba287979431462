"""One automaton for many patterns, in one pass over the text, and their exact spans.

Hyperscan finds where patterns end and cannot say where they begin without losing its speed; RE2
says so in linear time, and is asked only about the neighbourhood of what Hyperscan found.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gptreview.scan.matches import Matches, ScanLimitError

if TYPE_CHECKING:
    from gptreview.scan.expressions import Expression

__all__ = ["Ending", "Pattern", "PatternDatabase", "ScanLimitError", "Span"]

_FORMAT: Final = 1
"""Goes up when expressions are taken apart in another way: kept databases are then made anew."""
_MIN_CANDIDATES: Final = 200_000
_CODE_POINTS_A_CANDIDATE: Final = 4
"""Raw matches of one scan: 200,000, or one for every four bytes of a text longer than 800 kB.
Real listings have dozens a kilobyte at most. It bounds time and memory."""
_BEYOND_ASCII: Final = re.compile(r"\.|\[:?\^|\\[pP]|\\x\{(?:[89a-f][0-9a-f]|[0-9a-f]{3,})\}")
_RE2_MEMORY: Final = 2_097_152
"""Bytes that RE2 may use for one pattern; it slows down rather than taking more."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One expression in the syntax that Hyperscan and RE2 share."""

    expression: str
    caseless: bool = True
    prose: bool = False
    """Whether a space stands for any run of white space, and ``.`` for a line end, too."""


class Ending(NamedTuple):
    """A pattern ends here."""

    pattern: int
    """Index into the patterns."""
    end: int
    """After the last character, in code points."""


class Span(NamedTuple):
    """A pattern stands here; offsets count code points."""

    pattern: int
    start: int
    end: int


class PatternDatabase:
    """Patterns compiled together; the compiled form is kept on disk by its digest.

    Cheap to make: patterns are read and compiled by the first scan. Safe to use from several
    threads.

    Args:
        patterns: What to look for; a match is told by its index.
        cache: Folder for compiled databases; None keeps none.
    """

    def __init__(self, patterns: Sequence[Pattern], cache: Path | None = None) -> None:
        self._patterns = tuple(patterns)
        self._cache = cache
        self._threads = threading.local()
        self._lock = threading.Lock()
        self._confirmers: dict[int, Any] = {}

    @cached_property
    def digest(self) -> str:
        """Hex digest of the patterns."""
        rows = [[each.expression, each.caseless, each.prose] for each in self._patterns]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()

    def endings(self, text: str) -> list[Ending]:
        """Every place where a pattern ends, sorted by place, then pattern.

        Of a pattern that has a wide gap, where its spans end.

        Raises:
            InputError: A pattern is not in the syntax.
            ScanLimitError: There are more than anybody could read.
        """
        matches = self.scan(text)
        found: set[tuple[int, int]] = set()
        for pattern in matches.patterns():
            if self._plan.exact[pattern]:
                found.update((end, pattern) for end in matches.anchors(pattern))
            else:
                spans = matches.spans(pattern, 0, matches.size)
                found.update((end, pattern) for _, end in spans)
        point = matches.offsets.point
        return [Ending(pattern, point(end)) for end, pattern in sorted(found)]

    def spans(self, text: str) -> list[Span]:
        """Every pattern's leftmost matches, none overlapping another of its own, sorted by place.

        A match is at most 1,000 code points long.

        Raises:
            InputError: A pattern is not in the syntax.
            ScanLimitError: There are more than anybody could read.
        """
        matches = self.scan(text)
        found = [
            (start, end, pattern)
            for pattern in matches.patterns()
            for start, end in matches.spans(pattern, 0, matches.size)
        ]
        point = matches.offsets.point
        return [Span(pattern, point(start), point(end)) for start, end, pattern in sorted(found)]

    def scan(self, text: str) -> Matches:
        """The candidates of all patterns, to be confirmed where they matter.

        Raises:
            InputError: A pattern is not in the syntax.
            ScanLimitError: There are more than anybody could read.
        """
        data = text.encode("utf-8", "replace")
        ends = self._ends(data)
        return Matches(text, data, ends, self._plan.needs, self._plan.owners, self._confirmer)

    def _ends(self, data: bytes) -> dict[int, list[int]]:
        """Where each part ends, in bytes; in order, as Hyperscan does not promise."""
        ends: dict[int, list[int]] = {}
        limit = max(_MIN_CANDIDATES, len(data) // _CODE_POINTS_A_CANDIDATE)
        count = 0

        def note(part: int, _start: int, end: int, _flags: int, _context: object) -> bool:
            nonlocal count
            count += 1
            if part in ends:
                ends[part].append(end)
            else:
                ends[part] = [end]
            return count > limit

        if not self._patterns:
            return ends
        import hyperscan

        database, scratch = self._automaton()
        try:
            database.scan(data, match_event_handler=note, scratch=scratch)
        except hyperscan.ScanTerminated as error:
            raise ScanLimitError(f"more than {limit:,} matches") from error
        return {part: sorted(set(found)) for part, found in ends.items()}

    def _automaton(self) -> tuple[Any, Any]:
        """The database, and the scratch space that this thread has for it."""
        import hyperscan

        with self._lock:
            database = self._database
        if not hasattr(self._threads, "scratch"):
            self._threads.scratch = hyperscan.Scratch(database)
        return database, self._threads.scratch

    def _confirmer(self, pattern: int) -> Any:
        if pattern not in self._confirmers:
            each = self._patterns[pattern]
            self._confirmers[pattern] = compile_re2(
                self._plan.expressions[pattern], caseless=each.caseless
            )
        return self._confirmers[pattern]

    @cached_property
    def _plan(self) -> _Plan:
        return self._loaded[0]

    @cached_property
    def _database(self) -> Any:
        return self._loaded[1]

    @cached_property
    def _loaded(self) -> tuple[_Plan, Any]:
        """Plan and database from the disk, else made now and put there."""
        import hyperscan

        from gptreview.scan.disk_cache import DiskCache

        cache = DiskCache(self._cache) if self._cache is not None else None
        release = hyperscan.__version__  # type: ignore[attr-defined]
        machine = f"{_FORMAT} {release} {sys.platform} {platform.machine()}"
        key = hashlib.sha256(f"{machine} {self.digest}".encode()).hexdigest()[:32]
        name = f"patterns-{key}.hs"
        kept = cache.read(name) if cache is not None else None
        if kept is not None:
            head, _, body = kept.partition(b"\n")
            try:
                database = hyperscan.loadb(body, hyperscan.HS_MODE_BLOCK)
            except hyperscan.error:
                pass  # made on another kind of processor
            else:
                return _Plan(*json.loads(head)), database
        plan = _plan(self._patterns)
        database = compile_hyperscan([(text, caseless) for text, caseless in plan.parts])
        if cache is not None:
            head = json.dumps([getattr(plan, each.name) for each in fields(plan)]).encode()
            cache.write(name, head + b"\n" + hyperscan.dumpb(database))
        return plan, database


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which parts the automaton looks for, and what they stand for."""

    parts: list[tuple[str, bool]]
    """Expressions without gaps, and whether case does not matter; each once."""
    needs: list[list[int]]
    """The parts of each pattern."""
    exact: list[bool]
    """Whether a pattern is the one part it needs."""
    expressions: list[str]
    """What RE2 is asked for each pattern."""
    owners: list[list[int]]
    """The patterns that need each part."""


def _plan(patterns: Sequence[Pattern]) -> _Plan:
    numbers: dict[tuple[str, bool], int] = {}
    read = [(read_pattern(each), each.caseless) for each in patterns]
    needs = [
        [numbers.setdefault((part, caseless), len(numbers)) for part in expression.parts]
        for expression, caseless in read
    ]
    owners: list[list[int]] = [[] for _ in numbers]
    for index, parts in enumerate(needs):
        for part in parts:
            owners[part].append(index)
    texts = [each.text for each, _ in read]
    return _Plan(list(numbers), needs, [each.exact for each, _ in read], texts, owners)


def read_pattern(pattern: Pattern) -> Expression:
    """A pattern taken apart.

    Raises:
        InputError: It is not in the syntax, or matches the empty text.
    """
    from gptreview.scan.expressions import read_expression

    return read_expression(pattern.expression, prose=pattern.prose)


def compile_hyperscan(parts: Sequence[tuple[str, bool]]) -> Any:
    """An automaton over expressions and whether their case does not matter.

    Raises:
        hyperscan.error: One of them is too large.
    """
    import hyperscan

    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    utf8, caseless = int(hyperscan.HS_FLAG_UTF8), int(hyperscan.HS_FLAG_CASELESS)
    # Without UTF-8 an expression in ASCII compiles in half the time: no K also means the Kelvin
    # sign then. That and the long s are what the plain reading of a text undoes.
    database.compile(
        expressions=[text.encode() for text, _ in parts],
        ids=list(range(len(parts))),
        elements=len(parts),
        flags=[
            (0 if _is_ascii(text) else utf8) | (caseless if folded else 0) for text, folded in parts
        ],
    )
    return database


def _is_ascii(text: str) -> bool:
    """Whether an expression, as `read_expression` writes it, lets in nothing but ASCII."""
    return text.isascii() and not _BEYOND_ASCII.search(text)


def compile_re2(text: str, *, caseless: bool) -> Any:
    """The expression for RE2, which then matches bytes of UTF-8.

    Raises:
        re2.error: It is too large.
    """
    import re2

    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    options.case_sensitive = not caseless
    options.max_mem = _RE2_MEMORY
    return re2.compile(text, options)
