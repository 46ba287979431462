"""A database that is open: SQLite by default, PostgreSQL where an address says so."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gptreview.errors import InputError, NotFoundError
from gptreview.store.address import masked_address, read_address
from gptreview.store.failures import explained
from gptreview.store.tables.base import as_json

_BUSY_SECONDS: Final = 30.0
_LOOK: Final = 0.002
"""Seconds between two looks whether SQLite's writer has ended."""


class Database:
    """Opens sessions; a statement that the database cannot run now is a `DependencyError`.

    Args:
        url: ``sqlite:///PATH`` or ``postgresql://USER@HOST/NAME``, or another one's `url`.
        busy_seconds: How long a writer waits for another one on SQLite.
        is_durable: Whether what was committed outlives a power cut on SQLite, too; each commit
            then waits for the disk. A run that is repeated anyway can do without. PostgreSQL waits
            as its own ``synchronous_commit`` says, which is on unless somebody turned it off.

    Raises:
        InputError: It is neither, or the driver of PostgreSQL is not installed.
    """

    def __init__(
        self, url: str | URL, *, busy_seconds: float = _BUSY_SECONDS, is_durable: bool = False
    ) -> None:
        self._url = url if isinstance(url, URL) else read_address(url)
        self._busy_seconds = busy_seconds
        self.engine = _engine(self._url, busy_seconds, is_durable=is_durable)

    @property
    def is_sqlite(self) -> bool:
        """Whether there is one writer at a time."""
        return self.engine.dialect.name == "sqlite"

    @property
    def url(self) -> URL:
        """Where it is, with the password; another process opens the same one with it."""
        return self._url

    @property
    def address(self) -> str:
        """Where it is, without a password."""
        return masked_address(self._url)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose changes are thrown away.

        Raises:
            DependencyError: The database does not answer.
            InputError: It is damaged, or is none.
            NotFoundError: Its file is not there; it is not made by reading.
        """
        self._require_file()
        with self._told(), Session(self.engine) as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session that sees the database as it was at its first statement, and only reads.

        Raises:
            DependencyError: The database does not answer.
            InputError: It is damaged, or is none.
            NotFoundError: Its file is not there.
        """
        with self.reading() as session:
            if self.is_sqlite:
                session.execute(text("BEGIN"))
            else:
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is one transaction: all of it or nothing.

        Raises:
            DependencyError: The database does not answer, or has no room.
            InputError: It is damaged, or is none, or is not to be written.
        """
        with self._told(), Session(self.engine, expire_on_commit=False) as session:
            if self.is_sqlite:
                _begin_writing(session, self._busy_seconds)
            yield session
            session.commit()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    def _require_file(self) -> None:
        if not self.is_sqlite or "uri" in self._url.query:
            return
        if not Path(str(self._url.database)).exists():
            raise NotFoundError(
                "there is no database yet", where=self.address, next_step="gptreview db upgrade"
            )

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            failure = explained(error, self._url)
            if failure is None:
                raise
            raise failure from error


def _begin_writing(session: Session, busy_seconds: float) -> None:
    """Become the one writer of SQLite, as soon as the one before has ended.

    SQLite's own waiting sleeps ever longer, up to 0.1 s at a time: whoever comes between two of its
    looks goes first, and a process that writes all the time keeps the others waiting for seconds.
    """
    connection: Any = session.connection().connection.dbapi_connection
    end = time.monotonic() + busy_seconds
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while time.monotonic() < end:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break  # SQLAlchemy is to meet it, and to word it as any other
                time.sleep(_LOOK)
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout = {round(busy_seconds * 1000)}")
    session.execute(text("BEGIN IMMEDIATE"))


def _engine(url: URL, busy_seconds: float, *, is_durable: bool) -> Engine:
    try:
        engine = create_engine(
            url,
            pool_pre_ping=url.get_backend_name() == "postgresql",
            json_serializer=as_json,
        )
    except ModuleNotFoundError as error:
        raise InputError(
            "the driver of PostgreSQL is not installed",
            next_step="pip install 'gptreview[postgres]'",
        ) from error
    if engine.dialect.name == "sqlite":

        def prepare(connection: Any, _record: object) -> None:
            _prepare_sqlite(connection, busy_seconds, is_durable=is_durable)

        event.listen(engine, "connect", prepare)
    return engine


def _prepare_sqlite(connection: Any, busy_seconds: float, *, is_durable: bool) -> None:
    connection.isolation_level = None  # transactions begin where this module says so
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {round(busy_seconds * 1000)}")
    cursor.execute("PRAGMA journal_mode = WAL")
    # In WAL mode NORMAL loses the last commits with the power, and FULL none
    # (https://www.sqlite.org/pragma.html#pragma_synchronous); neither damages the file.
    cursor.execute(f"PRAGMA synchronous = {'FULL' if is_durable else 'NORMAL'}")
    # A plain fsync leaves it in the disk's own cache on macOS; elsewhere this does nothing.
    cursor.execute(f"PRAGMA fullfsync = {'ON' if is_durable else 'OFF'}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()
