"""A GPT in a folder: gpt.yaml and the files that it names."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from gptreview.errors import InputError
from gptreview.model.listing import Listing, UnreadListing
from gptreview.reading.document import Document, ReadLimits, read_mapping
from gptreview.sources.gpt_fields import read_gpt, readable_id
from gptreview.sources.inside import Inside
from gptreview.sources.limits import SourceLimits
from gptreview.sources.nodes import FieldError, Keys, Notes, shown
from gptreview.sources.origin import DocumentOrigin, check_repeats, listing, placed

GPT_FILE = "gpt.yaml"
_MAX_UNLISTED = 20


def read_gpt_folder(
    folder: Path, *, source: str, limits: SourceLimits, file: str = GPT_FILE
) -> Listing | UnreadListing:
    """The listing in a folder.

    Args:
        folder: As the user wrote it; nothing outside it is read.
        source: What the user calls the listing.
        limits: What it may bring.
        file: What its gpt.yaml is called.
    """
    files = Inside(folder, limits)
    identifier = ""
    try:
        document = own_document(file, files)
        identifier = readable_id(document.value)
        return _listing(document, files, source)
    except InputError as error:
        return UnreadListing(source, error, identifier)


def own_document(path: str, files: Inside) -> Document:
    """A file of the listing's own whose root is a mapping.

    Raises:
        InputError: It cannot be read, or is something else.
    """
    most = files.limits.max_manifest_bytes
    return read_mapping(
        files.required(path, max_bytes=most),
        name=files.place(path),
        limits=ReadLimits(max_bytes=most),
    )


def note_oddities(document: Document, keys: Keys) -> None:
    """Note what the reader had to replace, and refuse keys whose first value was dropped.

    Raises:
        FieldError: A key that means something stands twice.
    """
    check_repeats(((each.pointer, each.merged) for each in document.duplicates), keys)
    if document.replaced:
        keys.notes.add("", "half a surrogate pair is no character; U+FFFD stands for it")


def _listing(document: Document, files: Inside, source: str) -> Listing:
    notes = Notes()
    keys = Keys(document.value, "", notes)
    origin = DocumentOrigin(document)
    try:
        reading = read_gpt(keys, files, inline=False)
        note_oddities(document, keys)
    except FieldError as error:
        raise placed(error, origin) from error
    _note_unlisted(files, notes)
    return listing(reading, notes, origin=origin, source=source)


def _note_unlisted(files: Inside, notes: Notes) -> None:
    """Files that lie where knowledge and actions do, and that nobody would therefore review."""
    unlisted = files.unlisted("knowledge", "actions")
    for path in islice(unlisted, _MAX_UNLISTED):
        notes.add("", f"{shown(path)} is not listed in {GPT_FILE} and was not read")
    if next(unlisted, None):
        notes.add("", "more files are not listed and were not read")
