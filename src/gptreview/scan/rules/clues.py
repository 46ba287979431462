"""The parts of expressions that the rules wait for, found in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from gptreview.scan.automaton import Automaton
from gptreview.scan.databases import Source, expression_database
from gptreview.scan.disk_cache import DiskCache
from gptreview.scan.scanned_text import ScanLimitError

_BEYOND_ASCII: Final = re.compile(r"\.|\[:?\^|\\[pP]|\\x\{(?:[89a-f][0-9a-f]|[0-9a-f]{3,})\}")


class ClueSearch:
    """Looks for parts of expressions. Nothing is compiled before the first text.

    Args:
        clues: The parts, as `read_expression` writes them, each once.
        cache: Folder for compiled databases; None keeps none.
    """

    def __init__(self, clues: Iterable[str], cache: Path | None) -> None:
        self._clues = tuple(clues)
        kept = DiskCache(cache) if cache is not None else None
        sources = [Source(clue, utf8=not _is_ascii(clue)) for clue in self._clues]
        self._automaton = Automaton(lambda: expression_database(sources, kept))

    def ends(self, data: bytes) -> tuple[dict[str, Sequence[int]], ScanLimitError | None]:
        """After which bytes of a text in UTF-8 each clue ends, sorted; and why not all is told."""
        if not self._clues:
            return {}, None
        found = self._automaton.ends(data)
        return {self._clues[number]: ends for number, ends in found.by_number.items()}, found.limit


def _is_ascii(clue: str) -> bool:
    """Whether it lets in nothing but ASCII; it then means the same without UTF-8.

    But for two letters: no K stands for the Kelvin sign then, and no S for the long s. Both are
    undone in the plain reading of a text.
    """
    return clue.isascii() and not _BEYOND_ASCII.search(clue)
