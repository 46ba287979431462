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
_MORE_ASCII = "..."


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


def evidence_line(finding: Finding, encoding: str = "utf-8") -> EvidenceLine | None:
    """The line, cut around the excerpt; None where the finding is about what is not there.

    Args:
        finding: What was found.
        encoding: Of what the line is written to: what that cannot hold takes more columns.
    """
    if not (finding.excerpt or finding.before or finding.after):
        return None

    def shown(text: str) -> str:
        return plain(text).encode(encoding, "backslashreplace").decode(encoding)

    more = _MORE if shown(_MORE) == _MORE else _MORE_ASCII
    excerpt = _without_middle(shown(finding.excerpt.replace(_MORE, more)), more)
    room = _LINE_CELLS - cells(excerpt)
    after = shown(finding.after.rstrip().replace(_MORE, more))
    before = shown(finding.before.lstrip().replace(_MORE, more))
    before = _end(before, max(room // 2, room - cells(after)), more)
    return EvidenceLine(before, excerpt, _start(after, room - cells(before), more))


def shortened(text: str) -> str:
    """The beginning of a text that may be long."""
    return _start(text, _DECODED_CELLS)


def cells(text: str) -> int:
    """How many columns of a terminal the text takes: two for a Chinese character."""
    from rich.cells import cell_len

    return cell_len(text)


def _start(text: str, room: int, more: str = _MORE) -> str:
    from rich.cells import split_text

    return text if cells(text) <= room else split_text(text, room - len(more))[0] + more


def _end(text: str, room: int, more: str) -> str:
    from rich.cells import split_text

    width = cells(text)
    return text if width <= room else more + split_text(text, width - room + len(more))[1]


def _without_middle(text: str, more: str) -> str:
    if cells(text) <= _EXCERPT_CELLS:
        return text
    head = _start(text, _EXCERPT_CELLS - _TAIL_CELLS, more)
    return head + _end(text, _TAIL_CELLS, more).removeprefix(more)
