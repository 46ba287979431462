"""A full disk, a clock that goes back, and listings that break what scans them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from gptreview.decide.known_listings import Baseline
from gptreview.errors import DependencyError
from gptreview.extract.limits import ExtractLimits
from gptreview.model.finding import Card, Hit
from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing
from gptreview.model.policy import Policy, Profile
from gptreview.model.segment import Segment
from gptreview.model.view import View
from gptreview.reading.document import ReadLimits
from gptreview.scan.actions.scanner import ActionScanner
from gptreview.store.database import Database
from gptreview.store.owners import this_process
from gptreview.store.tables.registry import ListingRow, SnapshotRow
from gptreview.store.tables.verdicts import VerdictRow
from gptreview.usecases import source_reading
from gptreview.usecases.batch_terms import BatchOptions, Surroundings
from gptreview.usecases.review_gpt import ReviewGpt
from gptreview.usecases.review_registry import ReviewRegistry
from gptreview.usecases.source_reading import SyncWatch
from gptreview.usecases.sync_registry import SyncRegistry, SyncResult

if TYPE_CHECKING:
    from tests.databases import FillDisk

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
SILENT = SyncWatch(lambda _notice: None, lambda _read: None)
Clock = Callable[[], dt.datetime]
Sound = Callable[[Database], None]
pytestmark = pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")


@dataclass(frozen=True)
class _Breaks:
    """Finds nothing, and breaks at what a text says."""

    name: str = "fragile"
    version: str = "1"

    def cards(self) -> Sequence[Card]:
        """None."""
        return ()

    def scan(self, segment: Segment, views: Sequence[View]) -> Iterable[Hit]:
        """Nothing, if it comes to that."""
        del views
        match segment.text:
            case "raises":
                raise ValueError(segment.text)
            case "dies":
                os._exit(1)
            case "hangs":
                sum(range(10**12))  # in the interpreter's own code, where no handler gets a turn
        return ()


@dataclass(frozen=True)
class _Factory:
    """Makes a reviewer with the scanner above in any process."""

    def __call__(self) -> ReviewGpt:
        return ReviewGpt(
            scanners=(_Breaks(),),
            actions=ActionScanner(),
            policy=Policy("house", "1", "sha256:1", {}, {}, {}),
            profile=Profile.CONTENT,
            ruleset_digest="sha256:rules",
            limits=ExtractLimits(),
            read_limits=ReadLimits(),
            today=NOW.date(),
            baseline=Baseline(),
        )


class _Watcher:
    """Looks away."""

    def began(self, contents: int) -> None:
        """Nothing."""

    def advanced(self, contents: int) -> None:
        """Nothing."""

    def told(self, line: str) -> None:
        """Nothing."""


def _steady() -> dt.datetime:
    return NOW


def _going_back() -> Clock:
    """A clock that is set back by an hour each time that somebody looks."""
    looks = iter(range(10_000))
    return lambda: NOW - dt.timedelta(hours=next(looks))


def _listings(texts: Iterable[str]) -> Iterator[Listing]:
    for number, text in enumerate(texts):
        yield Listing(Gpt(f"GPT {number}", f"g-{number}", instructions=text), f"x/{number}")


def _sync(database: Database, texts: Sequence[str], clock: Clock = _steady) -> SyncResult:
    use_case = SyncRegistry(
        database, lambda *_: _listings(texts), lambda: (), clock, this_process()
    )
    return use_case.sync("compliance:ws-1", SILENT)


def _review(database: Database, clock: Clock = _steady) -> ReviewRegistry:
    options = BatchOptions(2, 8, dt.timedelta(minutes=5), pauses=(), listing_seconds=0.5)
    around = Surroundings(
        owner=this_process(),
        dead_owners=lambda _owners: [],
        clock=clock,
        sleep=lambda _seconds: None,
        is_stopped=lambda: False,
    )
    return ReviewRegistry(database, _Factory(), options, around, _Watcher())


def _counts(database: Database) -> tuple[int, int]:
    """Listings and contents."""
    with database.reading() as session:
        return (
            session.scalars(select(func.count()).select_from(ListingRow)).one(),
            session.scalars(select(func.count()).select_from(SnapshotRow)).one(),
        )


def test_full_disk_leaves_whole_chunks_of_a_sync(
    database: Database,
    fill_disk: FillDisk,
    monkeypatch: pytest.MonkeyPatch,
    assert_sound: Sound,
) -> None:
    """A chunk that the disk has no room for leaves nothing; the next sync has the rest."""
    monkeypatch.setattr(source_reading, "_CHUNK", 20)
    texts = [f"Tell when museum {number} opens. {os.urandom(1_000).hex()}" for number in range(120)]
    make_room = fill_disk("listings", 50)
    with pytest.raises(DependencyError, match="room"):
        raise _sync(database, texts).error or AssertionError
    written, contents = _counts(database)
    assert (written % 20, contents) == (0, written)
    assert 0 < written < 120
    make_room()
    assert _sync(database, texts).error is None
    assert _counts(database) == (120, 120)
    assert _review(database).run().reviewed == 120
    assert_sound(database)


def test_clock_that_goes_back_costs_nothing(database: Database, assert_sound: Sound) -> None:
    """Each look at the clock is an hour earlier: nothing vanishes, and all is reviewed once."""
    texts = [f"Tell when museum {number} opens." for number in range(30)]
    assert _sync(database, texts, _steady).counts.added == 30
    again = _sync(database, [*texts, "One more."], _going_back())
    assert (again.counts.added, again.counts.unchanged, again.counts.vanished) == (1, 30, 0)
    result = _review(database, _going_back()).run()
    assert (result.reviewed, result.set_aside, result.complete) == (31, 0, True)
    assert _review(database, _going_back()).run().reviewed == 0
    assert_sound(database)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("raises", "", id="raises"),
        pytest.param(
            "dies",
            "the process that read it ended without an answer (out of memory, or a crash)"
            " (3 attempts)",
            id="dies",
        ),
        pytest.param("hangs", "took longer than 0.5 s (3 attempts)", id="hangs"),
    ],
)
def test_listing_that_breaks_a_scanner_stands_alone(
    database: Database, assert_sound: Sound, text: str, told: str
) -> None:
    """It goes to a person with the reason, every time that it is met; all others pass."""
    _sync(database, [*(f"Tell when museum {number} opens." for number in range(20)), text])
    result = _review(database).run()
    assert (result.reviewed, result.set_aside, result.complete) == (21, int(bool(told)), True)
    with database.reading() as session:
        rows = session.execute(select(VerdictRow.outcome, VerdictRow.set_aside)).all()
    assert sorted(map(tuple, rows)) == [*[("pass", "")] * 20, ("review", told)]
    assert_sound(database)
