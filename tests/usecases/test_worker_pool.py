"""Reviews on several processes keep their order and survive one that dies."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest

from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing, UnreadListing
from gptreview.model.verdict import Reviewed
from gptreview.usecases.worker_pool import review_in_processes


class _Reviewer:
    """Names the process, and dies of a listing that says so."""

    def review(self, listing: Listing | UnreadListing) -> Reviewed:
        """Say who read it."""
        assert isinstance(listing, Listing)
        if listing.gpt.name == "deadly":
            os._exit(1)
        return Reviewed(listing.source, name=f"{listing.gpt.name} by another: {os.getpid() != PID}")

    def abandoned(self, listing: Listing | UnreadListing, reason: str) -> Reviewed:
        """Say why it was given up."""
        return Reviewed(listing.source, name=reason)


PID = os.getpid()


@dataclass(frozen=True)
class _Factory:
    """Makes the reviewer above in any process."""

    def __call__(self) -> _Reviewer:
        return _Reviewer()


def _listings(names: list[str]) -> list[Listing]:
    return [Listing(Gpt(name), str(index)) for index, name in enumerate(names)]


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_results_keep_the_order() -> None:
    """Many listings on two processes come back in the order in which they went in."""
    names = [f"gpt {index}" for index in range(40)]
    results = list(review_in_processes(_Factory(), _listings(names), 2))
    assert [each.source for each in results] == [str(index) for index in range(40)]
    assert [each.name for each in results] == [f"{name} by another: True" for name in names]


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_dying_process_costs_its_listing_alone() -> None:
    """A listing that kills its process gets its reason, and every other one its review."""
    names = [*(f"gpt {index}" for index in range(5)), "deadly", *(f"g {i}" for i in range(20))]
    results = list(review_in_processes(_Factory(), _listings(names), 2))
    assert [each.source for each in results] == [str(index) for index in range(26)]
    given_up = [each for each in results if "by another: True" not in each.name]
    assert [(each.source, each.name) for each in given_up] == [
        ("5", "the process that read it ended without an answer (out of memory, or a crash)")
    ]
