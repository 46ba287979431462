"""A text and what stands around a place in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeVar

Answer = TypeVar("Answer")
_JOINED: Final = re.compile(r"[0-9A-Za-z][-._+#]?\Z")
_CONTINUED: Final = re.compile(r"[0-9A-Za-z]|[-_][0-9A-Za-z]|\.[0-9]")
_URL: Final = re.compile(r"(?:://|www\.)[^\s,;\"'<>|()\u3000-\U0010ffff]*\Z")
_CELLS: Final = re.compile(r"[\t,;|，；]")
_HEADER: Final = 400
_CELL: Final = 24
"""Code points of a column's name."""


@dataclass
class Page:
    """A text that is searched for identifiers; all offsets count code points."""

    text: str
    _heads: dict[re.Pattern[str], bool] = field(default_factory=dict, compare=False)
    """Whether the header has a cue, as far as that was asked."""
    _said: dict[tuple[str, ...], bool] = field(default_factory=dict, compare=False)
    """Whether it has any of some words, as far as that was asked."""
    _answers: dict[tuple[object, ...], Any] = field(default_factory=dict, compare=False)
    """What libraries said of numbers in it."""
    asked: int = 0
    """Microseconds, about, that they took for it."""

    @cached_property
    def header(self) -> str:
        """The first line where it heads a table, else nothing: its words are cues too."""
        first, _, rest = self.text[: 2 * _HEADER].lstrip("\ufeff\r\n").partition("\n")
        cells = _CELLS.split(first)
        heads = len(cells) > 1 and all(0 < len(cell.strip()) <= _CELL for cell in cells)
        return first if heads and len(_CELLS.findall(rest.partition("\n")[0])) > 0 else ""

    def says(self, words: tuple[str, ...]) -> bool:
        """Whether any of some words, in small letters, stands anywhere: cheaper than a pattern."""
        if words not in self._said:
            self._said[words] = any(word in self._small for word in words)
        return self._said[words]

    def ask(self, judge: Callable[..., Answer], *about: str, cost: int) -> Answer:
        """What a library says of a number; it is asked once, and its cost is noted."""
        if (judge, *about) not in self._answers:
            self.asked += cost
            self._answers[judge, *about] = judge(*about)
        answer: Answer = self._answers[judge, *about]
        return answer

    @cached_property
    def _small(self) -> str:
        return self.text.lower()

    def before(self, start: int, size: int) -> str:
        """At most ``size`` characters before a place."""
        return self.text[max(0, start - size) : start]

    def cued(self, cue: re.Pattern[str], start: int, end: int, *, ahead: int = 12) -> bool:
        """Whether a word that announces the identifier stands near it or heads its table."""
        text = self.text
        return bool(
            self.headed(cue)
            or cue.search(text, max(0, start - 40), start)
            or (ahead and cue.search(text, end, end + ahead))
        )

    def headed(self, cue: re.Pattern[str]) -> bool:
        """Whether the text is a table with a column that is called so."""
        if cue not in self._heads:
            self._heads[cue] = bool(self.header and cue.search(self.header))
        return self._heads[cue]

    def alone(self, start: int, end: int) -> bool:
        """Whether this is a number of its own and no part of a longer one, a name or a UUID."""
        text = self.text
        if start and _JOINED.search(text, max(0, start - 2), start):
            return False
        return _CONTINUED.match(text, end, end + 2) is None

    def in_url(self, start: int) -> bool:
        """Whether the place is inside an address of the web."""
        before = self.before(start, 200)
        return ("/" in before or "www." in before) and _URL.search(before) is not None
