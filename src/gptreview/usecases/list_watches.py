"""What listings depend on outside of themselves, as it may be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from gptreview.model.watches import ListedWatch, WatchState
from gptreview.scan.scanner import Scanner
from gptreview.store import registry, watches
from gptreview.store.database import Database
from gptreview.usecases.shown_names import shown_text


@dataclass(frozen=True, slots=True)
class WatchPage:
    """Some of the watches."""

    watches: tuple[ListedWatch, ...]
    next: int | None
    """After which number the next page begins; None where this is the last one."""
    states: Mapping[WatchState, int]
    """How many there are in the whole registry."""


@dataclass(frozen=True, slots=True)
class ListWatches:
    """Lists watches; what is personal in an address is masked."""

    database: Database
    scanners: Callable[[], Sequence[Scanner]]

    def page(self, listing: str | None = None, *, after: int = 0, limit: int) -> WatchPage:
        """A page of the watches, in the order of their numbers.

        Args:
            listing: The registry's number of one, or its id in its source; None for all.
            after: Number of the last watch of the page before.
            limit: How many at most.

        Raises:
            ConflictError: Several sources have that id.
            NotFoundError: There is no such listing.
        """
        with self.database.reading() as session:
            number = None if listing is None else registry.find(session, listing).id
            found = watches.listed(session, listing=number, after=after, limit=limit + 1)
            states = watches.by_state(session)
        shown = shown_text(self.scanners() if found else ())
        page = tuple(replace(each, target=shown(each.target)) for each in found[:limit])
        return WatchPage(page, page[-1].id if len(found) > limit else None, states)
