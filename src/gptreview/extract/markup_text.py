"""The text of an HTML or XML file: what a reader sees first, then all that is not shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gptreview.extract.markup import Token, tokens
from gptreview.extract.text import Text, shifted
from gptreview.model.segment import Mark

_INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "img", "ins", "kbd", "mark", "nobr", "picture", "q", "rp", "rt",
        "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tspan",
        "tt", "u", "var", "wbr",
    }
)  # fmt: skip
"""Elements that do not part the words around them."""
_VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    }
)  # fmt: skip
"""Elements without content (HTML, 13.1.2), which can hide none."""
_CELLS = frozenset({"td", "th"})
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE
)


_APART = "\n\n"
_Run = tuple[str, int]
"""A text and its first character in the source."""


class TooManyTokens(Exception):  # noqa: N818 - no error, a limit
    """More markup than is worth taking apart: read it as written."""


@dataclass(slots=True)
class _Stream:
    """A text that grows, with a mark wherever its lines are not the source's next ones."""

    parts: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0
    line: int = 0
    """Line of the source that a mark would say here without a new one."""
    column: int = 0
    """Likewise."""
    place: str = ""
    last: str = ""
    pending: str = ""
    """What sets the next text apart, if it does not do that itself."""

    def write(self, text: str, place: str, line: int, column: int) -> None:
        """Add text that begins at a place of the source."""
        if self.pending and not text.lstrip(" \t").startswith(("\n", "\r\n")):
            self.add(self.pending)
        self.pending = ""
        if not self.marks or (line, column, place) != (self.line, self.column, self.place):
            mark = Mark(self.length, place, line, column=column, in_file=bool(place))
            self.marks.append(mark)
            self.line, self.column, self.place = line, column, place
        self.add(text)

    def add(self, text: str) -> None:
        """Add text as it is."""
        self.parts.append(text)
        self.length += len(text)
        newline = text.rfind("\n")
        if newline >= 0:
            self.line += text.count("\n")
            self.column = len(text) - newline
        else:
            self.column += len(text)
        self.last = text[-1:] or self.last

    def part(self, sign: str) -> None:
        """Set apart what follows, unless it is."""
        if self.parts and self.last not in "\n\t":
            self.pending = sign


@dataclass(slots=True)
class _Page:
    """What is shown and what is not, while the source goes by."""

    source: str
    exact: int
    """Character references whose own places are still told; those after them would be no use
    to anybody, and each may need a mark."""
    shown: _Stream = field(default_factory=_Stream)
    veiled: _Stream = field(default_factory=_Stream)
    asides: _Stream = field(default_factory=_Stream)
    seen: set[tuple[str, str]] = field(default_factory=set)
    """Asides that stand there already: a page repeats a class a thousand times."""
    element: str = ""
    at: int = 0
    line: int = 1
    line_start: int = 0
    """Where that line begins."""
    hiding: str = ""
    """Name of the element that hides what is inside."""
    depth: int = 0
    """Elements of that name that are open."""

    def read(self, token: Token) -> None:
        """Put a token where it belongs."""
        if token.kind == "text":
            stream, place = (self.veiled, "hidden element") if self.hiding else (self.shown, "")
            self._write(stream, self._runs(token), place)
        elif token.kind in ("open", "close"):
            self._tag(token)
        elif token.kind == "attribute":
            self._attribute(token)
        else:
            self._aside(token, token.name or token.kind)

    def _runs(self, token: Token) -> Iterable[_Run]:
        """The token's text, in pieces whose columns are those of the source."""
        references = self.source.count("&", token.at, token.end)
        if references > self.exact:
            return ((token.value, token.at),)
        self.exact -= references
        return token.runs(self.source)

    def _write(self, stream: _Stream, runs: Iterable[_Run], place: str) -> None:
        for text, at in runs:
            if text:
                self.line += self.source.count("\n", self.at, at)
                self.line_start = self.source.rfind("\n", self.at, at) + 1 or self.line_start
                self.at = at
                stream.write(text, place, self.line, at - self.line_start + 1)

    def _tag(self, token: Token) -> None:
        opens = token.kind == "open"
        self.element = token.name if opens else ""
        if self.hiding == token.name:
            self.depth += 1 if opens else -1
            if not self.depth:
                self.hiding = ""
                return
        if token.name not in _INLINE:
            stream = self.veiled if self.hiding else self.shown
            stream.part("\t" if token.name in _CELLS else "\n")

    def _attribute(self, token: Token) -> None:
        name, value = token.name, token.value
        bare = not name and "hidden" in value.lower().split()
        hides = bare or name == "hidden" or (name == "style" and _HIDING.search(value))
        if hides and not self.hiding and self.element and self.element not in _VOID:
            self.hiding, self.depth = self.element, 1
            self.veiled.part("\n\n")
        self._aside(token, f"attribute {name}" if name else "inside a tag")

    def _aside(self, token: Token, place: str) -> None:
        if token.value.strip() and (token.value, place) not in self.seen:
            self.seen.add((token.value, place))
            self.asides.part("\n\n")
            self._write(self.asides, _stripped(self._runs(token)), place)


def _stripped(runs: Iterable[_Run]) -> Iterator[_Run]:
    """Without the space before and after them all."""
    found = list(runs)
    while not found[0][0].strip():
        del found[0]
    while not found[-1][0].strip():
        del found[-1]
    text, at = found[0]
    words = text.lstrip()
    found[0] = (words, at + len(text) - len(words))
    found[-1] = (found[-1][0].rstrip(), found[-1][1])
    return iter(found)


def markup_text(source: str, media_type: str, max_tokens: int) -> tuple[Text, int]:
    """The text of a page, and how many tokens it was made of.

    Comments, scripts, attributes and hidden elements stand at the text's end.

    Raises:
        TooManyTokens: Each may need a mark, and there are more than allowed.
    """
    page = _Page(source, max_tokens)
    count = 0
    for token in tokens(source, xml="xml" in media_type):
        count += 1
        if count > max_tokens:
            raise TooManyTokens
        page.read(token)
    written = [stream for stream in (page.shown, page.veiled, page.asides) if stream.parts]
    marks: list[Mark] = []
    length = 0
    for stream in written:
        marks += shifted(stream.marks, length)
        length += stream.length + len(_APART)
    text = _APART.join("".join(stream.parts) for stream in written)
    return Text(text, tuple(marks) or (Mark(0, ""),), media_type), count


def declares_entities(source: str) -> bool:
    """Whether a document type may change what the text says (XML 1.0, 4.2)."""
    return bool(re.search(r"<!ENTITY\s", source))
