"""A file for a result: whole, or as it was before."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, Self, TextIO

from gptreview.errors import InputError


class ReportFile:
    """Takes a result's text.

    What is written at the end goes into a hidden file (``.gptreview-…``) beside the one that was
    named, and takes its place when everything is there: a run that dies half-way leaves an
    earlier report as it was. A stream is written in place, each piece at once, so that others can
    follow it, and what a run had found when it died is not lost; so are devices and pipes.

    Args:
        path: Where the user wants it; None is standard output.
        streamed: Whether it comes in pieces while the run goes on.
    """

    def __init__(self, path: Path | None, *, streamed: bool) -> None:
        self._path = path
        self._streamed = streamed
        self._stream: TextIO = sys.stdout
        self._hidden: Path | None = None

    def __enter__(self) -> Self:
        """Open it now, so that a file that cannot be written is told before any work.

        Raises:
            InputError: It cannot be written.
        """
        if self._path is None:
            return self
        with _told(self._path):
            # A link stays a link: its target is replaced.
            real = Path(os.path.realpath(self._path))
            if self._streamed or (real.exists() and not real.is_file()):
                self._stream = _opened(real, "w")
            else:
                self._stream, self._hidden = _beside(real)
        return self

    def write(self, text: str) -> None:
        """Add to it.

        Raises:
            InputError: The file takes no more.
        """
        if self._path is None:
            self._stream.write(text)
            if self._streamed:
                self._stream.flush()
            return
        with _told(self._path):
            self._stream.write(text)
            self._stream.flush()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Put it in its place, or leave the earlier one there.

        Raises:
            InputError: It cannot be put there.
        """
        if self._path is None:
            return
        try:
            with _told(self._path):
                self._stream.close()
                if self._hidden is not None and kind is None:
                    self._hidden.replace(os.path.realpath(self._path))
                    self._hidden = None
        finally:
            if self._hidden is not None:
                self._hidden.unlink(missing_ok=True)


def _beside(real: Path) -> tuple[TextIO, Path]:
    """A new file in the same folder, as readable to others as the one that it replaces."""
    if real.exists():
        # Where the file itself is protected, its folder's permissions must not get round that.
        real.open("a").close()
    hidden = real.with_name(f".gptreview-{secrets.token_hex(8)}")
    stream = _opened(hidden, "x")
    with suppress(FileNotFoundError):
        hidden.chmod(real.stat().st_mode & 0o777)
    return stream, hidden


def _opened(path: Path, mode: Literal["w", "x"]) -> TextIO:
    return path.open(mode, encoding="utf-8", errors="backslashreplace", newline="\n")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        no_folder = isinstance(error, FileNotFoundError)
        raise InputError(
            f"the result cannot be written ({error.strerror})",
            where=str(path),
            next_step="create its folder first" if no_folder else "name another file with --output",
        ) from error
