"""Which part of an Office file is which sheet or slide, and in which order people meet them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gptreview.extract.office.markup import Start
from gptreview.extract.office.package import Package, PartError
from gptreview.extract.office.relationships import Relationship, main_part, relationships_of

_SHARED = frozenset({"slide", "slideLayout", "slideMaster", "notesMaster", "theme", "worksheet"})
"""What a sheet or slide refers to without owning it."""
_TRUE = frozenset({"1", "true", "on"})


@dataclass(slots=True)
class Outline:
    """Names of parts, with what to call them."""

    main: str
    order: list[str] = field(default_factory=list)
    """Sheets or slides, each followed by what belongs to it."""
    places: dict[str, str] = field(default_factory=dict)
    pages: int = 0
    """Sheets or slides so far."""
    over_budget: set[str] = field(default_factory=set)
    """Sheets or slides beyond the page budget."""
    strings: str = ""
    """The part with the shared strings of a workbook, if there is one."""
    styles: str = ""
    """The part with a workbook's cell formats, if there is one."""
    from_1904: bool = False
    """Whether a workbook counts its days from 1904."""

    def reading_order(self, parts: Iterable[str]) -> Iterator[str]:
        """Every part once: the main one, sheets or slides, then the rest as it is packed."""
        known = dict.fromkeys(parts)
        return iter(
            dict.fromkeys(name for name in (self.main, *self.order, *known) if name in known)
        )


def outline_of(package: Package) -> Outline:
    """Read what the main part says of sheets or slides; of a document it says nothing."""
    main = main_part(package, "word/document.xml")
    outline = Outline(main)
    references = {each.id: each for each in relationships_of(package, main)}
    kinds = {each.kind: each.target for each in references.values()}
    if "worksheet" in kinds or "chartsheet" in kinds:
        outline.strings = kinds.get("sharedStrings", "")
        outline.styles = kinds.get("styles", "")
    elif "slide" not in kinds:
        return outline
    try:
        for event in package.events(main):
            if isinstance(event, Start):
                _note(outline, package, event, references)
    except PartError:
        return outline  # told when the part itself is read
    return outline


def _note(
    outline: Outline, package: Package, start: Start, references: dict[str, Relationship]
) -> None:
    attributes = start.attributes
    if start.name == "workbookPr":
        outline.from_1904 = attributes.get("date1904", "") in _TRUE
    if start.name not in ("sheet", "sldId") or attributes.get("r:id") not in references:
        return
    part = references[attributes["r:id"]].target
    if part in outline.places:
        return
    outline.pages += 1
    if outline.pages > package.limits.max_pages:
        outline.over_budget.add(part)
        return
    is_sheet = start.name == "sheet"
    place = f"sheet {attributes.get('name', '')}" if is_sheet else f"slide {outline.pages}"
    _place(outline, package, part, place, levels=2)


def _place(outline: Outline, package: Package, part: str, place: str, *, levels: int) -> None:
    """Name a part and what belongs to it: notes, comments, drawings and their charts."""
    outline.places[part] = place
    outline.order.append(part)
    if not levels:
        return
    for reference in relationships_of(package, part):
        target = reference.target
        if reference.kind in _SHARED or target in outline.places or target not in package.parts:
            continue
        own = f"{place}, notes" if reference.kind == "notesSlide" else place
        _place(outline, package, target, own, levels=levels - 1)
