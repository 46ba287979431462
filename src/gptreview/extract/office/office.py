"""DOCX, XLSX and PPTX, part by part: every part is read, or is told as a gap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.flow import Flow
from gptreview.extract.office.markup import End, Start
from gptreview.extract.office.outline import Outline, outline_of
from gptreview.extract.office.package import Package, PartError, open_package
from gptreview.extract.office.piece import Gap, Line, Piece
from gptreview.extract.office.rest import Rest, is_markup
from gptreview.extract.office.spreadsheet import Book, Sheet, read_strings, read_styles

_PLACES = {
    "Relationships": "links",
    "coreProperties": "properties",
    "Properties": "properties",
    "hdr": "header",
    "ftr": "footer",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "sst": "shared strings",
    "workbook": "workbook",
}
"""What to call a part whose own name tells a person nothing, by its root element."""


_TEMPLATES = frozenset({"sldLayout", "sldMaster", "notesMaster", "handoutMaster"})
"""Parts that say the same prompts over and over; each is told once."""


def read_office(data: bytes, limits: ExtractLimits, *, depth: int = 0) -> Iterator[Piece]:
    """Everything that the package says, in the order in which its reader would meet it."""
    try:
        package = open_package(data, limits, depth)
    except PartError as error:
        yield error.gap
        return
    over = len(package.archive.infolist()) - limits.max_members
    if over > 0:
        yield Gap("too-large", f"over the budget of {limits.max_members:,} parts", f"{over} parts")
    yield from _Reader(package, outline_of(package)).read()


@dataclass(slots=True)
class _Reader:
    package: Package
    outline: Outline
    book: Book = field(default_factory=Book)
    prompts: set[str] = field(default_factory=set)
    """What templates have said."""

    def read(self) -> Iterator[Piece]:
        outline = self.outline
        yield from self._load(outline.strings, read_strings)
        yield from self._load(outline.styles, read_styles)
        self.book.from_1904 = outline.from_1904
        rest = Rest(self.package)
        for name in outline.reading_order(self.package.parts):
            if name in outline.over_budget or name in (outline.strings, outline.styles):
                continue
            try:
                if is_markup(self.package, name):
                    yield from self._part(name)
                else:
                    yield from rest.read(name)
            except PartError as error:
                yield error.gap
        yield from self._unused_strings()
        if outline.over_budget:
            limit = self.package.limits.max_pages
            reason = f"over the budget of {limit:,} slides or sheets"
            yield Gap("too-large", reason, f"{len(outline.over_budget)} slides or sheets")
        yield from rest.gaps()

    def _load(self, name: str, reader: Callable[[Package, str, Book], None]) -> Iterator[Piece]:
        try:
            if name in self.package.parts:
                reader(self.package, name, self.book)
        except PartError as error:
            yield error.gap

    def _part(self, name: str) -> Iterator[Line]:
        feed: Callable[[Start | End | str], Iterable[Line]] | None = None
        for event in self.package.events(name):
            if feed is None:  # the first event is the root's beginning
                feed = self._feeder(name, event.name if isinstance(event, Start) else "")
            yield from feed(event)

    def _feeder(self, name: str, root: str) -> Callable[[Start | End | str], Iterable[Line]]:
        place = self.outline.places.get(name)
        if root == "worksheet":
            return Sheet(self.book, place or f"part {name}").feed
        if place is None:
            place = "" if root == "document" else _PLACES.get(root, f"part {name}")
        flow = Flow(place, labelled=place == "properties")
        return (lambda event: self._once(flow.feed(event))) if root in _TEMPLATES else flow.feed

    def _once(self, lines: Iterator[Line]) -> Iterator[Line]:
        for line in lines:
            if line.text not in self.prompts:
                self.prompts.add(line.text)
                yield line

    def _unused_strings(self) -> Iterator[Line]:
        """Strings that no cell shows, which whoever unpacks the file can still read."""
        for index, text in enumerate(self.book.strings):
            if text.strip() and index not in self.book.used:
                yield Line(text, "shared strings")
