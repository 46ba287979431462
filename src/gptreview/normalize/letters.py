"""Letters in other shapes, and marks piled upon them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

from gptreview.normalize.layer import Edit
from gptreview.normalize.matches import in_blocks, matched, respell

_WIDE: Final = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_SHAPE: Final = re.compile(
    f"[{_WIDE}\u00a0\u2000-\u200a\u202f\u205f\u02b0-\u02b8\u02e1-\u02e3\u1d2c-\u1d6a\u1d78"
    "\u1d9b-\u1dbf\u2071\u207f\u2090-\u209c\u2102\u210a-\u2113\u2115\u2119-\u211d\u2124\u2128"
    "\u212c-\u2138\u2160-\u217f\u249c-\u24e9\u2f00-\u2fd5\u3280-\u32b0\uf900-\ufaff\ufb00-\ufb06"
    "\U0001d400-\U0001d7ff\U0001f130-\U0001f149\U0002f800-\U0002fa1d]"
)
_SHAPE_RUN: Final = re.compile(f"{_SHAPE.pattern}+")
_SHAPES: Final = re.compile(
    f"{_SHAPE.pattern}+"
    f"|(?<=[A-Za-z0-9{_WIDE}])[\uff03\uff05\uff06\uff0b\uff0d-\uff0f\uff1d\uff20\uff3c\uff3f]"
    f"(?=[A-Za-z0-9{_WIDE}])"
)
"""Letters, digits, spaces and Chinese characters that only differ in shape from ordinary ones, and
the punctuation of addresses. Not the full-width punctuation of Chinese, nor fractions."""
_STYLED: Final = {
    ord(styled): ordinary
    for styled, ordinary in zip(
        "".join(map(chr, range(0x1F150, 0x1F16A))) + "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnoprstuvwyz",
        strict=True,
    )
}
"""White letters in black circles and small capitals, which NFKC leaves alone."""
_STYLED_LETTERS: Final = re.compile("[ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ\U0001f150-\U0001f169]+")
_MARKS: Final = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20df\u20e5-\u20f0\u3099\u309a\ufe20-\ufe2f]+"
)
_OVERLAYS: Final = re.compile("[\u0334-\u0338\u20d2\u20d3\u20d8-\u20da\u20e5-\u20eb]")
_MARKED: Final = re.compile(f".?{_MARKS.pattern}", re.DOTALL)
_PILE: Final = re.compile(f"{_MARKS.pattern[:-1]}{{9,}}")
_SINGLE_EDITS: Final = 20_000
"""Beyond them a block makes one edit, as in `matched`, and loses every mark that joins none."""
_PILED: Final = 3
"""Marks on one letter that no language writes, unless they make one known character."""
_LONGEST_ORDERED: Final = 8
"""Marks that are put in order: their number squared is the time that takes."""
_LONG: Final = 1_000
_STEP: Final = 256
_JAMO: Final = re.compile("[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]{2,64}")
RESHAPED: Final = re.compile(
    f"{_MARKS.pattern[:-2]}\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb"
    f"{_SHAPE.pattern[1:-1]}{_STYLED_LETTERS.pattern[1:-2]}"
    "\uff03\uff05\uff06\uff0b\uff0d-\uff0f\uff1d\uff20\uff3c\uff3f]"
)


def shape_edits(text: str) -> Iterator[Edit]:
    """Letters of another width, style or frame become ordinary ones."""
    return matched(
        text,
        _SHAPES,
        _ordinary,
        lambda text, start, end: respell(text[start:end], _SHAPE_RUN, _shapes()),
    )


def unstyled(text: str) -> str:
    """Small capitals and white letters in black circles become ordinary ones, one for one."""
    return respell(text, _STYLED_LETTERS, _STYLED)


def mark_edits(text: str) -> Iterator[Edit]:
    """Marks make one character with their letter where there is one; piles of them go."""
    count = 0
    for match in _MARKS.finditer(text):
        if count >= _SINGLE_EDITS:
            yield from in_blocks(text, _MARKED, max(0, match.start() - 1), _without_marks, "zalgo")
            return
        for edit in _marked(match):
            count += 1
            yield edit


def jamo_edits(text: str) -> Iterator[Edit]:
    """Korean letters make syllables."""
    return matched(
        text,
        _JAMO,
        lambda run: [Edit(*run.span(), unicodedata.normalize("NFC", run[0]))],
        lambda text, start, end: unicodedata.normalize("NFC", text[start:end]),
    )


def _without_marks(text: str, start: int, end: int) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFC", _PILE.sub("", text[start:end])))


def _ordinary(match: re.Match[str]) -> Iterator[Edit]:
    run = match.group()
    start, end = match.span()
    if len(run) == 1 and "\uff00" < run < "\uff60" and not run.isalnum():
        yield Edit(start, end, chr(ord(run) - 0xFEE0))  # the punctuation of an address
        return
    disguise = _shape_disguise(match.string, start, end)
    said = run.translate(_shapes())
    if len(said) == len(run):
        yield Edit(start, end, said, disguise)
        return
    step = 1 if len(run) <= _LONG else _STEP
    for at in range(0, len(run), step):
        shape = run[at : at + step]
        yield Edit(start + at, start + at + len(shape), shape.translate(_shapes()), disguise)


@cache
def _shapes() -> dict[int, str]:
    """Each letter that is another's shape (NFKC)."""
    wide = range(0xFF10, 0xFF5B)
    codes = (*range(0xA0, 0x3300), *wide, *range(0xF900, 0xFB07), *range(0x1D400, 0x1F14A))
    supplement = range(0x2F800, 0x2FA1E)
    shapes = (chr(code) for code in (*codes, *supplement))
    return {ord(each): unicodedata.normalize("NFKC", each) for each in shapes if _SHAPE.match(each)}


def _shape_disguise(text: str, start: int, end: int) -> str:
    """Odd is only what stands among ordinary letters in one word."""
    near = text[start - 1 : start] + text[end : end + 1]
    if not re.search("[A-Za-z]", near) or not text[start].isalpha():
        return ""
    if "\uff00" < text[start] < "\uffef":
        return "width"
    return "confusable" if text[start] >= "\U0001d400" else ""


def _marked(match: re.Match[str]) -> Iterator[Edit]:
    start, end = match.span()
    run = match.group()
    base = match.string[start - 1 : start]
    if len(run) <= _LONGEST_ORDERED and base:
        whole = unicodedata.normalize("NFC", base + run)
        if len(whole) == 1:
            yield Edit(start - 1, end, whole)
            return
    if len(run) >= _PILED or (_OVERLAYS.search(run) and base.isalpha()):
        yield Edit(start, end, "", "zalgo")
    elif base.isascii() and base.isalpha():
        yield Edit(start, end, "")
