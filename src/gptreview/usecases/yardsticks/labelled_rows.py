"""Labelled JSON lines: what the reviewer may see of a row, and what only the measurement may."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from gptreview.errors import InputError, NotFoundError
from gptreview.model.listing import Listing
from gptreview.model.verdict import Verdict
from gptreview.sources.json_lines import read_json_lines
from gptreview.sources.limits import SourceLimits
from gptreview.usecases.worker_pool import Reviewer

Row = dict[str, Any]
# Anything else in a row is a label, and would give the answer away.
_LISTING_KEYS: Final = (
    "id",
    "name",
    "description",
    "instructions",
    "conversation_starters",
    "knowledge",
    "actions",
)
_JSON_NAMES: Final = {str: "a string", int: "a whole number", list: "a list", dict: "an object"}


def read_rows(file: Path, keys: Mapping[str, type]) -> list[Row]:
    """The objects of a file of JSON lines, each of which has those keys.

    Raises:
        NotFoundError: The file cannot be read.
        InputError: A line is no such object.
    """
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise NotFoundError(
            f"it cannot be read ({error.strerror})",
            where=str(file),
            next_step="name the folder that holds gpts/, gpt-pairs/ and bench/",
        ) from error
    except UnicodeDecodeError as error:
        raise InputError("this is no UTF-8", where=str(file), expected="JSON lines") from error
    # Not splitlines(): U+2028 and its kin may stand inside a JSON string.
    lines = text.removesuffix("\n").split("\n")
    return [_row(line, keys, f"{file}:{number}") for number, line in enumerate(lines, 1)]


def demand(value: object, keys: Mapping[str, type], where: str) -> None:
    """See that a JSON object has these keys.

    Raises:
        InputError: It has not, or is no object.
    """
    if not isinstance(value, dict):
        raise InputError("this is no JSON object", where=where)
    for key, kind in keys.items():
        if not isinstance(value.get(key), kind):
            raise InputError(f'"{key}" is missing or not {_JSON_NAMES[kind]}', where=where)


def verdicts(
    rows: Sequence[Row], reviewer: Reviewer, *, name: str
) -> Iterator[tuple[Row, Verdict]]:
    """Each row with the verdict on its listing.

    Args:
        rows: Labelled listings.
        reviewer: Sees the listings, and no label.
        name: What to call the rows where one of them is no listing.

    Raises:
        InputError: A row is no listing.
    """
    lines = (
        json.dumps({key: row[key] for key in _LISTING_KEYS if key in row}, ensure_ascii=False)
        for row in rows
    )
    # A lone surrogate becomes the JSON escape that it was read from.
    stream = io.BytesIO("\n".join(lines).encode("utf-8", "backslashreplace"))
    listings = read_json_lines(stream, name=name, folder=None, limits=SourceLimits())
    for row, listing in zip(rows, listings, strict=True):
        if not isinstance(listing, Listing):
            raise listing.error
        reviewed = reviewer.review(listing)
        assert reviewed.verdict is not None  # noqa: S101 - a listing always gets one
        yield row, reviewed.verdict


def _row(line: str, keys: Mapping[str, type], where: str) -> Row:
    try:
        row: Row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError("this is no JSON", where=where) from error
    demand(row, keys, where)
    return row
