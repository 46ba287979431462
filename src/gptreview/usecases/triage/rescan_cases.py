"""The snapshot of a case is reviewed again by the rules and the policy of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gptreview.decide.priority import priority
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.case import Case
from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing
from gptreview.store import case_rescans, cases, runs, verdicts, waivers
from gptreview.store.database import Database
from gptreview.store.events import Event, append_all
from gptreview.store.verdicts import MadeVerdict
from gptreview.usecases.stored_contents import read_contents
from gptreview.usecases.triage.rescan_review import GptReviewFactory, Rescanned, RescanReview

_ACTOR: Final = "rescan"
_CASES: Final = 100
"""That are looked at in one run."""
Answers = Callable[[RescanReview, Iterable[Listing]], Iterator[Rescanned]]
"""Answers to listings, one at a time, each within its time."""


@dataclass(frozen=True, slots=True)
class RescanCounts:
    """What a run did."""

    rescanned: int = 0
    """Cases that have the verdict of today."""
    failed: int = 0


@dataclass(frozen=True, slots=True)
class RescanCases:
    """Reviews what reports are about again; nobody who reports waits for it."""

    database: Database
    factory: GptReviewFactory
    """Makes reviewers by the rules and the policy of today."""
    answers: Answers
    clock: Callable[[], dt.datetime]
    owner: str
    """``host/pid/start time`` of this process."""
    rest: Callable[[], None] = lambda: None
    """Called where there is nothing to do."""

    def want(self, case: int, identity: Identity) -> None:
        """Have a case re-scanned, as a reviewer asks.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no reviewer.
            NotFoundError: There is no such case.
            DependencyError: The database does not answer, or has no room.
        """
        identity.require(Role.REVIEWER, Permission.DECIDE_CASES)
        with self.database.writing() as session:
            found = cases.find(session, case)
            case_rescans.want(session, found.id, at=self.clock())

    def run(self, limit: int = _CASES) -> RescanCounts:
        """Re-scan the cases that have waited longest for it.

        A content is reviewed once for all its cases. Where it has a verdict by today's standard,
        that one stays: the same inputs give the same verdict.

        Args:
            limit: Cases at most.

        Raises:
            DependencyError: The database does not answer, or has no room; what was written stays.
        """
        with self.database.reading() as session:
            due = case_rescans.due(session, limit=limit)
            kept = tuple(waivers.unrevoked(session)) if due else ()
        if not due:
            self.rest()
            return RescanCounts()
        with self.database.writing() as session:
            run = runs.begin_run(session, kind=_ACTOR, owner=self.owner, now=self.clock())
        counts = RescanCounts()
        for answer in self._rescanned(RescanReview(self.factory, kept), due):
            self._settle(answer, due[answer.digest], run)
            number, is_error = len(due[answer.digest]), bool(answer.error)
            counts = RescanCounts(
                counts.rescanned + number * (not is_error), counts.failed + number * is_error
            )
        self._end(run, counts)
        return counts

    def _rescanned(
        self, review: RescanReview, due: Mapping[str, Sequence[int]]
    ) -> Iterator[Rescanned]:
        unread: list[Rescanned] = []

        def listings() -> Iterator[Listing]:
            for digest in due:
                found = read_contents(self.database, (digest,))[digest]
                if isinstance(found, Gpt):
                    yield Listing(found, digest)
                else:
                    unread.append(Rescanned(digest, error=found))

        yield from self.answers(review, listings())
        yield from unread

    def _settle(self, answer: Rescanned, ids: Sequence[int], run: int) -> None:
        now = self.clock()
        with self.database.writing() as session:
            if answer.standard is None or answer.verdict is None:
                failed = [case_rescans.fail(session, each, answer.error) for each in sorted(ids)]
                append_all(session, (_event(each, now, failed=True) for each in failed))
                return
            standard = verdicts.standard_id(session, answer.standard, now=now)
            made = [MadeVerdict(answer.verdict)]
            new = verdicts.write(session, made, standard=standard, run=run, now=now)
            verdict = case_rescans.verdict_by(session, answer.digest, standard)
            settled = [
                case_rescans.settle(session, each, verdict, rank=priority, now=now)
                for each in sorted(ids)
            ]
            told = [_made(answer.digest, verdict, standard, run, now)] if new else []
            said = {"verdict": verdict.id, "outcome": verdict.outcome}
            append_all(session, [*told, *(_event(each, now, **said) for each in settled)])

    def _end(self, run: int, counts: RescanCounts) -> None:
        now = self.clock()
        told = {"rescanned": counts.rescanned, "failed": counts.failed}
        with self.database.writing() as session:
            runs.count_run(session, run, told, ended_at=now)
            append_all(session, [Event(now, _ACTOR, "run.ended", f"run:{run}", told)])


def _made(
    digest: str, verdict: case_rescans.NewVerdict, standard: int, run: int, now: dt.datetime
) -> Event:
    payload = {
        "verdict": verdict.id,
        "standard": standard,
        "run": run,
        "outcome": verdict.outcome,
        "set_aside": False,
    }
    return Event(now, _ACTOR, "verdict.made", f"content:{digest}", payload)


def _event(case: Case, now: dt.datetime, **more: Any) -> Event:
    return cases.event(case, "case.rescanned", _ACTOR, now, **more)
