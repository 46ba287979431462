"""A database that is open: SQLite by default, PostgreSQL where an address says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from gptreview.errors import DependencyError, InputError

_BUSY_SECONDS: Final = 30
"""How long a writer waits for another one on SQLite."""
_BACKENDS: Final = ("sqlite", "postgresql")


class Database:
    """Opens sessions; a statement that the database cannot run now is a `DependencyError`.

    Args:
        url: ``sqlite:///PATH`` or ``postgresql://USER@HOST/NAME``.

    Raises:
        InputError: It is neither, or the driver of PostgreSQL is not installed.
    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)

    @property
    def is_sqlite(self) -> bool:
        """Whether there is one writer at a time."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose changes are thrown away.

        Raises:
            DependencyError: The database does not answer.
        """
        with _told(), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is one transaction: all of it or nothing.

        Raises:
            DependencyError: The database does not answer, or has no room.
        """
        with _told(), Session(self.engine, expire_on_commit=False) as session:
            if self.is_sqlite:
                session.execute(text("BEGIN IMMEDIATE"))
            yield session
            session.commit()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() not in _BACKENDS:
            raise InputError(
                f"a database of {parsed.get_backend_name()}",
                expected="sqlite:///PATH or postgresql://USER@HOST/NAME",
            )
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        engine = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() == "postgresql")
    except (ArgumentError, NoSuchModuleError) as error:
        raise InputError(
            "no address of a database", expected="sqlite:///PATH or postgresql://USER@HOST/NAME"
        ) from error
    except ModuleNotFoundError as error:
        raise InputError(
            "the driver of PostgreSQL is not installed",
            next_step="pip install 'gptreview[postgres]'",
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where this module says so
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    cursor.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise DependencyError(
            f"the database cannot do that now: {_cause(error)}", next_step="try again later"
        ) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise DependencyError(
                "the database closed the connection", next_step="try again later"
            ) from error
        raise


def _cause(error: DBAPIError) -> str:
    """The driver's own words on one line; they name no values of the statement."""
    return " ".join(str(error.orig).split())
