"""Publications as an Atom feed (RFC 4287)."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from gptreview.model.feed import Feed
from gptreview.model.public import PublicListing
from gptreview.render.feed_json import TITLE, rfc3339
from gptreview.render.public_words import headline, sentences, tag_of

MEDIA_TYPE: Final = "application/atom+xml"
_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_AUTHOR: Final = "gptreview"


def feed_atom(feed: Feed) -> str:
    """The document; the same feed gives the same text."""
    # An attribute, so that names need no prefix: no element is of another namespace.
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": tag_of(feed.language)})
    _text(root, "id", feed.id)
    _text(root, "title", TITLE.of(feed.language))
    _text(root, "updated", rfc3339(feed.updated))
    SubElement(root, "link", {"rel": "self", "type": MEDIA_TYPE, "href": feed.self_url})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.base_url})
    if feed.next_url:
        # RFC 5005, section 3: a paged feed.
        SubElement(root, "link", {"rel": "next", "type": MEDIA_TYPE, "href": feed.next_url})
    # RFC 4287, section 4.1.1: without an author every entry would need one.
    _text(SubElement(root, "author"), "name", _AUTHOR)
    for listing in feed.listings:
        _entry(root, feed, listing)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _entry(root: Element, feed: Feed, listing: PublicListing) -> None:
    entry = SubElement(root, "entry")
    _text(entry, "id", feed.id_of(listing))
    _text(entry, "title", headline(listing, feed.language))
    _text(entry, "updated", rfc3339(listing.changed_at or feed.updated))
    page = feed.page_url(listing.number)
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": page})
    for category in listing.categories:
        SubElement(entry, "category", {"term": str(category)})
    _text(entry, "content", sentences(listing, feed.language), type="text")


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text
