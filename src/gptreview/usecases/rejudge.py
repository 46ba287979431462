"""Verdicts are judged again from their findings when waivers came or went; nothing is scanned."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from gptreview.decide.waivers import Evidence, waivers_in_force
from gptreview.model.policy import Policy, Waiver
from gptreview.model.registry_waivers import Rejudged, Turned
from gptreview.model.verdict import Outcome, Verdict
from gptreview.store import events, runs, turns, waivers
from gptreview.store.bulk import batches
from gptreview.store.database import Database
from gptreview.store.events import Event
from gptreview.store.turns import StandingVerdict
from gptreview.usecases.judge_again import judged_again

_ACTOR: Final = "rejudge"
_PORTION: Final = 200
"""Verdicts that are judged, and written, in one transaction."""
_PASSES: Final = 3
"""Looks for what is left: somebody else may have judged by the waivers of a moment before."""
_EXAMPLES: Final = 20


@dataclass(slots=True)
class _Tally:
    verdicts: int = 0
    turned: Counter[tuple[Outcome, Outcome]] = field(default_factory=Counter)
    examples: list[Turned] = field(default_factory=list)

    def add(self, before: Verdict, after: Verdict) -> None:
        self.verdicts += 1
        if before.outcome is after.outcome:
            return
        self.turned[before.outcome, after.outcome] += 1
        if len(self.examples) < _EXAMPLES:
            made = Turned(after.content_digest, before.outcome, after.outcome, after.profile)
            self.examples.append(made)

    def done(self) -> Rejudged:
        return Rejudged(self.verdicts, dict(self.turned), tuple(self.examples))


@dataclass(frozen=True, slots=True)
class RejudgeVerdicts:
    """Brings verdicts to the waivers that hold now; doing it again changes nothing.

    It compares the findings as they are kept with the waivers in force. So it also finds what a
    worker wrote that had loaded its waivers before.
    """

    database: Database
    policy: Policy
    """With the waivers of its own file."""
    clock: Callable[[], dt.datetime]
    owner: str
    """``host/pid/start time`` of this process."""

    def in_force(self) -> dict[Evidence, Waiver]:
        """The waiver that covers each evidence today.

        Raises:
            DependencyError: The database does not answer.
        """
        with self.database.reading() as session:
            return self._holding(waivers.unrevoked(session))

    def by_standard(self, standard: int, run: int) -> Rejudged:
        """All verdicts by one standard of the policy, as a part of a run.

        Raises:
            DependencyError: The database does not answer, or has no room; portions that were
                written stay.
        """
        tally = _Tally()
        for ids in self._unlike((standard,), standing_only=False):
            self._turn((standard,), ids, run, tally)
        return tally.done()

    def by_policy(self) -> Rejudged:
        """Verdicts by any standard of the policy that stand for an audience, as a run of its own.

        The others are left as they are: judged again one could become the newest, and stand. Where
        there is nothing to do, there is no run.

        Raises:
            DependencyError: The database does not answer, or has no room; portions that were
                written stay.
        """
        tally, run = _Tally(), 0
        with self.database.reading() as session:
            standards = turns.standards_by(session, self.policy.digest)
        for ids in self._unlike(standards, standing_only=True):
            run = run or self._began()
            self._turn(standards, ids, run, tally)
        if run:
            self._ended(run, tally)
        return tally.done()

    def _unlike(
        self, standards: Collection[int], *, standing_only: bool
    ) -> Iterator[Sequence[int]]:
        """Numbers of verdicts to judge again, a portion at a time."""
        for _ in range(_PASSES):
            with self.database.reading() as session:
                named = dict.fromkeys(waivers.remembered(session, standards))
                wanted = {**named, **self._holding(waivers.unrevoked(session))}
                found = turns.unlike(session, standards, wanted, standing_only=standing_only)
            if not found:
                return
            yield from batches(found, _PORTION)

    def _turn(
        self, standards: Collection[int], ids: Sequence[int], run: int, tally: _Tally
    ) -> None:
        now = self.clock()
        with self.database.writing() as session:
            turns.hold(session, standards)
            holding = self._holding(waivers.unrevoked(session))
            judged = [
                (each, judged_again(each.verdict, self.policy, now.date(), holding))
                for each in turns.standing(session, ids)
            ]
            if judged:
                later = turns.supersede(session, judged, run=run, now=now)
                told = (_event(was, verdict, later[was.id], run, now) for was, verdict in judged)
                events.append_all(session, told)
        for was, verdict in judged:
            tally.add(was.verdict, verdict)

    def _holding(self, kept: Sequence[Waiver]) -> dict[Evidence, Waiver]:
        return waivers_in_force(self.policy, kept, self.clock().date())

    def _began(self) -> int:
        with self.database.writing() as session:
            return runs.begin_run(session, kind=_ACTOR, owner=self.owner, now=self.clock())

    def _ended(self, run: int, tally: _Tally) -> None:
        counts = {"rejudged": tally.verdicts, "turned": tally.turned.total()}
        now = self.clock()
        with self.database.writing() as session:
            runs.count_run(session, run, counts, ended_at=now)
            events.append(
                session,
                at=now,
                actor=_ACTOR,
                kind="run.ended",
                subject=f"run:{run}",
                payload=counts,
            )


def _event(
    was: StandingVerdict, verdict: Verdict, number: int, run: int, now: dt.datetime
) -> Event:
    payload = {
        "verdict": number,
        "before": was.id,
        "standard": was.standard,
        "run": run,
        "outcome": str(verdict.outcome),
        "was": str(was.verdict.outcome),
    }
    return Event(now, _ACTOR, "verdict.rejudged", f"content:{verdict.content_digest}", payload)
