"""The event log."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
import threading
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from gptreview.errors import DependencyError
from gptreview.model.database import BreakKind, ChainBreak, ChainHead, ChainReport
from gptreview.store import events
from gptreview.store.database import Database
from gptreview.store.events import Event, append, append_all, head, verify
from gptreview.store.schema import upgrade
from gptreview.store.tables.events import EventRow

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
START = ChainHead(0, "0" * 64)


def _events(count: int) -> list[Event]:
    return [
        Event(NOON, "sync", "listing.added", f"listing:{number}", {"n": number})
        for number in range(1, count + 1)
    ]


def _filled(database: Database, count: int) -> ChainHead:
    with database.writing() as session:
        return append_all(session, _events(count))


def _verified(database: Database, expected: ChainHead | None = None) -> ChainReport:
    with database.snapshot() as session:
        return verify(session, expected=expected)


def _change(database: Database, *statements: object) -> None:
    with database.writing() as session:
        for statement in statements:
            session.execute(statement)  # type: ignore[call-overload]


def test_hash_is_made_as_documented(database: Database) -> None:
    """Who has the rows alone can make both hashes again, by the words of the module."""
    with database.writing() as session:
        append(
            session,
            at=NOON,
            actor="sync",
            kind="listing.added",
            subject="listing:7",
            payload={"b": "名", "a": [1, None, True]},
        )
        made = append(session, at=NOON, actor="x", kind="y", subject="z", payload={})
    first = (
        '[1,1772366400000000,"sync","listing.added","listing:7",'
        r'"{\"a\":[1,null,true],\"b\":\"\\u540d\"}",' + f'"{"0" * 64}"]'
    )
    one = hashlib.sha256(first.encode()).hexdigest()
    two = hashlib.sha256(f'[2,1772366400000000,"x","y","z","{{}}","{one}"]'.encode()).hexdigest()
    with database.reading() as session:
        rows = session.scalars(select(EventRow).order_by(EventRow.seq)).all()
        assert [(row.seq, row.previous, row.hash) for row in rows] == [
            (1, "0" * 64, one),
            (2, one, two),
        ]
        assert rows[0].at == NOON
        assert json.loads(rows[0].payload) == {"a": [1, None, True], "b": "名"}
    assert made == ChainHead(2, two)


def test_empty_log_holds(database: Database) -> None:
    """A log without events is whole, and its head has the number 0."""
    assert _verified(database) == ChainReport(0, START, None)
    assert _filled(database, 0) == START


def test_many_events_hold(database: Database) -> None:
    """More events than fit into one statement or one reading are one chain."""
    made = _filled(database, 4_321)
    assert _verified(database, made) == ChainReport(4_321, made, None)


def test_events_go_on_after_the_last_one(database: Database) -> None:
    """A second transaction goes on where the first one ended."""
    _filled(database, 3)
    made = _filled(database, 2)
    assert made.seq == 5
    assert _verified(database, made) == ChainReport(5, made, None)


def test_clock_may_go_back(database: Database) -> None:
    """The order is that of the calls, whatever their times are."""
    with database.writing() as session:
        for hours in (3, 1, 2):
            at = NOON - dt.timedelta(hours=hours)
            append(session, at=at, actor="a", kind="k", subject="s", payload={})
    assert _verified(database).broken is None


def test_events_of_a_failed_transaction_leave_no_gap(database: Database) -> None:
    """What is rolled back was never there."""

    def fail() -> None:
        with database.writing() as session:
            append_all(session, _events(2))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    made = _filled(database, 1)
    assert _verified(database) == ChainReport(1, made, None)


def test_payload_must_be_json(database: Database) -> None:
    """A number that JSON does not have is refused."""
    with database.writing() as session, pytest.raises(ValueError, match="JSON compliant"):
        append(session, at=NOON, actor="a", kind="k", subject="s", payload={"n": float("nan")})


@pytest.mark.parametrize(
    "column",
    [
        {"at": NOON + dt.timedelta(microseconds=1)},
        {"actor": "somebody"},
        {"kind": "listing.removed"},
        {"subject": "listing:0"},
        {"payload": '{"n":0}'},
        {"previous": "1" * 64},
        {"hash": "1" * 64},
    ],
    ids=lambda value: next(iter(value)),
)
def test_changed_row_is_found(database: Database, column: dict[str, object]) -> None:
    """A change of any column of a row is told with its number."""
    _filled(database, 4)
    _change(database, update(EventRow).where(EventRow.seq == 3).values(**column))
    found = _verified(database)
    assert (found.events, found.broken) == (2, ChainBreak(3, BreakKind.CHANGED))


@pytest.mark.parametrize("gone", [1, 3])
def test_missing_row_is_found(database: Database, gone: int) -> None:
    """A row that was taken out is told, the first one too."""
    _filled(database, 4)
    _change(database, delete(EventRow).where(EventRow.seq == gone))
    assert _verified(database).broken == ChainBreak(gone, BreakKind.MISSING)


def test_row_that_was_made_anew_is_found(database: Database) -> None:
    """A row whose own hash was made again no longer joins the row after it."""
    _filled(database, 4)
    with database.writing() as session:
        row = session.get_one(EventRow, 3)
        columns = [3, 1772366400000000, row.actor, row.kind, "listing:0", row.payload, row.previous]
        row.subject = "listing:0"
        row.hash = hashlib.sha256(json.dumps(columns, separators=(",", ":")).encode()).hexdigest()
    assert _verified(database).broken == ChainBreak(4, BreakKind.UNLINKED)


def test_cut_tail_is_found_by_an_expected_head(database: Database) -> None:
    """Only who noted a head down can tell that the last events are gone."""
    made = _filled(database, 4)
    _change(database, delete(EventRow).where(EventRow.seq > 2))
    assert _verified(database).broken is None
    assert _verified(database, made).broken == ChainBreak(3, BreakKind.CUT)


def test_log_that_was_made_anew_is_found_by_an_expected_head(database: Database) -> None:
    """Another log of the same length is whole in itself, but not the one that was noted down."""
    made = _filled(database, 4)
    _change(database, delete(EventRow))
    with database.writing() as session:
        append_all(session, _events(9)[5:])
    assert _verified(database).broken is None
    assert _verified(database, made).broken == ChainBreak(4, BreakKind.REWRITTEN)


def test_log_may_grow_beyond_an_expected_head(database: Database) -> None:
    """A head that was noted down stays good while events are added."""
    made = _filled(database, 2)
    later = _filled(database, 2)
    assert _verified(database, made) == ChainReport(4, later, None)
    assert _verified(database, START).broken is None


def test_writers_at_once_make_one_chain(database: Database) -> None:
    """Four writers with ten transactions each leave one chain without a gap."""

    def write() -> None:
        for _ in range(10):
            _filled(database, 3)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = _verified(database)
    assert (found.events, found.broken) == (120, None)


def test_reader_sees_one_moment(database: Database) -> None:
    """A walk that has begun does not see events that are added meanwhile."""
    _filled(database, 2)
    with database.snapshot() as session:
        assert head(session).seq == 2
        _filled(database, 2)
        assert verify(session).events == 2
    assert _verified(database).events == 4


@pytest.mark.usefixtures("untraced")
def test_memory_stays_flat(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log seven times as long needs no more memory to be written and walked along."""
    monkeypatch.setattr(events, "_READ", 100)
    monkeypatch.setattr(events, "_WRITTEN", 100)

    def peak(work: Callable[[Session], object]) -> int:
        with database.writing() as session:
            tracemalloc.start()
            work(session)
            highest = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return highest

    def written(count: int) -> int:
        many = (Event(NOON, "a", "k", "s", {"n": number}) for number in range(count))
        return peak(lambda session: append_all(session, many))

    written(300)  # statements are compiled once
    peak(verify)
    few = (written(300), peak(verify))
    many = (written(3_000), peak(verify))
    assert [after < 2 * before for before, after in zip(few, many, strict=True)] == [True, True]


def test_trouble_of_the_database_is_no_break(tmp_path: Path) -> None:
    """A walk that the database could not finish says nothing about the chain."""
    with closing(Database(f"sqlite:///{tmp_path / 'registry.db'}")) as database:
        upgrade(database)

        def interrupted() -> None:
            with database.snapshot() as session:
                driver = session.connection().connection.driver_connection
                assert isinstance(driver, sqlite3.Connection)
                driver.set_progress_handler(lambda: 1, 1)
                verify(session)

        with pytest.raises(DependencyError, match="interrupted"):
            interrupted()


@pytest.mark.parametrize("portion", [2, 2_000])
def test_unreadable_text_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    """A text whose bytes are no UTF-8 any more is told as unreadable, with its number."""
    monkeypatch.setattr(events, "_READ", portion)
    with closing(Database(f"sqlite:///{tmp_path / 'registry.db'}")) as database:
        upgrade(database)
        _filled(database, 6)
        _change(database, text("UPDATE events SET actor = CAST(x'ff' AS TEXT) WHERE seq = 4"))
        assert _verified(database).broken == ChainBreak(4, BreakKind.UNREADABLE)
