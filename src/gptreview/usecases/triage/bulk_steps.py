"""The same step with many cases, each by itself: its own transaction, its own event."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.errors import GptReviewError, InputError
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.decision import DecisionDraft
from gptreview.usecases.triage.claim_case import ClaimCase
from gptreview.usecases.triage.decide_case import DecideCase

MOST: Final = 100
"""Cases of one call."""


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of one case."""

    case: int
    error: GptReviewError | None = None
    """Why the step was not taken; None where it was."""


@dataclass(frozen=True, slots=True)
class BulkSteps:
    """Takes the same step with many cases; one that is refused leaves the others as they are."""

    claiming: ClaimCase
    deciding: DecideCase

    def claim(self, cases: Collection[int], identity: Identity) -> Sequence[BulkResult]:
        """Claim cases.

        Raises:
            InputError: There are none, or too many.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
        """
        return _each(cases, identity, lambda case: self.claiming.claim(case, identity))

    def release(self, cases: Collection[int], identity: Identity) -> Sequence[BulkResult]:
        """Give cases back.

        Raises:
            InputError: There are none, or too many.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
        """
        return _each(cases, identity, lambda case: self.claiming.release(case, identity))

    def decide(
        self, revisions: Mapping[int, int], draft: DecisionDraft, identity: Identity
    ) -> Sequence[BulkResult]:
        """Decide cases alike.

        Args:
            revisions: Of each case as its decider has seen it, by its number.
            draft: The decision of each.
            identity: Who decides.

        Raises:
            InputError: There are none, or too many.
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They may not.
        """
        return _each(
            revisions,
            identity,
            lambda case: self.deciding.decide(case, draft, revisions[case], identity),
        )


def _each(
    cases: Collection[int], identity: Identity, step: Callable[[int], object]
) -> Sequence[BulkResult]:
    identity.require(Role.REVIEWER, Permission.DECIDE_CASES)
    wanted = tuple(dict.fromkeys(cases))
    if not 1 <= len(wanted) <= MOST:
        raise InputError(f"{len(wanted):,} cases", where="cases", expected=f"1 to {MOST:,}")
    return [_one(case, step) for case in wanted]


def _one(case: int, step: Callable[[int], object]) -> BulkResult:
    try:
        step(case)
    except GptReviewError as error:
        return BulkResult(case, error)
    return BulkResult(case)
