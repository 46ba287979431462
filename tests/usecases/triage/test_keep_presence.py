"""Reviewers see who else has a case open."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from gptreview.errors import NotFoundError
from gptreview.model.presence import Present
from gptreview.store.database import Database
from gptreview.store.tables.cases import PresenceRow
from gptreview.usecases.triage.presence import KeepPresence
from tests.casework import NOW, Casework

SECOND = dt.timedelta(seconds=1)


def test_others_are_seen_for_forty_five_seconds(database: Database) -> None:
    """Nobody sees themselves, and a page that is open longer says so again."""
    work = Casework(database)
    ann, bob, eve = work.account("ann"), work.account("bob"), work.account("eve")
    assert bob.account is not None
    assert eve.account is not None
    presence = KeepPresence(database, work.clock)
    case, other = work.cases({}, {})
    assert presence.heartbeat(case, eve) == ()
    assert presence.heartbeat(case, bob) == (Present(eve.account.id, "eve", NOW),)
    assert presence.heartbeat(other, ann) == ()
    assert [each.name for each in presence.heartbeat(case, ann)] == ["bob", "eve"]
    work.now += 44 * SECOND
    presence.heartbeat(case, bob)
    assert [each.name for each in presence.heartbeat(case, ann)] == ["bob", "eve"]
    work.now += SECOND
    assert [each.name for each in presence.heartbeat(case, ann)] == ["bob"]
    presence.leave(case, bob)
    presence.leave(case, bob)
    assert presence.heartbeat(case, ann) == ()


def test_old_signs_of_life_are_forgotten(database: Database) -> None:
    """Who goes from case to case leaves one row behind, not a thousand."""
    work = Casework(database)
    ann = work.account("ann")
    presence = KeepPresence(database, work.clock)
    for case in work.cases({}, {}, {}):
        presence.heartbeat(case, ann)
        work.now += 50 * SECOND
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(PresenceRow)) == 1


def test_unknown_case_is_told(database: Database) -> None:
    """A page of a case that is not there cannot be open."""
    work = Casework(database)
    with pytest.raises(NotFoundError):
        KeepPresence(database, work.clock).heartbeat(7, work.account("ann"))
