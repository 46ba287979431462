"""Internet addresses. The standard library knows what is one; presidio's recogniser asks it too."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Final

from gptreview.model.finding import Confidence
from gptreview.scan.pii.entity import Entity, Span
from gptreview.scan.pii.page import Page

_OCTET: Final = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4: Final = re.compile(rf"(?<![0-9A-Za-z.]){_OCTET}(?:\.{_OCTET}){{3}}(?![0-9A-Za-z]|\.[0-9])")
_IPV6: Final = re.compile(
    r"(?<![0-9A-Za-z:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){3,7}(?![0-9A-Za-z:])"
)
_VERSION: Final = re.compile(
    r"(?:\bv|version|release|build|section|chapter|版本|§|第)[号\s:：]{0,3}\Z", re.I
)
_FEWEST_GROUPS: Final = 4
"""Of an IPv6 address with ``::``; with fewer it is as likely to be code or a time."""


def find_ip_addresses(page: Page, start: int, end: int) -> Iterator[Span]:
    """IPv4 and IPv6 addresses, but no version numbers."""
    for match in _IPV4.finditer(page.text, start, end):
        if not _VERSION.search(page.before(match.start(), 12)):
            yield Span(Entity.IP_ADDRESS, *match.span(), Confidence.MEDIUM)
    for match in _IPV6.finditer(page.text, start, end):
        groups = [group for group in match[0].split(":") if group]
        if len(groups) >= _FEWEST_GROUPS and _valid(match[0]):
            yield Span(Entity.IP_ADDRESS, *match.span(), Confidence.HIGH)


def _valid(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
