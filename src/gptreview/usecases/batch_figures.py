"""What a review of the registry has to show for itself."""

from __future__ import annotations

from gptreview.model.verdict import Outcome
from gptreview.render.batch_text import BatchFigures
from gptreview.usecases.review_run import BatchResult


def batch_figures(result: BatchResult) -> BatchFigures:
    """The figures of a run that has ended."""
    tally = result.tally
    reviewed = tally.versions - tally.unreviewed
    return BatchFigures(
        run=result.run,
        reviewed=result.reviewed,
        unchanged=max(0, reviewed - result.reviewed),
        passed=tally.outcomes[Outcome.PASS],
        failed=tally.outcomes[Outcome.FAIL],
        review=tally.outcomes[Outcome.REVIEW],
        set_aside=tally.set_aside,
        unreviewed=tally.unreviewed,
        seconds=result.seconds,
        rejudged=result.rejudged,
    )
