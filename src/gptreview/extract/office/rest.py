"""Parts of an Office file that are no XML: images, macros, embedded files, texts."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from gptreview.extract.office.embedded import read_embedded
from gptreview.extract.office.package import Package
from gptreview.extract.office.piece import Gap, Line, Piece
from gptreview.extract.office.relationships import thumbnails_of

_IMAGE_ENDINGS = frozenset(
    {"png", "jpg", "jpeg", "jpe", "gif", "bmp", "dib", "tif", "tiff", "emf", "wmf", "emz", "wmz"}
    | {"webp", "ico", "jxr", "wdp", "heic", "avif", "pct", "pict", "eps"}
)
_IMAGE_HEADS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\1\0\0\0")
_MARKUP_ENDINGS = frozenset({"xml", "rels", "vml", "svg"})
_PRINTABLE = re.compile(rb"(?:[\x20-\x7e]\0){6,}|[\x20-\x7e]{6,}")
_WORDINGS = {
    "image": "{} embedded image{}; there is no OCR inside documents",
    "macro": "{} macro project{}",
    "embedded": "{} embedded file{} of a type that is not read",
}
"""By code; of each kind there is one gap for a package, however many parts."""


def is_markup(package: Package, name: str) -> bool:
    """Whether a part is to be read as XML.

    Raises:
        PartError: As `Package.chunks`.
    """
    if name.rpartition(".")[2] in _MARKUP_ENDINGS:
        return True
    return package.head(name).removeprefix(b"\xef\xbb\xbf").startswith(b"<?xml")


@dataclass(slots=True)
class Rest:
    """Reads what can be read, and counts the others so that each kind is told once."""

    package: Package
    _counts: Counter[str] = field(default_factory=Counter)
    _thumbnails: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._thumbnails = thumbnails_of(self.package)

    def read(self, name: str) -> Iterator[Piece]:
        """The pieces of a text or a readable embedded file, else nothing and a count.

        Raises:
            PartError: As `Package.chunks`.
        """
        head = self.package.head(name)
        if name.rpartition(".")[2] in _IMAGE_ENDINGS or head.startswith(_IMAGE_HEADS):
            if name not in self._thumbnails:
                self._counts["image"] += 1
        elif "vbaproject" in name:
            self._counts["macro"] += 1
        elif "printersettings" in name:
            yield from self._strings(name)
        else:
            yield from self._embedded(name)

    def gaps(self) -> Iterator[Gap]:
        """One for each kind of part that was not read."""
        for code, count in sorted(self._counts.items()):
            yield Gap(code, _WORDINGS[code].format(count, "" if count == 1 else "s"))

    def _embedded(self, name: str) -> Iterator[Piece]:
        package = self.package
        data = package.read(name)
        limits = dataclasses.replace(package.limits, max_unpacked_bytes=package.left_bytes)
        for piece in read_embedded(name, data, limits, package.depth + 1):
            if isinstance(piece, Gap) and piece.code == "embedded" and piece.place == name:
                self._counts["embedded"] += 1
            else:
                yield piece

    def _strings(self, name: str) -> Iterator[Line]:
        """The words in a printer's own binary record, which every second workbook has."""
        found = _PRINTABLE.findall(self.package.read(name))
        words = dict.fromkeys(each.replace(b"\0", b"").decode("ascii") for each in found)
        if words:
            yield Line("\n".join(words), f"part {name}")
