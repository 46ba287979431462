"""A finding's evidence on one line of a terminal, with carets under it."""

from __future__ import annotations

from dataclasses import dataclass

from gptreview.model.finding import Finding
from gptreview.render.terminal import plain

_LINE_CELLS = 92
"""Columns for the text, so that with its gutter it fits a terminal of 100."""
_EXCERPT_CELLS = 64
_TAIL_CELLS = 20
_DECODED_CELLS = 240
_MORE = "…"


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """What to print: nothing in it moves the cursor."""

    before: str
    excerpt: str
    after: str

    @property
    def carets(self) -> str:
        """The second line: as wide as the excerpt, as far from the left."""
        return " " * cells(self.before) + "^" * max(1, cells(self.excerpt))


def evidence_line(finding: Finding) -> EvidenceLine | None:
    """The line, cut around the excerpt; None where the finding is about what is not there."""
    if not (finding.excerpt or finding.before or finding.after):
        return None
    excerpt = _without_middle(plain(finding.excerpt))
    room = _LINE_CELLS - cells(excerpt)
    after = plain(finding.after.rstrip())
    before = _end(plain(finding.before.lstrip()), max(room // 2, room - cells(after)))
    return EvidenceLine(before, excerpt, _start(after, room - cells(before)))


def shortened(text: str) -> str:
    """The beginning of a text that may be long."""
    return _start(text, _DECODED_CELLS)


def cells(text: str) -> int:
    """How many columns of a terminal the text takes: two for a Chinese character."""
    from rich.cells import cell_len

    return cell_len(text)


def _start(text: str, room: int) -> str:
    from rich.cells import split_text

    return text if cells(text) <= room else split_text(text, room - 1)[0] + _MORE


def _end(text: str, room: int) -> str:
    from rich.cells import split_text

    width = cells(text)
    return text if width <= room else _MORE + split_text(text, width - room + 1)[1]


def _without_middle(text: str) -> str:
    if cells(text) <= _EXCERPT_CELLS:
        return text
    return _start(text, _EXCERPT_CELLS - _TAIL_CELLS) + _end(text, _TAIL_CELLS).removeprefix(_MORE)
