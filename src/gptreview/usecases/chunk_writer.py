"""A chunk's answers on their way to the database: all of them in one transaction, or none."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from gptreview.decide.waivers import Evidence
from gptreview.model.policy import Waiver
from gptreview.model.verdict import Verdict
from gptreview.store import events, runs, verdicts, work
from gptreview.store.database import Database
from gptreview.store.events import Event
from gptreview.store.verdict_documents import VerdictText, from_text
from gptreview.store.verdicts import MadeVerdict
from gptreview.store.work import MAX_ATTEMPTS
from gptreview.usecases.claimed_chunks import Chunk
from gptreview.usecases.judge_again import as_waived
from gptreview.usecases.lease_keeper import LeaseKeeper
from gptreview.usecases.review_gpt import ReviewGpt
from gptreview.usecases.review_standard import set_aside

ACTOR: Final = "review"
"""Who it is that events name."""


class ChunkWriter:
    """Writes chunks of one run.

    Args:
        database: The registry's.
        keeper: Holds the claims of the chunks.
        reviewer: By which they were reviewed.
        run: The run's number.
        standard: The standard's number.
        waivers: Those in force when the run began. They are applied here and not by the
            processes, to which they would be sent with each listing.
    """

    def __init__(
        self,
        database: Database,
        keeper: LeaseKeeper,
        reviewer: ReviewGpt,
        run: int,
        standard: int,
        waivers: Mapping[Evidence, Waiver],
    ) -> None:
        self._database = database
        self._keeper = keeper
        self._reviewer = reviewer
        self._run = run
        self._standard = standard
        self._waivers = waivers
        self.counts: Counter[str] = Counter()
        """Of the contents so far: ``reviewed``, ``set_aside``, and by outcome; and ``rejudged``."""

    def write(self, chunk: Chunk, now: dt.datetime) -> int:
        """Write verdicts, events and failures, and give the claims back.

        Returns:
            How many contents got their verdict.

        Raises:
            DependencyError: The database does not answer, or has no room; nothing was written.
        """
        made = self._made(chunk)
        again = {
            digest: error
            for digest, error in chunk.failures.items()
            if chunk.claims[digest].attempts < MAX_ATTEMPTS
        }
        with self._keeper.settling(chunk.claims), self._database.writing() as session:
            new = verdicts.write(session, made, standard=self._standard, run=self._run, now=now)
            settled = [each.verdict.content_digest for each in made]
            work.settle(session, self._standard, settled)
            lease = self._keeper.lease()
            for digest in sorted(again):
                work.fail(session, lease, digest, again[digest])
            counts = self.counts + _counted(made, new)
            runs.count_run(session, self._run, counts)
            events.append_all(session, self._events(made, new, now))
        self.counts = counts
        return len(new)

    def _made(self, chunk: Chunk) -> Sequence[MadeVerdict]:
        given_up = {
            digest: f"{error} ({MAX_ATTEMPTS} attempts)"
            for digest, error in chunk.failures.items()
            if chunk.claims[digest].attempts >= MAX_ATTEMPTS
        }
        return [
            *(MadeVerdict(self._as_waived(text)) for text in chunk.verdicts),
            *(
                MadeVerdict(set_aside(self._reviewer, digest, reason), reason)
                for digest, reason in given_up.items()
            ),
        ]

    def _as_waived(self, text: VerdictText) -> Verdict | VerdictText:
        if not any((each.rule_id, each.evidence_digest) in self._waivers for each in text.findings):
            return text
        reviewer = self._reviewer
        return as_waived(from_text(text), reviewer.policy, reviewer.today, self._waivers)

    def _events(
        self, made: Sequence[MadeVerdict], new: Mapping[str, int], now: dt.datetime
    ) -> Iterator[Event]:
        for each in made:
            digest = each.verdict.content_digest
            if digest in new:
                payload = {
                    "verdict": new[digest],
                    "standard": self._standard,
                    "run": self._run,
                    "outcome": str(each.verdict.outcome),
                    "set_aside": bool(each.set_aside),
                }
                yield Event(now, ACTOR, "verdict.made", f"content:{digest}", payload)


def _counted(made: Sequence[MadeVerdict], new: Mapping[str, int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for each in made:
        if each.verdict.content_digest in new:
            counts["reviewed"] += 1
            counts["set_aside"] += bool(each.set_aside)
            counts[str(each.verdict.outcome)] += 1
    return counts
