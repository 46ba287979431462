"""Parts of an Office file that are no XML: images, macros, embedded files, texts."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office.package import Package
from gptreview.extract.office.piece import Gap, Line, Piece

_IMAGE_ENDINGS = frozenset(
    {"png", "jpg", "jpeg", "jpe", "gif", "bmp", "dib", "tif", "tiff", "emf", "wmf", "emz", "wmz"}
    | {"webp", "ico", "jxr", "wdp", "heic", "avif", "pct", "pict", "eps"}
)
_IMAGE_HEADS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\1\0\0\0")
_MARKUP_ENDINGS = frozenset({"xml", "rels", "vml", "svg"})
_ZIP_HEAD = b"PK\3\4"
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1f]")
_PRINTABLE = re.compile(rb"(?:[\x20-\x7e]\0){6,}|[\x20-\x7e]{6,}")
_REASONS = {
    "image": ("{} embedded image{}; OCR is not installed", "image"),
    "macro": ("{} macro project{}", "macro"),
    "embedded": ("{} embedded file{} of a type that is not read", "embedded"),
    "too-deep": ("{} embedded archive{} inside an embedded one", "too-deep"),
}

Reader = Callable[..., Iterator[Piece]]


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

    def read(self, name: str, reader: Reader) -> Iterator[Piece]:
        """A text or an embedded Office file, else nothing and a count.

        Raises:
            PartError: As `Package.chunks`.
        """
        head = self.package.head(name)
        if head.startswith(_ZIP_HEAD):
            yield from self._embedded(name, reader)
        elif name.rpartition(".")[2] in _IMAGE_ENDINGS or head.startswith(_IMAGE_HEADS):
            self._counts["image"] += 1
        elif "vbaproject" in name or "vbadata" in name:
            self._counts["macro"] += 1
        else:
            yield from self._other(name)

    def gaps(self) -> Iterator[Gap]:
        """One for each kind of part that was not read."""
        for kind, count in sorted(self._counts.items()):
            wording, code = _REASONS[kind]
            yield Gap(code, wording.format(count, "" if count == 1 else "s"))

    def _embedded(self, name: str, reader: Reader) -> Iterator[Piece]:
        package = self.package
        if package.depth >= package.limits.max_depth:
            self._counts["too-deep"] += 1
            return
        data = package.read(name)
        limits: ExtractLimits = dataclasses.replace(
            package.limits, max_unpacked_bytes=max(0, package.left_bytes)
        )
        for piece in reader(data, limits, depth=package.depth + 1):
            place = f"{name} > {piece.place}" if piece.place else name
            yield dataclasses.replace(piece, place=place)

    def _other(self, name: str) -> Iterator[Piece]:
        data = self.package.read(name)
        if "printersettings" in name:
            # A device's own record, in every second workbook; its names and paths can be read.
            found = b"\n".join(match.replace(b"\0", b"") for match in _PRINTABLE.findall(data))
            yield Line(found.decode("ascii"), f"part {name}")
            return
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = "\0"
        if _CONTROLS.search(text):
            self._counts["embedded"] += 1
        elif text:
            yield Line(text, f"part {name}")
