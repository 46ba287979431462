"""Folders walked from the top down, and paths as text that every output can hold."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

_SURROGATE = re.compile("[\ud800-\udfff]")


def walk(top: Path, faults: list[OSError]) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Each folder with the names of the folders and of everything else in it, sorted.

    A link counts as something else, wherever it leads. Names that the caller takes out of the
    folders are not entered. Unlike Python 3.11's os.walk it does not recurse, so that a tree may
    be as deep as a path can be long.

    Args:
        top: Where to begin.
        faults: Gets the errors of the folders that cannot be listed.
    """
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = sorted(
                    (entry.name, entry.is_dir(follow_symlinks=False)) for entry in found
                )
        except OSError as error:
            faults.append(error)
            continue
        folders = [name for name, is_folder in entries if is_folder]
        yield folder, folders, [name for name, is_folder in entries if not is_folder]
        waiting += [folder / name for name in reversed(folders)]


def path_text(path: str | os.PathLike[str]) -> str:
    """The path for people; bytes of it that are no UTF-8 are shown as U+FFFD each.

    Python holds such bytes as lone surrogates (PEP 383), which no output can write.
    """
    return _SURROGATE.sub("\ufffd", os.fspath(path))
