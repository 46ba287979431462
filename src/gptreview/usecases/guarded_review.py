"""A review that says why it failed, in a process that ends with the one that started it."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from functools import cache
from multiprocessing import parent_process
from threading import Thread

from gptreview.errors import InputError
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.verdict import Reviewed
from gptreview.usecases.worker_pool import Reviewer, ReviewerFactory


@cache
def loaded(factory: ReviewerFactory) -> Reviewer:
    """The one reviewer of this process; processes that are forked from it have it, too.

    Raises:
        InputError: Rules, policy or a setting cannot be used.
    """
    return factory()


@dataclass(frozen=True, slots=True)
class GuardedReview:
    """Makes reviewers that raise nothing, for processes that somebody may want to stop."""

    factory: ReviewerFactory

    def __call__(self) -> _Guarded:
        """A reviewer; the rules are loaded when the first listing comes."""
        if parent_process() is not None:
            _belong_to_parent()
        return _Guarded(self.factory)


@dataclass(frozen=True, slots=True)
class _Guarded:
    factory: ReviewerFactory

    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """The review, or an error instead of a verdict."""
        try:
            return loaded(self.factory).review(listing)
        except Exception as error:  # noqa: BLE001 - the others of its chunk must go on
            # The exception's own text may quote what it choked on.
            return self.abandoned(listing, f"its review ended in {type(error).__name__}")

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> Reviewed:
        """An error instead of a verdict: who asked may try again."""
        return Reviewed(listing.source, error=InputError(reason))


def _belong_to_parent() -> None:
    """Leave it to the parent when to stop, and stop when it is gone.

    A terminal interrupts the whole group of processes, but the parent wants to finish its chunk.
    A parent that is killed cannot tell its processes, which would wait for listings for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None  # noqa: S101 - asked before
    parent.join()
    os._exit(1)
