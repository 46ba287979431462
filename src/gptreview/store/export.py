"""All rows of all tables, one after another, as values that JSON has."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Column, LargeBinary, Table, column, select, table
from sqlalchemy.orm import Session

from gptreview.store.schema import METADATA, VERSIONS

_ROWS: Final = 1_000
_ROWS_WITH_BYTES: Final = 16
"""Rows that are in memory at once; those with bytes can be large."""


def export_rows(session: Session, *, content: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables' names and rows: parents before their children, each in order of its key.

    Bytes are base64, days ISO 8601, times too, in UTC with microseconds. Private columns are left
    out: passwords, keys, digests of tokens, who reported, and what people wrote.

    Args:
        session: One that sees the same rows all the time (`Database.snapshot`).
        content: Whether the bytes of contents and knowledge files are among them; without, the
            rows lack these columns.
    """
    number = session.scalar(select(column("version_num")).select_from(table(VERSIONS)))
    yield VERSIONS, {"version_num": number}
    for each in METADATA.sorted_tables:
        for row in _rows(session, each, content=content):
            yield each.name, row


def _rows(session: Session, source: Table, *, content: bool) -> Iterator[dict[str, Any]]:
    columns = [
        each
        for each in source.columns
        if not each.info.get("private") and (content or not _is_bytes(each))
    ]
    at_once = _ROWS_WITH_BYTES if any(map(_is_bytes, columns)) else _ROWS
    statement = select(*columns).order_by(*source.primary_key.columns)
    names = [each.name for each in columns]
    with session.execute(statement.execution_options(yield_per=at_once)) as rows:
        for row in rows:
            yield {name: _plain(value) for name, value in zip(names, row, strict=True)}


def _is_bytes(candidate: Column[Any]) -> bool:
    return isinstance(candidate.type, LargeBinary)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value
