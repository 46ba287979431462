from __future__ import annotations

from collections.abc import Callable

import pytest

from gptreview.extract.extract import Extraction

Read = Callable[..., Extraction]
Pack = Callable[..., bytes]

MIMETYPE = ("mimetype", "application/epub+zip")
CONTAINER = (
    "META-INF/container.xml",
    '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
)
BOOK = (
    "OPS/book.opf",
    '<?xml version="1.0"?><opf:package xmlns:opf="http://www.idpf.org/2007/opf"><opf:manifest>'
    '<opf:item id="b" href="text/two.xhtml"/><opf:item id="a" href="text/on%65.xhtml"/>'
    '<opf:item id="lost"/></opf:manifest><opf:spine><opf:itemref idref="a"/>'
    '<opf:itemref idref="b"/><opf:itemref idref="none"/></opf:spine></opf:package>',
)
CHAPTERS = (
    ("OPS/text/two.xhtml", "<?xml version='1.0'?><html xmlns=''><p>second</p></html>"),
    ("OPS/text/one.xhtml", "<?xml version='1.0'?><html xmlns=''><p>fi<b>rst</b></p></html>"),
)


def places(found: Extraction) -> list[str]:
    """The members in the order in which they are read, each once."""
    (segment,) = found.segments
    return list(dict.fromkeys(mark.place for mark in segment.marks if "," not in mark.place))


def test_chapters_are_read_in_the_books_order(read: Read, pack: Pack) -> None:
    """The spine's order comes first, and nothing else of the archive is left out."""
    found = read(pack(MIMETYPE, CONTAINER, BOOK, *CHAPTERS))
    (segment,) = found.segments
    chapters = [place for place in places(found) if place.endswith("xhtml")]
    assert segment.media_type == "application/epub+zip"
    assert segment.text.startswith("first\n\n")
    assert chapters == ["OPS/text/one.xhtml", "OPS/text/two.xhtml"]
    assert {"mimetype", "META-INF/container.xml > attribute full-path"} <= set(places(found))
    assert found.unread == ()


@pytest.mark.parametrize(
    "members",
    [
        (MIMETYPE, *CHAPTERS),
        (MIMETYPE, CONTAINER, *CHAPTERS),
        (MIMETYPE, (CONTAINER[0], "<rootfile/>"), *CHAPTERS),
        (MIMETYPE, (CONTAINER[0], "no markup"), *CHAPTERS),
        (MIMETYPE, (CONTAINER[0], " " * 3_000_000), *CHAPTERS),
    ],
)
def test_lost_order_loses_no_chapter(
    read: Read, pack: Pack, members: tuple[tuple[str, str], ...]
) -> None:
    """Without a package document the chapters come as the archive has them."""
    chapters = [place for place in places(read(pack(*members))) if place.endswith("xhtml")]
    assert chapters == ["OPS/text/two.xhtml", "OPS/text/one.xhtml"]


def test_last_element_counts(read: Read, pack: Pack) -> None:
    """An element at the very end of the package document belongs to the spine."""
    book = (BOOK[0], '<item id="a" href="text/one.xhtml"/><itemref idref="a"')
    chapters = places(read(pack(MIMETYPE, CONTAINER, book, *CHAPTERS)))
    assert chapters[0] == "OPS/text/one.xhtml"
