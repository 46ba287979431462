"""A database that crashes in the middle of a run costs no verdict."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from gptreview.store.database import Database
from gptreview.store.tables.verdicts import VerdictRow

if TYPE_CHECKING:
    from tests.databases import OwnServer
    from tests.faults.conftest import Commands, Until


@pytest.fixture
def database_url(own_postgresql: OwnServer) -> str:
    """The server that the test may crash."""
    return own_postgresql.url


def test_run_goes_on_when_the_database_is_back(
    own_postgresql: OwnServer,
    commands: Commands,
    until: Until,
    assert_sound: Callable[[Database], None],
) -> None:
    """The run waits for it, or ends with 4 and the next one has the rest."""
    assert commands.run("sync", commands.listings(400))[0] == 0

    process = commands.start("review", "--jobs", "1", "--chunk", "2")
    with closing(Database(commands.url)) as database:
        until(lambda: _made(database) > 0)
        own_postgresql.crash()
        assert process.poll() is None  # so it needs the database again
    own_postgresql.start()
    _, err = process.communicate(timeout=120)
    assert process.returncode in {0, 4}, err
    assert "trying again" in err
    if process.returncode == 4:
        assert commands.run("review", "--jobs", "1")[0] == 0
    with closing(Database(commands.url)) as database:
        assert _made(database) == 400
        assert_sound(database)


def _made(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(func.count()).select_from(VerdictRow)).one()
