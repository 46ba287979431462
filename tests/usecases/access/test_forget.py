"""What is over is deleted once an hour, and nothing else."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from gptreview.errors import TooManyError
from gptreview.model.access import LinkKind
from gptreview.model.account import Role
from gptreview.store import invitations, oidc_states, presence, rates, sessions
from gptreview.store.invitations import NewLink
from gptreview.store.oidc_states import KeptState
from gptreview.store.tables.accounts import (
    AccountRow,
    InvitationRow,
    OidcStateRow,
    RateRow,
    SessionRow,
)
from gptreview.store.tables.cases import PresenceRow
from gptreview.usecases.access.forget import Forget
from tests.court import Court

if TYPE_CHECKING:
    from gptreview.store.database import Database

_DAY = dt.timedelta(days=1)


def _fill(court: Court) -> None:
    """Of each kind one that is over by now, and one that is not."""
    now = court.now
    case = court.case(court.listing("g-1"), reports=0)
    ann = court.accounts["ann"].id
    ben = court.accounts["ben"].id
    with court.database.writing() as session:
        for who, at in (("old", now - 3 * _DAY), ("new", now)):
            rates.allow(session, "report", who, limit=1, window=_DAY, now=at)
        for name, minutes in (("old", 0), ("new", 1)):
            until = now + dt.timedelta(minutes=minutes)
            sessions.add(session, name, ann, at=now - _DAY, until=until)
            oidc_states.add(session, name, KeptState("n", "v"), now=now - _DAY, until=until)
        for name, days, used in (("old", 31, False), ("used", 0, True), ("new", 29, False)):
            link = NewLink(LinkKind.COLLEAGUE, Role.REVIEWER, now - days * _DAY)
            invitations.add(session, name, link, at=now - 40 * _DAY)
            if used:
                invitations.use(session, name, now=now - 31 * _DAY)
        for account, minutes in ((ann, 60), (ben, 59)):
            presence.seen(session, case, account, now=now - dt.timedelta(minutes=minutes))


def _left(database: Database) -> list[list[str]]:
    with database.reading() as session:
        columns = (
            RateRow.who,
            SessionRow.token_hash,
            OidcStateRow.state_hash,
            InvitationRow.token_hash,
        )
        left = [sorted(session.scalars(select(each))) for each in columns]
        seen = select(AccountRow.name).join(PresenceRow, PresenceRow.account_id == AccountRow.id)
        return [*left, list(session.scalars(seen))]


def test_what_is_over_is_deleted(court: Court) -> None:
    """Of each kind what is still of use stays: a limit that was reached is reached."""
    _fill(court)
    assert Forget(court.database, court.clock).run() is True
    assert _left(court.database) == [["new"], ["new"], ["new"], ["new"], ["ben"]]
    with court.database.writing() as session, pytest.raises(TooManyError):
        rates.allow(session, "report", "new", limit=1, window=_DAY, now=court.now)


def test_it_is_done_once_an_hour(court: Court) -> None:
    """Whoever does it; the next hour begins by the clock."""
    done = []
    for minutes in (0, 59, 60, 61):
        court.now = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
        done.append(Forget(court.database, court.clock).run())
    assert done == [True, False, True, False]


def test_servers_at_once(court: Court) -> None:
    """One of them does it, and none fails."""
    _fill(court)
    start = threading.Barrier(3)
    done: list[bool] = []

    def work() -> None:
        start.wait()
        done.append(Forget(court.database, court.clock).run())

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(done) == [False, False, True]
