"""Cases of what verdicts leave to a person, opened on a walk that many rounds and servers share."""

from __future__ import annotations

import threading

from sqlalchemy import func, select

from gptreview.store import cursors
from gptreview.store.tables.cases import CaseRow
from gptreview.usecases.triage.follow_verdicts import FollowVerdicts
from gptreview.usecases.triage.open_cases import OpenCases, OpenedCases
from tests.publishing import Newsroom


class Counting(OpenCases):
    """Notes after which listings it looked."""

    looked: list[int]

    def portion(self, after: int) -> OpenedCases:
        """As ever."""
        self.looked.append(after)
        return OpenCases.portion(self, after)


def _follower(
    newsroom: Newsroom, *, size: int = 500, portions: int = 20
) -> tuple[FollowVerdicts, list[int]]:
    cases = Counting(newsroom.database, newsroom.clock, size=size)
    looked: list[int] = []
    object.__setattr__(cases, "looked", looked)
    return FollowVerdicts(newsroom.database, cases, portions), looked


def _have(newsroom: Newsroom, number: int, word: str = "open") -> None:
    newsroom.have(**{f"g{each}": word for each in range(number)})


def _log(newsroom: Newsroom, kind: str) -> None:
    from gptreview.store.events import append

    with newsroom.database.writing() as session:
        append(session, at=newsroom.clock(), actor="x", kind=kind, subject="run:1", payload={})


def test_walk_goes_on_in_the_next_round(newsroom: Newsroom) -> None:
    """A round goes so far; whoever comes next goes on there, and nobody walks without a reason."""
    _have(newsroom, 5)
    newsroom.judge("open", "review")
    first, looked = _follower(newsroom, size=2, portions=2)
    assert (first.run(), looked) == (4, [0, 2])
    other, looked = _follower(newsroom, size=2, portions=2)
    assert (other.run(), looked) == (1, [4])
    # Its own cases are in the log, and no reason.
    assert (other.run(), other.run(), looked) == (0, 0, [4])


def test_any_step_by_which_a_verdict_may_count(newsroom: Newsroom) -> None:
    """A run that has ended sets off a walk, though it made no verdict; a session does not."""
    _have(newsroom, 1)
    follower, looked = _follower(newsroom)
    assert (follower.run(), looked) == (0, [0])
    newsroom.judge("open", "review")
    _log(newsroom, "session.begun")
    assert (follower.run(), looked) == (0, [0])
    _log(newsroom, "run.ended")
    assert (follower.run(), looked) == (1, [0, 0])


def test_what_comes_meanwhile_is_seen_by_the_next_walk(newsroom: Newsroom) -> None:
    """A verdict on a listing that was passed already is not lost."""
    _have(newsroom, 4)
    follower, looked = _follower(newsroom, size=2, portions=1)
    assert follower.run() == 0
    newsroom.judge("open", "review")
    _log(newsroom, "verdict.made")
    assert [follower.run() for _ in range(6)] == [2, 0, 2, 0, 0, 0]
    assert looked == [0, 2, 4, 0, 2, 4]


def test_walk_of_somebody_else_is_not_moved(newsroom: Newsroom) -> None:
    """Who comes late to the end of one walk leaves the next one alone."""
    _have(newsroom, 1)
    late, _ = _follower(newsroom)
    walk = late._walk()
    other, _ = _follower(newsroom)
    assert other.run() == 0
    newsroom.judge("open", "review")
    _log(newsroom, "verdict.made")
    begun = other._walk()
    assert begun.place == walk.place == 1
    assert late._moved(walk, None) == begun
    assert other.run() == 1


def test_walkers_at_once_open_each_case_once(newsroom: Newsroom) -> None:
    """Any number of servers may walk on one database."""
    _have(newsroom, 12)
    newsroom.judge("open", "review")
    start = threading.Barrier(3)
    opened: list[int] = []

    def work() -> None:
        follower, _ = _follower(newsroom, size=2)
        start.wait()
        opened.append(follower.run())

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(opened) == 12
    with newsroom.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(CaseRow)) == 12
        assert cursors.position(session, "verdicts-place") == 0
