"""Files that a listing names: read inside its own folder and its budget, or left with a reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath

from gptreview.errors import InputError
from gptreview.sources.limits import SourceLimits
from gptreview.sources.walk import path_text, walk

_FLAGS = (
    os.O_RDONLY
    # A pipe that nobody writes to must not be waited for; a link must not come up after the look.
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes, or why they are not here."""

    data: bytes = field(default=b"", repr=False)
    unread: str = ""
    """In one clause without any path, so that it reads the same wherever the listing lies."""


class Inside:
    """What lies below one folder, for the length of one listing.

    Args:
        folder: As the user wrote it; None where there is none, as for standard input.
        limits: What the listing may bring; what was read is counted here.
    """

    __slots__ = ("_bytes", "_files", "_folder", "_real", "_seen", "limits")

    def __init__(self, folder: Path | None, limits: SourceLimits) -> None:
        self._folder = folder
        self.limits = limits
        self._real = None if folder is None else Path(os.path.realpath(folder))
        self._seen: set[PurePosixPath] = set()
        self._files = 0
        self._bytes = 0

    def place(self, path: str) -> str:
        """The file as the user would write it."""
        return path_text((self._folder or Path()) / path)

    def there(self, path: str) -> bool:
        """Whether anything has this path, be it a link to nowhere."""
        return os.path.lexists((self._folder or Path()) / path)

    def has(self, path: str) -> bool:
        """Whether the path names a regular file inside the folder."""
        try:
            return self._resolve(path).is_file()
        except (_RefusedError, OSError, ValueError):
            return False

    def holds(self, path: str) -> bool:
        """Whether the path names a file or folder inside the folder."""
        try:
            return self._resolve(path).exists()
        except (_RefusedError, OSError, ValueError):
            return False

    def required(self, path: str, *, max_bytes: int) -> bytes:
        """The bytes of what the listing cannot do without.

        Raises:
            InputError: It is not inside the folder, too large, or cannot be read.
        """
        self._seen.add(PurePosixPath(path))
        try:
            return self._load(path, max_bytes)
        except _RefusedError as refused:
            raise InputError(
                refused.reason,
                where=self.place(path),
                expected=f"a file inside the folder, of at most {max_bytes:,} bytes",
                next_step="correct the path or the file",
            ) from refused

    def optional(self, path: str) -> Content:
        """The bytes of a knowledge file or an action, or why they stay unread."""
        self._seen.add(PurePosixPath(path))
        try:
            self._count_file()
            return Content(self._load(path, self.limits.max_file_bytes))
        except _RefusedError as refused:
            return Content(unread=refused.reason)

    def given(self, data: bytes) -> Content:
        """Bytes that stand in the listing itself, counted like those of a file."""
        try:
            self._count_file()
            self._count_bytes(len(data), self.limits.max_file_bytes)
        except _RefusedError as refused:
            return Content(unread=refused.reason)
        return Content(data)

    def room(self) -> int:
        """Bytes that one more file may have; 0 where the listing has had its share."""
        if self._files >= self.limits.max_files:
            return 0
        return min(self.limits.max_file_bytes, self.limits.max_total_bytes - self._bytes)

    def unlisted(self, *folders: str) -> Iterator[str]:
        """Files below these folders that nobody asked for, by path; links are not followed."""
        for name in folders:
            for found in self.below(name):
                if PurePosixPath(found) not in self._seen:
                    yield found

    def below(self, name: str) -> Iterator[str]:
        """Files below a folder, relative to the root, by path.

        A link to a folder counts as a file, since it is not followed.

        Raises:
            InputError: A folder cannot be listed.
        """
        if self._folder is None:
            return
        top = self._folder / name
        if name and top.is_symlink():
            yield name
            return
        faults: list[OSError] = []
        for parent, _, files in walk(top, faults):
            for each in files:
                yield (parent / each).relative_to(self._folder).as_posix()
        for fault in faults:
            if not isinstance(fault, FileNotFoundError):
                raise InputError(
                    f"the folder cannot be listed ({fault.strerror})",
                    where=path_text(fault.filename),
                    next_step="check its permissions",
                )

    def _resolve(self, path: str) -> Path:
        if self._real is None:
            raise _RefusedError("a path has no meaning on standard input")
        windows = PureWindowsPath(path)
        if windows.anchor or ".." in windows.parts:
            raise _RefusedError("the path leads out of the folder")
        real = Path(os.path.realpath(self._real / path))
        if not real.is_relative_to(self._real):
            raise _RefusedError("a link leads out of the folder")
        return real

    def _load(self, path: str, max_bytes: int) -> bytes:
        try:
            descriptor = os.open(self._resolve(path), _FLAGS)
        except FileNotFoundError as error:
            raise _RefusedError("there is no such file") from error
        except OSError as error:
            raise _RefusedError(f"it cannot be read ({error.strerror})") from error
        except ValueError as error:
            raise _RefusedError("no file can have this name") from error
        try:
            status = os.fstat(descriptor)
            _refuse_other_kinds(status.st_mode)
            self._count_bytes(status.st_size, max_bytes)
            with os.fdopen(descriptor, "rb", closefd=False) as stream:
                return stream.read(status.st_size)
        except OSError as error:
            raise _RefusedError(f"it cannot be read ({error.strerror})") from error
        finally:
            os.close(descriptor)

    def _count_file(self) -> None:
        if self._files >= self.limits.max_files:
            raise _RefusedError(f"the listing has more than {self.limits.max_files:,} files")
        self._files += 1

    def _count_bytes(self, size: int, max_bytes: int) -> None:
        if size > max_bytes:
            raise _RefusedError(f"{size:,} bytes, over the limit of {max_bytes:,}")
        total = self.limits.max_total_bytes
        if self._bytes + size > total:
            raise _RefusedError(f"the listing's files have more than {total:,} bytes together")
        self._bytes += size


class _RefusedError(Exception):
    """Why a file is not read, in one clause."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _refuse_other_kinds(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise _RefusedError("this is a folder")
    if not stat.S_ISREG(mode):
        raise _RefusedError("this is not a regular file")
