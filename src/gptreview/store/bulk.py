"""Statements about many rows at once, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

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
    if not rows:
        return
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        session.execute(sqlite.insert(table).on_conflict_do_nothing(), list(rows))
    else:
        session.execute(postgresql.insert(table).on_conflict_do_nothing(), list(rows))
