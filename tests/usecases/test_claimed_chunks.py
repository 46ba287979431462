"""What a worker claims it works on, also where the database breaks while it says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.orm import Session

from gptreview.errors import DependencyError
from gptreview.model.gpt import Gpt
from gptreview.store import snapshots, verdicts
from gptreview.store.database import Database
from gptreview.store.tables.registry import ListingRow, SourceRow
from gptreview.store.verdicts import Standard
from gptreview.usecases.claimed_chunks import ClaimedChunks
from gptreview.usecases.lease_keeper import LeaseKeeper
from gptreview.usecases.patience import Patience

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
STANDARD = Standard("house", "7", "sha256:p", "sha256:r", "sha256:s", "content")


def _chunks(database: Database, told: list[str]) -> ClaimedChunks:
    """Those of five contents, two at a time."""
    with database.writing() as session:
        digests = snapshots.write(session, [Gpt(f"gpt {number}") for number in range(5)])
        session.add(SourceRow(name="s", cursor=None, synced_at=None))
        session.flush()
        for digest in digests:
            row = dict.fromkeys(("external_id", "content_digest", "source_digest"), digest)
            at = {"first_seen": NOW, "last_seen": NOW}
            session.add(ListingRow(source="s", name="x", number=1, **row, **at))
        standard = verdicts.standard_id(session, STANDARD, now=NOW)
    keeper = LeaseKeeper(
        database,
        owner="me",
        standard=standard,
        duration=dt.timedelta(minutes=5),
        clock=lambda: NOW,  # stands still: no claim is known by its time alone
    )
    patience = Patience(lambda _: None, told.append, lambda: False)
    return ClaimedChunks(
        database,
        keeper,
        limit=2,
        dead_owners=lambda _: [],
        patience=patience,
        is_stopped=lambda: False,
    )


@contextmanager
def _breaks_after_commit(monkeypatch: pytest.MonkeyPatch, nth: int) -> Iterator[None]:
    """The transaction is there, and the answer that says so is not; once."""
    commits = 0
    commit = Session.commit

    def broken(session: Session) -> None:
        nonlocal commits
        commit(session)
        commits += 1
        if commits == nth:
            raise DependencyError("the connection was closed")

    with monkeypatch.context() as patched:
        patched.setattr(Session, "commit", broken)
        yield


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_claims_whose_commit_was_not_confirmed_are_worked_on(
    database: Database, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    """Nobody would have them until their lease ended, and the run would end without them."""
    told: list[str] = []
    chunks = _chunks(database, told)
    with _breaks_after_commit(monkeypatch, nth):
        names = [listing.gpt.name for listing in chunks.listings()]
    assert sorted(names) == [f"gpt {number}" for number in range(5)]
    assert told == ["the connection was closed; trying again in 1 s"]
