"""Reviews on several processes: in order, bounded, and alive when one of them dies."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from typing import Final, Protocol

from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.verdict import Reviewed

_AHEAD: Final = 4
"""Listings that wait for each process: enough to keep it busy, and little enough to hold."""
_DIED: Final = "the process that read it ended without an answer (out of memory, or a crash)"


class Reviewer(Protocol):
    """What makes a verdict of one listing."""

    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """Read, scan and judge one listing."""
        ...

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> Reviewed:
        """The result for a listing that nobody could read to its end."""
        ...


class ReviewerFactory(Hashable, Protocol):
    """Makes a reviewer; picklable, and equal to another one that makes the same."""

    def __call__(self) -> Reviewer:
        """A reviewer with everything loaded that every listing needs."""
        ...


_Waiting = deque[tuple[Listing | UnreadListing, "Future[Reviewed]"]]


def review_in_processes(
    factory: ReviewerFactory, listings: Iterable[Listing | UnreadListing], jobs: int
) -> Iterator[Reviewed]:
    """The results in the order of the listings, with a bounded number of them under way."""
    rest = iter(listings)
    waiting: _Waiting = deque()
    exhausted = False
    while not exhausted:
        with ProcessPoolExecutor(jobs) as pool:
            try:
                for listing in rest:
                    waiting.append((listing, pool.submit(_review, factory, listing)))
                    if len(waiting) >= jobs * _AHEAD:
                        yield _first(waiting)
                while waiting:
                    yield _first(waiting)
                exhausted = True
            except BrokenProcessPool:
                pass
        # One listing killed its process, and the pool does not tell which one it was.
        while waiting:
            yield _alone(factory, waiting.popleft()[0])


def _first(waiting: _Waiting) -> Reviewed:
    result = waiting[0][1].result()
    waiting.popleft()
    return result


def _alone(factory: ReviewerFactory, listing: Listing | UnreadListing) -> Reviewed:
    with ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(_review, factory, listing).result()
        except BrokenProcessPool:
            return _reviewer(factory).abandoned(listing, _DIED)


@cache
def _reviewer(factory: ReviewerFactory) -> Reviewer:
    """The one reviewer of this process."""
    return factory()


def _review(factory: ReviewerFactory, listing: Listing | UnreadListing) -> Reviewed:
    return _reviewer(factory).review(listing)
