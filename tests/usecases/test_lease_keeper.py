"""Leases are renewed while their worker lives, and given back when it ends."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from gptreview.errors import DependencyError
from gptreview.model.gpt import Gpt
from gptreview.store import snapshots, verdicts, work
from gptreview.store.database import Database
from gptreview.store.tables.registry import ListingRow, SourceRow
from gptreview.store.tables.verdicts import ClaimRow
from gptreview.store.verdicts import Standard
from gptreview.usecases.lease_keeper import LeaseKeeper
from gptreview.usecases.patience import Patience

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
STANDARD = Standard("house", "7", "sha256:p", "sha256:r", "sha256:s", "content")


def _keeper(database: Database, clock: list[dt.datetime]) -> LeaseKeeper:
    with database.writing() as session:
        digests = snapshots.write(session, [Gpt("a"), Gpt("b")])
        session.add(SourceRow(name="s", cursor=None, synced_at=None))
        session.flush()
        for digest in digests:
            row = dict.fromkeys(("external_id", "content_digest", "source_digest"), digest)
            at = {"first_seen": NOW, "last_seen": NOW}
            session.add(ListingRow(source="s", name="x", number=1, **row, **at))
        standard = verdicts.standard_id(session, STANDARD, now=NOW)
    duration = dt.timedelta(minutes=5)
    return LeaseKeeper(
        database, owner="me", standard=standard, duration=duration, clock=lambda: clock[0]
    )


def _claims(database: Database) -> dict[str, tuple[str, dt.datetime]]:
    with database.reading() as session:
        rows = session.execute(
            select(ClaimRow.content_digest, ClaimRow.owner, ClaimRow.lease_until)
        )
        return {digest: (owner, until) for digest, owner, until in rows}


def test_what_others_took_over_is_let_go(database: Database) -> None:
    """A renewal keeps what is still ours; in the end that is given back, and no more."""
    clock = [NOW]
    keeper = _keeper(database, clock)
    with keeper:
        keeper.renew()  # nothing is held yet
        with database.writing() as session:
            claims = work.claim_new(session, keeper.lease(), after="", limit=9)
        taken, kept = (each.content_digest for each in claims)
        keeper.hold([taken, kept])
        with database.writing() as session:
            lost = ClaimRow.content_digest == taken
            session.execute(update(ClaimRow).where(lost).values(owner="other"))
        clock[0] = NOW + dt.timedelta(minutes=2)
        keeper.renew()
        assert keeper.held == 1
        assert _claims(database) == {
            taken: ("other", NOW + dt.timedelta(minutes=5)),
            kept: ("me", NOW + dt.timedelta(minutes=7)),
        }
    assert set(_claims(database)) == {taken}


def test_patience_ends_when_nobody_wants_to_wait() -> None:
    """A transaction of a run that was stopped is not tried again."""
    tried: list[int] = []

    def transaction() -> None:
        tried.append(1)
        raise DependencyError("down")

    patience = Patience(lambda _: None, lambda _: None, lambda: True)
    with pytest.raises(DependencyError):
        patience.of(transaction)
    assert tried == [1]
