"""Claims: one owner at a time, taken over when a lease has ended, given back when not used."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable

from sqlalchemy import func, select, update

from gptreview.model.gpt import Gpt
from gptreview.store import snapshots, verdicts, work
from gptreview.store.database import Database
from gptreview.store.tables.registry import ListingRow, SourceRow
from gptreview.store.tables.verdicts import ClaimRow
from gptreview.store.verdicts import Standard
from gptreview.store.work import Claim, HeldByOthers, Lease

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
STANDARD = Standard("house", "7", "sha256:p", "sha256:r", "sha256:s", "content")


def _fill(database: Database, count: int) -> tuple[list[str], int]:
    """Contents' digests in their order, and a standard."""
    with database.writing() as session:
        digests = snapshots.write(session, [Gpt(f"gpt {number}") for number in range(count)])
        session.add(SourceRow(name="s", cursor=None, synced_at=None))
        session.flush()
        session.add_all(
            ListingRow(
                source="s",
                external_id=digest,
                name="x",
                content_digest=digest,
                source_digest=digest,
                number=1,
                first_seen=NOW,
                last_seen=NOW,
                vanished_at=None,
            )
            for digest in digests
        )
        return sorted(digests), verdicts.standard_id(session, STANDARD, now=NOW)


def _lease(standard: int, owner: str = "me", at: dt.datetime = NOW) -> Lease:
    return Lease(owner, standard, at, at + 5 * MINUTE)


def _new(database: Database, lease: Lease, *, after: str = "", limit: int = 99) -> list[str]:
    with database.writing() as session:
        claims = work.claim_new(session, lease, after=after, limit=limit)
    return [each.content_digest for each in claims]


def _again(database: Database, lease: Lease, dead: Iterable[str] = ()) -> Claim | None:
    with database.writing() as session:
        return work.claim_again(session, lease, dead=list(dead))


def _row(database: Database, digest: str) -> ClaimRow:
    with database.reading() as session:
        return session.query(ClaimRow).filter_by(content_digest=digest).one()


def test_new_contents_are_claimed_in_order(database: Database) -> None:
    """Each is claimed once, from a digest on, and vanished ones never are."""
    digests, standard = _fill(database, 6)
    with database.writing() as session:
        gone = update(ListingRow).where(ListingRow.content_digest == digests[4])
        session.execute(gone.values(vanished_at=NOW))
    lease = _lease(standard)
    assert _new(database, lease, limit=2) == digests[:2]
    assert _new(database, lease, after=digests[2]) == [digests[3], digests[5]]
    assert _new(database, _lease(standard, "other")) == [digests[2]]
    assert _new(database, lease) == []
    with database.reading() as session:
        assert work.left(session, standard) == 5
        assert sorted(work.owners(session, standard)) == ["me", "other"]


def test_claim_knows_what_reading_it_takes(database: Database) -> None:
    """A claim says how large the content is, and that it is the first attempt."""
    (digest,), standard = _fill(database, 1)
    with database.writing() as session:
        (claim,) = work.claim_new(session, _lease(standard), after="", limit=1)
    assert claim.size > 0
    assert (claim.content_digest, claim.attempts, claim.error, claim.is_spent) == (
        digest, 1, "", False,
    )  # fmt: skip


def test_claimers_at_once_never_get_the_same(database: Database) -> None:
    """Of many threads that claim at the same time, no two get one content, and all is claimed."""
    digests, standard = _fill(database, 120)
    got: list[list[str]] = [[] for _ in range(6)]
    start = threading.Barrier(6)

    def claim(number: int) -> None:
        start.wait()
        idle = 0
        while idle < 3:
            found = _new(database, _lease(standard, f"owner {number}"), limit=5)
            got[number] += found
            idle = 0 if found else idle + 1

    threads = [threading.Thread(target=claim, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(digest for each in got for digest in each) == digests
    with database.reading() as session:
        rows = session.execute(select(ClaimRow.owner, func.count()).group_by(ClaimRow.owner))
        kept = {owner: count for owner, count in rows}  # noqa: C416 - rows are no pairs to mypy
    assert kept == {f"owner {number}": len(each) for number, each in enumerate(got) if each}


def test_takers_at_once_never_get_the_same(database: Database) -> None:
    """Of many threads that take over at the same time, no two get one content."""
    digests, standard = _fill(database, 30)
    _new(database, _lease(standard, "gone"))
    got: list[list[str]] = [[] for _ in range(4)]

    def take(number: int) -> None:
        lease = _lease(standard, f"owner {number}", NOW + 6 * MINUTE)
        idle = 0
        while idle < 3:
            found = _again(database, lease)
            got[number] += [found.content_digest] if found else []
            idle = 0 if found else idle + 1

    threads = [threading.Thread(target=take, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(digest for each in got for digest in each) == digests


def test_lease_that_ended_is_taken_over(database: Database) -> None:
    """Before its end nobody gets a claim, from its end on the first who asks."""
    (digest,), standard = _fill(database, 1)
    _new(database, _lease(standard))
    assert _again(database, _lease(standard, "other", NOW + 4 * MINUTE)) is None
    taken = _again(database, _lease(standard, "other", NOW + 5 * MINUTE))
    assert taken is not None
    assert (taken.content_digest, taken.attempts) == (digest, 2)
    assert _row(database, digest).owner == "other"
    assert _again(database, _lease(standard, "third", NOW + 5 * MINUTE)) is None


def test_dead_owners_lease_counts_for_nothing(database: Database) -> None:
    """Who is known to be dead holds nothing, whatever its lease says."""
    (digest,), standard = _fill(database, 1)
    _new(database, _lease(standard, "dead"))
    taken = _again(database, _lease(standard), dead=["dead"])
    assert taken is not None
    assert taken.content_digest == digest


def test_clock_that_goes_back_shortens_no_lease(database: Database) -> None:
    """A renewal by a clock that went back leaves the end, and one that is behind takes nothing."""
    (digest,), standard = _fill(database, 1)
    lease = _lease(standard)
    _new(database, lease)
    before = _lease(standard, at=NOW - 60 * MINUTE)
    with database.writing() as session:
        assert work.renew(session, before, [digest]) == {digest}
    assert _row(database, digest).lease_until == lease.until
    assert _again(database, _lease(standard, "other", NOW - 60 * MINUTE)) is None


def test_lease_of_a_wrong_clock_holds_nothing(database: Database) -> None:
    """One that ends years from now was made by a clock that was ahead; a day is a lease."""
    (digest,), standard = _fill(database, 1)
    day = dt.timedelta(days=1)
    _new(database, Lease("ahead", standard, NOW + 999 * day, NOW + 1000 * day))
    taken = _again(database, Lease("me", standard, NOW, NOW + day))
    assert taken is not None
    assert (taken.content_digest, _row(database, digest).owner) == (digest, "me")
    assert _again(database, _lease(standard, "other")) is None


def test_renewed_lease_holds_longer(database: Database) -> None:
    """A renewal moves the end of the owner's claims, and tells which are somebody else's now."""
    digests, standard = _fill(database, 2)
    _new(database, _lease(standard))
    taken = _again(database, _lease(standard, "other", NOW + 5 * MINUTE))
    assert taken is not None
    later = _lease(standard, at=NOW + 5 * MINUTE)
    with database.writing() as session:
        kept = work.renew(session, later, digests)
    assert kept == set(digests) - {taken.content_digest}
    assert {_row(database, digest).lease_until for digest in kept} == {NOW + 10 * MINUTE}


def test_failed_attempt_is_free_at_once(database: Database) -> None:
    """A failure is kept with the claim, which anybody gets whatever the clocks say."""
    (digest,), standard = _fill(database, 1)
    lease = _lease(standard)
    _new(database, lease)
    with database.writing() as session:
        work.fail(session, _lease(standard, "other"), digest, "not mine to say")
    assert _row(database, digest).error == ""
    for attempt in (2, 3, 4):
        with database.writing() as session:
            work.fail(session, lease, digest, f"it failed {attempt - 1}")
        claim = _again(database, _lease(standard, at=NOW - 60 * MINUTE))
        assert claim is not None
        assert (claim.attempts, claim.error) == (attempt, f"it failed {attempt - 1}")
        assert claim.is_spent == (attempt > 3)


def test_released_claim_is_no_attempt(database: Database) -> None:
    """What is given back is as it was before, new or tried once."""
    digests, standard = _fill(database, 2)
    lease = _lease(standard)
    tried, untried = digests
    assert _new(database, lease, limit=1) == [tried]
    with database.writing() as session:
        work.fail(session, lease, tried, "it failed")
    assert _again(database, lease) is not None
    assert _new(database, lease) == [untried]
    with database.writing() as session:
        work.release(session, lease, digests)
    assert _new(database, lease) == [untried]
    claim = _again(database, lease)
    assert claim is not None
    assert (claim.content_digest, claim.attempts, claim.error) == (tried, 2, "it failed")


def test_settled_claims_are_forgotten(database: Database) -> None:
    """Where a verdict was written, nobody's claim stays."""
    digests, standard = _fill(database, 3)
    _new(database, _lease(standard, "other"), limit=1)
    _new(database, _lease(standard), after=digests[0])
    with database.writing() as session:
        work.settle(session, standard, digests[:2])
    with database.reading() as session:
        assert list(session.scalars(select(ClaimRow.content_digest))) == digests[2:]


def test_what_others_hold_is_told(database: Database) -> None:
    """Who is at work on how much and until when; None where it is nobody else."""
    digests, standard = _fill(database, 3)
    mine = _lease(standard)
    _new(database, mine, limit=1)
    with database.reading() as session:
        assert work.held_by_others(session, mine) is None
    later = _lease(standard, "b", NOW + MINUTE)
    _new(database, _lease(standard, "a"), after=digests[0], limit=1)
    _new(database, later, after=digests[1], limit=1)
    with database.reading() as session:
        assert work.held_by_others(session, mine) == HeldByOthers(2, ("a", "b"), later.until)
