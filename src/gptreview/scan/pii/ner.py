"""Personal names by a language model of an extra: where it is called, how much, and if it breaks.

A model is asked only around other identifiers, since a name alone identifies nobody. It reads a
counted number of characters rather than for a time, so that the same text gets the same verdict.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, NamedTuple

from gptreview.model.finding import Confidence
from gptreview.scan.pii.entity import Entity, Span
from gptreview.scan.pii.page import Page
from gptreview.scan.scanner import MissingPartError

_MOST: Final = 32_768
"""Code points of one reading of a text that a model is given, about a second's work. Windows of so
many hold more than 100 identifiers: the verdict no longer hangs on whether names stand by them."""
_PIECE: Final = 512
"""Code points that a model is given at a time."""
_CONTEXT: Final = 64
"""Code points before and after a window that the model sees too, as far as the line goes."""

Range = tuple[int, int]
Tagger = Callable[[str], Iterable[Range]]
"""Tells where in a short text personal names stand."""


class Extra(NamedTuple):
    """The packages that an extra installs, as a package index calls them."""

    name: str
    model: str
    runtime: str

    def installed(self) -> bool:
        """Whether the model is there, be it whole or not."""
        try:
            version(self.model)
        except PackageNotFoundError:
            return False
        return True


class NameModel:
    """A finder of personal names that asks a language model, which its first use loads.

    Args:
        extra: Where the model comes from.
        load: Makes the tagger; whatever it raises means that the model cannot be used.
        prose: Matches where the model's language may have a name at all.
        name: What the model calls a name is one only if all of it matches.
        most: Code points of one reading of a text that the model is given.
    """

    def __init__(
        self,
        extra: Extra,
        load: Callable[[], Tagger],
        *,
        prose: re.Pattern[str],
        name: re.Pattern[str],
        most: int = _MOST,
    ) -> None:
        self._extra = extra
        self._load = load
        self._prose = prose
        self._name = name
        self._most = most
        self._left = most
        self._page: Callable[[], Page | None] = lambda: None

    @cached_property
    def version(self) -> str:
        """The model and what runs it, for the record of a verdict."""
        parts = (self._extra.model, self._extra.runtime)
        return "+".join(f"{part}-{_version(part)}" for part in parts)

    def __call__(self, page: Page, start: int, end: int) -> Iterator[Span]:
        """The names that reach into a window.

        Raises:
            MissingPartError: The model is installed and does not work.
        """
        if page.header:
            return  # a table's names are cells, and cells are no prose
        for at, piece in self._pieces(page, start, end):
            for low, high in self._names(piece):
                span = Span(Entity.PERSON, at + low, at + high, Confidence.LOW)
                if span.start < end and start < span.end:
                    yield span

    def _pieces(self, page: Page, start: int, end: int) -> Iterator[tuple[int, str]]:
        """What the model is given of a window, each piece with its place."""
        if self._page() is not page:
            self._page, self._left = weakref.ref(page), self._most
        text = page.text
        low = max(0, start - _CONTEXT)
        low += text[low:start].rfind("\n") + 1
        high = end + len(text[end : end + _CONTEXT].partition("\n")[0])
        for at in range(low, high, _PIECE):
            piece = text[at : min(at + _PIECE, high)]
            if self._left > 0 and self._prose.search(piece):
                self._left -= len(piece)
                yield at, piece

    def _names(self, piece: str) -> Iterator[Range]:
        try:
            found = list(self._tagger(piece))
        except Exception as error:
            # The exception's own text may quote what it choked on.
            extra = self._extra
            raise MissingPartError(
                f"{extra.model}, the model of the extra {extra.name}, does not work"
                f" ({type(error).__name__}): install it anew or uninstall it"
            ) from error
        for start, end in found:
            if self._name.fullmatch(piece, start, end):
                yield start, end

    @cached_property
    def _tagger(self) -> Tagger:
        return self._load()


def package_folder(distribution: str, folder: str) -> Path:
    """Where a package keeps its files; none of its code is run to find out.

    Raises:
        PackageNotFoundError: It is not installed.
    """
    from importlib.metadata import distribution as installed

    return Path(str(installed(distribution).locate_file(folder)))


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "missing"
