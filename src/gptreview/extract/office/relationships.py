"""How the parts of an Office file refer to one another (ECMA-376 part 2, clause 8)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from gptreview.extract.office.markup import Start
from gptreview.extract.office.package import Package, PartError


@dataclass(frozen=True, slots=True)
class Relationship:
    """One reference to a part of the same package."""

    id: str
    kind: str
    """The last word of its type: ``worksheet``, ``comments``, ``slide``, …"""
    target: str
    """A name as `Package.parts` has it; the part need not be there."""


def relationships_of(package: Package, name: str) -> list[Relationship]:
    """What a part refers to, in the file's order; what cannot be read is told by its own reader.

    ``name`` is empty for the package itself.
    """
    folder, base = posixpath.split(name)
    listing = posixpath.join(folder, "_rels", f"{base}.rels")
    found: list[Relationship] = []
    if listing not in package.parts:
        return found
    try:
        for event in package.events(listing):
            if isinstance(event, Start) and event.name == "Relationship":
                attributes = event.attributes
                if attributes.get("TargetMode") == "External":
                    continue
                target = posixpath.join("/", folder, attributes.get("Target", ""))
                found.append(
                    Relationship(
                        attributes.get("Id", ""),
                        attributes.get("Type", "").rpartition("/")[2],
                        posixpath.normpath(target).lstrip("/").lower(),
                    )
                )
    except PartError:
        return found
    return found


def thumbnails_of(package: Package) -> frozenset[str]:
    """Parts that are a small picture of the whole file and nothing else (part 1, section 15.2.16).

    File managers show them; whoever opens the file never sees them. A part that something else
    refers to, too, is none.
    """
    references = relationships_of(package, "")
    pictures = {each.target for each in references if each.kind == "thumbnail"}
    if not pictures:
        return frozenset()
    shown = {each.target for each in references if each.kind != "thumbnail"}
    for listing in package.parts:
        folder, base = posixpath.split(listing)
        if folder != "_rels" and base.endswith(".rels"):
            owner = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
            shown.update(each.target for each in relationships_of(package, owner))
    return frozenset(pictures - shown)


def main_part(package: Package, expected: str) -> str:
    """The part that the package is about: as its references say, else where Office puts it."""
    for reference in relationships_of(package, ""):
        if reference.kind == "officeDocument" and reference.target in package.parts:
            return reference.target
    return expected
