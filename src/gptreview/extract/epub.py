"""EPUB: an archive whose chapters are read in the book's order."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import unquote

from gptreview.extract.archive import Member, MemberError, unpack
from gptreview.extract.limits import ExtractLimits
from gptreview.extract.markup import tokens

_CONTAINER = "META-INF/container.xml"
_MAX_PACKAGE_BYTES = 4_194_304
_MAX_TOKENS = 100_000


def reading_order(members: Sequence[Member], limits: ExtractLimits) -> list[Member]:
    """The chapters in the order of the spine, then all that is not in it (EPUB 3.3, 5.7.1).

    A package document that cannot be read leaves the order of the archive: the order is a help
    to the reader, and nothing is left out for it.
    """
    by_name = {member.entry.filename: member for member in members}
    rank = {name: index for index, name in enumerate(_spine(by_name, limits))}
    return sorted(members, key=lambda member: rank.get(member.entry.filename, len(rank)))


def _spine(members: dict[str, Member], limits: ExtractLimits) -> Iterator[str]:
    for root in _elements(members, _CONTAINER, "rootfile", limits):
        package = root.get("full-path", "")
        folder = posixpath.dirname(package)
        items = {
            item.get("id", ""): posixpath.normpath(posixpath.join(folder, unquote(item["href"])))
            for item in _elements(members, package, "item", limits)
            if "href" in item
        }
        for reference in _elements(members, package, "itemref", limits):
            yield items.get(reference.get("idref", ""), "")
        return


def _elements(
    members: dict[str, Member], name: str, element: str, limits: ExtractLimits
) -> Iterator[dict[str, str]]:
    """The attributes of each element of a name, in a member of the archive."""
    if name not in members:
        return
    try:
        content = unpack(members[name], _MAX_PACKAGE_BYTES, limits.max_ratio)
    except MemberError:
        return
    current: dict[str, str] = {}
    inside = False
    for token in islice(tokens(content.decode("utf-8", "replace"), xml=True), _MAX_TOKENS):
        if token.kind == "attribute":
            current[token.name] = token.value
            continue
        if inside:
            yield current
        inside = token.kind == "open" and token.name == element
        current = {}
    if inside:
        yield current
