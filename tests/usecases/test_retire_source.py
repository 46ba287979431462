"""A source that moved or was given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from gptreview.errors import InputError, NotFoundError
from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing
from gptreview.model.registry import ListingFilter, SyncCounts
from gptreview.store import events, registry
from gptreview.store.database import Database
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.registry import SourceRow
from gptreview.usecases.retire_source import Retired, RetireSource
from gptreview.usecases.source_reading import SyncWatch
from gptreview.usecases.sync_registry import SyncRegistry

OLD = "compliance:old"
NEW = "compliance:new"
START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


@dataclass
class Depot:
    """Sources with as many listings as a test says, and a clock that goes on by itself."""

    database: Database
    now: dt.datetime = START
    cursor: str = ""
    before: Callable[[], object] = int
    """Called while a source is read."""

    def clock(self) -> dt.datetime:
        """A second later each time."""
        self.now += dt.timedelta(seconds=1)
        return self.now

    def sync(self, source: str, number: int) -> SyncCounts:
        """Sync a source that has so many listings."""

        def opened(_source: str, after: str, _note: object) -> Iterator[Listing]:
            self.cursor = after
            self.before()
            for each in range(number):
                yield Listing(Gpt(f"GPT {each}", f"g-{each}"), f"{source}/g-{each}")

        use_case = SyncRegistry(self.database, opened, tuple, self.clock, "host/1/2")
        return use_case.sync(source, SyncWatch(lambda _: None, lambda _: None)).counts

    def retire(self, source: str = OLD) -> Retired:
        """Retire a source."""
        return RetireSource(self.database, self.clock).retire(source)

    def present(self) -> list[str]:
        """Sources of the listings that are there."""
        with self.database.reading() as session:
            found = registry.listings(session, ListingFilter(vanished=False), limit=100)
        return [each.source for each in found]

    def told(self) -> list[tuple[str, str]]:
        """Subjects of the events that say that a listing is gone, and who said so."""
        with self.database.reading() as session:
            assert events.verify(session).broken is None
            rows = session.scalars(
                select(EventRow).where(EventRow.kind == "listing.vanished").order_by(EventRow.seq)
            )
            return [(each.subject, each.actor) for each in rows]


@pytest.fixture
def depot(database: Database) -> Depot:
    """On an empty database of either kind."""
    return Depot(database)


def test_listings_of_a_retired_source_are_gone(depot: Depot) -> None:
    """All of its listings and no other's, each with an event, and once however often it is said."""
    depot.sync(OLD, 2)
    depot.sync(NEW, 1)
    assert depot.retire() == Retired(OLD, 2)
    assert depot.present() == [NEW]
    gone = [("listing:1", "retire"), ("listing:2", "retire")]
    assert depot.told() == gone
    assert depot.retire() == Retired(OLD, 0)
    assert depot.told() == gone


def test_clock_that_went_back_keeps_nothing(depot: Depot) -> None:
    """What was seen at a moment that has yet to come is retired like the rest."""
    depot.sync(OLD, 2)
    depot.now -= dt.timedelta(days=400)
    assert depot.retire() == Retired(OLD, 2)


def test_next_sync_brings_them_back(depot: Depot) -> None:
    """A source that is there again has its listings again, with their numbers."""
    depot.sync(OLD, 2)
    depot.retire()
    assert depot.sync(OLD, 2) == SyncCounts(unchanged=2, returned=2)
    assert depot.present() == [OLD, OLD]


def test_next_sync_begins_at_the_beginning(depot: Depot, database: Database) -> None:
    """Where an interrupted sync would have gone on, nothing before it would come back."""
    depot.sync(OLD, 2)
    with database.writing() as session:
        session.get_one(SourceRow, OLD).cursor = "half"
    depot.retire()
    depot.sync(OLD, 2)
    assert depot.cursor == ""


def test_sync_at_the_same_time_goes_on(depot: Depot) -> None:
    """What it meets after that is back; it neither fails nor counts anything as vanished."""
    depot.sync(OLD, 2)
    depot.before = depot.retire
    assert depot.sync(OLD, 2) == SyncCounts(unchanged=2, returned=2)
    assert depot.present() == [OLD, OLD]
    assert [who for _, who in depot.told()] == ["retire", "retire"]


def test_source_that_is_not_known(depot: Depot) -> None:
    """It is told with those that are, and not made; standard input never was one."""
    depot.sync(OLD, 1)
    with pytest.raises(NotFoundError) as raised:
        depot.retire(NEW)
    assert str(raised.value) == (
        f"{NEW}: the registry has no such source; expected {OLD}; gptreview registry sync SOURCE"
    )
    with pytest.raises(InputError, match="standard input"):
        depot.retire("-")
    with depot.database.reading() as session:
        assert registry.sources(session) == [OLD]
