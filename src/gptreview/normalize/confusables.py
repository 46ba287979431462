"""Letters of other alphabets inside Latin words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from gptreview.normalize.layer import Edit
from gptreview.normalize.matches import respell

_FOREIGN: Final = (
    "\u0250-\u02af\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u10a0-\u10ff\u13a0-\u13f5"
    "\u1f00-\u1fff\u2c80-\u2cff\ua4d0-\ua4f7\uab30-\uabbf"
)
"""IPA, Greek, Cyrillic, Armenian, Georgian, Cherokee, Coptic, Lisu."""
FOREIGN: Final = re.compile(f"[{_FOREIGN}]")
_FOREIGN_RUN: Final = re.compile(f"[{_FOREIGN}]+")
_ADJACENT: Final = re.compile(f"[A-Za-z][{_FOREIGN}]|[{_FOREIGN}][A-Za-z]")
_LATIN: Final = "A-Za-z\u00c0-\u024f"
_WORD: Final = re.compile(
    f"(?<![{_LATIN}{_FOREIGN}])[{_LATIN}{_FOREIGN}]*[{_FOREIGN}][{_LATIN}{_FOREIGN}]*"
)
_MAX_WORDS: Final = 50_000
_REACH: Final = 60
"""Characters between a mixed word and one that is wholly of look-alikes, at most."""
_ALIKE: Final = {
    ord(letter): latin
    for letter, latin in zip(
        "\u0433квмнтпиёЯИβεηκμτχωΣΛάέόίύήώ", "rkbmhtnueRNbenkutxwEAaeoiunw", strict=True
    )
}
"""Beyond Unicode's table: what readers take for the Latin letter inside a word."""
_SHORT: Final = 2
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_FAR: Final = 1 << 60


class _Word(NamedTuple):
    start: int
    end: int
    latin: str
    mixed: bool


def confusable_edits(text: str) -> Iterator[Edit]:
    """Mixed words in Latin letters, and beside them words wholly of look-alikes."""
    if not _ADJACENT.search(text):
        return
    words: list[_Word] = []
    for match in _WORD.finditer(text):
        if len(words) >= _MAX_WORDS:
            yield from _edits(text, words)
            said = respell(text[match.start() :], _FOREIGN_RUN, _ALIKE | _latin())
            yield Edit(match.start(), len(text), said, "confusable")
            return
        word = _word(match)
        if word is not None:
            words.append(word)
    yield from _edits(text, words)


def _word(match: re.Match[str]) -> _Word | None:
    written = match[0]
    mixed = re.search("[A-Za-z]", written) is not None
    latin = written.translate(_latin())
    if mixed:
        latin = latin.translate(_ALIKE)
    if FOREIGN.search(latin):
        return None
    if mixed and len(written) <= _SHORT and not _CYRILLIC.search(written):
        return None  # a quantity in a formula
    return _Word(*match.span(), latin, mixed)


def _edits(text: str, words: list[_Word]) -> Iterator[Edit]:
    gaps = _gaps(text, words)
    for word, gap in zip(words, gaps, strict=True):
        if gap <= _REACH:
            yield Edit(word.start, word.end, word.latin, "confusable")


def _gaps(text: str, words: list[_Word]) -> list[int]:
    """Characters between each word and the nearest mixed one on its line; 0 for a mixed one."""
    gaps = [_FAR] * len(words)
    for indices in (range(len(words)), range(len(words) - 1, -1, -1)):
        mixed: _Word | None = None
        for index in indices:
            word = words[index]
            if word.mixed:
                mixed = word
                gaps[index] = 0
            elif mixed is not None:
                first, second = sorted((mixed, word))
                gap = second.start - first.end
                if gap <= _REACH and "\n" not in text[first.end : second.start]:
                    gaps[index] = min(gaps[index], gap)
    return gaps


@cache
def _latin() -> dict[int, str]:
    """Look-alikes by Unicode's table (TR 39) where it gives one Latin letter."""
    from confusable_homoglyphs.confusables import confusables_data

    table: dict[int, str] = {}
    for char, alike in confusables_data.items():
        latin = next((a["c"] for a in alike if a["c"].isascii() and a["c"].isalpha()), "")
        if len(char) == 1 and FOREIGN.match(char) and len(latin) == 1:
            table[ord(char)] = latin
    return table | {0x406: "I", 0x399: "I"}  # which the table takes for a small l
