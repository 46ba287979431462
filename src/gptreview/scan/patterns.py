"""One automaton for many patterns, in one pass over the text, and their exact spans.

Hyperscan finds where patterns end and cannot say where they begin without losing its speed; RE2
says so in linear time, and is asked only about the neighbourhood of what Hyperscan found.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from gptreview.scan.automaton import Automaton
from gptreview.scan.databases import Source, expression_database
from gptreview.scan.disk_cache import DiskCache
from gptreview.scan.expressions import Expression, read_expression
from gptreview.scan.scanned_text import Regexp, ScannedText

_RE2_MEMORY: Final = 2_097_152
"""Bytes that RE2 may use for one pattern; it slows down rather than taking more."""


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
        self._cache = DiskCache(cache) if cache is not None else None
        self._automaton = Automaton(self._make)

    @cached_property
    def digest(self) -> str:
        """Hex digest of the patterns."""
        rows = [[each.expression, each.caseless] for each in self._patterns]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()

    def endings(self, text: str) -> list[Ending]:
        """Every place where a pattern ends, sorted by place, then pattern.

        Raises:
            InputError: A pattern is not in the syntax.
            ScanLimitError: There are more than anybody could read.
        """
        scanned = ScannedText(text)
        ends = self._ends(scanned)
        found = sorted((end, pattern) for pattern, all_ in ends.items() for end in all_)
        point = scanned.offsets.point
        return [Ending(pattern, point(end)) for end, pattern in found]

    def spans(self, text: str) -> list[Span]:
        """Every pattern's leftmost matches, none overlapping another of its own, sorted by place.

        A match is at most 1,000 code points long.

        Raises:
            InputError: A pattern is not in the syntax.
            ScanLimitError: There are more than anybody could read.
        """
        scanned = ScannedText(text)
        found = sorted(
            (start, end, pattern)
            for pattern, ends in self._ends(scanned).items()
            for start, end in scanned.around(self._regexps[pattern], ends)
        )
        point = scanned.offsets.point
        return [Span(pattern, point(start), point(end)) for start, end, pattern in found]

    def _ends(self, scanned: ScannedText) -> dict[int, list[int]]:
        if not self._patterns:
            return {}
        found = self._automaton.ends(scanned.data)
        if found.limit is not None:
            raise found.limit
        return found.by_number

    @cached_property
    def _regexps(self) -> tuple[Regexp, ...]:
        return tuple(Regexp(functools.partial(_compiled, each)) for each in self._patterns)

    def _make(self) -> Any:
        sources = [Source(_read(each).text, each.caseless) for each in self._patterns]
        return expression_database(sources, self._cache)


def _read(pattern: Pattern) -> Expression:
    return read_expression(pattern.expression)


def _compiled(pattern: Pattern) -> tuple[Any, float]:
    expression = _read(pattern)
    return compile_re2(expression.text, caseless=pattern.caseless), expression.longest


@functools.lru_cache(maxsize=2_048)
def compile_re2(text: str, *, caseless: bool) -> Any:
    """An expression, as `read_expression` writes it, for RE2; it then matches bytes of UTF-8.

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
