"""HTML and XML as a flat run of tokens, each with its place; nothing is ever nested or expanded.

Our own, because what a parser leaves out is where a text hides: one that repairs the tree drops
what doesn't fit, `html.parser` took quadratic time for years (CVE-2025-6069), and neither says
where in the source an attribute stands. Whatever is not closed reaches to the end of the file, so
each character is looked at once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Generator, Iterator
from typing import NamedTuple

_RAW = frozenset({"script", "style", "textarea", "title"})
"""HTML elements whose content is text up to their end tag (HTML, 13.1.2, raw text elements)."""
_TAG = re.compile(r"</?([a-zA-Z_][^\s/>]*)")
_IN_TAG = re.compile(r">|=\s*+(\"|'|[^\s>\"'][^\s>]*+)")
# What html.unescape looks at (HTML, 13.5, and the references that need no semicolon).
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
_SUBSET_END = re.compile(r"\]\s*>")
_SECTIONS = (("<!--", "-->", "comment"), ("<![CDATA[", "]]>", "text"))


class Token(NamedTuple):  # a third of a dataclass's time, and pages have a hundred thousand
    """A tag, a text between tags, or an attribute of the tag before it."""

    kind: str
    """``open``, ``close``, ``attribute``, ``text``, ``raw`` (of `name`), ``comment`` or
    ``declaration``."""
    name: str
    """Of the element or attribute, lower case, without prefix."""
    value: str
    """Text or value, character references resolved; empty for tags."""
    at: int
    """First character of the value, or of the tag, in the source."""
    end: int
    """After the last character of the value as written; of a tag the same as `at`."""

    def runs(self, source: str) -> Iterator[tuple[str, int]]:
        """The value in pieces that stand in the source as they are, or as one reference each.

        Args:
            source: What the token was taken from.

        Yields:
            The piece, and its first character in the source.
        """
        raw = source[self.at : self.end]
        done = 0
        for found in _REFERENCE.finditer(raw) if raw != self.value else ():
            text = html.unescape(found[0])
            if text != found[0]:
                yield raw[done : found.start()], self.at + done
                yield text, self.at + found.start()
                done = found.end()
        yield raw[done:], self.at + done


def tokens(source: str, *, xml: bool) -> Iterator[Token]:
    """Every character of the source in order, but for names and the signs of markup."""
    at = 0
    while at < len(source):
        tag = source.find("<", at)
        tag = len(source) if tag < 0 else tag
        if tag > at:
            yield Token("text", "", unescape(source[at:tag]), at, tag)
        if tag == len(source):
            return
        at = yield from _markup(source, tag, xml=xml)


def unescape(text: str) -> str:
    """Character references resolved; as written where one has more digits than Python reads."""
    try:
        return html.unescape(text) if "&" in text else text
    except ValueError:
        return text


def _markup(source: str, at: int, *, xml: bool) -> Generator[Token, None, int]:
    """What stands at a ``<``; returns where the next token begins."""
    for opening, closing, kind in _SECTIONS:
        if source.startswith(opening, at):
            start = at + len(opening)
            end, following = _until(source, closing, start)
            yield Token(kind, "", source[start:end], start, end)
            return following
    if source.startswith(("<!", "<?"), at):
        end, following = _declaration_end(source, at)
        yield Token("declaration", "", source[at + 2 : end], at + 2, end)
        return following
    if tag := _TAG.match(source, at):
        return (yield from _tag(source, tag, xml=xml))
    yield Token("text", "", "<", at, at + 1)
    return at + 1


def _tag(source: str, tag: re.Match[str], *, xml: bool) -> Generator[Token, None, int]:
    name = _local(tag[1])
    if tag[0].startswith("</"):
        yield Token("close", name, "", tag.start(), tag.start())
        end, following = _until(source, ">", tag.end())
        if end > tag.end():  # nothing belongs there, so nothing may hide there
            yield Token("attribute", "", source[tag.end() : end], tag.end(), end)
        return following
    yield Token("open", name, "", tag.start(), tag.start())
    at = yield from _attributes(source, tag.end())
    if xml or name not in _RAW or source.endswith("/>", tag.start(), at):
        return at
    close = re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE).search(source, at)
    end = close.start() if close else len(source)
    content = source[at:end]
    value = unescape(content) if name in ("title", "textarea") else content
    yield Token("raw", name, value, at, end)
    return end


def _attributes(source: str, at: int) -> Generator[Token, None, int]:
    """The attributes of a tag; returns where the tag ends."""
    while found := _IN_TAG.search(source, at):
        names = source[at : found.start()].split()
        # The last word before the sign is the attribute's name, the others have no value.
        bare = names if found[0] == ">" else names[:-1]
        if bare and bare != ["/"]:
            stop = found.start() if found[0] == ">" else source.rfind(names[-1], at, found.start())
            yield _bare(source, at, stop)
        if found[0] == ">":
            return found.end()
        name = _local(names[-1]) if names else ""
        if found[1] in ('"', "'"):
            start = found.end()
            end, at = _until(source, found[1], start)
        else:
            start, at = found.start(1), found.end()
            end = at
        yield Token("attribute", name, unescape(source[start:end]), start, end)
    yield Token("attribute", "", source[at:], at, len(source))
    return len(source)


def _bare(source: str, at: int, end: int) -> Token:
    """What stands in a tag without a value, the space around it left out."""
    text = source[at:end]
    start = at + len(text) - len(text.lstrip())
    value = text.strip()
    return Token("attribute", "", value, start, start + len(value))


def _declaration_end(source: str, at: int) -> tuple[int, int]:
    end = source.find(">", at)
    if end >= 0 and source.find("[", at, end) >= 0:
        subset = _SUBSET_END.search(source, at)
        return (subset.start(), subset.end()) if subset else (len(source), len(source))
    return (end, end + 1) if end >= 0 else (len(source), len(source))


def _until(source: str, closing: str, at: int) -> tuple[int, int]:
    """Where the content ends, and where the next token begins: both the end where none closes."""
    end = source.find(closing, at)
    return (end, end + len(closing)) if end >= 0 else (len(source), len(source))


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
