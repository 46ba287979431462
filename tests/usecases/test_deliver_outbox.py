"""Each subscriber gets everything, in order, whatever happens to whoever delivers."""

from __future__ import annotations

import datetime as dt
import functools
import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from gptreview.delivery.folder import FolderSink
from gptreview.errors import DependencyError
from gptreview.model.publication import DeliveryReport, FailedDelivery, HeldDelivery, Message
from gptreview.store import subscribers
from gptreview.store.database import Database
from gptreview.store.owners import dead_owners, this_process
from gptreview.store.tables.publications import OutboxRow, SubscriberRow

if TYPE_CHECKING:
    from tests.publishing import Newsroom


def _publish(newsroom: Newsroom, count: int) -> None:
    words = {f"g{number}": f"walk {number}" for number in range(count)}
    newsroom.have(**words)
    for word in words.values():
        newsroom.judge(word, "pass")
    newsroom.publish()


def _expected(count: int) -> list[str]:
    return [f"publish-{number}-content-1" for number in range(1, count + 1)]


def test_nothing_waits_for_nobody(newsroom: Newsroom) -> None:
    """Without a subscriber there is nothing to deliver."""
    _publish(newsroom, 2)
    assert newsroom.deliver() == DeliveryReport(0, 0)


def test_rows_are_given_in_order_and_marked(newsroom: Newsroom, database: Database) -> None:
    """More than are given together, to two subscribers, each with its own order."""
    for key in ("site", "store"):
        newsroom.subscribe(key)
    _publish(newsroom, 7)
    assert newsroom.deliver(size=3) == DeliveryReport(delivered=14, waiting=0)
    assert newsroom.transitions("site") == newsroom.transitions("store") == _expected(7)
    with database.reading() as session:
        assert session.scalars(select(OutboxRow.delivered_at)).all().count(None) == 0
        assert session.scalars(select(SubscriberRow.holder)).all() == ["", ""]
        assert session.scalars(select(SubscriberRow.lease_until)).all() == [None, None]


def test_a_failure_keeps_only_its_own_subscriber_waiting(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be given holds back what comes after it, and pauses get longer up to an hour."""
    site = newsroom.subscribe("site")
    newsroom.subscribe("store")
    _publish(newsroom, 4)
    original = FolderSink.deliver

    def deliver(sink: FolderSink, message: Message) -> None:
        if sink.target == str(site) and message.document["listing"]["number"] == 3:
            raise DependencyError("no room", where=sink.target)
        original(sink, message)

    with monkeypatch.context() as patched:
        patched.setattr(FolderSink, "deliver", deliver)
        report = newsroom.deliver()
        assert (report.delivered, report.waiting, report.held) == (6, 2, ())
        (failed,) = report.failed
        assert failed == FailedDelivery("site", f"{site}: no room", 1, failed.due_at)
        pauses = []
        for attempts in range(2, 14):
            assert newsroom.deliver().failed[0].attempts == attempts - 1
            newsroom.now = failed.due_at
            (failed,) = newsroom.deliver().failed
            assert failed.attempts == attempts
            pauses.append(failed.due_at - newsroom.now)
    seconds = [round(each.total_seconds()) for each in pauses]
    assert seconds == [20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600, 3600]
    assert newsroom.transitions("site") == _expected(2)
    assert newsroom.deliver(at_once=True) == DeliveryReport(delivered=2, waiting=0)
    assert newsroom.transitions("site") == newsroom.transitions("store") == _expected(4)


def test_a_pipe_in_a_folder_stops_nobody_else(newsroom: Newsroom) -> None:
    """Nobody writes to it, ever; whoever comes later in the outbox is told all the same."""
    current = newsroom.subscribe("a-first") / "current"
    newsroom.subscribe("site")
    current.mkdir()
    os.mkfifo(current / "listing-1.json")
    _publish(newsroom, 2)
    report = newsroom.deliver()
    assert (report.delivered, report.waiting) == (2, 2)
    assert [(each.subscriber, each.error) for each in report.failed] == [
        (
            "a-first",
            f"{current}/listing-1.json: listing-1.json is no regular file; expected a folder into"
            " which nothing else writes; remove it, then gptreview registry publish --retry",
        )
    ]
    (current / "listing-1.json").unlink()
    assert newsroom.deliver(at_once=True) == DeliveryReport(delivered=2, waiting=0)


def test_an_unwritable_folder_and_then_again(newsroom: Newsroom) -> None:
    """A folder that is a file for a while gets all of it afterwards."""
    folder = newsroom.subscribe("site")
    _publish(newsroom, 2)
    folder.rmdir()
    folder.write_bytes(b"")
    report = newsroom.deliver()
    assert (report.delivered, report.waiting) == (0, 2)
    assert report.failed[0].error == (
        f"{folder}: the folder cannot be written (Not a directory); "
        "make room, or let this user write there"
    )
    folder.unlink()
    folder.mkdir()
    newsroom.now = report.failed[0].due_at
    assert newsroom.deliver() == DeliveryReport(delivered=2, waiting=0)
    assert newsroom.transitions("site") == _expected(2)


@pytest.mark.parametrize("days", [-30, 30], ids=["back", "forth"])
def test_a_clock_that_was_wrong_holds_nothing_up(newsroom: Newsroom, days: int) -> None:
    """A failure of then is not rested for longer than an hour, nor is what was made then."""
    folder = newsroom.subscribe("site")
    _publish(newsroom, 2)
    folder.rmdir()
    newsroom.deliver()
    newsroom.now += dt.timedelta(days=days)
    folder.mkdir()
    assert newsroom.deliver() == DeliveryReport(delivered=2, waiting=0)


def test_a_delivery_belongs_to_one(newsroom: Newsroom, database: Database) -> None:
    """Who holds it is left alone until its lease ends, or it is known to be dead."""
    newsroom.subscribe("site")
    _publish(newsroom, 1)
    with database.writing() as session:
        until = newsroom.now + dt.timedelta(minutes=2)
        session.execute(update(SubscriberRow).values(holder="else/1/2/3/4", lease_until=until))
    assert newsroom.deliver() == DeliveryReport(
        delivered=0, waiting=1, held=(HeldDelivery("site", "process 3 on else", 1),)
    )
    assert newsroom.deliver(dead_owners=list) == DeliveryReport(delivered=1, waiting=0)
    with database.writing() as session:
        session.execute(update(SubscriberRow).values(holder="else/1/2/3/4", lease_until=until))
    newsroom.have(g0="walk 0", g1="walk 1")
    newsroom.judge("walk 1", "pass")
    newsroom.publish()
    newsroom.now = until
    assert newsroom.deliver() == DeliveryReport(delivered=1, waiting=0)


def test_a_hold_that_ended_meanwhile(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gave it back between two looks has no name any more; what waits is told all the same."""
    newsroom.subscribe("site")
    _publish(newsroom, 1)
    monkeypatch.setattr(subscribers, "take", lambda *_arguments, **_hold: False)
    report = DeliveryReport(
        delivered=0, waiting=1, held=(HeldDelivery("site", "another process", 1),)
    )
    assert newsroom.deliver() == report


def test_a_hold_of_a_wrong_clock_is_none(newsroom: Newsroom, database: Database) -> None:
    """Who held it by a clock that was years ahead, and died elsewhere, keeps nobody waiting."""
    newsroom.subscribe("site")
    _publish(newsroom, 1)
    with database.writing() as session:
        until = newsroom.now + dt.timedelta(days=1000)
        session.execute(update(SubscriberRow).values(holder="else/1/2/3/4", lease_until=until))
    assert newsroom.deliver() == DeliveryReport(delivered=1, waiting=0)


def test_who_lost_a_delivery_stops(newsroom: Newsroom, database: Database) -> None:
    """A process that slept for longer than its lease leaves the rest to who took it over."""
    newsroom.subscribe("site")
    _publish(newsroom, 4)
    slept = newsroom.courier(size=1)

    def overslept() -> dt.datetime:
        with database.writing() as session:
            lost = SubscriberRow.lease_until.is_not(None)
            session.execute(update(SubscriberRow).where(lost).values(holder="else/1/2/3/4"))
        return newsroom.clock()

    report = newsroom.deliver(size=1, clock=overslept)
    assert (report.delivered, report.waiting) == (1, 3)
    with database.reading() as session:
        assert session.scalar(select(SubscriberRow.holder)) == "else/1/2/3/4"
    newsroom.now += dt.timedelta(minutes=5)
    assert slept.run() == DeliveryReport(delivered=3, waiting=0)
    assert newsroom.transitions("site") == _expected(4)


def test_two_deliverers_at_once(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Together they give everything, no transition twice, and each subscriber's in order."""
    keys = ("one", "two", "three")
    for key in keys:
        newsroom.subscribe(key)
    _publish(newsroom, 30)
    given: list[tuple[str, int]] = []
    original = FolderSink.deliver

    def deliver(sink: FolderSink, message: Message) -> None:
        original(sink, message)
        given.append((sink.target, message.id))

    monkeypatch.setattr(FolderSink, "deliver", deliver)
    gate = threading.Barrier(2)
    reports: list[DeliveryReport] = []

    def work(owner: str) -> None:
        courier = newsroom.courier(size=4, owner=owner)
        gate.wait()
        reports.append(courier.run())

    threads = [threading.Thread(target=work, args=(f"host/1/2/3/{end}",)) for end in "45"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reports.append(newsroom.deliver())
    assert sum(each.delivered for each in reports) == len(given) == len(set(given)) == 90
    for key in keys:
        target = str(newsroom.folder / key)
        numbers = [number for place, number in given if place == target]
        assert numbers == sorted(numbers)
        assert newsroom.transitions(key) == _expected(30)


def test_killed_between_file_and_mark(
    newsroom: Newsroom, database: Database, database_url: str
) -> None:
    """After kill -9 the next one goes on at once, and no file is there twice or is another one."""
    folder = newsroom.subscribe("site")
    _publish(newsroom, 5)
    courier = subprocess.Popen(
        [sys.executable, __file__, database_url], stdout=subprocess.PIPE, text=True
    )
    with courier:
        assert courier.stdout is not None
        assert courier.stdout.readline() == "written 3\n"
        courier.kill()
    before = {path: path.stat().st_mtime_ns for path in folder.glob("0*.json")}
    assert newsroom.transitions("site") == _expected(3)
    with database.reading() as session:
        assert session.scalars(select(OutboxRow.delivered_at)).all() == [None] * 5
        assert session.scalar(select(SubscriberRow.holder)) != ""
    report = newsroom.deliver(owner=this_process(), dead_owners=dead_owners)
    assert report == DeliveryReport(delivered=5, waiting=0)
    assert newsroom.transitions("site") == _expected(5)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert list(folder.rglob(".*")) == []


def _main(url: str) -> None:
    """A delivery that hangs after its third file, for the test that kills it."""
    from gptreview.usecases.deliver_outbox import DeliverOutbox

    original = FolderSink.deliver

    def deliver(sink: FolderSink, message: Message) -> None:
        original(sink, message)
        if message.document["listing"]["number"] == 3:
            os.write(1, b"written 3\n")
            time.sleep(60)

    setattr(FolderSink, "deliver", deliver)  # noqa: B010 - a type checker minds an assignment
    clock = functools.partial(dt.datetime.now, dt.UTC)
    DeliverOutbox(Database(url), clock, this_process(), dead_owners).run()


if __name__ == "__main__":
    _main(sys.argv[1])
