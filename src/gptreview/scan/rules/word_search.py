"""Where expressions may stand: one pass for the words that their matches must hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from gptreview.scan.automaton import Automaton
from gptreview.scan.databases import Source, expression_database
from gptreview.scan.disk_cache import DiskCache
from gptreview.scan.expressions import Expression
from gptreview.scan.one_line import OneLine, only_words
from gptreview.scan.patterns import compile_re2
from gptreview.scan.scanned_text import REACH, Regexp, ScanLimitError, ScannedText
from gptreview.scan.word_frequency import EDGE

_CLUSTER: Final = 2_048
"""Bytes from the first to the last of the places that are looked at together."""
_SLACK: Final = 2
"""Bytes beyond a match that show whether its first and last words end there."""


class WordSearch:
    """Looks for the words of expressions. Nothing is compiled before the first text.

    Args:
        expressions: What to look for; each is told by its index.
        cache: Folder for compiled databases; None keeps none.
    """

    def __init__(self, expressions: Sequence[Expression], cache: Path | None) -> None:
        self._expressions = tuple(expressions)
        kept = DiskCache(cache) if cache is not None else None
        self._ascii = _Vocabulary(self._waiting(_in_ascii), kept)
        self._foreign = _Vocabulary(self._waiting(_beyond_ascii), kept)
        self._wordless = [index for index, each in enumerate(expressions) if not each.words]

    def anchors(self, text: ScannedText) -> tuple[dict[int, Sequence[int]], ScanLimitError | None]:
        """After which bytes a word of each expression ends, sorted.

        Where an expression has several parts, they stand near every one of these places in their
        order.

        Returns:
            The bytes by the expression's index, and why some may be missing.
        """
        line = OneLine(text.data)
        ends: dict[int, list[int]] = {}
        limit = self._ascii.find(line.words, ends)
        if not line.is_ascii:
            limit = self._foreign.find(line.data, ends) or limit
        anchors: dict[int, Sequence[int]] = {}
        for index, places in ends.items():
            test = self._tests[index]
            near = _near(test, line, sorted(places), text.bytes_of(test.reach) + _SLACK)
            if near:
                anchors[index] = list(line.written(near))
        for index in self._wordless:
            anchors[index] = range(0, len(text.data) + REACH, REACH)
        return anchors, limit

    def _waiting(self, form: Callable[[str], bytes]) -> Mapping[bytes, Sequence[int]]:
        """Which expressions wait for each word of one vocabulary."""
        owners: dict[bytes, list[int]] = {}
        for index, expression in enumerate(self._expressions):
            for word in filter(None, map(form, expression.words)):
                owners.setdefault(word, []).append(index)
        return owners

    @cached_property
    def _tests(self) -> tuple[_Test, ...]:
        return tuple(
            _Test(_company(each), _sieve(each), int(min(each.shortened, REACH)))
            for each in self._expressions
        )


class _Test(NamedTuple):
    """What must stand near the words of an expression."""

    company: tuple[bytes, ...]
    """One of these; any where there is none."""
    sieve: Regexp | None
    """Its parts in their order."""
    reach: int
    """Code points that a match may have."""


def _near(test: _Test, line: OneLine, ends: list[int], reach: int) -> list[int]:
    """Those of some places around which all parts of an expression stand."""
    near: list[int] = []
    for first, last in _clusters(ends, reach) if len(ends) > 1 else ((0, 1),):
        start, end = max(0, ends[first] - reach), ends[last - 1] + reach
        if test.company:
            words = line.words[start:end]
            for word in test.company:
                if word in words:
                    break
            else:
                continue
        if test.sieve is None or test.sieve.search(line.data, start, end):
            near += ends[first:last]
    return near


class _Vocabulary:
    """Words to look for, and who waits for each."""

    def __init__(self, owners: Mapping[bytes, Sequence[int]], cache: DiskCache | None) -> None:
        self._words = sorted(owners)
        self._owners = [tuple(owners[word]) for word in self._words]
        sources = [Source(_quoted(word), caseless=False, utf8=False) for word in self._words]
        self._automaton = Automaton(lambda: expression_database(sources, cache))

    def find(self, data: bytes, ends: dict[int, list[int]]) -> ScanLimitError | None:
        """Add where the words end, by who waits for them; why some may be missing."""
        if not self._words:
            return None
        found = self._automaton.ends(data)
        for number, places in found.by_number.items():
            if self._words[number].endswith(b" "):
                places = [place - 1 for place in places]
            for index in self._owners[number]:
                if index in ends:
                    ends[index] += places
                else:
                    ends[index] = list(places)
        return found.limit


def _in_ascii(word: str) -> bytes:
    """A word as it stands among words only; empty where it has a letter beyond ASCII."""
    return b"" if _is_foreign(word) else only_words(word.encode())


def _beyond_ascii(word: str) -> bytes:
    return word.strip(EDGE).encode() if _is_foreign(word) else b""


def _is_foreign(word: str) -> bool:
    return any(char.isalnum() and not char.isascii() for char in word)


def _company(expression: Expression) -> tuple[bytes, ...]:
    """Empty where there is none, or a word of it is none of ASCII."""
    found = tuple(map(_in_ascii, expression.company))
    return found if all(found) else ()


def _sieve(expression: Expression) -> Regexp | None:
    if not expression.sieve:
        return None
    return Regexp(lambda: (compile_re2(expression.sieve, caseless=True), REACH))


def _clusters(ends: Sequence[int], reach: int) -> Iterator[tuple[int, int]]:
    """Slices of places whose surroundings touch, none much longer than one look of RE2."""
    first = 0
    for index in range(1, len(ends) + 1):
        if (
            index == len(ends)
            or ends[index] - ends[index - 1] > 2 * reach
            or ends[index] - ends[first] > _CLUSTER
        ):
            yield first, index
            first = index


def _quoted(word: bytes) -> str:
    """As Hyperscan takes it, whatever the bytes mean to it."""
    return "".join(f"\\x{byte:02x}" for byte in word)
