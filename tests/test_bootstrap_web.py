"""What the web face is made of, beside its requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from gptreview.bootstrap_web import face_on, web_face
from gptreview.settings import read_settings
from gptreview.store.database import Database
from gptreview.store.tables.cases import CaseRow

if TYPE_CHECKING:
    from tests.publishing import Newsroom


def test_chores_of_a_registry(newsroom: Newsroom) -> None:
    """What a verdict leaves to a person becomes a case beside the requests, however often."""
    newsroom.have(a="open", b="good")
    newsroom.judge("open", "review")
    quick, slow = face_on(
        newsroom.database, read_settings(), "http://127.0.0.1:8000", "content"
    ).chores
    assert [name for name, _ in quick] == ["claims", "publication", "notices", "webhooks", "calls"]
    assert [name for name, _ in slow] == ["re-scans", "cases", "traits", "domains", "forget"]
    for _ in range(2):
        for _name, run in (*quick, *slow):
            run()
    with newsroom.database.reading() as session:
        assert session.scalars(select(CaseRow.listing_id)).all() == [1]


def test_web_face_keeps_what_it_promises(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receipt outlives a power cut: each of its commits waits for the disk."""
    monkeypatch.setenv("GPTREVIEW_DATABASE_URL", database_url)
    told: list[str] = []
    with web_face("http://127.0.0.1:8000", "content", told.append) as face:
        database = face.rooms.reports.database
        assert isinstance(database, Database)
        pragma = "PRAGMA synchronous" if database.is_sqlite else "SHOW synchronous_commit"
        with database.engine.connect() as connection:
            level = connection.execute(text(pragma)).scalar_one()
    assert level == (2 if database.is_sqlite else "on")
    assert len(told) == 1
