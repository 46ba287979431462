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


class Wanted(NamedTuple):
    """An expression to look for, and what has to stand around its match."""

    expression: Expression
    beside: tuple[tuple[str, ...], ...] = ()
    """One word of each of these sets."""
    unit: int = 0
    """Code points in which they have to stand together with the match."""


Anchors = Mapping[int, Sequence[int] | None]
"""By the index of what is wanted: after which bytes a word of it ends, sorted; None where it has
no word and may stand anywhere."""


class WordSearch:
    """Looks for the words of expressions. Nothing is compiled before the first text.

    Args:
        wanted: What to look for; each is told by its index.
        cache: Folder for compiled databases; None keeps none.
    """

    def __init__(self, wanted: Sequence[Wanted], cache: Path | None) -> None:
        self._wanted = tuple(wanted)
        kept = DiskCache(cache) if cache is not None else None
        self._ascii = _Vocabulary(self._waiting(_in_ascii), kept)
        self._foreign = _Vocabulary(self._waiting(_beyond_ascii), kept)
        self._anywhere: Anchors = {
            index: None for index, each in enumerate(wanted) if not each.expression.words
        }

    def anchors(self, text: ScannedText) -> tuple[Anchors, ScanLimitError | None]:
        """Where each expression may stand, and why some places may be missing.

        Where an expression has several parts, they stand near every one of these places in their
        order, and what has to stand beside its match is not far.
        """
        line = OneLine(text.data)
        ends: dict[int, list[int]] = {}
        limit = self._ascii.find(line.words, ends)
        if not line.is_ascii:
            limit = self._foreign.find(line.data, ends) or limit
        anchors = dict(self._anywhere)
        for index, places in ends.items():
            near = _near(self._tests[index], line, sorted(places), text)
            if near:
                anchors[index] = list(line.written(near))
        return anchors, limit

    def _waiting(self, form: Callable[[str], bytes]) -> Mapping[bytes, Sequence[int]]:
        """Which expressions wait for each word of one vocabulary."""
        owners: dict[bytes, list[int]] = {}
        for index, each in enumerate(self._wanted):
            for word in filter(None, map(form, each.expression.words)):
                owners.setdefault(word, []).append(index)
        return owners

    @cached_property
    def _tests(self) -> tuple[_Test, ...]:
        return tuple(map(_test, self._wanted))


class _Test(NamedTuple):
    """What must stand near the words of an expression, the quicker tests first."""

    company: tuple[bytes, ...]
    """One of these; any where there is none."""
    beside: tuple[tuple[tuple[bytes, ...], tuple[bytes, ...]], ...]
    """Of each, one of the words of ASCII or one of the others, anywhere in the unit."""
    sieve: Regexp | None
    """The parts in their order."""
    reach: int
    """Code points that a match may have."""
    unit: int
    """Code points of the unit."""


def _test(wanted: Wanted) -> _Test:
    expression = wanted.expression
    company = tuple(map(_in_ascii, expression.company))
    beside = tuple(
        (tuple(filter(None, map(_in_ascii, each))), tuple(filter(None, map(_beyond_ascii, each))))
        for each in wanted.beside
    )
    reach = int(min(expression.shortened, REACH))
    sieve = Regexp(lambda: (compile_re2(expression.sieve, caseless=True), REACH))
    return _Test(
        company if all(company) else (),
        beside,
        sieve if expression.sieve else None,
        reach,
        wanted.unit + reach,
    )


def _near(test: _Test, line: OneLine, ends: list[int], text: ScannedText) -> list[int]:
    """Those of some places around which all that is needed stands."""
    near: list[int] = []
    reach, unit = text.bytes_of(test.reach) + _SLACK, text.bytes_of(test.unit) + _SLACK
    for first, last in _clusters(ends, reach) if len(ends) > 1 else ((0, 1),):
        low, high = ends[first], ends[last - 1]
        start, end = max(0, low - reach), high + reach
        if test.company and not _any_in(test.company, line.words[start:end]):
            continue
        if test.beside and not _all_beside(test, line, max(0, low - unit), high + unit):
            continue
        if test.sieve is None or test.sieve.search(line.data, start, end):
            near += ends[first:last]
    return near


def _all_beside(test: _Test, line: OneLine, start: int, end: int) -> bool:
    words, data = line.words[start:end], line.data[start:end]
    return all(_any_in(ascii_, words) or _any_in(other, data) for ascii_, other in test.beside)


def _any_in(words: Sequence[bytes], stretch: bytes) -> bool:
    return any(map(stretch.__contains__, words))


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
