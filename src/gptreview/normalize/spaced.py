"""Words whose letters were drawn apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gptreview.normalize.layer import Edit
from gptreview.normalize.matches import each, each_beside, matched

HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
RADICALS: Final = "亻氵讠钅忄扌纟礻衤饣犭阝疒辶艹宀冫刂攵⺡⺅⻈⻐⺘⺖"
"""Parts of characters that never stand alone in ordinary text."""
_EMOJI: Final = "\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_LATIN: Final = re.compile(
    r"(?<![A-Za-z0-9@$])[A-Za-z0-9@$](?P<gap> {1,3}| ?[._*|/~·•\u3000=+^-] ?)"
    r"[A-Za-z0-9@$](?![A-Za-z0-9@$])(?:(?P=gap)[A-Za-z0-9@$](?![A-Za-z0-9@$]))++"
)
_FLAT: Final = bytes(b" a"[chr(byte).isalnum() or byte in b"@$"] for byte in range(128)) * 2
_LONE: Final = re.compile(rb" a (?:a a | a  a |  a   a )")
"""Three letters each alone, however far apart; it begins with what is rare."""
_TRIES: Final = 1_000
"""Places that are tried one by one; in a text with more of them a plain search is quicker."""
_UNIT: Final = f"(?:[{RADICALS}]?[{HAN}]|[A-Za-z0-9](?![A-Za-z0-9]))"
_CHINESE: Final = re.compile(
    f"(?:(?<![{HAN}])(?=[{HAN}][ \u3000])|(?=[{HAN}{RADICALS}][{HAN}]?[^ \u3000]))"
    f"[{RADICALS}]?[{HAN}]"
    r"(?P<gap> {1,3}|\u3000{1,2}| ?[·•・‧.*\uff0a_~\uff5e|\\+^=#-] ?)"
    f"{_UNIT}(?:(?P=gap)(?:{_UNIT}|[，。、；：！？]))++"
)
_GAPS: Final = re.compile(
    f"[{HAN}](?=[ \u3000·•・‧.*\uff0a_~\uff5e|\\+^=#-])"
    r"(?P<gap> {1,3}|\u3000{1,2}| ?[^ \u3000] ?)"
    f"{_UNIT}(?P=gap)"
)
"""Part of whatever `_CHINESE` describes; quick, as it begins with a character."""
_PICTURES: Final = f"[{_EMOJI}\ufe0f\u200d]"
_STREWN: Final = re.compile(
    f"{_PICTURES}(?:(?<={_PICTURES}[{HAN}]{_PICTURES}){_PICTURES}{{0,7}}(?=[{HAN}])"
    f"|(?<=[{HAN}]{_PICTURES}){_PICTURES}{{0,7}}(?=[{HAN}]{_PICTURES}))"
)
"""Between two Chinese characters of which one stands alone; a picture comes first for speed."""
PICTURE: Final = re.compile(_PICTURES)
_HAN: Final = re.compile(f"[{HAN}]")
_LETTER: Final = f"[A-Za-z{HAN}]"
_FENCE: Final = re.compile(
    rf"\*(?<={_LETTER}\*)\*{{0,2}}+(?={_LETTER})|__(?<={_LETTER}__)(?={_LETTER})"
    rf"|~~(?<={_LETTER}~~)(?={_LETTER})"
)
"""The mark comes first in each branch, which is what makes the search quick."""
_MARKUP: Final = re.compile(
    r"(?<=[^\W\d_])(?:<!--[^<>]{0,200}-->"
    r"|</?(?:b|i|u|em|strong|span|font|wbr|s)(?: [^<>]{0,80})?>)(?=[^\W\d_])"
)
_ABBREVIATIONS: Final = frozenset(["aka", "rsvp", "asap", "faq", "diy", "tba", "tbd", "psa", "pto"])
_DIGITS: Final = 7
"""Digits in a row that may be a telephone number, the shortest ones in use."""
_LISTED: Final = 5
"""Letters before a series with strokes, hyphens or capitals is no list or abbreviation."""
_WORD: Final = 4
_STEP: Final = 64
_LONG: Final = 2_000


def markup_edits(text: str) -> Iterator[Edit]:
    """Emphasis, comments and tags inside a word are gone."""
    return matched(
        text, _MARKUP, lambda match: [Edit(*match.span(), "")], each_beside(_MARKUP, _nothing)
    )


def emphasis_edits(text: str) -> Iterator[Edit]:
    """Markdown's emphasis inside a word is gone."""
    return matched(text, _FENCE, _unfence, each_beside(_FENCE, _nothing), "spaced")


def strewn_edits(text: str) -> Iterator[Edit]:
    """Emoji between the characters of one word are gone."""
    return matched(
        text,
        _STREWN,
        lambda match: [Edit(*match.span(), "", "spaced")],
        each(PICTURE, _nothing),
        "spaced",
    )


def spaced_edits(text: str) -> Iterator[Edit]:
    """Letters and digits drawn apart stand together."""
    quick = each_beside(_LATIN, _together)
    return matched(text, _LATIN, _join_latin, quick, "spaced", _apart(text))


def spaced_chinese_edits(text: str) -> Iterator[Edit]:
    """Chinese characters drawn apart stand together."""
    if not _GAPS.search(text):
        return iter(())
    return matched(text, _CHINESE, _join_chinese, each_beside(_CHINESE, _without_gaps), "spaced")


def _apart(text: str) -> Iterator[re.Match[str]]:
    """The matches of `_LATIN`, looked for only where three letters stand alone."""
    flat = f" {text} ".encode("ascii", "replace").translate(_FLAT)
    at = 0
    for _ in range(_TRIES):
        lone = _LONE.search(flat, at)
        if lone is None:
            return
        at = lone.start()
        match = _LATIN.match(text, at)
        if match:
            yield match
        at = match.end() if match else at + 1
    yield from _LATIN.finditer(text, at)


def _nothing(_match: re.Match[str]) -> str:
    return ""


def _without_gaps(match: re.Match[str]) -> str:
    return match[0].replace(match["gap"], "")


def _together(match: re.Match[str]) -> str:
    said = _without_gaps(match)
    return said if _is_word(said, match["gap"].strip()) else match[0]


def _unfence(match: re.Match[str]) -> Iterator[Edit]:
    """Take out a mark between two letters; a single one between two Chinese characters."""
    start, end = match.span()
    if len(match[0]) > 1:
        yield Edit(start, end, "")
    elif _HAN.match(match.string, start - 1) and _HAN.match(match.string, end):
        yield Edit(start, end, "", "spaced")


def _join_latin(match: re.Match[str]) -> Iterator[Edit]:
    gap = len(match["gap"])
    said = match[0][:: gap + 1]
    return _drawn(match, said, gap) if _is_word(said, match["gap"].strip()) else iter(())


def _is_word(said: str, sign: str) -> bool:
    if said.isdigit():
        return len(said) >= _DIGITS and said not in "012345678901234567890"
    letters = sum(map(str.isalpha, said))
    if letters * 2 <= len(said):
        return False
    if not sign:
        return letters >= _WORD or (letters >= _WORD - 1 and len(said) >= _WORD)
    if sign in "|/+=^" or said.isupper():
        return len(said) >= _LISTED
    return said.lower() not in _ABBREVIATIONS


def _join_chinese(match: re.Match[str]) -> Iterator[Edit]:
    gap = match["gap"]
    if any(unit in RADICALS for unit in match[0]):
        at = match.start()
        for part in match[0].split(gap)[:-1]:
            at += len(part)
            yield Edit(at, at + len(gap), "", "spaced")
            at += len(gap)
        return
    yield from _drawn(match, match[0][:: len(gap) + 1], len(gap))


def _drawn(match: re.Match[str], said: str, gap: int) -> Iterator[Edit]:
    """An edit for each gap, or for a few letters together in a long run."""
    start = match.start()
    if len(said) <= _LONG:
        for at in range(1, len(said)):
            yield Edit(start + at * (gap + 1) - gap, start + at * (gap + 1), "", "spaced")
        return
    for at in range(0, len(said), _STEP):
        end = min(start + (at + _STEP) * (gap + 1), match.end())
        yield Edit(start + at * (gap + 1), end, said[at : at + _STEP], "spaced")
