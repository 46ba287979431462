"""How a review of several listings ended, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gptreview.errors import DependencyError
from gptreview.model.verdict import Outcome, Reviewed


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """The listings of one run by their outcome."""

    passed: int
    review: int
    failed: int
    unparsed: int
    """Listings that could not be parsed."""
    unreachable: int
    """Listings that something outside this process did not hand out."""

    @property
    def exit_status(self) -> int:
        """4 unreachable, 2 unparsed, 1 failed, 3 review, 0 everything passed: the first of them."""
        for status, number in (
            (4, self.unreachable),
            (2, self.unparsed),
            (1, self.failed),
            (3, self.review),
        ):
            if number:
                return status
        return 0


def summarize_reviews(reviewed: Iterable[Reviewed]) -> ReviewSummary:
    """Count the outcomes, one review after the other; none of them is kept."""
    outcomes: Counter[Outcome] = Counter()
    unparsed = unreachable = 0
    for each in reviewed:
        if each.verdict is not None:
            outcomes[each.verdict.outcome] += 1
        if each.error is not None:
            unreachable += isinstance(each.error, DependencyError)
            unparsed += not isinstance(each.error, DependencyError)
    return ReviewSummary(
        passed=outcomes[Outcome.PASS],
        review=outcomes[Outcome.REVIEW],
        failed=outcomes[Outcome.FAIL],
        unparsed=unparsed,
        unreachable=unreachable,
    )
