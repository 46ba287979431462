"""A review of one snapshot, with all that keeping its verdict takes.

The process that reviews answers with the standard, too: the one that serves pages need not load
any rules, which would make everybody wait.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Protocol

from gptreview.decide.waivers import waivers_in_force
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.policy import Waiver
from gptreview.store.verdict_documents import VerdictText, to_text
from gptreview.store.verdicts import Standard
from gptreview.usecases.guarded_review import GuardedReview, loaded
from gptreview.usecases.judge_again import as_waived
from gptreview.usecases.review_gpt import ReviewGpt
from gptreview.usecases.review_standard import standard_of
from gptreview.usecases.worker_pool import Reviewer


class GptReviewFactory(Hashable, Protocol):
    """Makes a reviewer in any process; equal to another factory that makes the same."""

    def __call__(self) -> ReviewGpt:
        """One with its rules and its policy loaded."""
        ...


@dataclass(frozen=True, slots=True)
class Rescanned:
    """What became of one snapshot."""

    digest: str
    standard: Standard | None = None
    verdict: VerdictText | None = None
    error: str = ""
    """Why there is no verdict, in one clause."""


@dataclass(frozen=True, slots=True)
class RescanReview:
    """Makes reviewers of snapshots in any process; a listing is called by its content digest."""

    factory: GptReviewFactory
    waivers: tuple[Waiver, ...] = ()
    """Those that the registry keeps and that nobody revoked."""

    def __call__(self) -> Rescanning:
        """A reviewer; its rules are loaded when the first listing comes."""
        return Rescanning(self, GuardedReview(self.factory)())


@dataclass(frozen=True, slots=True)
class Rescanning:
    """Reviews what a report is about, and never fails."""

    of: RescanReview
    guarded: Reviewer

    def review(self, listing: Listing | UnreadListing) -> Rescanned:
        """The verdict of today, or why there is none."""
        reviewed = self.guarded.review(listing)
        if reviewed.error is not None:
            return self.abandoned(listing, reviewed.error.found)
        assert reviewed.verdict is not None  # noqa: S101 - it has one of them
        reviewer = loaded(self.of.factory)
        assert isinstance(reviewer, ReviewGpt)  # noqa: S101 - as the factory makes it
        waivers = waivers_in_force(reviewer.policy, self.of.waivers, reviewer.today)
        verdict = as_waived(reviewed.verdict, reviewer.policy, reviewer.today, waivers)
        return Rescanned(listing.source, standard_of(reviewer), to_text(verdict))

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> Rescanned:
        """An error instead of a verdict."""
        return Rescanned(listing.source, error=reason)
