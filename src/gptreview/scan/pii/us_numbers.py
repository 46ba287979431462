"""United States social security numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gptreview.model.finding import Confidence
from gptreview.scan.pii.entity import Entity, Span
from gptreview.scan.pii.page import Page

_SSN: Final = re.compile(r"(?<![0-9])([0-9]{3})([-. ]?)([0-9]{2})\2([0-9]{4})(?![0-9])")
_CUE: Final = re.compile(r"social security|\bssn|\bsocial\b|社会安全号|社保号|社安号", re.I)


def find_ssns(page: Page, start: int, end: int) -> Iterator[Span]:
    """Numbers as the Social Security Administration may give them out.

    Never issued are areas 000, 666 and 900-999, group 00 and serial 0000 (SSA, POMS RM 10201.035).
    Presidio has the same rules; without hyphens a cue is asked for here.
    """
    for match in _SSN.finditer(page.text, start, end):
        area, separator, group, serial = match.groups()
        if area in {"000", "666"} or area[0] == "9" or group == "00" or serial == "0000":
            continue
        cued = page.cued(_CUE, *match.span())
        if (cued or separator == "-") and page.alone(*match.span()):
            sure = Confidence.HIGH if cued else Confidence.MEDIUM
            yield Span(Entity.US_SSN, *match.span(), sure)
