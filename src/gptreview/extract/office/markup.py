"""XML as a stream of events: no tree, no DTD, no entity, no file or network behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

_MAX_DEPTH = 1_000
"""Elements inside one another; Word's own deepest, nested tables in text boxes, stay near 100."""


class MarkupError(Exception):
    """The XML is not well-formed, has a document type, or is nested too deep.

    Args:
        code: ``damaged``, ``xml-entities`` or ``too-deep``.
        reason: What was found, in one clause.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Start(NamedTuple):
    """An element begins; names are local, their namespace is dropped but for ``r:id`` and its kin.

    Transitional and strict Office files differ in namespaces only (ISO/IEC 29500-1 and -4).
    """

    name: str
    attributes: dict[str, str]


class End(NamedTuple):
    """An element ends."""

    name: str


@dataclass(slots=True)
class _Gatherer:
    """Receives expat's calls between two reads."""

    events: list[Start | End | str] = field(default_factory=list)
    depth: int = 0
    ends: dict[str, End] = field(default_factory=dict)
    """By full name: a sheet has a million elements of four names."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise MarkupError("too-deep", f"over {_MAX_DEPTH:,} XML elements inside one another")
        if name not in self.ends:
            self.ends[name] = End(name.rpartition("\n")[2])
        for key in attributes:
            if "\n" in key:
                attributes = {_local(key): value for key, value in attributes.items()}
                break
        self.events.append(Start(self.ends[name].name, attributes))

    def end(self, name: str) -> None:
        self.depth -= 1
        self.events.append(self.ends[name])

    def doctype(self, *_: object) -> None:
        """Refuse it: Office files may have none (ECMA-376 part 2, 9.1.4, 'XML usage')."""
        raise MarkupError("xml-entities", "an XML document type, which may define entities")

    def connect(self, parser: XMLParserType) -> None:
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.events.append
        parser.StartDoctypeDeclHandler = self.doctype


def _local(name: str) -> str:
    namespace, _, local = name.rpartition("\n")
    return f"r:{local}" if namespace.endswith("/relationships") else local


def read_markup(chunks: Iterable[bytes]) -> Iterator[Start | End | str]:
    """Elements and the text between them, in document order, as the chunks come.

    Raises:
        MarkupError: After the events of everything before the fault.
    """
    from xml.parsers import expat

    parser = expat.ParserCreate(namespace_separator="\n")
    gatherer = _Gatherer()
    gatherer.connect(parser)
    fault: MarkupError | None = None
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by position only
            yield from gatherer.events
            gatherer.events.clear()
        parser.Parse(b"", True)  # noqa: FBT003
    except MarkupError as error:
        fault = error
    except (expat.ExpatError, LookupError, ValueError) as error:
        fault = MarkupError("damaged", "XML that is not well-formed")
        fault.__cause__ = error
    yield from gatherer.events
    if fault:
        raise fault
