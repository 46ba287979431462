"""Every current version of the registry gets its verdict, or a reason why it has none."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Protocol, cast

from gptreview.store import events, runs, schema, verdicts, work
from gptreview.store.database import Database
from gptreview.store.owners import spoken
from gptreview.store.verdicts import Tally
from gptreview.usecases.chunk_writer import ACTOR, ChunkWriter
from gptreview.usecases.claimed_chunks import ClaimedChunks
from gptreview.usecases.guarded_review import GuardedReview, loaded
from gptreview.usecases.lease_keeper import LeaseKeeper
from gptreview.usecases.patience import PAUSES, Patience
from gptreview.usecases.review_gpt import ReviewGpt
from gptreview.usecases.review_standard import standard_of
from gptreview.usecases.worker_pool import ReviewerFactory, review_in_processes

_POLL_SECONDS: Final = 1.0
"""Between two looks at what another worker has finished."""


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a run works."""

    jobs: int
    """Processes."""
    chunk: int
    """Contents that are claimed, and written, together."""
    lease: dt.timedelta
    """For how long a claim holds unless it is renewed (`store.work` says how long is good)."""
    pauses: tuple[float, ...] = PAUSES
    """Seconds to wait before a database that does not answer is asked again."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a run asks of the machine."""

    owner: str
    """This process, as `store.owners` names it."""
    dead_owners: Callable[[Iterable[str]], list[str]]
    clock: Callable[[], dt.datetime]
    sleep: Callable[[float], None]
    """Waits some seconds, or less."""
    is_stopped: Callable[[], bool]
    """Whether somebody wants the run to end with the chunks that are under way."""


class Watcher(Protocol):
    """Who wants to know how far a run is."""

    def began(self, contents: int) -> None:
        """So many contents wait for their verdict."""
        ...

    def advanced(self, contents: int) -> None:
        """So many more have got theirs."""
        ...

    def told(self, line: str) -> None:
        """Something that a person may wonder about, in one line."""
        ...


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a run did, and how the registry stands after it."""

    run: int
    """The registry's number of it."""
    reviewed: int
    """Contents that this run gave their verdict, those that it set aside included."""
    set_aside: int
    """Contents that this run gave up."""
    tally: Tally
    seconds: float
    """Wall time."""

    @property
    def complete(self) -> bool:
        """Whether every current version has its verdict."""
        return not self.tally.unreviewed


class ReviewRegistry:
    """Reviews what has no verdict by the standard of its reviewer.

    Args:
        database: The registry's.
        factory: Makes a `ReviewGpt` in any process.
        options: How to work.
        around: The machine.
        watcher: Is told how far it is.
    """

    def __init__(
        self,
        database: Database,
        factory: ReviewerFactory,
        options: BatchOptions,
        around: Surroundings,
        watcher: Watcher,
    ) -> None:
        self._database = database
        self._factory = factory
        self._options = options
        self._around = around
        self._watcher = watcher

    def run(self) -> BatchResult:
        """Review until every current version has a verdict, whoever gave it, or until stopped.

        Raises:
            ConflictError: The database has another schema.
            DependencyError: The database does not answer, or has no room; chunks that were
                written stay.
            InputError: Rules, policy or a setting cannot be used.
            NotFoundError: There is no database.
        """
        # Loaded before the processes are forked, which then have it too.
        reviewer = cast("ReviewGpt", loaded(self._factory))
        with self._database.reading() as session:
            schema.require_newest(session)
        began = self._around.clock()
        owner = self._around.owner
        with self._database.writing() as session:
            standard = verdicts.standard_id(session, standard_of(reviewer), now=began)
            run = runs.begin_run(session, kind="review", owner=owner, now=began)
            contents = work.left(session, standard)
        self._watcher.began(contents)
        counts: Counter[str] = Counter()
        if contents:
            keeper = LeaseKeeper(
                self._database,
                owner=owner,
                standard=standard,
                duration=self._options.lease,
                clock=self._around.clock,
            )
            with keeper:
                writer = ChunkWriter(self._database, keeper, reviewer, run, standard)
                self._review(keeper, writer)
            counts = writer.counts
        return self._ended(run, standard, began, counts)

    def close(self) -> None:
        """Give the database's connections back."""
        self._database.close()

    def _review(self, keeper: LeaseKeeper, writer: ChunkWriter) -> None:
        around, told = self._around, self._watcher.told
        patience = Patience(around.sleep, told, around.is_stopped, self._options.pauses)
        chunks = ClaimedChunks(
            self._database,
            keeper,
            limit=self._options.chunk,
            dead_owners=around.dead_owners,
            patience=patience,
            is_stopped=around.is_stopped,
        )
        guarded = GuardedReview(self._factory)
        waited_for = ""
        while not around.is_stopped():
            claimed = chunks.claimed
            for reviewed in review_in_processes(guarded, chunks.listings(), self._options.jobs):
                chunks.take(reviewed)
                self._write(chunks, writer, patience)
            self._write(chunks, writer, patience)
            if chunks.claimed > claimed:
                continue
            line = patience.of(functools.partial(self._waits_for, keeper))
            if line is None:
                return
            if line != waited_for:
                told(line)
                waited_for = line
            around.sleep(_POLL_SECONDS)

    def _write(self, chunks: ClaimedChunks, writer: ChunkWriter, patience: Patience) -> None:
        for chunk in chunks.finished():
            write = functools.partial(writer.write, chunk, self._around.clock())
            self._watcher.advanced(patience.of(write))

    def _waits_for(self, keeper: LeaseKeeper) -> str | None:
        """Whom a run waits for that has nothing to claim; None where it waits for nobody."""
        lease = keeper.lease()
        with self._database.reading() as session:
            if not work.left(session, lease.standard):
                return None
            held = work.held_by_others(session, lease)
        if held is None:
            return ""
        until = held.until.astimezone(dt.UTC).strftime("%H:%M:%S UTC")
        others = ", ".join(map(spoken, held.owners))
        return (
            f"waiting for {held.contents:,} that {others} is reviewing; "
            f"what it leaves is taken over at {until}"
        )

    def _ended(
        self, run: int, standard: int, began: dt.datetime, counts: Counter[str]
    ) -> BatchResult:
        now = self._around.clock()
        with self._database.writing() as session:
            tally = verdicts.tally(session, standard)
            runs.count_run(session, run, counts, ended_at=now)
            payload = {**counts, "unreviewed": tally.unreviewed}
            events.append(
                session,
                at=now,
                actor=ACTOR,
                kind="run.ended",
                subject=f"run:{run}",
                payload=payload,
            )
        return BatchResult(
            run=run,
            reviewed=counts["reviewed"],
            set_aside=counts["set_aside"],
            tally=tally,
            seconds=(now - began).total_seconds(),
        )
