"""Tables that were made once serve one test after another, each as if they were new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import text

from gptreview.store import schema
from gptreview.store.database import Database
from gptreview.store.runs import begin_run
from tests.schemas import Schemas

_NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


@pytest.fixture
def lender(postgresql: str) -> Iterator[Schemas]:
    """One that has lent nothing yet."""
    with closing(Schemas(postgresql)) as opened:
        yield opened


def _told(lender: Schemas, *statements: str) -> tuple[int, list[str], int]:
    """A lent schema's table, what is wrong with it, and a run's number; then a test does this."""
    name = lender.lend()
    with closing(Database(lender.url(name))) as database:
        lender.fill(name, database)
        with database.reading() as session:
            table = session.scalar(text("SELECT 'events'::regclass::oid::int"))
            found = list(schema.differences(session))
            schema.require_newest(session)
            tables = schema.METADATA.sorted_tables
            found += [each.name for each in tables if session.execute(each.select()).first()]
        with database.writing() as session:
            run = begin_run(session, kind="review", owner="host/1/2", now=_NOON)
            for each in statements:
                session.execute(text(each))
    lender.take_back(name)
    return table or 0, found, run


def test_tables_are_used_again_without_rows(lender: Schemas) -> None:
    """Whatever a test wrote is gone, its revision too, and numbers begin at 1."""
    first = _told(lender, "UPDATE alembic_version SET version_num = '9999'")
    again = _told(lender)
    assert (first[1:], again) == (([], 1), first)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP INDEX ix_events_subject",
        "ALTER TABLE events ALTER COLUMN actor DROP NOT NULL",
        "CREATE TABLE strangers (id INTEGER)",
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ],
    ids=["index", "null", "new", "function"],
)
def test_changed_tables_are_made_anew(lender: Schemas, statement: str) -> None:
    """Nobody meets what another test made of them."""
    first = _told(lender, statement)
    after = _told(lender)
    assert (first[1:], after[1:]) == (([], 1), ([], 1))
    assert after[0] != first[0]
