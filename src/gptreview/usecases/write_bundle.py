"""Bundle files to a folder: nothing half-written, nothing of the user's overwritten unasked."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from gptreview.errors import ConflictError, InputError

RECORD = "migration.json"


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
    before = _recorded(folder)
    if not force:
        _refuse_foreign(folder, before)
        _refuse_edited(folder, before, files)
    try:
        for name, text in files.items():
            _write(folder, name, text)
        for name in before.keys() - files.keys():
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror}",
            where=str(folder),
            next_step="choose another folder with -o",
        ) from error


def digest(text: str) -> str:
    """SHA-256 of a file's text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _recorded(folder: Path) -> dict[str, str]:
    """Digest by file of what an earlier run wrote here; empty where there was none."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    files = record.get("files") if isinstance(record, dict) else None
    if not isinstance(files, dict):
        return {}
    return {
        name: value for name, value in files.items() if isinstance(value, str) and _inside(name)
    }


def _inside(name: str) -> bool:
    """Whether a recorded name stays inside the bundle: the record may have been tampered with."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _refuse_foreign(folder: Path, before: Mapping[str, str]) -> None:
    if folder.exists() and (not folder.is_dir() or (not before and any(folder.iterdir()))):
        raise ConflictError(
            "something else is already there",
            where=str(folder),
            expected="an empty folder or an earlier run's bundle",
            next_step="choose another folder with -o, or overwrite with --force",
        )


def _refuse_edited(folder: Path, before: Mapping[str, str], files: Mapping[str, str]) -> None:
    for name, recorded in before.items():
        path = folder / name
        try:
            found = digest(path.read_bytes().decode("utf-8", "replace"))
        except OSError:
            continue
        if found not in (recorded, digest(files.get(name, ""))):
            raise ConflictError(
                "edited since it was written",
                where=str(path),
                next_step="keep your edits by choosing another folder with -o, "
                "or discard them with --force",
            )


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
