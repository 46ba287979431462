"""Listings wherever the user says they are: folders, trees of folders, JSON, standard input."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from gptreview.errors import InputError, NotFoundError
from gptreview.model.listing import Listing, UnreadListing
from gptreview.sources.compliance import WORKSPACE_PREFIX
from gptreview.sources.files import STDIN
from gptreview.sources.gpt_folder import GPT_FILE, read_gpt_folder
from gptreview.sources.json_lines import read_json_file, read_json_lines
from gptreview.sources.limits import SourceLimits
from gptreview.sources.plugin_layout import MANIFEST_FOLDERS, MANIFESTS, PLUGIN_FILE
from gptreview.sources.plugin_package import read_plugin_package
from gptreview.sources.walk import path_text, walk

_LINES = (".jsonl", ".ndjson")
_YAML = (".yaml", ".yml")
_NAMED = (
    f"a folder with a {GPT_FILE} or {PLUGIN_FILE} or a tree of them, "
    "a .yaml, .json, .jsonl or .ndjson file"
)
_OR_PIPED = ", or - for JSON lines on standard input"
_LEGACY = "ai-plugin.json"

Read = Listing | UnreadListing


def open_listings(source: str, *, limits: SourceLimits, stdin: BinaryIO | None) -> Iterator[Read]:
    """The listings of one source, one after the other, each read when it is asked for.

    A listing that is there and cannot be parsed is an `UnreadListing`; the others go on. In a
    tree, what lies below a listing's folder belongs to that listing, and links to folders are
    not followed.

    Args:
        source: A folder, a file, or ``-``.
        limits: What each listing may bring.
        stdin: Read for ``-`` alone; None where that is no source, and is not to be offered.

    Raises:
        NotFoundError: There is no such source; raised, as the next, by the first step.
        InputError: The source is empty, cannot be read, or holds no listing.
    """
    lines: dict[bytes, str] = {}
    for read in _listings(source, limits, stdin):
        yield _with_repeat(read, lines) if isinstance(read, Listing) else read


def is_json_lines(source: str) -> bool:
    """Whether the source is JSON lines, which are answered in kind."""
    return source == STDIN or source.lower().endswith(_LINES)


def resolved(source: str) -> str:
    """What tells a source from others: two that name one file or folder resolve alike.

    Raises:
        InputError: The source is empty.
    """
    _check_named(source)
    if source == STDIN or source.startswith(WORKSPACE_PREFIX):
        return source
    try:
        return os.path.realpath(source)
    except (OSError, ValueError):  # told when it is opened
        return source


def _check_named(source: str) -> None:
    if not source:  # to the system it is the working directory, to the user an unset variable
        raise InputError(
            "a source without a name",
            expected=_NAMED,
            next_step="write . for the working directory",
        )


def _listings(source: str, limits: SourceLimits, stdin: BinaryIO | None) -> Iterator[Read]:
    _check_named(source)
    if source == STDIN and stdin is not None:
        return read_json_lines(stdin, name=STDIN, folder=None, limits=limits)
    path = Path(source)
    expected = _NAMED if stdin is None else _NAMED + _OR_PIPED
    try:
        if path.is_dir():
            return _tree(path, limits)
        if path.is_file():
            return _file(path, limits, expected)
        there = os.path.lexists(path)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(
            f"it cannot be looked at ({reason})", where=path_text(source), expected=expected
        ) from error
    if there:
        raise InputError(
            "this is neither a file nor a folder",
            where=path_text(source),
            expected=expected,
            next_step="save its JSON lines in a .jsonl file"
            if stdin is None
            else "pipe JSON lines in and name - as the source",
        )
    raise NotFoundError("no such file or folder", where=path_text(source), expected=expected)


def _file(path: Path, limits: SourceLimits, expected: str) -> Iterator[Read]:
    suffix = path.suffix.lower()
    if path.name == PLUGIN_FILE:
        yield _package(path.parent, PLUGIN_FILE, path_text(path), limits)
    elif suffix in _YAML:
        yield read_gpt_folder(path.parent, source=path_text(path), limits=limits, file=path.name)
    elif suffix in (".json", *_LINES):
        yield from _json(path, limits)
    else:
        raise InputError(
            "this kind of file holds no listings", where=path_text(path), expected=expected
        )


def _json(path: Path, limits: SourceLimits) -> Iterator[Read]:
    read = read_json_file if path.suffix.lower() == ".json" else read_json_lines
    try:
        stream = path.open("rb")
    except OSError as error:
        raise InputError(
            f"it cannot be read ({error.strerror})",
            where=path_text(path),
            next_step="check its permissions",
        ) from error
    with stream:
        yield from read(stream, name=path_text(path), folder=path.parent, limits=limits)


def _tree(root: Path, limits: SourceLimits) -> Iterator[Read]:
    faults: list[OSError] = []
    empty = True
    legacy = False
    for folder, folders, files in walk(root, faults):
        found = _markers(folder)
        for marker in found:
            empty = False
            yield _marked(folder, marker, limits, alone=len(found) == 1)
        # What lies below a listing is its own, a sample gpt.yaml among its knowledge included.
        if found:
            folders.clear()
        legacy = legacy or _LEGACY in files
    for fault in faults:
        empty = False
        yield _unlisted(fault)
    if empty:
        raise InputError(
            "no listing in this folder or below it",
            where=path_text(root),
            expected=f"a folder with a {GPT_FILE} or {PLUGIN_FILE}",
            next_step="run gptreview migrate on the legacy plugin first" if legacy else "",
        )


def _markers(folder: Path) -> list[str]:
    """The files that make the folder a listing."""
    markers = [GPT_FILE] if os.path.lexists(folder / GPT_FILE) else []
    found = [each for each in MANIFESTS if os.path.lexists(folder / each)]
    return markers + found[:1]


def _marked(folder: Path, marker: str, limits: SourceLimits, *, alone: bool) -> Read:
    source = path_text(folder if alone else folder / marker)
    if marker == GPT_FILE:
        return read_gpt_folder(folder, source=source, limits=limits)
    return _package(folder, marker, source, limits)


def _package(folder: Path, file: str, source: str, limits: SourceLimits) -> Read:
    """The package of a manifest; in a folder made for that alone it is the folder above's."""
    name = folder.absolute().name  # "." does not say what it is called
    if file == PLUGIN_FILE and name in MANIFEST_FOLDERS:
        folder, file = folder.parent if folder.name else folder / "..", f"{name}/{PLUGIN_FILE}"
    return read_plugin_package(folder, source=source, limits=limits, file=file)


def _unlisted(fault: OSError) -> UnreadListing:
    name = path_text(fault.filename)
    error = InputError(
        f"the folder cannot be listed ({fault.strerror})",
        where=name,
        next_step="check its permissions",
    )
    return UnreadListing(name, error)


def _with_repeat(read: Listing, seen: dict[bytes, str]) -> Listing:
    """The listing, with a remark where an earlier one has the same identifier."""
    if not read.gpt.id:
        return read
    # A digest, because a hostile identifier may be as long as a whole line.
    key = blake2b(read.gpt.id.encode(), digest_size=16).digest()
    first = seen.setdefault(key, read.source)
    if first == read.source:
        return read
    remark = f"{read.source}: {first} has the same id"
    return replace(read, remarks=(*read.remarks, remark))
