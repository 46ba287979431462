"""People are told how long they have been at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from sqlalchemy import event

from gptreview.store import own_steps
from gptreview.store.database import Database
from gptreview.store.events import Event, append_all
from gptreview.usecases.triage.own_work import OwnWork, ReadOwnWork
from tests.casework import NOW, Casework

MINUTE = dt.timedelta(minutes=1)


def _happened(work: Casework, events: Iterable[tuple[int, str, str]]) -> None:
    """Minutes before now, actor and kind of each, in the order of the log."""
    with work.database.writing() as session:
        append_all(
            session,
            [Event(NOW - ago * MINUTE, who, kind, "case:1", {}) for ago, who, kind in events],
        )


@pytest.mark.parametrize("read", [2, 2_000], ids=["portions", "at once"])
def test_work_is_counted_since_the_last_pause(
    database: Database, monkeypatch: pytest.MonkeyPatch, read: int
) -> None:
    """Of fifteen minutes; what others do, and signing in, is no step of it."""
    monkeypatch.setattr(own_steps, "_READ", read)
    work = Casework(database)
    ann = work.account("ann")
    _happened(
        work,
        [
            (200, ann.actor, "decision.made"),
            (60, ann.actor, "decision.made"),
            (44, ann.actor, "case.claimed"),
            (43, "sync", "listing.added"),
            (40, "account:99", "decision.made"),
            (30, ann.actor, "decision.made"),
            (20, ann.actor, "appeal.upheld"),
            (10, ann.actor, "appeal.overturned"),
            (1, ann.actor, "session.begun"),
        ],
    )
    assert ReadOwnWork(database, work.clock).since_break(ann) == OwnWork(3, 44)


def test_work_of_another_day_is_over(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reads the log to its beginning for it."""
    monkeypatch.setattr(own_steps, "_READ", 1)
    work = Casework(database)
    ann = work.account("ann")
    _happened(work, [(2 * 24 * 60, ann.actor, "decision.made"), (30 * 60, "sync", "run.ended")])
    assert ReadOwnWork(database, work.clock).since_break(ann) == OwnWork(0, 0)


def test_who_has_done_nothing_is_at_a_pause(database: Database) -> None:
    """So is who did the last step a quarter of an hour ago."""
    work = Casework(database)
    ann = work.account("ann")
    reading = ReadOwnWork(database, work.clock)
    assert reading.since_break(ann) == OwnWork(0, 0)
    _happened(work, [(15, ann.actor, "decision.made")])
    assert reading.since_break(ann) == OwnWork(0, 0)


def test_log_is_read_no_further_than_a_pause(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What others did before it is not looked through, however much of it there is."""
    monkeypatch.setattr(own_steps, "_READ", 2)
    work = Casework(database)
    ann = work.account("ann")
    others = [(100 - each, "sync", "listing.added") for each in range(40)]
    _happened(work, [*others, (31, "sync", "run.ended"), (10, ann.actor, "decision.made")])
    asked: list[str] = []
    event.listen(
        database.engine, "before_cursor_execute", lambda _c, _u, text, *_rest: asked.append(text)
    )
    assert ReadOwnWork(database, work.clock).since_break(ann) == OwnWork(1, 10)
    assert (
        len([each for each in asked if " events" in each]) == 3
    )  # its end, two events, and the one before
