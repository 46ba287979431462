"""Plain lines for a terminal: colours where wanted, and nothing that a document smuggled in."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

_COLORS: Final = {"red": "31;1", "yellow": "33;1", "green": "32;1", "cyan": "36;1"}
# Controls, formats (bidirectional overrides among them), surrogates, line and paragraph separators.
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Style:
    """ANSI colours, or none."""

    color: bool

    def paint(self, text: str, color: str) -> str:
        """The text in red, yellow, green or cyan."""
        return self._wrap(text, _COLORS[color])

    def bold(self, text: str) -> str:
        """The text in bold."""
        return self._wrap(text, "1")

    def dim(self, text: str) -> str:
        """The text in a fainter colour."""
        return self._wrap(text, "2")

    def _wrap(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text


def plain(text: str) -> str:
    """One line without control characters: what a document says must not move the cursor."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char.encode("unicode_escape", "backslashreplace").decode("ascii")
        if unicodedata.category(char) in _HIDDEN
        else char
        for char in text
    )


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 error``, ``2 errors``; a noun that takes more than an s brings its plural."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
