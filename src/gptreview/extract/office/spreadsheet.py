"""XLSX: every row that is there, every cell with its value and its formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gptreview.extract.office.cells import column_index, date_text, is_date_format, number_text
from gptreview.extract.office.flow import Flow
from gptreview.extract.office.markup import End, Start
from gptreview.extract.office.package import Package
from gptreview.extract.office.piece import Line
from gptreview.model.digits import number_up_to
from gptreview.model.segment import column_letters

_MAX_EMPTY_CELLS = 256
"""A row with more gaps than this goes out cell by cell, so that far columns cost no tabs."""
_MAX_ROW = 1_048_576
_MAX_STYLE = 2**32 - 1
"""The largest number of a format: it is an unsignedInt of XML Schema."""


@dataclass(slots=True)
class Book:
    """What the cells of all sheets refer to."""

    strings: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    """Indices of the strings that a cell shows."""
    date_styles: set[int] = field(default_factory=set)
    """Indices of the cell formats that show a date."""
    from_1904: bool = False

    def shown(self, kind: str, style: str, raw: str) -> str:
        """The text of a cell of a type (ECMA-376 part 1, 18.18.11) and a format."""
        if kind == "s":
            index = number_up_to(raw, len(self.strings) - 1)
            if index is None:
                return ""
            self.used.add(index)
            return self.strings[index]
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(raw, raw)
        if kind not in ("", "n") or not raw:
            return raw
        if number_up_to(style, _MAX_STYLE) in self.date_styles:
            return date_text(raw, from_1904=self.from_1904)
        return number_text(raw)


def read_strings(package: Package, name: str, book: Book) -> None:
    """Add the shared strings to the book; phonetic readings stand after the text they are of.

    Raises:
        PartError: As `Package.chunks`; what was read before is kept.
    """
    runs: list[str] = []
    in_text = False
    for event in package.events(name):
        if isinstance(event, str):
            if in_text:
                runs.append(event)
        elif event.name == "t":
            in_text = isinstance(event, Start)
        elif event.name == "si":
            if isinstance(event, End):
                book.strings.append("".join(runs))
            runs.clear()


def read_styles(package: Package, name: str, book: Book) -> None:
    """Note which cell formats show dates.

    Raises:
        PartError: As `Package.chunks`.
    """
    codes: dict[str, str] = {}
    in_cell_formats = False
    index = 0
    for event in package.events(name):
        if isinstance(event, str):
            continue
        if event.name == "cellXfs":
            in_cell_formats = isinstance(event, Start)
        elif isinstance(event, Start) and event.name == "numFmt":
            codes[event.attributes.get("numFmtId", "")] = event.attributes.get("formatCode", "")
        elif isinstance(event, Start) and event.name == "xf" and in_cell_formats:
            number = event.attributes.get("numFmtId", "0")
            known = number_up_to(number, _MAX_STYLE) or 0
            if is_date_format(known, codes.get(number, "")):
                book.date_styles.add(index)
            index += 1


@dataclass(slots=True)
class Sheet:
    """Turns the events of one worksheet into lines, a row each; the rest goes to a `Flow`."""

    book: Book
    place: str
    _flow: Flow = field(init=False)
    _depth: int = 0
    """Of `sheetData` in one another: there is one, but a file may say anything."""
    _row: int = 0
    _texts: dict[int, str] = field(default_factory=dict)
    """By column, counted from 0, those of the row so far."""
    _column: int = -1
    _kind: str = ""
    _style: str = ""
    _value: list[str] = field(default_factory=list)
    _formula: list[str] = field(default_factory=list)
    _into: list[str] | None = None
    """Where text belongs now: the value or the formula of the cell."""

    def __post_init__(self) -> None:
        self._flow = Flow(self.place)

    def feed(self, event: Start | End | str) -> Iterable[Line]:
        """The lines that this event completes; no generator, since most events complete none."""
        if self._depth:
            if isinstance(event, str):
                if self._into is not None:
                    self._into.append(event)
            elif isinstance(event, Start):
                self._start(event)
            else:
                self._into = None
                if event.name == "c":
                    self._end_cell()
                elif event.name == "row":
                    return self._end_row()
                else:
                    self._depth -= event.name == "sheetData"
            return ()
        self._depth += isinstance(event, Start) and event.name == "sheetData"
        return () if self._depth else self._flow.feed(event)

    def _start(self, event: Start) -> None:
        attributes = event.attributes
        if event.name == "row":
            self._row = number_up_to(attributes.get("r", ""), _MAX_ROW) or self._row + 1
        elif event.name == "c":
            column = column_index(attributes.get("r", ""))
            self._column = self._column + 1 if column is None else column
            self._kind = attributes.get("t", "")
            self._style = attributes.get("s", "")
        elif event.name in ("v", "t"):
            self._into = self._value
        elif event.name == "f":
            self._into = self._formula
        else:
            self._depth += event.name == "sheetData"

    def _end_cell(self) -> None:
        text = self.book.shown(self._kind, self._style, "".join(self._value))
        if self._formula:
            text = f"{text} ={''.join(self._formula)}"
            self._formula.clear()
        self._value.clear()
        if text:
            # A tab or a line feed in a cell would shift every cell after it.
            before = self._texts.get(self._column, "")
            self._texts[self._column] = f"{before} {' '.join(text.split())}".strip()

    def _end_row(self) -> Iterator[Line]:
        texts, self._texts = self._texts, {}
        self._column = -1
        if not texts:
            return
        width = max(texts) + 1
        if width - len(texts) <= _MAX_EMPTY_CELLS:
            row = "\t".join(texts.get(column, "") for column in range(width))
            yield Line(row, self.place, self._row)
            return
        for column in sorted(texts):
            # One cell alone: its column is in its place, for no tab can count it.
            letters = column_letters(column)
            yield Line(texts[column], f"{self.place}, cell {letters}{self._row}")
