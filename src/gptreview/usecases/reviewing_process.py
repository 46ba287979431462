"""One process that reviews the listings it is handed, and the parent's end of it."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from ctypes import c_long
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from multiprocessing.sharedctypes import RawValue
from typing import Final, Generic

from gptreview.model.listing import Listing, UnreadListing
from gptreview.usecases.worker_pool import AHEAD, DIED, Answer, AnswererFactory, reviewer_of

_AHEAD_BYTES: Final = 16_384
"""Of listings that lie in a pipe: it takes 64 KiB on Linux (pipe(7)) and 16 on others. Were there
more, the parent would wait for the process, and with a long answer the process for the parent."""
_LATE: Final = "took longer than {:g} s"

Item = Listing | UnreadListing


@dataclass(frozen=True, slots=True)
class Ended:
    """What a process leaves."""

    unanswered: Sequence[Item]
    """In the order in which it was handed them."""
    reason: str
    """Why it ended, in one clause."""
    was_busy: bool
    """Whether it was at the first of them."""


class ReviewingProcess(Generic[Answer]):
    """A process of its own that reviews listings in the order in which it was handed them.

    There is a pipe each way and no queue between: what a queue's threads cost for each listing is
    a fifth of what reviewing it does.

    Args:
        factory: Makes its reviewer.
        seconds: Of wall time that one listing may take before the process is killed.
    """

    def __init__(self, factory: AnswererFactory[Answer], seconds: float) -> None:
        context = get_context()
        listings, self._inbox = context.Pipe(duplex=False)
        self.answers, outbox = context.Pipe(duplex=False)
        self._seconds = seconds
        self._listings: deque[tuple[Item, int]] = deque()
        self._bytes = 0
        self._begun = RawValue(c_long, 0)
        self._answered = 0
        arguments = (factory, seconds, listings, outbox, self._begun)
        self._process = context.Process(target=review_all, args=arguments, daemon=True)
        self._process.start()
        # Only the process itself has this end now: the pipe says when it is gone.
        listings.close()
        outbox.close()

    @property
    def waiting(self) -> int:
        """Listings that it has not answered."""
        return len(self._listings)

    def takes(self, size: int) -> bool:
        """Whether so many bytes can be handed over without waiting for the process."""
        if not self._listings:
            return True
        return len(self._listings) < AHEAD and self._bytes + size <= _AHEAD_BYTES

    def hand_over(self, listing: Item, data: bytes) -> None:
        """Give it one more listing, which it does not get where it is gone."""
        self._listings.append((listing, len(data)))
        self._bytes += len(data)
        with suppress(BrokenPipeError):
            self._inbox.send_bytes(data)

    def answer(self) -> Answer:
        """Its next answer, for which this waits.

        Raises:
            EOFError: It is gone.
            Exception: Its reviewer raised it.
        """
        try:
            answer: Answer | Exception = self.answers.recv()
        except OSError as error:  # in the middle of an answer
            raise EOFError from error
        self._answered += 1
        _, size = self._listings.popleft()
        self._bytes -= size
        if isinstance(answer, Exception):
            raise answer
        return answer

    def ended(self) -> Ended:
        """What is left of one that is gone."""
        self._process.join()
        late = self._process.exitcode == -getattr(signal, "SIGALRM", 0)
        reason = _LATE.format(self._seconds) if late else DIED
        unanswered = [listing for listing, _ in self._listings]
        return Ended(unanswered, reason, was_busy=self._begun.value > self._answered)

    def close(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._inbox.close()
        self.answers.close()


def packed(listing: Item) -> bytes:
    """The bytes to hand over."""
    return bytes(ForkingPickler.dumps(listing))


def review_all(
    factory: AnswererFactory[Answer],
    seconds: float,
    listings: Connection,
    outbox: Connection,
    begun: c_long,
) -> None:
    """What the process does: an answer to each listing, until there can be no more.

    Args:
        factory: Makes the reviewer.
        seconds: As for `ReviewingProcess`.
        listings: Whence they come.
        outbox: Where the answers go, exceptions among them.
        begun: Counts the listings that it began.
    """
    # What the parent does about SIGTERM is not for its processes.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    reviewer = reviewer_of(factory)
    while True:
        try:
            listing = listings.recv()
        except EOFError:
            return
        begun.value += 1
        answer: Answer | Exception
        try:
            with _killed_after(seconds):
                answer = reviewer.review(listing)
        except Exception as error:  # noqa: BLE001 - it is the parent's to raise
            answer = error
        outbox.send(answer)


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
