"""One text of a snapshot with what is to be masked in it, and findings laid over it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from gptreview.model.case_page import Highlight, ShownText
from gptreview.model.finding import Finding, Hit
from gptreview.model.segment import Segment
from gptreview.normalize.views import views
from gptreview.scan.hex_digits import by_letter
from gptreview.scan.masks import HIDDEN, Masks
from gptreview.scan.scanner import Scanner

_BEYOND: Final = 500
"""Code points after the end of what is shown that are looked at for values which begin before."""


@dataclass(frozen=True, slots=True)
class MaskedText:
    """A text as it was written, of which the beginning is shown."""

    field: str
    text: str
    """What is shown of it, as written."""
    start: int
    """Where it begins, counted in code points from the start of the field's whole text."""
    characters: int
    """Code points of all of it."""
    masks: Masks | None
    """None where a scanner failed: then nothing of it is shown masked."""

    def shown(self, findings: Iterable[tuple[int, Finding]], *, masked: bool) -> ShownText:
        """The text as a page shows it.

        Args:
            findings: Those to be marked, with their places in the verdict; others of another field
                or beyond what is shown are passed over.
            masked: Whether what is personal or secret is masked.
        """
        if masked and self.masks is None:
            return self._shown(HIDDEN, ())
        spans = list(self._spans(findings, masked=masked))
        edges = sorted({0, len(self.text), *(edge for each in spans for edge in each[:2])})
        pieces = [self._piece(*each, masked=masked) for each in pairwise(edges)]
        at = [0]
        for piece in pieces:
            at.append(at[-1] + len(piece))
        highlights = (
            Highlight(at[bisect_left(edges, start)], at[bisect_left(edges, end)], finding)
            for start, end, finding in spans
        )
        return self._shown("".join(pieces), highlights)

    def _shown(self, text: str, highlights: Iterable[Highlight]) -> ShownText:
        return ShownText(
            field=self.field,
            text=text,
            highlights=tuple(sorted(highlights, key=lambda each: (each.start, each.end))),
            is_masked=text != self.text,
            characters=self.characters,
            is_cut=len(self.text) < self.characters,
        )

    def _spans(
        self, findings: Iterable[tuple[int, Finding]], *, masked: bool
    ) -> Iterator[tuple[int, int, int]]:
        for place, finding in findings:
            start, end = finding.start - self.start, finding.end - self.start
            if finding.field != self.field or not 0 <= start < min(end, len(self.text)):
                continue
            end = min(end, len(self.text))
            if masked and self.masks is not None:
                start, end = self.masks.whole(start, end)
            yield start, end, place

    def _piece(self, start: int, end: int, *, masked: bool) -> str:
        if masked and self.masks is not None:
            return self.masks.over(start, end)
        return self.text[start:end]


def masked_text(segment: Segment, scanners: Sequence[Scanner], most: int) -> MaskedText:
    """Look for what is to be masked in the beginning of a text.

    Args:
        segment: The text.
        scanners: Whose hits are values to be masked.
        most: Code points that are shown; a value that they would cut is shown whole, masked.
    """
    text = segment.text[: most + _BEYOND]
    looked_at = Segment(segment.field, segment.kind, text, segment.start)
    masks: Masks | None = None
    end = min(most, len(text))
    try:
        readings = [by_letter(view, text) for view in views(text)]
        hits: list[Hit] = []
        for scanner in scanners:
            hits.extend(scanner.scan(looked_at, readings))
        masks = Masks(text, hits)
        end = masks.whole(0, end)[1] if end else 0
    except Exception:  # noqa: BLE001, S110 - what nobody has looked through is not shown
        pass
    return MaskedText(segment.field, text[:end], segment.start, len(segment.text), masks)
