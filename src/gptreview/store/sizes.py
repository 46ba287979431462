"""How large the tables are."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from gptreview.model.database import DatabaseStats, TableSize
from gptreview.store.schema import METADATA, revision
from gptreview.store.tables.verdicts import VerdictRow

_SQLITE_FILE: Final = text(
    "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
)
_SQLITE_TABLES: Final = text(
    "SELECT tbl_name, SUM(pgsize) FROM dbstat('main', 1) JOIN sqlite_schema USING (name)"
    " GROUP BY tbl_name"
)
_POSTGRESQL_FILE: Final = text("SELECT pg_database_size(current_database())")
_POSTGRESQL_TABLES: Final = text(
    "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
)


def measure(session: Session) -> DatabaseStats:
    """Count rows, bytes and verdicts; it reads the whole database."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    whole = session.scalar(_SQLITE_FILE if sqlite else _POSTGRESQL_FILE)
    sizes = _sqlite_sizes(session) if sqlite else _sizes(session, _POSTGRESQL_TABLES)
    outcome, number = VerdictRow.outcome, func.count()
    standing = select(outcome, number).where(~VerdictRow.superseded)
    outcomes = session.execute(standing.group_by(outcome).order_by(outcome))
    return DatabaseStats(
        revision=revision(session) or "",
        size=int(whole or 0),
        tables=tuple(
            TableSize(
                name=each.name,
                rows=session.scalar(select(func.count()).select_from(each)) or 0,
                size=sizes.get(each.name),
            )
            for each in sorted(METADATA.sorted_tables, key=lambda each: each.name)
        ),
        outcomes=tuple((name, count) for name, count in outcomes),
    )


def _sqlite_sizes(session: Session) -> dict[str, int]:
    try:
        return _sizes(session, _SQLITE_TABLES)
    except OperationalError as error:
        # Some builds of SQLite come without the table (SQLITE_ENABLE_DBSTAT_VTAB).
        if "no such table" in str(error.orig):
            return {}
        raise


def _sizes(session: Session, statement: object) -> dict[str, int]:
    return {str(name): int(size) for name, size in session.execute(statement)}  # type: ignore[call-overload]
