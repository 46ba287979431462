"""Files of keys and statements: small, regular, and the private ones private."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gptreview.errors import ConflictError, InputError
from gptreview.reading.file_errors import file_errors

MAX_KEY_BYTES = 16_384
"""A PEM file of an Ed25519 key has 120."""
_OTHERS = stat.S_IRWXO
_ALL_BUT_OWNER = stat.S_IRWXG | stat.S_IRWXO


def read_bytes(path: Path, *, max_bytes: int, private: bool = False) -> bytes:
    """The bytes of a file.

    Args:
        path: Of the file.
        max_bytes: How large it may be.
        private: Whether it is refused where others may open it.

    Raises:
        NotFoundError: There is no such file.
        InputError: It is no regular file, too large, open to others, or cannot be read.
    """
    with _told(path):
        # Before it is opened: a pipe would wait for somebody to write.
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError("this is not a regular file", where=str(path), expected="a file")
        with path.open("rb") as stream:
            if private:
                _refuse_open(os.fstat(stream.fileno()), path)
            data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise InputError(
            f"more than {max_bytes:,} bytes",
            where=str(path),
            expected=f"at most {max_bytes:,}",
            next_step="check that it is the right file",
        )
    return data


def _refuse_open(found: os.stat_result, path: Path) -> None:
    """As ssh, refuse what others may read.

    A file that somebody else owns may have a group: secrets that are mounted into a container do,
    and the program cannot change that. Windows has other permissions.
    """
    if os.name != "posix":
        return  # pragma: no cover - nothing to see there
    shared = _ALL_BUT_OWNER if found.st_uid == os.getuid() else _OTHERS
    if found.st_mode & shared:
        raise InputError(
            f"others may open this private key (mode {stat.S_IMODE(found.st_mode):04o})",
            where=str(path),
            expected="mode 0600",
            next_step=f"chmod 600 {path}, and make a new pair if somebody may have read it",
        )


def write_new(contents: dict[Path, tuple[bytes, int]]) -> None:
    """Write files that are not there yet: all of them, or none.

    Args:
        contents: The bytes of each path, and its mode.

    Raises:
        ConflictError: One of them is there.
        InputError: One of them cannot be written.
    """
    written: list[Path] = []
    try:
        for path, (data, mode) in contents.items():
            with _told(path, doing="written"):
                path.parent.mkdir(parents=True, exist_ok=True)
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
                written.append(path)
                with os.fdopen(handle, "wb") as stream:
                    stream.write(data)
    except BaseException:
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise


@contextmanager
def _told(path: Path, doing: str = "read") -> Iterator[None]:
    with file_errors(path, doing, "check its permissions and those of its folder"):
        try:
            yield
        except FileExistsError as error:
            raise ConflictError(
                "something is already there, and keys are never overwritten",
                where=str(path),
                next_step="choose another folder",
            ) from error
