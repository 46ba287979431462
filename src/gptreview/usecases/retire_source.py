"""A source that moved or was given up: what it had counts as gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gptreview.store import registry, sightings
from gptreview.store.database import Database
from gptreview.usecases.sync_registry import known_source

_ACTOR: Final = "retire"


@dataclass(frozen=True, slots=True)
class Retired:
    """A source whose listings are all gone."""

    source: str
    """As the registry calls it."""
    vanished: int
    """Listings that were there until now."""


@dataclass(frozen=True, slots=True)
class RetireSource:
    """Marks the listings of a source as vanished; its next sync brings back what it has."""

    database: Database
    clock: Callable[[], dt.datetime]

    def retire(self, source: str) -> Retired:
        """Mark all that the source has; doing it again changes nothing.

        A sync of it at the same time waits, and then brings back what it still meets.

        Args:
            source: As the registry calls it, or as the user names it.

        Raises:
            InputError: The source is standard input.
            NotFoundError: The registry has no such source.
            DependencyError: The database does not answer, or has no room.
        """
        with self.database.reading() as session:
            name = known_source(registry.sources(session), source)
        with self.database.writing() as session:
            sightings.hold(session, name)
            now = self.clock()
            gone = sightings.missing(session, name, _met_nowhere, since=now, until=now)
            sightings.vanish(session, gone, at=now, actor=_ACTOR)
            # A sync that went on from an interrupted one would pass over what came before it.
            sightings.keep_cursor(session, name, "")
        return Retired(name, len(gone))

    def close(self) -> None:
        """Give the database's connections back."""
        self.database.close()


def _met_nowhere(_listing: int) -> bool:
    return False
