"""Reviews on several processes with a time for each listing: what hangs is killed, alone.

Answers come as they are ready, so that the others go on while one listing takes its time.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import wait
from typing import Generic

from gptreview.usecases.reviewing_process import Item, ReviewingProcess, packed
from gptreview.usecases.worker_pool import Answer, AnswererFactory, reviewer_of


def review_in_time(
    factory: AnswererFactory[Answer],
    listings: Iterable[Item],
    jobs: int,
    seconds: float,
) -> Iterator[Answer]:
    """The answers as they are ready, with a bounded number of listings under way.

    A listing that takes too long, or that ends its process, is abandoned; what else that process
    had goes to another one.

    Args:
        factory: Makes the reviewer of each process.
        listings: What to review; asked for when a process can take one.
        jobs: Processes at the same time.
        seconds: Of wall time that one listing may take.
    """
    pool = _Pool(factory, jobs, seconds)
    try:
        yield from pool.results(iter(listings))
    finally:
        pool.close()


class KeptPool(Generic[Answer]):
    """Reviews as `review_in_time` does, with processes that stay for the next time.

    Starting one costs more than a hundred reviews. One that is old is replaced all the same: it
    knows the rules that it was started with. For one thread.

    Args:
        jobs: Processes at the same time.
        seconds: Of wall time that one listing may take.
        age: Seconds after which no process is used again.
        idle: Seconds after its last use that `rest` lets it go.
        clock: Seconds from any beginning on.
    """

    def __init__(
        self,
        jobs: int,
        seconds: float,
        *,
        age: float = 600.0,
        idle: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._jobs = jobs
        self._seconds = seconds
        self._age = age
        self._idle = idle
        self._clock = clock
        self._kept: tuple[AnswererFactory[Answer], _Pool[Answer]] | None = None
        self._began = self._used = 0.0

    def answers(
        self, factory: AnswererFactory[Answer], listings: Iterable[Item]
    ) -> Iterator[Answer]:
        """The answers as they are ready.

        Args:
            factory: Makes the reviewer of each process; another one than before needs new ones.
            listings: What to review.
        """
        pool = self._pool(factory)
        is_whole = False
        try:
            yield from pool.results(iter(listings))
            is_whole = True
        finally:
            self._used = self._clock()
            if not is_whole:  # it would answer to what nobody asks any more
                self.close()

    def rest(self) -> None:
        """Let the processes go when they have had nothing to do for long."""
        if self._kept is not None and self._clock() - self._used > self._idle:
            self.close()

    def close(self) -> None:
        """Let the processes go."""
        kept, self._kept = self._kept, None
        if kept is not None:
            kept[1].close()

    def _pool(self, factory: AnswererFactory[Answer]) -> _Pool[Answer]:
        now = self._clock()
        if self._kept is not None and (self._kept[0] != factory or now - self._began > self._age):
            self.close()
        if self._kept is None:
            self._began = now
            self._kept = factory, _Pool(factory, self._jobs, self._seconds)
        return self._kept[1]


class _Pool(Generic[Answer]):
    def __init__(self, factory: AnswererFactory[Answer], jobs: int, seconds: float) -> None:
        self._factory = factory
        self._jobs = jobs
        self._seconds = seconds
        self._processes: list[ReviewingProcess[Answer]] = []
        self._again: deque[Item] = deque()
        """Listings of processes that are gone."""
        self._next: tuple[Item, bytes] | None = None
        """The one for which there was no room."""
        self._lost = 0
        """Processes in a row that ended without having begun anything."""

    def results(self, listings: Iterator[Item]) -> Iterator[Answer]:
        answers: list[Answer] = []
        while True:
            yield from answers
            self._hand_out(listings)
            at_work = {each.answers: each for each in self._processes if each.waiting}
            if not at_work:
                return
            ready = set(wait(list(at_work)))
            answers = [
                answer
                for pipe, process in at_work.items()
                if pipe in ready
                for answer in self._answer(process)
            ]

    def close(self) -> None:
        for each in self._processes:
            each.close()

    def _hand_out(self, listings: Iterator[Item]) -> None:
        while True:
            if self._next is None:
                listing = self._again.popleft() if self._again else next(listings, None)
                if listing is None:
                    return
                self._next = listing, packed(listing)
            listing, data = self._next
            process = self._with_room(len(data))
            if process is None:
                return
            process.hand_over(listing, data)
            self._next = None

    def _with_room(self, size: int) -> ReviewingProcess[Answer] | None:
        """The process that has the least to do, a new one where all are at work."""
        least = min(self._processes, key=lambda each: each.waiting, default=None)
        if (least is None or least.waiting) and len(self._processes) < self._jobs:
            least = ReviewingProcess(self._factory, self._seconds)
            self._processes.append(least)
        return least if least and least.takes(size) else None

    def _answer(self, process: ReviewingProcess[Answer]) -> Iterator[Answer]:
        try:
            answer = process.answer()
        except EOFError:
            yield from self._after(process)
        else:
            self._lost = 0
            yield answer

    def _after(self, process: ReviewingProcess[Answer]) -> Iterator[Answer]:
        """What is to be said once a process is gone."""
        ended = process.ended()
        self._processes.remove(process)
        process.close()
        self._lost += not ended.was_busy
        # What ends the next process too before that begins it is no accident.
        blamed = 1 if ended.was_busy or self._lost > 1 else 0
        self._again.extend(ended.unanswered[blamed:])
        for listing in ended.unanswered[:blamed]:
            self._lost = 0
            yield reviewer_of(self._factory).abandoned(listing, ended.reason)
