"""What ends by itself: claims, days for a change, and the duration of decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from gptreview.model.account import Identity
from gptreview.model.case import CaseState, ServiceLevels, Step
from gptreview.model.decision import Decision
from gptreview.store import cases, decisions
from gptreview.store.database import Database
from gptreview.store.events import Event, append_all

_ACTOR: Final = "triage"
_TOGETHER: Final = 100
"""That end in one transaction."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How many ended."""

    claims: int = 0
    lapsed: int = 0
    """Cases that are open again, for what was required was not changed."""
    decisions: int = 0


@dataclass(frozen=True, slots=True)
class ExpireClaims:
    """Ends what is over; doing it again ends nothing more."""

    database: Database
    clock: Callable[[], dt.datetime]
    levels: ServiceLevels = field(default_factory=ServiceLevels)

    def run(self) -> Ended:
        """Go through all that may be over.

        Raises:
            DependencyError: The database does not answer; what was ended stays so.
        """
        return Ended(_all(self._expire), _all(self._lapse), _all(self._end))

    def _expire(self) -> tuple[int, int]:
        """How many claims were looked at, and how many ended."""
        now, told = self.clock(), []
        with self.database.writing() as session:
            found = cases.with_lease_over(session, now=now, limit=_TOGETHER)
            for case in found:
                freed = cases.step(
                    session, case, Step.EXPIRE, Identity(), now=now, changes=cases.FREE
                )
                told.append(cases.event(freed, "case.expired", _ACTOR, now))
            append_all(session, told)
        return len(found), len(told)

    def _lapse(self) -> tuple[int, int]:
        """How many days for a change were over, and how many cases are open again."""
        now, told = self.clock(), []
        with self.database.writing() as session:
            found = cases.with_day_over(session, now=now, limit=_TOGETHER)
            same = cases.with_same_content(session, [each.id for each in found])
            for case in found:
                if case.id not in same:
                    cases.settle_change(session, case)
                    continue
                due = self.levels.due(now, CaseState.OPEN, is_urgent=case.is_urgent)
                changes = {"change_by": None, "opened_at": now, "due_at": due}
                opened = cases.step(session, case, Step.LAPSE, Identity(), now=now, changes=changes)
                told.append(
                    cases.event(opened, "case.lapsed", _ACTOR, now, decision=opened.decision)
                )
            append_all(session, told)
        return len(found), len(told)

    def _end(self) -> tuple[int, int]:
        """How many decisions were over."""
        now = self.clock()
        with self.database.writing() as session:
            found = decisions.ended(session, now=now, limit=_TOGETHER)
            decisions.end(session, [each.id for each, _ in found], now=now)
            append_all(session, [_ended(each, listing, now) for each, listing in found])
        return len(found), len(found)


def _all(portion: Callable[[], tuple[int, int]]) -> int:
    """Portion after portion until one is not full; how many ended."""
    total = 0
    while True:
        seen, ended = portion()
        total += ended
        if seen < _TOGETHER:
            return total


def _ended(decision: Decision, listing: int, now: dt.datetime) -> Event:
    payload = {"case": decision.case, "listing": listing, "scope": str(decision.scope)}
    return Event(now, _ACTOR, "decision.ended", f"decision:{decision.id}", payload)
