"""Sign in where somebody has an account already: at an issuer of OpenID Connect."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from gptreview.access.id_token import refused
from gptreview.access.oidc import Flow, OidcClient, shown_error
from gptreview.access.tokens import digest_of, is_same
from gptreview.errors import ForbiddenError, InputError
from gptreview.model.access import SignedIn
from gptreview.model.account import Account, Identity, Role
from gptreview.store import accounts, events, invitations, oidc_states, rates
from gptreview.store.accounts import NewAccount
from gptreview.store.database import Database
from gptreview.store.events import Event
from gptreview.store.oidc_states import KeptState
from gptreview.usecases.access.account_fields import account_name, email_address
from gptreview.usecases.access.invite import account_made
from gptreview.usecases.access.steps import begin_session, step

if TYPE_CHECKING:
    from gptreview.store.transaction import Transaction

_KEPT: Final = dt.timedelta(minutes=10)
_TRIES: Final = 60
"""Sign-ins of one network address that begin or end in a window."""
_WINDOW: Final = dt.timedelta(minutes=15)
_MAX_CODE: Final = 4_096
"""Characters; issuers' codes are far shorter."""
_NOT_IN_NAME: Final = re.compile(r"[^a-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class RoleClaims:
    """Which role somebody has by what the issuer says."""

    default: Role | None = Role.BUILDER
    """Of whom no claim gives another; None lets nobody else in."""
    claim: str = ""
    """Name of the claim; empty where roles are given here."""
    roles: Mapping[str, Role] = field(default_factory=dict)
    """By the claim's values."""

    def role(self, claims: Mapping[str, Any]) -> Role | None:
        """The greatest role that the claim gives, or else the default."""
        said = claims.get(self.claim) if self.claim else None
        values = said if isinstance(said, list) else [said]
        given = [
            self.roles[each] for each in values if isinstance(each, str) and each in self.roles
        ]
        return max(given, key=list(Role).index) if given else self.default


@dataclass(frozen=True, slots=True)
class BegunSignIn:
    """A sign-in that has begun."""

    url: str = field(repr=False)
    """Where somebody is sent."""
    state: str = field(repr=False)
    """For a cookie: the answer is taken in the same browser only."""


@dataclass(frozen=True, slots=True)
class OidcAnswer:
    """With what the issuer sent somebody back: the query, and the cookie."""

    state: str
    kept_state: str
    """Of the cookie; empty where there is none."""
    code: str = field(default="", repr=False)
    error: str = ""
    issuer: str = ""
    """``iss`` (RFC 9207); empty where the issuer does not say it."""


@dataclass(frozen=True, slots=True)
class SignInOidc:
    """Lets in whom an issuer knows; an account is its subject's, whatever the e-mail address."""

    database: Database
    clock: Callable[[], dt.datetime]
    client: OidcClient
    roles: RoleClaims

    def begin(self, identity: Identity) -> BegunSignIn:
        """Where to send somebody who wants to sign in.

        Raises:
            TooManyError: Too many tries from this address.
            DependencyError: The issuer or the database does not answer.
        """
        now = self.clock()
        self._count(identity, now)
        flow = Flow()
        url = self.client.authorization_url(flow)
        kept = KeptState(flow.nonce, flow.verifier)
        with self.database.writing() as session:
            oidc_states.add(session, digest_of(flow.state), kept, now=now, until=now + _KEPT)
        return BegunSignIn(url, flow.state)

    def finish(self, answer: OidcAnswer, identity: Identity, *, replaces: str = "") -> SignedIn:
        """A new session for whom the issuer sent back.

        Args:
            answer: With what.
            identity: Whose address the tries are counted by.
            replaces: Secret of the session that the browser had; it ends.

        Raises:
            UnauthorizedError: The answer does not fit what was begun in this browser within ten
                minutes, or the issuer let nobody in.
            ForbiddenError: The account is disabled, or the issuer gives no role.
            TooManyError: Too many tries from this address.
            DependencyError: The issuer or the database does not answer.
        """
        now = self.clock()
        self._count(identity, now)
        flow = self._begun(answer, now)
        if answer.error or not 0 < len(answer.code) <= _MAX_CODE:
            raise refused(f"the issuer said {shown_error(answer.error)}")
        if answer.issuer and answer.issuer != self.client.issuer:
            raise refused("another issuer answered")
        claims = self.client.claims(answer.code, flow, now=now)
        role = self.roles.role(claims)
        with self.database.writing() as session:
            account, steps = self._account(session, claims, role, now)
            begun, told = begin_session(session, account, now=now, replaces=replaces)
            events.append_all(session, [*steps, told])
        return begun

    def _count(self, identity: Identity, now: dt.datetime) -> None:
        with self.database.writing() as session:
            rates.allow(
                session, "sign-in-oidc", identity.address, limit=_TRIES, window=_WINDOW, now=now
            )

    def _begun(self, answer: OidcAnswer, now: dt.datetime) -> Flow:
        """What the answer's state was begun with; it is good for one answer."""
        if not answer.kept_state or not is_same(answer.state, answer.kept_state):
            raise refused("it was begun in another browser, or cookies are not allowed")
        with self.database.writing() as session:
            kept = oidc_states.take(session, digest_of(answer.state), now=now)
        if kept is None:
            raise refused("it was begun more than ten minutes ago, or finished before")
        return Flow(answer.state, kept.nonce, kept.verifier)

    def _account(
        self, session: Transaction, claims: Mapping[str, Any], role: Role | None, now: dt.datetime
    ) -> tuple[Account, list[Event]]:
        # Held first, as by whoever gives roles: there is an admin left whoever comes first.
        admins = accounts.hold_admins(session)
        issuer, subject = self.client.issuer, str(claims["sub"])
        account = accounts.of_subject(session, issuer, subject)
        if account is None:
            if role is None:
                raise _nobody()
            made = _made(session, claims, issuer, role, now)
            return made, [account_made(now, made, link=None)]
        if account.disabled_at is not None:
            raise _nobody()
        if not self.roles.claim or account.role is role or list(admins) == [account.id]:
            return account, []
        if role is None:
            raise _nobody()
        changed = accounts.change(session, account.id, role=role.value)
        if not role.includes(account.role):
            invitations.end_of(session, account.id, at=now)
        told = {"role": role.value, "before": account.role.value}
        return changed, [step(now, account.actor, "account.changed", account.id, **told)]


def _made(
    session: Transaction, claims: Mapping[str, Any], issuer: str, role: Role, now: dt.datetime
) -> Account:
    """The account of somebody whom nobody here knows, under the first name that is free."""
    subject = str(claims["sub"])
    language = "zh" if str(claims.get("locale", "")).lower().startswith("zh") else "en"
    account = None
    for name in _names(claims, issuer):
        new = NewAccount(name, _email(claims), role, language, issuer=issuer, subject=subject)
        account = accounts.add(session, new, at=now) or accounts.of_subject(
            session, issuer, subject
        )
        if account is not None:
            break
    return accounts.require_free(account)


def _names(claims: Mapping[str, Any], issuer: str) -> Iterator[str]:
    digest = hashlib.sha256(f"{issuer}\n{claims['sub']}".encode()).hexdigest()
    wanted = str(claims.get("preferred_username", "")).partition("@")[0].lower()
    plain = _NOT_IN_NAME.sub("-", wanted).strip("._-")[:30]
    for name in (plain, f"{plain}-{digest[:6]}"):
        try:
            yield account_name(name)
        except InputError:
            continue
    yield f"oidc-{digest[:32]}"


def _email(claims: Mapping[str, Any]) -> str:
    """The address, where the issuer says that it is theirs: notices go there."""
    if claims.get("email_verified") is not True:
        return ""
    try:
        return email_address(str(claims.get("email", "")))
    except InputError:
        return ""


def _nobody() -> ForbiddenError:
    return ForbiddenError("nobody who may sign in here", next_step="ask an admin for access")
