"""Personal names in Latin letters where they fill a table's cell or stand before an e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gptreview.model.finding import Confidence
from gptreview.scan.pii.entity import Entity, Span
from gptreview.scan.pii.page import Page

_WORD: Final = r"[A-Z\u00c0-\u00de][a-z\u00df-\u024f'’-]{1,20}"
_NAME: Final = re.compile(
    rf"(?:^\"?|[\t,;|<(]\"?|\b[Nn]ame(?: is)?[:=]?) {{0,3}}"
    rf"({_WORD}(?: [A-Z]\.)?(?: {_WORD}){{1,2}})(?=\"? {{0,3}}(?:[\t,;|<(]|$))",
    re.M,
)
_NO_NAME: Final = re.compile(
    r"\b(?:Street|Road|Avenue|Lane|Drive|City|County|University|Institute|Company|Inc|Ltd|Corp|Group"
    r"|Center|Centre|Department|Office|School|College|Bank|North|South|East|West|New|San|Los|United"
    r"|The|And|Of|For|Contact|Email|Phone|Support|Service|Please|Privacy|Policy|Terms)\b"
)


def find_latin_names(page: Page, start: int, end: int) -> Iterator[Span]:
    """Two or three capitalised words that are a cell of their own."""
    for match in _NAME.finditer(page.text, start, end):
        alone = match[0] == match[1] and page.text[match.end() : match.end() + 1] in {"", "\n"}
        if not alone and not _NO_NAME.search(match[1]):  # a line of its own is a heading
            yield Span(Entity.PERSON, *match.span(1), Confidence.LOW)
