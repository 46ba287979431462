"""Which disguises a text may hold at all, by a few passes at the speed of memory."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from functools import cached_property
from typing import Final

_LETTERS: Final = string.ascii_letters.encode()
_DIGITS: Final = string.digits.encode()
_CONTROLS: Final = bytes([*range(9), *range(14, 32), 127])
_OTHER: Final = b"?"
"""What a character beyond ASCII becomes."""


def _classes(**classes: bytes) -> bytes:
    table = bytearray(b"\n" * 256)
    for name, members in classes.items():
        for each in members:
            table[each] = ord(name)
    return bytes(table)


_SHAPE: Final = _classes(
    a=_LETTERS + _DIGITS + b"@$", s=b" ", k=b"._*|/~=+^-", h=_OTHER, c=_CONTROLS
)
_LEET: Final = _classes(a=_LETTERS, o=b"0134578@$!")
_CODED: Final = _classes(w=_LETTERS + _DIGITS + b"+/-_")
_HEX: Final = _classes(h=string.hexdigits.encode(), s=b" :-,x")
_HEXADECIMAL: Final = _classes(h=string.hexdigits.encode() + b" :-,x")
_ASCII: Final = bytes(range(128))
_DRAWN: Final = re.compile(rb"sas(?:as|(?<=ssas)s|(?<=sksas)k)")
"""One search for ``sasas``, ``ssass`` and ``sksask``; what they share comes first."""
_DRAWN_WIDE: Final = re.compile("[\u00b7\u2022\u30fb\u2027\uff0a\uff5e\uff5c\u3000]")
_DIGITS_INSIDE: Final = re.compile(rb"o(?<=ao)o{0,3}(?=a)")
"""Begins with what is rare, which makes the search quick."""
_LONG: Final = b"w" * 16
_DRAWN_HAN: Final = (b"hshsh", b"hkhkh", b"hssh", b"sksh")
_PAIRS: Final = (b"hhshhshhshh", b"hshhsshshhss", b"hshhshshhs")
_SHORTEST_HEX: Final = b"h" * 29
"""Ten pairs of digits and what stands between them, the fewest that are read."""
_PINYIN: Final = (b"zh", b"Zh", b" xin", b" Xin", b"jiao yi")
"""Part of each phrase of three syllables that is looked for in purely Latin text."""
_PINYIN_LOWERED: Final = tuple(map(re.compile, (rb"z(?=h)", rb"x(?<= x)(?=in)", rb"j(?=iao yi)")))
"""The same in lower case, each beginning with what is rare."""


class Signs:
    """What in a text is worth a closer look; each is found out when it is asked for.

    Args:
        text: The text; of its characters beyond ASCII only the number counts.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._raw = text.encode("ascii", "replace")
        self._shape = self._raw.translate(_SHAPE)
        self._beyond = "" if text.isascii() else _beyond_ascii(text)

    def hold(self, pattern: re.Pattern[str]) -> bool:
        """Whether a character beyond ASCII, as the pattern describes one, is there."""
        return bool(self._beyond) and pattern.search(self._beyond) is not None

    @property
    def controls(self) -> bool:
        """Control characters that no text needs."""
        return b"c" in self._shape

    @property
    def escaped(self) -> bool:
        """Characters that may be written by their numbers."""
        raw = self._raw
        return b"%" in raw or b"\\" in raw or b"&" in raw

    @cached_property
    def spaced(self) -> bool:
        """Letters or digits drawn apart."""
        if _DRAWN.search(self._shape) or b"kak" in self._shape:
            return True
        return self.hold(_DRAWN_WIDE) and any(sign in self._shape for sign in (b"hah", b"hsash"))

    @property
    def spaced_chinese(self) -> bool:
        """Chinese characters drawn apart."""
        return self.hold(_DRAWN_WIDE) or any(sign in self._shape for sign in _DRAWN_HAN)

    @property
    def leet(self) -> bool:
        """Digits between letters."""
        return next(digits_inside(self._raw), None) is not None

    def coded_runs(self) -> Iterator[tuple[int, int]]:
        """Where 16 or more letters, digits and signs of base64 stand together."""
        coded = self._raw.translate(_CODED)
        at = coded.find(_LONG)
        while at >= 0:
            start = coded.rfind(b"\n", 0, at) + 1
            end = coded.find(b"\n", at)
            end = len(coded) if end < 0 else end
            yield start, end
            at = coded.find(_LONG, end)

    @property
    def hexadecimal(self) -> bool:
        """Pairs of hexadecimal digits with something between them."""
        if _SHORTEST_HEX not in self._raw.translate(_HEXADECIMAL):
            return False
        pairs = self._raw.translate(_HEX)
        return any(sign in pairs for sign in _PAIRS)

    @property
    def emphasis(self) -> bool:
        """Marks of emphasis."""
        raw = self._raw
        if b"*" in raw and (b"**" in raw or not self._text.isascii()):
            return True
        return (b"~" in raw and b"~~" in raw) or (b"_" in raw and b"__" in raw)

    @property
    def markup(self) -> bool:
        """Tags or comments."""
        return b"<" in self._raw and re.search(rb"</?[a-z!]", self._raw) is not None

    @property
    def pinyin(self) -> bool:
        """Syllables of which Chinese words are made."""
        lowered = self._raw.lower()
        return any(sign.search(lowered) for sign in _PINYIN_LOWERED) and any(
            sign in self._raw for sign in _PINYIN
        )


def digits_inside(raw: bytes) -> Iterator[tuple[int, int]]:
    """Where one to four digits or signs that look like letters stand between letters."""
    for match in _DIGITS_INSIDE.finditer(raw.translate(_LEET)):
        yield match.span()


def _beyond_ascii(text: str) -> str:
    encoded = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return encoded.decode("utf-8", "surrogatepass")
