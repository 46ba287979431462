"""Undoes the spellings by which Chinese texts slip past filters."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from gptreview.normalize.evasion_words import (
    CONTACTS,
    PINYIN,
    SPLIT_GUARDS,
    SPLITS,
    WORDS,
    Spelling,
)
from gptreview.normalize.layer import Edit
from gptreview.normalize.matches import each, each_beside, matched, trie
from gptreview.normalize.spaced import HAN

_CAPITALS: Final = re.compile("[A-Z]+")
_CONTEXT: Final = 24
"""Characters before and after a spelling that decide whether it is one."""
_NEAR: Final = 16
"""Characters between pinyin and the Chinese that it stands among, at most."""
_HAN: Final = re.compile(f"[{HAN}]")
_GAPS: Final = " ·.*-"
_WITHOUT_GAPS: Final = str.maketrans("", "", " '-")
_CERTAIN: Final = 3
"""Syllables that make a phrase certain without Chinese around it."""


def evasion_edits(text: str) -> Iterator[Edit]:
    """Words by sound and by shape, from the reviewed lists."""
    pattern, spellings = _spellings()
    quick = each(pattern, lambda it: spellings[it[0]][0].said)
    return matched(_lower(text), pattern, _respelled, quick, "evasion")


def split_edits(text: str) -> Iterator[Edit]:
    """Characters that were written as their two parts."""
    pattern, table = _splits()
    quick = each(pattern, lambda it: table[it[0]])
    return matched(text, pattern, _whole, quick, "evasion")


def pinyin_edits(text: str) -> Iterator[Edit]:
    """Words that were written by their sound in Latin letters."""
    pattern, _ = _pinyin()
    return matched(_lower(text), pattern, _characters, each_beside(pattern, _said), "evasion")


def _lower(text: str) -> str:
    """The text in lower case, one character for one."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else _CAPITALS.sub(_lowered, text)


def _lowered(match: re.Match[str]) -> str:
    return match[0].lower()


def _respelled(match: re.Match[str]) -> Iterator[Edit]:
    start, end = match.span()
    for spelling in _spellings()[1][match[0]]:
        if _fits(match.string, start, end, spelling):
            end += match.string.startswith("\ufe0f", end)
            yield Edit(start, end, spelling.said, "evasion")
            return


def _fits(text: str, start: int, end: int, spelling: Spelling) -> bool:
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return (not spelling.before or re.search(f"{spelling.before}$", before) is not None) and (
        not spelling.after or re.match(spelling.after, after) is not None
    )


@cache
def _spellings() -> tuple[re.Pattern[str], dict[str, list[Spelling]]]:
    found: dict[str, list[Spelling]] = {}
    for spelling in (*CONTACTS, *WORDS):
        found.setdefault(spelling.written, []).append(spelling)
    return re.compile(trie(found)), found


def _whole(match: re.Match[str]) -> Iterator[Edit]:
    """The character; gaps between it and its neighbours go too, where it was drawn apart."""
    text = match.string
    start, end = match.span()
    parts = match[0][0] + match[0][-1]
    guard = SPLIT_GUARDS.get(parts)
    if guard is not None and not _fits(text, start, end, guard):
        return
    left, right = _lone_before(text, start), _lone_after(text, end)
    yield from (Edit(at, at + 1, "", "evasion") for at in reversed(left))
    yield Edit(start, end, _splits()[1][match[0]], "evasion")
    yield from (Edit(at, at + 1, "", "evasion") for at in right)


def _lone_before(text: str, start: int) -> list[int]:
    """Gaps before a character, back to the first that does not stand alone."""
    gaps: list[int] = []
    while start > 1 and text[start - 1] in _GAPS and _HAN.match(text[start - 2]):
        gaps.append(start - 1)
        start -= 2
        if len(gaps) == _CONTEXT:
            break
    return gaps


def _lone_after(text: str, end: int) -> list[int]:
    """The gap after a character, where another one follows."""
    return (
        [end] if text[end : end + 1] in tuple(_GAPS) and _HAN.match(text[end + 1 : end + 2]) else []
    )


@cache
def _splits() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {triple[:2]: triple[2:] for triple in SPLITS.split()}
    heads: dict[str, str] = {}
    for parts in table:
        heads[parts[0]] = heads.get(parts[0], "") + parts[1]
    branches = (f"{first}[ ·.*-]?[{seconds}]" for first, seconds in heads.items())
    return re.compile("|".join(branches)), {
        gap.join(parts): said for parts, said in table.items() for gap in ("", *_GAPS)
    }


def _said(match: re.Match[str]) -> str:
    return _pinyin()[1][match[0].translate(_WITHOUT_GAPS)]


def _characters(match: re.Match[str]) -> Iterator[Edit]:
    text = match.string
    start, end = match.span()
    if text[end : end + 1].isascii() and text[end : end + 1].isalpha():
        return
    syllables = len(re.findall("[a-z]+", match[0]))
    certain = syllables >= _CERTAIN or _HAN.search(match[0])
    near = text[max(0, start - _NEAR) : start] + text[end : end + _NEAR]
    if certain or _HAN.search(near.replace("\n", "")):
        yield Edit(start, end, _said(match), "evasion")


@cache
def _pinyin() -> tuple[re.Pattern[str], dict[str, str]]:
    words: dict[str, str] = {}
    written: set[str] = set()
    for entry in PINYIN.split("|"):
        sounds, _, said = entry.partition("=")
        syllables = sounds.split()
        for gap in (" ", "-", "'", ""):
            written.add(gap.join(syllables))
        words["".join(syllables)] = said
        for mixture in itertools.product(*zip(syllables, said, strict=True)):
            joined = "".join(mixture)
            if joined != said and not joined.isascii():
                written.add(joined)
                words.setdefault(joined, said)
    heads = "".join(sorted({word[0] for word in written}))
    # Most letters are in the middle of a word: two cheap looks spare the search for a branch.
    return re.compile(f"(?=[{heads}])(?<![a-z]){trie(written)}"), words
