"""Builders prove that a domain is theirs; the proof expires, and is looked at again before."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from gptreview.decide.domain import canonical_host, is_public_host
from gptreview.errors import DependencyError, InputError, TooManyError
from gptreview.model.account import Identity, Permission, Role
from gptreview.model.own_listing import BuilderDomain
from gptreview.net.public_suffix import owner_domain
from gptreview.store import domains
from gptreview.store.database import Database
from gptreview.store.events import Event, append_all
from gptreview.usecases.builders.domain_proof import DomainProof, Seen

HOLDS: Final = dt.timedelta(days=180)
"""For how long a proof holds once it was seen."""
_GRACE: Final = dt.timedelta(days=14)
"""For how long it holds still once it was looked for and not there."""
_AGAIN: Final = dt.timedelta(days=7)
"""After that long a proof is looked at again."""
_PAUSE: Final = dt.timedelta(seconds=10)
"""Between two checks that somebody asks for: each asks other people's servers."""
_MOST: Final = 20
"""Domains of one account."""
_TOKEN_BYTES: Final = 24
_ACTOR: Final = "domains"


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What became of proofs that were looked at again."""

    renewed: int = 0
    missing: int = 0
    """Those that were not there, and will expire."""
    unknown: int = 0
    """Those that somebody gave no answer about."""
    expired: int = 0


@dataclass(frozen=True, slots=True)
class VerifyDomain:
    """Keeps the domains of accounts. Two accounts may both prove one: colleagues, say."""

    database: Database
    clock: Callable[[], dt.datetime]
    proof: DomainProof

    def add(self, domain: str, identity: Identity) -> BuilderDomain:
        """Note that somebody says that a domain is theirs, and what would prove it.

        Who says it again gets the same token.

        Args:
            domain: As they write it, without scheme.
            identity: Who says so.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no builder, or a token was not given for this.
            InputError: It is no domain that anybody can register.
            ConflictError: They have too many.
            DependencyError: The database does not answer, or has no room.
        """
        account = identity.require(Role.BUILDER, Permission.OWN_LISTINGS)
        name = _registrable(domain)
        now, token = self.clock(), secrets.token_urlsafe(_TOKEN_BYTES)
        with self.database.writing() as session:
            return domains.add(session, account.id, name, token, at=now, most=_MOST)

    def list(self, identity: Identity) -> tuple[BuilderDomain, ...]:
        """All of somebody's, in the order in which they were added.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no builder, or a token was not given for this.
            DependencyError: The database does not answer.
        """
        account = identity.require(Role.BUILDER, Permission.OWN_LISTINGS)
        with self.database.reading() as session:
            return tuple(domains.of_account(session, account.id))

    def remove(self, number: int, identity: Identity) -> None:
        """Forget one; its listings are then no longer theirs.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no builder, or a token was not given for this.
            NotFoundError: They have none with this number.
            DependencyError: The database does not answer, or has no room.
        """
        account = identity.require(Role.BUILDER, Permission.OWN_LISTINGS)
        with self.database.writing() as session:
            domains.remove(session, account.id, domains.find(session, account.id, number).id)

    def check(self, number: int, identity: Identity) -> BuilderDomain:
        """Look for the proof; the domain, proven for 180 days from now on.

        Raises:
            UnauthorizedError: Nobody is signed in.
            ForbiddenError: They are no builder, or a token was not given for this.
            NotFoundError: They have none with this number.
            TooManyError: Somebody has looked a moment ago.
            InputError: It is not there; says what is, and what was expected.
            DependencyError: Neither DNS nor the site gave an answer, or the database does not.
        """
        account = identity.require(Role.BUILDER, Permission.OWN_LISTINGS)
        now = self.clock()
        with self.database.writing() as session:
            domain = domains.find(session, account.id, number)
            if domain.checked_at is not None and now < domain.checked_at + _PAUSE:
                raise TooManyError(
                    "somebody has looked a moment ago",
                    where=domain.domain,
                    expected=f"{_PAUSE.seconds} seconds between two looks",
                    retry_after=_PAUSE.seconds,
                )
            domains.put_off(session, domain.id, domain.error, at=now)
        seen = self.proof.look(domain)
        self._note(domain, seen, identity.actor)
        if not seen.way:
            raise _missing(domain, seen)
        with self.database.reading() as session:
            return domains.find(session, account.id, number)

    def recheck(self, limit: int) -> Rechecked:
        """Look again at proofs that nobody has looked at for a week, and end those that are over.

        Args:
            limit: Domains at most.

        Raises:
            DependencyError: The database does not answer, or has no room.
        """
        now = self.clock()
        with self.database.reading() as session:
            found = domains.due(session, now=now, checked_before=now - _AGAIN, limit=limit)
        renewed = missing = unknown = expired = 0
        for domain in found:
            seen = self.proof.look(domain)
            self._note(domain, seen, _ACTOR)
            renewed += seen.way != ""
            missing += seen.way == "" and seen.is_known
            unknown += seen.way == "" and not seen.is_known
            expired += self._expire(domain)
        return Rechecked(renewed, missing, unknown, expired)

    def _note(self, domain: BuilderDomain, seen: Seen, actor: str) -> None:
        now = self.clock()
        with self.database.writing() as session:
            if seen.way:
                domains.prove(session, domain.id, seen.way, at=now, until=now + HOLDS)
                if not domain.is_verified(now):
                    told = {"domain": domain.id, "way": seen.way}
                    append_all(session, [_event("domain.verified", domain, actor, now, told)])
            elif seen.is_known:
                domains.fail(session, domain, seen.error, at=now, until=now + _GRACE)
            else:
                domains.put_off(session, domain.id, seen.error, at=now)

    def _expire(self, domain: BuilderDomain) -> bool:
        now = self.clock()
        with self.database.writing() as session:
            is_over = domains.expire(session, domain.id, now=now)
            if is_over:
                told = {"domain": domain.id}
                append_all(session, [_event("domain.expired", domain, _ACTOR, now, told)])
        return is_over


def _registrable(text: str) -> str:
    """The domain in one spelling.

    Raises:
        InputError: It is none, or a part of one, or strangers register below it.
    """
    name = canonical_host(text)
    if not name or not is_public_host(name):
        raise InputError(
            "no domain",
            where="domain",
            expected="a name like shop.example, without https://",
        )
    owner = owner_domain(name)
    if owner != name:
        raise InputError(
            "a name below a domain" if owner else "a suffix below which strangers register",
            where="domain",
            expected=f"{owner}, as it is registered" if owner else "the domain that you registered",
        )
    return name


def _missing(domain: BuilderDomain, seen: Seen) -> InputError | DependencyError:
    kind = InputError if seen.is_known else DependencyError
    return kind(
        seen.error,
        where=domain.domain,
        expected=f"a TXT record {domain.line} at {domain.domain}, or that line at {domain.url}",
        next_step="publish one of them and check again; a change of DNS may take hours to be seen",
    )


def _event(
    kind: str, domain: BuilderDomain, actor: str, now: dt.datetime, told: Mapping[str, object]
) -> Event:
    return Event(now, actor, kind, f"account:{domain.account}", told)
