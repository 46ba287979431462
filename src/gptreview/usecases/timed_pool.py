"""Reviews on several processes with a time for each listing: what hangs is killed, alone.

Answers come as they are ready, so that the others go on while one listing takes its time.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, MutableSequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing.sharedctypes import RawArray
from queue import SimpleQueue
from typing import Final

from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.verdict import Reviewed
from gptreview.usecases.worker_pool import AHEAD, DIED, ReviewerFactory, reviewer_of

_LATE: Final = "took longer than {:g} s"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long one listing may take."""

    seconds: float
    """Of wall time: a process that waits for ever takes no other."""
    elapsed: Callable[[], float]
    """Seconds on a clock that never goes back, the same in all processes; picklable."""


def review_in_time(
    factory: ReviewerFactory,
    listings: Iterable[Listing | UnreadListing],
    jobs: int,
    limit: TimeLimit,
) -> Iterator[Reviewed]:
    """The results as they are ready, with a bounded number of listings under way.

    A listing that takes too long, or that ends its process, is abandoned. The pool ends with the
    process; what else was under way is reviewed by the next pool.
    """
    waiting = _Waiting(listings)
    while True:
        window = _Window(factory, jobs, limit)
        yield from window.answers(waiting)
        if window.broken_at is None:
            return
        late, suspects, others = window.judged(window.broken_at)
        waiting.again.extend(others)
        abandoned = [(each, _LATE.format(limit.seconds)) for each in late]
        if len(suspects) == 1:
            abandoned.append((suspects.pop(), DIED))
        for listing, reason in abandoned:
            yield reviewer_of(factory).abandoned(listing, reason)
        for listing in suspects:
            yield from review_in_time(factory, (listing,), 1, limit)


class _Waiting(Iterator[Listing | UnreadListing]):
    """Listings that no pool has, those first that one had."""

    def __init__(self, listings: Iterable[Listing | UnreadListing]) -> None:
        self._rest = iter(listings)
        self.again: deque[Listing | UnreadListing] = deque()

    def __next__(self) -> Listing | UnreadListing:
        return self.again.popleft() if self.again else next(self._rest)


class _Window:
    """Listings that one pool has, each at a place of its own.

    Args:
        factory: Makes the reviewer of each process.
        jobs: Processes of the pool.
        limit: For each listing.
    """

    def __init__(self, factory: ReviewerFactory, jobs: int, limit: TimeLimit) -> None:
        self._factory = factory
        self._jobs = jobs
        self._limit = limit
        self._free = list(range(jobs * AHEAD))
        self._places: dict[Future[Reviewed], int] = {}
        self._ready: SimpleQueue[Future[Reviewed]] = SimpleQueue()
        self._listings: dict[int, Listing | UnreadListing] = {}
        """Those without an answer, by place."""
        self._begun: MutableSequence[float] = RawArray("d", len(self._free))
        """When the listing at a place was begun, which its process notes; 0 where none is."""
        self.broken_at: float | None = None
        """When a process ended before its time."""

    def answers(self, waiting: Iterator[Listing | UnreadListing]) -> Iterator[Reviewed]:
        """The results of one pool, to the end of what waits or until one of its processes ends."""
        with ProcessPoolExecutor(
            self._jobs, initializer=_begin, initargs=(self._begun, self._limit)
        ) as pool:
            try:
                for listing in waiting:
                    self._add(pool, listing)
                    if not self._free:
                        yield self._answer()
                while self._listings:
                    yield self._answer()
            except BrokenProcessPool:
                self.broken_at = self._limit.elapsed()
        for future in [each for each in self._places if each.exception() is None]:
            yield self._settled(future)

    def _add(self, pool: ProcessPoolExecutor, listing: Listing | UnreadListing) -> None:
        """Hand one more over; it stays here also where the pool turns out to be broken."""
        place = self._free.pop()
        self._listings[place] = listing
        future = pool.submit(_review, self._factory, listing, place)
        self._places[future] = place
        future.add_done_callback(self._ready.put)

    def _answer(self) -> Reviewed:
        """The next result that is ready."""
        return self._settled(self._ready.get())

    def _settled(self, future: Future[Reviewed]) -> Reviewed:
        result = future.result()
        place = self._places.pop(future)
        del self._listings[place]
        self._free.append(place)
        return result

    def judged(self, broken_at: float) -> tuple[list[Listing | UnreadListing], ...]:
        """What had no answer when the pool broke.

        Args:
            broken_at: When that was.

        Returns:
            What had taken too long; where nothing had, what may have ended a process; the others.
        """
        begun = {place: self._begun[place] for place in self._listings if self._begun[place]}
        late = {place for place, at in begun.items() if broken_at - at >= self._limit.seconds}
        # A process may end with a listing that it has not begun: then it may be any of them.
        suspects = set() if late else set(begun or self._listings)
        others = self._listings.keys() - late - suspects
        return tuple(
            [self._listings[each] for each in places] for places in (late, suspects, others)
        )


@cache
def _shared() -> list[tuple[MutableSequence[float], TimeLimit]]:
    """What this process has from the one that started it; too slow to be sent with each listing."""
    return []


def _begin(begun: MutableSequence[float], limit: TimeLimit) -> None:
    """Make a process of a pool ready for listings."""
    _shared().append((begun, limit))
    # What the parent does about SIGTERM is not for its processes, which it ends by that.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _review(factory: ReviewerFactory, listing: Listing | UnreadListing, place: int) -> Reviewed:
    reviewer = reviewer_of(factory)
    begun, limit = _shared()[-1]
    begun[place] = limit.elapsed()
    try:
        with _killed_after(limit.seconds):
            return reviewer.review(listing)
    finally:
        begun[place] = 0.0


@contextmanager
def _killed_after(seconds: float) -> Iterator[None]:
    """End this process unless it is done in time; where the platform has such timers.

    The system does it, so that it works inside a scanner's own code, too.
    """
    if not hasattr(signal, "setitimer"):
        yield  # pragma: no cover - Windows
        return  # pragma: no cover
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
