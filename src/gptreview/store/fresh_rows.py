"""Rows that are inserted unless their key is there, and which of them were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from gptreview.store.bulk import batches
from gptreview.store.tables.base import Base


def insert_fresh(
    session: Session, mapped: type[Base], rows: Sequence[Mapping[str, Any]], *columns: str
) -> Iterator[Row[Any]]:
    """Insert the rows whose key is not there; these columns of those that were inserted."""
    table = mapped.__table__
    assert isinstance(table, Table)  # noqa: S101 - the mapper's type is wider than the mapped one
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    made = (
        sqlite.insert(table).on_conflict_do_nothing()
        if is_sqlite
        else postgresql.insert(table).on_conflict_do_nothing()
    ).returning(*(table.c[name] for name in columns))
    for batch in batches(rows):
        yield from session.execute(made, list(batch))
