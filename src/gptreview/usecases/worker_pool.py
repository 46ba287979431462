"""Reviews on several processes: in order, bounded, and alive when one of them dies."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from typing import Final, Protocol, TypeAlias, TypeVar

from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.verdict import Reviewed

Answer = TypeVar("Answer", covariant=True)
"""What a process says of a listing."""
AHEAD: Final = 4
"""Listings that wait for each process: enough to keep it busy, and little enough to hold."""
DIED: Final = "the process that read it ended without an answer (out of memory, or a crash)"
"""Why a listing is given up whose process is gone."""


class Answerer(Protocol[Answer]):
    """What has an answer to each listing."""

    def review(self, listing: Listing | UnreadListing) -> Answer:
        """Read, scan and judge one listing."""
        ...

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> Answer:
        """The answer for a listing that nobody could read to its end."""
        ...


class AnswererFactory(Hashable, Protocol[Answer]):
    """Makes one; picklable, and equal to another factory that makes the same."""

    def __call__(self) -> Answerer[Answer]:
        """One with everything loaded that every listing needs."""
        ...


Reviewer: TypeAlias = Answerer[Reviewed]
"""Makes a verdict of one listing."""
ReviewerFactory: TypeAlias = AnswererFactory[Reviewed]


class _UnderWay:
    """Listings handed to a pool, the oldest first."""

    def __init__(self) -> None:
        self.listings: deque[Listing | UnreadListing] = deque()
        self.futures: deque[Future[Reviewed]] = deque()

    def add(
        self, pool: ProcessPoolExecutor, factory: ReviewerFactory, listing: Listing | UnreadListing
    ) -> None:
        """Hand one more over; it stays here also where the pool turns out to be broken."""
        self.listings.append(listing)
        self.futures.append(pool.submit(_review, factory, listing))

    def first(self) -> Reviewed:
        """The result of the oldest."""
        result = self.futures.popleft().result()
        self.listings.popleft()
        return result


def review_in_processes(
    factory: ReviewerFactory, listings: Iterable[Listing | UnreadListing], jobs: int
) -> Iterator[Reviewed]:
    """The results in the order of the listings, with a bounded number of them under way."""
    rest = iter(listings)
    done = False
    while not done:
        under_way = _UnderWay()
        with ProcessPoolExecutor(jobs) as pool:
            try:
                for listing in rest:
                    under_way.add(pool, factory, listing)
                    if len(under_way.listings) >= jobs * AHEAD:
                        yield under_way.first()
                while under_way.listings:
                    yield under_way.first()
                done = True
            except BrokenProcessPool:
                pass
        # One listing killed its process, and the pool does not tell which one it was.
        for listing in under_way.listings:
            yield _alone(factory, listing)


def _alone(factory: ReviewerFactory, listing: Listing | UnreadListing) -> Reviewed:
    with ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(_review, factory, listing).result()
        except BrokenProcessPool:
            reviewer: Reviewer = reviewer_of(factory)
            return reviewer.abandoned(listing, DIED)


@cache
def reviewer_of(factory: AnswererFactory[Answer]) -> Answerer[Answer]:
    """The one reviewer of this process."""
    return factory()


def _review(factory: ReviewerFactory, listing: Listing | UnreadListing) -> Reviewed:
    reviewer: Reviewer = reviewer_of(factory)
    return reviewer.review(listing)
