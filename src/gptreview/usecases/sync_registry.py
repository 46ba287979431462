"""A source of listings into the registry: only what is not as it was is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from gptreview.errors import GptReviewError, InputError, NotFoundError
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.registry import ListingFilter, SyncCounts
from gptreview.scan.scanner import Scanner
from gptreview.sources.files import STDIN
from gptreview.sources.listings import resolved
from gptreview.sources.walk import path_text
from gptreview.store import registry, sightings
from gptreview.store.database import Database
from gptreview.store.events import append
from gptreview.store.runs import begin_run, count_run
from gptreview.usecases.source_reading import UNSTORABLE, SourceReading, SyncWatch

_ACTOR: Final = "sync"

Reader = Callable[[str, str, Callable[[str], None]], Iterable[Listing | UnreadListing]]
"""Opens a source after a cursor, and is told how to note the next cursor."""


@dataclass(frozen=True, slots=True)
class SyncResult:
    """How the sync of one source ended."""

    source: str
    """As the registry calls it."""
    run: int
    """Number of the run."""
    counts: SyncCounts
    resumed: bool = False
    """Whether it began where an interrupted one had stopped; nothing then counts as vanished."""
    error: GptReviewError | None = None
    """Why it was not read to its end."""


@dataclass(frozen=True, slots=True)
class SyncRegistry:
    """Brings the registry up to date with a source; doing it again changes nothing."""

    database: Database
    open_source: Reader
    scanners: Callable[[], Sequence[Scanner]]
    """Mask names and notices; asked for when the first of them has come."""
    clock: Callable[[], dt.datetime]
    owner: str
    """``host/pid/start time`` of this process."""

    def sync(self, source: str, watch: SyncWatch, *, from_start: bool = False) -> SyncResult:
        """Read a source, and write what became of its listings, chunk by chunk.

        What was written stays when the reading is interrupted. A source with cursors then goes on
        from there the next time.

        Args:
            source: As the user names it.
            watch: Is told of what goes on.
            from_start: Whether to forget where an interrupted reading stopped.

        Raises:
            InputError: The source is empty, or standard input.
            DependencyError: The database does not answer, or has no room.
        """
        name = source_name(source)
        started = self.clock()
        with self.database.writing() as session:
            cursor = "" if from_start else sightings.cursor_of(session, name)
            run = begin_run(session, kind=_ACTOR, owner=self.owner, now=started)
        reading = SourceReading(
            self.database, self.clock, self.scanners, watch, source, name, started, cursor
        )
        result = SyncResult(name, run, SyncCounts(), resumed=bool(cursor))
        try:
            reading.read(self.open_source(source, cursor, reading.note_cursor))
            reading.finish(resumed=bool(cursor))
        except GptReviewError as error:
            result = replace(result, error=self._advised(error, reading))
        except BaseException:  # whatever ends it: a person, a scheduler's signal
            self._end(replace(result, counts=reading.counts), "interrupted")
            raise
        result = replace(result, counts=reading.counts)
        self._end(result, "failed" if result.error else "complete")
        return result

    def close(self) -> None:
        """Give the database's connections back."""
        self.database.close()

    def _advised(self, error: GptReviewError, reading: SourceReading) -> GptReviewError:
        """The error, with what to do about the listings of a source that is gone or empty."""
        if reading.counts != SyncCounts() or not _is_gone(error, reading.source):
            return error
        present = ListingFilter(source=reading.name, vanished=False)
        with self.database.reading() as session:
            if not registry.listings(session, present, limit=1):
                return error
        retire = f"gptreview registry retire {reading.source}, if it was given up"
        return type(error)(
            error.found,
            where=error.where,
            expected=error.expected,
            next_step="; ".join(filter(None, (error.next_step, retire))),
        )

    def _end(self, result: SyncResult, ending: str) -> None:
        counts = {"source": result.source, "ending": ending, **asdict(result.counts)}
        now = self.clock()
        with self.database.writing() as session:
            count_run(session, result.run, counts, ended_at=now)
            append(
                session,
                at=now,
                actor=_ACTOR,
                kind="run.ended",
                subject=f"run:{result.run}",
                payload=counts,
            )


def _is_gone(error: GptReviewError, source: str) -> bool:
    """Whether the source is not there, or holds no listing; what is wrong in it has a line."""
    if isinstance(error, NotFoundError):
        return True
    is_whole = isinstance(error, InputError) and error.where == path_text(Path(source))
    return is_whole and not error.next_step


def source_name(source: str) -> str:
    """What the registry calls a source: the same however the user spells it.

    Raises:
        InputError: It is empty, or standard input, which no later sync could be held against.
    """
    if source == STDIN:
        raise InputError(
            "standard input cannot be synced, for it is another one each time",
            where=STDIN,
            expected="a folder, a file or compliance:WORKSPACE_ID",
            next_step="save it as a .jsonl file and sync that",
        )
    return UNSTORABLE.sub("\ufffd", resolved(source))


def known_source(sources: Sequence[str], source: str) -> str:
    """The name of a source that the registry has.

    Args:
        sources: Their names.
        source: One of these, or as the user names it.

    Raises:
        InputError: It is empty, or standard input.
        NotFoundError: The registry has no such source.
    """
    for name in (source, source_name(source)):
        if name in sources:
            return name
    raise NotFoundError(
        "the registry has no such source",
        where=source,
        expected=", ".join(sources) or "a source that was synced",
        next_step="gptreview registry sync SOURCE",
    )
