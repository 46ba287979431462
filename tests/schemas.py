"""Schemas of a PostgreSQL server for one test each, whose tables are made once and used again."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from gptreview.store.database import Database

_ALONE: Final = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
"""Whom a test left behind, a process that it killed say, may hold locks."""
_EMPTIED: Final = """
DO $$
DECLARE
    found record;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR found IN
        SELECT oid::regclass AS name, relkind, pg_relation_size(oid) > {most} AS is_large
        FROM pg_class WHERE relnamespace = '{name}'::regnamespace AND relkind IN ('r', 'S')
    LOOP
        IF found.relkind = 'r' AND found.is_large THEN
            EXECUTE format('TRUNCATE %s CASCADE', found.name);
        ELSIF found.relkind = 'r' THEN
            EXECUTE format('DELETE FROM %s', found.name);
        ELSE
            PERFORM setval(found.name, 1, false);
        END IF;
    END LOOP;
    INSERT INTO {name}.alembic_version VALUES ('{revision}');
END $$
"""
"""No row is left, and numbers begin at 1 again. To truncate all tables takes ten times as long, so
only those are that have grown: what was deleted stays in the file, and queries are planned by its
size. Where this session says that it is a replica, no foreign key is looked at."""
_MOST: Final = 64 * 1024
"""Bytes of a table that is not truncated."""
_LOOKS: Final = """
SELECT md5(string_agg(seen, ' ' ORDER BY seen)) FROM (
    SELECT concat('class ', oid, ' ', relname, ' ', relhastriggers)
    FROM pg_class WHERE relnamespace = {schema}
    UNION ALL
    SELECT concat('column ', attrelid, ' ', attnum, ' ', pg_attribute.xmin)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = {schema}
    UNION ALL
    SELECT concat('constraint ', oid, ' ', xmin) FROM pg_constraint WHERE connamespace = {schema}
    UNION ALL
    SELECT concat('trigger ', pg_trigger.oid, ' ', pg_trigger.xmin)
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE relnamespace = {schema}
    UNION ALL
    SELECT concat('function ', oid, ' ', xmin) FROM pg_proc WHERE pronamespace = {schema}
) AS parts (seen)
"""
"""What the catalogue has about a schema, with the transactions that wrote it."""


class Schemas:
    """Lends empty schemas; one that got all tables, and lost none, is lent again without rows.

    Args:
        address: Of the server's first database.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection = self._connected()
        self._lent: dict[str, str] = {}
        self._spare: dict[str, str] = {}

    def lend(self) -> str:
        """The name of an empty schema."""
        name = f"test_{secrets.token_hex(8)}"
        self._run(f"CREATE SCHEMA {name}")
        self._lent[name] = ""
        return name

    def url(self, name: str) -> str:
        """The address of a schema."""
        return f"{self._address}&options={quote(f'-csearch_path={name}')}"

    def fill(self, name: str, database: Database) -> None:
        """Make the tables in a schema that was lent: those of before, or by all migrations."""
        from gptreview.store.schema import upgrade

        if not self._spare:
            upgrade(database)
            self._lent[name] = self._looks(name)
            return
        spare, self._lent[name] = self._spare.popitem()
        self._run(f"DROP SCHEMA {name}")
        self._run(f"ALTER SCHEMA {spare} RENAME TO {name}")

    def take_back(self, name: str) -> None:
        """Keep a schema whose tables are as they were made; any other one is gone."""
        from gptreview.store.schema import NEWEST

        self._run(_ALONE)
        looks = self._lent.pop(name)
        if not looks or looks != self._looks(name):
            self._run(f"DROP SCHEMA {name} CASCADE")
            return
        self._run(_EMPTIED.format(name=name, revision=NEWEST, most=_MOST))
        spare = f"spare_{secrets.token_hex(8)}"
        self._run(f"ALTER SCHEMA {name} RENAME TO {spare}")
        self._spare[spare] = looks

    def close(self) -> None:
        """Let the server end."""
        self._connection.close()

    def _looks(self, name: str) -> str:
        asked = _LOOKS.format(schema=f"'{name}'::regnamespace")
        row = self._run(asked).fetchone()
        assert row is not None
        return str(row[0])

    def _run(self, statement: str) -> Any:
        """Run it, on another connection where a test has ended this one."""
        import psycopg

        try:
            return self._connection.execute(statement.encode())
        except psycopg.OperationalError:
            self._connection.close()
            self._connection = self._connected()
            return self._connection.execute(statement.encode())

    def _connected(self) -> Any:
        import psycopg

        return psycopg.connect(self._address, autocommit=True)
