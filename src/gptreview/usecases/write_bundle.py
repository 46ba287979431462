"""Bundle files to a folder: nothing half-written, nothing of the user's overwritten unasked."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from gptreview.errors import ConflictError, InputError

RECORD = "migration.json"
_LARGEST_RECORD = 64 * 1024 * 1024
# The record may have been tampered with: only names that a bundle can have are believed.
_OURS = re.compile(r"(?:actions/)?[A-Za-z0-9_][A-Za-z0-9._-]*")


def write_bundle(folder: Path, files: Mapping[str, str], *, force: bool = False) -> None:
    """Write a bundle; files of an earlier run that are no longer made are removed.

    Args:
        folder: The bundle's folder; made where it is missing.
        files: Text by path relative to the folder. ``migration.json`` records the others' digests.
        force: Overwrite files that were edited since they were written.

    Raises:
        ConflictError: Where the folder holds something else, or files were edited since.
        InputError: Where the folder cannot be written.
    """
    try:
        _refuse_links(folder, files)
        recorded = _record(folder)
        before = _digests(recorded)
        if not force:
            _refuse_other(folder, recorded, files)
            _refuse_foreign(folder, before)
            _refuse_edited(folder, before, files)
        for name, text in files.items():
            _write(folder, name, text)
        _remove_stale(folder, before.keys() - files.keys())
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror or error}",
            where=str(folder),
            next_step="choose another folder with -o",
        ) from error


def digest(text: str) -> str:
    """SHA-256 of a file's text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_links(folder: Path, files: Mapping[str, str]) -> None:
    """A link inside the output would lead what is written to where nobody looks for it."""
    inside = {folder / parent for name in files for parent in PurePosixPath(name).parents}
    for path in sorted(inside):
        if path.is_symlink():
            raise ConflictError(
                "a link to somewhere else",
                where=str(path),
                expected="a folder of its own",
                next_step="remove the link, or choose another folder with -o",
            )


def _record(folder: Path) -> dict[str, Any]:
    """What an earlier run recorded here; empty where there was none."""
    path = folder / RECORD
    if not path.is_file() or path.is_symlink() or path.stat().st_size > _LARGEST_RECORD:
        return {}
    return _parsed(path.read_bytes())


def _parsed(text: bytes | str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _digests(record: Mapping[str, Any]) -> dict[str, str]:
    """Digest by file of what the record says was written."""
    files = record.get("files")
    if not isinstance(files, dict):
        return {}
    return {
        name: value
        for name, value in files.items()
        if isinstance(value, str) and _OURS.fullmatch(name)
    }


def _plugin(record: Mapping[str, Any]) -> str:
    """Which plugin the record is of; empty where it does not say."""
    source = record.get("source")
    plugin = source.get("plugin") if isinstance(source, dict) else None
    return plugin if isinstance(plugin, str) else ""


def _refuse_other(folder: Path, recorded: Mapping[str, Any], files: Mapping[str, str]) -> None:
    """Another plugin of the same name: its bundle must not vanish under this one."""
    before, now = _plugin(recorded), _plugin(_parsed(files.get(RECORD, "")))
    if before and now and before != now:
        raise ConflictError(
            f"the bundle of another plugin ({before})",
            where=str(folder),
            expected=f"an earlier run's bundle of {now}",
            next_step="choose another folder with -o, migrate both in one run, "
            "or overwrite with --force",
        )


def _refuse_foreign(folder: Path, before: Mapping[str, str]) -> None:
    if folder.exists() and (not folder.is_dir() or (not before and any(folder.iterdir()))):
        raise ConflictError(
            "something else is already there",
            where=str(folder),
            expected="an empty folder or an earlier run's bundle",
            next_step="choose another folder with -o, or overwrite with --force",
        )


def _refuse_edited(folder: Path, before: Mapping[str, str], files: Mapping[str, str]) -> None:
    for name in sorted((before.keys() | files.keys()) - {RECORD}):
        path = folder / name
        if not path.is_file():
            continue
        expected = {before.get(name), digest(files[name]) if name in files else None}
        if hashlib.sha256(path.read_bytes()).hexdigest() not in expected:
            raise ConflictError(
                "edited since it was written"
                if name in before
                else "not written by an earlier run",
                where=str(path),
                next_step="keep your edits by choosing another folder with -o, "
                "or discard them with --force",
            )


def _remove_stale(folder: Path, names: Collection[str]) -> None:
    for name in names:
        path = folder / name
        if path.parent.is_symlink() or not path.is_file():
            continue
        path.unlink()
        if path.parent != folder and not any(path.parent.iterdir()):
            path.parent.rmdir()


def _write(folder: Path, name: str, text: str) -> None:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
