"""A stranger's text as a page shows it: what would be invisible is spelled out and marked."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gptreview.render.terminal import plain

_NAMED: Final = MappingProxyType(
    {"\n": "LINE FEED", "\t": "TAB", "\r": "CARRIAGE RETURN", "\x1b": "ESCAPE"}
)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text that is shown in one way."""

    text: str
    hidden: str = ""
    """The character's name where the text stands for one that nobody would see."""
    breaks: bool = False
    """Whether a line ends after it."""


def runs(text: str) -> tuple[Run, ...]:
    """The text with every control and format character as a run of its own."""
    if text.isascii() and text.isprintable():
        return (Run(text),) if text else ()
    made: list[Run] = []
    start = 0
    for index, char in enumerate(text):
        shown = plain(char)
        if shown == char:
            continue
        if index > start:
            made.append(Run(text[start:index]))
        name = _NAMED.get(char, "") or unicodedata.name(char, f"U+{ord(char):04X}")
        made.append(Run(shown, name, breaks=char == "\n"))
        start = index + 1
    if start < len(text):
        made.append(Run(text[start:]))
    return tuple(made)
