"""A case: what reports on one version of a listing became, and how it may go on.

``MOVES`` is the only place that says which step leads where, and who may take it. Everything
else asks `move`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gptreview.errors import ConflictError, ForbiddenError
from gptreview.model.account import Role


class CaseState(StrEnum):
    """What a case waits for."""

    OPEN = "open"
    """A first decision by a reviewer."""
    ESCALATED = "escalated"
    """A decision by a lead."""
    DECIDED = "decided"
    """Nothing: a decision stands, and may be appealed against."""
    APPEALED = "appealed"
    """A decision on an appeal, by another person than the one who decided."""

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to decide."""
        return self is not CaseState.DECIDED


class Step(StrEnum):
    """What happens to a case."""

    REPORT = "report"
    CLAIM = "claim"
    RELEASE = "release"
    EXPIRE = "expire"
    """A claim's lease ran out."""
    ESCALATE = "escalate"
    DECIDE = "decide"
    LAPSE = "lapse"
    """A change was required by a day, which is over."""
    APPEAL = "appeal"
    UPHOLD = "uphold"
    OVERTURN = "overturn"


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step."""

    to: CaseState
    role: Role
    """Who may take it, and everybody above."""
    by_holder: bool = False
    """Whether only who has claimed the case may take it."""


_ANYBODY: Final = Role.REPORTER
_OPEN, _ESCALATED = CaseState.OPEN, CaseState.ESCALATED
_DECIDED, _APPEALED = CaseState.DECIDED, CaseState.APPEALED

MOVES: Final[Mapping[tuple[CaseState, Step], Move]] = MappingProxyType(
    {
        (_OPEN, Step.REPORT): Move(_OPEN, _ANYBODY),
        (_OPEN, Step.CLAIM): Move(_OPEN, Role.REVIEWER),
        (_OPEN, Step.RELEASE): Move(_OPEN, Role.REVIEWER, by_holder=True),
        (_OPEN, Step.EXPIRE): Move(_OPEN, _ANYBODY),
        (_OPEN, Step.ESCALATE): Move(_ESCALATED, Role.REVIEWER, by_holder=True),
        (_OPEN, Step.DECIDE): Move(_DECIDED, Role.REVIEWER, by_holder=True),
        (_ESCALATED, Step.REPORT): Move(_ESCALATED, _ANYBODY),
        (_ESCALATED, Step.CLAIM): Move(_ESCALATED, Role.LEAD),
        (_ESCALATED, Step.RELEASE): Move(_ESCALATED, Role.LEAD, by_holder=True),
        (_ESCALATED, Step.EXPIRE): Move(_ESCALATED, _ANYBODY),
        (_ESCALATED, Step.DECIDE): Move(_DECIDED, Role.LEAD, by_holder=True),
        (_DECIDED, Step.REPORT): Move(_OPEN, _ANYBODY),
        (_DECIDED, Step.LAPSE): Move(_OPEN, _ANYBODY),
        (_DECIDED, Step.APPEAL): Move(_APPEALED, _ANYBODY),
        (_APPEALED, Step.REPORT): Move(_APPEALED, _ANYBODY),
        (_APPEALED, Step.APPEAL): Move(_APPEALED, _ANYBODY),
        (_APPEALED, Step.CLAIM): Move(_APPEALED, Role.REVIEWER),
        (_APPEALED, Step.RELEASE): Move(_APPEALED, Role.REVIEWER, by_holder=True),
        (_APPEALED, Step.EXPIRE): Move(_APPEALED, _ANYBODY),
        (_APPEALED, Step.UPHOLD): Move(_DECIDED, Role.REVIEWER, by_holder=True),
        (_APPEALED, Step.OVERTURN): Move(_DECIDED, Role.REVIEWER, by_holder=True),
    }
)
"""What is not here is not allowed."""


def move(state: CaseState, step: Step, *, role: Role, holds: bool) -> CaseState:
    """Where a step leads.

    Args:
        state: Of the case now.
        step: What is to happen.
        role: Of whoever wants it.
        holds: Whether they have claimed the case, and the lease has not run out.

    Raises:
        ConflictError: The case is not in a state for it, or they have not claimed it.
        ForbiddenError: It takes a higher role.
    """
    allowed = MOVES.get((state, step))
    if allowed is None:
        possible = ", ".join(sorted(each for was, each in MOVES if was is state))
        raise ConflictError(
            f"a case that is {state} takes no {step}",
            expected=possible,
            next_step="load the case again",
        )
    if not role.includes(allowed.role):
        raise ForbiddenError(
            f"{step} of a case that is {state} by the role {role}",
            expected=f"the role {allowed.role}",
        )
    if allowed.by_holder and not holds:
        raise ConflictError(
            "the case is not yours",
            expected="a claim that has not run out",
            next_step="claim it, then go on",
        )
    return allowed.to


@dataclass(frozen=True, slots=True)
class Case:
    """Reports on one version of a listing, or a verdict that leaves it to a person."""

    id: int
    listing: int
    """The registry's number of the listing."""
    number: int
    """Of the listing's version."""
    content_digest: str
    """Of the snapshot that everything in the case is about."""
    state: CaseState
    revision: int
    """Counted up with each step; who decides names the one that they have seen."""
    opened_at: dt.datetime
    due_at: dt.datetime | None
    """By when it should be decided; None while it waits for nothing."""
    holder: int | None = None
    """Number of the account that has claimed it."""
    claimed_at: dt.datetime | None = None
    lease_until: dt.datetime | None = None
    """From then on the claim holds no longer."""
    is_urgent: bool = False
    """Whether it goes before all others: child safety, self-harm."""
    language: str = "en"
    decision: int | None = None
    """Number of the decision that stands."""
    verdict: int | None = None
    """Number of the newest verdict on the snapshot, by the re-scan that a report triggers."""

    def is_held_by(self, account: int, now: dt.datetime) -> bool:
        """Whether they have claimed it and the lease has not run out."""
        return self.holder == account and self.lease_until is not None and now < self.lease_until

    def is_held(self, now: dt.datetime) -> bool:
        """Whether anybody has claimed it and the lease has not run out."""
        return self.holder is not None and self.is_held_by(self.holder, now)


@dataclass(frozen=True, slots=True)
class ServiceLevels:
    """By when cases are to be decided, and for how long somebody may hold one."""

    first: dt.timedelta = dt.timedelta(hours=72)
    """From a report to the decision."""
    urgent: dt.timedelta = dt.timedelta(hours=4)
    """The same where lives or children may be in danger."""
    appeal: dt.timedelta = dt.timedelta(days=14)
    """From an appeal to its decision."""
    lease: dt.timedelta = dt.timedelta(minutes=30)
    """From a claim, or its renewal, until the case is free again."""

    def due(self, since: dt.datetime, state: CaseState, *, is_urgent: bool) -> dt.datetime | None:
        """By when a case is to be decided that came into a state at a moment."""
        if not state.is_waiting:
            return None
        if state is CaseState.APPEALED:
            return since + self.appeal
        return since + (self.urgent if is_urgent else self.first)
