"""The schema and the way to it."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, inspect, text

from gptreview.errors import ConflictError, DependencyError
from gptreview.model.database import SchemaMove
from gptreview.model.gpt import Gpt
from gptreview.store.database import Database
from gptreview.store.schema import (
    METADATA,
    NEWEST,
    _config,
    differences,
    require_newest,
    revision,
    upgrade,
)
from gptreview.store.snapshots import pack
from gptreview.store.soundness import check


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """What this test's own migrations made, of either kind in turn."""
    with closing(Database(database_url)) as opened:
        upgrade(opened)
        yield opened


def _at(database: Database, number: str) -> None:
    """Make the database say that its schema is of this revision."""
    with database.writing() as session:
        session.execute(
            text("UPDATE alembic_version SET version_num = :number"), {"number": number}
        )


def test_models_and_migrations_agree(database: Database) -> None:
    """What the migrations make is what the tables' classes say, on both databases."""
    with database.reading() as session:
        assert (revision(session), differences(session)) == (NEWEST, ())


def test_upgrade_says_from_and_to_and_may_be_repeated(database_url: str) -> None:
    """The first upgrade makes the tables, the second one finds nothing to do."""
    with closing(Database(database_url)) as database:
        moves = [upgrade(database), upgrade(database)]
    assert moves == [SchemaMove(None, NEWEST), SchemaMove(NEWEST, NEWEST)]


def test_upgrades_at_once_make_the_tables_once(database_url: str) -> None:
    """Of four upgrades of an empty database one makes the tables, the others find them."""
    moves: list[SchemaMove] = []

    def move() -> None:
        with closing(Database(database_url)) as database:
            moves.append(upgrade(database))

    threads = [threading.Thread(target=move) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(str(each.before) for each in moves) == [*[NEWEST] * 3, "None"]


def test_differences_are_named(database: Database) -> None:
    """A table and a column too many, a column too few and one of another kind are named."""
    with database.writing() as session:
        for statement in (
            "CREATE TABLE strangers (id INTEGER PRIMARY KEY)",
            "ALTER TABLE runs ADD COLUMN mood VARCHAR",
            "ALTER TABLE claims DROP COLUMN error",
            "ALTER TABLE sources RENAME TO former_sources",
            "DROP INDEX ix_events_subject",
        ):
            session.execute(text(statement))
    with database.reading() as session:
        found = set(differences(session))
    assert {
        "remove_table: strangers",
        "remove_table: former_sources",
        "add_table: sources",
        "remove_column: runs.mood",
        "add_column: claims.error",
        "add_index: events.ix_events_subject",
    } <= found


def test_a_column_of_another_kind_is_named(postgresql_url: str) -> None:
    """PostgreSQL, which holds a column to its kind, tells that it is another one."""
    with closing(Database(postgresql_url)) as database:
        upgrade(database)
        with database.writing() as session:
            session.execute(text("ALTER TABLE blobs ALTER COLUMN size TYPE VARCHAR"))
        with database.reading() as session:
            assert differences(session) == ("modify_type: blobs.size",)


def test_missing_schema_is_refused(database_url: str) -> None:
    """An empty database is refused with the command that makes its tables."""
    with (
        closing(Database(database_url)) as database,
        database.writing() as session,
        pytest.raises(ConflictError) as error,
    ):
        require_newest(session)
    assert str(error.value) == "the database has no tables yet; gptreview db upgrade"


def test_older_schema_is_refused(database: Database) -> None:
    """A schema from before is refused with both revisions."""
    _at(database, "0000")
    with database.reading() as session, pytest.raises(ConflictError) as error:
        require_newest(session)
    assert str(error.value) == (
        f"the database's schema is 0000, this gptreview needs {NEWEST}; gptreview db upgrade"
    )


def test_newer_schema_is_refused(database: Database) -> None:
    """A schema of the future is neither used nor upgraded."""
    _at(database, "9999")
    message = (
        f"the database's schema is 9999, this gptreview knows those up to {NEWEST}; "
        "install a newer gptreview"
    )
    with database.reading() as session, pytest.raises(ConflictError) as error:
        require_newest(session)
    assert str(error.value) == message
    with pytest.raises(ConflictError, match=r"9999"):
        upgrade(database)
    with database.reading() as session:
        assert revision(session) == "9999"


def test_newest_schema_is_accepted(database: Database) -> None:
    """After an upgrade the schema is what this program needs."""
    with database.reading() as session:
        require_newest(session)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["findings"], "findings"),
        (["users"], "users"),
        (["e", "d", "c", "b", "a"], "a, b, c, d, e"),
        (["g", "f", "e", "d", "c", "b", "a"], "a, b, c, d, e and 2 more"),
        (["alembic_version"], "alembic_version"),
    ],
    ids=["of-the-same-name", "of-another-program", "five", "many", "without-a-revision"],
)
def test_tables_of_others_are_refused(database_url: str, names: list[str], told: str) -> None:
    """A database with tables that are not by gptreview is left as it is."""
    with closing(Database(database_url)) as database:
        with database.writing() as session:
            for name in names:
                session.execute(text(f"CREATE TABLE {name} (version_num VARCHAR(32) PRIMARY KEY)"))
        with pytest.raises(ConflictError) as error:
            upgrade(database)
        with database.reading() as session:
            assert sorted(inspect(session.connection()).get_table_names()) == sorted(names)
    assert str(error.value) == (
        f"the database has tables that gptreview did not make: {told}; name an empty database"
    )


def test_tables_of_others_in_another_schema_are_no_matter(
    postgresql: str, postgresql_url: str
) -> None:
    """On PostgreSQL only the current schema must be empty."""
    with closing(Database(postgresql_url)) as database, closing(Database(postgresql)) as whole:
        with whole.writing() as session:
            session.execute(text("CREATE TABLE public.users (id INTEGER PRIMARY KEY)"))
        try:
            assert upgrade(database) == SchemaMove(None, NEWEST)
        finally:
            with whole.writing() as session:
                session.execute(text("DROP TABLE public.users"))


@pytest.mark.parametrize("number", ["0001", NEWEST], ids=["older", "newest"])
def test_missing_tables_are_not_passed_over(database_url: str, number: str) -> None:
    """A database that lacks tables of its own revision is refused, and left as it is."""
    from alembic import command

    with closing(Database(database_url)) as database:
        with database.writing() as session:
            command.upgrade(_config(session.connection()), number)
            session.execute(text("DROP TABLE events"))
        with pytest.raises(ConflictError) as error:
            upgrade(database)
        with database.reading() as session:
            assert revision(session) == number
    assert str(error.value) == (
        f"the database says schema {number} and lacks tables: events; "
        "restore a backup, or name an empty database"
    )


def test_revision_without_any_table_is_refused(database_url: str) -> None:
    """A database that holds only its revision is not said to be ready."""
    with closing(Database(database_url)) as database:
        with database.writing() as session:
            session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
            session.execute(
                text("INSERT INTO alembic_version VALUES (:number)"), {"number": NEWEST}
            )
        with pytest.raises(ConflictError) as error:
            upgrade(database)
    named = ", ".join(sorted(METADATA.tables)[:5])
    assert str(error.value) == (
        f"the database says schema {NEWEST} and lacks tables: {named} and "
        f"{len(METADATA.tables) - 5} more; restore a backup, or name an empty database"
    )


def test_upgrade_without_room_leaves_nothing_behind(tmp_path: Path) -> None:
    """An upgrade that the disk has no room for leaves the database as it was."""
    with closing(Database(f"sqlite:///{tmp_path / 'registry.db'}")) as database:
        event.listen(database.engine, "connect", _only_eight_pages)
        with pytest.raises(DependencyError, match="no room: database or disk is full"):
            upgrade(database)
        with database.reading() as session:
            assert inspect(session.connection()).get_table_names() == []


def _only_eight_pages(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA max_page_count = 8")


def test_revisions_are_counted_without_branches(repository_root: Path) -> None:
    """Revisions are 0001, 0002 and so on, each after the one before; NEWEST is the last."""
    folder = repository_root / "src" / "gptreview" / "store" / "migrations" / "versions"
    files = sorted(path for path in folder.glob("*.py"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    numbers = [re.findall(r'^revision = "(\d{4})"$', each, re.M) for each in texts]
    parents = [re.findall(r"^down_revision = (.+)$", each, re.M) for each in texts]
    expected = [f"{number:04}" for number in range(1, len(files) + 1)]
    assert [path.name[:4] for path in files] == expected
    assert numbers == [[number] for number in expected]
    assert parents == [["None"], *([f'"{number}"'] for number in expected[:-1])]
    assert expected[-1] == NEWEST


def test_rows_of_before_live_through_an_upgrade(database_url: str) -> None:
    """What a database of the first revision holds is there after the upgrade, and sound."""
    from alembic import command

    gpt = Gpt("One")
    row = {"digest": gpt.content_digest(), "data": pack(gpt)[0], "now": 7}
    with closing(Database(database_url)) as database:
        with database.writing() as session:
            command.upgrade(_config(session.connection()), "0001")
            for statement in _OLD_ROWS:
                session.execute(text(statement), row)
        assert upgrade(database) == SchemaMove("0001", NEWEST)
        with database.reading() as session:
            kept = session.execute(
                text(
                    "SELECT listings.source_digest, turn, superseded, rule_id FROM listings"
                    " JOIN verdicts USING (content_digest)"
                    " JOIN findings ON verdict_id = verdicts.id"
                )
            )
            assert [tuple(each) for each in kept] == [(row["digest"], 0, False, "r")]
            assert differences(session) == ()
            assert check(session).problems == ()


_OLD_ROWS = (
    "INSERT INTO sources VALUES ('s', NULL, NULL)",
    "INSERT INTO snapshots VALUES (:digest, :data, 0)",
    "INSERT INTO listings VALUES (1, 's', 'x', 'n', :digest, 1, :now, :now, NULL)",
    "INSERT INTO versions VALUES (1, 1, :digest, :now)",
    "INSERT INTO standards VALUES (1, 'p', '1', 'd', 'd', 'd', 'content', :now)",
    "INSERT INTO runs VALUES (1, 'review', 'me', :now, NULL, '{}')",
    "INSERT INTO verdicts VALUES (1, :digest, 1, 0, false, 1, 'fail', '{}', '', :now)",
    "INSERT INTO findings VALUES (1, 0, 'r', 'fraud', 'high', 'fail', :digest, '{}')",
)
