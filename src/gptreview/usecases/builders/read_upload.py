"""A listing as somebody uploads it: JSON, or a folder with a gpt.yaml as a ZIP archive."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from gptreview.errors import InputError
from gptreview.extract.archive import Member, MemberError, open_archive, unpack
from gptreview.model.listing import Listing, UnreadListing
from gptreview.sources.gpt_folder import GPT_FILE, read_gpt_folder
from gptreview.sources.json_lines import read_json_file
from gptreview.sources.limits import SourceLimits

MAX_BYTES: Final = 15_000_000
"""Of an upload; the web face takes 16 MiB, with the form around it."""
_MAX_RATIO: Final = 100
"""Bytes that one packed byte may stand for; what is more is a bomb."""
_NAME: Final = "upload"
_ZIP: Final = b"PK"
_FOREIGN: Final = ("__MACOSX", ".DS_Store")
"""What macOS adds to archives on its own."""


def most_bytes(limits: SourceLimits, *, is_archive: bool) -> int:
    """Of an upload: JSON is one listing, and an archive may be larger than what it says."""
    return MAX_BYTES if is_archive else min(MAX_BYTES, limits.max_listing_bytes)


def read_upload(data: bytes, limits: SourceLimits) -> Listing:
    """The one listing that an upload holds, read as from any other source.

    Args:
        data: All of it.
        limits: What a listing may bring; unpacked it may be as large as all of one.

    Raises:
        InputError: It is too large, is neither kind, holds none or several, or cannot be read.
    """
    is_archive = data.startswith(_ZIP)
    most = most_bytes(limits, is_archive=is_archive)
    if len(data) > most:
        raise InputError(f"{len(data):,} bytes", where=_NAME, expected=f"{most:,} bytes at most")
    with tempfile.TemporaryDirectory(prefix="gptreview-upload-") as name:
        folder = Path(name)
        if is_archive:
            _write(data, folder, limits)
            entries = [read_gpt_folder(_root(folder), source=_NAME, limits=limits)]
        else:
            # Paths in it lead into an empty folder: what they name stays unread, and is told so.
            found = read_json_file(io.BytesIO(data), name=_NAME, folder=folder, limits=limits)
            entries = list(found)
        return _one(entries, folder)


def _one(entries: Iterable[Listing | UnreadListing], folder: Path) -> Listing:
    first, *more = entries
    if more:
        raise InputError(f"{len(more) + 1:,} listings", where=_NAME, expected="one listing")
    if isinstance(first, UnreadListing):
        error = first.error
        raise InputError(
            _without(error.found, folder),
            where=_without(error.where, folder),
            expected=_without(error.expected, folder),
            next_step=_without(error.next_step, folder),
        )
    return replace(first, remarks=tuple(_without(each, folder) for each in first.remarks))


def _without(text: str, folder: Path) -> str:
    """The text without where this machine keeps its temporary files."""
    return text.replace(f"{_root(folder)}/", "").replace(f"{folder}/", "").replace(f"{folder}", "")


def _root(folder: Path) -> Path:
    """Archives hold the files themselves, or one folder that holds them."""
    there = sorted(folder.iterdir())
    return there[0] if len(there) == 1 and there[0].is_dir() else folder


def _write(data: bytes, folder: Path, limits: SourceLimits) -> None:
    """Unpack an archive, each member at its place inside the folder.

    Raises:
        InputError: It is damaged, or a member is, leads elsewhere, or is too much.
    """
    try:
        archive = open_archive(data, limits.max_files)
    except MemberError as error:
        raise _refused(error.reason, "") from error
    members = [each for each in archive.members if not _is_foreign(each)]
    if len(members) > limits.max_files:
        raise _refused(f"{len(members):,} files", "", f"{limits.max_files:,} at most")
    left = limits.max_total_bytes
    for member in members:
        if member.remarks:
            raise _refused(member.remarks[0][0], member.name)
        try:
            content = unpack(member, min(left, limits.max_file_bytes), _MAX_RATIO)
        except MemberError as error:
            raise _refused(error.reason, member.name) from error
        left -= len(content)
        _keep(folder, member, content)


def _keep(folder: Path, member: Member, content: bytes) -> None:
    # Its name was looked at: it is relative, and leads nowhere else.
    path = folder / PurePosixPath(member.entry.filename)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except (OSError, ValueError) as error:
        raise _refused("a name that no file can have here", member.name) from error


def _is_foreign(member: Member) -> bool:
    parts = PurePosixPath(member.entry.filename).parts
    return bool(parts) and (parts[0] == _FOREIGN[0] or parts[-1] == _FOREIGN[1])


def _refused(found: str, member: str, expected: str = "") -> InputError:
    return InputError(
        found,
        where=f"{_NAME}: {member}" if member else _NAME,
        expected=expected or f"a ZIP archive of a folder with a {GPT_FILE}",
    )
