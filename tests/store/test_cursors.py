"""Readers of the event log know how far they are."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gptreview.store import cursors
from gptreview.store.cursors import EventPortion, LoggedEvent
from gptreview.store.events import append

if TYPE_CHECKING:
    from gptreview.store.database import Database

_NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def _log(database: Database, *kinds: str) -> None:
    with database.writing() as session:
        for kind in kinds:
            append(session, at=_NOW, actor="public", kind=kind, subject="case:7", payload={"a": 1})


def _event(seq: int, kind: str) -> LoggedEvent:
    return LoggedEvent(seq, _NOW, "public", kind, "case:7", {"a": 1})


def test_a_reader_begins_at_the_beginning_and_goes_on_where_it_was(database: Database) -> None:
    """What one transaction has noted the next one begins with."""
    with database.writing() as session:
        assert cursors.position(session, "notices") == 0
        assert cursors.take(session, "notices") == 0
        cursors.advance(session, "notices", 5)
    with database.writing() as session:
        assert cursors.take(session, "notices") == 5
        assert cursors.position(session, "webhooks") == 0


def test_a_portion_has_the_kinds_that_are_wanted(database: Database) -> None:
    """A whole portion ends at its last event; the end of the log is behind all the others too."""
    _log(database, "a", "b", "a", "a", "b")
    with database.reading() as session:
        first = cursors.events_after(session, 0, {"a"}, limit=2)
        rest = cursors.events_after(session, first.last, {"a"}, limit=2)
        none = cursors.events_after(session, rest.last, {"a"}, limit=2)
    assert first == EventPortion([_event(1, "a"), _event(3, "a")], 3, is_end=False)
    assert rest == EventPortion([_event(4, "a")], 5, is_end=True)
    assert none == EventPortion([], 5, is_end=True)
    assert rest.events[0].number == 7
