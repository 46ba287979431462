"""E-mail addresses.

Presidio's recogniser is not called for these: its expression takes Chinese text before an address
for a part of it, its check asks the network for the Public Suffix List, and importing it costs
2 s of CPU, which a listing with one support address shall not pay. The list comes from
tldextract's own snapshot, and only for endings that are not among the usual ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from gptreview.model.finding import Confidence
from gptreview.net.public_suffix import has_public_suffix
from gptreview.scan.pii.entity import Entity, Span
from gptreview.scan.pii.page import Page

# RFC 5321, 4.5.3.1: 64 octets before the sign, 63 a label. Quoted local parts are not read,
# nor the signs that addresses may have and never have.
_EMAIL: Final = re.compile(
    r"(?<![0-9A-Za-z\u00c0-\u024f._%+'-])"
    r"[0-9A-Za-z\u00c0-\u024f_][0-9A-Za-z\u00c0-\u024f._%+'-]{0,63}@"
    r"((?:[0-9A-Za-z\u00c0-\u024f][0-9A-Za-z\u00c0-\u024f-]{0,62}\.){1,8}"
    r"(?:xn--[0-9a-z-]{2,40}|[A-Za-z]{2,24}))(?![0-9A-Za-z-])"
)
_USUAL: Final = re.compile(
    r"com|net|org|edu|gov|io|ai|co|cn|de|uk|fr|jp|ru|info|biz|me|app|dev|us|eu|ca|au|in|br|it|nl|es"
    r"|ch|se|no|pl|tw|hk|sg|kr|xyz|online|tech|cloud|local|test|invalid|example|localhost"
)
"""Endings that need no look into the list; the reserved ones are judged later."""


def find_emails(page: Page, start: int, end: int) -> Iterator[Span]:
    """Addresses whose domain ends in a public suffix."""
    for match in _EMAIL.finditer(page.text, start, end):
        password = page.before(match.start(), 1) in {":", "/"} and page.in_url(match.start())
        if not password and _public(match[1].lower()):
            yield Span(Entity.EMAIL, *match.span(), Confidence.HIGH)


@lru_cache(maxsize=4096)
def _public(domain: str) -> bool:
    return bool(_USUAL.fullmatch(domain.rpartition(".")[2]) or has_public_suffix(domain))
