"""What the web face is made of, beside its requests."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from gptreview.bootstrap_web import face_of, face_on, web_face
from gptreview.settings import read_settings
from gptreview.store.database import Database
from gptreview.store.tables.accounts import InvitationRow
from gptreview.store.tables.cases import CaseRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gptreview.model.segment import Segment
    from gptreview.scan.scanner import Scanner
    from tests.publishing import Newsroom


def test_chores_of_a_registry(newsroom: Newsroom) -> None:
    """What a verdict leaves to a person becomes a case beside the requests, however often."""
    newsroom.have(a="open", b="good")
    newsroom.judge("open", "review")
    quick, slow = face_on(
        newsroom.database, read_settings(), "http://127.0.0.1:8000", "content"
    ).chores
    assert [name for name, _ in quick] == ["claims", "publication", "notices", "webhooks", "calls"]
    assert [name for name, _ in slow] == [
        "re-scans",
        "cases",
        "traits",
        "domains",
        "forget",
    ]
    for _ in range(2):
        for _name, run in (*quick, *slow):
            run()
    with newsroom.database.reading() as session:
        assert session.scalars(select(CaseRow.listing_id)).all() == [1]


def test_masks_are_loaded_before_anybody_looks(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what all parts of the scanners look for, and for whoever masks a text."""
    from gptreview.bootstrap_registry import masking_scanners
    from gptreview.usecases.triage import masked_text as masking

    settings = read_settings()
    assert masking_scanners(settings)() is masking_scanners(read_settings())()
    shown: list[str] = []

    def masked(segment: Segment, scanners: Sequence[Scanner], most: int) -> None:
        text = masked_text(segment, scanners, most)
        shown.append(text.shown((), masked=True).text)

    masked_text = masking.masked_text
    monkeypatch.setattr(masking, "masked_text", masked)
    face_on(database, settings, "http://127.0.0.1:8000", "content").warm_up()
    assert len(shown) == 1
    assert "Ada Example" not in shown[0]


def test_another_process_makes_the_same_face(database: Database) -> None:
    """It has the same key for forms, and invites no further admin."""
    settings = read_settings()
    first = face_on(database, settings, "http://127.0.0.1:8000", "content")
    seed = pickle.loads(pickle.dumps(first.seed))  # noqa: S301 - our own, as processes do it
    with face_of(seed) as second:
        assert second.form_key == first.form_key
        assert second.base_url == first.base_url
        assert second.known_by("192.0.2.1") == first.known_by("192.0.2.1")
        assert [[name for name, _ in each] for each in second.chores] == [
            [name for name, _ in each] for each in first.chores
        ]
    assert second.welcome == ""
    with database.reading() as session:
        assert len(session.scalars(select(InvitationRow.id)).all()) == 1


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
