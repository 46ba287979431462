"""A review whose verdict is written out for the registry by the process that made it.

A verdict's own objects cost a process more to send, and another one to receive and to write out,
than anything else about a listing but scanning.
"""

from __future__ import annotations

from dataclasses import dataclass

from gptreview.model.listing import Listing, UnreadListing
from gptreview.store.verdict_documents import VerdictText, to_text
from gptreview.usecases.worker_pool import Reviewer, ReviewerFactory


@dataclass(frozen=True, slots=True)
class WrittenReview:
    """What became of one content of the registry."""

    source: str
    """Its digest."""
    verdict: VerdictText | None
    error: str = ""
    """Why there is no verdict, in one clause."""


@dataclass(frozen=True, slots=True)
class WritingReview:
    """Makes reviewers of a registry's contents in any process."""

    factory: ReviewerFactory
    """Makes those that give verdicts."""

    def __call__(self) -> _Writing:
        """A reviewer; it raises what the other one raises."""
        return _Writing(self.factory())


@dataclass(frozen=True, slots=True)
class _Writing:
    reviewer: Reviewer

    def review(self, listing: Listing | UnreadListing) -> WrittenReview:
        """The verdict written out, or why there is none."""
        reviewed = self.reviewer.review(listing)
        if reviewed.error is not None:
            return WrittenReview(listing.source, None, reviewed.error.found)
        assert reviewed.verdict is not None  # noqa: S101 - it has one of them
        try:
            return WrittenReview(listing.source, to_text(reviewed.verdict))
        except Exception as error:  # noqa: BLE001 - the others of its chunk must go on
            reason = f"its verdict cannot be written ({type(error).__name__})"
            return WrittenReview(listing.source, None, reason)

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> WrittenReview:
        """The reason instead of a verdict: who asked may try again."""
        return WrittenReview(listing.source, None, reason)
