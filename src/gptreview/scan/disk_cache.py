"""A folder of files that can always be made again, and are trusted only if they are our own."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_DIGEST_BYTES: Final = 32
_MAX_BYTES: Final = 268_435_456
"""A compiled database of 2,000 rules has about 5 MB."""


@dataclass(frozen=True, slots=True)
class DiskCache:
    """Keeps bytes by name. Whatever goes wrong is the same as nothing kept.

    A compiled database is native code's input: a forged one could make it run anything. So a file
    counts only where it and its folder belong to this user and nobody else may write to them, and
    where its content has the digest that it was written with.
    """

    folder: Path

    def read(self, name: str) -> bytes | None:
        """What was kept under the name; None where there is nothing that can be trusted."""
        try:
            return _read(self.folder, name)
        except OSError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Keep the bytes, all of them or none; a folder that takes no files is no failure."""
        with suppress(OSError):
            _write(self.folder, name, data)


def _read(folder: Path, name: str) -> bytes | None:
    if not _is_ours(folder.stat()):
        return None
    # Neither through a link, nor waiting for the writer of a pipe; Windows has text files, too.
    flags = os.O_RDONLY
    for name_of_flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
        flags |= getattr(os, name_of_flag, 0)
    with os.fdopen(os.open(folder / name, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or not _is_ours(status) or status.st_size > _MAX_BYTES:
            return None
        content = file.read()
    data = content[_DIGEST_BYTES:]
    return data if hashlib.sha256(data).digest() == content[:_DIGEST_BYTES] else None


def _is_ours(status: os.stat_result) -> bool:
    if not hasattr(os, "geteuid"):
        return True  # Windows: a user's own folders are closed to others by inherited rights
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _write(folder: Path, name: str, data: bytes) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_ours(folder.stat()):
        return
    handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(data).digest() + data)
        Path(temporary).replace(folder / name)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
