"""Keep the registry's database: make it, check it, measure it, take its rows out."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from gptreview.model.database import (
    ChainHead,
    ChainReport,
    DatabaseCheck,
    DatabaseStats,
    SchemaMove,
)
from gptreview.store import events, schema, sizes, soundness
from gptreview.store.database import Database
from gptreview.store.export import export_rows


@dataclass(frozen=True, slots=True)
class KeepDatabase:
    """What its keeper asks of a database."""

    database: Database

    @property
    def address(self) -> str:
        """Where it is, without a password."""
        return self.database.address

    def upgrade(self) -> SchemaMove:
        """Make the tables, or bring them to the newest revision.

        Raises:
            ConflictError: The schema is newer than this program, tables are missing, or there are
                tables of somebody else's.
            DependencyError: The database does not answer, or has no room.
            InputError: It is damaged, or is none, or is not to be written.
        """
        return schema.upgrade(self.database)

    def check(self) -> DatabaseCheck:
        """Compare the schema with what this program needs, and rows and contents with one another.

        Raises:
            ConflictError: The schema is newer than this program.
            DependencyError: The database does not answer.
            InputError: It is no database.
            NotFoundError: There is no such file.
        """
        with self.database.reading() as session:
            return soundness.check(session)

    def stats(self) -> DatabaseStats:
        """Count rows, bytes and verdicts.

        Raises:
            ConflictError: The schema is not the one that this program knows.
            DependencyError: The database does not answer.
            InputError: It is damaged, or is none.
            NotFoundError: There is no such file.
        """
        with self.database.snapshot() as session:
            schema.require_newest(session)
            return sizes.measure(session)

    def export(self, *, content: bool) -> Generator[tuple[str, dict[str, Any]]]:
        """All tables' rows as they were at one moment, with the table's name.

        Args:
            content: Whether the bytes of contents and knowledge files are among them.

        Raises:
            ConflictError: The schema is not the one that this program knows.
            DependencyError: The database does not answer.
            InputError: It is damaged, or is none.
            NotFoundError: There is no such file.
        """
        with self.database.snapshot() as session:
            schema.require_newest(session)
            yield from export_rows(session, content=content)

    def verify(self, expected: ChainHead | None) -> ChainReport:
        """Walk along the chain of events.

        Args:
            expected: A head that was noted down elsewhere.

        Raises:
            ConflictError: The schema is not the one that this program knows.
            DependencyError: The database does not answer.
            InputError: It is no database.
            NotFoundError: There is no such file.
        """
        with self.database.snapshot() as session:
            schema.require_newest(session)
            return events.verify(session, expected=expected)
