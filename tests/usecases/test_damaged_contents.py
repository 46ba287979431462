"""Contents of the registry that are damaged or gone."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import delete, text, update

from gptreview.errors import ConflictError
from gptreview.model.gpt import Gpt
from gptreview.store import sightings
from gptreview.store.database import Database
from gptreview.store.sightings import Sighting
from gptreview.store.tables.registry import SnapshotRow
from gptreview.usecases.read_registry import ReadRegistry

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
OLD, NEW = (Gpt("One", "g-1", instructions=text) for text in "ab")


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with a listing that had two contents."""
    for gpt in (OLD, NEW):
        with database.writing() as session:
            sightings.hold(session, "folder")
            known = sightings.known_listings(session, "folder", ["g-1"])
            seen = [Sighting("g-1", gpt, gpt.content_digest())]
            sightings.record(
                session, "folder", seen, known, at=NOON, shown_name=lambda gpt: gpt.name
            )
    return database


def _lose(database: Database, digest: str) -> None:
    """Delete a content in spite of the rows that need it."""
    with database.reading() as session:
        if database.is_sqlite:
            session.execute(text("PRAGMA foreign_keys = OFF"))
        else:
            session.execute(text("SET session_replication_role = replica"))
        session.execute(delete(SnapshotRow).where(SnapshotRow.content_digest == digest))
        if database.is_sqlite:
            session.execute(text("PRAGMA foreign_keys = ON"))
        else:
            session.execute(text("SET session_replication_role = origin"))
            session.commit()


def _overwrite(database: Database, digest: str, data: bytes) -> None:
    with database.writing() as session:
        session.execute(
            update(SnapshotRow).where(SnapshotRow.content_digest == digest).values(data=data)
        )


def test_diff_of_a_damaged_content_is_told(filled: Database) -> None:
    """Which content cannot be read is said, and who tells more, before or after."""
    for gpt in (NEW, OLD):
        _overwrite(filled, gpt.content_digest(), b"no zlib")
        with pytest.raises(ConflictError) as raised:
            ReadRegistry(filled, tuple).diff("g-1")
        assert str(raised.value) == (
            f"{gpt.content_digest()}: its content cannot be read (error); gptreview db check"
        )


def test_diff_of_a_lost_content_is_told(filled: Database) -> None:
    """A content whose row is gone is named."""
    _lose(filled, NEW.content_digest())
    with pytest.raises(ConflictError) as raised:
        ReadRegistry(filled, tuple).diff("g-1")
    assert str(raised.value) == (
        f"{NEW.content_digest()}: its content is not in the registry; gptreview db check"
    )
