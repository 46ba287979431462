"""Running text out of any XML part of an Office file: paragraphs, tables, boxes, attributes.

WordprocessingML, DrawingML and SpreadsheetML name these things alike, so one reader serves all,
and no part is skipped for being of a kind that nobody thought of: what it says comes out, at
worst under the part's name only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntFlag

from gptreview.extract.office.markup import End, Start
from gptreview.extract.office.piece import Line
from gptreview.extract.office.wording import STATISTICS, written_attributes

_TEXT = frozenset({"t", "delText", "text"})
_BREAKS = {"br": "\n", "cr": "\n", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_OFF = frozenset({"0", "false", "off"})
_NOTES = frozenset({"footnote", "endnote", "comment", "threadedComment", "cm"})
_MEASURES = frozenset(
    {"posOffset", "pctWidth", "pctHeight", "pctPosHOffset", "pctPosVOffset", "align"}
    | {"Anchor", "AutoFill", "Row", "Column", "formatCode", "tableStyleId"}
)
"""Elements whose text is a position or a format, never words."""


class _State(IntFlag):
    """What a run of text is, beyond being there."""

    SHOWN = 0
    INSERTED = 1
    DELETED = 2
    HIDDEN = 4


@dataclass(slots=True)
class _Paragraph:
    runs: list[tuple[str, _State]] = field(default_factory=list)
    asides: list[tuple[str, str]] = field(default_factory=list)
    """Label and text of what is not in the line itself: alt texts, field codes."""

    def readings(self) -> Iterator[tuple[str, str]]:
        """Label and text of each way to read it: as shown, and undone or revealed if it differs.

        All three are kept apart since letters that nobody sees can break up a word that all see.
        """
        found = _State(0)
        for _, state in self.runs:
            found |= state
        shown = self._without(_State.DELETED | _State.HIDDEN)
        yield "", shown
        if found & (_State.INSERTED | _State.DELETED):
            yield "before its changes", self._without(_State.INSERTED | _State.HIDDEN)
        if found & _State.HIDDEN:
            yield "with its hidden text", self._without(_State.DELETED)
        yield from self.asides

    def _without(self, states: _State) -> str:
        return "".join(text for text, state in self.runs if not state & states)


@dataclass(slots=True)
class _Table:
    number: int
    row: int = 0
    cells: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class _Container:
    """What paragraphs stand in: the part, a note, a text box, or a cell that gathers them."""

    place: str
    numbered: bool = False
    paragraphs: int = 0
    cell: list[str] | None = None


@dataclass(slots=True)
class Flow:
    """Turns the events of one part into lines; feed it in document order."""

    place: str
    """What lines of this part stand in; empty for a document's body, which counts paragraphs."""
    labelled: bool = False
    """Put the element's name before its text, as in ``title: Minutes``."""
    _containers: list[_Container] = field(init=False)
    _paragraphs: list[_Paragraph] = field(default_factory=list)
    _tables: list[_Table] = field(default_factory=list)
    _elements: list[str] = field(default_factory=list)
    _loose: list[str] = field(default_factory=list)
    _state: _State = _State.SHOWN
    _run_hidden: bool = False
    _changes: list[_State] = field(default_factory=list)
    _boxes: int = 0
    _table_count: int = 0
    _alternatives: list[set[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._containers = [_Container(self.place, numbered=not self.place)]

    def feed(self, event: Start | End | str) -> Iterator[Line]:
        """The lines that this event completes."""
        if isinstance(event, str):
            self._data(event)
            return
        yield from self._flush()
        if isinstance(event, Start):
            self._elements.append(event.name)
            self._start(event)
            for label, text in written_attributes(event):
                yield from self._aside(label, text)
        else:
            yield from self._end(event.name)
            self._elements.pop()

    def _data(self, text: str) -> None:
        element = self._elements[-1] if self._elements else ""
        if element in _TEXT and self._paragraphs:
            self._run(text)
        elif element not in _MEASURES:
            self._loose.append(text)

    def _run(self, text: str) -> None:
        state = self._state | (_State.HIDDEN if self._run_hidden else _State.SHOWN)
        self._paragraphs[-1].runs.append((text, state))

    def _flush(self) -> Iterator[Line]:
        text = "".join(self._loose).strip()
        self._loose.clear()
        label = self._elements[-1] if self.labelled and self._elements else ""
        if text and label not in STATISTICS:
            yield from self._aside("", f"{label}: {text}" if label else text)

    def _aside(self, label: str, text: str) -> Iterator[Line]:
        if self._paragraphs:
            self._paragraphs[-1].asides.append((label, text))
        else:
            yield from self._emit(self._containers[-1].place, label, text)

    def _start(self, event: Start) -> None:
        name = event.name
        if name in ("p", "text"):
            self._paragraphs.append(_Paragraph())
        elif name == "r":
            self._run_hidden = False
        elif name == "vanish":
            self._run_hidden = event.attributes.get("val", "1") not in _OFF
        elif name in _BREAKS or (name == "tab" and not event.attributes):
            if self._paragraphs:
                self._run(_BREAKS.get(name, "\t"))
        elif name == "sym" and self._paragraphs:
            self._run(_symbol(event.attributes.get("char", "")))
        elif name in ("ins", "moveTo", "del", "moveFrom"):
            self._changes.append(self._state)
            added = name in ("ins", "moveTo")
            self._state |= _State.INSERTED if added else _State.DELETED
        else:
            self._enter(name, event.attributes)

    def _enter(self, name: str, attributes: dict[str, str]) -> None:
        """Step into what paragraphs can stand in."""
        if name == "tbl":
            self._table_count += 1
            self._tables.append(_Table(self._table_count))
        elif name == "tr" and self._tables:
            self._tables[-1].row += 1
        elif name == "tc" and self._tables:
            cell: list[str] = []
            self._tables[-1].cells.append(cell)
            self._containers.append(_Container(self._containers[-1].place, cell=cell))
        elif name == "txbxContent":
            self._boxes += 1
            self._containers.append(_Container(_join(self.place, f"text box {self._boxes}")))
        elif name in _NOTES:
            self._containers.append(_Container(self._note(name, attributes)))
        elif name == "AlternateContent":
            self._alternatives.append(set())

    def _note(self, name: str, attributes: dict[str, str]) -> str:
        kind = name if name in ("footnote", "endnote") else "comment"
        own = attributes.get("ref") or attributes.get("id", "")
        outer = "" if self.place == f"{kind}s" else self.place
        return _join(outer, f"{kind} {own}" if 0 < len(own) <= 10 else kind)  # else it is a GUID

    def _end(self, name: str) -> Iterator[Line]:
        if name in ("p", "text"):
            yield from self._end_paragraph()
        elif name == "r":
            self._run_hidden = False
        elif name in ("ins", "moveTo", "del", "moveFrom"):
            self._state = self._changes.pop()
        elif name in ("tr", "tbl") and self._tables:
            yield from self._end_row()
            if name == "tbl":
                self._tables.pop()
        elif (name == "tc" and self._tables) or name == "txbxContent" or name in _NOTES:
            self._containers.pop()
        elif name == "AlternateContent":
            self._alternatives.pop()

    def _end_paragraph(self) -> Iterator[Line]:
        paragraph = self._paragraphs.pop()
        container = self._containers[-1]
        container.paragraphs += 1
        place = container.place
        if container.numbered:
            place = _join(place, f"paragraph {container.paragraphs}")
        told: set[str] = set()
        for label, text in paragraph.readings():
            if text.strip() and text not in told:
                told.add(text)
                yield from self._emit(place, label, text)

    def _emit(self, place: str, label: str, text: str) -> Iterator[Line]:
        cell = self._containers[-1].cell
        if cell is not None:
            cell.append(text)
        elif not self._repeats(text):
            yield Line(text, _join(place, label))

    def _repeats(self, text: str) -> bool:
        """Whether a fallback for old readers only says again what the new form has said."""
        if not self._alternatives:
            return False
        said = self._alternatives[-1]
        if "Fallback" in self._elements:
            return text in said
        said.add(text)
        return False

    def _end_row(self) -> Iterator[Line]:
        table = self._tables[-1]
        cells = ["\n".join(cell) for cell in table.cells]
        table.cells = []
        if any(cells):
            own = f"table {table.number}, row {table.row}"
            yield from self._emit(_join(self._containers[-1].place, own), "", "\t".join(cells))


def _join(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _symbol(digits: str) -> str:
    """A letter of a symbol font, whose code may be moved to the private use area (w:sym)."""
    try:
        code = int(digits, 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""
