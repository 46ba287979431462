"""Characters that nobody sees: joiners, marks of direction, tags, variation selectors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from gptreview.normalize.layer import Edit
from gptreview.normalize.matches import respell

INVISIBLE: Final = (
    "\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_RUN: Final = re.compile(f"[{INVISIBLE}]+")
UNSEEN: Final = re.compile(f"[{INVISIBLE}]")
_MAX_EDITS: Final = 20_000
_BLOCK: Final = 512

_SPELLING: Final = "\u200b\u200c\u200d\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f"
_LATIN_OR_HAN: Final = re.compile("[A-Za-z0-9\u4e00-\u9fff]|.[A-Za-z0-9\u4e00-\u9fff]")
_SHORT: Final = 4
_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_TAGS: Final = re.compile("[\U000e0000-\U000e007f]+")
_FLAG_TAGS: Final = frozenset({"gbeng", "gbsct", "gbwls"})
"""Subdivisions whose flags are recommended for interchange (Unicode TS 51, RGI emoji tags)."""
_BLACK_FLAG: Final = "\U0001f3f4"
_SELECTOR_BYTES: Final = 4
_RTL: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_RTL_REACH: Final = 40
_JOINING: Final = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u18af\u1a00-\u1aad\u1b00-\u1bff"
    "\ua840-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00011000-\U000119ff]"
)
"""Scripts whose spelling needs joiners, non-joiners or invisible spaces."""
_EMOJI: Final = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u20e3\u2122-\u2bff\u3030-\u303d\U0001f000-\U0001faff]"
)
_IN_PLACE: Final = re.compile(
    f"(?:{_EMOJI.pattern}(?:\ufe0f?\u200d(?={_EMOJI.pattern})|[\ufe0e\ufe0f](?![{INVISIBLE}]))"
    f"|{_RTL.pattern}{_BIDI.pattern}+(?![{INVISIBLE}])"
    f"|{_JOINING.pattern}[{_SPELLING}](?![{INVISIBLE}A-Za-z0-9\u4e00-\u9fff])"
    f"|[{_RTL.pattern[1:-1]}{_JOINING.pattern[1:-1]}](?![{INVISIBLE}]))*+"
)
"""Characters, each with the invisible ones that are in their place after it: these are many."""
_NOTHING: Final = ("", "")


def invisible_edits(text: str) -> Iterator[Edit]:
    """What is seen once invisible characters are gone and tag characters are read."""
    edits = at = 0
    while match := _RUN.search(text, at):
        start, at = match.span()
        if edits >= _MAX_EDITS:
            yield from _blindly(text, start)
            return
        run, before, after = match[0], text[start - 1 : start], text[at : at + 1]
        seen = _seen_short(run, before, after) if len(run) <= _SHORT else _seen(run, before, after)
        if seen is None:
            at = _IN_PLACE.match(text, at).end()  # type: ignore[union-attr]
        elif seen != _NOTHING or not _is_bidi(run) or not _meets_rtl(text, start, at):
            edits += 1
            yield Edit(start, at, *seen)


@lru_cache(maxsize=1_024)
def _is_bidi(run: str) -> bool:
    return _BIDI.fullmatch(run) is not None


def _meets_rtl(text: str, start: int, end: int) -> bool:
    """Whether a mark of direction stands where both directions may meet."""
    return _RTL.search(text, max(0, start - _RTL_REACH), end + _RTL_REACH) is not None


def _seen(run: str, before: str, after: str) -> tuple[str, str] | None:
    """What is seen instead of a run and the name of that disguise; None: it is in its place."""
    if _is_innocent(run, before, after):
        return None
    seen, disguise = _read(run)
    if disguise:
        return seen, disguise
    bidi = _is_bidi(run)
    if bidi and (_RTL.match(before) or _RTL.match(after)):
        return None  # marks of direction stand where both directions meet
    if not _splits_word(before, after) or run.strip("\u00ad") == "":
        return "", ""
    return "", "bidi" if bidi else "zero-width"


_seen_short = lru_cache(maxsize=65_536)(_seen)


def _is_innocent(run: str, before: str, after: str) -> bool:
    if before == _BLACK_FLAG and _ascii(run.removesuffix("\U000e007f")) in _FLAG_TAGS:
        return True
    if run in ("\ufe0e", "\ufe0f"):
        return _EMOJI.match(before) is not None or after == "\u20e3"
    if run in ("\u200d", "\ufe0f\u200d") and _EMOJI.match(before) and _EMOJI.match(after):
        return True
    if len(run) == 1 and run in _SPELLING:
        beside = _JOINING.match(before) or _JOINING.match(after)
        return beside is not None and not _LATIN_OR_HAN.match(before + after)
    return False


def _splits_word(before: str, after: str) -> bool:
    both = before + after
    return before.isalnum() and after.isalnum() and not _RTL.match(both) and not _RTL.match(after)


def _read(run: str) -> tuple[str, str]:
    """What the run spells by tags or by numbered selectors, and the name of that disguise."""
    spelled = "".join(_ascii(tags) for tags in _TAGS.findall(run))
    if spelled:
        return spelled, "tags"
    numbers = [_selector_byte(each) for each in "".join(_SELECTORS.findall(run))]
    if len(numbers) >= _SELECTOR_BYTES:
        return bytes(numbers).decode("utf-8", "replace"), "tags"
    return "", ""


def _ascii(tags: str) -> str:
    return "".join(chr(ord(tag) - 0xE0000) for tag in tags if "\U000e0020" <= tag <= "\U000e007e")


def _selector_byte(selector: str) -> int:
    code = ord(selector)
    return code - 0xFE00 if code <= 0xFE0F else code - 0xE0100 + 16


def _blindly(text: str, start: int) -> Iterator[Edit]:
    """The rest of a text with more of this than any real text has, in blocks."""
    table = _blind_table()
    for at in range(start, len(text), _BLOCK):
        block = text[at : at + _BLOCK]
        seen = respell(block, _RUN, table)
        if seen != block:
            yield Edit(at, at + len(block), seen, "zero-width")


@cache
def _blind_table() -> dict[int, str | None]:
    gone = {code for code in range(0x1D200) if _RUN.match(chr(code))}
    tags = {0xE0000 + code: chr(code) for code in range(0x20, 0x7F)}
    return dict.fromkeys(gone) | dict.fromkeys(range(0xE0000, 0xE1000)) | tags
