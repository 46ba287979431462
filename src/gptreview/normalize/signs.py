"""Which disguises a text may hold at all, by a few passes at the speed of memory."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from typing import Final

_LETTERS: Final = string.ascii_letters.encode()
_DIGITS: Final = string.digits.encode()
_CONTROLS: Final = bytes([*range(9), *range(14, 32), 127])


def _classes(**classes: bytes) -> bytes:
    table = bytearray(b"\n" * 256)
    for name, members in classes.items():
        for each in members:
            table[each] = ord(name)
    return bytes(table)


_SHAPE: Final = _classes(a=_LETTERS + _DIGITS + b"@$", s=b" ._*|/~=+^-?")
_LEET: Final = _classes(a=_LETTERS, o=b"0134578@$!")
_CODED: Final = _classes(w=_LETTERS + _DIGITS + b"+/-_")
_HEX: Final = _classes(h=string.hexdigits.encode(), s=b" :-,")
_PINYIN: Final = (
    b"wei xin",
    b"zheng",
    b"ong zh",
    b"yan zh",
    b"yin hang",
    b"zhuan",
    b"xing ",
    b" zhi",
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What is worth a closer look."""

    escaped: bool
    spaced: bool
    leet: bool
    encoded: bool
    controls: bool
    emphasis: bool
    markup: bool
    pinyin: bool


def signs(text: str) -> Signs:
    """The signs in the ASCII part of a text; other characters count as a gap."""
    raw = text.encode("ascii", "replace")
    shape = raw.translate(_SHAPE)
    leet = raw.translate(_LEET)
    coded = raw.translate(_CODED)
    return Signs(
        escaped=b"%" in raw or b"\\" in raw or b"&" in raw,
        spaced=b"asasa" in shape or b"a  a  a" in raw,
        leet=any(b"a" + b"o" * n + b"a" in leet for n in range(1, 5)),
        encoded=b"w" * 16 in coded or b"hhshhshhshh" in raw.translate(_HEX),
        controls=len(raw.translate(None, _CONTROLS)) != len(raw),
        emphasis=b"**" in raw
        or b"~~" in raw
        or b"__" in raw
        or (b"*" in raw and not text.isascii()),
        markup=re.search(rb"</?[a-z!]", raw) is not None if b"<" in raw else False,
        pinyin=any(sign in raw for sign in _PINYIN),
    )
