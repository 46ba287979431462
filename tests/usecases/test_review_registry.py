"""Every current version gets its verdict, whatever happens to whoever reviews it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, update

from gptreview.decide.known_listings import Baseline
from gptreview.errors import ConflictError, DependencyError
from gptreview.extract.limits import ExtractLimits
from gptreview.model.finding import Card, Hit
from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.policy import Policy, Profile, Waiver
from gptreview.model.segment import Segment
from gptreview.model.verdict import Outcome, Reviewed
from gptreview.model.view import View
from gptreview.reading.document import ReadLimits
from gptreview.scan.actions.scanner import ActionScanner
from gptreview.store import events, snapshots, verdicts, work
from gptreview.store.database import Database
from gptreview.store.owners import dead_owners, this_process
from gptreview.store.tables.events import EventRow
from gptreview.store.tables.registry import ListingRow, SnapshotRow, SourceRow
from gptreview.store.tables.verdicts import ClaimRow, RunRow, StandardRow, VerdictRow
from gptreview.store.work import Lease
from gptreview.usecases.batch_terms import BatchOptions, Surroundings
from gptreview.usecases.review_gpt import ReviewGpt
from gptreview.usecases.review_registry import ReviewRegistry
from gptreview.usecases.review_run import BatchResult
from gptreview.usecases.review_standard import standard_of

if TYPE_CHECKING:
    from tests.databases import FillDisk

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
WAIVER = Waiver("r", "sha256:e", "legal", "a novel", dt.date(2026, 5, 4))
forks = pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")


class _Nothing:
    """A scanner that finds nothing."""

    name = "nothing"
    version = "1"

    def cards(self) -> Sequence[Card]:
        """None."""
        return ()

    def scan(self, segment: Segment, views: Sequence[View]) -> Iterable[Hit]:
        """None."""
        del segment, views
        return ()


class _Fragile(ReviewGpt):
    """Dies of, or chokes on, a GPT that says so, and takes its time if that is wanted."""

    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """The review, unless the name forbids it."""
        assert isinstance(listing, Listing)
        if listing.gpt.name.startswith("deadly"):
            os._exit(1)
        if listing.gpt.name.startswith("hanging"):
            time.sleep(60)
        if listing.gpt.name.startswith("choking"):
            raise ValueError(listing.gpt.name)
        time.sleep(float(os.environ.get("SECONDS_A_LISTING", "0")))
        return super().review(listing)


@dataclass(frozen=True)
class _Factory:
    """Makes the reviewer above in any process."""

    version: str = "1"

    def __call__(self) -> ReviewGpt:
        policy = Policy("house", self.version, f"sha256:{self.version}", {}, {}, {})
        return _Fragile(
            scanners=(_Nothing(),),
            actions=ActionScanner(),
            policy=policy,
            profile=Profile.CONTENT,
            ruleset_digest="sha256:rules",
            limits=ExtractLimits(),
            read_limits=ReadLimits(),
            today=NOW.date(),
            baseline=Baseline(),
        )


class _Watcher:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.contents: list[int] = []
        self.done = 0
        self.lines: list[str] = []

    def began(self, contents: int) -> None:
        self.contents.append(contents)

    def advanced(self, contents: int) -> None:
        self.done += contents

    def told(self, line: str) -> None:
        self.lines.append(line)


def _clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _batch(database: Database, **changes: Any) -> ReviewRegistry:
    """A run with two jobs and small chunks, unless it is said otherwise."""
    options: dict[str, Any] = {
        "jobs": 2,
        "chunk": 8,
        "lease": dt.timedelta(minutes=5),
        "pauses": (),
        "listing_seconds": 60.0,
    }
    around: dict[str, Any] = {
        "owner": this_process(),
        "dead_owners": dead_owners,
        "clock": _clock,
        "sleep": lambda seconds: time.sleep(min(seconds, 0.05)),
        "is_stopped": lambda: False,
    }
    for part in (options, around):
        part.update({key: changes.pop(key) for key in list(changes) if key in part})
    watcher = changes.pop("watcher", _Watcher())
    factory = changes.pop("factory", _Factory())
    assert not changes
    return ReviewRegistry(
        database, factory, BatchOptions(**options), Surroundings(**around), watcher
    )


def _fill(database: Database, names: Sequence[str], vanished: Iterable[str] = ()) -> dict[str, str]:
    """A listing for each name; their digests."""
    gone = set(vanished)
    with database.writing() as session:
        digests = snapshots.write(session, [Gpt(name) for name in names])
        session.add(SourceRow(name="s", cursor=None, synced_at=None))
        session.flush()
        session.add_all(
            ListingRow(
                source="s",
                external_id=f"{number}",
                name=name,
                content_digest=digest,
                source_digest=digest,
                number=1,
                first_seen=NOW,
                last_seen=NOW,
                vanished_at=NOW if name in gone else None,
            )
            for number, (name, digest) in enumerate(zip(names, digests, strict=True))
        )
    return dict(zip(names, digests, strict=True))


def _lose(database_url: str, digest: str) -> None:
    """Take a content out of the database, as no program of ours could."""
    if database_url.startswith("sqlite"):
        file = sqlite3.connect(database_url.removeprefix("sqlite:///"))
        file.execute("DELETE FROM snapshots WHERE content_digest = ?", (digest,))
        file.commit()
        file.close()
        return
    import psycopg

    with psycopg.connect(database_url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM snapshots WHERE content_digest = %s", (digest,))


def _names(count: int) -> list[str]:
    return [f"gpt {number}" for number in range(count)]


def _kept(database: Database) -> tuple[int, int, int]:
    """How many verdicts, claims, and events of verdicts there are; the events' chain holds."""
    with database.snapshot() as session:
        assert events.verify(session).broken is None
        made = select(func.count()).select_from(EventRow).where(EventRow.kind == "verdict.made")
        return (
            session.scalars(select(func.count()).select_from(VerdictRow)).one(),
            session.scalars(select(func.count()).select_from(ClaimRow)).one(),
            session.scalars(made).one(),
        )


def _ended(result: BatchResult) -> tuple[int, int, int, bool]:
    return result.reviewed, result.set_aside, result.tally.versions, result.complete


@forks
def test_every_current_version_gets_a_verdict(database: Database) -> None:
    """What has vanished is left alone, and the same content is reviewed once."""
    _fill(database, [*_names(20), "gone"], vanished=["gone"])
    with database.writing() as session:
        row = session.query(ListingRow).filter_by(name="gpt 1").one()
        twin = {**{c.name: getattr(row, c.name) for c in ListingRow.__table__.columns}}
        session.add(ListingRow(**twin | {"id": 77, "external_id": "twin"}))
    watcher = _Watcher()
    result = _batch(database, watcher=watcher).run()
    assert _ended(result) == (20, 0, 21, True)
    assert result.tally.outcomes == {Outcome.PASS: 21, Outcome.REVIEW: 0, Outcome.FAIL: 0}
    assert _kept(database) == (20, 0, 20)
    assert (watcher.contents, watcher.done, watcher.lines) == ([20], 20, [])
    with database.reading() as session:
        run = session.query(RunRow).one()
    assert run.counts == {"reviewed": 20, "pass": 20}
    assert (run.kind, run.owner) == ("review", this_process())
    assert run.ended_at is not None


@forks
def test_second_run_does_nothing_unless_the_standard_is_another(database: Database) -> None:
    """The same policy gives no second verdict; another one gives each content another one."""
    _fill(database, _names(10))
    assert _batch(database).run().reviewed == 10
    again = _batch(database).run()
    assert _ended(again) == (0, 0, 10, True)
    assert _kept(database) == (10, 0, 10)
    assert _batch(database, factory=_Factory("2")).run().reviewed == 10
    assert _kept(database) == (20, 0, 20)


@forks
def test_poison_is_set_aside_after_three_attempts(database: Database) -> None:
    """Listings that kill or raise get a verdict with the reason, all others of the chunk theirs."""
    digests = _fill(database, [*_names(9), "deadly", "choking"])
    result = _batch(database, chunk=11).run()
    assert _ended(result) == (11, 2, 11, True)
    assert result.tally.outcomes == {Outcome.PASS: 9, Outcome.REVIEW: 2, Outcome.FAIL: 0}
    assert (result.tally.set_aside, *_kept(database)) == (2, 11, 0, 11)
    with database.reading() as session:
        rows = session.execute(select(VerdictRow.content_digest, VerdictRow.set_aside)).all()
        reasons = {digest: reason for digest, reason in rows if reason}
        verdict = verdicts.read(session, digests["choking"], 1)
    died = "the process that read it ended without an answer (out of memory, or a crash)"
    raised = "its review ended in ValueError (3 attempts)"
    assert reasons == {
        digests["deadly"]: f"{died} (3 attempts)",
        digests["choking"]: raised,
    }
    assert [each.reason for each in verdict.coverage.unread] == [raised]
    assert verdict.outcome is Outcome.REVIEW


@forks
def test_hanging_listing_is_set_aside_after_three_attempts(database: Database) -> None:
    """The process that works on it is killed each time, and all others get their verdict."""
    digests = _fill(database, [*_names(9), "hanging"])
    result = _batch(database, chunk=10, listing_seconds=0.3).run()
    assert _ended(result) == (10, 1, 10, True)
    assert (result.tally.set_aside, *_kept(database)) == (1, 10, 0, 10)
    with database.reading() as session:
        verdict = verdicts.read(session, digests["hanging"], 1)
    assert [each.reason for each in verdict.coverage.unread] == [
        "took longer than 0.3 s (3 attempts)"
    ]
    assert verdict.outcome is Outcome.REVIEW


@forks
def test_what_ended_three_workers_is_not_tried_again(database: Database) -> None:
    """A content that was claimed three times without an answer is set aside unread."""
    digests = _fill(database, ["gpt 1", "deadly"])
    with database.writing() as session:
        standard = verdicts.standard_id(session, standard_of(_Factory()()), now=NOW)
        session.add_all(
            ClaimRow(
                content_digest=digest,
                standard_id=standard,
                owner="elsewhere/-/-/1/-",
                lease_until=NOW,
                attempts=3,
                error="",
            )
            for digest in digests.values()
        )
    assert _ended(_batch(database).run()) == (2, 2, 2, True)
    with database.reading() as session:
        reasons = set(session.scalars(select(VerdictRow.set_aside)))
    assert reasons == {"the worker ended before it had an answer (3 attempts)"}


@forks
def test_damaged_content_is_set_aside(database: Database) -> None:
    """A content that cannot be read out of the database stops nobody else's review."""
    digests = _fill(database, _names(4))
    with database.writing() as session:
        damaged = SnapshotRow.content_digest == digests["gpt 2"]
        session.execute(update(SnapshotRow).where(damaged).values(data=b"no"))
    assert _ended(_batch(database).run()) == (4, 1, 4, True)
    with database.reading() as session:
        reasons = set(session.scalars(select(VerdictRow.set_aside)))
    assert reasons == {"", "its content cannot be read (error) (3 attempts)"}


@forks
def test_stop_finishes_the_chunk(database: Database) -> None:
    """Once stopped, what is claimed is finished, nothing more is claimed, and it can go on."""
    _fill(database, _names(40))
    watcher = _Watcher()
    stopped = _batch(database, watcher=watcher, is_stopped=lambda: watcher.done > 0).run()
    # With the first chunk done, two processes have four listings each, and one more is at hand.
    assert 8 <= stopped.reviewed <= 24
    assert stopped.reviewed % 8 == 0
    assert not stopped.complete
    assert _kept(database) == (stopped.reviewed, 0, stopped.reviewed)
    assert _batch(database).run().reviewed == 40 - stopped.reviewed


@forks
def test_claims_of_a_dead_process_are_taken_over_at_once(database: Database) -> None:
    """An owner of this machine that lives no more holds nothing, however long its lease."""
    digests = _fill(database, _names(3))
    host, boot, namespace, *_ = this_process().split("/")
    _claim(database, f"{host}/{boot}/{namespace}/4194305/1", digests.values(), minutes=60)
    watcher = _Watcher()
    assert _ended(_batch(database, watcher=watcher).run()) == (3, 0, 3, True)
    assert watcher.lines == []


@forks
@pytest.mark.parametrize(
    ("before", "lines"),
    [
        pytest.param(0, ["00:01:00 UTC"], id="today"),
        # After midnight it is today's, and told anew.
        pytest.param(30, ["2026-05-04 00:01:00 UTC", "00:01:00 UTC"], id="tomorrow"),
    ],
)
def test_claims_of_another_machine_are_waited_for(
    database: Database, before: int, lines: list[str]
) -> None:
    """What another machine holds is waited for, said, and taken over when its lease ends."""
    digests = _fill(database, _names(3))
    _claim(database, "elsewhere/b/n/4711/1", digests.values(), minutes=1)
    later = iter(range(10_000))
    watcher = _Watcher()
    result = _batch(
        database,
        watcher=watcher,
        clock=lambda: NOW + dt.timedelta(seconds=next(later) - before),
        lease=dt.timedelta(days=1),
    ).run()
    assert _ended(result) == (3, 0, 3, True)
    assert watcher.lines == [
        "waiting for 3 that process 4711 on elsewhere is reviewing; "
        f"what it leaves is taken over at {moment}"
        for moment in lines
    ]


def _claim(database: Database, owner: str, digests: Iterable[str], *, minutes: int) -> None:
    with database.writing() as session:
        standard = verdicts.standard_id(session, standard_of(_Factory()()), now=NOW)
        until = (NOW if minutes == 1 else _clock()) + dt.timedelta(minutes=minutes)
        claims = work.claim_new(session, Lease(owner, standard, NOW, until), after="", limit=99)
    assert {each.content_digest for each in claims} == set(digests)


def test_standard_holds_no_waivers() -> None:
    """A waiver makes no other standard, or everything would be scanned again; an audience does."""
    reviewer = _Factory()()
    waived = dataclasses.replace(reviewer.policy, waivers=(WAIVER,))
    assert standard_of(dataclasses.replace(reviewer, policy=waived)) == standard_of(reviewer)
    public = dataclasses.replace(reviewer, profile=Profile.PUBLIC)
    assert standard_of(public).scanners_digest != standard_of(reviewer).scanners_digest


def test_database_without_tables_is_told(database_url: str) -> None:
    """Nothing is made by a review: the next step is named."""
    opened = Database(database_url)
    with opened.engine.connect():
        pass
    with pytest.raises(ConflictError, match="gptreview db upgrade"):
        _batch(opened).run()
    opened.close()


@forks
def test_full_disk_leaves_no_half_chunk(database: Database, fill_disk: FillDisk) -> None:
    """A chunk that the disk has no room for leaves nothing, and the next run has all of it."""
    _fill(database, _names(160))
    make_room = fill_disk("events", 60)
    with pytest.raises(DependencyError):
        _batch(database, chunk=40).run()
    made, _, told = _kept(database)
    assert made == told
    assert made % 40 == 0
    assert made < 160
    make_room()
    assert _batch(database).run().reviewed == 160 - made
    assert _kept(database) == (160, 0, 160)


@forks
def test_database_that_comes_back_is_waited_for(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A transaction that fails once is tried again, and said."""
    _fill(database, _names(4))
    failing = iter([True])
    original = work.settle

    def settle(*arguments: Any) -> None:
        if next(failing, False):
            raise DependencyError("the server is starting")
        original(*arguments)

    monkeypatch.setattr(work, "settle", settle)
    watcher = _Watcher()
    result = _batch(database, watcher=watcher, pauses=(0.5,)).run()
    assert _ended(result) == (4, 0, 4, True)
    assert watcher.lines == ["the server is starting; trying again in 0.5 s"]
    assert _kept(database) == (4, 0, 4)


@forks
def test_run_advances_in_portions(database: Database) -> None:
    """Each portion ends with the chunk that fills it; the last one says that nothing is left."""
    _fill(database, _names(40))
    with _batch(database).begin() as run:
        portions = [run.advance(at_most=12) for _ in range(3)]
        assert (portions, run.is_over) == ([16, 16, 8], True)
        assert run.advance(at_most=12) == 0
        result = run.end()
    assert _ended(result) == (40, 0, 40, True)
    assert _kept(database) == (40, 0, 40)


@forks
def test_run_that_is_left_early_gives_its_claims_back(database: Database) -> None:
    """Whoever begins the next run has the rest of it."""
    _fill(database, _names(40))
    with _batch(database).begin() as run:
        assert run.advance(at_most=1) == 8
    assert _kept(database) == (8, 0, 8)
    assert _ended(_batch(database).run()) == (32, 0, 40, True)


@forks
def test_portion_that_failed_is_taken_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a database that did not answer, the run goes on with what was not written."""
    _fill(database, _names(24))
    failing = iter([False, True])
    original = work.settle

    def settle(*arguments: Any) -> None:
        if next(failing, False):
            raise DependencyError("no answer")
        original(*arguments)

    monkeypatch.setattr(work, "settle", settle)
    with _batch(database).begin() as run:
        assert run.advance(at_most=8) == 8
        with pytest.raises(DependencyError):
            run.advance(at_most=8)
        assert run.advance(at_most=99) == 16
        assert _ended(run.end()) == (24, 0, 24, True)
    assert _kept(database) == (24, 0, 24)


def test_portion_ends_after_a_minute_of_waiting(database: Database) -> None:
    """Who counts in portions gets an answer while another machine has all that is left."""
    digests = _fill(database, _names(1))
    _claim(database, "elsewhere/1/1", digests.values(), minutes=5)
    pauses: list[float] = []
    with _batch(database, sleep=pauses.append).begin() as run:
        assert (run.advance(at_most=9), run.is_over) == (0, False)
    assert pauses == [1.0] * 60


def _worker(url: str, **environment: str) -> subprocess.Popen[str]:
    """A run in a process of its own."""
    return subprocess.Popen(
        [sys.executable, __file__, url],
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent,
    )


def _until(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("it did not happen within 30 s")


def _claimed(database: Database) -> bool:
    return _kept(database)[1] > 0 and _kept(database)[0] > 0


@forks
def test_killed_worker_loses_nothing(database: Database, database_url: str) -> None:
    """After kill -9 in a chunk the next run has the rest at once, and no verdict twice."""
    _fill(database, _names(60))
    worker = _worker(database_url, SECONDS_A_LISTING="0.05")
    with worker:
        _until(lambda: _claimed(database))
        worker.kill()
        worker.wait()
    before, claims, _ = _kept(database)
    assert 0 < before < 60
    assert claims > 0
    result = _batch(database).run()
    assert _ended(result) == (60 - before, 0, 60, True)
    assert _kept(database) == (60, 0, 60)


@forks
def test_terminated_worker_finishes_its_chunk(database: Database, database_url: str) -> None:
    """SIGTERM leaves whole chunks, no claims, and a run that says that it has ended."""
    _fill(database, _names(60))
    worker = _worker(database_url, SECONDS_A_LISTING="0.05")
    with worker:
        _until(lambda: _claimed(database))
        worker.send_signal(signal.SIGTERM)
        out, _ = worker.communicate(timeout=30)
    made, claims, told = _kept(database)
    assert (out, claims, told) == (f"{made} False\n", 0, made)
    assert 0 < made < 60
    assert made % 8 == 0


@forks
def test_lease_is_renewed_while_a_listing_takes_its_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody takes over what a worker is still at, though it takes longer than a lease."""
    _fill(database, ["gpt 1"])
    monkeypatch.setenv("SECONDS_A_LISTING", "1.5")
    seen: list[dt.datetime] = []

    def look() -> None:
        while (held := _lease_end(database)) is not None or not seen:
            seen.extend([held] if held else [])
            time.sleep(0.1)

    onlooker = threading.Thread(target=look)
    onlooker.start()
    result = _batch(database, jobs=1, lease=dt.timedelta(seconds=0.6)).run()
    onlooker.join()
    assert _ended(result) == (1, 0, 1, True)
    assert len(set(seen)) > 3
    with database.reading() as session:
        assert session.query(VerdictRow).one().run_id == result.run


def _lease_end(database: Database) -> dt.datetime | None:
    with database.reading() as session:
        return session.scalar(select(ClaimRow.lease_until))


@forks
def test_two_workers_share_the_work(database: Database, database_url: str) -> None:
    """Two runs at once each review a part, and no content twice."""
    _fill(database, _names(120))
    workers = [_worker(database_url, SECONDS_A_LISTING="0.02", WAITS="1") for _ in range(2)]
    for each in workers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in workers:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    shares = [int(each.communicate(timeout=60)[0].split()[0]) for each in workers]
    assert sum(shares) == 120
    assert min(shares) >= 24
    assert _kept(database) == (120, 0, 120)
    with database.reading() as session:
        rows = session.execute(select(VerdictRow.run_id, func.count()).group_by(VerdictRow.run_id))
        assert Counter(shares) == Counter(count for _, count in rows)
        assert session.query(StandardRow).count() == 1


def _main(url: str) -> None:
    """One run, for the tests that end it from outside."""
    from gptreview.usecases.stop_signals import stop_signals

    database = Database(url)
    if "WAITS" in os.environ:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
    with stop_signals() as signals:
        result = _batch(database, is_stopped=signals.is_stopped).run()
    sys.stdout.write(f"{result.reviewed} {result.complete}\n")


if __name__ == "__main__":
    _main(sys.argv[1])


@forks
def test_lost_content_is_waited_for_by_nobody(database: Database, database_url: str) -> None:
    """What is not in the database any more is told, and the run ends without its verdict."""
    digests = _fill(database, _names(3))
    _lose(database_url, digests[_names(3)[1]])
    watcher = _Watcher()
    result = _batch(database, watcher=watcher).run()
    assert (result.reviewed, result.tally.unreviewed, result.complete) == (2, 1, False)
    assert watcher.lines == [
        "what is left cannot be read, and nobody has it: `gptreview db check` says why"
    ]
