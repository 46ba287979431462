"""Cases are opened for what verdicts leave to a person, a part of the registry at a time.

A verdict can come to count for a listing in many ways: a review, a sync that finds a content which
has one, a waiver, a policy that is rolled back. So nothing is made of the single step. Any of them
sets off a walk through the whole registry, of which each round goes some way; a step that comes
meanwhile sets off the next one. Where the walk is stands in the database: another process, or this
one after a crash, goes on there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gptreview.store import cursors
from gptreview.store.database import Database
from gptreview.store.events import head
from gptreview.usecases.triage.open_cases import OpenCases

_SEEN: Final = "verdicts"
"""Up to which event the walks that were begun have seen the registry."""
_PLACE: Final = "verdicts-place"
"""0 where nobody walks, else 1 more than the number of the last listing that was looked at."""
_KINDS: Final = (
    "listing.added",
    "listing.changed",
    "listing.returned",
    "run.ended",
    "verdict.made",
)
"""What may let another verdict count for a listing."""
_PORTIONS: Final = 20
"""Of a round: with 500 listings each, a million takes a hundred rounds."""


@dataclass(frozen=True, slots=True)
class FollowVerdicts:
    """Walks on; safe with several at once: they look at the same portion, and open a case once."""

    database: Database
    cases: OpenCases
    portions: int = _PORTIONS

    def run(self) -> int:
        """Go some way through the registry, where there is a reason; how many cases were opened.

        Raises:
            DependencyError: The database does not answer, or has no room; the portion is looked
                at again.
        """
        opened = 0
        walk = self._walk()
        for _ in range(self.portions):
            if not walk.place:
                break
            portion = self.cases.portion(walk.place - 1)
            opened += portion.opened
            walk = self._moved(walk, portion.next)
        return opened

    def _walk(self) -> _Walk:
        """Where the walk is; one is begun where something has happened since the last."""
        with self.database.reading() as session:
            walk = _Walk(cursors.position(session, _PLACE), cursors.position(session, _SEEN))
            is_quiet = head(session).seq == walk.seen
        if walk.place or is_quiet:
            return walk
        with self.database.writing() as session:
            # In one order everywhere: two who begin wait for one another, not both.
            walk = _Walk(cursors.take(session, _PLACE), cursors.take(session, _SEEN))
            if walk.place:
                return walk
            top = head(session).seq
            found = cursors.events_after(session, walk.seen, _KINDS, limit=1)
            walk = _Walk(1 if found.events else 0, top)
            cursors.advance(session, _SEEN, walk.seen)
            cursors.advance(session, _PLACE, walk.place)
        return walk

    def _moved(self, walk: _Walk, last: int | None) -> _Walk:
        """The walk behind the last listing, unless somebody else is further, or on another one."""
        with self.database.writing() as session:
            found = _Walk(cursors.take(session, _PLACE), cursors.position(session, _SEEN))
            if found == walk:
                found = _Walk(0 if last is None else last + 1, walk.seen)
                cursors.advance(session, _PLACE, found.place)
        return found


@dataclass(frozen=True, slots=True)
class _Walk:
    """How far a walk is."""

    place: int
    seen: int
    """Up to which event it knew the log when it was begun: no two walks are alike in it."""
