"""Databases that work, and those that do not."""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import ProgrammingError

from gptreview.errors import DependencyError, InputError, NotFoundError
from gptreview.model.database import BreakKind, ChainHead
from gptreview.store.database import Database
from gptreview.store.events import append, head, verify
from gptreview.store.schema import upgrade
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.publications import OutboxRow

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def _append(database: Database, *, payload: str = "", times: int = 1) -> ChainHead:
    with database.writing() as session:
        for _ in range(times):
            made = append(
                session, at=NOON, actor="a", kind="k", subject="s", payload={"text": payload}
            )
    return made


def _count(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(EventRow)) or 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a file of SQLite may be."""
    return tmp_path / "registry.db"


@contextmanager
def _opened(path: Path, *, busy_seconds: float = 5) -> Iterator[Database]:
    with closing(Database(f"sqlite:///{path}", busy_seconds=busy_seconds)) as database:
        yield database


@pytest.mark.parametrize(
    ("is_durable", "level"),
    [pytest.param(True, 2, id="durable"), pytest.param(False, 1, id="batch")],
)
def test_commits_wait_for_the_disk_where_they_have_to(
    path: Path,
    is_durable: bool,  # noqa: FBT001
    level: int,
) -> None:
    """SQLite says 2 for FULL and 1 for NORMAL; either way a reader keeps nobody from writing."""
    with closing(Database(f"sqlite:///{path}", is_durable=is_durable)) as database:
        for _ in range(2):
            with database.engine.connect() as connection:
                told = [
                    connection.execute(text(f"PRAGMA {name}")).scalar_one()
                    for name in ("synchronous", "fullfsync", "journal_mode")
                ]
            assert told == [level, int(is_durable), "wal"]
            database.close()


def test_writing_is_one_transaction(database: Database) -> None:
    """What a failing block wrote is not there afterwards; what a good one wrote is."""

    def fail() -> None:
        with database.writing() as session:
            append(session, at=NOON, actor="a", kind="k", subject="s", payload={})
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert _count(database) == 0
    _append(database)
    assert _count(database) == 1


def test_reading_keeps_nothing(database: Database) -> None:
    """Changes of a reading session are thrown away."""
    with database.snapshot() as session:
        append(session, at=NOON, actor="a", kind="k", subject="s", payload={})
    assert _count(database) == 0


def test_wrong_statement_is_a_defect(database_url: str) -> None:
    """On PostgreSQL a statement that is wrong is not blamed on the database."""
    if database_url.startswith("sqlite"):
        return  # it has one kind of error for wrong statements and for trouble of its own
    with closing(Database(database_url)) as database:
        with database.reading() as session, pytest.raises(ProgrammingError):
            session.execute(text("SELECT FROM WHERE"))
        with pytest.raises(ProgrammingError), database.reading() as session:
            session.execute(text("SELECT FROM WHERE"))


def test_missing_file_is_not_made_by_reading(path: Path) -> None:
    """Reading from a file that is not there says how to make it, and does not make it."""
    with _opened(path) as database:
        with pytest.raises(NotFoundError) as error, database.reading():
            pass
        assert str(error.value) == (
            f"{database.address}: there is no database yet; gptreview db upgrade"
        )
    assert not path.exists()


def test_missing_folder_is_told(tmp_path: Path) -> None:
    """A file in a folder that is not there cannot be made, and the message says so."""
    with _opened(tmp_path / "none" / "registry.db") as database:
        with pytest.raises(InputError) as error:
            upgrade(database)
        assert str(error.value) == (
            f"{database.address}: the database: unable to open database file; "
            "create its folder, let this user write there, or name another file"
        )


def test_full_disk_loses_nothing(path: Path) -> None:
    """A write without room fails whole; what was there stays, and more is written with room."""
    with _opened(path) as database:
        upgrade(database)
        _append(database)

        def limit(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA max_page_count = 60")

        event.listen(database.engine, "connect", limit)
        database.close()
        with pytest.raises(DependencyError) as error:
            _append(database, payload="x" * 100_000, times=5)
        assert str(error.value) == (
            f"{database.address}: no room: database or disk is full; make room, try again"
        )
        event.remove(database.engine, "connect", limit)
        database.close()
        assert _count(database) == 1
        made = _append(database, payload="x" * 100_000, times=5)
        with database.snapshot() as session:
            assert verify(session, expected=made).broken is None


def test_locked_database_is_told(path: Path) -> None:
    """Who cannot write because another one does is told to try again; readers go on."""
    with _opened(path, busy_seconds=0.05) as database:
        upgrade(database)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(DependencyError) as error:
                _append(database)
            assert str(error.value) == (
                f"{database.address}: the database cannot do that now: database is locked; "
                "try again later"
            )
            assert _count(database) == 0
        _append(database)


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ("DROP TABLE outbox", "outbox"),
        ("ALTER TABLE outbox RENAME COLUMN attempts TO a", "attempts"),
    ],
    ids=["table", "column"],
)
def test_a_table_that_is_not_there_is_told(database: Database, change: str, lacks: str) -> None:
    """Somebody changed the tables: to try again is no help, and the statement is not told."""
    with database.writing() as session:
        session.execute(text(change))
    with (
        pytest.raises(InputError, match="tables are not as gptreview makes them: ") as error,
        database.reading() as session,
    ):
        session.execute(select(OutboxRow.attempts)).all()
    assert lacks in error.value.found
    assert "SELECT" not in str(error.value)
    assert error.value.next_step == "gptreview db check says what is wrong; restore a backup"


def test_file_that_is_no_database_is_refused(path: Path) -> None:
    """A file of another kind is named, and left as it is."""
    path.write_text("name: City guide\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    with _opened(path) as database:
        with pytest.raises(InputError) as error:
            upgrade(database)
        assert str(error.value) == (
            f"{database.address}: damaged, or no database: file is not a database; "
            "restore a backup, or name another database"
        )
    assert path.read_bytes() == before


def test_read_only_file_is_read_but_not_written(path: Path) -> None:
    """A database that may only be read can be read; a write says what to do."""
    with _opened(path) as database:
        upgrade(database)
        _append(database)
    with closing(Database(f"sqlite:///file:{path}?mode=ro&uri=true")) as database:
        assert _count(database) == 1
        with pytest.raises(InputError) as error:
            _append(database)
        assert str(error.value) == (
            f"{database.address}: the database: attempt to write a readonly database; "
            "let this user write the file and its folder, or name another file"
        )


def test_damaged_page_is_found(path: Path) -> None:
    """A page of events that was overwritten breaks the chain there, or is told by the database."""
    with _opened(path) as database:
        upgrade(database)
        _append(database, payload="x" * 500, times=400)
        with database.reading() as session:
            page = session.scalar(
                text("SELECT pageno FROM dbstat WHERE name = 'events' AND path LIKE '%/010/'")
            )
    with path.open("r+b") as file:
        file.seek((int(str(page)) - 1) * 4096)
        file.write(b"\xff" * 4096)
    with _opened(path) as database:
        with database.snapshot() as session:
            found = verify(session)
        assert found.broken is not None
        assert found.broken.kind is BreakKind.UNREADABLE
        assert 1 < found.broken.seq < 400
        malformed = "database disk image is malformed"
        with pytest.raises(InputError, match=malformed), database.reading() as session:
            session.execute(select(EventRow.payload)).all()


def test_unreachable_server_is_told_without_password() -> None:
    """A server that does not answer is named without its password."""
    pytest.importorskip("psycopg")
    with (
        closing(Database("postgresql://u:s3cret@127.0.0.1:1/x?connect_timeout=2")) as database,
        pytest.raises(DependencyError) as error,
        database.reading() as session,
    ):
        session.execute(select(1))
    words = str(error.value)
    assert words.startswith("postgresql://u:***@127.0.0.1:1/x: the database cannot do that now: ")
    assert "s3cret" not in words


def test_option_that_the_driver_does_not_know_is_told() -> None:
    """An option of an address that PostgreSQL does not have is named."""
    pytest.importorskip("psycopg")
    with (
        closing(Database("postgresql://u:s3cret@127.0.0.1:1/x?colour=red")) as database,
        pytest.raises(InputError) as error,
        database.reading() as session,
    ):
        session.execute(select(1))
    assert str(error.value) == (
        "postgresql://u:***@127.0.0.1:1/x: the address is not understood: "
        'invalid connection option "colour"'
    )


def test_connection_that_is_ended_is_told(postgresql_url: str) -> None:
    """A connection that the server ends half-way fails the transaction, and the next one works."""
    with closing(Database(postgresql_url)) as database, closing(Database(postgresql_url)) as other:
        upgrade(database)

        def interrupted() -> None:
            with database.writing() as session, other.writing() as killer:
                number = session.scalar(select(func.pg_backend_pid()))
                killer.execute(select(func.pg_terminate_backend(number)))
                head(session)

        with pytest.raises(DependencyError) as error:
            interrupted()
        assert str(error.value) == (
            f"{database.address}: the connection was closed; try again later"
        )
        assert _append(database).seq == 1


def test_missing_driver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the driver of PostgreSQL the message says how to install it."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(InputError) as error:
        Database("postgresql://u@127.0.0.1/x")
    assert str(error.value) == (
        "the driver of PostgreSQL is not installed; pip install 'gptreview[postgres]'"
    )


def test_a_writer_without_rest_lets_another_in(tmp_path: Path) -> None:
    """Whoever writes all the time, with hardly a pause, does not keep others waiting."""
    address = f"sqlite:///{tmp_path / 'busy.db'}"
    stopped = threading.Event()
    began = threading.Event()

    def write_all_the_time() -> None:
        with closing(Database(address)) as busy:
            while not stopped.is_set():
                with busy.writing():
                    began.set()
                    time.sleep(0.05)
                time.sleep(0.003)  # as reading does what the next one writes

    with closing(Database(address)) as database:
        with database.writing() as session:
            session.execute(text("CREATE TABLE t (x)"))
        writer = threading.Thread(target=write_all_the_time)
        writer.start()
        assert began.wait(10)
        waited = []
        for _ in range(9):
            before = time.monotonic()
            with database.writing() as session:
                session.execute(text("INSERT INTO t VALUES (1)"))
            waited.append(time.monotonic() - before)
        stopped.set()
        writer.join()
    assert sorted(waited)[4] < 0.3
