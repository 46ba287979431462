"""Statements about many rows at once, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, TypeVar, cast

from sqlalchemy import Row, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from gptreview.store.tables.base import Base

Item = TypeVar("Item")

BATCH: Final = 500
"""Values that one statement names; SQLite takes 32,766 (sqlite.org/limits.html, number 9)."""


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[Sequence[Item]]:
    """The items in their order, so many at a time."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def insert_missing(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose key is not there; the others stay as they are."""
    if rows:
        session.execute(_unless_there(session, table), list(rows))


def insert_all(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, none of which is there."""
    if rows:
        session.execute(insert(cast("Table", table.__table__)), list(rows))


def insert_fresh(
    session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]], *columns: str
) -> Iterator[Row[Any]]:
    """Insert the rows whose key is not there; these columns of those that were inserted."""
    wanted = (table.__table__.c[name] for name in columns)
    made = _unless_there(session, table).returning(*wanted)
    for batch in batches(rows):
        yield from session.execute(made, list(batch))


def _unless_there(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    # Into the table rather than the mapped class, for which a session looks at every row.
    into = cast("Table", table.__table__)
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(into).on_conflict_do_nothing()
    return postgresql.insert(into).on_conflict_do_nothing()
