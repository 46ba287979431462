"""A text and what stands around a place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_ALNUM: Final = re.compile(r"[0-9A-Za-z]")
_URL: Final = re.compile(r"(?:://|www\.)[^\s,;\"'<>|()\u3000-\U0010ffff]*\Z")
_CELLS: Final = re.compile(r"[\t,;|，；]")
_HEADER: Final = 400


@dataclass(frozen=True)
class Page:
    """A text that is searched for identifiers; all offsets count code points."""

    text: str

    @cached_property
    def header(self) -> str:
        """The first line where it looks like a table's, else nothing: its words are cues too."""
        line, more, _ = self.text[:_HEADER].lstrip("\ufeff\r\n").partition("\n")
        return line if more and _CELLS.search(line) else ""

    def before(self, start: int, size: int) -> str:
        """At most ``size`` characters before a place."""
        return self.text[max(0, start - size) : start]

    def cued(self, cue: re.Pattern[str], start: int, end: int, *, ahead: int = 12) -> bool:
        """Whether a word that announces the identifier stands near it or heads its table."""
        text = self.text
        return bool(
            cue.search(text, max(0, start - 40), start)
            or (ahead and cue.search(text, end, end + ahead))
            or (self.header and cue.search(self.header))
        )

    def alone(self, start: int, end: int) -> bool:
        """Whether this is a number of its own and no part of a longer one, a name or a UUID."""
        text = self.text
        if start and _ALNUM.match(text[start - 1]):
            return False
        if start > 1 and text[start - 1] in "-._/+#" and _ALNUM.match(text[start - 2]):
            return False
        after = text[end : end + 2]
        if after and _ALNUM.match(after[0]):
            return False
        return not (
            len(after) > 1 and ((after[0] in "-_" and _ALNUM.match(after[1])) or _decimal(after))
        )

    def in_url(self, start: int) -> bool:
        """Whether the place is inside an address of the web."""
        before = self.before(start, 200)
        return ("/" in before or "www." in before) and _URL.search(before) is not None


def _decimal(after: str) -> bool:
    return after[0] == "." and after[1].isdigit()
