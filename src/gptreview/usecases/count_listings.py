"""How many listings a review will meet, as far as that can be told at once."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from gptreview.sources.gpt_folder import GPT_FILE
from gptreview.sources.listings import is_json_lines
from gptreview.sources.plugin_layout import MANIFESTS
from gptreview.sources.walk import walk

_BLOCK: Final = 1_048_576
"""Bytes read at a time."""


def count_listings(sources: Iterable[str]) -> int | None:
    """The listings of all sources; None where one of them does not say beforehand.

    A stream and a workspace are read to their end only once; a blank line counts as a listing.
    """
    total = 0
    for source in dict.fromkeys(sources):
        try:
            number = _of_path(Path(source), source)
        except (OSError, ValueError):
            return None  # the review itself tells what is wrong with it
        if number is None:
            return None
        total += number
    return total


def _of_path(path: Path, source: str) -> int | None:
    if path.is_dir():
        return _of_tree(path)
    return _of_lines(path) if path.is_file() and is_json_lines(source) else None


def _of_tree(root: Path) -> int:
    """What lies below a listing's folder is a part of it."""
    total = 0
    for folder, folders, _ in walk(root, []):
        plugin = any(os.path.lexists(folder / each) for each in MANIFESTS)
        number = os.path.lexists(folder / GPT_FILE) + plugin
        if number:
            folders.clear()
        total += number
    return total


def _of_lines(path: Path) -> int:
    lines, last = 0, b"\n"
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            lines += block.count(b"\n")
            last = block[-1:]
    return lines + (last != b"\n")
