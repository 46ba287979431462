"""Sentences, lines and paragraphs, found only around a place and never by reading all the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Final, NamedTuple

from gptreview.model.rule import Scope

MAX_SENTENCE: Final = 1_000
"""Code points of one sentence; of a longer one the neighbourhood of the place is taken."""
_OVERLAP: Final = 250
_STEP: Final = 96
_LOOKAHEAD: Final = 32
_LONGEST_ENDING: Final = 5

# Without those that are words, too: "no." more often ends a sentence than it counts.
_ABBREVIATIONS: Final = (
    "e.g|i.e|etc|vs|cf|approx|nos|p|pp|fig|vol|dept|dr|mr|mrs|ms|prof|st|sr|jr|rev|capt|lt|"
    "sgt|hon|inc|ltd|co|corp|llc|jan|feb|apr|aug|sept|oct|nov|u.s|u.k|a.m|p.m"
)
_ABBREVIATED: Final = re.compile(
    rf"(?<![^\W_])(?:{_ABBREVIATIONS.replace('.', '[.]')}|(?-i:[A-Z]))\Z", re.IGNORECASE
)
_LONGEST_ABBREVIATION: Final = 8
# What a line begins with that does not go on with the sentence before it.
_ITEM: Final = (
    r"[ \t]{0,16}(?:[-*+•·▪◦\u2013\u2014>|#]|\d{1,3}[.)、\uff0e）]"
    r"|[(（][\w一-龥]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\r?\n|\Z)"
)
_CLOSERS: Final = r"[\"'”’」』）)\]*_]{0,4}"
_BOUNDARY: Final = re.compile(
    r"[。！？；｡….!?\n](?:"
    rf"(?<=[。！？；｡]){_CLOSERS}"
    rf"|(?<=…)(?!…|[ \t]?[a-z,]){_CLOSERS}"
    rf"|(?<=[.!?]){_CLOSERS}(?=\s|\Z|[一-龥])"
    rf"|(?<=\n)(?:(?={_ITEM})|(?P<wrap>)))"
)
_LINE_OF_ITS_OWN: Final = re.compile(r"[ \t]{0,16}[#|]|[^\t\n]{0,400}\t")
"""A heading, or a row of a table: it ends where its line does."""
_BLANK_LINE: Final = re.compile(r"\n[ \t\r]*(?=\n)")


class Unit(NamedTuple):
    """A stretch of text, in code points."""

    start: int
    end: int
    settled: int
    """Every place before this one has this stretch for its own."""


def unit_finder(text: str, scope: Scope | int) -> Callable[[int], Unit]:
    """A function that gives the stretch in which a character stands."""
    if isinstance(scope, int):
        reach = scope
        return lambda at: Unit(max(0, at + 1 - reach), min(len(text), at + 1 + reach), at + 1)
    if scope is Scope.SENTENCE:
        return lambda at: sentence(text, at)
    if scope is Scope.LINE:
        return lambda at: _line(text, at)
    if scope is Scope.PARAGRAPH:
        return _paragraphs(text)
    whole = Unit(0, len(text), len(text))
    return lambda _at: whole


def sentence(text: str, at: int) -> Unit:
    """The sentence that the character at an offset belongs to."""
    start = _sentence_start(text, at)
    end, ended = _sentence_end(text, at)
    if end - start <= MAX_SENTENCE:
        settled = end if ended or end == len(text) else max(at + 1, end - _OVERLAP)
        return Unit(start, end, settled)
    # Too long to be one: what stands around the place, and its last quarter is looked at again.
    low = max(start, min(at - _OVERLAP, end - MAX_SENTENCE))
    high = min(end, low + MAX_SENTENCE)
    return Unit(low, high, end if high == end and ended else max(at + 1, high - _OVERLAP))


def _sentence_start(text: str, at: int) -> int:
    """The last boundary at or before a place, at most a sentence's length back."""
    floor = max(0, at - MAX_SENTENCE)
    high = at
    while high > floor:
        low = max(floor, high - _STEP)
        found = -1
        for match in _BOUNDARY.finditer(
            text, max(floor, low - _LONGEST_ENDING), min(len(text), high + _LOOKAHEAD)
        ):
            if match.end() > high:
                break
            if _ends_sentence(text, match):
                found = match.end()
        if found >= 0:
            return found
        high = low
    return floor


def _sentence_end(text: str, at: int) -> tuple[int, bool]:
    """The first boundary after a place, and whether it is one or just far enough."""
    ceiling = min(len(text), at + MAX_SENTENCE)
    low = max(0, at - _LONGEST_ENDING)
    for match in _BOUNDARY.finditer(text, low, min(len(text), ceiling + _LOOKAHEAD)):
        if match.end() > ceiling:
            break
        if match.end() > at and _ends_sentence(text, match):
            return match.end(), True
    return ceiling, False


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    at = match.start()
    if text[at] == ".":
        before = text[max(0, at - _LONGEST_ABBREVIATION) : at]
        return not _ABBREVIATED.search(before)
    if match["wrap"] is not None:
        floor = max(0, at - MAX_SENTENCE)
        line = max(floor, text.rfind("\n", floor, at) + 1)
        return bool(_LINE_OF_ITS_OWN.match(text, line, at))
    return True


def _line(text: str, at: int) -> Unit:
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return Unit(text.rfind("\n", 0, at) + 1, end, end + 1)


def _paragraphs(text: str) -> Callable[[int], Unit]:
    breaks = [0, *(match.end() for match in _BLANK_LINE.finditer(text)), len(text)]

    def around(at: int) -> Unit:
        index = min(bisect_right(breaks, at), len(breaks) - 1)
        return Unit(breaks[index - 1], breaks[index], breaks[index])

    return around
