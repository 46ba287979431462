"""One run of a review of the registry, which whoever began it takes forward in portions."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gptreview.store import events, runs, standing_verdict, verdicts, work
from gptreview.store.owners import spoken
from gptreview.store.verdicts import Tally
from gptreview.usecases.batch_terms import Batch
from gptreview.usecases.chunk_writer import ACTOR, ChunkWriter
from gptreview.usecases.claimed_chunks import ClaimedChunks
from gptreview.usecases.guarded_review import GuardedReview
from gptreview.usecases.lease_keeper import LeaseKeeper
from gptreview.usecases.patience import Patience
from gptreview.usecases.rejudge import RejudgeVerdicts
from gptreview.usecases.timed_pool import review_in_time
from gptreview.usecases.written_review import WritingReview

_POLL_SECONDS: Final = 1.0
"""Between two looks at what another worker has finished."""
_POLLS: Final = 60
"""Looks in one portion: who counts in portions gets an answer while another worker is at work."""
_ALONE: Final = 5
"""Looks in a row at contents that cannot be claimed and that nobody has, after which they never
will be: the registry is damaged."""

_LOST: Final = "what is left cannot be read, and nobody has it: `gptreview db check` says why"


@dataclass(frozen=True, slots=True)
class BegunRun:
    """What the registry knows of a run that has begun."""

    number: int
    standard: int
    """The standard's number."""
    began: dt.datetime
    contents: int
    """Those that had no verdict."""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a run did, and how the registry stands after it."""

    run: int
    """The registry's number of it."""
    reviewed: int
    """Contents that this run gave their verdict, those that it set aside included."""
    set_aside: int
    """Contents that this run gave up."""
    rejudged: int
    """Verdicts that were judged again because waivers came or went."""
    tally: Tally
    seconds: float
    """Wall time."""

    @property
    def complete(self) -> bool:
        """Whether every current version has its verdict."""
        return not self.tally.unreviewed


class ReviewRun:
    """A run that has begun.

    The processes stay between portions, and go on with the listings that they have.

    Args:
        batch: What it shares with other runs.
        keeper: Holds the claims of this run.
        writer: Writes its chunks.
        rejudge: Brings verdicts to the waivers that hold when it ends.
        begun: The run.
    """

    def __init__(
        self,
        batch: Batch,
        keeper: LeaseKeeper,
        writer: ChunkWriter,
        rejudge: RejudgeVerdicts,
        begun: BegunRun,
    ) -> None:
        self._batch = batch
        self._keeper = keeper
        self._writer = writer
        self._rejudge = rejudge
        self._patience = Patience(
            batch.around.sleep, batch.watcher.told, batch.around.is_stopped, batch.options.pauses
        )
        self._steps: Iterator[int] | None = None
        self.begun = begun
        self.is_over = not begun.contents
        """Whether every current version has a verdict, whoever gave it, or the run was stopped."""

    def advance(self, *, at_most: int) -> int:
        """Review a portion; after an error the next call begins with what was not written.

        Args:
            at_most: After as many contents a portion ends, once their chunk is written.

        Returns:
            How many contents got their verdict: 0 where there is nothing left, or where another
            worker has had the rest for a minute.

        Raises:
            DependencyError: The database does not answer, or has no room; chunks that were
                written stay.
        """
        if self.is_over:
            return 0
        if self._steps is None:
            self._steps = self._work()
        reviewed = looks = 0
        try:
            for count in self._steps:
                reviewed += count
                looks += not count
                if reviewed >= at_most or looks >= _POLLS:
                    return reviewed
        except BaseException:
            self._steps = None
            raise
        self.is_over = True
        return reviewed

    def end(self) -> BatchResult:
        """Note that the run is over, and how the registry stands.

        Raises:
            DependencyError: The database does not answer, or has no room.
        """
        begun = self.begun
        # Of waivers that came while the run went on, its own verdicts know nothing.
        rejudged = self._rejudge.by_standard(begun.standard, begun.number)
        counts = self._writer.counts + Counter(rejudged=rejudged.verdicts)
        now = self._batch.around.clock()
        with self._batch.database.writing() as session:
            tally = verdicts.tally(session, begun.standard)
            if not tally.unreviewed:
                standing_verdict.note_use(session, begun.standard, run=begun.number)
            runs.count_run(session, begun.number, counts, ended_at=now)
            payload = {**counts, "unreviewed": tally.unreviewed}
            events.append(
                session,
                at=now,
                actor=ACTOR,
                kind="run.ended",
                subject=f"run:{begun.number}",
                payload=payload,
            )
        return BatchResult(
            run=begun.number,
            reviewed=counts["reviewed"],
            set_aside=counts["set_aside"],
            rejudged=counts["rejudged"],
            tally=tally,
            seconds=(now - begun.began).total_seconds(),
        )

    def close(self) -> None:
        """End the processes; what they were at has no verdict."""
        self._steps = None

    def _work(self) -> Iterator[int]:
        """Contents that got their verdict, chunk by chunk, and 0 where another worker has them."""
        around, told = self._batch.around, self._batch.watcher.told
        self._patience.of(self._keeper.give_back)
        chunks = ClaimedChunks(
            self._batch.database,
            self._keeper,
            limit=self._batch.options.chunk,
            dead_owners=around.dead_owners,
            patience=self._patience,
            is_stopped=around.is_stopped,
        )
        guarded = WritingReview(GuardedReview(self._batch.factory))
        options = self._batch.options
        waited_for = ""
        alone = 0
        while not around.is_stopped():
            claimed = chunks.claimed
            for reviewed in review_in_time(
                guarded, chunks.listings(), options.jobs, options.listing_seconds
            ):
                chunks.take(reviewed)
                yield from self._written(chunks)
            yield from self._written(chunks)
            if chunks.claimed > claimed:
                continue
            line = self._patience.of(self._waits_for)
            if line is None:
                return
            alone = 0 if line else alone + 1
            if alone == _ALONE:
                told(_LOST)
                return
            if line and line != waited_for:
                told(line)
                waited_for = line
            around.sleep(_POLL_SECONDS)
            yield 0

    def _written(self, chunks: ClaimedChunks) -> Iterator[int]:
        for chunk in chunks.finished():
            write = functools.partial(self._writer.write, chunk, self._batch.around.clock())
            count = self._patience.of(write)
            self._batch.watcher.advanced(count)
            yield count

    def _waits_for(self) -> str | None:
        """Whom a run waits for that has nothing to claim: nobody where it is empty.

        None where nothing is left.
        """
        lease = self._keeper.lease()
        with self._batch.database.reading() as session:
            if not work.left(session, lease.standard):
                return None
            held = work.held_by_others(session, lease)
        if held is None:
            return ""
        until = held.until.astimezone(dt.UTC)
        today = self._batch.around.clock().astimezone(dt.UTC).date()
        moment = until.strftime(
            "%H:%M:%S UTC" if until.date() == today else "%Y-%m-%d %H:%M:%S UTC"
        )
        others = ", ".join(map(spoken, held.owners))
        return (
            f"waiting for {held.contents:,} that {others} is reviewing; "
            f"what it leaves is taken over at {moment}"
        )
