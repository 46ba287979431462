"""Statements about many rows at once, the same on both databases."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import JSON, Row, Table, Text, bindparam, cast, column, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from gptreview.store.tables.base import Base, as_json, epoch_microseconds

Item = TypeVar("Item")

BATCH: Final = 500
"""Values that one statement names; SQLite takes 32,766 (sqlite.org/limits.html, number 9)."""
_MAX_READ_BYTES: Final = 33_554_432
"""Of contents that are read together, 32 MiB; a larger one is read alone."""
_OF_TEXT: Final = 256
"""Rows that one statement on PostgreSQL takes as a text."""


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[Sequence[Item]]:
    """The items in their order, so many at a time."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def read_together(
    contents: Iterable[tuple[str, int]], most: int = sys.maxsize
) -> Iterator[list[str]]:
    """Digests of contents that are read together, of contents with their size in bytes.

    Args:
        contents: In their order.
        most: Digests of one group.
    """
    group: list[str] = []
    size = 0
    for digest, bytes_ in contents:
        if group and (size + bytes_ > _MAX_READ_BYTES or len(group) == most):
            yield group
            group, size = [], 0
        group.append(digest)
        size += bytes_
    if group:
        yield group


def insert_missing(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose key is not there; the others stay as they are."""
    if rows:
        session.execute(_unless_there(session, table), list(rows))


def insert_all(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, none of which is there."""
    if not rows:
        return
    if _is_sqlite(session):
        session.execute(insert(_into(table)), list(rows))
        return
    for batch in batches(rows, _OF_TEXT):
        into = postgresql.insert(_into(table))
        session.execute(_from_text(into, batch[0]), _as_text(into, batch))


def insert_fresh(
    session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]], *columns: str
) -> Iterator[Row[Any]]:
    """Insert the rows whose key is not there; these columns of those that were inserted."""
    wanted = [table.__table__.c[name] for name in columns]
    if _is_sqlite(session):
        made = sqlite.insert(_into(table)).on_conflict_do_nothing().returning(*wanted)
        for batch in batches(rows):
            yield from session.execute(made, list(batch))
        return
    for batch in batches(rows, _OF_TEXT):
        into = postgresql.insert(_into(table))
        found = _from_text(into, batch[0]).on_conflict_do_nothing().returning(*wanted)
        yield from session.execute(found, _as_text(into, batch))


def _from_text(into: postgresql.Insert, columns: Iterable[str]) -> postgresql.Insert:
    """Inserts rows that come as one JSON text.

    As values each of them has a name of its own in the statement, which the driver takes apart
    every time: that costs as much again as all else about it.
    """
    types = {name: into.table.c[name].type for name in columns}
    rows = cast(bindparam("rows", type_=Text), JSON)
    taken = {name: Text() if isinstance(type_, JSON) else type_ for name, type_ in types.items()}
    named = (column(name, type_) for name, type_ in taken.items())
    table = func.json_to_recordset(rows).table_valued(*named)
    found = table.render_derived(name="taken", with_types=True).c
    values = (
        cast(found[name], type_) if isinstance(type_, JSON) else found[name]
        for name, type_ in types.items()
    )
    return into.from_select(list(types), select(*values))


def _as_text(into: postgresql.Insert, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    documents = {each.name for each in into.table.c if isinstance(each.type, JSON)}
    plain = [
        {
            name: as_json(value) if name in documents else _plain(value)
            for name, value in row.items()
        }
        for row in rows
    ]
    return {"rows": as_json(plain)}


def _plain(value: Any) -> Any:
    return epoch_microseconds(value) if isinstance(value, dt.datetime) else value


def _unless_there(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    if _is_sqlite(session):
        return sqlite.insert(_into(table)).on_conflict_do_nothing()
    return postgresql.insert(_into(table)).on_conflict_do_nothing()


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _into(table: type[Base]) -> Table:
    """Into the table rather than the mapped class, for which a session looks at every row."""
    assert isinstance(table.__table__, Table)  # noqa: S101 - none of them is a view
    return table.__table__
