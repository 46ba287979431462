"""A lead says whose a listing is, as where its builder has no domain to prove."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from gptreview.errors import ConflictError, InputError, NotFoundError
from gptreview.model.account import Account, Identity, Permission, Role
from gptreview.store import accounts, listing_owners
from gptreview.store.database import Database
from gptreview.store.events import Event, append_all


@dataclass(frozen=True, slots=True)
class SetOwner:
    """Makes accounts owners of listings, and undoes it."""

    database: Database
    clock: Callable[[], dt.datetime]

    def give(self, listing: int, account: int, identity: Identity) -> Account:
        """Make an account the owner of a listing; it may have several.

        Args:
            listing: The registry's number of it.
            account: Number of the account.
            identity: Who says so.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no lead, or a token was not given for this.
            NotFoundError: There is no such listing or account.
            InputError: The account is disabled, or may own nothing.
            ConflictError: It is its owner already.
            DependencyError: The database does not answer, or has no room.
        """
        lead = identity.require(Role.LEAD, Permission.CONFIGURE)
        now = self.clock()
        with self.database.writing() as session:
            listing_owners.content_of(session, listing)
            owner = accounts.find(session, account if account < 2**63 else 0)
            if owner.disabled_at is not None or not owner.role.includes(Role.BUILDER):
                raise InputError(
                    "an account that may own nothing",
                    where=f"account {account}",
                    expected="a builder's that is not disabled",
                )
            if not listing_owners.give(session, listing, account, by=lead.id, at=now):
                raise ConflictError("it is the owner already", where=f"account {account}")
            append_all(session, [_event(listing, account, identity, now, is_owner=True)])
        return owner

    def named(self, name: str, identity: Identity) -> Account:
        """The account with a name, for a lead who makes it an owner.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no lead, or a token was not given for this.
            NotFoundError: There is none.
            DependencyError: The database does not answer.
        """
        identity.require(Role.LEAD, Permission.CONFIGURE)
        with self.database.reading() as session:
            return accounts.named(session, name.strip().lower())

    def take(self, listing: int, account: int, identity: Identity) -> None:
        """Undo that an account is the owner of a listing; what domains prove stays.

        Args:
            listing: The registry's number of it.
            account: Number of the account.
            identity: Who says so.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no lead, or a token was not given for this.
            NotFoundError: No lead has made it the owner.
            DependencyError: The database does not answer, or has no room.
        """
        identity.require(Role.LEAD, Permission.CONFIGURE)
        now = self.clock()
        with self.database.writing() as session:
            there = max(listing, account) < 2**63  # no database takes any integer
            if not (there and listing_owners.take(session, listing, account)):
                raise NotFoundError(
                    "no lead has made it the owner", where=f"listing {listing}, account {account}"
                )
            append_all(session, [_event(listing, account, identity, now, is_owner=False)])

    def owners(self, listing: int, identity: Identity) -> tuple[Account, ...]:
        """The accounts that leads have made owners of a listing.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no lead, or a token was not given for this.
            NotFoundError: There is no such listing.
            DependencyError: The database does not answer.
        """
        identity.require(Role.LEAD, Permission.CONFIGURE)
        with self.database.reading() as session:
            listing_owners.content_of(session, listing)
            numbers = listing_owners.given_to(session, listing)
            return tuple(accounts.find(session, each) for each in numbers)


def _event(
    listing: int, account: int, identity: Identity, now: dt.datetime, *, is_owner: bool
) -> Event:
    payload = {"listing": listing, "account": account, "is_owner": is_owner}
    return Event(now, identity.actor, "owner.set", f"listing:{listing}", payload)
