"""Claims of one worker, held while it works on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from threading import Event, RLock, Thread
from types import TracebackType
from typing import Final

from gptreview.errors import DependencyError
from gptreview.store import work
from gptreview.store.database import Database
from gptreview.store.work import Lease

_RENEWALS: Final = 3
"""In the time of one lease: one may fail, and the claims still hold."""


class LeaseKeeper:
    """Renews the leases of claims from a thread of its own, for a listing may take its time.

    Args:
        database: Where the claims are.
        owner: Whose they are.
        standard: By which they are made.
        duration: Of one lease.
        clock: Tells the time.
    """

    def __init__(
        self,
        database: Database,
        *,
        owner: str,
        standard: int,
        duration: dt.timedelta,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._database = database
        self._owner = owner
        self._standard = standard
        self._duration = duration
        self._clock = clock
        self._held: set[str] = set()
        self._turn = RLock()
        self._over = Event()
        self._thread = Thread(target=self._renew_until_over, daemon=True)

    def __enter__(self) -> LeaseKeeper:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Give back what is still held; where that cannot be done, the leases end by themselves."""
        self._over.set()
        self._thread.join()
        with suppress(DependencyError):
            self.give_back()

    @property
    def held(self) -> int:
        """How many claims there are."""
        return len(self._held)

    def lease(self) -> Lease:
        """A lease from now on."""
        now = self._clock()
        return Lease(self._owner, self._standard, now, now + self._duration)

    def hold(self, digests: Collection[str]) -> None:
        """Renew these from now on."""
        with self._turn:
            self._held.update(digests)

    @contextmanager
    def settling(self, digests: Collection[str]) -> Iterator[None]:
        """While these are written nothing is renewed, for both lock the same rows; then not these.

        They are still held where the writing fails.
        """
        with self._turn:
            yield
            self._held.difference_update(digests)

    def renew(self) -> None:
        """Renew all leases now; what others took over is theirs."""
        with self._turn:
            if self._held:
                with self._database.writing() as session:
                    kept = work.renew(session, self.lease(), self._held)
                self._held.intersection_update(kept)

    def give_back(self) -> None:
        """Let others have what is held.

        Raises:
            DependencyError: The database does not answer; all is still held.
        """
        with self._turn:
            if self._held:
                with self._database.writing() as session:
                    work.release(session, self.lease(), self._held)
                self._held.clear()

    def _renew_until_over(self) -> None:
        while not self._over.wait(self._duration.total_seconds() / _RENEWALS):
            with suppress(DependencyError):  # the next time may be in time, too
                self.renew()
