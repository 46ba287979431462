"""Labelled JSON lines: what the reviewer may see of a row, and what only the measurement may."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from gptreview.errors import InputError, NotFoundError
from gptreview.model.listing import Listing
from gptreview.model.verdict import Verdict
from gptreview.sources.limits import SourceLimits
from gptreview.sources.listings import open_listings
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


def read_rows(file: Path) -> list[Row]:
    """The objects of a file of JSON lines.

    Raises:
        NotFoundError: There is no such file.
        InputError: A line is no JSON object.
    """
    rows: list[Row] = []
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError as error:
        raise NotFoundError(
            f"it cannot be read ({error.strerror})",
            where=str(file),
            next_step="name the folder that holds gpts/, gpt-pairs/ and bench/",
        ) from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError("no JSON", where=f"{file}:{number}") from error
        if not isinstance(row, dict):
            raise InputError("no JSON object", where=f"{file}:{number}")
        rows.append(row)
    return rows


def verdicts(rows: Iterable[Row], reviewer: Reviewer) -> Iterator[tuple[Row, Verdict]]:
    """Each row with the verdict on its listing.

    Raises:
        InputError: A row is no listing.
    """
    rows = list(rows)
    lines = (
        json.dumps({key: row[key] for key in _LISTING_KEYS if key in row}, ensure_ascii=False)
        for row in rows
    )
    stream = io.BytesIO("\n".join(lines).encode("utf-8", "backslashreplace"))
    listings = open_listings("-", limits=SourceLimits(), stdin=stream)
    for row, listing in zip(rows, listings, strict=True):
        if not isinstance(listing, Listing):
            raise listing.error
        reviewed = reviewer.review(listing)
        assert reviewed.verdict is not None  # noqa: S101 - a listing always gets one
        yield row, reviewed.verdict
