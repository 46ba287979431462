"""Every current version of the registry gets its verdict, or a reason why it has none."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import cast

from gptreview.store import runs, schema, verdicts, work
from gptreview.store.database import Database
from gptreview.usecases.batch_terms import Batch, BatchOptions, Surroundings, Watcher
from gptreview.usecases.chunk_writer import ChunkWriter
from gptreview.usecases.guarded_review import loaded
from gptreview.usecases.lease_keeper import LeaseKeeper
from gptreview.usecases.rejudge import RejudgeVerdicts
from gptreview.usecases.review_gpt import ReviewGpt
from gptreview.usecases.review_run import BatchResult, BegunRun, ReviewRun
from gptreview.usecases.review_standard import standard_of
from gptreview.usecases.worker_pool import ReviewerFactory


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
        self._batch = Batch(database, factory, options, around, watcher)

    def run(self) -> BatchResult:
        """Review until every current version has a verdict, whoever gave it, or until stopped.

        Raises:
            ConflictError: The database has another schema.
            DependencyError: The database does not answer, or has no room; chunks that were
                written stay.
            InputError: Rules, policy or a setting cannot be used.
            NotFoundError: There is no database.
        """
        with self.begin() as run:
            while not run.is_over:
                run.advance(at_most=sys.maxsize)
        return run.end()

    @contextmanager
    def begin(self) -> Iterator[ReviewRun]:
        """A run to be taken forward in portions; its claims are given back when it is left.

        Raises:
            As `run`.
        """
        batch, database, around = self._batch, self._batch.database, self._batch.around
        # Loaded before the processes are forked, which then have it too.
        reviewer = cast("ReviewGpt", loaded(batch.factory))
        with database.reading() as session:
            schema.require_newest(session)
        begun = self._begun(reviewer)
        rejudge = RejudgeVerdicts(database, reviewer.policy, around.clock, around.owner)
        rejudged = rejudge.by_standard(begun.standard, begun.number)
        batch.watcher.began(begun.contents)
        keeper = LeaseKeeper(
            database,
            owner=around.owner,
            standard=begun.standard,
            duration=batch.options.lease,
            clock=around.clock,
        )
        writer = ChunkWriter(
            database, keeper, reviewer, begun.number, begun.standard, rejudge.in_force()
        )
        writer.counts += Counter(rejudged=rejudged.verdicts)
        run = ReviewRun(batch, keeper, writer, rejudge, begun)
        with keeper, closing(run):
            yield run

    def close(self) -> None:
        """Give the database's connections back."""
        self._batch.database.close()

    def _begun(self, reviewer: ReviewGpt) -> BegunRun:
        around = self._batch.around
        now = around.clock()
        with self._batch.database.writing() as session:
            standard = verdicts.standard_id(session, standard_of(reviewer), now=now)
            run = runs.begin_run(session, kind="review", owner=around.owner, now=now)
            return BegunRun(run, standard, now, work.left(session, standard))
