"""The files of an agent plugin package: what steers the model, and everything beside it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from gptreview.errors import InputError
from gptreview.model.gpt import KnowledgeFile
from gptreview.model.listing import FieldPart, FieldPlace
from gptreview.reading.decode import decode
from gptreview.sources.gpt_files import Spots, file_of_knowledge
from gptreview.sources.inside import Inside
from gptreview.sources.nodes import Notes, shown
from gptreview.sources.plugin_layout import HISTORIES, Layout
from gptreview.sources.walk import path_text

_MORE = "more files"


@dataclass(slots=True)
class PackageFiles:
    """What was read of a package's files.

    Args:
        files: The package's folder.
        spots: Gets the places of the fields.
        notes: Gets what was left out on purpose.
    """

    files: Inside
    spots: Spots
    notes: Notes
    knowledge: list[KnowledgeFile] = field(default_factory=list)
    """Whatever does not steer, and what cannot be read."""
    _pieces: list[str] = field(default_factory=list)
    _parts: list[FieldPart] = field(default_factory=list)
    _line: int = 1
    _size: int = 0
    _full: bool = False

    @property
    def instructions(self) -> str:
        """The texts of all files that steer the model."""
        return "".join(self._pieces)

    def read(self, layout: Layout, apart: Collection[str]) -> None:
        """Read everything: first what steers the model, then the rest.

        Args:
            layout: Tells which file is what.
            apart: Files that are read as something else.
        """
        paths = self._published()
        steering = [path for path in paths if layout.steers(path)]
        for path in steering:
            self._steering(path)
        self._place_instructions()
        others = set(paths).difference(steering, apart)
        for path in paths:
            if path in others:
                self.other(path)
        for path in dict.fromkeys(path for named in layout.paths.values() for path in named):
            if not self.files.holds(path):
                self.other(path)

    def other(self, path: str) -> None:
        """Read a file as knowledge, or say why not; what is over the budget is told once."""
        if self._full:
            return
        if self.files.room() <= 0:
            self._full = True
            reason = "the listing's files are over its limits"
            self.knowledge.append(KnowledgeFile(_MORE, unread=reason))
            return
        name = path_text(path)
        self.knowledge.append(
            file_of_knowledge(path, self.files, self.spots, name=name, pointer="")
        )

    def _published(self) -> list[str]:
        """Every path but those of a checkout's history."""
        paths: list[str] = []
        histories: dict[str, None] = {}
        for path in self.files.below(""):
            top, slash, _ = path.partition("/")
            if slash and top in HISTORIES:
                histories[top] = None
            else:
                paths.append(path)
        for each in histories:
            self.notes.add("", f"{shown(each)} is the history of a checkout and was not read")
        return paths

    def _steering(self, path: str) -> None:
        """Join a file to the instructions; to the knowledge where it is no text, or too much."""
        limits = self.files.limits
        if self.files.room() <= 0:
            self.other(path)
            return
        name = path_text(path)
        file = file_of_knowledge(path, self.files, self.spots, name=name, pointer="")
        text = None if file.unread else _text(file.data)
        if text is None or self._size + len(file.data) > limits.max_listing_bytes:
            self.knowledge.append(file)
            return
        del self.spots.files[f"knowledge:{name}"]
        self._size += len(file.data)
        self._join(self.files.place(path), name, text)

    def _join(self, file: str, name: str, text: str) -> None:
        """Add a text, after the first one under a heading that names its file."""
        if self._pieces:
            self._add("\n\n")
            self._parts.append(FieldPart(self._line, FieldPlace(file)))
            self._add(f"# {name}\n\n")
        self._parts.append(FieldPart(self._line, FieldPlace(file, exact=True)))
        self._add(text)

    def _add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._line += piece.count("\n")

    def _place_instructions(self) -> None:
        if self._parts:
            first = self._parts[0].place
            whole = len(self._parts) == 1
            self.spots.files["instructions"] = (
                first if whole else FieldPlace(first.file, parts=tuple(self._parts))
            )


def _text(data: bytes) -> str | None:
    """The text of a file that steers the model; None where it is none to this reader."""
    try:
        return decode(data, name="")[0]
    except InputError:
        return None
