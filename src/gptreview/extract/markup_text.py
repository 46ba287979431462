"""The text of an HTML or XML file: what a reader sees first, then all that is not shown."""

from __future__ import annotations

import re
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
    place: str = ""
    last: str = ""
    pending: str = ""
    """What sets the next text apart, if it does not do that itself."""

    def write(self, text: str, place: str, line: int) -> None:
        """Add text that begins on a line of the source."""
        if self.pending and not text.lstrip(" \t").startswith(("\n", "\r\n")):
            self.add(self.pending)
        self.pending = ""
        if not self.marks or line != self.line or place != self.place:
            self.marks.append(Mark(self.length, place, line))
            self.line, self.place = line, place
        self.add(text)

    def add(self, text: str) -> None:
        """Add text as it is."""
        self.parts.append(text)
        self.length += len(text)
        self.line += text.count("\n")
        self.last = text[-1:] or self.last

    def part(self, sign: str) -> None:
        """Set apart what follows, unless it is."""
        if self.parts and self.last not in "\n\t":
            self.pending = sign


@dataclass(slots=True)
class _Page:
    """What is shown and what is not, while the source goes by."""

    source: str
    shown: _Stream = field(default_factory=_Stream)
    veiled: _Stream = field(default_factory=_Stream)
    asides: _Stream = field(default_factory=_Stream)
    seen: set[tuple[str, str]] = field(default_factory=set)
    """Asides that stand there already: a page repeats a class a thousand times."""
    element: str = ""
    at: int = 0
    line: int = 1
    hiding: str = ""
    """Name of the element that hides what is inside."""
    depth: int = 0
    """Elements of that name that are open."""

    def read(self, token: Token) -> None:
        """Put a token where it belongs."""
        self.line += self.source.count("\n", self.at, token.at)
        self.at = token.at
        if token.kind == "text":
            stream, place = (self.veiled, "hidden element") if self.hiding else (self.shown, "")
            stream.write(token.value, place, self.line)
        elif token.kind in ("open", "close"):
            self._tag(token)
        elif token.kind == "attribute":
            self._attribute(token)
        else:
            self._aside(token.value, token.name or token.kind)

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
        self._aside(value, f"attribute {name}" if name else "inside a tag")

    def _aside(self, text: str, place: str) -> None:
        if text.strip() and (text, place) not in self.seen:
            self.seen.add((text, place))
            words = text.lstrip()
            line = self.line + text.count("\n", 0, len(text) - len(words))
            self.asides.part("\n\n")
            self.asides.write(words.rstrip(), place, line)


def markup_text(source: str, media_type: str, max_tokens: int) -> tuple[Text, int]:
    """The text of a page, and how many tokens it was made of.

    Comments, scripts, attributes and hidden elements stand at the text's end.

    Raises:
        TooManyTokens: Each may need a mark, and there are more than allowed.
    """
    page = _Page(source)
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
