"""Listings as JSON: one a line, or a file of one object or of a list of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from gptreview.errors import InputError
from gptreview.model.listing import Listing, UnreadListing
from gptreview.reading.decode import decode
from gptreview.reading.document import Document, ReadLimits
from gptreview.reading.json_text import read_json, replace_lone_surrogates
from gptreview.reading.refusal import TextError, line_and_column
from gptreview.sources.byte_lines import read_lines
from gptreview.sources.gpt_fields import read_gpt, readable_id
from gptreview.sources.inside import Inside
from gptreview.sources.limits import SourceLimits
from gptreview.sources.nodes import FieldError, Keys, Notes, kind
from gptreview.sources.origin import (
    DocumentOrigin,
    LineOrigin,
    Origin,
    check_repeats,
    listing,
    placed,
)

_READ = ReadLimits()
_MAX_CONTAINERS = 500_000
"""Lists and objects in one JSON text, at most 100 MB of memory; a listing has a few dozen."""


@dataclass(frozen=True, slots=True)
class _Parsed:
    """One JSON text."""

    value: Any
    text: str = field(repr=False)
    encoding: str
    repeats: Sequence[tuple[str, bool]]
    """Pointer of each repeated key, and whether both values were merged."""
    replaced: bool
    """Whether half a surrogate pair stood somewhere."""


def read_json_lines(
    stream: BinaryIO, *, name: str, folder: Path | None, limits: SourceLimits
) -> Iterator[Listing | UnreadListing]:
    """The listing of every line that is not blank.

    Args:
        stream: Read line by line, to its end.
        name: What the user calls it.
        folder: What paths in it are relative to; None where they have no meaning.
        limits: What one listing may bring.

    Raises:
        InputError: There is no line that is not blank.
    """
    empty = True
    lines = enumerate(read_lines(stream, name=name, max_bytes=limits.max_listing_bytes), 1)
    try:
        for number, line in lines:
            if line is None or line.strip():
                empty = False
                origin = LineOrigin(name, number, f"{name}:{number}")
                yield _line(line, origin, Inside(folder, limits), limits)
    except InputError as error:
        yield UnreadListing(name, error)
        return
    if empty:
        raise InputError("it holds no listing", where=name, expected="a JSON object on each line")


def read_json_file(
    stream: BinaryIO, *, name: str, folder: Path, limits: SourceLimits
) -> Iterator[Listing | UnreadListing]:
    """The listing that a file holds, or the listings of its list.

    Args:
        stream: The file, read as a whole.
        name: What the user calls it.
        folder: What paths in it are relative to.
        limits: What one listing may bring; the whole file has the limit of one.

    Raises:
        InputError: It is too large, or no JSON, or an empty list.
    """
    data = stream.read(limits.max_listing_bytes + 1)
    if len(data) > limits.max_listing_bytes:
        raise InputError(
            f"more than {limits.max_listing_bytes:,} bytes",
            where=name,
            expected=f"at most {limits.max_listing_bytes:,} bytes",
            next_step="save it as JSON lines (.jsonl), one listing a line",
        )
    parsed = _parse(data, name)
    document = Document(name, parsed.value, "json", parsed.encoding, parsed.text)
    if not isinstance(parsed.value, list):
        yield _made(parsed, DocumentOrigin(document), Inside(folder, limits), name)
        return
    if not parsed.value:
        raise InputError("an empty list", where=name, expected="a list of JSON objects")
    repeats: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for pointer, merged in parsed.repeats:
        _, item, rest = pointer.split("/", 2)
        repeats[item].append((f"/{rest}", merged))
    places = document.locate([f"/{index}" for index in range(len(parsed.value))])
    for index, value in enumerate(parsed.value):
        source = f"{name}#/{index}"
        origin = LineOrigin(name, places[f"/{index}"][0], source)
        one = _Parsed(value, "", "", repeats[str(index)], parsed.replaced)
        yield _made(one, origin, Inside(folder, limits), source)


def _line(
    line: bytes | None, origin: LineOrigin, files: Inside, limits: SourceLimits
) -> Listing | UnreadListing:
    source = origin.name
    if line is None:
        most = f"{limits.max_listing_bytes:,} bytes"
        error = InputError(
            f"a line of more than {most}",
            where=source,
            expected=f"at most {most}",
            next_step="put long texts into files and name them by path",
        )
        return UnreadListing(source, error)
    try:
        parsed = _parse(line, source)
    except InputError as error:
        return UnreadListing(source, error)
    return _made(parsed, origin, files, source)


def _parse(data: bytes, name: str) -> _Parsed:
    try:
        text, encoding = decode(data, name="")
    except InputError as error:
        raise InputError(
            error.found, where=name, expected=error.expected, next_step=error.next_step
        ) from error
    sound, replaced = replace_lone_surrogates(text)
    try:
        value, repeated = read_json(
            sound,
            max_depth=_READ.max_depth,
            max_duplicates=_READ.max_duplicates,
            max_containers=_MAX_CONTAINERS,
        )
    except TextError as error:
        raise InputError(
            error.found, where=_spot(name, text, error.at or 0), expected="a JSON object",
            next_step=error.next_step,
        ) from error  # fmt: skip
    repeats = [(pointer, merged) for pointer, _, merged in repeated]
    return _Parsed(value, text, encoding, repeats, bool(replaced))


def _spot(name: str, text: str, at: int) -> str:
    line, column = line_and_column(text, at)
    return f"{name}: column {column}" if line == 1 else f"{name}: line {line}, column {column}"


def _made(parsed: _Parsed, origin: Origin, files: Inside, source: str) -> Listing | UnreadListing:
    if not isinstance(parsed.value, dict):
        error = InputError(kind(parsed.value), where=source, expected="a JSON object")
        return UnreadListing(source, error)
    notes = Notes()
    keys = Keys(parsed.value, "", notes)
    try:
        reading = read_gpt(keys, files, inline=True)
        check_repeats(parsed.repeats, keys)
    except FieldError as wrong:
        return UnreadListing(source, placed(wrong, origin), readable_id(parsed.value))
    if parsed.replaced:
        notes.add("", "half a surrogate pair is no character; U+FFFD stands for it")
    return listing(reading, notes, origin=origin, source=source)
