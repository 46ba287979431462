"""What listings depend on is looked at again and again; a change there is a new version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Final

from gptreview.model.watches import DriftCounts
from gptreview.store import events, runs, schema, watch_claims, watches
from gptreview.store.database import Database
from gptreview.store.overlays import ACTOR
from gptreview.usecases.watch_listings import WatchListings
from gptreview.usecases.watch_looks import Looker
from gptreview.usecases.watch_portion import DriftOptions, WatchPortion, Way

PORTION: Final = 128
"""Watches that are claimed together."""


@dataclass(frozen=True, slots=True)
class DriftResult:
    """What a run came to."""

    run: int
    """The registry's number of it."""
    counts: DriftCounts
    seconds: float
    """Wall time."""


@dataclass(slots=True)
class CheckDrift:
    """Looks at what is due."""

    database: Database
    looker: Looker
    options: DriftOptions
    owner: str
    """This process, as `store.owners` names it."""
    clock: Callable[[], dt.datetime]
    is_stopped: Callable[[], bool]
    """Whether to begin nothing new."""
    _heard: set[Way] = field(default_factory=set)
    """By which ways anybody has answered so far."""
    _unlinked: bool = False
    """Whether there are versions whose dependencies nobody has looked for."""

    def run(self, limit: int | None = None) -> DriftResult:
        """Link what is new, look at all that is due, and write what has changed.

        Args:
            limit: Looks at most; None for all that are due.

        Raises:
            ConflictError: The database has another schema.
            DependencyError: The database does not answer, or has no room; what was written stays.
            NotFoundError: There is no database.
        """
        began = self.clock()
        run = self.begin()
        self.link()
        counts = DriftCounts()
        while not self.is_stopped() and (limit is None or counts.looked < limit):
            left = PORTION if limit is None else min(PORTION, limit - counts.looked)
            more, claimed = self._portion(left)
            counts = counts.plus(asdict(more))
            if not claimed:
                break
        counts = self.end(run, counts)
        return DriftResult(run, counts, (self.clock() - began).total_seconds())

    def begin(self) -> int:
        """Note that a run begins; its number.

        Raises:
            ConflictError: The database has another schema.
            DependencyError: The database does not answer, or has no room.
            NotFoundError: There is no database.
        """
        with self.database.reading() as session:
            schema.require_newest(session)
        now = self.clock()
        with self.database.writing() as session:
            watch_claims.mind_clock(session, now)
            return runs.begin_run(session, kind=ACTOR, owner=self.owner, now=now)

    def link(self) -> int:
        """Link what is new or has changed; see `WatchListings.link`."""
        self._unlinked = False
        return WatchListings(self.database, self.clock, self.looker.limits).link()

    def portion(self, limit: int = PORTION) -> DriftCounts | None:
        """Look at some that are due, and write what became of them; None where nothing is due.

        Raises:
            DependencyError: The database does not answer, or has no room; what was claimed is
                looked at again when its lease has ended.
        """
        counts, claimed = self._portion(limit)
        return counts if claimed else None

    def end(self, run: int, counts: DriftCounts) -> DriftCounts:
        """Note what a run came to; the counts with what is left to do.

        Raises:
            DependencyError: The database does not answer, or has no room.
        """
        now = self.clock()
        with self.database.writing() as session:
            counts = counts.plus({"waiting": watches.due(session, now) - counts.waiting})
            told = asdict(counts)
            runs.count_run(session, run, told, ended_at=now)
            events.append(
                session, at=now, actor=ACTOR, kind="run.ended", subject=f"run:{run}", payload=told
            )
        return counts

    def close(self) -> None:
        """Give the database's connections back."""
        self.database.close()

    def _portion(self, limit: int) -> tuple[DriftCounts, int]:
        now = self.clock()
        with self.database.writing() as session:
            claimed = watch_claims.claim(session, now=now, limit=limit)
        if not claimed.watches:
            if not self._unlinked:
                return DriftCounts(), 0
            self.link()  # once for all of them: it goes through all listings
            return self._portion(limit)
        portion = WatchPortion(
            self.database, self.looker, self.options, self.clock, self.is_stopped, self._heard
        )
        counts = portion.look_at(claimed)
        self._unlinked = self._unlinked or counts.versions > 0
        return counts, len(claimed.watches)
