"""The schema: which revision a database has, which one this program needs, and the way there."""

from __future__ import annotations

import io
from collections.abc import Set
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, MetaData, column, func, inspect, select, table
from sqlalchemy.orm import Session

from gptreview.errors import ConflictError
from gptreview.model.database import SchemaMove
from gptreview.store.database import Database
from gptreview.store.tables import (
    accounts,
    cases,
    events,
    notices,
    publications,
    registry,
    verdicts,
    waivers,
    watches,
)
from gptreview.store.tables.base import Base

NEWEST: Final = "0005"
"""The last revision in migrations/versions; revisions are counted up, without branches."""
METADATA: Final[MetaData] = Base.metadata
"""All tables, as this program knows them."""
_MODULES: Final = (
    accounts,
    cases,
    events,
    notices,
    publications,
    registry,
    verdicts,
    waivers,
    watches,
)
"""Whoever imports them has their tables in METADATA."""
VERSIONS: Final = "alembic_version"
"""Table with the revision."""
_LOCK: Final = 0x67707472_65767363
"""Name of the lock that upgrades on PostgreSQL hold: "gptrevsc" in ASCII."""
_TOLD: Final = 5
"""Tables that a message names."""


def revision(session: Session) -> str | None:
    """The schema's revision; None where there is none yet."""
    if not inspect(session.connection()).has_table(VERSIONS):
        return None
    number: str | None = session.scalar(select(column("version_num")).select_from(table(VERSIONS)))
    return number


def require_newest(session: Session) -> None:
    """Go on only with the schema that this program knows.

    Raises:
        ConflictError: It is missing, older or newer.
    """
    found = revision(session)
    if found is None:
        raise ConflictError("the database has no tables yet", next_step="gptreview db upgrade")
    _refuse_newer(found)
    if found != NEWEST:
        raise ConflictError(
            f"the database's schema is {found}, this gptreview needs {NEWEST}",
            next_step="gptreview db upgrade",
        )


def upgrade(database: Database) -> SchemaMove:
    """Make the tables, or bring them to the newest revision; all in one transaction.

    Raises:
        ConflictError: The schema is newer than this program, tables are missing, or there are
            tables of somebody else's.
        DependencyError: The database does not answer, or has no room.
        InputError: It is damaged, or is none, or is not to be written.
    """
    from alembic import command

    with database.writing() as session:
        if not database.is_sqlite:
            session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        found = revision(session)
        if found is None:
            _refuse_strangers(session)
        else:
            _refuse_newer(found)
        if found != NEWEST:
            command.upgrade(_config(session.connection()), "head")
        _refuse_missing(session, found)
    return SchemaMove(before=found, after=NEWEST)


def differences(session: Session) -> tuple[str, ...]:
    """Where the database's tables are not as this program knows them, as `alembic check` finds."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(session.connection())
    found: list[Any] = compare_metadata(context, METADATA)
    flat = (each for entry in found for each in (entry if isinstance(entry, list) else [entry]))
    return tuple(_words(each) for each in flat)


def _refuse_newer(found: str) -> None:
    if found > NEWEST:
        raise ConflictError(
            f"the database's schema is {found}, this gptreview knows those up to {NEWEST}",
            next_step="install a newer gptreview",
        )


def _refuse_strangers(session: Session) -> None:
    if names := _table_names(session):
        raise ConflictError(
            f"the database has tables that gptreview did not make: {_some(names)}",
            next_step="name an empty database",
        )


def _refuse_missing(session: Session, found: str | None) -> None:
    if names := METADATA.tables.keys() - _table_names(session):
        raise ConflictError(
            f"the database says schema {found} and lacks tables: {_some(names)}",
            next_step="restore a backup, or name an empty database",
        )


def _table_names(session: Session) -> Set[str]:
    """All tables; on PostgreSQL those of the current schema."""
    return set(inspect(session.connection()).get_table_names())


def _some(names: Set[str]) -> str:
    named = ", ".join(sorted(names)[:_TOLD])
    return named if len(names) <= _TOLD else f"{named} and {len(names) - _TOLD} more"


def _config(connection: Connection) -> Any:
    from alembic.config import Config

    config = Config(stdout=io.StringIO(), attributes={"connection": connection})
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    return config


def _words(difference: tuple[Any, ...]) -> str:
    """One of Alembic's differences, such as ``add_column: runs.owner``."""
    kind, *parts = difference
    if kind.startswith("modify_"):
        _schema, table_name, column_name = parts[:3]
        return f"{kind}: {table_name}.{column_name}"
    subject = parts[-1]
    owner = getattr(subject, "table", None)
    name = subject.name if owner is None else f"{owner.name}.{subject.name}"
    return f"{kind}: {name}"
