"""A builder's own listings, and all that was found in them, decided of them and written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Final

from gptreview.decide.domain import canonical_host
from gptreview.errors import ForbiddenError, InputError
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.model.builder_key import builder_key
from gptreview.model.gpt import Builder
from gptreview.model.own_listing import OwnListing, OwnListingDetail, OwnListingPage, OwnVersion
from gptreview.store import (
    domains,
    listing_owners,
    own_listings,
    publications,
    registry,
    rulings,
    snapshots,
)
from gptreview.store.database import Database
from gptreview.store.listing_owners import Candidate
from gptreview.store.transaction import Transaction

_MOST: Final = 200
"""Listings of one page."""


@dataclass(frozen=True, slots=True)
class OwnListings:
    """Knows whose a listing is, and shows builders their own.

    A listing is an account's own where its current content names a domain as its builder's that
    the account has proven, or where a lead has made the account its owner.
    """

    database: Database
    clock: Callable[[], dt.datetime]
    shown_id: Callable[[str], str]
    """A listing's id in its source, masked."""

    def owns(self, listing: int, account: Account) -> bool:
        """Whether a listing is an account's own.

        Raises:
            NotFoundError: There is no such listing.
            DependencyError: The database does not answer.
        """
        if account.disabled_at is not None:
            return False
        with self.database.reading() as session:
            digest = listing_owners.content_of(session, listing)
            if listing_owners.is_given(session, listing, account.id):
                return True
            proven = domains.verified(session, account.id, now=self.clock())
            if not proven:
                return False
            outline = snapshots.read_outlines(session, (digest,))[digest]
        return domain_of(outline.builder) in proven

    def require(self, listing: int, identity: Identity) -> Account:
        """Go on only for who owns a listing.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: The listing is not theirs, or a token was not given for this.
            NotFoundError: There is no such listing.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.BUILDER, Permission.OWN_LISTINGS)
        if not self.owns(listing, account):
            raise ForbiddenError(
                "the listing is not yours",
                where=f"listing {listing}",
                expected="a listing whose builder's domain you have proven",
                next_step="prove the domain, or ask a lead to make you its owner",
            )
        return account

    def page(self, identity: Identity, *, after: int = 0, limit: int = 50) -> OwnListingPage:
        """An account's own listings, in the order of their numbers.

        Args:
            identity: Whose.
            after: `OwnListingPage.next` of the page before.
            limit: How many at most, 1 to 200.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no builder, or a token was not given for this.
            InputError: There are no such pages.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.BUILDER, Permission.OWN_LISTINGS)
        if not 0 < limit <= _MOST:
            raise InputError(f"{limit}", where="limit", expected=f"1 to {_MOST}")
        if not 0 <= after < 2**63:
            raise InputError("no number of a listing", where="after", expected="0 or more")
        with self.database.reading() as session:
            proven = domains.verified(session, account.id, now=self.clock())
            found = listing_owners.candidates(
                session, account.id, _keys(proven), after=after, limit=limit + 1
            )
            looked_at = {each.content_digest for each in found if not each.is_given}
            outlines = snapshots.read_outlines(session, looked_at)
            # A builder without a domain has the key of a name, which may be written like a domain.
            own = [
                _as_decided(session, each, now=self.clock())
                for each in found[:limit]
                if each.is_given or domain_of(outlines[each.content_digest].builder) in proven
            ]
        following = found[limit - 1].shown.number if len(found) > limit else None
        return OwnListingPage(tuple(own), following)

    def listing(self, number: int, identity: Identity) -> OwnListingDetail:
        """All of one's own listing; nothing is hidden but other people's data.

        Args:
            number: The registry's.
            identity: Whose.

        Raises:
            As `require`.
        """
        account = self.require(number, identity)
        with self.database.reading() as session:
            history = registry.history(session, registry.find(session, f"number:{number}"))
            appeals = own_listings.appeals_of(session, number, account.id)
            appealed = [each.decision for each in appeals]
            decided = own_listings.decisions_on(session, number, appealed, now=self.clock())
            notices = own_listings.notices_to(session, number, account.id)
            strikes = own_listings.strikes_by(session, [each.id for each in decided])
            standing = history.versions[-1].verdicts[:1]
            content = {number: history.listing.content_digest}
            ruled = rulings.in_force(session, content, at=self.clock())
            whole = publications.verdicts(session, [each.id for each in standing])
        verdict, judged_at = whole[standing[0].id] if standing else (None, None)
        versions = tuple(
            OwnVersion(each.number, each.seen_at, next((v.outcome for v in each.verdicts), ""))
            for each in history.versions
        )
        return OwnListingDetail(
            listing=replace(
                history.listing, external_id=self.shown_id(history.listing.external_id)
            ),
            versions=versions,
            verdict=verdict,
            judged_at=judged_at,
            decisions=tuple(decided),
            appeals=tuple(appeals),
            notices=tuple(notices),
            strikes=tuple(strikes),
            ruling=ruled.get(number),
        )


def _as_decided(session: Transaction, own: Candidate, *, now: dt.datetime) -> OwnListing:
    """A listing with what a person decided in the place of the verdict's outcome.

    Each is asked for by itself: a builder's listings may be far from each other.
    """
    number = own.shown.number
    ruling = rulings.in_force(session, {number: own.content_digest}, at=now).get(number)
    return own.shown if ruling is None else replace(own.shown, outcome=str(ruling.outcome))


def domain_of(builder: Builder) -> str:
    """The domain that a listing names as its builder's, as DNS carries it; empty for none."""
    return canonical_host(builder.domain)


def _keys(proven: Collection[str]) -> frozenset[str]:
    """Keys of the builders that have these domains, as listings may write them."""
    spelt = (form for domain in proven for form in (domain, f"{domain}.", _unicode(domain)))
    return frozenset(builder_key(Builder(domain=form)) for form in spelt)


def _unicode(domain: str) -> str:
    import idna  # large tables

    try:
        return idna.decode(domain)
    except UnicodeError:  # a label that IDNA 2008 no longer knows
        return domain
