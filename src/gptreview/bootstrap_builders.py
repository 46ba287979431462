"""Wiring of what builders do: domains, own listings, new versions; and of who owns what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gptreview.usecases.batch_terms import LISTING_SECONDS

if TYPE_CHECKING:
    from gptreview.model.gpt import Gpt
    from gptreview.model.listing import Listing
    from gptreview.net.fetch import Answer
    from gptreview.settings import Settings
    from gptreview.store.database import Database
    from gptreview.usecases.builders.domain_proof import DomainProof
    from gptreview.usecases.builders.own_listings import OwnListings
    from gptreview.usecases.builders.resubmit_listing import ResubmitListing
    from gptreview.usecases.builders.set_owner import SetOwner
    from gptreview.usecases.builders.verify_domain import VerifyDomain
    from gptreview.usecases.triage.rescan_review import Rescanned, RescanReview

_FETCH_SECONDS = 10.0
"""For DNS, and again for the file: a builder waits for both."""
_REDIRECTS = 3


@dataclass(frozen=True, slots=True)
class Builders:
    """The use-cases of builders, which share one database."""

    listings: OwnListings
    domains: VerifyDomain
    resubmit: ResubmitListing
    owners: SetOwner


def builders(database: Database, settings: Settings, profile: str = "content") -> Builders:
    """The use-cases, on a database that somebody else closes.

    Args:
        database: The registry's.
        settings: Say what a listing may bring.
        profile: The audience for which new versions are reviewed.
    """
    from gptreview.bootstrap import ReviewOptions, source_limits
    from gptreview.bootstrap_registry import masking_scanners
    from gptreview.store.owners import this_process
    from gptreview.usecases.builders.own_listings import OwnListings
    from gptreview.usecases.builders.resubmit_listing import ResubmitListing
    from gptreview.usecases.builders.set_owner import SetOwner
    from gptreview.usecases.builders.verify_domain import VerifyDomain
    from gptreview.usecases.read_registry import ReadRegistry
    from gptreview.usecases.source_reading import kept_name

    scanners = masking_scanners(settings)
    listings = OwnListings(database, _now, ReadRegistry(database, scanners).shown_id)

    def shown_name(gpt: Gpt) -> str:
        return kept_name(gpt, scanners())

    resubmit = ResubmitListing(
        database,
        listings,
        ReviewOptions(profile=profile),
        _answers(LISTING_SECONDS),
        source_limits(settings),
        shown_name,
        _now,
        this_process(),
    )
    domains = VerifyDomain(database, _now, _proof())
    return Builders(listings, domains, resubmit, SetOwner(database, _now))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _answers(
    seconds: float,
) -> Callable[[RescanReview, Iterable[Listing]], Iterator[Rescanned]]:
    """Reviews in a process of its own, which is killed when it is late."""

    def answers(review: RescanReview, listings: Iterable[Listing]) -> Iterator[Rescanned]:
        from gptreview.usecases.timed_pool import review_in_time

        return review_in_time(review, listings, 1, seconds)

    return answers


def _proof() -> DomainProof:
    """Asks the machine's name servers, and public addresses only."""
    from gptreview.net.dns_records import TxtRecords
    from gptreview.net.fetch import Fetcher, FetchLimits
    from gptreview.usecases.builders.domain_proof import MAX_FILE_BYTES, DomainProof

    limits = FetchLimits(MAX_FILE_BYTES, _FETCH_SECONDS, _REDIRECTS)

    def ask(url: str) -> Answer:
        return Fetcher(limits).ask(url, accept="text/plain")

    return DomainProof(TxtRecords(), ask, _FETCH_SECONDS)
