"""What lies in the outbox is given to its subscribers, to each in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.delivery import Sink
from gptreview.delivery.ways import WAYS
from gptreview.errors import DependencyError, InputError
from gptreview.model.publication import (
    DeliveryReport,
    FailedDelivery,
    HeldDelivery,
    Subscriber,
)
from gptreview.store import outbox, subscribers
from gptreview.store.database import Database
from gptreview.store.outbox import Waiting
from gptreview.store.owners import spoken
from gptreview.store.subscribers import Hold

_TOGETHER: Final = 50
"""Transitions that are given before they are marked; a crash gives them again."""
_LEASE: Final = dt.timedelta(minutes=2)
"""How long a delivery is nobody else's; it is renewed with each mark."""
_FIRST_PAUSE: Final = dt.timedelta(seconds=10)
_LONGEST_PAUSE: Final = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DeliverOutbox:
    """Gives every subscriber what waits for it; a failure keeps only its own subscriber waiting.

    At least once: what was given when a machine died before it was marked is given again, under
    the same key, and the way there makes nothing of the second time.
    """

    database: Database
    clock: Callable[[], dt.datetime]
    owner: str
    """This process, as `store.owners` names it."""
    dead_owners: Callable[[Iterable[str]], list[str]]
    size: int = _TOGETHER
    """Transitions that are given before they are marked."""

    def run(self, *, at_once: bool = False) -> DeliveryReport:
        """Deliver until nothing more can be.

        Args:
            at_once: Whether to try now what waits after a failure.

        Raises:
            DependencyError: The database does not answer, or has no room.
        """
        delivered = 0
        held: dict[str, str] = {}
        for subscriber in self._active():
            if not subscriber.waiting:
                continue
            holder = self._take(subscriber.key)
            if holder is None:
                delivered += self._deliver(subscriber, at_once=at_once)
            else:
                held[subscriber.key] = spoken(holder) if holder else "another process"
        after = self._active()
        return DeliveryReport(
            delivered=delivered,
            waiting=sum(each.waiting for each in after),
            failed=tuple(self._failed(after)),
            held=tuple(
                HeldDelivery(each.key, held[each.key], each.waiting)
                for each in after
                if each.key in held and each.waiting
            ),
        )

    def _active(self) -> Sequence[Subscriber]:
        with self.database.reading() as session:
            everybody = subscribers.everybody(session)
        return [each for each in everybody if each.ended_at is None]

    def _take(self, key: str) -> str | None:
        """None where it was taken, else who holds it; empty where nobody does any more."""
        with self.database.reading() as session:
            dead = self.dead_owners(subscribers.holders(session))
        hold = self._hold(self.clock())
        with self.database.writing() as session:
            if subscribers.take(session, key, hold, dead=dead):
                return None
            return subscribers.holder_of(session, key)

    def _hold(self, now: dt.datetime) -> Hold:
        return Hold(self.owner, now, now + _LEASE)

    def _deliver(self, subscriber: Subscriber, *, at_once: bool) -> int:
        delivered = 0
        try:
            sink = WAYS[subscriber.kind].opened(subscriber.target)
            while True:
                with self.database.reading() as session:
                    rows = outbox.next_rows(session, subscriber.key, limit=self.size)
                if not rows or (_rests(rows[0], self.clock()) and not at_once):
                    return delivered
                given, error = _give(sink, rows)
                delivered += given
                if not self._mark(subscriber.key, rows, given, error) or error:
                    return delivered
        finally:
            with self.database.writing() as session:
                subscribers.release(session, subscriber.key, self.owner)

    def _mark(self, key: str, rows: Sequence[Waiting], given: int, error: str) -> bool:
        """Note what became of the rows; whether to go on with this subscriber."""
        now = self.clock()
        with self.database.writing() as session:
            ids = [each.message.id for each in rows[:given]]
            outbox.mark_delivered(session, ids, at=now)
            if error:
                stuck = rows[given]
                due_at = now + _pause(stuck.attempts)
                outbox.mark_failed(session, stuck.message.id, error, due_at=due_at)
            return subscribers.keep(session, key, self._hold(now))

    def _failed(self, active: Iterable[Subscriber]) -> Iterable[FailedDelivery]:
        for each in active:
            if each.waiting:
                with self.database.reading() as session:
                    rows = outbox.next_rows(session, each.key, limit=1)
                for row in rows:
                    if row.error:
                        yield FailedDelivery(each.key, row.error, row.attempts, row.due_at)


def _rests(row: Waiting, now: dt.datetime) -> bool:
    """Whether it failed and is not yet to be tried again, whatever a clock said that was wrong."""
    return bool(row.error) and now < row.due_at <= now + _LONGEST_PAUSE


def _give(sink: Sink, rows: Sequence[Waiting]) -> tuple[int, str]:
    """How many of the rows were given, and why not the next one; later ones wait for it."""
    for given, row in enumerate(rows):
        try:
            sink.deliver(row.message)
        except (DependencyError, InputError) as error:
            return given, str(error)
    return len(rows), ""


def _pause(attempts: int) -> dt.timedelta:
    """After the next failure; twice as long each time."""
    factor = 1 << min(attempts, 10)  # any more is longer than the longest anyway
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * factor)
