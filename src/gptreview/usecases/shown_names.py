"""What a listing is called, without what its own findings would mask."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gptreview.model.finding import Category, Finding, Hit
from gptreview.model.gpt import Gpt, KnowledgeFile
from gptreview.model.listing import FieldPlace, Listing
from gptreview.model.segment import FieldKind, Segment, Unread
from gptreview.model.view import Piece, View
from gptreview.normalize.views import views
from gptreview.scan.masks import HIDDEN, Masks
from gptreview.scan.scanner import Scanner

FILE_NAMES: Final = "files"
"""Field of the names of all knowledge files, one a line: names are content like any other."""
_MASKING: Final = frozenset({Category.PII, Category.SECRETS})
_MAY_IDENTIFY: Final = re.compile(r"[@\uff20]|\d(?:\W?\d){6}")
"""Places are many and mostly the words of a reader: only these are looked at twice."""

# A few words without a digit, as most names are, or an id as short as a GPT's own: no identifier
# and no secret is like that. A word for a sign, or for where somebody is found, makes it longer.
_HARMLESS: Final = re.compile(
    r"(?!.*\b(?:at|dot|wechat|weixin|qq|[vw]x)\b)(?:[a-z]{1,15}(?:[ ,.'&!?:()/|-]{1,3}|\Z)){1,16}"
    r"|(?!.*[0-9]{4})(?:g-)?[a-z0-9]{0,12}",
    re.IGNORECASE | re.ASCII,
)
_PARTING: Final = re.compile(r"""['"“”‘’()\[\]]|\.(?=\w{1,5}$)""", re.MULTILINE)
_JOINING: Final = str.maketrans("_-+", "   ")


@dataclass(frozen=True, slots=True)
class ShownNames:
    """How the names in a listing are shown."""

    id: str
    name: str
    fields: tuple[str, ...]
    """Field of each knowledge file, in the listing's order, no two alike."""
    places: Mapping[str, FieldPlace]
    remarks: tuple[str, ...]
    text: Callable[[str], str]
    """Any text with the same masks."""

    def finding(self, finding: Finding) -> Finding:
        """The finding, its place in words masked."""
        place = self._worded(finding.locator.place)
        if place == finding.locator.place:
            return finding
        return replace(finding, locator=replace(finding.locator, place=place))

    def unread(self, unread: Unread) -> Unread:
        """What was not read, its place and reason masked."""
        return replace(unread, place=self._worded(unread.place), reason=self._worded(unread.reason))

    def _worded(self, words: str) -> str:
        return self.text(words) if _MAY_IDENTIFY.search(words) else words


def shown_text(scanners: Iterable[Scanner]) -> Callable[[str], str]:
    """What masks any text with the masks that findings have."""
    masking = [each for each in scanners if _masks(each)]
    return lambda text: text if _HARMLESS.fullmatch(text) else _masked(text, masking)


def shown_names(listing: Listing, scanners: Iterable[Scanner]) -> ShownNames:
    """Mask what a listing is called with the masks that its findings have."""
    gpt = listing.gpt
    shown = shown_text(scanners)
    names = [shown(file.name) for file in gpt.knowledge]
    fields = tuple(_distinct(zip(gpt.knowledge, names, strict=True)))
    places = dict(listing.places)
    for file, name, field in zip(gpt.knowledge, names, fields, strict=True):
        place = places.pop(f"knowledge:{file.name}", None) if name != file.name else None
        if place is not None:
            folder = place.file.removesuffix(file.name)
            path = shown(place.file) if folder == place.file else folder + name
            places[field] = replace(place, shown=path)
    return ShownNames(
        id=shown(gpt.id) or listing.id,
        name=shown(gpt.name),
        fields=fields,
        places=places,
        remarks=tuple(map(shown, listing.remarks)),
        text=shown,
    )


def file_names(gpt: Gpt) -> Sequence[Segment]:
    """The names of the knowledge files as a text for the scanners; none where there are none."""
    names = "\n".join(_one_line(file) for file in gpt.knowledge)
    return [Segment(FILE_NAMES, FieldKind.KNOWLEDGE, names)] if names else []


def _one_line(file: KnowledgeFile) -> str:
    return " ".join(file.name.splitlines())


def _distinct(files: Iterable[tuple[KnowledgeFile, str]]) -> Iterator[str]:
    """The fields of files, numbered where masks made two of them alike."""
    seen: dict[str, list[str]] = {}
    for file, name in files:
        alike = seen.setdefault(name, [])
        if file.name not in alike:
            alike.append(file.name)
        number = alike.index(file.name) + 1
        yield f"knowledge:{name}" if number == 1 else f"knowledge:{name} ({number})"


def _masks(scanner: Scanner) -> bool:
    """Whether its hits are values; rules on what is personal or secret find sentences."""
    return all(card.category in _MASKING for card in scanner.cards())


def name_readings(text: str) -> Sequence[View]:
    """Names without what stands in them instead of blanks: endings, quotes, joined words.

    Offsets stay the same. A name's own dots and hyphens may belong to an address in it, so there
    is a reading with them and one without.
    """
    parted = _PARTING.sub(" ", text)
    readings = dict.fromkeys((parted, parted.translate(_JOINING)))
    whole = (Piece(0, len(text), 0, len(text)),)
    return [View(each, "plain", whole) for each in readings if each != text]


def _masked(text: str, scanners: Iterable[Scanner]) -> str:
    segment = Segment("name", FieldKind.NAME, text)
    hits: list[Hit] = []
    try:
        readings = (*views(text), *name_readings(text))
        for scanner in scanners:
            hits.extend(scanner.scan(segment, readings))
    except Exception:  # noqa: BLE001 - told where the listing's texts are scanned
        if _MAY_IDENTIFY.search(text):
            return HIDDEN
    return Masks(text, hits).over(0, len(text))
