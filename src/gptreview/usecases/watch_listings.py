"""Listings to what they depend on: who is new or has changed gets its watches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.model.watches import WatchTarget
from gptreview.reading.document import ReadLimits
from gptreview.store import snapshots, watch_links
from gptreview.store.database import Database
from gptreview.store.watch_links import Unwatched
from gptreview.usecases.watch_targets import watch_targets

_PORTION: Final = 200
"""Listings that are linked in one transaction."""


@dataclass(frozen=True, slots=True)
class WatchListings:
    """Sees that everything is watched that a listing depends on, and nothing else."""

    database: Database
    clock: Callable[[], dt.datetime]
    limits: ReadLimits

    def link(self) -> int:
        """Link all listings whose content has changed since they were linked.

        Returns:
            How many were linked.

        Raises:
            DependencyError: The database does not answer, or has no room; what was linked stays.
        """
        linked, after = 0, 0
        while True:
            with self.database.reading() as session:
                found = watch_links.unwatched(session, after=after, limit=_PORTION)
                digests = {each.content_digest for each in found}
                gpts = snapshots.read_outlines(
                    session, digests | {each.source_digest for each in found}
                )
            if not found:
                return linked
            # Read outside of the transaction: documents take their time.
            plans: list[tuple[Unwatched, Sequence[WatchTarget]]] = [
                (
                    each,
                    watch_targets(gpts[each.content_digest], gpts[each.source_digest], self.limits),
                )
                for each in found
            ]
            with self.database.writing() as session:
                linked += watch_links.link(session, plans, now=self.clock())
            after = found[-1].id
