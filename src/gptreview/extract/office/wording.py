"""Which attributes of Office XML hold words that somebody wrote."""

from __future__ import annotations

from collections.abc import Iterator

from gptreview.extract.office.markup import Start

_ANYWHERE = {
    "descr": "alt text",
    "alt": "alt text",
    "title": "alt text",
    "string": "drawn text",
    "tooltip": "tooltip",
    "display": "",
    "prompt": "prompt",
    "promptTitle": "prompt",
    "error": "prompt",
    "errorTitle": "prompt",
    "connection": "connection",
    "command": "connection",
}
"""Label by attribute, on whichever element: ECMA-376 part 1, sections 17 to 21."""

_OF_ELEMENT = {
    "alias": ("val",),
    "attr": ("val",),
    "default": ("val",),
    "definedName": ("name", "comment", "description"),
    "docVar": ("name", "val"),
    "helpText": ("val",),
    "listEntry": ("val",),
    "listItem": ("displayText", "value"),
    "lvlText": ("val",),
    "property": ("name",),
    "section": ("name",),
    "sheet": ("name",),
    "sheetName": ("val",),
    "statusText": ("val",),
    "tag": ("val", "name"),
    "tblCaption": ("val",),
    "tblDescription": ("val",),
    "webPr": ("url",),
    # Pivot tables keep a copy of the rows that they were made from.
    "cacheField": ("name",),
    "s": ("v",),
}

STATISTICS = frozenset(
    {"Application", "AppVersion", "Characters", "CharactersWithSpaces", "DocSecurity", "Lines"}
    | {"Pages", "Paragraphs", "Slides", "Notes", "HiddenSlides", "MMClips", "TotalTime", "Words"}
    | {"ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged", "created", "modified"}
    | {"revision", "i4", "bool", "lastPrinted", "PresentationFormat"}
)
"""Document properties that an application counts; nobody writes them."""


def written_attributes(start: Start) -> Iterator[tuple[str, str]]:
    """Label and text of each attribute that holds words or an address outside the file."""
    attributes = start.attributes
    if not attributes:
        return
    if start.name == "Relationship":
        if attributes.get("TargetMode") == "External":
            yield "", attributes.get("Target", "")
        return
    own = _OF_ELEMENT.get(start.name, ())
    for name, value in attributes.items():
        if (name in own or name in _ANYWHERE) and _has_word(value):
            yield _ANYWHERE.get(name, ""), value


def _has_word(value: str) -> bool:
    """Whether it says more than a switch or a number of a list does."""
    return sum(character.isalnum() for character in value) > 1
